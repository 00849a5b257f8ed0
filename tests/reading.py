"""A page as it is read: its words in their order, without a tag."""

import re
from html import unescape

_UNREAD = re.compile(r"<(svg|script|style|template|select)\b.*?</\1>|<!--.*?-->", re.DOTALL)
_BREAKS = re.compile(
    r"</(?:p|li|h[1-6]|div|section|header|aside|nav|dt|dd|td|th|tr|summary|form|button|small|label|a|span)>|<br>"
)
_TAG = re.compile(r"<[^>]*>")
_DOOR = re.compile(r"<(a|form|button|input|select|textarea)\b([^>]*)>")
_SAYS = re.compile(r'\b(href|action|formaction|name)="([^"]*)"')
_ID = re.compile(r"(?<=[/=-])[0-9]+(?=[/-]|$)")


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
