"""What people wrote, made ready to keep: trimmed, whole, and refused in a sentence where it cannot be."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple
from urllib.parse import urlsplit

from governance.calendar.dates.printing import short_day
from governance.calendar.dates.understanding import FURTHEST_YEARS
from partners.lengths import require_within
from partners.numbers import counted
from partners.untrusted_text import marked, unmarked
from partners.verb import Refused

_LONGEST_REACH = timedelta(days=FURTHEST_YEARS * 365 + FURTHEST_YEARS // 3)
_IN_WORDS = counted(FURTHEST_YEARS, "year")


def one_line(text: str, *, field: str, limit: int, missing: str = "") -> str:
    """The text on one line. `missing` is what to say when there is none; without it, none is allowed."""
    line = " ".join(unmarked(marked(text)).split())
    if missing and not line:
        raise Refused(missing, field=field)
    return require_within(line, limit, field=field)


def in_words(text: str, *, field: str, missing: str = "", limit: int = 20_000) -> str:
    """The text as written, trimmed. `missing` is what to say when there is none; without it, none is allowed."""
    words = unmarked(marked(text)).replace("\r\n", "\n").strip()
    if missing and not words:
        raise Refused(missing, field=field)
    return require_within(words, limit, field=field)


class WebAddress(NamedTuple):
    """An address of the web, whole, and as people read it: its host and path."""

    whole: str
    name: str


def web_address(text: str, *, field: str) -> WebAddress:
    """What somebody gave as a link. Raises Refused where it is no whole address of the web."""
    whole = one_line(text, field=field, limit=500)
    try:
        parts = urlsplit(whole)
    except ValueError:
        parts = urlsplit("")
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise Refused("Give the whole address, beginning with https://.", field=field)
    return WebAddress(whole, f"{parts.hostname}{parts.path}"[:120].rstrip("/"))


def decisions_for_you(needed_by: Sequence[date | None], *, today: date) -> str:
    """ "2 decisions for you by 7 Dec", as the subject of a mail: by the earliest day; late where one has passed."""
    days = sorted(day for day in needed_by if day)
    count = f"{len(needed_by)} decision{'' if len(needed_by) == 1 else 's'}"
    if days and days[0] < today:
        return f"{count} for you, late"
    return f"{count} for you by {short_day(days[0], today=today)}" if days else f"{count} for you"


def day_to_come(day: date, *, today: date, field: str) -> date:
    """`day`, which must be today or later, and not so far off that the year can only be a slip."""
    if day < today:
        raise Refused("That day has passed. Give today or a later day.", field=field)
    return within_reach(day, today=today, field=field)


def within_reach(day: date, *, today: date, field: str) -> date:
    """`day`, refused when it lies further ahead than any date that is read."""
    if day > today + _LONGEST_REACH:
        raise Refused(f"That is more than {_IN_WORDS} away. Check the year.", field=field)
    return day
