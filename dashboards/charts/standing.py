"""Where an indicator stands, in a state, a word and a change."""

from dataclasses import dataclass
from decimal import Decimal

from dashboards.charts.facts import Point, StateName, Trend


@dataclass(frozen=True, slots=True)
class Standing:
    """How an indicator does at its last due month.

    `change` is against the month before; `better` says whether that change helps (None: no change, no reading
    to compare with, or no direction); `months_missing` counts the due months since the last reading.
    """

    state: StateName
    word: str
    change: Decimal | None
    better: bool | None
    months_missing: int


def standing(trend: Trend) -> Standing:
    """Judge the reading of the last due month by the first rule that applies:

    1. There is none: state none, “missing”. An older reading is no excuse for a month without one.
    2. Direction “none”, or no target: state none, “no target”. Such an indicator informs; it is never red.
    3. At the target or on its better side: good, “on target”.
    4. Short of the target, but at the amber threshold or on its better side: warn; “closing in”, or
       “slipping” when the value is worse than the month before.
    5. Otherwise: bad, “off target”. Without an amber threshold, or with one on the wrong side of the target,
       nothing lies between on and off.

    A provisional reading is judged like any other.
    """
    series = trend.series()
    missing = _months_missing(series)
    change = _change(series)
    better = _better(trend, change)
    if not series or series[-1].value is None:
        return Standing("none", "missing", change, better, missing)
    state, word = _judged(trend, series[-1].value, better)
    return Standing(state, word, change, better, missing)


def _judged(trend: Trend, value: Decimal, better: bool | None) -> tuple[StateName, str]:
    if trend.goal is None:
        return "none", "no target"
    if _reaches(trend, value, trend.goal):
        return "good", "on target"
    if trend.threshold is not None and _reaches(trend, value, trend.threshold):
        return "warn", "slipping" if better is False else "closing in"
    return "bad", "off target"


def is_off_target(trend: Trend, value: Decimal) -> bool:
    """Whether a value of the indicator, of whichever month, is off target by rule 5."""
    return _judged(trend, value, better=None)[0] == "bad"


def _reaches(trend: Trend, value: Decimal, mark: Decimal) -> bool:
    return value >= mark if trend.direction == "higher" else value <= mark


def _months_missing(series: tuple[Point, ...]) -> int:
    for count, point in enumerate(reversed(series)):
        if point.value is not None:
            return count
    return len(series)


def _change(series: tuple[Point, ...]) -> Decimal | None:
    if len(series) < 2 or series[-1].value is None or series[-2].value is None:
        return None
    return series[-1].value - series[-2].value


def _better(trend: Trend, change: Decimal | None) -> bool | None:
    if not change or trend.direction == "none":
        return None
    return (change > 0) == (trend.direction == "higher")
