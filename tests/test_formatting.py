"""The formatter lays out everything but tables: rows that stand beneath each other are kept as they were typed."""

import ast
import io
import tokenize
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.product import FOLDERS

ROOT = Path(__file__).resolve().parents[1]
_LITERALS = (ast.List, ast.Dict, ast.Set, ast.Tuple)
_BLOCKS = (ast.FunctionDef, ast.ClassDef, ast.If, ast.For, ast.While, ast.With)


def skipped_lines(source: str) -> list[int]:
    """The lines that end with `fmt: skip`."""
    tokens = tokenize.generate_tokens(io.StringIO(source).readline)
    return [token.start[0] for token in tokens if token.string == "# fmt: skip"]


def ends_a_table(tree: ast.Module, line: int) -> bool:
    """Whether a literal of three rows or more, over several lines, ends in the statement that ends on `line`."""
    for node in ast.walk(tree):
        statements: list[ast.AST] = []
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            statements = [decorator for decorator in node.decorator_list if decorator.end_lineno == line]
        elif isinstance(node, ast.For) and node.iter.end_lineno == line:
            statements = [node.iter]
        elif isinstance(node, ast.stmt) and not isinstance(node, _BLOCKS) and node.end_lineno == line:
            statements = [node]
        if any(is_table(part) for statement in statements for part in ast.walk(statement)):
            return True
    return False


def is_table(node: ast.AST) -> bool:
    """Whether this is a literal of three rows or more, over several lines."""
    if not isinstance(node, _LITERALS) or node.end_lineno == node.lineno:
        return False
    return len(node.keys if isinstance(node, ast.Dict) else node.elts) >= 3


def sources() -> Iterator[tuple[str, str]]:
    """Every module of product, bench and tests, migrations apart."""
    for folder in (*FOLDERS, "bench", "tests"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            if "migrations" not in path.parts:
                yield str(path.relative_to(ROOT)), path.read_text()


def test_only_tables_are_kept_from_the_formatter() -> None:
    on_tables, elsewhere = 0, []
    for name, source in sources():
        tree = ast.parse(source)
        for line in skipped_lines(source):
            if ends_a_table(tree, line):
                on_tables += 1
            else:
                elsewhere.append(f"{name}:{line}")
    assert elsewhere == []
    assert on_tables > 200


@pytest.mark.parametrize(
    "source, table",
    [
        ("rows = [\n    (1, 2), (3, 4),\n    (5, 6),\n]  # fmt: skip\n", True),
        ("@given(\n    [1,\n     2, 3],\n)  # fmt: skip\ndef f(): ...\n", True),
        ("call(\n    one=1, two=2, three=3, four=4,\n)  # fmt: skip\n", False),
        ("rows = [\n    1, 2,\n]  # fmt: skip\n", False),
        ("def f(\n    a, b, c, d,\n) -> None:  # fmt: skip\n    ...\n", False),
    ],
)
def test_a_table_is_told_from_a_call(source: str, table: bool) -> None:
    assert ends_a_table(ast.parse(source), skipped_lines(source)[0]) is table
