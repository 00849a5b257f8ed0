"""What the first line of a reply says: done, a new date, yes or not yet; everything else is a word."""

import re
from dataclasses import dataclass
from datetime import date
from enum import Enum

from governance.dates import DateNotUnderstood, date_phrases, understand_date

LONGEST_DATE_WORDS = 6

_SET_APART = r"(?:\s*[.,;:!]+(?=\s|$)\s*|\s+[-–—]+\s+|\s*$)"
_DONE = re.compile(
    r"(?:(?:it|this|that|all|everything)(?:['’]s|\s+is|\s+are|\s+was|\s+has been)?\s+)?(?:now\s+|already\s+|all\s+)?"
    rf"(?:done|finished|completed?|closed){_SET_APART}",
    re.IGNORECASE,
)
_DECIDED = re.compile(rf"(?:(?:it|this) is )?(?:decided|decision){_SET_APART}", re.IGNORECASE)
_YES = re.compile(
    rf"(?:yes|yes,? (?:i )?confirm(?:ed)?|(?:i )?confirm(?:ed)?|agreed|(?:i )?accept(?:ed)?|backed){_SET_APART}",
    re.IGNORECASE,
)
_NOT_YET = re.compile(rf"(?:no,? )?not (?:yet|done|finished|complete)(?: yet)?{_SET_APART}", re.IGNORECASE)
_NO = re.compile(rf"no(?!\.\s*[0-9]){_SET_APART}", re.IGNORECASE)
_NOT_NOW = re.compile(rf"not now{_SET_APART}", re.IGNORECASE)
_BY_ANOTHER_DAY = re.compile(
    r"(?:(?:my |the |a )?new (?:due )?(?:date|day)(?: is)?|(?:please )?(?:move|moved|postpone|postponed|shift) "
    r"(?:it |this )?to|(?:it |this )?will be (?:done|ready|finished|complete) (?:by|on|until))\s*[:=–-]?\s+",
    re.IGNORECASE,
)
_BY = re.compile(r"(?:by|until|till|on)\s+", re.IGNORECASE)
_BECAUSE = re.compile(r"(?:because|since|as|due to)\b", re.IGNORECASE)
_GREETING = re.compile(
    r"\s*(?:hi|hello|hey|dear|good (?:morning|afternoon|evening|day)|hallo|guten (?:tag|morgen)|bonjour)\b"
    r"[^,.!?:;0-9]{0,40}[,.!]?\s*$",
    re.IGNORECASE,
)


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
class Saying:
    """`words` is what stands beside what is said, such as the reason for a new date; `whole` is all that was written.

    A date that cannot be has no `day`, and `unclear` says why in a sentence.
    """

    kind: Kind
    whole: str
    words: str = ""
    day: date | None = None
    unclear: str = ""


def understood(text: str, *, today: date) -> Saying:
    """What `text`, the words of a reply, says on its first line. `today` is the writer's day."""
    whole = text.strip()
    line, _, rest = beyond_greeting(whole).partition("\n")
    line, rest = " ".join(line.split()), rest.strip()
    if not line:
        return Saying(Kind.NOTHING, whole)
    return (
        _plainly_said(line, rest, whole) or _date_said(line, rest, whole, today) or Saying(Kind.WORD, whole)
    )


def beyond_greeting(text: str) -> str:
    """The text without a greeting that has a line of its own."""
    first, _, rest = text.partition("\n")
    return rest.strip() if rest.strip() and _GREETING.match(first) else text


def begins_with_date(line: str, *, today: date) -> bool:
    """Whether the line begins with a day, so that "4 Dec" is not taken for "the fourth: Dec"."""
    return _date_said(" ".join(line.split()), "", line, today) is not None


def _plainly_said(line: str, rest: str, whole: str) -> Saying | None:
    for kind, pattern in (
        (Kind.DONE, _DONE),
        (Kind.DECIDED, _DECIDED),
        (Kind.NOT_NOW, _NOT_NOW),
        (Kind.NOT_YET, _NOT_YET),
        (Kind.NO, _NO),
        (Kind.YES, _YES),
    ):
        if found := pattern.match(line):
            beside = line[found.end() :]
            # "Yes, it is done" says that it is done.
            if kind is Kind.YES and (more := _DONE.match(beside)):
                kind, beside = Kind.DONE, beside[more.end() :]
            return Saying(kind, whole, _joined(beside, rest))
    return None


def _date_said(line: str, rest: str, whole: str, today: date) -> Saying | None:
    plainly = _BY_ANOTHER_DAY.match(line)
    lead_in = plainly or _BY.match(line)
    behind = line[lead_in.end() :] if lead_in else line
    words = behind.split()
    for count in range(min(LONGEST_DATE_WORDS, len(words)), 0, -1):
        day = _day(" ".join(words[:count]), today)
        if day and (plainly or _is_set_apart(words, count)):
            return Saying(Kind.DATE, whole, _reason(words[count:], rest), day)
    for phrase in date_phrases(behind, today=today)[:1]:
        if phrase.start == 0 and phrase.problem:
            return Saying(Kind.DATE, whole, unclear=phrase.problem)
    return None


def _day(words: str, today: date) -> date | None:
    for written in (words, words.rstrip(",;:!.-–—")):
        try:
            return understand_date(written, today=today)
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
