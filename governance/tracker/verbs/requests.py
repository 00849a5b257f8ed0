"""Another date for what the other side owes: it is asked for, and stands once the owner's side accepts it."""

from datetime import date, datetime

from governance.local_day import day_of
from governance.locking import keep, lock
from governance.models import ActionItem, DateRequest
from governance.taking_part import may_ask, updater
from governance.wording import day_to_come, in_words
from partners.access import Permission, require
from partners.models import User
from partners.verb import Refused, verb

_ONES_OWN = "Your own side owes this: give the new date instead of asking for it."
_THEIRS_TO_ANSWER = "Only the side that owes this says yes or no to another date."


@verb(did="asked for another date")
def ask_for_date(
    item: ActionItem, *, due_on: date, reason: str, by: User, now: datetime, version: int | None = None
) -> DateRequest:
    """Asks the owner's side for another date. Nothing changes until they accept it."""
    require(by, Permission.KEEP_PROMISES, item.partner)
    lock(item, "owner", version=version)
    if not may_ask(by, item):
        raise Refused(_ONES_OWN)
    if item.state != ActionItem.State.OPEN:
        raise Refused("Only an open action can have another date. Look at its state first.")
    if (asked := waiting_request(item)) is not None:
        raise Refused(
            f"{asked.due_on:%-d %B} is asked for already, and waits for an answer. Take that back first.",
            field="due_on",
        )
    today = day_of(by, now)
    day_to_come(due_on, today=today, field="due_on")
    if due_on == item.due_on:
        raise Refused("That is the date it already has. Ask for another one.", field="due_on")
    reason = in_words(
        reason,
        field="reason",
        limit=1_000,
        missing=f"Say why, in a few words: {item.owner.first_name} reads it.",
    )
    keep(item)
    return DateRequest.objects.create(
        partner=item.partner,
        item=item,
        due_on=due_on,
        reason=reason,
        asked_by=by,
        asked_on=today,
        asked_at=now,
    )


@verb(did="declined another date", undo=True)
def decline_date(
    item: ActionItem,
    *,
    word: str,
    by: User,
    now: datetime,
    version: int | None = None,
    on_word_of: User | None = None,
) -> DateRequest:
    """The owner's side keeps its date, and says why."""
    voice = updater(by, item, now=now, on_word_of=on_word_of, instead=_THEIRS_TO_ANSWER)
    lock(item, version=version)
    asked = _asked(item)
    asked.answer = in_words(
        word,
        field="word",
        limit=1_000,
        missing=f"Say why the date stands: {asked.asked_by.first_name} reads it.",
    )
    item.answered()
    keep(item)
    return _ended(asked, DateRequest.State.DECLINED, voice, now)


@verb(did="asked for no other date any more")
def take_back_request(
    item: ActionItem, *, by: User, now: datetime, version: int | None = None
) -> DateRequest:
    """The other date is not wanted any more: said by whoever asked for it, or who leads there."""
    require(by, Permission.KEEP_PROMISES, item.partner)
    lock(item, version=version)
    asked = _asked(item)
    if asked.asked_by_id != by.pk:
        require(by, Permission.PROMISE, item.partner)
        if not may_ask(by, item):
            raise Refused("The other side asked for this. Accept the date, or decline it with a word.")
    keep(item)
    return _ended(asked, DateRequest.State.TAKEN_BACK, by, now)


def waiting_request(item: ActionItem) -> DateRequest | None:
    """The date that is asked for and waits for an answer, if there is one."""
    found: DateRequest | None = item.date_requests.running().select_related("asked_by").first()
    return found


def accepted(asked: DateRequest, *, by: User, now: datetime) -> None:
    """It is given: what moves the date says so."""
    _ended(asked, DateRequest.State.ACCEPTED, by, now)


def end_request(item: ActionItem, *, by: User, now: datetime) -> None:
    """The action is done or withdrawn, and whatever date was asked for with it."""
    if (asked := waiting_request(item)) is not None:
        _ended(asked, DateRequest.State.OVER, by, now)


def _asked(item: ActionItem) -> DateRequest:
    asked = waiting_request(item)
    if asked is None:
        raise Refused("No other date is asked for any more.")
    return asked


def _ended(asked: DateRequest, state: str, by: User, now: datetime) -> DateRequest:
    asked.state, asked.answered_by = state, by
    asked.answered_on, asked.answered_at = day_of(by, now), now
    asked.save()
    return asked
