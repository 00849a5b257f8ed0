"""A tracker on its way in: the file, and what its owner has said about its columns, statuses and people."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any

from governance.calendar.dates import DateIsAmbiguous, DateNotUnderstood, understand_date_cell
from governance.capture.lines import Captured
from governance.capture.minutes import MinutesLine, minutes_lines
from governance.sheets import (
    Column,
    StatusInUse,
    Table,
    TrackerRow,
    guess_columns,
    guess_status,
    tracker_rows,
    unknown_statuses,
)
from governance.sheets.columns import filled_columns, guess_by_contents
from governance.sheets.completing import completed
from governance.sheets.people_matching import Candidate, PersonMatch, invited_key, match_person
from governance.sheets.problems import RowProblem, shortened_title
from governance.sheets.reading import Book
from governance.sheets.sides import Sides, depends_on_who_speaks
from governance.sheets.statuses import STATES
from governance.sheets.tracker import open_date
from partners.access import Permission, Role
from partners.models import Invitation, User

HEADER_ROWS = 10
MOSTLY = 0.6
"""Of the cells of a column that must be names, or days, for it to hold owners or dates."""
WORDS_OF_A_TITLE = 2
COLUMN_LABELS = {
    Column.TITLE: "What is promised",
    Column.OWNER: "Who promised it",
    Column.DUE: "By when",
    Column.STATUS: "How it stands",
    Column.REFERENCE: "Its number",
    Column.SIDE: "Which side",
    Column.PARTNER: "Which partner",
    Column.NOTE: "A note",
    Column.DONE_ON: "When it was done",
    Column.KEY: "Tandem's own key",
}


@dataclass(frozen=True)
class UnknownOwner:
    """A name in the file that leads to nobody, how often, who may be meant, and who was chosen by hand."""

    name: str
    count: int
    likely: list[Candidate]
    chosen: object = None


@dataclass(frozen=True)
class TrackerSheet:
    """`said`: sheet (its name), header (line or None), columns (kind → position), day_first, statuses (words → state),
    owners (name → id), everybody (the id of whoever owns all that nobody else does), rows (line → words).
    """

    book: Book
    members: Sequence[User]
    said: Mapping[str, Any]
    today: date
    invited: Sequence[Invitation] = ()
    """Whoever has not followed their invitation yet: what they own waits for them."""
    onlookers: Sequence[User] = ()
    """Whoever takes part and owns no promises, such as an observer."""
    speaking: Sides = field(default_factory=Sides)
    """What the two sides are called; who says "we" is whoever brings the list, where nothing else is said."""

    @cached_property
    def file(self) -> Table:
        """The sheet that is meant: as said, else the one with most rows that are still open."""
        return self.book.sheet(self.said.get("sheet"), liking=_open_rows)

    @cached_property
    def table(self) -> Table:
        return self.file.headed_by(self.said["header"]) if "header" in self.said else self.file

    @cached_property
    def columns(self) -> dict[Column, int]:
        """Where each kind of column is: as said, else as guessed from the header and from what stands beneath it."""
        if "columns" in self.said:
            return {
                Column(kind): place
                for kind, place in self.said["columns"].items()
                if place < self.table.width
            }
        named: dict[Column, int] = guess_columns(self.table.column_names, filled=filled_columns(self.table))
        if self.table.header is None:
            return named
        tests = {Column.DUE: self._are_days, Column.OWNER: self._are_names, Column.TITLE: _are_sentences}
        return guess_by_contents(self.table, named, tests)

    @property
    def day_first(self) -> bool | None:
        return self.said.get("day_first")

    @cached_property
    def open_date(self) -> DateIsAmbiguous | None:
        """A date that may be two days, where no date of the file tells which comes first."""
        return open_date(self.table, self.columns, today=self.today)

    def _are_days(self, cells: Sequence[str]) -> bool:
        return sum(map(self._is_day, cells)) >= MOSTLY * len(cells)

    def _is_day(self, cell: str) -> bool:
        try:
            understand_date_cell(cell, today=self.today, day_first=True)
        except DateNotUnderstood:
            return False
        return any(map(str.isdigit, cell))

    def _are_names(self, cells: Sequence[str]) -> bool:
        found = (match_person(cell, self.people, shortened=False, closest=False) for cell in cells)
        return sum(match.person is not None for match in found) >= MOSTLY * len(cells)

    @cached_property
    def statuses(self) -> dict[str, str]:
        """Their words → our state: as said, and guessed where nothing is said yet."""
        guesses = {
            used.words: used.guess for used in unknown_statuses(self.table, self.columns, {}) if used.guess
        }
        return {**guesses, **self.said.get("statuses", {})}

    @cached_property
    def statuses_in_use(self) -> list[StatusInUse]:
        """Every status in the file's own words, with the state it is taken for."""
        return [
            StatusInUse(used.words, used.count, self.statuses.get(used.words) or guess_status(used.words))
            for used in unknown_statuses(self.table, self.columns, {})
        ]

    @cached_property
    def people(self) -> list[Candidate]:
        """The members, each also by their address and by what the file calls them."""
        called: dict[int, list[str]] = {}
        for name, person in self.said.get("owners", {}).items():
            called.setdefault(person, []).append(name)
        return [
            Candidate(
                m.pk, m.full_name, m.side.value, (m.email, m.email.split("@")[0], *called.get(m.pk, ()))
            )
            for m in self.members
        ] + [each for each in self._expected if each.is_invited]

    @cached_property
    def minutes(self) -> list[MinutesLine]:
        """The lines of a text that is no table, where some of them promise something: who will do what by when."""
        if not self.book.text or self.table.header is not None or "columns" in self.said:
            return []
        lines = minutes_lines(self.book.text, people=self.people, today=self.today)
        return lines if any(line.is_promise for line in lines) else []

    @cached_property
    def passed_over(self) -> list[MinutesLine]:
        """The lines of minutes that promise nothing."""
        return [line for line in self.minutes if not line.is_promise]

    @cached_property
    def rows(self) -> list[TrackerRow]:
        if self.minutes:
            read = [_as_row(line, line.captured) for line in self.minutes if line.captured]
            return [self._completed(row) for row in read]
        rows = tracker_rows(
            self.table,
            self.columns,
            people=self.people,
            statuses=self.statuses,
            today=self.today,
            day_first=self.day_first,
            nobody=next(
                (each for each in self.people if each.id == self.said.get("owners", {}).get("")), None
            ),
            sides=replace(self.speaking, speaker=self.speaker or self.speaking.speaker),
        )
        return [self._completed(self._told_of_others(row)) for row in rows]

    @property
    def speaker(self) -> str:
        """Whose list it is, as far as somebody said so."""
        return str(self.said.get("speaker", ""))

    @cached_property
    def open_side(self) -> str:
        """A word such as “ours” that does not fit its owner where whoever brings the list says it: the other side may
        have written it. Empty where each fits.
        """
        return next(
            (
                row.side_text
                for row in self.rows
                if row.owner
                and depends_on_who_speaks(row.side_text)
                and self.speaking.of(row.side_text) != row.owner.side
            ),
            "",
        )

    @cached_property
    def by_hand(self) -> Mapping[str, Mapping[str, str]]:
        """What was typed beside rows that lacked it: line → name of the column → words."""
        return self.said.get("rows", {})

    def _completed(self, row: TrackerRow) -> TrackerRow:
        typed = self.by_hand.get(str(row.line))
        if not typed or row.is_total:
            return row
        return completed(row, typed, people=self.people, today=self.today, day_first=self.day_first)

    def _told_of_others(self, row: TrackerRow) -> TrackerRow:
        """Where a row names somebody who is known and can own nothing here, it says so."""
        if row.owner or not row.owner_text or row.is_total:
            return row
        known = [*self._expected, *self._onlooking]
        found = match_person(row.owner_text, known, shortened=False, closest=False).person
        if found is None:
            return row
        sentence = (
            f"{found.full_name} takes part here and cannot own a promise: choose another owner."
            if found in self._onlooking
            else f"{found.full_name} is invited to look on and cannot own a promise: choose another owner."
        )
        problems = (
            RowProblem(Column.OWNER, sentence) if problem.column is Column.OWNER else problem
            for problem in row.problems
        )
        return replace(row, problems=tuple(problems))

    @cached_property
    def _onlooking(self) -> list[Candidate]:
        return [
            Candidate(f"onlooker {each.pk}", each.full_name, each.side.value, (each.email,))
            for each in self.onlookers
        ]

    @cached_property
    def _expected(self) -> list[Candidate]:
        here = {member.email for member in self.members}
        return [
            Candidate(
                invited_key(each),
                each.full_name,
                each.side.value,
                (each.email, each.email.split("@")[0]),
                is_invited=Permission.KEEP_PROMISES in Role(each.role).permissions,
            )
            for each in self.invited
            if each.email not in here
        ]

    @cached_property
    def unknown_owners(self) -> list[UnknownOwner]:
        """Names that lead to nobody yet, or were matched by hand, the most frequent first."""
        if self.minutes:
            return []
        by_hand = self.said.get("owners", {})
        rows = [row for row in self.rows if not row.is_total]
        counts = Counter(row.owner_text for row in rows)
        unmatched = {row.owner_text for row in rows if row.owner is None} | set(by_hand)
        return [
            UnknownOwner(name, count, _likely(match_person(name, self.people)), by_hand.get(name))
            for name, count in counts.most_common()
            if name in unmatched
        ]

    @property
    def header_choices(self) -> list[tuple[int, str]]:
        """The first rows, as what may name the columns."""
        return [
            (row.line, " · ".join(row.text(place) for place in range(min(5, len(row.cells)))))
            for row in self.file.every_row[:HEADER_ROWS]
        ]

    @property
    def states(self) -> list[tuple[str, str]]:
        return list(STATES.items())


