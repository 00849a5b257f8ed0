"""The rows of somebody's tracker, understood as promises."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

import re2

from governance.calendar.dates import DateIsAmbiguous, DateNotUnderstood, understand_date_cell
from governance.sheets.columns import Column
from governance.sheets.people_matching import Candidate, PersonMatch, match_person
from governance.sheets.problems import (
    RowProblem,
    illegible_problem,
    owner_sentence,
    reference_problem,
    shortened_title,
    side_problem,
    title_problem,
)
from governance.sheets.sides import OURS, Sides
from governance.sheets.statuses import mapped_status
from governance.sheets.table import Cell, SheetRow, Table
from governance.sheets.totals import ADDS_UP_OTHERS, total_lines
from governance.sheets.writing.formulas import unguarded
from partners.normalize import fold
from partners.untrusted_text import unmarked

LONGEST_NAME = 120
SEVERAL_NAMES = re2.compile(r"(?i)[/&+;\n]|\b(?:and|und|et)\b")
FIGURES = re2.compile(r"([0-9]{1,2})[/-]([0-9]{1,2})[/-](?:[0-9]{2}){1,2}")
ADDRESS = re2.compile(r"[A-Za-z0-9._%+'-]{1,64}@[A-Za-z0-9.-]{1,190}")
AROUND_A_NAME = re2.compile(
    r"(?i);#[0-9]+|\([^()]{0,60}\)|^(?:(?:dr|prof|mr|mrs|ms|herr|frau|mme|ing|dipl-ing)\.?\s+)+|[\"<>]"
)
_DATES = (Column.DUE, Column.DONE_ON)


@dataclass(frozen=True)
class TrackerRow:
    """One row as understood; it may be taken when `problems` is empty.

    `line` is its line in the file, `key` what Tandem called the row when it was exported. `status` is one of ours
    ("open", "closed" …). `owner_text`, `due_text` and `status_text` keep what the file
    says; `candidates` are the people the owner's name may mean.
    """

    line: int
    key: str
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
    side: str | None = None
    side_text: str = ""
    """The side it says it is of, "ours" or "theirs", and in which words; the owner says it where the list does not."""
    is_total: bool = False
    """It adds up other rows: nothing that could be typed beside it makes a promise of it."""


def tracker_rows(
    table: Table,
    mapping: Mapping[Column, int],
    *,
    people: Sequence[Candidate],
    statuses: Mapping[str, str],
    today: date,
    day_first: bool | None = None,
    nobody: Candidate | None = None,
    sides: Sides | None = None,
) -> list[TrackerRow]:
    """What each row of `table` promises, its columns being where `mapping` says.

    `people` are those who may own something, `statuses` maps the file's own words to ours, `day_first` decides
    12/11/2026 where no other date of the file does, `nobody` owns what names nobody, and `sides` are what the file
    calls the two. Dates gone by are taken as they are. Rows without title, owner and date are passed over; a row that
    repeats an earlier one is a problem of its own, and so is one that adds up others.
    """
    order = date_order(table, mapping)
    reader = _TrackerReader(
        table,
        mapping,
        people,
        statuses,
        today,
        day_first if order is None else order,
        nobody,
        sides or Sides(),
    )
    totals = _totals(table, mapping)
    rows = [
        reader.total(row) if row.line in totals else reader.understood(row)
        for row in table.rows
        if row.line in totals or reader.says_something(row)
    ]
    return _with_repetitions_named(rows)


def _totals(table: Table, mapping: Mapping[Column, int]) -> frozenset[int]:
    """The lines that add up others. What Tandem gave a key in an export is an action, whatever it is called."""
    labels = [mapping[column] for column in (Column.TITLE,) if column in mapping]
    beside = [mapping[column] for column in (Column.OWNER, Column.DUE) if column in mapping]
    amounts = [at for at in range(table.width) if at not in mapping.values()]
    rows = [row for row in table.rows if not row.text(mapping.get(Column.KEY))]
    return total_lines(rows, labels=labels, amounts=amounts, beside=beside)


class _TrackerReader:
    def __init__(
        self,
        table: Table,
        mapping: Mapping[Column, int],
        people: Sequence[Candidate],
        statuses: Mapping[str, str],
        today: date,
        day_first: bool | None,
        nobody: Candidate | None,
        sides: Sides,
    ) -> None:
        self.mapping, self.today, self.day_first, self.nobody = mapping, today, day_first, nobody
        self.sides = sides
        # A column of companies that names the two alone says the sides; else it says whose list it is.
        companies = {row.text(mapping.get(Column.PARTNER)) for row in table.rows} - {""}
        named = set(map(sides.named, companies))
        self.companies_are_sides = OURS in named and None not in named
        # An export of ours as CSV guards what a spreadsheet would run; a workbook has no need of it.
        is_our_csv = Column.KEY in mapping and bool(table.delimiter)
        self.written: Callable[[str], str] = unguarded if is_our_csv else str
        # A tracker names the same few people on every row.
        self.match = lru_cache(maxsize=None)(lambda name: match_person(name, people))
        self.mapped = lru_cache(maxsize=None)(lambda words: mapped_status(words, statuses))

    def says_something(self, row: SheetRow) -> bool:
        return any(row.text(self.mapping.get(column)) for column in (Column.TITLE, Column.OWNER, Column.DUE))

    def total(self, row: SheetRow) -> TrackerRow:
        """A row that adds up others: whatever else is wrong with it is not worth a word."""
        why = RowProblem(Column.TITLE, ADDS_UP_OTHERS)
        return replace(self.understood(row), problems=(why,), is_total=True)

    def understood(self, row: SheetRow) -> TrackerRow:
        text = {column: self.written(row.text(self.mapping.get(column))) for column in Column}
        title, rest = shortened_title(" ".join(unmarked(text[Column.TITLE]).split()))
        side_text, partner_text = self._side(text[Column.SIDE], text[Column.PARTNER])
        side = self.sides.of(side_text)
        match, owner_problem = self._owner(text[Column.OWNER], side)
        cell = row.cell(self.mapping.get(Column.DUE))
        due, due_problem = day_of_cell(cell, today=self.today, day_first=self.day_first)
        status, status_problem = self._status(text[Column.STATUS])
        done_on, done_problem = self._done_on(row.cell(self.mapping.get(Column.DONE_ON)))
        problems = (
            title_problem(title),
            owner_problem or side_problem(match.person, side, side_text),
            illegible_problem(Column.SIDE, text[Column.SIDE]),
            due_problem,
            status_problem,
            done_problem,
            reference_problem(text[Column.REFERENCE]),
        )
        return TrackerRow(
            line=row.line,
            key=text[Column.KEY],
            reference=text[Column.REFERENCE],
            title=title,
            owner=match.person,
            owner_text=text[Column.OWNER],
            candidates=match.candidates or match.closest,
            due=due,
            due_text=text[Column.DUE],
            status=status,
            status_text=text[Column.STATUS],
            partner_text=partner_text,
            note="\n\n".join(filter(None, (rest, unmarked(text[Column.NOTE])))),
            done_on=done_on,
            problems=tuple(problem for problem in problems if problem),
            side=side,
            side_text=side_text,
        )

    def _side(self, said: str, company: str) -> tuple[str, str]:
        """What the row says of its side, and of its partner: a company of the two is a side in a column of both."""
        return (said or company, "") if self.companies_are_sides else (said, company)

    def _owner(self, name: str, side: str | None) -> tuple[PersonMatch, RowProblem | None]:
        if not name and self.nobody:
            return PersonMatch(person=self.nobody), None
        if not name:
            return PersonMatch(), RowProblem(Column.OWNER, "The row names no owner: choose who promised it.")
        if len(name) > LONGEST_NAME:
            sentence = f"The owner's name has {len(name)} characters and {LONGEST_NAME} fit: name one person."
            return PersonMatch(), RowProblem(Column.OWNER, sentence)
        match = self.match(_person_in(name))
        if problem := illegible_problem(Column.OWNER, name):
            meant = (match.person,) if match.person else match.candidates or match.closest
            return PersonMatch(closest=meant), problem
        if match.person:
            return match, None
        on_its_side = [each for each in match.candidates if each.side == side]
        if len(on_its_side) == 1:
            return PersonMatch(person=on_its_side[0]), None
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
            day = self._day(cell)
        except DateNotUnderstood:
            return None, illegible_problem(Column.DONE_ON, cell)
        if day > self.today:
            return None, RowProblem(
                Column.DONE_ON, "The day it was done is still to come: correct one of them."
            )
        return day, None

    def _day(self, cell: Cell) -> date:
        return _day(cell, today=self.today, day_first=self.day_first)

    def _status(self, words: str) -> tuple[str | None, RowProblem | None]:
        status = self.mapped(words) if words else "open"
        if status:
            return status, None
        return None, RowProblem(
            Column.STATUS, f"Say what the status “{words}” means: open, closed or another."
        )


def day_of_cell(cell: Cell, *, today: date, day_first: bool | None) -> tuple[date | None, RowProblem | None]:
    """The day by which something is promised, or why the cell names none."""
    if cell == "":
        return None, RowProblem(Column.DUE, "The row has no date: say by when.")
    try:
        return _day(cell, today=today, day_first=day_first), None
    except DateIsAmbiguous:
        return None, RowProblem(Column.DUE, "Say whether the day or the month stands first in its dates.")
    except DateNotUnderstood as refusal:
        return None, RowProblem(Column.DUE, str(refusal))


def _day(cell: Cell, *, today: date, day_first: bool | None) -> date:
    return cell if isinstance(cell, date) else understand_date_cell(cell, today=today, day_first=day_first)


def _person_in(name: str) -> str:
    """The name or the address within what programs write: "Priya Raman;#12", "i:0#.f|membership|priya@…", "Dr. Mei Chen
    (Meridian)".
    """
    if address := ADDRESS.search(name):
        return str(address[0])
    return str(AROUND_A_NAME.sub(" ", name)).strip() or name


def date_order(table: Table, mapping: Mapping[Column, int]) -> bool | None:
    """Whether the file writes the day before the month: one 12/25/2026 settles it for every row. None where no date
    of it tells.
    """
    texts = (row.text(mapping.get(column)) for row in table.rows for column in _DATES)
    figures = [(int(found[1]), int(found[2])) for text in texts if (found := FIGURES.match(text))]
    if any(second <= 12 < first for first, second in figures):
        return True
    return False if any(first <= 12 < second for first, second in figures) else None


def open_date(table: Table, mapping: Mapping[Column, int], *, today: date) -> DateIsAmbiguous | None:
    """The first date that may be two days, where no date of the file tells which."""
    if date_order(table, mapping) is not None:
        return None
    for row in table.rows:
        for column in _DATES:
            cell = row.cell(mapping.get(column))
            try:
                if isinstance(cell, str):
                    understand_date_cell(cell, today=today)
            except DateIsAmbiguous as either:
                return either
            except DateNotUnderstood:
                continue
    return None


def _with_repetitions_named(rows: list[TrackerRow]) -> list[TrackerRow]:
    first_lines: dict[tuple[object, ...], int] = {}
    return [row if row.is_total else _named_if_repeated(row, first_lines) for row in rows]


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
