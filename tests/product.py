"""Which folders are the product, and which verbs it has, for the tests that read all of it."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

APPS = ("partners", "governance", "dashboards", "reviews")
"""The apps with tables, from the ground floor up."""
FOLDERS = (*APPS, "demo", "config")
"""Every folder of the product's own Python, from the ground floor to the wiring."""
ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class Verb:
    """A verb as it is written down: the file it stands in, and whether it says that it can be taken back."""

    file: str
    undo: bool


@cache
def verbs() -> dict[str, Verb]:
    """Every verb that is written anywhere in the product, by its name."""
    found = {}
    for path in (path for folder in FOLDERS for path in (ROOT / folder).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            for mark in node.decorator_list if isinstance(node, ast.FunctionDef) else ():
                if isinstance(mark, ast.Call) and getattr(mark.func, "id", "") == "verb":
                    undo = any(said.arg == "undo" for said in mark.keywords)
                    found[node.name] = Verb(str(path.relative_to(ROOT)), undo)
    return found


def texts_of_modules() -> Iterator[tuple[str, str]]:
    """Every string with a space in it that is no docstring: what has none is a name. The demo's people speak their own
    words.
    """
    for folder in (*APPS, "config"):
        for file in (ROOT / folder).rglob("*.py"):
            if "migrations" in file.parts:
                continue
            tree = ast.parse(file.read_text())
            said = {
                id(node.value)
                for node in ast.walk(tree)
                if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
            }
            for node in ast.walk(tree):
                is_text = isinstance(node, ast.Constant) and isinstance(node.value, str)
                if is_text and id(node) not in said and " " in node.value:
                    yield str(file.relative_to(ROOT)), node.value
