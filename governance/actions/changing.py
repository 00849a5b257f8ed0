"""What may happen to a promise before it is kept: a new date, another owner, or that it is no longer wanted."""

from datetime import date, datetime

from governance.actions.locking import keep, lock
from governance.actions.notes import write_note_on
from governance.actions.taking_part import owner_in, require_update
from governance.actions.waiting import end_wait
from governance.actions.wording import day_to_come, in_words
from governance.models import ActionDate, ActionItem
from governance.notice import with_notice
from governance.today import day_of
from partners.access import Permission, require
from partners.models import User
from partners.verbs import Refused, verb

State = ActionItem.State


@verb
def move_date(
    item: ActionItem, *, due_on: date, reason: str, by: User, now: datetime, version: int | None = None
) -> ActionItem:
    """Gives a new date, with its reason. The first date stays; every date in between stays on record."""
    require_update(by, item, today=day_of(by, now))
    lock(item, "owner", version=version)
    if item.state != State.OPEN:
        raise Refused("Only an open action can have a new date. Look at its state first.")
    today = day_of(by, now)
    day_to_come(due_on, today=today, field="due_on")
    if due_on == item.due_on:
        raise Refused("That is the date it already has. Give another one.", field="due_on")
    reason = in_words(
        reason, field="reason", limit=1_000, missing="Say why, in a few words: the other side reads it."
    )
    ActionDate.objects.create(
        partner=item.partner, item=item, due_on=due_on, given_on=today, given_by=by, reason=reason,
        with_notice=with_notice(today, item.due_on, item.owner.country),
    )  # fmt: skip
    item.due_on = due_on
    return keep(item)


@verb
def reassign(
    item: ActionItem, *, to: User, by: User, now: datetime, version: int | None = None
) -> ActionItem:
    """Hands it over to a colleague on the same side. Its dates stay: a side does not gain time by changing hands."""
    require_update(by, item, today=day_of(by, now))
    lock(item, "owner", version=version)
    if item.state not in (State.PROPOSED, State.OPEN):
        raise Refused("This is done or withdrawn: there is nothing left to hand over.")
    owner_in(item.partner, to, field="to")
    if to.pk == item.owner_id:
        raise Refused(f"{to.full_name} already owns this.", field="to")
    if to.side != item.side:
        raise Refused(
            "A promise stays with the side that made it. Choose a colleague on that side, or propose a new action "
            f"to {to.full_name}.",
            field="to",
        )
    item.owner = to
    return keep(item)


@verb
def withdraw(
    item: ActionItem, *, reason: str, by: User, now: datetime, version: int | None = None
) -> ActionItem:
    """It is no longer wanted.

    The other side may release a promise at any time; one's own side with notice, or on the day it was made.
    """
    if item.state == State.PROPOSED and by.pk == item.created_by_id:
        require(by, Permission.KEEP_PROMISES, item.partner)
    else:
        require_update(by, item, today=day_of(by, now))
    lock(item, "owner", version=version)
    if item.state not in (State.PROPOSED, State.OPEN):
        raise Refused("This is done or withdrawn already.")
    if item.state == State.OPEN and by.side == item.side and not _may_step_back(item, day_of(by, now)):
        raise Refused(
            "With less than five working days to go, only the other side can release you from this. Ask them, or "
            "give a new date.",
            field="reason",
        )
    write_note_on(item, reason, by=by, now=now, missing="Say why it is no longer wanted.")
    end_wait(item, by=by, now=now)
    item.state, item.closed_at = State.WITHDRAWN, now
    return keep(item)


def _may_step_back(item: ActionItem, today: date) -> bool:
    made_on = item.promised_at and day_of(item.owner, item.promised_at)
    return made_on == today or with_notice(today, item.due_on, item.owner.country)
