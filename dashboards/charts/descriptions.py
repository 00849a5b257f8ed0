"""What a chart shows, in words: for screen readers, for the pack's tags, and for whoever reads faster."""

from collections import Counter
from collections.abc import Iterable
from decimal import Decimal

from dashboards.charts.facts import MonthPromises, SideName, Trend
from dashboards.charts.lettering import plain
from dashboards.charts.numbers import nice_step, spoken, telling_decimals, with_unit
from dashboards.charts.scale import value_range
from dashboards.charts.sides import SIDE_LABELS, SideLabels
from dashboards.charts.standing import Standing, standing
from partners.numbers import of


def trend_in_words(trend: Trend) -> str:
    """The last reading, where it stands, the change since the month before, and the months without one."""
    at, last = standing(trend), trend.last()
    if last is None:
        return "No readings yet."
    sentences = [f"{last.month:%B %Y}: {value_in_words(trend, last.value)}{_judged(at)}."]
    if trend.goal is not None:
        bound = "at least" if trend.direction == "higher" else "at most"
        sentences.append(f"Target {bound} {with_unit(spoken(trend.goal), trend.unit)}.")
    if at.change is not None:
        sentences.append(f"{change_in_words(trend, at.change).capitalize()} since the month before.")
    for first, final in trend.holes():
        until = "" if first == final else f" to {final:%B %Y}"
        sentences.append(f"No readings {'in' if first == final else 'from'} {first:%B %Y}{until}.")
    return " ".join(sentences)


def value_in_words(trend: Trend, value: Decimal) -> str:
    """“90.2%”: a value with its unit, as exact as the chart lets one tell values apart."""
    return with_unit(spoken(value, _decimals(trend)), trend.unit)


def change_in_words(trend: Trend, change: Decimal) -> str:
    """“up 0.1 h”, “down 1.9 points”, “unchanged”. Percent change by points."""
    amount = spoken(abs(change), _decimals(trend))
    if amount == "0":
        return "unchanged" if not change else "hardly changed"
    points = "point" if amount == "1" else "points"
    unit = points if trend.unit.strip().lower() in {"percent", "%"} else trend.unit
    return f"{'up' if change > 0 else 'down'} {with_unit(amount, unit)}"


def kept_in_words(side: SideName, promised: Iterable[MonthPromises], called: SideLabels = SIDE_LABELS) -> str:
    """“We kept 33 of 58 promises. 3 more fell due under cover.”"""
    promised = list(promised)
    due, kept = sum(each.due for each in promised), sum(each.kept for each in promised)
    who, apart = plain(called[side])[:120], Counter[str]()
    for each in promised:
        apart.update({words: count for count, words in each.apart})
    counted = " and ".join(f"{count} due {words}" for words, count in apart.items())
    if due:
        more = "".join(f" {count} more fell due {words}." for words, count in apart.items())
        return f"{who} kept {of(kept, due, 'promise')}.{more}"
    return f"{who} had {counted}, and no other." if counted else f"{who} had no promise due."


def _judged(at: Standing) -> str:
    """ ", on target"; nothing where the last month has no reading: an older one is not what is judged."""
    return "" if at.months_missing else f", {at.word}"


def _decimals(trend: Trend) -> int:
    low, high = value_range(trend)
    return telling_decimals(nice_step(high - low, 4))
