"""How something owed stands: one colour, one word, and every threshold between them.

Pure, and the same for both sides: swapping the sides of what is owed changes neither. A surface chooses how much of the
words it has room for, never a rule.
"""

from dataclasses import dataclass
from datetime import date

from governance.calendar.dates import short_day
from governance.calendar.working_days import working_days_between
from governance.counting.formula import Verdict, had_passed
from governance.ledger.entries import SIGNS, Level
from governance.models import ActionItem, Ask
from governance.owed.thing import Owed, What
from partners.models import Side
from partners.numbers import days as as_days

WORKING_DAYS_AHEAD = 5
"""How near its date something turns amber, the day itself included."""
WORKING_DAYS_TO_CONFIRM = 5
"""How long a report of "done" may wait for the other side's yes before it turns amber."""
DAYS_TO_ANSWER, DAYS_TO_HURT = 14, 30
"""How long something may wait for an answer without a date before it turns amber, and before it turns red."""


@dataclass(frozen=True)
class Status:
    """`level` is the colour. `words` stand beside the sign, `cell` where there is little room, `sentence` by itself."""

    level: Level
    words: str
    cell: str
    sentence: str

    @property
    def hurts(self) -> int:
        """How much, to find the worst of several: nothing that is good or has no colour does."""
        return {"bad": 2, "warn": 1}.get(self.level, 0)


def status_of(owed: Owed, today: date, reader: Side | None = None) -> Status:
    """How it stands at the end of `today`. `reader` is the side that reads, where it is not written for both."""
    if owed.what is What.ACTION:
        return _of_action(owed, today, reader)
    if owed.state not in Ask.OPEN_STATES:
        return _plain(*_ANSWERED[Ask.State(owed.state)])
    if owed.due_on is not None:
        late, ahead, behind = _BY_DAY[owed.what]
        return by_its_day(owed.due_on, today, late=late, ahead=ahead, behind=behind)
    return _by_its_age((today - owed.since).days, _WAITED_FOR[Ask.State(owed.state)])


def _of_action(owed: Owed, today: date, reader: Side | None) -> Status:
    match ActionItem.State(owed.state):
        case ActionItem.State.PROPOSED:
            return _plain("none", "proposed")
        case ActionItem.State.WITHDRAWN:
            return _plain("none", "withdrawn")
        case ActionItem.State.CLOSED:
            return _plain(*SIGNS.get(owed.verdict or Verdict.PENDING, ("none", "done")))
        case ActionItem.State.REPORTED:
            waited = working_days_between(owed.reported_on or today, today)
            words = "to confirm" if reader is owed.side.other else "reported done"
            return _plain("warn" if waited >= WORKING_DAYS_TO_CONFIRM else "none", words)
    assert owed.due_on is not None, "An action has a date."
    return by_its_day(owed.due_on, today, promised_on=owed.promised_on)


def by_its_day(
    due_on: date,
    today: date,
    *,
    late: str = "{} late.",
    ahead: str = "",
    behind: str = "",
    promised_on: date | None = None,
) -> Status:
    """How a promise that is still to be kept stands by its date: late, near, neither, or taken over when it had passed.

    `ahead` and `behind` are the words before how long it is still, and before how late it is.

    Of the last no day counts, and none is called late: it asks for a new date.
    """
    if promised_on and had_passed(due_on, promised_on):
        due, taken = short_day(due_on, today=today), short_day(promised_on, today=today)
        words = f"was due {due}, taken over on {taken}"
        return Status("warn", words, f"was due {due}", _sentence(words))
    days = (today - due_on).days
    if days > 0:
        return Status("bad", f"{behind}{as_days(days)} late", f"{days} d late", late.format(as_days(days)))
    near = working_days_between(today, due_on) <= WORKING_DAYS_AHEAD
    words = ahead + ("today" if not days else "tomorrow" if days == -1 else f"in {as_days(-days)}")
    cell = "today" if not days else f"in {-days} d"
    return Status("warn" if near else "none", words, cell, _sentence(words))


def _by_its_age(days: int, for_what: str) -> Status:
    level: Level = "bad" if days >= DAYS_TO_HURT else "warn" if days >= DAYS_TO_ANSWER else "none"
    if days <= 0:
        return _plain(level, "today")
    return Status(level, as_days(days), f"{days} d", f"Has waited {as_days(days)} {for_what}.")


def as_said(words: str) -> Status:
    """What a surface says of something that is owed here no more."""
    return _plain("none", words)


def _plain(level: Level, words: str) -> Status:
    return Status(level, words, words, _sentence(words))


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}."


_BY_DAY = {
    What.DECISION: ("Decision {} late.", "needed ", ""),
    What.RISK: ("Look {} late.", "look ", "look "),
}
_WAITED_FOR = dict.fromkeys(Ask.OPEN_STATES, "for an answer") | {Ask.State.BACKED: "to be put in place"}
_ANSWERED: dict[Ask.State, tuple[Level, str]] = {
    Ask.State.MADE: ("good", "decided"),
    Ask.State.SUPERSEDED: ("none", "superseded"),
    Ask.State.CLEARED: ("good", "cleared"),
    Ask.State.LIVED_WITH: ("none", "accepted as it is"),
    Ask.State.IN_PLACE: ("good", "in place"),
    Ask.State.NOT_NOW: ("none", "declined"),
    Ask.State.TREATED: ("good", "treated"),
    Ask.State.HAPPENED: ("bad", "happened"),
}
