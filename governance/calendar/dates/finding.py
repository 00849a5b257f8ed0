"""The date inside a line of running text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from governance.calendar.dates.forms import FORMS, Form, Standing
from governance.calendar.dates.reading import DateIsAmbiguous, DateNotUnderstood, Reader
from governance.normalize import fold

# Beyond this a line is prose, and each form would walk over all of it.
LONGEST_LINE = 2_000
LONGEST_LEAD_IN = 40

LEAD_IN_WORD = re.compile(
    r"(?<![\w@])(?:no later than|not later than|due(?: on| by| date)?|by|until|till|til|on|before|latest|"
    r"bis zum|bis|spatestens|am|vor|avant le|avant|pour le|jusqu'au)[:\s]\s{0,20}"
    r"(?:(?:the|eod|cob|end of|close of business)\s{1,20})?$"
)
SEPARATOR_BEFORE = re.compile(r"(?:\s[-–—]|[:,;|(\[/]|[–—→])\s{0,12}$")
LABEL_BEHIND = re.compile(r"^(?:\s{0,20}:|\s{1,20}[-–—])")
TIME_OF_DAY = (
    r"(?:\s{1,20}(?:at\s{1,20})?[0-9]{1,2}[:.][0-9]{2}|\s{1,20}at\s{1,20}[0-9]{1,2})?"
    r"(?:\s{0,20}(?:am|pm|h|uhr)\b)?"
)
NOTHING_BEHIND = re.compile(rf"^{TIME_OF_DAY}[\s.!?,;)\]]{{0,30}}(?:$|[-–—|(]|@)")
NAMES_A_VERSION = re.compile(
    r"(?:\b(?:version|release|rel|build|patch|section|chapter|step|v|no|nr)\.?|§"
    r"|\b(?:upgrad|updat|patch|migrat)\w{0,6}(?:\s{1,9}\S{1,20}){0,3}?\s{1,9}to)\s{0,20}$"
)
JOINED_BEFORE = re.compile(r"[\w@#/$€£+&]$|[\w.,:][-.,:]$")
JOINED_BEHIND = re.compile(r"^(?:[\w%°/€$£]|[-.,:+'’]\w)")


@dataclass(frozen=True)
class DatePhrase:
    """A date found in a line.

    `start` and `end` are its place, `lead_in` where a word such as "by" before it begins (else `start`).
    `day` is None when the phrase names a day that cannot be, and `problem` then says why; or when it names one of
    two, which are its `readings`, and `problem` asks which.
    """

    start: int
    end: int
    lead_in: int
    day: date | None
    problem: str = ""
    readings: tuple[date, ...] = ()


def date_phrases(text: str, *, today: date, day_first: bool | None = None) -> list[DatePhrase]:
    """Every date in `text`, in order; where two readings overlap the longer one counts."""
    folded = fold(text[:LONGEST_LINE])
    longest_first = sorted(
        _stand(folded), key=lambda hit: (hit[1].end() - hit[1].start(), hit[1].end()), reverse=True
    )
    kept: list[tuple[Form, re.Match[str]]] = []
    for form, found in longest_first:
        if all(found.end() <= other.start() or other.end() <= found.start() for _, other in kept):
            kept.append((form, found))
    reader = Reader(today, day_first)
    return [_phrase(form, found, reader) for form, found in sorted(kept, key=lambda hit: hit[1].start())]


def _stand(folded: str) -> Iterator[tuple[Form, re.Match[str]]]:
    for form in FORMS:
        for found in form.pattern.finditer(folded):
            before, behind = folded[: found.start()], folded[found.end() :]
            if _is_free(before, behind) and _stands(form.standing, before, behind):
                yield form, found


def _is_free(before: str, behind: str) -> bool:
    return not (JOINED_BEFORE.search(before[-2:]) or JOINED_BEHIND.search(behind[:2]))


def _stands(standing: Standing, before: str, behind: str) -> bool:
    if standing is Standing.ALONE:
        return False
    if standing is Standing.ANYWHERE:
        return True
    if lead := LEAD_IN_WORD.search(before[-LONGEST_LEAD_IN:]):
        # "Report on 24/7 support": "on" promises a date less surely than "by" does.
        return standing is Standing.SET_APART or not lead[0].startswith("on") or _nothing_behind(behind)
    if standing is Standing.AFTER_A_WORD or NAMES_A_VERSION.search(before[-60:]):
        return False
    opens_the_line = not before.strip() and LABEL_BEHIND.search(behind[:30])
    return bool(SEPARATOR_BEFORE.search(before[-12:]) or opens_the_line or _nothing_behind(behind))


def _nothing_behind(behind: str) -> bool:
    return bool(NOTHING_BEHIND.search(behind[:30]))


def _phrase(form: Form, found: re.Match[str], reader: Reader) -> DatePhrase:
    start, end = found.span()
    begin = max(0, start - LONGEST_LEAD_IN)
    lead = LEAD_IN_WORD.search(found.string[begin:start])
    lead_in = begin + lead.start() if lead else start
    try:
        return DatePhrase(start, end, lead_in, form.read(found, reader))
    except DateIsAmbiguous as either:
        return DatePhrase(start, end, lead_in, None, str(either), (either.day_first, either.month_first))
    except DateNotUnderstood as refusal:
        return DatePhrase(start, end, lead_in, None, str(refusal))
