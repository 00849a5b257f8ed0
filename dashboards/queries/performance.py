"""Indicators as trends, and how each stands."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from django.db.models import Prefetch, QuerySet, prefetch_related_objects

from dashboards.attention import is_silent
from dashboards.charts import (
    Chart,
    Check,
    Point,
    Size,
    Standing,
    Trend,
    Way,
    change_in_words,
    journey_chart,
    sparkline_chart,
    standing,
    trend_chart,
    value_in_words,
)
from dashboards.models import Indicator, Reading
from dashboards.queries.standings import last_standings
from governance.models import OutcomeIntent
from governance.models.outcomes import Health
from governance.outcomes.standing import Outcome
from partners.models import Partner
from partners.numbers import in_figures

YEAR, LONG = 12, 36
OFF_TARGET = ("bad", "warn")
SMALL = Size(114, 40)
NAMED = 3
_LATE = 12
"""For so many months a partnership may have had no figures before those of all times are read for it."""
_CHECKS_DRAWN = 24
NO_TARGETS = "No figure has a target yet: give it one, and Tandem says when it is missed."


@dataclass(frozen=True)
class Measured:
    """An indicator, its trend, and how it stands in the last month its partnership has figures of."""

    indicator: Indicator
    trend: Trend
    standing: Standing

    @property
    def value(self) -> str:
        """The last reading with its unit; empty where there is none."""
        last = self.trend.last()
        return value_in_words(self.trend, last.value) if last else ""

    @property
    def target(self) -> str:
        return "" if self.trend.goal is None else value_in_words(self.trend, self.trend.goal)

    @property
    def change(self) -> str:
        """“up 0.1 h” since the month before; empty where there is nothing to compare with."""
        change = self.standing.change
        return "" if change is None else change_in_words(self.trend, change)

    @property
    def missing(self) -> str:
        count = self.standing.months_missing
        if not self.trend.points:
            return "no reading yet"
        return f"no reading for {in_figures(count, 'month')}" if count else ""

    @cached_property
    def sparkline(self) -> Chart:
        return sparkline_chart(self.trend)

    @cached_property
    def small_sparkline(self) -> Chart:
        """For the narrow column of a page."""
        return sparkline_chart(self.trend, SMALL)

    @cached_property
    def chart(self) -> Chart:
        return trend_chart(self.trend)


@dataclass(frozen=True)
class Performance:
    """All live indicators of one partnership. `as_of` is the last whole month any of them has a reading for."""

    partner: Partner
    measured: tuple[Measured, ...]
    as_of: date | None

    def asking(self) -> list[Measured]:
        """Those that need attention: red first, then amber, then what has no reading."""
        found = [m for m in self.measured if m.standing.state in OFF_TARGET or is_silent(m.standing)]
        order = {state: place for place, state in enumerate(("bad", "warn", "none"))}
        return sorted(found, key=lambda measured: order.get(measured.standing.state, 3))

    def sentence(self, today: date) -> list[tuple[str, bool]]:
        """What the figures say, in pieces, each with whether it hurts."""
        if self.as_of is None:
            return [("No reading has been taken yet.", False)]
        month = f"{self.as_of:%B %Y}" if self.as_of.year != today.year else f"{self.as_of:%B}"
        begun = f"The latest figures are of {month}. " if self.is_stale(today) else ""
        if asking := self.asking():
            names = ", ".join(measured.indicator.name for measured in asking[:NAMED])
            more = " and others" if len(asking) > NAMED else ""
            verb = "needs" if len(asking) == 1 else "need"
            count = f"{begun}{len(asking)} of {len(self.measured)} {verb} attention in {month}: "
            return [(count, False), (f"{names}{more}", True), (".", False)]
        if not any(measured.trend.goal is not None for measured in self.measured):
            return [(begun + NO_TARGETS, False)]
        return [(f"{begun}In {month} every figure with a target reached it.", False)]

    def is_stale(self, today: date) -> bool:
        """Whether the latest figures are older than last month's, and it is no longer early in the month."""
        return self.as_of is not None and self.as_of < before(before(today.replace(day=1)))


@dataclass(frozen=True)
class Asking:
    """The partnerships whose figures need attention, by name, and how many figures those are in all."""

    partners: list[Partner]
    bad: int
    warn: int
    missing: int
    measured: int
    good: int

    @property
    def figures(self) -> int:
        """How many figures need attention."""
        return self.bad + self.warn + self.missing

    @property
    def sentence(self) -> list[tuple[str, bool]]:
        """Pieces of the sentence on top, each with whether it hurts."""
        if not self.measured:
            return [("Nothing is measured yet.", False)]
        if not self.figures and not self.good:
            return [(NO_TARGETS, False)]
        said = [(f"{self.bad or 'None'} of {self.measured} figures", False)]
        said.append((" are off target" if self.bad != 1 else " is off target", bool(self.bad)))
        closing_in = f", {self.warn} closing in" if self.warn else ""
        silent = f", {self.missing} without a reading this time" if self.missing else ""
        return [*said, (f"{closing_in}{silent}.", False)]


def before(month: date) -> date:
    """The month before, as its first day."""
    return (month.replace(day=1) - timedelta(days=1)).replace(day=1)


