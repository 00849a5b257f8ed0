"""Months as first days, and the labels a time axis carries."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import pairwise

from dashboards.charts.lettering import width

_ROOM_BETWEEN_LABELS = 10


def first_of_month(day: date) -> date:
    return date(day.year, day.month, 1)


def next_month(month: date) -> date:
    return first_of_month(month + timedelta(days=31))


def months_between(first: date, last: date) -> Iterator[date]:
    """Each month from `first` to `last`, both included."""
    for number in range(first.year * 12 + first.month - 1, last.year * 12 + last.month):
        yield date(number // 12, number % 12 + 1, 1)


def month_labels(months: Sequence[date], room: float, size: int) -> list[tuple[date, str]]:
    """As many month labels as fit side by side into `room` pixels, spaced evenly; the year stands once.

    Years alone are labelled when quarters no longer fit.
    """
    if not months:
        return []
    per_month = room / max(len(months) - 1, 1)
    for every in (1, 2, 3, 6):
        labels = _within_years(months, every)
        if _fit(labels, months, per_month, size):
            return labels
    years = [(month, f"{month:%Y}") for month in months if month.month == 1] or [
        (months[0], f"{months[0]:%Y}")
    ]
    for every in (1, 2, 5, 10, 25, 50, 100):
        labels = years[::every]
        if _fit(labels, months, per_month, size):
            return labels
    return years[:1]


def _within_years(months: Sequence[date], every: int) -> list[tuple[date, str]]:
    shown = [month for month in months if (month.month - 1) % every == 0] or [months[0]]
    labels, year = [], None
    for month in shown:
        labels.append((month, f"{month:%b}" if month.year == year else f"{month:%b} ’{month:%y}"))
        year = month.year
    return labels


def _fit(labels: list[tuple[date, str]], months: Sequence[date], per_month: float, size: int) -> bool:
    place = {month: index * per_month for index, month in enumerate(months)}
    edges = [(place[month], width(text, size) / 2) for month, text in labels]
    return all(
        right - left >= half_left + half_right + _ROOM_BETWEEN_LABELS
        for (left, half_left), (right, half_right) in pairwise(edges)
    )
