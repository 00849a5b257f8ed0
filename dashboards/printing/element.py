"""SVG elements as text, with every word escaped and every colour fit for two themes."""

import html
from collections.abc import Iterable, Mapping
from functools import lru_cache

from dashboards.charts.frame import CLEAR
from dashboards.charts.ink import PREFIX, PRINT, UnknownInk, named
from dashboards.charts.lettering import plain


def element(tag: str, content: str | Iterable[str] = "", /, **attributes: object) -> str:
    """One element. `content` is markup already; underscores in names become hyphens; None is left out."""
    inner = content if isinstance(content, str) else "".join(content)
    written = "".join(
        f' {_hyphened(name)}="{_said(value)}"' for name, value in attributes.items() if value is not None
    )
    return f"<{tag}{written}>{inner}</{tag}>" if inner else f"<{tag}{written}/>"


def text(words: str) -> str:
    """Words from outside the figure, as markup."""
    return html.escape(plain(words))


def figure_text(words: str) -> str:
    """Words from inside a figure, which are escaped for Plotly already."""
    return text(html.unescape(words))


@lru_cache(maxsize=256)
def paint(*, fill: str = "none", stroke: str | None = None) -> Mapping[str, str]:
    """Fill and stroke. A named ink is mixed for print, and also given as a class, so that a style sheet
    can mix it for the screen's theme: attributes give way to CSS."""
    mixed = {"fill": _mixed(fill), **({} if stroke is None else {"stroke": _mixed(stroke)})}
    classes = [
        f"{attribute}-{colour.removeprefix(PREFIX)}"
        for attribute, colour in (("fill", fill), ("stroke", stroke))
        if colour is not None and colour.startswith(PREFIX)
    ]
    return mixed | ({"class": " ".join(classes)} if classes else {})


@lru_cache(maxsize=64)
def _hyphened(name: str) -> str:
    return name.replace("_", "-")


def _mixed(colour: str) -> str:
    if colour.startswith(PREFIX):
        return PRINT[named(colour.removeprefix(PREFIX)).removeprefix(PREFIX)]
    if colour in {"none", CLEAR}:
        return "none"
    if colour.startswith("#") and len(colour) in {4, 7}:
        return colour
    raise UnknownInk(f"Print cannot mix the colour “{colour[:40]}”.")


def _said(value: object) -> str:
    if isinstance(value, float):
        return f"{value:.2f}".rstrip("0").rstrip(".")
    return html.escape(value) if isinstance(value, str) else str(value)
