"""Tests that cannot fail: the kinds that have been found among these, so that none comes back.

Each looks at the source of the tests and names the place; what a rule says of itself is what to write instead.
"""

import ast
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest

TESTS = Path(__file__).parent
SOURCES = {
    file.relative_to(TESTS).as_posix(): file.read_text()
    for file in TESTS.rglob("*.py")
    if "mutants" not in file.parts
}
MOST_ANSWERS = 3
Functions = ast.FunctionDef | ast.AsyncFunctionDef


@cache
def trees() -> dict[str, ast.Module]:
    """The sources as trees; made by the process that tries the rules, and not by each that collects the tests."""
    return {name: ast.parse(text) for name, text in SOURCES.items()}


def rows_of(node: ast.AST) -> bool:
    """Whether it is a query that has not been read yet: nobody has seen that there is a row in it."""
    return ".objects." in ast.unparse(node) and not isinstance(node, ast.ListComp)


def loops_over_unread_rows(function: Functions) -> Iterator[ast.AST]:
    """Read the rows into a list, and assert first how many there are: over none, the loop asserts nothing."""
    for node in ast.walk(function):
        if isinstance(node, ast.For) and rows_of(node.iter) and not _is_literal(node.iter):
            yield node
        if _is_all(node) and rows_of(node.args[0].generators[0].iter):
            yield node


def all_of_perhaps_nothing(function: Functions) -> Iterator[ast.AST]:
    """Another assertion of the test has to speak of what `all` goes through: of nothing, all holds."""
    asserted = [node.test for node in ast.walk(function) if isinstance(node, ast.Assert)]
    for test in asserted:
        if not _is_all(test) or any(isinstance(each, ast.ListComp) for each in ast.walk(test)):
            continue
        told = {name for other in asserted if other is not test for name in _names(other)}
        through = test.args[0].generators[0].iter
        given = {argument.arg for argument in function.args.args}
        if isinstance(through, ast.Name) and through.id not in told | given:
            yield test


def many_answers(function: Functions) -> Iterator[ast.AST]:
    """Say which answer belongs to which case: a test that takes any of four takes the wrong one as well."""
    for node in ast.walk(function):
        if isinstance(node, ast.Compare) and ast.unparse(node.left).endswith("status_code"):
            taken = node.comparators[0]
            if isinstance(taken, ast.Tuple | ast.Set | ast.List) and len(taken.elts) > MOST_ANSWERS:
                yield node


def either_words(function: Functions) -> Iterator[ast.AST]:
    """Say which words are there: of two sentences one may be the wrong one."""
    for node in ast.walk(function):
        tried = node.test if isinstance(node, ast.Assert) else None
        if (
            isinstance(tried, ast.BoolOp)
            and isinstance(tried.op, ast.Or)
            and all(map(_is_contained, tried.values))
        ):
            yield node


def _is_contained(node: ast.AST) -> bool:
    return isinstance(node, ast.Compare) and isinstance(node.ops[0], ast.In)


def _is_all(node: ast.AST) -> bool:
    called = isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "all"
    return called and isinstance(node.args[0], ast.GeneratorExp)


def _is_literal(node: ast.AST) -> bool:
    return isinstance(node, ast.Tuple | ast.List)


def _names(node: ast.AST) -> set[str]:
    return {each.id for each in ast.walk(node) if isinstance(each, ast.Name)}


RULES = [loops_over_unread_rows, all_of_perhaps_nothing, many_answers, either_words]


@pytest.mark.parametrize("rule", RULES)
def test_no_test_is_of_a_kind_that_cannot_fail(rule: Callable[[Functions], Iterator[ast.AST]]) -> None:
    found = [
        f"{name}:{node.lineno}"
        for name, tree in trees().items()
        for function in ast.walk(tree)
        if isinstance(function, Functions) and function.name.startswith("test_")
        for node in rule(function)
    ]
    assert found == [], rule.__doc__


def test_whoever_asserts_on_the_history_has_it_chained_first() -> None:
    """At the end of a transaction, that is: within a test of one transaction `check_constraints` does it."""
    committed = ("browser/", "demo/", "faults/", "test_assertions.py")
    found = [
        name
        for name, text in SOURCES.items()
        if "AuditEvent.objects" in text and not name.startswith(committed) and "check_constraints" not in text
    ]
    assert found == []


def test_no_test_holds_the_port_somebody_happens_to_use() -> None:
    """`make test PORT=8123` is allowed: ask settings.BASE_URL."""
    port = "127.0.0.1:" + "8000"
    assert [name for name, text in SOURCES.items() if port in text] == []


@pytest.mark.parametrize(
    ("rule", "bad", "good"),
    [
        (loops_over_unread_rows, "for a in A.objects.all():\n  assert a", "for a in known:\n  assert a"),
        (
            loops_over_unread_rows,
            "assert all(a.b for a in A.objects.all())",
            "assert all(a.b for a in known)",
        ),
        (
            all_of_perhaps_nothing,
            "assert all(a for a in known)",
            "assert known\n assert all(a for a in known)",
        ),
        (many_answers, "assert x.status_code in (1, 2, 3, 4)", "assert x.status_code in (1, 2)"),
        (either_words, "assert 'a' in x or 'b' in x", "assert 'a' in x"),
    ],
)
def test_a_rule_tells_the_bad_from_the_good(
    rule: Callable[[Functions], Iterator[ast.AST]], bad: str, good: str
) -> None:
    def found(body: str) -> int:
        (function,) = ast.parse(f"def test_it():\n {body}").body
        assert isinstance(function, ast.FunctionDef)
        return len(list(rule(function)))

    assert (found(bad), found(good)) == (1, 0)
