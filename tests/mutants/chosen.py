"""Which tests are asked about a drawn fault: a rule, because nobody chose its place."""

import re
from functools import cache
from pathlib import Path

from tests.mutants.planting import CHECKOUT
from tests.product import APPS

FAR = (
    "tests/browser",
    "tests/launch",
    "tests/faults",
    "tests/demo",
    "tests/mutants",
    "tests/partners/releases",
)
"""What takes long to begin with; what only these would find counts as not found."""
SAID = "tests/said"
MOST = 8
"""Modules of tests that name what is broken, the nearest first."""


def asked_about(file: str, within: tuple[str, ...]) -> tuple[str, ...]:
    """Files and folders in the order they are asked: who names it, what mirrors its folder, the pages, the tables."""
    first = [SAID] if file.startswith("templates/") else []
    return tuple(dict.fromkeys([*first, *_naming(file, within), *_mirror(file), SAID, *_tables(file)]))


def _mirror(file: str) -> list[str]:
    """`governance/tracker/rows.py` → `tests/governance/tracker`; a template's noun has its folder in some app."""
    app, *folders, _ = file.split("/")
    if app == "templates":
        found = [f"tests/{each}/{name}" for each in APPS for name in folders[:1]]
        found += [f"tests/dashboards/views/test_{name}.py" for name in ("pages", *folders[:1])]
        return [each for each in found if (CHECKOUT / each).exists()]
    for depth in range(len(folders), 0, -1):
        folder = Path("tests", app, *folders[:depth])
        if (CHECKOUT / folder).is_dir():
            return [str(folder)]
    return []


def _tables(file: str) -> list[str]:
    """What is asked of the whole app stands loose in its folder."""
    loose = (CHECKOUT / "tests" / file.split("/")[0]).glob("test_*.py")
    return sorted(str(each.relative_to(CHECKOUT)) for each in loose)


def _naming(file: str, within: tuple[str, ...]) -> list[str]:
    """Tests that name the function or class, then those that name the module or template."""
    if file.startswith("templates/"):
        path = file.removeprefix("templates/")
        words = [path, Path(path).stem.lstrip("_")]
    else:
        module = file.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
        near = [name for name in reversed(within) if len(name) > 4 and not name.startswith("_")]
        words = [*near[:1], module, *near[1:]]
    noun = file.split("/")[1]
    found: list[str] = []
    for word in words:
        pattern = re.compile(rf"(?<![\w.]){re.escape(word)}(?!\w)")
        named = [test for test, text in _texts().items() if pattern.search(text)]
        found += sorted(named, key=lambda test: (f"/{noun}" not in test, test))
    return list(dict.fromkeys(found))[:MOST]


@cache
def _texts() -> dict[str, str]:
    files = {
        str(file.relative_to(CHECKOUT)): file for file in sorted((CHECKOUT / "tests").rglob("test_*.py"))
    }
    return {
        name: file.read_text(encoding="utf-8") for name, file in files.items() if not name.startswith(FAR)
    }
