"""How a promise comes about: proposed and accepted, recorded as said, or taken over from a spreadsheet."""

from collections.abc import Iterable
from datetime import date, datetime

from governance.local_day import day_of
from governance.locking import keep, lock
from governance.models import ActionDate, ActionItem, Activity, Ask, Initiative, OutcomeIntent
from governance.taking_part import belonging_to, owner_in, promiser
from governance.wording import day_to_come, in_words, one_line, within_reach
from partners.access import Permission, require
from partners.ended_partnerships import require_to_begin
from partners.models import Partner, User
from partners.verb import Refused, verb

State = ActionItem.State
NOT_PROMISED = (
    "what is not proposed to you is not yours to promise, and a day that has passed wants a new one."
)
"""Why some of many proposals are left as they are."""


@verb(did="proposed it")
def propose(
    partner: Partner,
    *,
    title: str,
    owner: User,
    due_on: date,
    by: User,
    now: datetime,
    detail: str = "",
    outcome: OutcomeIntent | None = None,
    initiative: Initiative | None = None,
    ask: Ask | None = None,
    activity: Activity | None = None,
    reference: str = "",
) -> ActionItem:
    """Asks `owner` for a promise. It counts once they accept; what one proposes to oneself is promised at once."""
    require_to_begin(by, Permission.KEEP_PROMISES, partner)
    item = _draft(
        partner,
        title=title,
        owner=owner,
        by=by,
        now=now,
        detail=detail,
        outcome=outcome,
        initiative=initiative,
        ask=ask,
        activity=activity,
        reference=reference,
        due_on=day_to_come(due_on, today=day_of(by, now), field="due_on"),
    )
    return _make_promise(item, by=by, now=now) if owner.pk == by.pk else _written(item)


@verb(did="promised it")
def promise(
    partner: Partner,
    *,
    title: str,
    owner: User,
    due_on: date,
    by: User,
    now: datetime,
    detail: str = "",
    outcome: OutcomeIntent | None = None,
    initiative: Initiative | None = None,
    ask: Ask | None = None,
    activity: Activity | None = None,
    reference: str = "",
    on_word_of: User | None = None,
) -> ActionItem:
    """Records what `owner` promises, said by somebody of their own side. It is read back at the next review.

    In the room whoever chairs records it with `on_word_of`, the person who said it.
    """
    voice = promiser(by, on_word_of, partner, owner)
    item = _draft(
        partner,
        title=title,
        owner=owner,
        by=by,
        now=now,
        detail=detail,
        outcome=outcome,
        initiative=initiative,
        ask=ask,
        activity=activity,
        reference=reference,
        due_on=day_to_come(due_on, today=day_of(voice, now), field="due_on"),
    )
    return _make_promise(item, by=voice, now=now)


@verb(did="brought it in from a list")
def bring_in(
    partner: Partner,
    *,
    title: str,
    owner: User,
    due_on: date,
    by: User,
    now: datetime,
    detail: str = "",
    reference: str = "",
    done_on: date | None = None,
) -> ActionItem:
    """Takes a line over from a list kept so far. Its day may have passed.

    What one's own side owes is a promise then, reported done where `done_on` says so; what the other side owes is
    proposed to its owner, and nothing is owed until they accept it. A promise taken over when its day had passed is in
    none of the counts, so that no list changes what a month came to.
    """
    require_to_begin(by, Permission.PROMISE, partner)
    item = _draft(
        partner,
        title=title,
        owner=owner,
        by=by,
        now=now,
        detail=detail,
        reference=reference,
        due_on=within_reach(due_on, today=day_of(by, now), field="due_on"),
    )
    if owner.side != by.side:
        return _written(item)
    _make_promise(item, by=by, now=now)
    return _reported(item, done_on, by=by, now=now) if done_on else item


