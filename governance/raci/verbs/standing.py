"""The grid as it stands follows what is recorded or agreed. For verbs that hold its lock."""

from governance.models import Activity, AwaitedAction, RaciAssignment, RaciMatrix
from governance.raci.content import Content
from partners.verb import Refused


def make_stand(matrix: RaciMatrix, lines: Content, *, in_force: bool) -> None:
    """Makes `lines` the grid as it stands."""
    found = {each.row: each for each in matrix.activities.prefetch_related("assignments")}
    rows = {line.row for line in lines}
    gone = [each.pk for row, each in found.items() if row not in rows]
    RaciAssignment.objects.filter(activity__in=gone).delete()
    Activity.objects.filter(pk__in=gone).delete()
    added: list[RaciAssignment] = []
    for position, line in enumerate(lines):
        activity = found.get(line.row) or Activity(partner=matrix.partner, matrix=matrix, row=line.row)
        if (activity.title, activity.position, activity.pk is None) != (line.title, position, False):
            activity.title, activity.position = line.title, position
            activity.save()
        held = {} if line.row not in found else {each.person_id: each for each in activity.assignments.all()}
        other = [each.pk for person, each in held.items() if line.letters.get(person) != each.letter]
        RaciAssignment.objects.filter(pk__in=other).delete()
        added += [
            RaciAssignment(
                partner=matrix.partner, activity=activity, person_id=person, letter=letter, in_force=in_force
            )
            for person, letter in line.letters.items()
            if person not in held or held[person].letter != letter
        ]
    RaciAssignment.objects.filter(activity__matrix=matrix).exclude(in_force=in_force).update(
        in_force=in_force
    )
    RaciAssignment.objects.bulk_create(added)


def require_removable(matrix: RaciMatrix, lines: Content) -> None:
    """Refuses to take a row out that actions point at."""
    gone = matrix.activities.exclude(row__in=[line.row for line in lines])
    awaited = AwaitedAction.objects.filter(activity__in=gone).values("activity")
    for activity in gone.filter(actions__isnull=False) | gone.filter(pk__in=awaited):
        raise Refused(f"Actions belong to “{activity.title}”, so it stays. RowChange its people instead.")
