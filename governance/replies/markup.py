"""The words of an HTML mail. Nothing is fetched and nothing runs: tags are read for where lines end."""

from lxml import etree

from governance.replies.patterns import pattern

_UNREAD = {"head", "script", "style", "title", "template", "svg", "object", "noscript", "textarea", "select"}
_LINES = {
    "p", "div", "br", "li", "tr", "table", "ul", "ol", "hr", "h1", "h2", "h3", "h4", "h5", "h6", "pre", "section",
    "blockquote", "dd", "dt", "article", "header", "footer", "center",
}  # fmt: skip
_CELLS = {"td", "th"}
_QUOTES = ("gmail_quote", "yahoo_quoted", "protonmail_quote", "moz-cite-prefix", "gmail_attr", "zmail_extra")
"""How mail programs mark the mail replied to. A blockquote without a mark may be somebody's own indent."""
_REST_IS_ORIGINAL = ("divrplyfwdmsg", "appendonsend", "moz-cite-prefix")
_SIGNATURES = ("gmail_signature", "moz-signature", "ms-outlook-mobile-signature")
_HIDDEN = pattern(
    r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?:px|pt|em)?\s*(?:;|$)|mso-hide\s*:\s*all"
)


class _Words:
    """Takes what the parser finds, one after the other."""

    def __init__(self) -> None:
        self.lines: list[list[str]] = [[]]
        self.quoted: list[bool] = [False]
        self.open: list[tuple[str, bool, bool]] = []
        self.over = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        tag = tag.lower()
        if tag in _LINES:
            self._new_line()
        elif tag in _CELLS:
            self.data(" ")
        marks = f"{attributes.get('class', '')} {attributes.get('id', '')}"[:500].lower()
        unseen, quoted = self.open[-1][1:] if self.open else (False, False)
        self.over = self.over or any(mark in marks for mark in _REST_IS_ORIGINAL)
        unseen = (
            unseen or tag in _UNREAD or any(mark in marks for mark in _SIGNATURES) or _is_hidden(attributes)
        )
        cited = tag == "blockquote" and attributes.get("type", "").lower() == "cite"
        quoted = quoted or self.over or cited or any(mark in marks for mark in _QUOTES)
        self.open.append((tag, unseen, quoted))
        self.quoted[-1] = quoted or self.over

    def end(self, tag: str) -> None:
        tag = tag.lower()
        if self.open:
            self.open.pop()
        if tag in _LINES and tag != "br":
            self._new_line()

    def data(self, data: str) -> None:
        if not (self.open and self.open[-1][1]):
            preformatted = any(tag == "pre" for tag, _, _ in self.open[-8:])
            for at, line in enumerate(data.split("\n")):
                if at and preformatted:
                    self._new_line()
                self.lines[-1].append(line if preformatted or not at else f" {line}")

    def comment(self, text: str) -> None:
        """What a reader does not see."""

    def close(self) -> str:
        lines: list[str] = []
        for pieces, quoted in zip(self.lines, self.quoted, strict=True):
            line = " ".join("".join(pieces).split())
            if line or (lines and lines[-1] not in ("", ">")):
                lines.append(f"> {line}".rstrip() if quoted else line)
        return "\n".join(lines)

    def _new_line(self) -> None:
        self.lines.append([])
        self.quoted.append(self.over or bool(self.open and self.open[-1][2]))


def text_of_html(html: str) -> str:
    """The text a reader sees, line by line. What its program has marked as the mail replied to begins with ">"."""
    if not html.strip():
        return ""
    parser = etree.HTMLParser(
        target=_Words(), recover=True, no_network=True, huge_tree=False, encoding="utf-8"
    )
    try:
        parser.feed(html.encode())
        return str(parser.close())
    except etree.LxmlError:
        return ""


def _is_hidden(attributes: dict[str, str]) -> bool:
    return "hidden" in attributes or bool(_HIDDEN.search(attributes.get("style", "")[:500]))
