"""The rows of somebody's tracker, understood as promises."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

import re2

from governance.calendar.dates import DateNotUnderstood, understand_date
from governance.normalize import fold
from governance.sheets.columns import Column
from governance.sheets.people_matching import Candidate, PersonMatch, match_person
from governance.sheets.problems import (
    RowProblem,
    illegible_problem,
    owner_sentence,
    reference_problem,
    side_problem,
    title_problem,
)
from governance.sheets.statuses import mapped_status
from governance.sheets.table import Cell, SheetRow, Table
from partners.untrusted_text import unmarked

LONGEST_NAME = 120
SEVERAL_NAMES = re2.compile(r"(?i)[/&+;\n]|\b(?:and|und|et)\b")
FIGURES = re2.compile(r"([0-9]{1,2})[/.-]([0-9]{1,2})[/.-](?:[0-9]{2}){1,2}")


@dataclass(frozen=True)
class TrackerRow:
    """One row as understood; it may be taken when `problems` is empty.

    `line` is its line in the file. `status` is one of ours ("open", "closed" …). `owner_text`, `due_text` and
    `status_text` keep what the file says; `candidates` are the people the owner's name may mean.
    """

    line: int
    reference: str
    title: str
    owner: Candidate | None
    owner_text: str
    candidates: tuple[Candidate, ...]
    due: date | None
    due_text: str
    status: str | None
    status_text: str
    partner_text: str
    note: str
    done_on: date | None
    problems: tuple[RowProblem, ...]


def tracker_rows(
    table: Table,
    mapping: Mapping[Column, int],
    *,
    people: Sequence[Candidate],
    statuses: Mapping[str, str],
    today: date,
) -> list[TrackerRow]:
    """What each row of `table` promises, its columns being where `mapping` says.

    `people` are those who may own something, `statuses` maps the file's own words to ours. Dates gone by are
    taken as they are. Rows without title, owner and date are passed over; a row that repeats an earlier one
    is a problem of its own.
    """
    reader = _TrackerReader(table, mapping, people, statuses, today)
    rows = [reader.understood(row) for row in table.rows if reader.says_something(row)]
    return _with_repetitions_named(rows)


class _TrackerReader:
    def __init__(
        self,
        table: Table,
        mapping: Mapping[Column, int],
        people: Sequence[Candidate],
        statuses: Mapping[str, str],
        today: date,
    ) -> None:
        self.mapping, self.today = mapping, today
        self.day_first = _is_day_first([row.text(mapping.get(Column.DUE)) for row in table.rows])
        # A tracker names the same few people on every row.
        self.match = lru_cache(maxsize=None)(lambda name: match_person(name, people))
        self.mapped = lru_cache(maxsize=None)(lambda words: mapped_status(words, statuses))

    def says_something(self, row: SheetRow) -> bool:
        return any(row.text(self.mapping.get(column)) for column in (Column.TITLE, Column.OWNER, Column.DUE))

    def understood(self, row: SheetRow) -> TrackerRow:
        text = {column: row.text(self.mapping.get(column)) for column in Column}
        title = " ".join(unmarked(text[Column.TITLE]).split())
        match, owner_problem = self._owner(text[Column.OWNER])
        due, due_problem = self._due(row.cell(self.mapping.get(Column.DUE)))
        status, status_problem = self._status(text[Column.STATUS])
        done_on, done_problem = self._done_on(row.cell(self.mapping.get(Column.DONE_ON)))
        problems = (
            title_problem(title),
            owner_problem or side_problem(match.person, text[Column.SIDE]),
            illegible_problem(Column.SIDE, text[Column.SIDE]),
            due_problem,
            status_problem,
            done_problem,
            reference_problem(text[Column.REFERENCE]),
        )
        return TrackerRow(
            line=row.line,
            reference=text[Column.REFERENCE],
            title=title,
            owner=match.person,
            owner_text=text[Column.OWNER],
            candidates=match.candidates or match.closest,
            due=due,
            due_text=text[Column.DUE],
            status=status,
            status_text=text[Column.STATUS],
            partner_text=text[Column.PARTNER],
            note=unmarked(text[Column.NOTE]),
            done_on=done_on,
            problems=tuple(problem for problem in problems if problem),
        )

    def _owner(self, name: str) -> tuple[PersonMatch, RowProblem | None]:
        if not name:
            return PersonMatch(), RowProblem(Column.OWNER, "The row names no owner: choose who promised it.")
        if len(name) > LONGEST_NAME:
            sentence = f"The owner's name has {len(name)} characters and {LONGEST_NAME} fit: name one person."
            return PersonMatch(), RowProblem(Column.OWNER, sentence)
        match = self.match(name)
        if problem := illegible_problem(Column.OWNER, name):
            meant = (match.person,) if match.person else match.candidates or match.closest
            return PersonMatch(closest=meant), problem
        if match.person:
            return match, None
        several = tuple(
            found.person for part in SEVERAL_NAMES.split(name) if (found := self.match(part)).person
        )
        if len(several) > 1:
            sentence = f"“{name}” names several people: choose the one who owns it."
            return PersonMatch(candidates=several), RowProblem(Column.OWNER, sentence)
        return match, RowProblem(Column.OWNER, owner_sentence(name, match))

    def _done_on(self, cell: Cell) -> tuple[date | None, RowProblem | None]:
        """The day it was done; none where the cell says something else, such as "yes"."""
        try:
            day = (
                cell
                if isinstance(cell, date)
                else understand_date(cell, today=self.today, day_first=self.day_first)
            )
        except DateNotUnderstood:
            return None, illegible_problem(Column.DONE_ON, cell)
        if day > self.today:
            return None, RowProblem(
                Column.DONE_ON, "The day it was done is still to come: correct one of them."
            )
        return day, None

    def _due(self, cell: Cell) -> tuple[date | None, RowProblem | None]:
        if isinstance(cell, date):
            return cell, None
        try:
            return understand_date(cell, today=self.today, day_first=self.day_first), None
        except DateNotUnderstood as refusal:
            return None, RowProblem(Column.DUE, str(refusal))

    def _status(self, words: str) -> tuple[str | None, RowProblem | None]:
        status = self.mapped(words) if words else "open"
        if status:
            return status, None
        return None, RowProblem(
            Column.STATUS, f"Say what the status “{words}” means: open, closed or another."
        )


def _is_day_first(texts: Sequence[str]) -> bool:
    """Whether the column writes the day before the month: one 12/25/2026 settles it for every row."""
    figures = [(int(found[1]), int(found[2])) for text in texts if (found := FIGURES.match(text))]
    month_first = any(first <= 12 < second for first, second in figures)
    return not month_first or any(second <= 12 < first for first, second in figures)


def _with_repetitions_named(rows: list[TrackerRow]) -> list[TrackerRow]:
    first_lines: dict[tuple[object, ...], int] = {}
    return [_named_if_repeated(row, first_lines) for row in rows]


def _named_if_repeated(row: TrackerRow, first_lines: dict[tuple[object, ...], int]) -> TrackerRow:
    same_promise = ("promise", fold(row.title), fold(row.owner_text), row.due or row.due_text)
    same_reference = ("reference", fold(row.reference))
    by_promise = first_lines.setdefault(same_promise, row.line)
    by_reference = first_lines.setdefault(same_reference, row.line) if row.reference else row.line
    if by_promise != row.line:
        sentence = f"It repeats line {by_promise}, with the same title, owner and date: remove one of them."
        return replace(row, problems=(*row.problems, RowProblem(Column.TITLE, sentence)))
    if by_reference != row.line:
        sentence = f"Line {by_reference} already has the reference {row.reference}: give each row its own."
        return replace(row, problems=(*row.problems, RowProblem(Column.REFERENCE, sentence)))
    return row
