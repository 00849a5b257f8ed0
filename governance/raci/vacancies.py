"""For how long nobody has had a role. Pure: of a row and a letter, or of a role somebody was promised for.

Days are the role's, never a person's: what is counted is when nobody had it, whoever came and went.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from partners.numbers import counted

_A_DAY = timedelta(days=1)
_ROLES = {"A": "accountable", "R": "responsible"}


class Part(NamedTuple):
    """When somebody took part: from a day on, until the day they left; None while they are here."""

    since: date
    until: date | None


class Reign(NamedTuple):
    """From a day on these had the role, by id, until the next begins."""

    since: date
    people: frozenset[int]


@dataclass(frozen=True)
class Vacancy:
    """`days` on which nobody had a role; `since` the first of those that last until now, None if it is filled."""

    days: int
    since: date | None = None
    letter: str = ""

    @property
    def words(self) -> str:
        """ "nobody accountable for 12 days"; "nobody was accountable for 12 days" once somebody is again."""
        verb = "" if self.since else "was "
        return f"nobody {verb}{_ROLES.get(self.letter, 'there')} for {counted(self.days, 'day')}"


def vacancy(
    reigns: Sequence[Reign], parts: Mapping[int, Iterable[Part]], today: date, *, letter: str = ""
) -> Vacancy | None:
    """How long nobody has had it until `today`, that day among them; None where somebody always had.

    `reigns` are in the order of their days. Whoever has no parts was never here; the day somebody leaves is vacant.
    """
    vacant: set[int] = set()
    tomorrow = today + _A_DAY
    for at, reign in enumerate(reigns):
        ends = min(reigns[at + 1].since if at + 1 < len(reigns) else tomorrow, tomorrow)
        days = _days(reign.since, ends)
        for part in (part for person in reign.people for part in parts.get(person, ())):
            days -= _days(max(part.since, reign.since), min(part.until or tomorrow, ends))
        vacant |= days
    if not vacant:
        return None
    first = today.toordinal()
    while first - 1 in vacant:
        first -= 1
    since = date.fromordinal(first) if today.toordinal() in vacant else None
    return Vacancy(len(vacant), since, letter)


def _days(first: date, end: date) -> set[int]:
    """The days from `first` to before `end`."""
    return set(range(first.toordinal(), end.toordinal()))
