"""What follows page one in the PDF, from the seal alone."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import accumulate, zip_longest

from dashboards.charts import (
    HALF,
    Chart,
    MonthPromises,
    Point,
    Progress,
    Trend,
    mirrored_chart,
    progress_chart,
    trend_chart,
)  # fmt: skip
from dashboards.charts.facts import StateName
from dashboards.charts.frame import Size
from partners.models import Side
from reviews.snapshot.facts import (
    ActionFacts,
    ActivityFacts,
    AgendaFacts,
    AskFacts,
    IndicatorFacts,
    MatrixFacts,
    MinuteFacts,
    OutcomeFacts,
    Snapshot,
)  # fmt: skip
from reviews.snapshot.names import Names
from reviews.snapshot.voice import Called

_BAR = Size(300, 16)
_HEALTH: dict[str, StateName] = {"on_track": "good", "at_risk": "warn", "off_track": "bad", "unknown": "none"}
_SETTLED = ("closed", "withdrawn")


@dataclass(frozen=True)
class Measured:
    indicator: IndicatorFacts
    chart: Chart


@dataclass(frozen=True)
class Outcome:
    facts: OutcomeFacts
    state: str
    bar: Chart | None


@dataclass(frozen=True)
class Pair:
    """One line of the tracker: what we owe beside what they owe, either may be empty."""

    ours: ActionFacts | None
    theirs: ActionFacts | None

    @property
    def both(self) -> tuple[tuple[str, ActionFacts | None], ...]:
        return (Side.OURS.value, self.ours), (Side.THEIRS.value, self.theirs)


@dataclass(frozen=True)
class AsksOfKind:
    heading: str
    asks: tuple[AskFacts, ...]


@dataclass(frozen=True)
class Discussed:
    """An agenda item and what was written while it was talked about; `number` counts the sections up to it."""

    number: int
    item: AgendaFacts
    minutes: tuple[MinuteFacts, ...]


@dataclass(frozen=True)
class Who:
    """One row of a RACI grid as names by letter: fits the page however many people there are."""

    activity: ActivityFacts
    by_letter: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Grid:
    matrix: MatrixFacts
    rows: tuple[Who, ...]


def measured(snapshot: Snapshot) -> tuple[tuple[Measured, ...], ...]:
    """Every indicator with its chart, two to a row."""
    every = [Measured(indicator, trend_chart(trend_of(indicator), HALF)) for indicator in snapshot.indicators]
    return tuple(tuple(every[start : start + 2]) for start in range(0, len(every), 2))


def trend_of(indicator: IndicatorFacts) -> Trend:
    """The figure's facts as they were sealed; a month without a reading stays one."""
    return Trend(
        name=indicator.name,
        unit=indicator.unit,
        direction=indicator.direction,
        target=indicator.target,
        amber=indicator.amber,
        points=tuple(
            Point(reading.month, reading.value, reading.provisional) for reading in indicator.readings
        ),
        until=indicator.until,
    )


def promises_by_month(snapshot: Snapshot, called: Mapping[str, Called]) -> Chart:
    months = (
        MonthPromises(month.month, promises.side, **vars(month.count))
        for promises in snapshot.promises
        for month in promises.months
    )
    return mirrored_chart(months, {side: called[side].subject for side in called})


def outcomes(snapshot: Snapshot) -> tuple[Outcome, ...]:
    return tuple(Outcome(outcome, _HEALTH[outcome.health], _bar(outcome)) for outcome in snapshot.outcomes)


def _bar(outcome: OutcomeFacts) -> Chart | None:
    if outcome.progress is None:
        return None
    expected = None if outcome.expected is None else Decimal(outcome.expected)
    return progress_chart(
        Progress(outcome.statement, Decimal(outcome.progress), expected, _HEALTH[outcome.health]), _BAR
    )


def fresh(snapshot: Snapshot) -> tuple[Pair, ...]:
    """The promises made in this review."""
    return _paired([action for action in snapshot.actions if action.fresh])


def open_promises(snapshot: Snapshot) -> tuple[Pair, ...]:
    """What is still owed, apart from what was promised just now: late first, then by date."""
    owed = [action for action in snapshot.actions if action.state not in _SETTLED and not action.fresh]
    return _paired(sorted(owed, key=lambda action: (-action.days_late, action.due_on, action.id)))


def settled_promises(snapshot: Snapshot) -> tuple[Pair, ...]:
    """What was confirmed or withdrawn since the review before."""
    done = [action for action in snapshot.actions if action.state in _SETTLED]
    return _paired(sorted(done, key=lambda action: (action.closed_on or date.max, action.id)))


def _paired(actions: Sequence[ActionFacts]) -> tuple[Pair, ...]:
    ours, theirs = ([action for action in actions if action.side == side] for side in Side.values)
    return tuple(Pair(*pair) for pair in zip_longest(ours, theirs))


def asks(snapshot: Snapshot) -> tuple[AsksOfKind, ...]:
    headings = {"decision": "Decisions", "impediment": "What is in the way", "recommendation": "Advice"}
    groups = (
        AsksOfKind(heading, tuple(ask for ask in snapshot.asks if ask.kind == kind))
        for kind, heading in headings.items()
    )
    return tuple(group for group in groups if group.asks)


def discussed(snapshot: Snapshot) -> tuple[Discussed, ...]:
    numbers = accumulate(int(item.heading) for item in snapshot.agenda)
    return tuple(
        Discussed(number, item, tuple(minute for minute in snapshot.minutes if minute.item == item.id))
        for number, item in zip(numbers, snapshot.agenda, strict=True)
    )


def other_minutes(snapshot: Snapshot) -> tuple[MinuteFacts, ...]:
    """Minutes that belong to no item of the agenda."""
    return tuple(minute for minute in snapshot.minutes if minute.item is None)


def raci(snapshot: Snapshot, names: Names) -> tuple[Grid, ...]:
    return tuple(Grid(matrix, tuple(_rows(matrix, names))) for matrix in snapshot.raci)


def _rows(matrix: MatrixFacts, names: Names) -> Iterator[Who]:
    for activity in matrix.activities:
        yield Who(
            activity,
            tuple(
                (letter, ", ".join(names[held.person] for held in activity.letters if held.letter == letter))
                for letter in "RACI"
            ),
        )
