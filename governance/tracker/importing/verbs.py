"""A tracker kept in a spreadsheet so far, taken over, and given back as a whole where it was the wrong one."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F

from governance.local_day import day_of
from governance.locking import lock
from governance.models import (
    ActionDate,
    ActionItem,
    ActionNote,
    ActionPrivateNote,
    AwaitedAction,
    DateRequest,
    Evidence,
    WaitingPeriod,
)
from governance.people import people_who
from governance.restoring import Before, kept_as_json, restore
from governance.sheets import TrackerRow
from governance.sheets.people_matching import invited_key
from governance.tracker.importing.plan import ActionPlan, Differing, plan_actions, waits_for
from governance.tracker.verbs.awaiting import await_owner, end_with_their_list
from governance.tracker.verbs.changing import move_date, reassign, reword
from governance.tracker.verbs.delivering import report_done
from governance.tracker.verbs.promising import bring_in, propose
from partners.access import Permission, require
from partners.ended_partnerships import require_to_begin
from partners.history.tables import history_of_rows
from partners.models import Invitation, Partner, User
from partners.verb import Refused, Stale, verb

State = ActionItem.State
_NOT_RESTORED = ("id", "partner_id", "version")


@dataclass(frozen=True)
class ImportedAction:
    """An action that a list wrote: its line there, and what it was `before` where it was here already."""

    line: int
    item: ActionItem
    before: Before | None = None


@dataclass(frozen=True)
class ImportedActions:
    """What a list wrote, how many of its rows were here already or were left out; `asked`: of the added, proposed."""

    added: Sequence[ImportedAction]
    changed: Sequence[ImportedAction]
    known: int
    left_out: int
    asked: int = 0
    awaited: Sequence[tuple[int, AwaitedAction]] = ()
    """Line → what waits for somebody who is invited."""


@verb(did="imported actions")
def import_actions(
    partner: Partner,
    rows: Sequence[TrackerRow],
    *,
    by: User,
    now: datetime,
    left: Collection[int] = (),
    seen: str = "",
    source: str = "",
) -> ImportedActions:
    """Takes over every open row that can be taken. The same rows twice change nothing.

    What one's own side owes is a promise from then on, and what is reported done waits for the other side's yes. What
    the other side owes is proposed to its owners. `left` are lines to leave out. Raises Stale where `seen`, the
    fingerprint of the plan that was looked at, is not what would happen now.
    """
    # Two imports at once would add every row twice.
    require_to_begin(by, Permission.PROMISE, partner, alone=True)
    plan = plan_actions(partner, rows, today=day_of(by, now), side=by.side, left=left)
    if seen and seen != plan.fingerprint:
        raise Stale("Something changed since you looked, so nothing was imported. Look at the rows again.")
    return carry_out(partner, plan, by=by, now=now, source=source)


@verb(did="imported some of the actions of a list")
def carry_out(
    partner: Partner,
    plan: ActionPlan,
    *,
    by: User,
    now: datetime,
    lines: Collection[int] | None = None,
    source: str = "",
) -> ImportedActions:
    """Takes over what the plan says, of the `lines` alone where some are given: a long list comes in piece by piece."""
    require_to_begin(by, Permission.PROMISE, partner, alone=True)
    owners: dict[object, User] = {
        person.pk: person for person in people_who(Permission.KEEP_PROMISES, partner)
    }
    wanted = [row for row in plan.taken if lines is None or row.line in lines]
    taken = [row for row in wanted if not waits_for(row)]
    awaited = _keep_for_invited(partner, [row for row in wanted if waits_for(row)], by=by, now=now)
    differing = [each for each in plan.changed if lines is None or each.row.line in lines]
    added = [ImportedAction(row.line, _take_over(partner, row, owners, by=by, now=now)) for row in taken]
    reason = f"It says so in {source or 'the list'}."
    changed = [_take_differences(each, owners, reason, by=by, now=now) for each in differing]
    asked = sum(map(plan.is_asked, taken))
    return ImportedActions(added, changed, len(plan.known), _left_out(plan), asked, awaited)


@verb(did="took back the list it came in with")
def take_back_actions(
    partner: Partner,
    written: Mapping[int, tuple[int, Before | None]],
    *,
    by: User,
    now: datetime,
    awaited: Collection[int] = (),
) -> list[ActionItem]:
    """Makes what a list wrote what it was before: what it added never was, what it changed is as it stood.

    `written` has, by an action's id, the version the list left it in and what it was before. What anybody has worked
    with since stays, and is returned. `awaited` is what it left waiting for people who were invited.
    """
    require(by, Permission.PROMISE, partner)
    given = end_with_their_list(partner, awaited, by=by, now=now)
    written = {**written, **dict.fromkeys(given, (1, None))}
    rows = ActionItem.objects.filter(partner=partner, pk__in=written).order_by("pk")
    items = list(rows.select_for_update(of=("self",)))
    as_left = _as_left(items, {pk: version for pk, (version, _) in written.items()})
    worked_with = _worked_with(item for item in items if written[item.pk][1] is None)
    stayed = [item for item in items if item.pk not in as_left or item.pk in worked_with]
    untouched = [item for item in items if item.pk in as_left and item.pk not in worked_with]
    _undo_coming_in([item for item in untouched if written[item.pk][1] is None], by=by, now=now)
    for item in untouched:
        if before := written[item.pk][1]:
            restore(item, before)
    return stayed


def _left_out(plan: ActionPlan) -> int:
    by_hand = len(plan.added) - len(plan.taken)
    return len(plan.settled) + len(plan.of_others) + len(plan.set_aside) + by_hand


def _take_over(
    partner: Partner, row: TrackerRow, owners: Mapping[object, User], *, by: User, now: datetime
) -> ActionItem:
    owner = owners.get(row.owner.id) if row.owner else None
    if owner is None or row.due is None:
        raise Refused(
            f"Nothing was imported. Line {row.line}: choose an owner of this partnership and a day."
        )
    said: dict[str, Any] = {
        "title": row.title, "owner": owner, "due_on": row.due, "detail": row.note, "reference": row.reference,
    }  # fmt: skip
    try:
        if row.status == "proposed":
            return propose(partner, **said, by=by, now=now)
        done_on = (row.done_on or day_of(by, now)) if row.status == "reported" else None
        return bring_in(partner, **said, done_on=done_on, by=by, now=now)
    except Refused as refused:
        raise Refused(f"Nothing was imported. Line {row.line}: {refused.sentence}") from None


def _keep_for_invited(
    partner: Partner, rows: Sequence[TrackerRow], *, by: User, now: datetime
) -> list[tuple[int, AwaitedAction]]:
    if not rows:
        return []
    invited: dict[object, Invitation] = {
        invited_key(each): each for each in Invitation.objects.open(now).filter(partner=partner)
    }
    kept = []
    for row in rows:
        invitation = invited.get(row.owner.id) if row.owner else None
        if invitation is None or row.due is None:
            raise Refused(
                f"Nothing was imported. Line {row.line}: choose an owner of this partnership and a day."
            )
        said = {"title": row.title, "detail": row.note, "reference": row.reference, "due_on": row.due}
        kept.append((row.line, await_owner(partner, invitation=invitation, by=by, now=now, **said)))  # type: ignore[arg-type]
    return kept


def _take_differences(
    each: Differing, owners: Mapping[object, User], reason: str, *, by: User, now: datetime
) -> ImportedAction:
    item, row = each.item, each.row
    lock(item, "owner", version=item.version)
    before = _as_it_stands(item)
    wanted = {difference.field for difference in each.differences if not difference.instead}
    try:
        if "due_on" in wanted and row.due:
            move_date(item, due_on=row.due, reason=reason, by=by, now=now)
            before["gave_date"] = item.dates.order_by("-pk").values_list("pk", flat=True).first()
        if "owner" in wanted and row.owner:
            reassign(item, to=owners[row.owner.id], by=by, now=now)
        if wanted & {"title", "detail"}:
            title = row.title if "title" in wanted else item.title
            detail = row.note if "detail" in wanted else item.detail
            reword(item, title=title, detail=detail, by=by, now=now)
        if "state" in wanted:
            before |= _what_ends_with_it(item)
            report_done(item, by=by, now=now)
    except Refused as refused:
        raise Refused(f"Nothing was imported. Line {row.line}: {refused.sentence}") from None
    return ImportedAction(row.line, item, kept_as_json(before))


def _as_it_stands(item: ActionItem) -> Before:
    names = (field.attname for field in item._meta.concrete_fields)
    return {name: getattr(item, name) for name in names if name not in _NOT_RESTORED}


def _what_ends_with_it(item: ActionItem) -> Before:
    """What reporting it done ends beside it, by key."""
    running: Iterator[tuple[str, int | None]] = iter(
        (
            (
                "ended_wait",
                WaitingPeriod.objects.running().filter(item=item).values_list("pk", flat=True).first(),
            ),
            (
                "ended_request",
                DateRequest.objects.running().filter(item=item).values_list("pk", flat=True).first(),
            ),
        )
    )
    return {name: pk for name, pk in running if pk}


def _as_left(items: Sequence[ActionItem], versions: Mapping[int, int]) -> set[int]:
    """Those that say what they said in the version of theirs: another list may have changed them meanwhile, and have
    been taken back before.
    """
    later = {item.pk: item for item in items if item.version != versions[item.pk]}
    names = [field.attname for field in ActionItem._meta.concrete_fields if field.attname != "version"]
    then: dict[int, Any] = {}
    for event in history_of_rows(ActionItem)._base_manager.filter(pgh_obj_id__in=later).order_by("pgh_id"):
        if event.version == versions[event.pgh_obj_id]:
            then[event.pgh_obj_id] = event
    same = {
        pk
        for pk, left in then.items()
        if all(getattr(left, name) == getattr(later[pk], name) for name in names)
    }
    return {item.pk for item in items if item.pk not in later} | same


def _worked_with(items: Iterable[ActionItem]) -> set[int]:
    """Those beside which anything stands that a person wrote since they came in, as far as whoever asks can see it."""
    asked = [item.pk for item in items]
    beside = (ActionNote, WaitingPeriod, Evidence, DateRequest, ActionPrivateNote)
    return {
        pk for model in beside for pk in model.objects.filter(item__in=asked).values_list("item", flat=True)
    }


def _undo_coming_in(items: Sequence[ActionItem], *, by: User, now: datetime) -> None:
    """They stay in the history alone: they were never promised, and are in no count. The rows are locked."""
    ActionDate.objects.filter(item__in=items).delete()
    emptied = ("first_due_on", "promised_on", "promised_at", "reported_by", "reported_at", "reported_on")
    ActionItem.objects.filter(pk__in=[item.pk for item in items]).update(
        never_was=True,
        state=State.WITHDRAWN,
        closed_at=now,
        closed_on=day_of(by, now),
        version=F("version") + 1,
        **dict.fromkeys(emptied),
    )
