"""What was recorded of a grid, as content: the version that is open, the one in force, and those before."""

from collections.abc import Iterable

from django.db.models import Exists, Max, OuterRef, Q, QuerySet

from governance.models import RaciLetter, RaciLine, RaciMatrix, RaciVersion
from governance.raci.content import Content, GridLine
from partners.models import User

_LINES = ("lines", "lines__letters")


def standing(matrix: RaciMatrix) -> Content:
    """The grid as it stands: in force, or, before a version is, as it was recorded last."""
    return tuple(
        GridLine(each.row, each.title, {held.person_id: held.letter for held in each.assignments.all()})
        for each in matrix.activities.prefetch_related("assignments")
    )


def content(version: RaciVersion) -> Content:
    """What a version says."""
    return tuple(
        GridLine(each.row, each.title, {held.person_id: held.letter for held in each.letters.all()})
        for each in version.lines.all()
    )


def open_version(matrix: RaciMatrix) -> RaciVersion | None:
    """What is drafted or proposed of it now, with its lines."""
    found = matrix.versions.open().select_related("by", "answered_by").prefetch_related(*_LINES)
    version: RaciVersion | None = found.first()
    return version


def agreed_versions(matrix: RaciMatrix) -> list[RaciVersion]:
    """Those that both sides agreed to, the first one first, with their lines."""
    return list(matrix.versions.agreed().select_related("by", "answered_by").prefetch_related(*_LINES))


def grids_waiting(person: User, speaks_in: Q) -> QuerySet[RaciMatrix]:
    """The grids of which the other side has proposed a version, where `person` speaks for their side (`speaks_in`)."""
    proposed = RaciVersion.objects.filter(
        matrix=OuterRef("pk"), state=RaciVersion.State.PROPOSED, side=person.side.other
    )
    found = RaciMatrix.objects.visible_to(person).filter(Exists(proposed)).filter(speaks_in)
    return found.select_related("partner").order_by("pk")


def latest(matrix: RaciMatrix) -> Content:
    """What somebody goes on with: the open version, else the grid as it stands."""
    version = open_version(matrix)
    return content(version) if version else standing(matrix)


def next_row(matrix: RaciMatrix) -> int:
    """A row that no version of the grid has had."""
    kept = RaciLine.objects.filter(version__matrix=matrix).aggregate(last=Max("row"))["last"]
    stands = matrix.activities.aggregate(last=Max("row"))["last"]
    return int(max(kept or 0, stands or 0)) + 1


def write(version: RaciVersion, lines: Content) -> None:
    """Writes what a version says; nobody changes it afterwards."""
    rows = RaciLine.objects.bulk_create(
        RaciLine(partner=version.partner, version=version, row=line.row, title=line.title, position=position)
        for position, line in enumerate(lines)
    )
    RaciLetter.objects.bulk_create(
        RaciLetter(partner=version.partner, line=row, person_id=person, letter=letter)
        for row, line in zip(rows, lines, strict=True)
        for person, letter in line.letters.items()
    )


def people_in(*contents: Iterable[GridLine]) -> set[int]:
    """Everybody with a letter in them."""
    return {person for lines in contents for line in lines for person in line.letters}
