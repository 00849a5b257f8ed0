"""The one palette. Figures name their inks (“ink:ours”); screen and print mix them.

A figure says *what* a colour means. Print resolves the names with `inked(figure, PRINT)`; the browser finds a
token of the same name in static/css/tokens.css, light or dark, so a change of theme needs no new figure.
"""

from collections.abc import Mapping
from typing import Any

Ink = Mapping[str, str]

PRINT: Ink = {
    "ink": "#1d2433", "ink-2": "#525c70", "ink-3": "#616a7d", "line": "#e7e4dc", "line-2": "#d3cfc4",
    "wash": "#f2f0ea", "card": "#ffffff", "ours": "#2b4c9b", "theirs": "#a04c16",
    "good": "#1b6f46", "warn": "#855b00", "bad": "#b3261e",
}  # fmt: skip

PREFIX = "ink:"
_COLOUR_KEYS = ("color", "fillcolor", "linecolor", "gridcolor", "tickcolor", "bgcolor", "bordercolor")


class UnknownInk(ValueError):
    """A figure asks for something no ink of ours can draw."""


def named(name: str) -> str:
    """The colour called `name`, as a figure carries it."""
    if name not in PRINT:
        raise UnknownInk(f"No ink is called “{name}”; there are {', '.join(PRINT)}.")
    return PREFIX + name


def inked(figure: Any, ink: Ink) -> Any:
    """A copy of the figure with every named colour mixed. Words that merely look like an ink stay words."""
    return _mixed(figure, ink, colour=False)


def _mixed(part: Any, ink: Ink, *, colour: bool) -> Any:
    if isinstance(part, dict):
        return {key: _mixed(value, ink, colour=key in _COLOUR_KEYS) for key, value in part.items()}
    if isinstance(part, list):
        return [_mixed(value, ink, colour=colour) for value in part]
    if colour and isinstance(part, str) and part.startswith(PREFIX):
        return ink[named(part.removeprefix(PREFIX)).removeprefix(PREFIX)]
    return part
