"""What the rows of grids leave open, for whoever shows no grid: the partnership's page, and who asks about promises."""

from collections.abc import Iterable, Iterator

from governance.models import Activity, RaciMatrix
from governance.raci.content import GridLine
from governance.raci.facts import facts_of_letters
from governance.raci.gaps import Gap, gaps
from partners.models import Partner

MatrixState = RaciMatrix.State


def rows_with_gaps(
    partner: Partner, matrices: Iterable[RaciMatrix]
) -> Iterator[tuple[RaciMatrix, Activity, list[Gap]]]:
    """Every activity of the grids, whose activities and letters are read before, and what is missing in it."""
    every = list(matrices)
    rows = [(matrix, activity, _line(activity)) for matrix in every for activity in matrix.activities.all()]
    facts = facts_of_letters(partner, every, [line for *_, line in rows])
    for matrix, activity, line in rows:
        yield matrix, activity, gaps(facts.row(matrix, line))


def open_rows(partner: Partner) -> dict[int, str]:
    """Activity id → what is missing in it, as a phrase: “Owner of test data”: nobody is accountable."""
    in_force = RaciMatrix.objects.filter(partner=partner, state=MatrixState.AGREED)
    found = {}
    for _, activity, missing in rows_with_gaps(partner, in_force.prefetch_related("activities__assignments")):
        if words := [gap.words for gap in missing if gap.is_open]:
            found[activity.pk] = f"“{activity.title}”: {words[0]}"
    return found


def _line(activity: Activity) -> GridLine:
    letters = {held.person_id: held.letter for held in activity.assignments.all()}
    return GridLine(activity.row, activity.title, letters)
