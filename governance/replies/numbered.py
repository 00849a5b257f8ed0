"""A reply to a mail that names several things: a line that begins with a number of the mail speaks of one of them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from governance.replies.parsed_reply import Kind, ParsedReply, begins_with_date, understood
from governance.replies.patterns import pattern
from governance.replies.preface import beyond_greeting

_NUMBER = pattern(
    r"\s*(?P<mark>#|no\.? ?|nr\.? ?|item )?(?P<number>[0-9]{1,3})(?P<behind>[:.)]|\s*[-–—])?(?:\s+(?P<rest>\S.*)|\s*$)"
)
_GOES_ON = pattern(
    r".*(?:[,;(–—-]|\b(?:and|or|because|since|as|the|a|an|of|for|with|to|by|until|we|need|needs|only|about|und|oder|weil|"
    r"der|die|das|et|ou|car))\s*$"
)
_ENDS = pattern(r".*[.!?:;…)]\s*$")
_WRAPPED = 60
_TWO_WAYS = (
    "It is not clear whether a line of your mail that begins with a number speaks of another thing, or goes on with "
    "this one. Nothing of it was recorded: put an empty line between the things, and a # before the number of each."
)


@dataclass(frozen=True)
class Answer:
    """What is said of the thing of that number in the mail; None where the reply names none."""

    number: int | None
    parsed: ParsedReply


@dataclass
class _Piece:
    """The words behind a number. `is_doubtful`: whether they, or the next, may belong elsewhere."""

    number: int
    lines: list[str]
    dotted: bool
    is_doubtful: bool = False

    def answer(self, today: date, country: str) -> Answer:
        parsed = understood("\n".join(self.lines), today=today, country=country)
        return Answer(self.number, replace(parsed, unclear=_TWO_WAYS) if self.is_doubtful else parsed)


@dataclass(frozen=True)
class _Numbered:
    number: int
    rest: str
    is_marked: bool
    is_dotted: bool


def answers_in(text: str, *, things: int, today: date, country: str = "") -> list[Answer]:
    """What a reply says, of one or of several of the `things` its mail named.

    With one thing there is nothing to number, and "1 done" is "done" all the same. With several, each line that begins
    with a number of the mail begins that thing, so that no word said of one is kept with another; where a line may as
    well go on with the one above, both are asked back. A reply that begins without a number names none.
    """
    if things == 1:
        return [Answer(1, _of_the_one(text, today, country))]
    pieces = _pieces(beyond_greeting(text.strip()).split("\n"), things, today)
    if pieces:
        return [piece.answer(today, country) for piece in pieces]
    return [Answer(None, understood(text, today=today, country=country))]


def _of_the_one(text: str, today: date, country: str) -> ParsedReply:
    first, _, rest = text.partition("\n")
    numbered = _numbered(first, today)
    if numbered and numbered.number == 1:
        parsed = understood(f"{numbered.rest}\n{rest}", today=today, country=country)
        if parsed.kind is not Kind.WORD:
            return parsed
    return understood(text, today=today, country=country)


def _pieces(lines: Sequence[str], things: int, today: date) -> list[_Piece]:
    """Each number with the words behind it, up to the next; none where the first line begins with none."""
    pieces: list[_Piece] = []
    for at, line in enumerate(lines):
        begins = _numbered(line, today)
        if not pieces and (begins is None or not 1 <= begins.number <= things):
            return []
        if begins is None or (pieces and not _may_begin(begins, things, today)):
            pieces[-1].lines.append(line)
            continue
        doubtful = bool(pieces) and _is_doubtful(begins, pieces, lines[at - 1], things, today)
        if doubtful:
            pieces[-1].is_doubtful = True
        if any(piece.number == begins.number for piece in pieces) or begins.number > things:
            pieces[-1].lines.append(line)
        else:
            pieces.append(_Piece(begins.number, [begins.rest], begins.is_dotted, is_doubtful=doubtful))
    return pieces


def _may_begin(begins: _Numbered, things: int, today: date) -> bool:
    """A number beyond those of the mail counts where something plain stands behind it: "9 done" is a slip."""
    return 1 <= begins.number <= things or (begins.number > things and _is_plain(begins, today))


def _is_doubtful(begins: _Numbered, pieces: Sequence[_Piece], above: str, things: int, today: date) -> bool:
    """Whether the line may as well go on with what stands above: a numbered reason, a sentence that was broken."""
    if begins.number > things or any(piece.number == begins.number for piece in pieces):
        return True
    if begins.is_marked or _is_plain(begins, today):
        return False
    if begins.is_dotted and not pieces[0].dotted:
        return True
    broken = len(above) >= _WRAPPED and not _ENDS.match(above)
    return bool(above.strip()) and (broken or bool(_GOES_ON.match(above)))


def _is_plain(begins: _Numbered, today: date) -> bool:
    return understood(begins.rest, today=today).kind not in (Kind.WORD, Kind.NOTHING)


def _numbered(line: str, today: date) -> _Numbered | None:
    """The number a line begins with, unless that is a day: "4 Dec" is not "the fourth: Dec"."""
    found = _NUMBER.match(line)
    if not found or begins_with_date(line, today=today):
        return None
    behind = (found["behind"] or "").strip()
    return _Numbered(
        int(found["number"]),
        found["rest"] or "",
        is_marked=bool(found["mark"]),
        is_dotted=behind in (".", ")"),
    )
