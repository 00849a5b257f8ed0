"""The RACI grid: drafted, filled letter by letter, agreed by each side. Any later edit needs both yeses again."""

from collections.abc import Mapping
from datetime import datetime

from django.db.models import Max, Q

from governance.locking import keep, lock
from governance.models import Activity, RaciAgreement, RaciAssignment, RaciMatrix
from governance.people import people_who
from governance.raci.gaps import gaps
from governance.wording import one_line
from partners.access import Permission, can, require
from partners.ended_partnerships import require_to_begin
from partners.models import Partner, Side, User
from partners.verb import Refused, verb

State, Letter = RaciMatrix.State, RaciAssignment.Letter


@verb(did="drafted it")
def draft_matrix(partner: Partner, *, title: str, by: User, now: datetime) -> RaciMatrix:
    """Begins an empty grid."""
    require_to_begin(by, Permission.KEEP_CHARTER, partner)
    line = one_line(title, field="title", limit=120, missing="Say what the grid is about.")
    return RaciMatrix.objects.create(partner=partner, title=line)


@verb(did="added an activity")
def add_activity(
    matrix: RaciMatrix, *, title: str, by: User, now: datetime, version: int | None = None
) -> Activity:
    """Adds a row at the end."""
    require_to_begin(by, Permission.KEEP_CHARTER, matrix.partner)
    _open_for_edit(matrix, by, version)
    line = one_line(title, field="title", limit=160, missing="Say what is to be done, in one line.")
    last = matrix.activities.aggregate(last=Max("position"))["last"]
    return Activity.objects.create(
        partner=matrix.partner, matrix=matrix, title=line, position=0 if last is None else last + 1
    )


@verb(did="assigned a part")
def assign(
    activity: Activity, *, person: User, letter: str, by: User, now: datetime
) -> RaciAssignment | None:
    """Puts a letter (R, A, C or I) where the row meets the person; an empty one takes it away."""
    _open_for_edit(activity.matrix, by)
    if letter and letter not in Letter.values:
        raise Refused("Choose R, A, C or I, or nothing.", field="letter")
    if not letter:
        activity.assignments.filter(person=person).delete()
        return None
    if not can(person, Permission.SEE_PARTNERSHIP, activity.partner):
        raise Refused(f"{person.full_name} takes no part in this partnership.", field="person")
    if letter == Letter.ACCOUNTABLE:
        _require_no_other_accountable(activity, person)
    assignment, _ = RaciAssignment.objects.update_or_create(
        activity=activity, person=person, defaults={"letter": letter, "partner": activity.partner}
    )
    return assignment


@verb(did="assigned parts")
def fill_in(
    matrix: RaciMatrix,
    *,
    letters: Mapping[tuple[int, int], str],
    by: User,
    now: datetime,
    version: int | None = None,
) -> int:
    """Puts many letters at once, by (activity id, person id): all or none. Returns how many changed."""
    require(by, Permission.KEEP_CHARTER, matrix.partner)
    lock(matrix, version=version)
    activities = {activity.pk: activity for activity in matrix.activities.prefetch_related("assignments")}
    stands = {
        (activity.pk, assignment.person_id): assignment.letter
        for activity in activities.values()
        for assignment in activity.assignments.all()
    }
    changes = {
        cell: letter
        for cell, letter in letters.items()
        if cell[0] in activities and letter != stands.get(cell, "")
    }
    people = _known_in(matrix.partner, {person for _, person in changes}, holding={who for _, who in stands})
    # An A is given last, so that it can pass from one person to another in one save.
    for (activity, person), letter in sorted(
        changes.items(), key=lambda change: change[1] == Letter.ACCOUNTABLE
    ):
        assign(activities[activity], person=people[person], letter=letter, by=by, now=now)
    return len(changes)


@verb(did="took an activity out")
def remove_activity(activity: Activity, *, by: User, now: datetime) -> None:
    """Takes a row out, with its letters. A row that actions point at stays."""
    _open_for_edit(activity.matrix, by)
    if activity.actions.exists():
        raise Refused("Actions belong to this activity, so it stays. Change its people instead.")
    activity.assignments.all().delete()
    activity.delete()


@verb(did="agreed to it")
def agree_matrix(
    matrix: RaciMatrix, *, by: User, now: datetime, version: int | None = None, on_word_of: User | None = None
) -> RaciMatrix:
    """One side's yes to the grid as it stands; with both it is agreed. Refused while a row has a gap."""
    voice = on_word_of or by
    require(by, Permission.SPEAK_FOR_SIDE if voice.pk == by.pk else Permission.RUN_REVIEW, matrix.partner)
    require(voice, Permission.SPEAK_FOR_SIDE, matrix.partner)
    lock(matrix, version=version)
    if matrix.state != State.DRAFT:
        raise Refused("Both sides have already agreed to this grid.")
    _require_no_gaps(matrix)
    RaciAgreement.objects.get_or_create(
        matrix=matrix, side=voice.side, defaults={"partner": matrix.partner, "by": voice, "at": now}
    )
    if matrix.agreements.count() == len(Side):
        matrix.state = State.AGREED
        matrix.save()
    return matrix


def _open_for_edit(matrix: RaciMatrix, by: User, version: int | None = None) -> None:
    require(by, Permission.KEEP_CHARTER, matrix.partner)
    lock(matrix, version=version)
    if matrix.state == State.SUPERSEDED:
        raise Refused("A newer grid has taken the place of this one. Edit that one.")
    matrix.agreements.all().delete()
    matrix.state = State.DRAFT
    keep(matrix)


def _known_in(partner: Partner, people: set[int], *, holding: set[int]) -> dict[int, User]:
    """`people` by id: who takes part in the partnership, or is `holding` a letter. Nobody else has a name here."""
    takes_part = people_who(Permission.SEE_PARTNERSHIP, partner).values("pk")
    known = User.objects.filter(Q(pk__in=takes_part) | Q(pk__in=holding)).in_bulk(people)
    if people - set(known):
        raise Refused("Somebody you gave a letter takes no part in this partnership. Look at the grid again.")
    return known


def _require_no_other_accountable(activity: Activity, person: User) -> None:
    other = activity.assignments.filter(letter=Letter.ACCOUNTABLE).exclude(person=person)
    if holder := other.select_related("person").first():
        raise Refused(
            f"{holder.person.full_name} is already accountable for “{activity.title}”, and only one person can be. "
            "Change theirs first.",
            field="letter",
        )


def _require_no_gaps(matrix: RaciMatrix) -> None:
    activities = list(matrix.activities.prefetch_related("assignments"))
    if not activities:
        raise Refused("There is nothing to agree to yet. Add an activity first.")
    for activity in activities:
        if missing := gaps(assignment.letter for assignment in activity.assignments.all()):
            raise Refused(f"“{activity.title}” is not whole yet: {' and '.join(missing)}.")