def performance(partners: Iterable[Partner], *, today: date, months: int = YEAR) -> list[Performance]:
    """How each partnership performs over its last `months`, in the order given; two queries for any number, and one
    more where a partnership has had no figures for a year.
    """
    partners = list(partners)
    since = _months_earlier(today, months + _LATE)
    of: dict[int, list[Indicator]] = {partner.pk: [] for partner in partners}
    for indicator in _live(partners).prefetch_related(_latest(today, months, since)):
        of[indicator.partner_id].append(indicator)
    behind = [each for found in of.values() if _begin(found, months) < since for each in found]
    for indicator in behind:
        del indicator.latest  # type: ignore[attr-defined]  # prefetched
    prefetch_related_objects(behind, _latest(today, months))
    return [_performance(partner, of[partner.pk], months) for partner in partners]


def _latest(today: date, months: int, since: date = date.min) -> "Prefetch[str, Any, str]":
    """The last readings of whole months, so many of each indicator. What was measured before `since` is not looked at:
    of each indicator the database reads all there are before it knows the last.
    """
    readings = Reading.objects.filter(month__lt=today.replace(day=1), month__gte=since).order_by("-month")
    return Prefetch("readings", readings[:months], to_attr="latest")


def _begin(indicators: list[Indicator], months: int) -> date:
    """The first month that is shown of these."""
    every = [reading.month for indicator in indicators for reading in indicator.latest]  # type: ignore[attr-defined]  # prefetched
    return _months_earlier(max(every), months - 1) if every else date.min


def asking(partners: Iterable[Partner], *, today: date, everyone: bool) -> Asking:
    """Which partnerships have a figure off target or missing; with `everyone`, all that measure anything."""
    partners = list(partners)
    of = last_standings(partners, today=today)
    chosen = [p for p in partners if (s := of.get(p.pk)) and (everyone or s.off_target or s.missing)]
    return Asking(
        partners=chosen,
        bad=sum(standings.bad for standings in of.values()),
        warn=sum(standings.warn for standings in of.values()),
        missing=sum(standings.missing for standings in of.values()),
        measured=sum(standings.every for standings in of.values()),
        good=sum(standings.good for standings in of.values()),
    )


def measured_for(outcome: OutcomeIntent, *, today: date) -> list[Measured]:
    """The live indicators of one outcome, each as it stands among all of its partnership's."""
    [found] = performance([outcome.partner], today=today)
    return [measured for measured in found.measured if measured.indicator.outcome_id == outcome.pk]


def indicator_in_full(indicator: Indicator, *, today: date) -> tuple[Measured, list[Reading]]:
    """One indicator with every reading it ever had, the latest first."""
    readings = list(indicator.readings.select_related("recorded_by").order_by("-month"))
    points = [_point(reading) for reading in readings]
    last = max((p.month for p in points if p.month < today.replace(day=1)), default=None)
    trend = _trend(indicator, points, last)
    return Measured(indicator, trend, standing(trend)), readings


def _live(partners: Iterable[Partner]) -> QuerySet[Indicator]:
    return Indicator.objects.filter(partner__in=list(partners), retired_on=None)


def _performance(partner: Partner, indicators: list[Indicator], months: int) -> Performance:
    every = [reading.month for indicator in indicators for reading in indicator.latest]  # type: ignore[attr-defined]  # prefetched
    as_of, since = max(every, default=None), _begin(indicators, months)
    measured = []
    for indicator in indicators:
        points = [_point(reading) for reading in indicator.latest if reading.month >= since]  # type: ignore[attr-defined]  # prefetched
        trend = _trend(indicator, points, as_of)
        measured.append(Measured(indicator, trend, standing(trend)))
    return Performance(partner, tuple(measured), as_of)


def _point(reading: Reading) -> Point:
    return Point(reading.month, reading.value, provisional=reading.state != Reading.State.ACCEPTED)


def trend_of(indicator: Indicator, readings: Iterable[Reading]) -> Trend:
    """All that was measured, up to the last of the readings."""
    return _trend(indicator, [_point(reading) for reading in readings], None)


def _trend(indicator: Indicator, points: list[Point], until: date | None) -> Trend:
    return Trend(
        name=indicator.name,
        unit=indicator.unit,
        direction=indicator.direction,  # type: ignore[arg-type]  # one of its choices
        target=indicator.target,
        amber=indicator.amber,
        points=tuple(sorted(points, key=lambda point: point.month)),
        until=until,
    )


def _months_earlier(month: date, count: int) -> date:
    number = month.year * 12 + month.month - 1 - count
    return date(number // 12, number % 12 + 1, 1)


def journey_of(measured: Measured, outcome: OutcomeIntent, stands: Outcome) -> Chart:
    """The way of an outcome by the figure it is measured by."""
    checks = [
        Check(said.on, Health(said.health).level, said.get_health_display())
        for said in reversed(outcome.check_ins.all()[:_CHECKS_DRAWN])
    ]
    begins, ends = outcome.starts_on, stands.due_on
    return journey_chart(measured.trend, checks, Way(begins, ends) if begins and ends else None)