def ask_of(
    partner: Partner,
    *,
    title: str,
    owner: User,
    due_on: date,
    by: User,
    now: datetime,
    detail: str = "",
    reference: str = "",
    outcome: OutcomeIntent | None = None,
    initiative: Initiative | None = None,
    ask: Ask | None = None,
    activity: Activity | None = None,
) -> ActionItem:
    """A proposal to `owner` in the name of `by`, who asked for it earlier: its day may have passed meanwhile.

    For verbs that have made sure of the permission.
    """
    return _written(
        _draft(
            partner,
            title=title,
            owner=owner,
            due_on=due_on,
            detail=detail,
            reference=reference,
            outcome=outcome,
            initiative=initiative,
            ask=ask,
            activity=activity,
            by=by,
            now=now,
        )
    )


@verb(did="accepted it", undo=True)
def accept(
    item: ActionItem, *, by: User, now: datetime, due_on: date | None = None, version: int | None = None
) -> ActionItem:
    """The owner's yes, by the day asked for or by one of their own. That day is kept as the first date for ever."""
    require(by, Permission.KEEP_PROMISES, item.partner)
    lock(item, "owner", version=version)
    if item.state != State.PROPOSED:
        raise Refused("This is already settled: only a proposed action can be accepted.")
    if by.pk != item.owner_id:
        raise Refused(f"Only {item.owner.full_name} can accept this: it would be their promise.")
    item.due_on = day_to_come(due_on or item.due_on, today=day_of(by, now), field="due_on")
    item.version += 1
    return _make_promise(item, by=by, now=now)


@verb(did="accepted it")
def accept_all(items: Iterable[ActionItem], *, by: User, now: datetime) -> list[ActionItem]:
    """The owner's yes to each, by the day asked for; returns the accepted. What is not theirs to accept, or was settled
    in the meantime, or has a day that passed, is left as it is; refused where nothing else is among them.
    """
    today, accepted = day_of(by, now), []
    for item in sorted(items, key=lambda each: each.pk):
        lock(item, "owner")
        is_theirs = item.state == State.PROPOSED and item.owner_id == by.pk
        if is_theirs and item.can_be_promised_as_asked(today):
            accepted.append(accept(item, by=by, now=now))
    if not accepted:
        raise Refused(f"Nothing was promised: {NOT_PROMISED}")
    return accepted


def _draft(
    partner: Partner,
    *,
    title: str,
    owner: User,
    due_on: date,
    by: User,
    now: datetime,
    detail: str,
    reference: str,
    outcome: OutcomeIntent | None = None,
    initiative: Initiative | None = None,
    ask: Ask | None = None,
    activity: Activity | None = None,
) -> ActionItem:
    belonging_to(partner, outcome=outcome, initiative=initiative, ask=ask, activity=activity)
    return ActionItem(
        partner=partner,
        title=one_line(title, field="title", limit=200, missing="Say what is to be done."),
        detail=in_words(detail, field="detail"),
        owner=owner_in(partner, owner),
        side=owner.side,
        due_on=due_on,
        outcome=initiative.outcome if initiative else outcome,
        initiative=initiative,
        ask=ask,
        activity=activity,
        reference=one_line(reference, field="reference", limit=60),
        created_by=by,
        created_at=now,
    )


def _reported(item: ActionItem, done_on: date, *, by: User, now: datetime) -> ActionItem:
    if done_on > day_of(by, now):
        raise Refused("The day it was done is still to come.", field="done_on")
    item.state, item.reported_by = State.REPORTED, by
    item.reported_at, item.reported_on = now, done_on
    return keep(item)


def _written(item: ActionItem) -> ActionItem:
    item.save()
    return item


def _make_promise(item: ActionItem, *, by: User, now: datetime) -> ActionItem:
    """From here on the promise counts: its first date stands and is on record."""
    item.state, item.first_due_on = State.OPEN, item.due_on
    item.promised_at, item.promised_on = now, day_of(by, now)
    item.save()
    ActionDate.objects.create(
        partner=item.partner,
        item=item,
        due_on=item.due_on,
        given_on=item.promised_on,
        given_by=by,
        with_notice=True,
    )
    return item
