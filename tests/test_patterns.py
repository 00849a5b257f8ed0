"""A pattern over what strangers write takes steps that grow with the length of the text, and no faster.

Those compiled by google-re2 do by the engine's guarantee. Every other in the source is found and tried here: over texts
made of what it looks for, twice as long takes at most twice the steps.
"""

import ast
import re
import sys
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.converters import get_converters
from django.urls.resolvers import RegexPattern

from tests import backtracking
from tests.backtracking import MOST_STEPS, most_repeats, pumps, steps
from tests.product import FOLDERS

ROOTS = (*FOLDERS, "launch")
_ASKED_OF_RE = {"compile", "match", "fullmatch", "search", "sub", "subn", "split", "findall", "finditer"}
_OF_DJANGO = {"RegexValidator", "RegexField", "re_path", "register_converter"}
_MAY_ASK = re.compile(rf"\b(?:re|{'|'.join(sorted(_OF_DJANGO))})\b")
"""A source without any of these words asks for no pattern, and need not be read as a tree."""
SHORTEST = 40
ENDS = ("", "\x01")
Site = tuple[str, int, str]


def modules() -> list[str]:
    root = Path(settings.BASE_DIR)
    return sorted(
        ".".join(path.relative_to(root).with_suffix("").parts)
        for folder in ROOTS
        for path in (root / folder).rglob("*.py")
        if "migrations" not in path.parts and path.name not in ("__init__.py", "__main__.py")
    )


def _source(module: str) -> str:
    return (Path(settings.BASE_DIR) / Path(*module.split("."))).with_suffix(".py").read_text()


@cache
def sites(module: str) -> list[tuple[int, str, ast.Call]]:
    """Where a module's source asks re, by any name it is imported under, or gives Django a pattern."""
    source = _source(module)
    return list(_sites(module, ast.parse(source))) if _MAY_ASK.search(source) else []


def _sites(module: str, tree: ast.Module) -> Iterator[tuple[int, str, ast.Call]]:
    assert not [
        node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module == "re"
    ], f"{module}: import re as a whole, so that its patterns are found"
    names = {
        alias.asname or alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.Import)
        for alias in node.names
        if alias.name == "re"
    }
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        called = node.func
        if (
            isinstance(called, ast.Attribute)
            and isinstance(called.value, ast.Name)
            and called.value.id in names
        ):
            if called.attr in _ASKED_OF_RE:
                yield node.lineno, called.attr, node
        elif isinstance(called, ast.Name) and called.id in _OF_DJANGO:
            yield node.lineno, called.id, node


def patterns_in(value: Any) -> "Iterator[re.Pattern[Any]]":
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from patterns_in(each)
    elif isinstance(value, tuple | list | set | frozenset):
        for each in value:
            yield from patterns_in(each)
    elif is_dataclass(value) and not isinstance(value, type):
        for field in fields(value):
            yield from patterns_in(getattr(value, field.name, None))


def asked_whole(module: str, pattern: "re.Pattern[Any]") -> bool:
    """Whether a module asks a pattern that it holds by a name for nothing but a match from the start of a text on."""
    names = {name for name, value in vars(import_module(module)).items() if value is pattern}
    asked = {
        node.attr
        for node in ast.walk(ast.parse(_source(module)))
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in names
    }
    return bool(asked) and asked <= {"match", "fullmatch"}


def found() -> "dict[str, re.Pattern[Any]]":
    """Every pattern of ours that is not re2's: those that modules hold, those written where they are used, and those
    of our addresses."""
    held: dict[str, re.Pattern[Any]] = {}
    for module in modules():
        asked = sites(module)
        if not asked:
            continue
        own = {
            name: value for name, value in vars(import_module(module)).items() if not isinstance(value, type)
        }
        of_module = list(patterns_in(own))
        for line, how, call in asked:
            first = call.args[0] if call.args else None
            if how in _OF_DJANGO:
                continue  # found among the addresses below
            if isinstance(first, ast.Constant) and how != "compile":
                of_module.append(re.compile(first.value))
            elif not of_module:
                raise AssertionError(
                    f"{module}:{line}: hold this pattern in a name of the module, so that it is found"
                )
        new = [
            pattern for pattern in of_module if pattern not in held.values()
        ]  # a module shows what it imports, too
        held |= {f"{module} {number}": pattern for number, pattern in enumerate(new)}
    held |= {f"address {route}": re.compile(route) for route in _routes(get_resolver())}
    held |= {f"converter {name}": re.compile(one.regex) for name, one in get_converters().items()}
    return held


