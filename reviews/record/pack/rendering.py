"""Seal in, PDF out. Reads nothing but what it is given: no live row, no address, no file but our own assets."""

import hashlib
import logging
import re
from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from django.template.loader import render_to_string

from reviews.facts import Snapshot
from reviews.facts.names import Names
from reviews.models.seals import Edition
from reviews.record.pack.page_one import FULL, TIGHTER, FittedPage, page_one
from reviews.record.pack.text import clipped, printable
from reviews.sections import CHAPTERS

# WeasyPrint reports every step and every letter no font knows; only its errors concern anybody.
logging.getLogger("weasyprint").setLevel(logging.ERROR)
logging.getLogger("fontTools").setLevel(logging.ERROR)

_EAST_ASIAN = re.compile(
    "[\u1100-\u11ff\u2e80-\u9fff\uac00-\ud7ff\uf900-\ufaff\uff00-\uffef]|[\U00020000-\U0003ffff]"
)
"""Letters of Chinese, Japanese or Korean, whose fonts are too large to be opened for a pack without any."""

STEPS = (FULL, *TIGHTER)
"""Of page one, the fullest first."""

TEMPLATE_VERSION = "5"
"""Raised with every change of the print templates; kept with each pack."""


@dataclass(frozen=True)
class Reply:
    """ "We see it differently", sealed beside the review."""

    side: str
    text: str
    by: str
    at: datetime
    sha256: str


@dataclass(frozen=True)
class Sealed:
    """A seal as a pack needs it: the facts, the names beside them, its hash, the replies sealed since; and a logo."""

    snapshot: Snapshot
    names: Names
    sha256: str
    replies: Sequence[Reply] = ()
    logo: bytes = b""
    """Of our organisation, a PNG; empty for none."""


@dataclass(frozen=True)
class Printed:
    """A PDF, its own hash and how many pages it has."""

    content: bytes
    sha256: str
    pages: int


def html_of(sealed: Sealed, shown: FittedPage = FULL) -> str:
    """The pack as one HTML document, its style sheets named by our own scheme."""
    return render_to_string("record/print/pack.html", _context(sealed) | _of_page_one(sealed, shown))


def printed(sealed: Sealed) -> Printed:
    """The pack as a tagged PDF/UA-1. Takes seconds: call it from a task."""
    document = _document(sealed)
    content = document.write_pdf(pdf_variant="pdf/ua-1")
    return Printed(content, hashlib.sha256(content).hexdigest(), len(document.pages))


def _document(sealed: Sealed) -> Any:
    """The chapters laid out once, and before them page one, laid out by itself until it fits (decisions/0005)."""
    laid_out, context = printer(sealed.logo), _context(sealed)
    inside = laid_out(render_to_string("record/print/inside.html", context))
    context |= _whereabouts(inside)

    @cache
    def alone(step: int) -> Any:
        return laid_out(page_one_alone(sealed, step, context)).pages

    step = first_that_fits(lambda step: len(alone(step)) == 1)
    if step is None:
        return laid_out(html_of(sealed, STEPS[-1]))
    return inside.copy([*alone(step), *inside.pages[1:]])


def page_one_alone(sealed: Sealed, step: int, context: dict[str, Any] | None = None) -> str:
    """Page one without the chapters, as much of it as that step shows; `context` where it is known."""
    whole = (context or _context(sealed)) | _of_page_one(sealed, STEPS[step])
    return render_to_string("record/print/alone.html", whole)


def first_that_fits(fits: Callable[[int], bool]) -> int | None:
    """The number of the first step of page one that fits, None where none does.

    Each step shows no more of anything than the one before, so that what fits stays fitting. Mostly the first ones fit:
    it is sought in strides that double, and by halves within the last of them.
    """
    least, step = 0, 0
    while step < len(STEPS) and not fits(step):
        least, step = step + 1, 2 * step + 1
    found = bisect_left(range(len(STEPS)), True, lo=least, hi=min(step, len(STEPS)), key=fits)
    return found if found < len(STEPS) else None


def printer(logo: bytes) -> Callable[[str], Any]:
    """Lays out HTML. All that one of them lays out shares its fonts, so that its pages may stand in one PDF."""
    # Here and not above: WeasyPrint costs every web process 24 MB, and only the worker prints.
    from weasyprint import CSS, HTML
    from weasyprint.text.fonts import FontConfiguration

    from reviews.record.pack.assets import BASE, OwnAssets

    fonts, assets = FontConfiguration(), OwnAssets(logo)

    @cache
    def east_asian() -> Any:
        return CSS(url=f"{BASE}css/print-fonts-cjk.css", url_fetcher=assets, font_config=fonts)

    def laid_out(html: str) -> Any:
        sheets = [east_asian()] if _EAST_ASIAN.search(html) else []
        page = HTML(string=html, base_url=BASE, url_fetcher=assets)
        return page.render(font_config=fonts, stylesheets=sheets)

    return laid_out


def _whereabouts(inside: Any) -> dict[str, Any]:
    """What page one cannot know by itself: on which page each chapter begins, and how many pages there are."""
    begins_on: dict[str, int] = {}
    for number, page in enumerate(inside.pages, 1):
        for anchor in page.anchors:
            begins_on.setdefault(anchor, number)  # a chapter of several pages stands on each of them
    return {"begins_on": begins_on, "last_page": len(inside.pages)}


def _of_page_one(sealed: Sealed, shown: FittedPage) -> dict[str, Any]:
    return {"page": page_one(printable(sealed.snapshot), sealed.names, shown)}


def _context(sealed: Sealed) -> dict[str, Any]:
    """What every part of the pack is written from, page one with all it has to say."""
    snapshot, names = printable(sealed.snapshot), sealed.names
    chapters = (chapter(snapshot, names) for chapter in CHAPTERS)
    return {
        "sealed": sealed,
        "snapshot": snapshot,
        "names": names,
        "page": page_one(snapshot, names),
        "foot": [clipped(snapshot.enterprise, 40), clipped(snapshot.partner.name, 40)],
        "edition": Edition(snapshot.edition).label,
        "chapters": [chapter for chapter in chapters if chapter.is_printed],
    }
