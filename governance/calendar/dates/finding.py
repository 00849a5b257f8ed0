"""The date inside a line of running text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from governance.calendar.dates.form import Form, Standing
from governance.calendar.dates.forms import FORMS
from governance.calendar.dates.reading import DateIsUnclear, DateNotUnderstood, Reader
from partners.normalize import fold

# Beyond this a line is prose, and each form would walk over all of it.
LONGEST_LINE = 2_000
LONGEST_LEAD_IN = 40

LEAD_IN_WORD = re.compile(
    r"(?<![\w@])(?:no later than|not later than|due(?: on| by| date)?|by|until|till|til|on|before|latest|between|"
    r"zwischen|bis zum|bis|spatestens|am|vor|avant le|avant|pour le|jusqu'au)[:\s]\s{0,20}"
    r"(?:(?:the|eod|cob|eob|end of|close of business|end of (?:business|day|play))\s{1,20})?$"
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
# "The forecast for January": what it is about, not when it is due.
BELONGS_BEFORE = re.compile(
    r"\b(?:for|of|from|since|the|a|per|about|fur|von|vom|der|des|den|pour|de|du)\s{1,20}$"
)
BEHIND_A_DATE = re.compile(
    r"^,?\s{1,20}(?:at the (?:very )?latest|latest|or (?:earlier|sooner|before)|sharp|eod|cob|eob|end of (?:the )?day|"
    r"close of business|spatestens|au plus tard)(?![a-z])"
)
BETWEEN_TWO = re.compile(r"^\s{0,20}(?:[-–—/]|or|and|bis|oder|und|ou|to|au)\s{0,20}$")
RUNS_FROM = re.compile(r"(?:from|von|vom|du)\s{1,20}$")
JOINED_BEFORE = re.compile(r"[\w@#/$€£+&]$|[\w.,:][-.,:]$")
JOINED_BEHIND = re.compile(r"^(?:[\w%°/€$£]|[-.,:+'’]\w)")


@dataclass(frozen=True)
class DatePhrase:
    """A date found in a line.

    `start` and `end` are its place, `lead_in` where a word such as "by" before it begins (else `start`), `lead_out`
    where one such as "at the latest" behind it ends (else `end`). `is_sure` is False where it may be what the line is
    about, and counts only where the line names no other day. `said_outright` is a calendar day said without its
    weekday.

    `day` is None when the phrase names a day that cannot be, and `problem` then says why; or when two days may be
    meant, which are its `readings`, and `problem` asks which.
    """

    start: int
    end: int
    lead_in: int
    lead_out: int
    day: date | None
    problem: str = ""
    readings: tuple[date, ...] = ()
    is_sure: bool = True
    said_outright: bool = False


def date_phrases(
    text: str, *, today: date, day_first: bool | None = None, country: str = ""
) -> list[DatePhrase]:
    """Every date in `text`, in order; where two readings overlap the longer one counts. Of two days that are joined
    ("1 Dec or 5 Dec") it is the later.

    `day_first` and `country` as for `understand_date`.
    """
    folded = fold(text[:LONGEST_LINE])
    longest_first = sorted(
        _stand(folded), key=lambda hit: (hit[1].end() - hit[1].start(), hit[1].end()), reverse=True
    )
    kept: list[tuple[Form, re.Match[str]]] = []
    for form, found in longest_first:
        if all(found.end() <= other.start() or other.end() <= found.start() for _, other in kept):
            kept.append((form, found))
    reader = Reader(today, day_first, country)
    phrases: list[DatePhrase] = []
    for form, found in sorted(kept, key=lambda hit: hit[1].start()):
        phrase = _phrase(form, found, reader)
        if phrases and (joined := _joined(phrases[-1], phrase, folded)):
            phrases[-1] = joined
        else:
            phrases.append(phrase)
    return phrases


def _stand(folded: str) -> Iterator[tuple[Form, re.Match[str]]]:
    for form, pattern in FORMS:
        for found in pattern.finditer(folded):
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
    if standing is Standing.AT_THE_END:
        return _nothing_behind(behind) and not BELONGS_BEFORE.search(before[-LONGEST_LEAD_IN:])
    opens_the_line = not before.strip() and LABEL_BEHIND.search(behind[:30])
    return bool(SEPARATOR_BEFORE.search(before[-12:]) or opens_the_line or _nothing_behind(behind))


def _nothing_behind(behind: str) -> bool:
    more = BEHIND_A_DATE.match(behind[:60])
    return bool(NOTHING_BEHIND.search(behind[more.end() if more else 0 :][:30]))


def _phrase(form: Form, found: re.Match[str], reader: Reader) -> DatePhrase:
    start, end = found.span()
    begin = max(0, start - LONGEST_LEAD_IN)
    lead = LEAD_IN_WORD.search(found.string[begin:start])
    more = BEHIND_A_DATE.match(found.string[end : end + 60])
    phrase = DatePhrase(
        start,
        end,
        begin + lead.start() if lead else start,
        end + more.end() if more else end,
        None,
        is_sure=bool(lead) or form.standing is not Standing.AT_THE_END,
    )
    try:
        return replace(phrase, day=form.day(found, reader), said_outright=form.said_outright(found))
    except DateIsUnclear as asked:
        return replace(phrase, problem=str(asked), readings=asked.readings)
    except DateNotUnderstood as refusal:
        return replace(phrase, problem=str(refusal))


def _joined(first: DatePhrase, second: DatePhrase, folded: str) -> DatePhrase | None:
    """One phrase for two days that a dash or an "or" joins; "from … to …" may be a date that is moved."""
    between = folded[first.end : second.start][:LONGEST_LEAD_IN]
    if first.day is None or second.day is None or not BETWEEN_TWO.match(between):
        return None
    if RUNS_FROM.search(folded[max(0, first.start - 12) : first.start]):
        return None
    return replace(second, start=first.start, lead_in=first.lead_in, day=max(first.day, second.day))
