"""Simulated time: what each person did when, played in order."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from partners.isolation.scope import SYSTEM, acting_as, entered
from partners.models import User

_MONTH = re.compile(r"\{([+-]\d+)\}")
HOME = ZoneInfo("Europe/Berlin")
"""Where Northgate's day begins."""


@dataclass
class Told:
    """What a verb returned, once it has been played; stands for it until then."""

    row: Any = None


@dataclass(order=True)
class _Moment:
    at: datetime
    number: int
    person: User | None = field(compare=False)
    verb: Callable[..., Any] = field(compare=False)
    args: tuple[Any, ...] = field(compare=False)
    kwargs: dict[str, Any] = field(compare=False)
    told: Told = field(compare=False)


class Timeline:
    """Collects what people do and plays it in the order of time, each verb in the scope of whoever acts."""

    def __init__(self, today: date) -> None:
        self.today = today
        self._moments: list[_Moment] = []

    def working_day(self, days_ago: int) -> date:
        """The day so many calendar days before today, or the Friday before it. Negative: ahead, the next Monday."""
        day = self.today - timedelta(days=days_ago)
        step = -1 if days_ago > 0 else 1
        while day.weekday() >= 5:
            day += timedelta(days=step)
        return day

    @property
    def eve(self) -> date:
        """The last working day before today: nothing has happened today yet."""
        return self.working_day(1)

    def after(self, day: date) -> date:
        """`day`, or the Monday after it where it lies on a weekend."""
        return day + timedelta(days=(7 - day.weekday()) if day.weekday() > 4 else 0)

    def tell(
        self,
        day: date,
        who: User,
        verb: Callable[..., Any],
        /,
        *args: Any,
        hour: int = 9,
        minute: int = 0,
        **kwargs: Any,
    ) -> Told:
        """On `day` at `hour` (Northgate's time), `who` does `verb`. What an earlier telling returned may be passed."""
        number = len(self._moments)
        kwargs = {
            name: self.in_words(value) if isinstance(value, str) else value for name, value in kwargs.items()
        }
        # Milliseconds keep the order of what was told for the same minute.
        at = datetime.combine(day, time(hour, minute), HOME) + timedelta(milliseconds=number)
        told = Told()
        self._moments.append(_Moment(at, number, who, verb, args, kwargs, told))
        return told

    def tick(self, day: date, verb: Callable[..., Any], *, hour: int) -> None:
        """On `day` at `hour` the clock does `verb`, as it would by itself."""
        at = datetime.combine(day, time(hour), HOME) + timedelta(milliseconds=len(self._moments))
        self._moments.append(_Moment(at, len(self._moments), None, verb, (), {}, Told()))

    def in_words(self, text: str) -> str:
        """The text with the names of months: `{+1}` stands for next month, `{-6}` for that half a year ago."""
        return _MONTH.sub(self._month, text)

    def _month(self, found: re.Match[str]) -> str:
        index = self.today.year * 12 + self.today.month - 1 + int(found[1])
        return f"{date(index // 12, index % 12 + 1, 1):%B}"

    def play(
        self, until: datetime | None = None, *, reached: Callable[[datetime], None] = lambda at: None
    ) -> int:
        """Does everything told so far that happened before `until`; returns how many verbs were called.

        `reached` hears of each moment before it is played.
        """
        due = sorted(moment for moment in self._moments if until is None or moment.at <= until)
        self._moments = [moment for moment in self._moments if moment not in due] if until else []
        # Scope is entered once for all that a person does in a row.
        for person, deeds in groupby(due, key=lambda moment: moment.person):
            with acting_as(person) if person else entered(SYSTEM):
                for moment in deeds:
                    reached(moment.at)
                    _do(moment)
        return len(due)


def _do(moment: _Moment) -> None:
    args = [_resolved(value) for value in moment.args]
    kwargs = {name: _resolved(value) for name, value in moment.kwargs.items()}
    try:
        who = {"by": moment.person} if moment.person else {}
        moment.told.row = moment.verb(*args, now=moment.at, **who, **kwargs)
    except Exception as problem:
        problem.add_note(f"Told: {moment.person}, {moment.at:%a %Y-%m-%d}, {moment.verb.__name__}, {kwargs}")
        raise


def _resolved(value: Any) -> Any:
    return value.row if isinstance(value, Told) else value
