"""What the first line of a reply says: done, a new date, yes or not yet; everything else is a word."""

from dataclasses import dataclass, replace
from datetime import date
from enum import Enum
from typing import Any

from governance.calendar.dates import DateIsUnclear, DateNotUnderstood, date_phrases, understand_date
from governance.replies.patterns import pattern
from governance.replies.preface import beyond_greeting, beyond_notice, beyond_opening

LONGEST_DATE_WORDS = 6

_SET_APART = r"(?:\s*[.,;:!]+(?:\s+|$)|\s+[-–—]+\s+|\s*$)"
_LEADS_TO_DONE = (
    r"(?:(?:it|this|that|all|everything|i|we)(?:['’](?:s|m|re)|\s+is|\s+am|\s+are|\s+was|\s+has been)?\s+)?"
    r"(?:now\s+|already\s+|all\s+)?"
)
_DONE = pattern(
    rf"(?:{_LEADS_TO_DONE}(?:done|finished|completed?|closed)(?: now| already)?(?: thanks| thank you)?|"
    r"(?:(?:(?:das|es|alles) )?ist |alles )?(?:erledigt|fertig|abgeschlossen)|"
    r"(?:c['’]est |tout est )?(?:fait|terminé)|(?:ya está )?(?:hecho|terminado)|(?:è )?(?:fatto|finito)|feito|"
    rf"concluído|klaar|gedaan|zrobione|gotowe|hotovo|готово|сделано|已完成|完成了?|完了){_SET_APART}"
)
_TICKED = pattern(r"[✅✔☑🏁]+\s*$")
_DECIDED = pattern(
    r"(?:(?:(?:it|this) is )?(?:decided|decision|entschieden)|(?:i|we) decided?|(?:my|our) decision(?: is)?)"
    rf"{_SET_APART}"
)
_YES = pattern(
    rf"(?:yes|yes,? (?:i )?confirm(?:ed)?|(?:i )?confirm(?:ed)?|agreed|(?:i )?accept(?:ed)?|backed|ja|oui){_SET_APART}"
)
_NOT_YET = pattern(rf"(?:no,? )?(?:not (?:yet|done|finished|complete)(?: yet)?|noch nicht){_SET_APART}")
_NO = pattern(rf"(?:no|nein|non){_SET_APART}")
_NUMBER_FOLLOWS = pattern(r"no\.\s*[0-9]")
_NOT_NOW = pattern(rf"(?:not now|(?:i )?declined?){_SET_APART}")
_EXCEPT = pattern(
    r"\W*(?:except|but|however|apart from|other than|save for|aside from|excluding|besides|though|although|only|bar|"
    r"außer|ausser|bis auf|aber|nur|sauf|mais|excepto|salvo|pero|tranne|ma)[^\pL]|"
    r".*\b(?:except|apart from|but not|not yet|still (?:missing|open|to do|waiting|needs?)|needs? another|"
    r"remains? open|not all of|noch nicht|fehlt noch|bis auf)[^\pL]"
)
_BY_ANOTHER_DAY = pattern(
    r"(?:(?:my |the |a )?new (?:due )?(?:date|day)(?: is)?|(?:please )?(?:move|moved|postpone|postponed|shift) "
    r"(?:it |this )?to|(?:it |this )?will be (?:done|ready|finished|complete) (?:by|on|until))\s*[:=–-]?\s+"
)
_BY = pattern(r"(?:by|until|till|on)\s+")
_BECAUSE = pattern(r"(?:because|since|as|due to)\b")
_DRESSING = pattern(r"^[*_~\s✅✔☑🏁\p{Mn}]+|[*_~\s\p{So}\p{Sk}\p{Mn}]+$")
"""Bold, and what telephones put behind a word: "*Done*", "Done ✅"."""


class Kind(Enum):
    """What somebody says."""

    DONE = "done"
    DECIDED = "decided"
    YES = "yes"
    NO = "no"
    NOT_YET = "not yet"
    NOT_NOW = "not now"
    DATE = "a new date"
    WORD = "a word"
    NOTHING = "nothing"


@dataclass(frozen=True)
class ParsedReply:
    """`words` is what stands beside what is said, such as the reason for a new date; `whole` is all that was written.

    What cannot be done as it stands is `unclear`, which says why in a sentence: a date that cannot be has no `day`.
    `holds_back` says that something is left out of it: "done, except the last server".
    """

    kind: Kind
    whole: str
    words: str = ""
    day: date | None = None
    unclear: str = ""
    holds_back: bool = False


def understood(text: str, *, today: date, country: str = "") -> ParsedReply:
    """What `text`, the words of a reply, says on its first line. `today` is the writer's day, and the working days are
    those of their `country`. A day that may be two, such as 4/12, is `unclear`: it is asked back and never guessed."""
    whole = text.strip()
    if not whole:
        return ParsedReply(Kind.NOTHING, whole)
    return (
        _said_first(whole, whole, today, country)
        or _said_below_notice(whole, today, country)
        or ParsedReply(Kind.WORD, whole)
    )


