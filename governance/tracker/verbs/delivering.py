"""How a promise ends well: its owner reports it done, the other side confirms, or gives it back with a word."""

from collections.abc import Iterable
from datetime import datetime

from governance.local_day import day_of
from governance.locking import keep, lock
from governance.models import ActionItem
from governance.taking_part import speaker, updater
from governance.tracker.verbs.notes import write_note_on
from governance.tracker.verbs.requests import end_request
from governance.tracker.verbs.waiting import end_wait
from partners.access import Permission
from partners.models import User
from partners.verb import Refused, verb

State = ActionItem.State
_THEIRS_TO_REPORT = (
    "The side that owes this reports it done, and yours confirms it. Write them a word if you see it done."
)


@verb(did="reported it done", undo=True)
def report_done(
    item: ActionItem,
    *,
    by: User,
    now: datetime,
    word: str = "",
    version: int | None = None,
    on_word_of: User | None = None,
) -> ActionItem:
    """The owner's side says that it is done. The other side is asked to confirm; a running wait ends today.

    The day is that of whoever says so, and stays so wherever they live later. In the room whoever chairs records it
    with `on_word_of`.
    """
    voice = updater(by, item, now=now, on_word_of=on_word_of, instead=_THEIRS_TO_REPORT)
    lock(item, "owner", version=version)
    if item.state != State.OPEN:
        raise Refused(_not_to_report(item))
    end_wait(item, by=voice, now=now)
    end_request(item, by=voice, now=now)
    item.answered()
    item.state, item.reported_by = State.REPORTED, voice
    item.reported_at, item.reported_on = now, day_of(voice, now)
    if word.strip():
        write_note_on(item, word, by=voice, now=now)
    return keep(item)


@verb(did="confirmed it", undo=True)
def confirm(
    item: ActionItem, *, by: User, now: datetime, version: int | None = None, on_word_of: User | None = None
) -> ActionItem:
    """The other side's yes. Nobody confirms what their own side reported.

    In the room a word aloud is enough: whoever chairs records it with `on_word_of`, the person who said so.
    """
    voice = speaker(by, on_word_of, item.partner, Permission.PROMISE)
    lock(item, "owner", version=version)
    _require_reported_by_the_other_side(item, voice)
    item.state, item.confirmed_by = State.CLOSED, voice
    item.closed_at, item.closed_on = now, day_of(voice, now)
    return keep(item)


@verb(did="confirmed it")
def confirm_all(
    items: Iterable[ActionItem], *, by: User, now: datetime, on_word_of: User | None = None
) -> list[ActionItem]:
    """Confirms the consent list. What somebody settled in the meantime is left as it is; returns the confirmed."""
    confirmed = []
    for item in sorted(items, key=lambda each: each.pk):
        lock(item)
        if item.state == State.REPORTED:
            confirmed.append(confirm(item, by=by, now=now, on_word_of=on_word_of))
    return confirmed


@verb(did="gave it back", undo=True)
def give_back(
    item: ActionItem,
    *,
    word: str,
    by: User,
    now: datetime,
    version: int | None = None,
    on_word_of: User | None = None,
) -> ActionItem:
    """The other side's not yet, with what is missing. The action is open again and its dates stand.

    Once: what is reported again goes to the next review, and is given back there by a word in the room.
    """
    voice = speaker(by, on_word_of, item.partner, Permission.PROMISE)
    lock(item, "owner", version=version)
    _require_reported_by_the_other_side(item, voice)
    if item.returned and on_word_of is None:
        raise Refused(
            "You have given this back once. It stands on the agenda of the next review: say there what is missing.",
            field="word",
        )
    write_note_on(
        item, word, by=voice, now=now, missing="Say what is missing, so that they know what to do next."
    )
    item.state, item.reported_at, item.reported_on, item.reported_by = State.OPEN, None, None, None
    item.returned += 1
    return keep(item)


def _require_reported_by_the_other_side(item: ActionItem, voice: User) -> None:
    if item.state != State.REPORTED:
        raise Refused("This is not reported done, so there is nothing to confirm or give back.")
    if voice.side == item.side or voice.pk == item.reported_by_id:
        raise Refused("The other side confirms what yours reports. Ask one of their people to look at it.")


def _not_to_report(item: ActionItem) -> str:
    return {
        State.PROPOSED: f"This is not promised yet: {item.owner.full_name} has to accept it first.",
        State.REPORTED: "This is already reported done. The other side is asked to confirm it.",
        State.CLOSED: "This is already done and confirmed.",
    }.get(State(item.state), "This was withdrawn. Promise it anew if it is still wanted.")
