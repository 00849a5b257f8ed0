"""What is said about promises and asks in the room: a step like everywhere, on record as a move to be taken back."""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Any

from governance import verbs as agreed
from governance.models import ActionItem, Ask, OutcomeIntent
from governance.owed import owed_of
from governance.restoring import Before, kept_as_json
from governance.step import SaidBy, Step, Thing
from governance.tracker.steps.delivering import Confirm
from governance.undoing import last_change
from partners.access import Permission
from partners.models import User
from partners.verb import Refused, recorded_as, verb
from reviews.models import Review, RoomMove
from reviews.room.captured_already import CapturedAlready, captured_already
from reviews.room.verbs.moving import in_the_room, moved, voice_of, writing

Kind = RoomMove.Kind
_LONGEST = 300
"""Of the words of a move."""


@verb(did="wrote down a promise in the room")
def keep_promise(
    review: Review,
    *,
    title: str,
    owner: User,
    due_on: date,
    by: User,
    now: datetime,
    ask: Ask | None = None,
    outcome: OutcomeIntent | None = None,
    other_than: int | None = None,
) -> ActionItem:
    """What somebody promised aloud. It is read back to them before the seal.

    Raises CapturedAlready where the same was captured in this review and whoever writes has not been told: `other_than`
    is the number of the action they have seen, and say theirs is not.
    """
    review, in_name_of = writing(review, by)
    # Under the lock of the review: of two who write it down at once the second is told.
    twins = captured_already(review, title=title, owner=owner, reader=by)
    if twins and twins[0].item.pk != other_than:
        raise CapturedAlready(twins[0])
    voice = voice_of(owner.side, review, in_name_of, Permission.PROMISE, owner=owner)
    item = agreed.promise(
        review.partner,
        title=title,
        owner=owner,
        due_on=due_on,
        by=in_name_of,
        now=now,
        ask=ask,
        outcome=outcome,
        on_word_of=voice,
    )
    moved(review, Kind.PROMISED, by=by, now=now, words=item.title, action=item, before=_after(item))
    return item


def take_step(
    review: Review,
    thing: Thing,
    step: Step[Thing],
    *,
    by: User,
    now: datetime,
    version: int | None = None,
    **said: Any,
) -> Thing:
    """What somebody in the room says of a promise or an ask, written down by whoever chairs: any step placed there.

    A scribe writes what decides nothing, in the chair's name. The history tells the step's own verb, and on whose word
    it was. `said` are the words the verb asks for. Raises as the verb does, and Refused where nobody of the side whose
    word it is is in the room.
    """
    place = step.in_room
    assert place is not None, f"{step.slug} has no place in the room"
    verb = place.form.verb
    with recorded_as(verb.__name__, by=by, now=now, review=review.pk):
        review, in_name_of = writing(review, by) if place.by_scribe else (in_the_room(review, by), by)
        if thing.partner_id != review.partner_id:
            raise Refused("This belongs to another partnership.")
        # The row may have been read before this review was locked: what undo restores is what stands now.
        thing.refresh_from_db()
        earlier, voice = thing.version, _voice(review, thing, place.said_by, in_name_of)
        on_word_of = {} if place.said_by is SaidBy.CHAIR else {"on_word_of": voice}
        verb(thing, by=in_name_of, now=now, version=version, **on_word_of, **said)
        words = step.minutes(thing, said, voice)
        if place.said_by is SaidBy.WHO_OWES and voice.pk != by.pk:
            words = f"{words[: _LONGEST - len(voice.full_name) - 20]} · on the word of {voice.full_name}"
        before = {**_before(review, thing), "version_before": earlier, **_after(thing)}
        about = {"ask" if isinstance(thing, Ask) else "action": thing}
        moved(review, Kind(place.kind), by=by, now=now, words=words, before=before, **about)
    return thing


def through_the_room(review: Review, step: Step[Thing]) -> Callable[..., Thing]:
    """How a form of the step calls its verb in the room."""

    def through(_: Callable[..., Any], thing: Thing, **said: Any) -> Thing:
        return take_step(review, thing, step, **said)

    return through


def confirm_list(review: Review, items: Iterable[ActionItem], *, by: User, now: datetime) -> list[ActionItem]:
    """The consent list: everything on it that nobody took exception to. What was settled meanwhile is left."""
    still = [item for item in items if item.state == ActionItem.State.REPORTED]
    if not still:
        raise Refused("There is nothing left to confirm: untick what you still want to talk about.")
    with recorded_as("confirm", by=by, now=now, review=review.pk):
        return [take_step(review, item, Confirm(), by=by, now=now) for item in still]


def _voice(review: Review, thing: ActionItem | Ask, said_by: SaidBy, by: User) -> User:
    """Whose word it is that whoever chairs writes down."""
    side = owed_of(thing).side
    match said_by:
        case SaidBy.CHAIR:
            return by
        case SaidBy.WHO_DECIDES:
            return voice_of(side, review, by, Permission.DECIDE)
        case SaidBy.WHO_IS_OWED:
            return voice_of(side.other, review, by, Permission.PROMISE)
        case SaidBy.WHO_OWES:
            return voice_of(side, review, by, Permission.PROMISE, owner=thing.owner)


def _before(review: Review, thing: ActionItem | Ask) -> Before:
    """What the row was, and what was written or ended beside it: as undo elsewhere reads it from the history."""
    change = last_change(thing, review=review.pk)
    return kept_as_json(change.before) if change else {}


def _after(thing: ActionItem | Ask) -> dict[str, object]:
    """The version the move left behind: undo refuses once somebody else has changed the row."""
    return {"version_after": thing.version}
