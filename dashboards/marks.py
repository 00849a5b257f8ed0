"""What is good, of an indicator: which way is better, the value to reach, and what is still near it."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from dashboards.models import Indicator


@dataclass(frozen=True)
class Marks:
    """`target` and `amber` are in the indicator's unit."""

    direction: str
    target: Decimal | None
    amber: Decimal | None

    @classmethod
    def of(cls, indicator: Indicator) -> "Marks":
        return cls(indicator.direction, indicator.target, indicator.amber)


def in_words(indicator: Indicator) -> str:
    """ "lower is better, target 5, still near at 6": its marks for whoever saw others."""
    said = [Indicator.Direction(indicator.direction).label]
    for name, mark in (("target", indicator.target), ("still near at", indicator.amber)):
        said += [f"{name} {plain(mark)}"] if mark is not None else []
    return ", ".join(said)


def plain(value: Any) -> Any:
    """A number without the idle zeros its column keeps; what is none as it is."""
    return f"{value.normalize():f}" if hasattr(value, "normalize") else value
