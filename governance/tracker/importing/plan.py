"""What taking over somebody's tracker would do, worked out before anything is changed."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from governance.models import ActionItem
from governance.normalize import fold
from governance.sheets import Column, TrackerRow
from governance.wording import day_to_come, within_reach
from partners.history.tables import history_of_rows
from partners.models import Partner
from partners.verb import Refused

MOST_ROWS = 2000
SETTLED = ("closed", "withdrawn")


@dataclass(frozen=True)
class LineProblem:
    """Why a row cannot be taken: its line in the file and a sentence to the person."""

    line: int
    sentence: str


@dataclass
class ActionPlan:
    """The rows to take, those already here, those left out and why, and those that cannot be taken.

    `settled` rows are closed or withdrawn in the file: nobody's own side can confirm for the other, so they stay there.
    """

    taken: list[TrackerRow] = field(default_factory=list)
    known: list[TrackerRow] = field(default_factory=list)
    settled: list[TrackerRow] = field(default_factory=list)
    of_others: list[TrackerRow] = field(default_factory=list)
    problems: list[LineProblem] = field(default_factory=list)
    side: str = ""
    """That of whoever brings the list."""
    today: date = date.min

    def is_asked(self, row: TrackerRow) -> bool:
        """Whether it comes in as a proposal: as the list says, or since the other side owes it."""
        return row.status == "proposed" or (row.owner is not None and row.owner.side != self.side)

    @property
    def lines(self) -> list[tuple[TrackerRow, str]]:
        """The rows to take, each with what it will be."""
        return [(row, self._becomes(row)) for row in self.taken]

    def _becomes(self, row: TrackerRow) -> str:
        if self.is_asked(row):
            return "proposed: they are asked"
        state = "reported done" if row.status == "reported" else "open"
        return f"{state}, not counted: its day has passed" if row.due and row.due < self.today else state

    @property
    def is_importable(self) -> bool:
        return not self.problems


def plan_actions(partner: Partner, rows: Sequence[TrackerRow], *, today: date, side: str) -> ActionPlan:
    """Sorts `rows` by what becomes of them, with two queries. `side` is that of whoever brings them."""
    plan, here = ActionPlan(side=side, today=today), _Here(partner)
    for row in rows:
        if row.status in SETTLED:
            plan.settled.append(row)
        elif row.partner_text and not _means(row.partner_text, partner):
            plan.of_others.append(row)
        elif problems := _problems(row, today):
            plan.problems += problems
        else:
            (plan.known if here.knows(row) else plan.taken).append(row)
    if len(plan.taken) > MOST_ROWS:
        plan.problems.append(
            LineProblem(
                0, f"{len(plan.taken):,} open rows are too many at once: import at most {MOST_ROWS:,}."
            )
        )
    return plan


class _Here:
    """The actions on record: by their number in the spreadsheet, else by title, owner and first date; as they stand,
    and as they stood when they came in. What became of a row since makes it no other one.
    """

    def __init__(self, partner: Partner) -> None:
        self.references: set[str] = set()
        self.promises: set[_Promise] = set()
        self.unnumbered: set[_Promise] = set()
        came_in = history_of_rows(ActionItem)._base_manager.filter(partner_id=partner.pk, pgh_label="insert")
        for rows in (ActionItem.objects.filter(partner=partner), came_in):
            columns = rows.values_list("reference", "title", "owner_id", "first_due_on", "due_on")
            for reference, title, owner, first, due in columns:
                self._add(reference, (fold(title), owner, first or due))

    def _add(self, reference: str, promise: "_Promise") -> None:
        self.promises.add(promise)
        if reference:
            self.references.add(reference)
        else:
            self.unnumbered.add(promise)

    def knows(self, row: TrackerRow) -> bool:
        promise = (fold(row.title), row.owner and row.owner.id, row.due)
        if row.reference:
            return row.reference in self.references or promise in self.unnumbered
        return promise in self.promises


_Promise = tuple[str, object, date | None]
"""Title, owner and first date."""


def _problems(row: TrackerRow, today: date) -> list[LineProblem]:
    found = [LineProblem(row.line, problem.sentence) for problem in row.problems]
    if row.due is not None and not any(problem.column is Column.DUE for problem in row.problems):
        allowed = day_to_come if row.status == "proposed" else within_reach
        try:
            allowed(row.due, today=today, field="due_on")
        except Refused as refused:
            found.append(LineProblem(row.line, refused.sentence))
    return found


def _means(words: str, partner: Partner) -> bool:
    """Whether a cell of the partner's column names this partner, in full or by its first word or code."""
    said, name = fold(words).strip(), fold(partner.name)
    return said in (name, name.split()[0], fold(partner.code), partner.slug)
