"""Which lines of a mail that came back are its writer's own, by how much of each was sent."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from governance.replies.patterns import pattern
from governance.replies.quotation import is_header, is_marked
from governance.replies.sent import PIECE, Compared, Sent

SURELY_QUOTED = 40
"""So many letters in a row are no chance, unless they are a title."""
_WINDOW, _MOSTLY = 80, 0.85
_OURS, _WHOLLY = 0.6, 0.9
_LONG_LINE = 60
_MOST_HEADER_LINES = 10
_COLONS = (":", "：")
_TIME = pattern(r"[0-9]{1,2}[:.][0-9]{2}")
_OPENS_ATTRIBUTION = pattern(
    r"(?:(?:^|[\s.!?;)])(?:on|am|le|el|il|op|den|em|dne|w dniu|quoting|zitat von)(?:[ ,].*)?|[-_>]{3,}.*|\pL+\s?[:：])"
    r"\s*[<\"'(*]*$"
)


@dataclass(frozen=True)
class _Line:
    """A line, where it begins in the text, which letter is its first, and how many of them were sent."""

    text: str
    begins: int
    first: int
    letters: int
    covered: int

    @property
    def is_ours(self) -> bool:
        return self._is(_OURS)

    @property
    def is_wholly_ours(self) -> bool:
        return self._is(_WHOLLY)

    @property
    def holds_ours(self) -> bool:
        return self.covered >= PIECE

    @property
    def is_marked(self) -> bool:
        return is_marked(self.text)

    @property
    def is_blank(self) -> bool:
        return not self.letters

    def _is(self, share: float) -> bool:
        enough = self.covered >= PIECE or self.covered == self.letters
        return self.covered > 0 and enough and self.covered >= share * self.letters


def without_sent(text: str, sent: Sent) -> str:
    """`text` without the lines that were sent. Where a program has marked them, a ">" stands for each; where not,
    all from the first of them on is gone: nobody can tell what of it was changed on the way.
    """
    compared = sent.compared_with(text)
    lines = _lines(text, compared)
    surely = [_first_surely_quoted(text, compared, sent), _first_marked(lines)]
    cut = min((letter for letter in surely if letter is not None), default=None)
    if cut is None:
        return "\n".join(">" if line.is_wholly_ours else line.text for line in lines)
    last = max(at for at, line in enumerate(lines) if line.first <= cut and line.letters)
    if _are_all_marked(lines[last:]):
        return _between_marks(lines, last, _head(lines, last, compared, cut, sent))
    return _above(lines, last, _head(lines, last, compared, cut, sent))


def _lines(text: str, compared: Compared) -> list[_Line]:
    lines: list[_Line] = []
    begins = at = 0
    for line in text.split("\n"):
        first, ends = at, begins + len(line)
        while at < len(compared.places) and compared.places[at] <= ends:
            at += 1
        lines.append(_Line(line, begins, first, at - first, sum(compared.sent[first:at])))
        begins = ends + 1
    return lines


def _first_surely_quoted(text: str, compared: Compared, sent: Sent) -> int | None:
    """Which letter begins the first passage that is no chance and no title somebody repeats."""
    before = [0, *accumulate(compared.sent)]
    for first, last in _stretches(compared.sent):
        end = min(first + _WINDOW, len(compared.sent))
        dense = before[end] - before[first]
        is_long = last + 1 - first >= SURELY_QUOTED
        passage = text[compared.places[first] : compared.places[last] + 1]
        is_dense = dense >= max(SURELY_QUOTED, _MOSTLY * (end - first))
        if sent.holds_our_address(passage) or ((is_long or is_dense) and not sent.is_mention(passage)):
            return first
    return None


def _first_marked(lines: Sequence[_Line]) -> int | None:
    return next((line.first for line in lines if line.is_marked and line.is_ours and line.holds_ours), None)


def _stretches(ours: Sequence[bool]) -> list[tuple[int, int]]:
    stretches: list[tuple[int, int]] = []
    for at, is_ours in enumerate(ours):
        if is_ours and at and ours[at - 1]:
            stretches[-1] = (stretches[-1][0], at)
        elif is_ours:
            stretches.append((at, at))
    return stretches


def _are_all_marked(lines: Sequence[_Line]) -> bool:
    """Whether a program has marked every line of ours, or broken one that it had marked."""
    chained = False
    for line in lines:
        chained = line.is_marked or (chained and not line.is_blank)
        if line.is_ours and line.holds_ours and not chained:
            return False
    return True


def _between_marks(lines: Sequence[_Line], first: int, head: str) -> str:
    top = first if head else _top_of_header(lines, first)
    kept = [">" if line.is_wholly_ours else line.text for line in lines[:top]]
    kept += [head or ">", *([">"] * (first - top))]
    broken = False
    for line in lines[first + 1 :]:
        kept.append(">" if line.is_marked or line.is_ours or broken else line.text)
        # What follows a long marked line without a break may be the rest of it.
        broken = line.is_marked and len(line.text) >= _LONG_LINE
    return "\n".join(kept)


def _above(lines: Sequence[_Line], first: int, head: str) -> str:
    top = first if head else _top_of_header(lines, first)
    kept = [">" if line.is_wholly_ours else line.text for line in lines[:top]]
    return "\n".join([*kept, head])


def _head(lines: Sequence[_Line], first: int, compared: Compared, cut: int, sent: Sent) -> str:
    """What stands on the line of the cut before it, if it is somebody's own."""
    line = lines[first]
    if line.is_marked:
        return ""
    before = line.text[: _first_of_ours(line, compared, cut, sent) - line.begins].strip()
    head = _without_attribution(before)
    # A line of its own that says when or what, before it says who: "Qlorp 30.11.2026 07:02 Tandem", "Kimden: Tandem".
    belongs = before.endswith(_COLONS) or line.text.rstrip().endswith(_COLONS) or bool(_TIME.search(head))
    return "" if first > _beginning(lines) and len(head) <= 2 * _LONG_LINE and belongs else head


