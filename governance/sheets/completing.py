"""A row that lacks something, completed by hand on the screen: what is promised, by whom, by when."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from governance.calendar.dates import short_day
from governance.sheets.columns import Column
from governance.sheets.people_matching import Candidate
from governance.sheets.problems import RowProblem, shortened_title, side_problem, title_problem
from governance.sheets.tracker import TrackerRow, day_of_cell
from partners.untrusted_text import unmarked

BY_HAND = (Column.TITLE, Column.OWNER, Column.DUE)
"""What can be typed beside a row. Everything else that stops one is put right in the file."""


def can_be_completed(row: TrackerRow) -> bool:
    """Whether nothing but what can be typed keeps the row from being taken."""
    return not row.key and not row.is_total and all(problem.column in BY_HAND for problem in row.problems)


def as_typed(row: TrackerRow, *, today: date) -> dict[str, str]:
    """What stands in the fields of a row before anybody types: by the names of the columns."""
    return {
        Column.TITLE.value: row.title,
        Column.OWNER.value: str(row.owner.id) if row.owner else "",
        Column.DUE.value: short_day(row.due, today=today) if row.due else row.due_text,
    }


def completed(
    row: TrackerRow,
    typed: Mapping[str, str],
    *,
    people: Sequence[Candidate],
    today: date,
    day_first: bool | None,
) -> TrackerRow:
    """The row with what was `typed` in place of what its list says, read by the same rules.

    The owner is typed as the id of one of `people`; anybody else is nobody.
    """
    owner = next((each for each in people if str(each.id) == typed.get(Column.OWNER.value)), None)
    said = {name for name, words in typed.items() if words and (name != Column.OWNER.value or owner)}
    problems: list[RowProblem | None] = [each for each in row.problems if each.column.value not in said]
    if Column.TITLE.value in said:
        title, rest = shortened_title(" ".join(unmarked(typed[Column.TITLE.value]).split()))
        problems.append(title_problem(title))
        row = replace(row, title=title, note="\n\n".join(filter(None, (rest, row.note))))
    if owner:
        problems.append(side_problem(owner, row.side, row.side_text, column=Column.OWNER))
        row = replace(row, owner=owner, candidates=())
    if Column.DUE.value in said:
        due_text = typed[Column.DUE.value]
        due, problem = day_of_cell(due_text, today=today, day_first=day_first)
        problems.append(problem)
        row = replace(row, due=due, due_text=due_text)
    return replace(row, problems=tuple(problem for problem in problems if problem))
