"""An import is taken back as a whole: at once, or in pieces behind the page."""

from collections.abc import Callable, Sequence
from datetime import datetime

from dashboards.importing.records import A_WEEK, AT_ONCE, KEPT_OF_A_READING, PIECE, ROWS_AT_ONCE
from dashboards.models import ImportedRow, Indicator, Reading, SheetImport
from governance.restoring import as_before
from governance.verbs import take_back_actions
from partners.access import Permission, can, require
from partners.models import Invitation, User
from partners.numbers import lasting
from partners.verb import Refused, verb
from partners.verbs import withdraw_invitation


@verb(did="took an import back")
def take_back_import(found: SheetImport, *, by: User, now: datetime) -> int:
    """Makes everything what it was before a file came in, in every partnership it reached and `by` reaches.

    What anybody has worked with since stays; returns how many rows those are so far. Of more than AT_ONCE rows it is
    only asked here: `take_back_piece` does it. One that stopped on the way goes on where it stands. Raises Refused
    after a week, and to whoever is of the other side.
    """
    wanted = _WAYS[found.kind][0]
    require(by, wanted, found.partner)
    together = SheetImport.objects.visible_to(by).filter(batch=found.batch).order_by("pk")
    asked = []
    for each in together.select_for_update(of=("self",)).select_related("partner", "imported_by"):
        may = can(by, wanted, each.partner) and each.taken_back_at is None and not each.is_going_back
        if each.pk == found.pk or may:  # what is asked for itself is refused with a sentence
            _require_to_take_back(each, by, now)
            each.back_asked_by, each.back_asked_at, each.back_refusal = by, now, ""
            each.save()
            asked.append(each)
    if sum(each.rows_written - each.back_done for each in asked) <= AT_ONCE[found.kind]:
        for each in asked:
            while not take_back_piece(each, by=by, now=now):
                pass
    return sum(each.stayed for each in asked)


@verb(did="took some of an import back")
def take_back_piece(found: SheetImport, *, by: User, now: datetime) -> bool:
    """Takes the next rows back of what was asked to be; says whether nothing is left to do.

    Whole pieces stand or fall: a worker that dies leaves the rest to the next one.
    """
    locked = SheetImport.objects.select_for_update(of=("self",)).select_related("partner", "imported_by")
    found.refresh_from_db(from_queryset=locked)
    if not found.is_going_back:
        return True
    wanted, way = _WAYS[found.kind]
    require(by, wanted, found.partner)
    most = PIECE[found.kind]
    rows = list(found.rows.filter(pk__gt=found.back_to).order_by("pk")[:most])
    if rows:
        found.stayed += way(found, rows, by, now)
        found.back_done, found.back_to = found.back_done + len(rows), rows[-1].pk
    if is_over := len(rows) < most:
        _remove_defined(found)
        found.taken_back_by, found.taken_back_at = found.back_asked_by, now
    found.save()
    return is_over


def can_be_taken_back(found: SheetImport, *, by: User, now: datetime) -> bool:
    """Whether `by` may take it back now, or have it go on where it stopped."""
    try:
        _require_to_take_back(found, by, now)
    except Refused:
        return False
    return can(by, _WAYS[found.kind][0], found.partner)


def _require_to_take_back(found: SheetImport, by: User, now: datetime) -> None:
    if found.taken_back_at is not None:
        raise Refused("This import is taken back already.")
    if found.is_going_back:
        raise Refused("This import is being taken back already: its page says how far it is.")
    if found.imported_by.side != by.side:
        raise Refused("The other side imported this: only they take it back. Write them a word.")
    if found.back_asked_at is None and now - found.imported_at > A_WEEK:
        raise Refused(
            f"More than {lasting(A_WEEK)} have passed, so it stays. Put right what is wrong row by row."
        )


def _take_back_actions(found: SheetImport, rows: Sequence[ImportedRow], by: User, now: datetime) -> int:
    written = {
        row.action_id: (row.version, row.before)
        for row in rows
        if row.action_id is not None and row.version is not None
    }
    awaited = [row.awaited_id for row in rows if row.awaited_id is not None]
    return len(take_back_actions(found.partner, written, awaited=awaited, by=by, now=now))


def _take_back_readings(found: SheetImport, rows: Sequence[ImportedRow], by: User, now: datetime) -> int:
    of = {row.reading_id: row for row in rows if row.reading_id is not None}
    readings = Reading.objects.select_for_update().filter(partner=found.partner, pk__in=of)
    untouched = [
        reading
        for reading in readings
        if (reading.recorded_by_id, reading.recorded_at) == (found.imported_by_id, found.imported_at)
        and reading.state != Reading.State.DISPUTED
    ]
    changed = []
    for reading in untouched:
        if before := of[reading.pk].before:
            as_before(reading, before)
            changed.append(reading)
    fields = [name.removesuffix("_id") for name in KEPT_OF_A_READING]
    Reading.objects.bulk_update(changed, fields, batch_size=ROWS_AT_ONCE)
    added = [reading.pk for reading in untouched if of[reading.pk].before is None]
    Reading.objects.filter(pk__in=added).delete()
    return len(of) - len(untouched)


def _withdraw_invitations(found: SheetImport, rows: Sequence[ImportedRow], by: User, now: datetime) -> int:
    """Those that nobody has followed; whoever has come in stays."""
    keys = [row.invitation_id for row in rows if row.invitation_id is not None]
    still_there = list(Invitation.objects.pending().filter(partner=found.partner, pk__in=keys))
    for invitation in still_there:
        withdraw_invitation(invitation, by=by, now=now)
    withdrawn = Invitation.objects.filter(pk__in=keys).exclude(withdrawn_at=None).count()
    return len(keys) - withdrawn


def _remove_defined(found: SheetImport) -> None:
    """The indicators that the file defined, and nobody has done anything with."""
    defined = found.rows.exclude(indicator_id=None).values_list("indicator_id", flat=True)
    Indicator.objects.filter(
        partner=found.partner, pk__in=list(defined), readings=None, target=None, outcome=None, retired_on=None
    ).delete()


_WAYS: dict[str, tuple[Permission, Callable[[SheetImport, Sequence[ImportedRow], User, datetime], int]]] = {
    SheetImport.Kind.ACTIONS: (Permission.PROMISE, _take_back_actions),
    SheetImport.Kind.READINGS: (Permission.RECORD_READINGS, _take_back_readings),
    SheetImport.Kind.PEOPLE: (Permission.SPEAK_FOR_SIDE, _withdraw_invitations),
}
"""Kind of an import → who takes it back, and how."""
