"""No page speaks of a variable of the installation: whoever reads it sets none. The operators' page alone does."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from config.environment import VARIABLES

ROOT = Path(__file__).resolve().parents[1]
OPERATORS = {"templates/config/operation.html", "partners/database/setup.py", "partners/mail/mailbox.py"}
"""Its page, and what stops a start or a delivery and stands in the log."""
NAMED = re.compile(rf"\b({'|'.join(VARIABLES)})\b")
APPS = ("partners", "governance", "dashboards", "reviews")
TEMPLATES = sorted(path for path in (ROOT / "templates").rglob("*.*") if path.suffix in (".html", ".txt"))
VIEWS = sorted(path for app in APPS for path in (ROOT / app).rglob("*.py") if "migrations" not in path.parts)


def said(path: Path) -> Iterator[str]:
    """What a module says to people: its strings, without those that explain it and those that are a name alone."""
    tree = ast.parse(path.read_text())
    explains = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in explains:
            yield node.value


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_template_names_a_variable(path: Path) -> None:
    if str(path.relative_to(ROOT)) not in OPERATORS:
        assert NAMED.findall(path.read_text()) == []


def test_no_message_names_a_variable() -> None:
    found = {
        f"{path.relative_to(ROOT)}: {text}"
        for path in VIEWS
        if str(path.relative_to(ROOT)) not in OPERATORS
        for text in said(path)
        if NAMED.search(text) and " " in text
    }
    assert found == set()


def test_one_would_be_found() -> None:
    assert NAMED.findall("Set EMAIL_URL and start again") == ["EMAIL_URL"]
