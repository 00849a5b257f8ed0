"""The waiting-on clock: who is waited for, since when. A flag beside the state, never a state."""

from datetime import date, datetime

from governance.deputies import stood_in_for
from governance.local_day import day_of
from governance.locking import keep, lock
from governance.models import ActionItem, Ask, WaitingPeriod
from governance.taking_part import belonging_to, owner_in, updater
from governance.wording import one_line
from partners.access import Permission, require
from partners.models import Side, User
from partners.verb import Refused, Stale, verb

_THEIRS_TO_START = "Only the side that owes this says what it waits for. Write them a word."
_THEIRS_TO_STOP = (
    "A wait is ended by the side that owes the action, or in the review. Write them a word, or say how your side sees "
    "it: both views are shown from then on."
)


@verb(did="said what it waits for", undo=True)
def wait_on(
    item: ActionItem,
    *,
    on_side: str,
    what_for: str,
    by: User,
    now: datetime,
    on_person: User | None = None,
    ask: Ask | None = None,
    version: int | None = None,
    on_word_of: User | None = None,
) -> WaitingPeriod:
    """From today `on_side` is waited for, says the owner's side: for a decision of theirs (`ask`), or something else. A
    wait that was running ends today.
    """
    voice = updater(by, item, now=now, on_word_of=on_word_of, instead=_THEIRS_TO_START)
    lock(item, version=version)
    if item.state != ActionItem.State.OPEN:
        raise Refused("Only an open action can wait on somebody. Look at its state first.")
    if on_person is not None and on_person.side != on_side:
        raise Refused(
            f"{on_person.full_name} is on the other side. Choose their side, or another person.",
            field="on_person",
        )
    if ask is not None:
        _require_decision(item, ask, on_side)
    end_wait(item, by=voice, now=now)
    item.answered()
    keep(item)
    return WaitingPeriod.objects.create(
        partner=item.partner,
        item=item,
        on_side=Side(on_side),
        on_person=owner_in(item.partner, on_person, field="on_person") if on_person else None,
        what_for=one_line(what_for, field="what_for", limit=200, missing="Say what you are waiting for."),
        ask=ask,
        began_on=max([day_of(voice, now), *_ends(item)]),
        said_by=voice,
    )


@verb(did="ended the wait", undo=True)
def stop_waiting(
    item: ActionItem, *, by: User, now: datetime, version: int | None = None, on_word_of: User | None = None
) -> ActionItem:
    """Its owner has what it waited for. Said by the owner's side, or in the review; never by the side it charges."""
    if on_word_of is None and waits_on_own_side(by, item, item.waiting, today=day_of(by, now)):
        require(by, Permission.KEEP_PROMISES, item.partner)
        voice = by
    else:
        voice = updater(by, item, now=now, on_word_of=on_word_of, instead=_THEIRS_TO_STOP)
    lock(item, version=version)
    if not end_wait(item, by=voice, now=now):
        raise Refused("This is not waiting on anybody any more.")
    return keep(item)


def _require_decision(item: ActionItem, ask: Ask, on_side: str) -> None:
    belonging_to(item.partner, ask=ask)
    if ask.kind != Ask.Kind.DECISION or not ask.is_open:
        raise Refused("Only a decision that is still to be made can be waited for.", field="ask")
    if ask.on_side != on_side:
        raise Refused(
            "That decision is the other side's to make. Choose the side that makes it.", field="ask"
        )
    if item.ask_id == ask.pk:
        raise Refused("This action follows from that decision: it cannot wait for it too.", field="ask")


def waits_on_own_side(by: User, item: ActionItem, wait: WaitingPeriod | None, *, today: date) -> bool:
    """Whether a colleague of one's own is waited for, and that is `by` or whom they stand in for: nobody is charged."""
    if wait is None or wait.on_side != item.side or by.side != item.side:
        return False
    return wait.on_person_id in {by.pk, *stood_in_for(by, today)}


@verb(did="disputed the wait")
def dispute_wait(wait: WaitingPeriod, *, words: str, by: User, now: datetime) -> WaitingPeriod:
    """The side said to be waited for sees it differently. Both views are shown from then on; the clock runs."""
    if by.pk == wait.on_person_id:
        require(by, Permission.KEEP_PROMISES, wait.partner)
    else:
        require(by, Permission.PROMISE, wait.partner)
    _lock(wait)
    if by.side != wait.on_side:
        raise Refused("Only the side that is waited on can see this differently.")
    wait.dispute = one_line(
        words, field="words", limit=300, missing="Say how your side sees it, so that both views stand."
    )
    wait.disputed_by = by
    wait.save()
    return wait


def _lock(wait: WaitingPeriod) -> None:
    """Brings it up to date: ended since it was read, it must not run again because somebody sees it differently."""
    try:
        wait.refresh_from_db(from_queryset=WaitingPeriod.objects.select_for_update())
    except WaitingPeriod.DoesNotExist:
        raise Stale(
            "This wait was taken back in the meantime. Your words are still here: look again."
        ) from None


def end_wait(item: ActionItem, *, by: User, now: datetime) -> bool:
    """Ends the running wait, if there is one, today. Returns whether there was."""
    running = item.waits.select_for_update().filter(ended_on=None).first()
    if running is None:
        return False
    running.ended_on = max(day_of(by, now), running.began_on)
    running.save()
    return True


def _ends(item: ActionItem) -> list[date]:
    """Waits of an action never overlap, however far apart those who say so live."""
    return [wait.ended_on for wait in item.waits.all() if wait.ended_on is not None]
