"""The chapters of the pack that belong to no section of the agenda."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

from reviews.facts import ActivityFacts, AgendaItemFacts, MatrixFacts, MinuteFacts
from reviews.sections import links
from reviews.sections.chapter import Chapter


@dataclass(frozen=True)
class Who:
    """One row of a RACI grid as names by letter: fits the page however many people there are."""

    activity: ActivityFacts
    by_letter: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Grid:
    matrix: MatrixFacts
    rows: tuple[Who, ...]

    @property
    def stands(self) -> str:
        """ "Version 3", or before the first one "Draft"."""
        return f"Version {self.matrix.version}" if self.matrix.version else self.matrix.state.capitalize()


@dataclass(frozen=True)
class WhoDoesWhatChapter(Chapter):
    """The grids in force or in the making."""

    template = "record/print/raci.html"
    anchor = "raci"
    title = "Who does what"

    @property
    def is_printed(self) -> bool:
        return bool(self.snapshot.raci)

    @cached_property
    def grids(self) -> tuple[Grid, ...]:
        return tuple(Grid(matrix, tuple(self._rows(matrix))) for matrix in self.snapshot.raci)

    def _rows(self, matrix: MatrixFacts) -> Iterator[Who]:
        for activity in matrix.activities:
            by_letter = (
                (letter, [self.names[held.person] for held in activity.letters if held.letter == letter])
                for letter in "RACI"
            )
            yield Who(activity, tuple((letter, ", ".join(people)) for letter, people in by_letter))


@dataclass(frozen=True)
class Discussed:
    """An agenda item and what was written while it was talked about; `number` counts the sections up to it."""

    number: int
    item: AgendaItemFacts
    minutes: tuple[MinuteFacts, ...]


@dataclass(frozen=True)
class MinutesChapter(Chapter):
    """What was done in the room, the agenda with its minutes, who was there."""

    template = "record/print/minutes.html"
    anchor = "minutes"
    title = "Minutes"

    @cached_property
    def discussed(self) -> tuple[Discussed, ...]:
        agenda, minutes = self.snapshot.agenda, self.snapshot.minutes
        numbers = accumulate(int(item.heading) for item in agenda)
        return tuple(
            Discussed(number, item, tuple(minute for minute in minutes if minute.item == item.id))
            for number, item in zip(numbers, agenda, strict=True)
        )

    @property
    def other_minutes(self) -> tuple[MinuteFacts, ...]:
        """Minutes that belong to no item of the agenda."""
        return tuple(minute for minute in self.snapshot.minutes if minute.item is None)


@dataclass(frozen=True)
class OursOnlyChapter(Chapter):
    """For our side alone: the partner's edition has no such page, and no page one names it."""

    template = "record/print/ours_only.html"

    @property
    def is_printed(self) -> bool:
        return self.snapshot.ours_only is not None


@dataclass(frozen=True)
class SealChapter(Chapter):
    """The hash, what each side said, and what was sealed beside it since."""

    template = "record/print/seal.html"
    anchor = "seal"
    title = "Seal"

    @property
    def record_url(self) -> str:
        return links.record(self.snapshot)
