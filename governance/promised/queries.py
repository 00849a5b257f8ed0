"""Who was promised and who came, and which roles nobody has: the rows of a page, and what the agenda asks."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from governance.models import ActionItem, Activity, PromisedRole, RaciMatrix
from governance.raci.facts import LIVE
from governance.raci.vacancies import Reign, Vacancy, vacancy
from governance.raci.vacant_rows import Parts, parts_in, vacant_rows
from partners.models import Partner, Side, User


@dataclass(frozen=True)
class PromisedRow:
    """Somebody promised, and for how long nobody has had the role."""

    promised: PromisedRole
    vacant: Vacancy | None

    @property
    def is_another(self) -> bool:
        """Whether somebody else came than was promised."""
        came = self.promised.came
        return came is not None and came.full_name.casefold() != self.promised.name.casefold()


@dataclass(frozen=True)
class Unfilled:
    """A row of a grid in force in which nobody has a letter now."""

    matrix: RaciMatrix
    row: int
    title: str
    vacant: Vacancy


@dataclass(frozen=True)
class EmptyRole:
    """A role that an outcome stands on and nobody has."""

    role: str
    since: date


def promised_by(partner: Partner, reader: User, today: date) -> dict[str, list[PromisedRow]]:
    """Side → whom it promised, those that have ended last."""
    parts = parts_in(partner)
    rows = PromisedRole.objects.visible_to(reader).filter(partner=partner)
    found: dict[str, list[PromisedRow]] = {side: [] for side in Side}
    for row in sorted(rows.select_related("came", "outcome", "promised_by"), key=lambda row: row.is_over):
        row.partner = partner
        found[row.side].append(kept(row, parts, today))
    return found


def kept(promised: PromisedRole, parts: Parts, today: date) -> PromisedRow:
    """One of them. The role is vacant from its day on until somebody comes, and once they have left."""
    reigns = [Reign(promised.starts_on, frozenset())]
    if promised.came_id and promised.came_on:
        since = max(promised.starts_on, promised.came_on)
        reigns.append(Reign(since, frozenset({promised.came_id})))
    last = promised.ended_on or today
    return PromisedRow(promised, vacancy(reigns, parts, min(last, today)))


def unfilled(partner: Partner, today: date) -> list[Unfilled]:
    """Rows of the grids in force in which nobody is accountable, or nobody responsible, the longest first."""
    vacant = {
        key: each for key, each in vacant_rows(partner, today).items() if any(one.since for one in each)
    }
    rows = Activity.objects.filter(matrix__partner=partner, matrix__in={matrix for matrix, _ in vacant})
    found = [
        Unfilled(row.matrix, row.row, row.title, each)
        for row in rows.select_related("matrix")
        for each in vacant.get((row.matrix_id, row.row), ())
        if each.since
    ]
    return sorted(found, key=lambda each: (-each.vacant.days, each.title))


def empty_roles(partner: Partner, today: date) -> dict[int, tuple[EmptyRole, ...]]:
    """Outcome id → the roles it stands on that nobody has, the longest first.

    An outcome stands on the rows to which its live promises belong, and on whoever was promised for it.
    """
    found: dict[int, set[EmptyRole]] = defaultdict(set)
    for outcome, role in (*_of_grids(partner, today), *_of_promised(partner, today)):
        found[outcome].add(role)
    return {
        outcome: tuple(sorted(roles, key=lambda role: (role.since, role.role)))
        for outcome, roles in found.items()
    }


def _of_grids(partner: Partner, today: date) -> Iterator[tuple[int, EmptyRole]]:
    rows = unfilled(partner, today)
    live = ActionItem.objects.filter(partner=partner, state__in=LIVE, activity__isnull=False)
    serving = set(live.exclude(outcome=None).values_list("outcome", "activity__matrix", "activity__row"))
    for each in rows:
        for outcome, matrix, row in serving:
            if (matrix, row) == (each.matrix.pk, each.row) and each.vacant.since:
                yield outcome, EmptyRole(f"“{each.title}” ({each.vacant.letter})", each.vacant.since)


def _of_promised(partner: Partner, today: date) -> Iterator[tuple[int, EmptyRole]]:
    parts = parts_in(partner)
    for row in PromisedRole.objects.running().filter(partner=partner).exclude(outcome=None):
        vacant = kept(row, parts, today).vacant
        if row.outcome_id and vacant and vacant.since:
            yield row.outcome_id, EmptyRole(f"“{row.role}”", vacant.since)
