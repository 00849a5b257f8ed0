"""What is told of the advice of one partnership: what of it was not taken, what happened meanwhile, what it brought."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dashboards.advice.days import Stretch, days_in
from dashboards.charts import Trend, value_in_words
from dashboards.models import Indicator, Reading
from governance.models import ActionItem, Ask
from partners.models import Side
from partners.numbers import counted, days, number_in_words
from partners.sentences import listed


@dataclass(frozen=True)
class OffTarget:
    """A reading that was off target."""

    indicator: Indicator
    reading: Reading
    words: str


@dataclass(frozen=True)
class InTheWay:
    """An impediment that was open on so many of the days."""

    ask: Ask
    days: int

    @property
    def in_days(self) -> str:
        return days(self.days)


@dataclass(frozen=True)
class Meanwhile:
    """What went wrong on the outcome that the advice was for, on the days on which it was not taken."""

    readings: Sequence[OffTarget] = ()
    missed: Sequence[ActionItem | Ask] = ()
    in_the_way: Sequence[InTheWay] = ()

    @property
    def by_indicator(self) -> list[tuple[Indicator, list[OffTarget]]]:
        """The readings that were off target under what they measure."""
        of: dict[Indicator, list[OffTarget]] = {}
        for each in self.readings:
            of.setdefault(each.indicator, []).append(each)
        return list(of.items())


@dataclass(frozen=True)
class Gain:
    """How a figure has gone since the advice was put in place: its last whole month before, its latest since."""

    indicator: Indicator
    trend: Trend
    before: Reading
    now: Reading

    @property
    def better(self) -> bool | None:
        """None where it has not moved, or where no direction is the good one."""
        if self.before.value == self.now.value or self.trend.direction == "none":
            return None
        return (self.now.value > self.before.value) == (self.trend.direction == "higher")

    @property
    def was(self) -> str:
        return value_in_words(self.trend, self.before.value)

    @property
    def is_now(self) -> str:
        return value_in_words(self.trend, self.now.value)


@dataclass(frozen=True)
class Advice:
    """A piece of advice: the days on which it was not taken, what happened meanwhile, what it brought in place."""

    ask: Ask
    stretches: Sequence[Stretch] = ()
    meanwhile: Meanwhile = Meanwhile()
    in_place_on: date | None = None
    gains: Sequence[Gain] = ()

    @property
    def days(self) -> int:
        return days_in(self.stretches)

    @property
    def in_days(self) -> str:
        return days(self.days)


@dataclass(frozen=True)
class AdviceTo:
    """All advice that was given to one side and is to be told of, what was not taken for longest first."""

    side: Side
    pieces: Sequence[Advice] = ()

    @property
    def not_taken(self) -> list[Advice]:
        """What was not taken for a time, or is not to this day."""
        return [each for each in self.pieces if each.stretches]

    @property
    def taken(self) -> list[Advice]:
        return [each for each in self.pieces if each.in_place_on]

    @property
    def days(self) -> int:
        return sum(each.days for each in self.not_taken)

    @property
    def in_days(self) -> str:
        return days(self.days)

    @property
    def counts(self) -> tuple[int, int, int]:
        """What happened meanwhile, each thing once, however many pieces of advice are tied to it."""
        happened = [each.meanwhile for each in self.not_taken]
        return (
            len({reading.reading.pk for each in happened for reading in each.readings}),
            len({(type(missed), missed.pk) for each in happened for missed in each.missed}),
            len({shown.ask.pk for each in happened for shown in each.in_the_way}),
        )

    @property
    def moved_well(self) -> int:
        """How much of what is in place was followed by a figure that is better than before."""
        return sum(any(gain.better for gain in each.gains) for each in self.taken)

    def told(self, reader: Side) -> str:
        """What it comes to, in the reader's voice; empty where no advice was given or all of it is young."""
        we, theirs = ("We", "their") if self.side is reader else ("They", "our")
        said = []
        if self.not_taken:
            pieces = f"{number_in_words(len(self.not_taken))} of {theirs} recommendations"
            together = " together" if len(self.not_taken) > 1 else ""
            said.append(
                f"{we} did not follow {pieces} for {self.in_days}{together}{_meanwhile(self.counts)}."
            )
        if self.taken:
            pieces = f"{number_in_words(len(self.taken))} of {theirs} recommendations"
            since = f"; figures are better since then for {counted(self.moved_well, 'of them', 'of them')}"
            said.append(f"{we} put {pieces} in place{since if self.moved_well else ''}.")
        return " ".join(said)


def _meanwhile(counts: tuple[int, int, int]) -> str:
    readings, missed, in_the_way = counts
    happened = [
        counted(readings, "reading was off target", "readings were off target"),
        counted(missed, "promise was missed", "promises were missed"),
        counted(in_the_way, "impediment was open", "impediments were open"),
    ]
    told = [words for words, count in zip(happened, counts, strict=True) if count]
    return f": on the same outcomes {listed(told)} meanwhile" if told else ""
