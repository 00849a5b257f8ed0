"""Months without a reading: left open in the line, washed, and said in words."""

from datetime import date, timedelta
from typing import Any

from dashboards.charts.facts import Trend
from dashboards.charts.frame import SMALL, Size, band, note
from dashboards.charts.ink import named
from dashboards.charts.lettering import width
from dashboards.charts.months import next_month

_WORDS = "no readings"


def bands(trend: Trend, last: date) -> list[dict[str, Any]]:
    return [band(start.isoformat(), end.isoformat()) for start, end in silent_stretches(trend, last)]


def silent_stretches(trend: Trend, last: date) -> list[tuple[date, date]]:
    """Each hole from half a month after the reading before it to half a month before the one after it."""
    half = timedelta(days=15)
    return [(start - half, min(next_month(end) - half, last)) for start, end in trend.holes()]


def silences(trend: Trend, room: Size, dates: tuple[date, date]) -> list[dict[str, Any]]:
    """“no readings” in every hole wide enough, across or else upright, on a patch that keeps lines off it."""
    per_day = room.width / (dates[1] - dates[0]).days
    long = width(_WORDS, SMALL) + 6
    notes = []
    for start, end in silent_stretches(trend, dates[1]):
        across = (end - start).days * per_day
        if across < SMALL + 4 or (across < long and room.height < long):
            continue
        turned = {} if across >= long else {"textangle": -90}
        middle = (start + (end - start) / 2).isoformat()
        notes.append(note(_WORDS, middle, 0.5, ink="ink-3", yref="paper", bgcolor=named("wash"), **turned))
    return notes