def _routes(resolver: URLResolver) -> Iterator[str]:
    for each in resolver.url_patterns:
        if isinstance(each, URLResolver):
            yield from _routes(each)
        elif isinstance(each, URLPattern) and isinstance(each.pattern, RegexPattern):
            yield each.pattern.regex.pattern


FOUND = found()
WHOLE = {
    name
    for name, pattern in FOUND.items()
    if not name.startswith(("address", "converter")) and asked_whole(name.split()[0], pattern)
}
"""Those that no text is searched with: they are tried from its start alone."""


def test_no_pattern_is_asked_where_it_is_not_found() -> None:
    """Those of functions hold theirs in the module; what Django takes as one is an address."""
    odd = [
        f"{module}:{line} {how}"
        for module in modules()
        for line, how, _ in sites(module)
        if how in _OF_DJANGO - {"re_path", "register_converter"}
    ]
    assert odd == [], "teach found() where these are held"
    assert len(FOUND) > 20


def growth(
    pattern: "re.Pattern[Any]", begin: str, pumped: str, end: str, *, whole: bool = False
) -> tuple[int, int]:
    """The steps over a text, and over one twice as long."""
    length = max(SHORTEST, 2 * min(most_repeats(pattern), 130))
    count = max(1, length // len(pumped))
    texts = (begin + pumped * times * count + end for times in (1, 2))
    once, twice = (steps(pattern, text, whole=whole) for text in texts)
    return once, twice


@pytest.mark.parametrize("name", FOUND)
def test_twice_the_text_takes_no_more_than_twice_the_steps(name: str) -> None:
    pattern = FOUND[name]
    sys.setrecursionlimit(50_000)
    grew = {}
    for begin, pumped in {pair for pair in pumps(pattern) if pair[1]}:
        for end in ENDS:
            once, twice = growth(pattern, begin, pumped, end, whole=name in WHOLE)
            if twice > 2.2 * once + 1_000 or twice > MOST_STEPS:
                grew[begin, pumped, end] = once, twice
    assert grew == {}, f"{pattern.pattern!r}: compile it with re2, or give its repeats a bound"


@pytest.mark.parametrize(
    "written", [r"\s*$", r"(a+)+b", r"\s*(?:;|\band\b)\s*", r"x.*y.*z", r"a*a*b", r"(?:a|a)*b"]
)
def test_a_pattern_that_grows_faster_is_found(written: str, monkeypatch: pytest.MonkeyPatch) -> None:
    pattern = re.compile(written)
    monkeypatch.setattr(backtracking, "MOST_STEPS", 20_000)
    counted = (
        growth_of_few(pattern, begin, pumped, end)
        for begin, pumped in pumps(pattern)
        if pumped
        for end in ENDS
    )
    assert any(twice > 3 * once or twice > 20_000 for once, twice in counted)


def growth_of_few(pattern: "re.Pattern[Any]", begin: str, pumped: str, end: str) -> tuple[int, int]:
    """As `growth`, over texts short enough for patterns that double with each letter."""
    return steps(pattern, begin + pumped * 9 + end), steps(pattern, begin + pumped * 18 + end)


@pytest.mark.parametrize(
    ("written", "text"),
    [
        (r"a+b", "aab"),
        (r"\bis\b", "this is"),
        (r"(?i)ORD(?=er)", "reorder"),
        (r"(a|b)\1", "abb"),
        (r"x*?y", "xxy"),
    ],
)
def test_the_counting_engine_finds_what_re_finds(written: str, text: str) -> None:
    """Else its steps would be those of another pattern."""
    from tests.backtracking import _Engine, parsed

    pattern = re.compile(written)
    engine = _Engine(text, bool(pattern.flags & re.IGNORECASE))
    ends: list[int] = []
    places = range(len(text) + 1)
    any(engine.sequence(list(parsed(pattern)), 0, at, lambda end: ends.append(end) or True) for at in places)  # type: ignore[func-returns-value]
    match = pattern.search(text)
    assert match is not None
    assert ends == [match.end()]
