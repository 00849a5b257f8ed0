"""A page as it is read: its words in their order, without a tag."""

import re
from collections import Counter
from html import unescape
from html.parser import HTMLParser

_UNREAD = re.compile(r"<(svg|script|style|template|select)\b.*?</\1>|<!--.*?-->", re.DOTALL)
_BREAKS = re.compile(
    r"</(?:p|li|h[1-6]|div|section|header|aside|nav|dt|dd|td|th|tr|summary|form|button|small|label|a|span)>|<br>"
)
_TAG = re.compile(r"<[^>]*>")
_TERM = re.compile(r'<a class="term"[^>]*>([^<]*)</a>')
_DOOR = re.compile(r"<(a|form|button|input|select|textarea)\b([^>]*)>")
_SAYS = re.compile(r'\b(href|action|formaction|name)="([^"]*)"')
_PICTURE = re.compile(r'<svg\b[^>]*role="img" aria-label="([^"]*)"[^>]*>.*?</svg>', re.DOTALL)
_ID = re.compile(r"(?<=[/=-])[0-9]+(?=[/-]|$)")


def without_terms(html: str) -> str:
    """The page with its terms of art as plain words: what they mean is asked elsewhere."""
    return _TERM.sub(r"\1", html)


def with_labels(html: str) -> str:
    """The page with what a picture is called in its place, as whoever does not see it is told."""
    return _PICTURE.sub(r" [\1] ", html)


def lines_of(html: str, start: str = "<main", end: str = "</main>") -> list[str]:
    """What is said between two marks of a page, one line for each piece of it."""
    middle = html.split(start, 1)[-1].split(end, 1)[0].partition(">")[2]
    text = _TAG.sub("", _BREAKS.sub("\n", _UNREAD.sub("", middle.replace("\n", " "))))
    lines = (" ".join(unescape(line).split()) for line in text.split("\n"))
    return [line for line in lines if line]


def doors_of(html: str, start: str = "<main", end: str = "</main>") -> list[str]:
    """Where the page leads and what it asks for, each once: addresses without their ids, and the names of fields."""
    middle = html.split(start, 1)[-1].split(end, 1)[0]
    found = (
        f"{tag} {_ID.sub('…', unescape(value))}"
        for tag, attributes in _DOOR.findall(middle)
        for _, value in _SAYS.findall(attributes)
        if not value.startswith(("csrf", "#"))
    )
    return list(dict.fromkeys(found))


def read(html: str, start: str = "<main", end: str = "</main>") -> str:
    """The same on one line, the pieces parted by bars."""
    return " | ".join(lines_of(html, start, end))


_EMPTY = {
    "area",
    "base",
    "br",
    "col",
    "embed",
    "hr",
    "img",
    "input",
    "link",
    "meta",
    "source",
    "track",
    "wbr",
}
_POINTS_AT = ("for", "aria-labelledby", "aria-describedby", "aria-controls")


class _Structure(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: Counter[str] = Counter()
        self.meant: list[str] = []
        self.faults: list[str] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.handle_startendtag(tag, attributes)
        if tag not in _EMPTY:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        for name, value in attributes:
            if name == "id":
                self.ids[value or ""] += 1
            elif name in _POINTS_AT:
                self.meant += (value or "").split()

    def handle_endtag(self, tag: str) -> None:
        if self.open and self.open[-1] == tag:
            self.open.pop()
        elif tag not in _EMPTY:
            self.faults.append(f"</{tag}> closes {self.open[-1:]}")


def faults_of(html: str) -> list[str]:
    """What is wrong with a page: tags that do not match, ids that stand twice, and ids that are meant but missing."""
    found = _Structure()
    found.feed(html)
    twice = [f"id {name!r} stands {count} times" for name, count in found.ids.items() if count > 1]
    missing = [f"nothing has the id {name!r}" for name in found.meant if name not in found.ids]
    return [*found.faults[:1], *(f"<{tag}> stays open" for tag in found.open), *twice, *missing]
