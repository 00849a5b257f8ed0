"""The words of an HTML mail. Nothing is fetched and nothing runs: tags are read for where lines end."""

from html.parser import HTMLParser

_UNREAD = {"head", "script", "style", "title", "template", "blockquote", "svg", "object"}
_LINES = {"p", "div", "br", "li", "tr", "table", "ul", "ol", "hr", "h1", "h2", "h3", "h4", "pre", "section"}
_EMPTY = {"br", "hr", "img", "meta", "link", "input", "col", "area", "base", "wbr", "source"}
# How mail programs mark the mail replied to, and the signature.
_MARKS = (
    "gmail_quote",
    "gmail_signature",
    "moz-cite-prefix",
    "moz-signature",
    "divrplyfwdmsg",
    "appendonsend",
)
_REST_IS_ORIGINAL = ("divrplyfwdmsg", "appendonsend", "moz-cite-prefix")


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self.open: list[str] = []
        self.hidden_at: int | None = None
        self.over = False

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        if tag in _LINES:
            self.words.append("\n")
        marks = " ".join(value or "" for name, value in attributes if name in ("class", "id")).lower()
        self.over = self.over or any(mark in marks for mark in _REST_IS_ORIGINAL)
        if tag in _EMPTY:
            return
        self.open.append(tag)
        if self.hidden_at is None and (tag in _UNREAD or any(mark in marks for mark in _MARKS)):
            self.hidden_at = len(self.open)

    def handle_endtag(self, tag: str) -> None:
        if tag in self.open:
            while self.open.pop() != tag:
                pass
        if self.hidden_at is not None and len(self.open) < self.hidden_at:
            self.hidden_at = None
        if tag in _LINES:
            self.words.append("\n")

    def handle_data(self, data: str) -> None:
        if self.hidden_at is None and not self.over:
            self.words.append(" ".join(data.split("\n")) if "pre" not in self.open else data)


def text_of_html(html: str) -> str:
    """The text a reader sees, line by line, without the mail replied to where its program has marked it."""
    reader = _Words()
    reader.feed(html)
    reader.close()
    lines = [" ".join(line.split()) for line in "".join(reader.words).split("\n")]
    return "\n".join(line for at, line in enumerate(lines) if line or (at and lines[at - 1]))
