"""A partnership's indicators as trends, and how each stands."""

from dataclasses import dataclass, replace
from datetime import date

from dashboards.charts import Point, Standing, Trend, standing
from dashboards.charts.numbers import spoken, with_unit
from dashboards.models import Indicator, Reading
from partners.models import Partner

MONTHS_SHOWN = 13
"""A year and the same month of the year before."""


@dataclass(frozen=True)
class Figure:
    """An indicator with its trend, its standing at the last month, and its standing the month before."""

    indicator: Indicator
    trend: Trend
    now: Standing
    before: Standing

    @property
    def latest(self) -> str:
        """The value of the last month in words, with its unit; empty where there is none."""
        last = self.trend.series()[-1:]
        return with_unit(spoken(last[0].value), self.trend.unit) if last and last[0].value is not None else ""

    @property
    def in_words(self) -> str:
        """ "92.1% against a target of 95%." """
        if not self.latest:
            return ""
        if self.trend.goal is None:
            return f"{self.latest}."
        return f"{self.latest} against a target of {with_unit(spoken(self.trend.goal), self.trend.unit)}."

    @property
    def change(self) -> str:
        """The change since the month before, signed: "+1.2%"; empty where there is nothing to compare with."""
        if not self.now.change:
            return ""
        sign = "+" if self.now.change > 0 else "−"
        return sign + with_unit(spoken(abs(self.now.change)), self.trend.unit)


def figures(partner: Partner, on: date) -> tuple[Figure, ...]:
    """Every live indicator of the partnership as it stood at the last month before `on` that has any reading.

    Two queries, however many indicators there are.
    """
    indicators = list(Indicator.objects.filter(partner=partner, retired_on=None))
    this_month = on.replace(day=1)
    readings = Reading.objects.filter(partner=partner, indicator__in=indicators, month__lt=this_month)
    points: dict[int, list[Point]] = {indicator.pk: [] for indicator in indicators}
    for row in readings.order_by("-month")[: MONTHS_SHOWN * max(1, len(indicators))]:
        points[row.indicator_id].append(Point(row.month, row.value, row.state == Reading.State.PROVISIONAL))
    last = max((point.month for row in points.values() for point in row), default=None)
    return tuple(_figure(indicator, points[indicator.pk], last) for indicator in indicators)


def _figure(indicator: Indicator, points: list[Point], last: date | None) -> Figure:
    trend = Trend(
        name=indicator.name, unit=indicator.unit, direction=indicator.direction, target=indicator.target,
        amber=indicator.amber, points=tuple(sorted(points, key=lambda point: point.month)), until=last,
    )  # fmt: skip
    earlier = replace(trend, points=tuple(p for p in trend.points if p.month != last), until=_before(last))
    return Figure(indicator, trend, standing(trend), standing(earlier))


def _before(month: date | None) -> date | None:
    if month is None:
        return None
    return (
        month.replace(year=month.year - 1, month=12)
        if month.month == 1
        else month.replace(month=month.month - 1)
    )
