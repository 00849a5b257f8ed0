"""Which activities of the grids in force nobody has, for whoever asks about the promises that belong to them."""

from governance.models import Activity, RaciMatrix
from governance.raci.content import GridLine
from governance.raci.facts import facts_of
from governance.raci.gaps import open_gaps
from partners.models import Partner


def open_rows(partner: Partner) -> dict[int, str]:
    """Activity id → what is missing in it, as a phrase: “Owner of test data”: nobody is accountable."""
    matrices = list(
        RaciMatrix.objects.filter(partner=partner, state=RaciMatrix.State.AGREED).prefetch_related(
            "activities__assignments"
        )
    )
    rows = [
        (matrix, activity, GridLine(activity.row, activity.title, _letters(activity)))
        for matrix in matrices
        for activity in matrix.activities.all()
    ]
    facts = facts_of(partner, matrices, [line for _, _, line in rows])
    found = {}
    for matrix, activity, line in rows:
        if missing := open_gaps(facts.row(matrix, line)):
            found[activity.pk] = f"“{line.title}”: {missing[0].words}"
    return found


def _letters(activity: Activity) -> dict[int, str]:
    return {held.person_id: held.letter for held in activity.assignments.all()}
