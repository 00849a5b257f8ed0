"""What a page says in a voice: "we" is the side of whoever reads it, and nobody else."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

OWN = re.compile(r"\b(?:we|our|ours|us)\b", re.IGNORECASE)
_SIDES = {"ours", "theirs"}
_VOID = {
    "area",
    "br",
    "col",
    "hr",
    "img",
    "input",
    "link",
    "meta",
    "source",
    "wbr",
    "path",
    "use",
    "circle",
    "rect",
}


@dataclass
class _Heard(HTMLParser):
    """Texts of a page, each with the side whose colour it stands in, and what the page is called."""

    said: list[tuple[str, str]] = field(default_factory=list)
    called: list[str] = field(default_factory=list)
    _open: list[tuple[str, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        if tag not in _VOID:
            classes = set((dict(attributes).get("class") or "").split())
            sides = classes & _SIDES
            self._open.append((tag, sides.pop() if len(sides) == 1 else ""))

    def handle_endtag(self, tag: str) -> None:
        while self._open and tag not in _VOID:
            if self._open.pop()[0] == tag:
                break

    def handle_data(self, data: str) -> None:
        text = " ".join(data.split())
        tags = [tag for tag, _ in self._open]
        if not text or {"script", "style", "template"} & set(tags):
            return
        self.said.append((next((side for _, side in reversed(self._open) if side), ""), text))
        if {"h1", "title"} & set(tags) and "svg" not in tags:
            self.called.append(text)


def heard(html: str) -> _Heard:
    found = _Heard()
    found.feed(html)
    return found


def out_of_colour(html: str, reader: str) -> Iterator[str]:
    """Words that speak of one side in the other's colour: "We" and "ours" belong to the reader's side."""
    for side, text in heard(html).said:
        own = re.match(r"(?:we|ours|us)\b", text, re.IGNORECASE)
        other = re.match(r"(?:they|theirs|them)\b", text, re.IGNORECASE)
        short = len(text.split()) <= 3
        if side and short and ((own and side != reader) or (other and side == reader)):
            yield f"{text!r} in the colour of {side}"


def said_by_nobody(text: str, typed: Iterable[str]) -> bool:
    """Whether a text with such a word in it is the page's own, and no person's."""
    bare = text.strip(' “”"…')
    return not any(bare in words or words in text for words in typed)
