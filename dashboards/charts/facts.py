"""What a chart is drawn from: frozen facts, free of the database and of any drawing."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Literal, NamedTuple, get_args

from dashboards.charts.months import first_of_month, months_between

Direction = Literal["higher", "lower", "none"]
SideName = Literal["ours", "theirs"]
StateName = Literal["good", "warn", "bad", "none"]


@dataclass(frozen=True, slots=True)
class Point:
    """One month's reading; `value` is None where no reading was taken. Any day stands for its month."""

    month: date
    value: Decimal | None
    provisional: bool = False

    def __post_init__(self) -> None:
        object.__setattr__(self, "month", first_of_month(self.month))
        if self.value is not None and not self.value.is_finite():
            raise ValueError(f"The reading for {self.month:%B %Y} is not a finite number.")


class MonthReading(NamedTuple):
    """A month that has a value."""

    month: date
    value: Decimal
    provisional: bool


@dataclass(frozen=True)
class Trend:
    """An indicator over time.

    `direction` says which way is better; with "none" there is nothing to be red about.
    `target` and `amber` are in `unit`: between them a value is near enough not to be red.
    `until` is the last month a reading was due, when that is later than the last point.
    Raises ValueError when a month is given twice or the direction is unknown.
    """

    name: str
    unit: str
    direction: Direction
    target: Decimal | None
    amber: Decimal | None
    points: tuple[Point, ...]
    until: date | None = None

    def __post_init__(self) -> None:
        if self.direction not in get_args(Direction):
            raise ValueError(
                f"“{self.direction}” is no direction; there are {', '.join(get_args(Direction))}."
            )
        if len({point.month for point in self.points}) != len(self.points):
            raise ValueError(f"“{self.name[:80]}” has two readings for the same month.")

    @property
    def goal(self) -> Decimal | None:
        """The target that can be missed: None when the indicator only informs."""
        return None if self.direction == "none" else self.target

    @property
    def threshold(self) -> Decimal | None:
        """The amber threshold, where it lies on the far side of the target and hence means something."""
        if self.goal is None or self.amber is None:
            return None
        lenient = self.amber < self.goal if self.direction == "higher" else self.amber > self.goal
        return self.amber if lenient else None

    def series(self) -> tuple[Point, ...]:
        """Every month from the first to the last that was due, the missing ones as points without value."""
        return self._series

    @cached_property
    def _series(self) -> tuple[Point, ...]:
        if not self.points:
            return ()
        known = {point.month: point for point in self.points}
        last = max(known) if self.until is None else max(*known, first_of_month(self.until))
        return tuple(known.get(month, Point(month, None)) for month in months_between(min(known), last))

    def last(self) -> MonthReading | None:
        """The latest month that has a value, be it the last that was due or not."""
        readings = (MonthReading(p.month, p.value, p.provisional) for p in self.points if p.value is not None)
        return max(readings, key=lambda reading: reading.month, default=None)

    def holes(self) -> Iterator[tuple[date, date]]:
        """The first and the last month of each stretch without a reading, oldest first."""
        stretch: list[date] = []
        for point in self.series():
            if point.value is None:
                stretch.append(point.month)
            elif stretch:
                yield stretch[0], stretch[-1]
                stretch = []
        if stretch:
            yield stretch[0], stretch[-1]


@dataclass(frozen=True, slots=True)
class MonthPromises:
    """What became of one side's promises that fell due in a month, as the mirror ledger counts them.

    `others` are those not kept, `apart` what is in none of the other counts: how many and in words, nothing of what did
    not happen.
    """

    month: date
    side: SideName
    due: int
    kept: int
    others: tuple[tuple[int, str], ...] = ()
    apart: tuple[tuple[int, str], ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "month", first_of_month(self.month))
        if not 0 <= self.kept <= self.due:
            raise ValueError(f"{self.kept} promises kept of {self.due} due cannot be.")

    @property
    def share(self) -> float | None:
        """The part kept, 0 to 1; None when nothing fell due, which is neither good nor bad."""
        return self.kept / self.due if self.due else None


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an outcome has come: percent of the way, and the percent expected by now."""

    name: str
    achieved: Decimal
    expected: Decimal | None
    state: StateName
