"""For how long nobody has had an A or an R in the grids in force, by row."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date

from governance.models import RaciMatrix, RaciVersion
from governance.people import people_who
from governance.raci.content import GridLine
from governance.raci.vacancies import Part, Reign, Vacancy, vacancy
from governance.raci.versions import content
from partners.access import Permission
from partners.models import Membership, Partner

Parts = Mapping[int, list[Part]]
Row = tuple[int, int]
"""A grid and a row of it."""
FILLED = "AR"
"""The letters that somebody must have."""


def parts_in(partner: Partner) -> Parts:
    """Who took part in a partnership, and when; whoever reads it without a part of their own has always been there.

    Somebody whose access has ended while their part goes on has a part still: no day of it is known.
    """
    found: dict[int, list[Part]] = defaultdict(list)
    for person, since, until in Membership.objects.filter(partner=partner).values_list(
        "person", "since", "until"
    ):
        found[person].append(Part(since, until))
    for person in people_who(Permission.SEE_PARTNERSHIP, partner).values_list("pk", flat=True):
        found.setdefault(person, [Part(date.min, None)])
    return found


def vacancies_of(
    versions: Iterable[RaciVersion], parts: Parts, today: date
) -> dict[Row, tuple[Vacancy, ...]]:
    """Of the rows of grids in force, by the versions both agreed to, those of which an A or an R was vacant."""
    kept: dict[int, list[tuple[date, dict[int, GridLine]]]] = defaultdict(list)
    for version in versions:
        if version.answered_on:
            lines = {line.row: line for line in content(version)}
            kept[version.matrix_id].append((version.answered_on, lines))
    return {
        (matrix, row): missing
        for matrix, stood in kept.items()
        for row in stood[-1][1]
        if (missing := _of_row(row, stood, parts, today))
    }


def vacant_rows(partner: Partner, today: date) -> dict[Row, tuple[Vacancy, ...]]:
    """The same of all grids of a partnership that are in force."""
    agreed = RaciVersion.objects.agreed().filter(
        matrix__partner=partner, matrix__state=RaciMatrix.State.AGREED
    )
    return vacancies_of(agreed.prefetch_related("lines__letters"), parts_in(partner), today)


def _of_row(
    row: int, stood: list[tuple[date, dict[int, GridLine]]], parts: Parts, today: date
) -> tuple[Vacancy, ...]:
    held = [(day, lines[row]) for day, lines in stood if row in lines]
    found = (
        vacancy([Reign(day, frozenset(line.held(letter))) for day, line in held], parts, today, letter=letter)
        for letter in FILLED
    )
    return tuple(each for each in found if each)
