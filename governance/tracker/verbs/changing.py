"""What may happen to a promise before it is kept: a new date, another owner, or that it is no longer wanted."""

from datetime import date, datetime

from governance.calendar.notice import NOTICE_WORKING_DAYS, with_notice
from governance.local_day import day_of
from governance.locking import keep, lock
from governance.models import ActionDate, ActionItem, DateRequest
from governance.taking_part import owner_in, updater
from governance.tracker.verbs.notes import write_note_on
from governance.tracker.verbs.requests import accepted, end_request, waiting_request
from governance.tracker.verbs.waiting import end_wait
from governance.wording import day_to_come, in_words, one_line
from partners.access import Permission, require
from partners.models import User
from partners.numbers import counted
from partners.verb import Refused, verb

State = ActionItem.State
_THEIRS_TO_MOVE = (
    "Only the side that owes this gives it a new date. Ask for one: it stands once they accept it."
)
_THEIRS_TO_REWORD = "The side that promised this keeps its words. Write them a word of your own."
_THEIRS_TO_HAND_OVER = "Only the side that owes this hands it over. Write them a word."


@verb(did="gave a new date", undo=True)
def move_date(
    item: ActionItem,
    *,
    due_on: date,
    reason: str,
    by: User,
    now: datetime,
    version: int | None = None,
    on_word_of: User | None = None,
) -> ActionItem:
    """The owner's side gives a new date, with its reason. The first date and every date in between stay on record."""
    voice = updater(by, item, now=now, on_word_of=on_word_of, instead=_THEIRS_TO_MOVE)
    lock(item, "owner", version=version)
    reason = in_words(
        reason, field="reason", limit=1_000, missing="Say why, in a few words: the other side reads it."
    )
    asked = waiting_request(item)
    if asked is not None and asked.due_on != due_on:
        asked = None
    return _moved(item, due_on, reason, voice, now, asked)


@verb(did="accepted another date", undo=True)
def accept_date(
    item: ActionItem, *, by: User, now: datetime, version: int | None = None, on_word_of: User | None = None
) -> ActionItem:
    """The owner's side gives the date that the other side asks for."""
    voice = updater(by, item, now=now, on_word_of=on_word_of, instead=_THEIRS_TO_MOVE)
    lock(item, "owner", version=version)
    asked = waiting_request(item)
    if asked is None:
        raise Refused("No other date is asked for any more.")
    return _moved(item, asked.due_on, asked.reason, voice, now, asked)


def _moved(
    item: ActionItem, due_on: date, reason: str, voice: User, now: datetime, asked: DateRequest | None
) -> ActionItem:
    if item.state != State.OPEN:
        raise Refused("Only an open action can have a new date. Look at its state first.")
    today = day_of(voice, now)
    day_to_come(due_on, today=today, field="due_on")
    if due_on == item.due_on:
        raise Refused("That is the date it already has. Give another one.", field="due_on")
    # Where a colleague far in the east gave the date before, it is not given on the day before that.
    given_on = max([today, *item.dates.values_list("given_on", flat=True)])
    in_time = with_notice(given_on, item.due_on, item.owner.country)
    ActionDate.objects.create(
        partner=item.partner,
        item=item,
        due_on=due_on,
        given_on=given_on,
        given_by=voice,
        reason=reason,
        with_notice=in_time or (asked is not None and given_on <= item.due_on),
        request=asked,
    )
    if asked is not None:
        accepted(asked, by=voice, now=now)
    item.answered()
    item.due_on = due_on
    return keep(item)


@verb(did="handed it over", undo=True)
def reassign(
    item: ActionItem,
    *,
    to: User,
    by: User,
    now: datetime,
    version: int | None = None,
    on_word_of: User | None = None,
) -> ActionItem:
    """Hands it over to a colleague on the same side. Its dates stay: a side does not gain time by changing hands."""
    updater(by, item, now=now, on_word_of=on_word_of, instead=_THEIRS_TO_HAND_OVER)
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


@verb(did="put its words right", undo=True)
def reword(
    item: ActionItem, *, title: str, by: User, now: datetime, detail: str = "", version: int | None = None
) -> ActionItem:
    """Says in better words what is to be done. What it was called stands in its history, for both sides to read.

    While it is only asked for, whoever asked, or leads their side, finds the words; once promised, the side that owes
    it.
    """
    if item.state == State.PROPOSED:
        require(
            by, Permission.KEEP_PROMISES if by.pk == item.created_by_id else Permission.PROMISE, item.partner
        )
        if by.side != item.created_by.side:
            raise Refused(
                "The side that asks for this finds its words. Answer in your own: both sides read them."
            )
    else:
        updater(by, item, now=now, instead=_THEIRS_TO_REWORD)
    lock(item, "owner", version=version)
    if item.state not in (State.PROPOSED, State.OPEN):
        raise Refused("This is done or withdrawn: its words stay as they were.")
    title = one_line(title, field="title", limit=200, missing="Say what is to be done.")
    detail = in_words(detail, field="detail")
    if (title, detail) == (item.title, item.detail):
        raise Refused("These are the words it already has. Change them first.", field="title")
    item.title, item.detail = title, detail
    return keep(item)


@verb(did="withdrew it", undo=True)
def withdraw(
    item: ActionItem, *, reason: str, by: User, now: datetime, version: int | None = None
) -> ActionItem:
    """It is no longer wanted.

    The other side may release a promise at any time; one's own side with notice, or on the day it was made. Notice is
    counted to the earlier of its first date and the one that stands: a new date does not open a way out.
    """
    if item.state == State.PROPOSED and by.pk == item.created_by_id:
        require(by, Permission.KEEP_PROMISES, item.partner)
    elif by.side == item.side:
        updater(by, item, now=now, instead="")
    else:
        require(by, Permission.PROMISE, item.partner)
    lock(item, "owner", version=version)
    if item.state not in (State.PROPOSED, State.OPEN):
        raise Refused("This is done or withdrawn already.")
    if item.state == State.OPEN and by.side == item.side and not _may_step_back(item, day_of(by, now)):
        raise Refused(
            f"With less than {counted(NOTICE_WORKING_DAYS, 'working day')} to go to its first date, or to the one that "
            "stands, only the other side "
            "can release you from this. Ask them, or give a new date.",
            field="reason",
        )
    write_note_on(item, reason, by=by, now=now, missing="Say why it is no longer wanted.")
    end_wait(item, by=by, now=now)
    end_request(item, by=by, now=now)
    item.state, item.closed_at, item.closed_on = State.WITHDRAWN, now, day_of(by, now)
    return keep(item)


def _may_step_back(item: ActionItem, today: date) -> bool:
    earliest = min(item.due_on, item.first_due_on or item.due_on)
    return item.promised_on == today or with_notice(today, earliest, item.owner.country)