def _beginning(lines: Sequence[_Line]) -> int:
    """The first line with anything on it, which is the writer's own whatever it looks like."""
    return next((at for at, line in enumerate(lines) if not line.is_blank), 0)


def _first_of_ours(line: _Line, compared: Compared, cut: int, sent: Sent) -> int:
    """Where on the line of the cut ours begins: there or, such as our address, before it."""
    places = compared.places[line.first : cut]
    for first, last in _stretches(compared.sent[line.first : cut]):
        passage = line.text[places[first] - line.begins : places[last] + 1 - line.begins]
        if last + 1 - first >= PIECE - 2 and not sent.is_mention(passage):
            return places[first]
    return compared.places[cut]


def _without_attribution(head: str) -> str:
    """The words before the cut, without the "On Monday, " or "From: " that a program put before what it quotes."""
    for _ in range(_MOST_HEADER_LINES):
        near = max(0, len(head) - 2 * _LONG_LINE)
        found = _OPENS_ATTRIBUTION.search(head[near:])
        if not found:
            break
        begins = near + found.start()
        head = head[: begins + (head[begins] in ".!?;)")].rstrip()
    return head


def _top_of_header(lines: Sequence[_Line], first: int) -> int:
    """The line at which the header above the quoted mail begins, in whatever language it is written."""
    top, apart = first, False
    beginning = _beginning(lines)
    for at in range(first - 1, max(-1, first - 1 - _MOST_HEADER_LINES), -1):
        line = lines[at]
        if line.is_blank and not is_header(line.text):
            apart = True
            continue
        belongs = line.holds_ours or (
            not apart and at > beginning and (is_header(line.text) or _is_time(line.text))
        )
        if not belongs or (line.holds_ours and sent_in_words(line)):
            break
        top, apart = at, False
    return top


def sent_in_words(line: _Line) -> bool:
    """Whether it is a line of somebody's own that repeats a little of ours."""
    return line.covered < 0.35 * line.letters


def _is_time(line: str) -> bool:
    return len(line) <= 2 * _LONG_LINE and bool(_TIME.search(line))
