"""The ladder: how lateness is escalated, on either side alike. A rung is reached only from the one below it.

Owner, then the relationship manager and the partner lead, then both executive sponsors, then the next agenda; and only
what an outcome or a decision hangs on. While a cover is in force nothing climbs; its days are not counted afterwards.
"""

from datetime import date
from enum import StrEnum

from governance.counting.covered_days import is_covered, uncovered_working_days
from governance.reminders.facts import Matter, Person

WARNED_AFTER = 8
TOLD_AFTER = 10
WARNED_FOR = 2
BETWEEN_RUNGS = 5
"""Working days: late before the owner is warned, late before the leads are told, warned beforehand at least so long,
and left to each rung before the next."""


class Rung(StrEnum):
    WARNING = "warning"
    LEADS = "leads"
    SPONSORS = "sponsors"


def rung_of_owner(matter: Matter, owner: Person, today: date) -> Rung | None:
    """Whether whoever the matter waits for is to be warned today."""
    if matter.heard.warned_on is not None or is_covered(today, matter.covers):
        return None
    return Rung.WARNING if _late(matter, owner, today) >= WARNED_AFTER else None


def rung_above(matter: Matter, owner: Person, today: date) -> Rung | None:
    """The rung that is to hear of the matter today, counted in the working days of whoever it waits for.

    Still the same rung while not everyone on it has had their morning.
    """
    warned_on, leads_on, sponsors_on = matter.heard
    if warned_on is None or is_covered(today, matter.covers) or _late(matter, owner, today) < TOLD_AFTER:
        return None
    if sponsors_on is not None or _passed(leads_on, matter, owner, today) >= BETWEEN_RUNGS:
        return Rung.SPONSORS
    return Rung.LEADS if _passed(warned_on, matter, owner, today) >= WARNED_FOR else None


def _late(matter: Matter, owner: Person, today: date) -> int:
    if not matter.tied or matter.due_on is None:
        return 0
    return _passed(matter.due_on, matter, owner, today)


def _passed(since: date | None, matter: Matter, owner: Person, today: date) -> int:
    """Working days since a day, those under cover left out; less than none where there was no such day."""
    return -1 if since is None else uncovered_working_days(since, today, matter.covers, owner.country)
