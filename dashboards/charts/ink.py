"""The one palette. Figures name their inks (“ink:ours”); screen and print mix them.

A figure says *what* a colour means. Print resolves the names with `inked(figure, PRINT)`; the browser reads
the same names from the custom properties in static/css/charts.css, so a change of theme needs no new figure.
"""

from collections.abc import Mapping
from typing import Any

Ink = Mapping[str, str]

LIGHT: Ink = {
    "ink": "#1d2433", "ink-2": "#566074", "ink-3": "#6b7488", "line": "#e5e2da", "line-2": "#d3cfc4",
    "wash": "#f2f0ea", "card": "#ffffff", "ours": "#2b4c9b", "theirs": "#a8521a",
    "good": "#1f7a4d", "warn": "#8f6200", "bad": "#b3261e", "none": "#6b7488",
}  # fmt: skip
DARK: Ink = {
    "ink": "#eceae4", "ink-2": "#b4bac7", "ink-3": "#98a0b0", "line": "#343b4a", "line-2": "#475064",
    "wash": "#272d3a", "card": "#1e2430", "ours": "#8fabf5", "theirs": "#eda06a",
    "good": "#6ccb98", "warn": "#e0b04d", "bad": "#f28b82", "none": "#98a0b0",
}  # fmt: skip
PRINT: Ink = {**LIGHT, "wash": "#f1efe9"}

PREFIX = "ink:"
_COLOUR_KEYS = ("color", "fillcolor", "linecolor", "gridcolor", "tickcolor", "bgcolor", "bordercolor")


class UnknownInk(ValueError):
    """A figure asks for something no ink of ours can draw."""


def named(name: str) -> str:
    """The colour called `name`, as a figure carries it."""
    if name not in LIGHT:
        raise UnknownInk(f"No ink is called “{name}”; there are {', '.join(LIGHT)}.")
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