def _said_first(text: str, whole: str, today: date, country: str) -> ParsedReply | None:
    """What the first line of `text` says, on its own or behind a greeting; None where it is a word."""
    line, _, rest = beyond_greeting(text).partition("\n")
    line, rest = " ".join(line.split()), rest.strip()
    for said in filter(None, (line, beyond_opening(line))):
        if found := _plainly_said(said, rest, whole) or _date_said(said, rest, whole, today, country):
            return found
    return None


def _said_below_notice(whole: str, today: date, country: str) -> ParsedReply | None:
    """What is said below what looks like a gateway's notice. That stays a word: somebody may have typed it."""
    for notice, below in beyond_notice(whole):
        if found := _said_first(below, whole, today, country):
            holds_back = found.holds_back or bool(_EXCEPT.match(f"{notice} "))
            return replace(found, words=_joined(notice, found.words), holds_back=holds_back)
    return None


def begins_with_date(line: str, *, today: date) -> bool:
    """Whether the line begins with a day, so that "4 Dec" is not taken for "the fourth: Dec"."""
    return _date_said(" ".join(line.split()), "", line, today) is not None


def _plainly_said(line: str, rest: str, whole: str) -> ParsedReply | None:
    if _TICKED.match(line):
        return ParsedReply(Kind.DONE, whole, rest)
    for kind, plainly in _PLAIN:
        found = _said_by(plainly, line)
        if not found or (kind is Kind.NO and _NUMBER_FOLLOWS.match(line)):
            continue
        beside = line[found:]
        # "Yes, it is done" says that it is done.
        if kind is Kind.YES and (more := _said_by(_DONE, beside)):
            kind, beside = Kind.DONE, beside[more:]
        begins = beside or rest.partition("\n")[0]
        return ParsedReply(kind, whole, _joined(beside, rest), holds_back=bool(_EXCEPT.match(f"{begins} ")))
    return None


def _said_by(plainly: Any, line: str) -> int:
    """How long what is plainly said is; 0 where it is not. Bold, or with a sign behind it, it says the same."""
    if found := plainly.match(line):
        return int(found.end())
    bare = _DRESSING.sub("", line)
    return len(line) if bare != line and plainly.fullmatch(bare) else 0


_PLAIN = (
    (Kind.DONE, _DONE),
    (Kind.DECIDED, _DECIDED),
    (Kind.NOT_NOW, _NOT_NOW),
    (Kind.NOT_YET, _NOT_YET),
    (Kind.NO, _NO),
    (Kind.YES, _YES),
)


def _date_said(line: str, rest: str, whole: str, today: date, country: str = "") -> ParsedReply | None:
    plainly = _BY_ANOTHER_DAY.match(line)
    lead_in = plainly or _BY.match(line)
    behind = line[lead_in.end() :] if lead_in else line
    words = behind.split()
    for count in range(min(LONGEST_DATE_WORDS, len(words)), 0, -1):
        try:
            day, unclear = _day(" ".join(words[:count]), today, country), ""
        except DateIsUnclear as either:
            day, unclear = None, str(either)
        if (day or unclear) and (plainly or _is_set_apart(words, count)):
            return ParsedReply(Kind.DATE, whole, _reason(words[count:], rest), day, unclear)
    for phrase in date_phrases(behind, today=today, country=country)[:1]:
        if phrase.start == 0 and phrase.problem:
            return ParsedReply(Kind.DATE, whole, unclear=phrase.problem)
    return None


def _day(words: str, today: date, country: str) -> date | None:
    """The day that `words` are; raises DateIsUnclear where two days may be meant."""
    for written in (words, words.rstrip(",;:!.-–—")):
        try:
            return understand_date(written, today=today, country=country)
        except DateIsUnclear:
            raise
        except DateNotUnderstood:
            continue
    return None


def _is_set_apart(words: list[str], count: int) -> bool:
    """Whether the date stands for itself, so that "Friday is a holiday" stays a word."""
    if count == len(words) or words[count - 1][-1] in ",;:.!":
        return True
    return words[count] in ("-", "–", "—") or bool(_BECAUSE.match(" ".join(words[count : count + 2])))


def _reason(words: list[str], rest: str) -> str:
    beside = " ".join(words).lstrip("-–—,;: ")
    return _joined(
        _BECAUSE.sub("", beside, count=1).lstrip(" ,:") if _BECAUSE.match(beside) else beside, rest
    )


def _joined(beside: str, rest: str) -> str:
    return "\n".join(part for part in (beside.strip(), rest) if part)