def _likely(match: PersonMatch) -> list[Candidate]:
    found = [match.person] if match.person else [*match.candidates, *match.closest]
    return [
        each for each in found if not each.is_invited
    ]  # whom nobody chooses for a name that is not theirs


def _as_row(line: MinutesLine, captured: Captured) -> TrackerRow:
    """What a line of minutes promises, as a row of a list: a proposal, which its owner accepts."""
    columns = {"title": Column.TITLE, "owner": Column.OWNER, "date": Column.DUE}
    title, rest = shortened_title(captured.title)
    asked = [problem for problem in captured.problems if not (problem.field == "title" and title)]
    return TrackerRow(
        line=line.line,
        key="",
        reference="",
        title=title,
        owner=captured.owner,
        owner_text=captured.owner.full_name if captured.owner else "",
        candidates=(),
        due=captured.due,
        due_text="",
        status="closed" if line.is_done else "proposed",
        status_text="",
        partner_text="",
        note=rest,
        done_on=None,
        problems=tuple(
            RowProblem(columns[problem.field], problem.sentence)
            for problem in asked
            if not (problem.field == "date" and captured.due)  # a Saturday that was written down is one
        ),
    )


def _open_rows(table: Table) -> int:
    """How many rows of a sheet are not closed, as far as a column of statuses tells."""
    columns: dict[Column, int] = guess_columns(table.column_names) if table.header else {}
    column = columns.get(Column.STATUS)
    return sum(guess_status(row.text(column)) not in ("closed", "withdrawn") for row in table.rows)


def _are_sentences(cells: Sequence[str]) -> bool:
    return sum(len(cell.split()) >= WORDS_OF_A_TITLE for cell in cells) >= MOSTLY * len(cells)
