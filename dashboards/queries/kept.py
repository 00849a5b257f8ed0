"""Promises kept by both sides over a year, as the mirror ledger counts them."""

from calendar import monthrange
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from dashboards.charts import Chart, MonthPromises, mirrored_chart
from dashboards.charts.facts import SideName
from dashboards.charts.sides import SideLabels
from governance.counting.formula import Tally, months_of
from governance.ledger.tallies import Period, tallies
from partners.models import Partner, Side

ENOUGH_FOR_PERCENT = 20
_COUNTED = ("due", "kept", "moved", "held_up", "missed", "covered")
_NAMES: dict[Side, SideName] = {Side.OURS: "ours", Side.THEIRS: "theirs"}


@dataclass(frozen=True)
class Kept:
    """The promises of one partnership that fell due in twelve months, by month (its first day), the oldest first."""

    months: dict[date, dict[Side, Tally]]

    @cached_property
    def year(self) -> dict[Side, Tally]:
        return {side: sum((sides[side] for sides in self.months.values()), Tally()) for side in Side}

    @property
    def is_empty(self) -> bool:
        """Nothing fell due on either side in the twelve months."""
        return not any(tally.due or tally.covered for tally in self.year.values())

    def half(self, side: Side, *, later: bool) -> Tally:
        """The sum of the last six months, or of the six before."""
        tallies = [sides[side] for sides in self.months.values()]
        return sum(tallies[6:] if later else tallies[:6], Tally())

    def chart(self, called: SideLabels) -> Chart:
        return chart_of(self.months, called)


@dataclass(frozen=True)
class Counted:
    """The counts of one partnership over the same twelve months, and as they stood at the end of last month."""

    year: dict[Side, Tally]
    year_a_month_ago: dict[Side, Tally]


def chart_of(months: Mapping[date, Mapping[Side, Tally]], called: SideLabels) -> Chart:
    """The mirrored chart of counts by month and side."""
    facts = [of_month(month, side, tally) for month, sides in months.items() for side, tally in sides.items()]
    return mirrored_chart(facts, called=called)


def of_month(month: date, side: Side, tally: Tally) -> MonthPromises:
    """What the charts of promises draw of one side's month."""
    return MonthPromises(month, _NAMES[side], *(getattr(tally, kind) for kind in _COUNTED))


def year_before(day: date) -> date:
    """The first day of the twelve months that end with `day`'s month."""
    return date(day.year, 1, 1) if day.month == 12 else date(day.year - 1, day.month + 1, 1)


def _end_of_last_month(day: date) -> date:
    return day.replace(day=1) - timedelta(days=1)


def _last_of(month: date) -> date:
    return month.replace(day=monthrange(month.year, month.month)[1])


def percent(tally: Tally) -> int | None:
    """The part kept in percent; None below twenty promises, when a count says more."""
    return round(100 * tally.kept / tally.due) if tally.due >= ENOUGH_FOR_PERCENT else None


def kept(partners: Iterable[Partner], *, today: date) -> dict[int, Kept]:
    """Partner id → the twelve months that end with `today`'s; the number of queries does not grow with partners."""
    months = list(months_of(year_before(today), today))
    periods = [Period(first, min(_last_of(first), today), today) for first in months]
    return {
        partner: Kept(dict(zip(months, counts, strict=True)))
        for partner, counts in tallies(partners, periods).items()
    }


def counted(partners: Iterable[Partner], *, today: date) -> dict[int, Counted]:
    """Partner id → the counts alone, for many partnerships at once."""
    then = _end_of_last_month(today)
    periods = [Period(year_before(today), today, today), Period(year_before(then), then, then)]
    return {partner: Counted(*years) for partner, years in tallies(partners, periods).items()}
