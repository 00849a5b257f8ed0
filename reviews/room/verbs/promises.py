"""What is said about promises in the room: a step like everywhere, on record as a move that can be taken back."""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Any

from governance import verbs as agreed
from governance.models import ActionItem, Ask, OutcomeIntent
from governance.restoring import Before, kept_as_json
from governance.step import InRoom, Step
from governance.tracker.steps.delivering import Confirm
from governance.undoing import last_change
from partners.access import Permission
from partners.models import Side, User
from partners.verb import Refused, recorded_as, verb
from reviews.models import Review, RoomMove
from reviews.room.verbs.moving import in_the_room, moved, voice_of

Kind = RoomMove.Kind
_LONGEST = 300
"""Of the words of a move."""


@verb(did="kept a promise in the room")
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
) -> ActionItem:
    """What somebody promised aloud. It is read back to them before the seal."""
    review = in_the_room(review, by)
    voice = voice_of(owner.side, review, by, Permission.PROMISE, owner=owner)
    item = agreed.promise(
        review.partner,
        title=title,
        owner=owner,
        due_on=due_on,
        by=by,
        now=now,
        ask=ask,
        outcome=outcome,
        on_word_of=voice,
    )
    moved(review, Kind.PROMISED, by=by, now=now, words=item.title, action=item, before=_after(item))
    return item


def take_step(
    review: Review,
    item: ActionItem,
    step: Step[ActionItem],
    *,
    by: User,
    now: datetime,
    version: int | None = None,
    **said: Any,
) -> ActionItem:
    """What somebody in the room says of a promise, written down by whoever chairs: any step that has a place there.

    The history tells the step's own verb, and on whose word it was. `said` are the words the verb asks for. Raises as
    the verb does, and Refused where nobody of the side whose word it is is in the room.
    """
    place = step.in_room
    assert place is not None, f"{step.slug} has no place in the room"
    verb = place.form.verb
    with recorded_as(verb.__name__, by=by, now=now, review=review.pk):
        review = in_the_room(review, by)
        if item.partner_id != review.partner_id:
            raise Refused("This belongs to another partnership.")
        # The item may have been read before this review was locked: what undo restores is what stands now.
        item.refresh_from_db()
        earlier, voice = item.version, _voice(review, item, place, by)
        verb(item, by=by, now=now, version=version, on_word_of=voice, **said)
        words = step.minutes(item, said, voice)
        if place.of_owners_side and voice.pk != by.pk:
            words = f"{words[: _LONGEST - len(voice.full_name) - 20]} · on the word of {voice.full_name}"
        before = {**_before(review, item), "version_before": earlier, **_after(item)}
        moved(review, Kind(place.kind), by=by, now=now, words=words, action=item, before=before)
    return item


def through_the_room(review: Review, step: Step[ActionItem]) -> Callable[..., ActionItem]:
    """How a form of the step calls its verb in the room."""

    def through(_: Callable[..., Any], item: ActionItem, **said: Any) -> ActionItem:
        return take_step(review, item, step, **said)

    return through


def confirm_list(review: Review, items: Iterable[ActionItem], *, by: User, now: datetime) -> list[ActionItem]:
    """The consent list: everything on it that nobody took exception to. What was settled meanwhile is left."""
    still = [item for item in items if item.state == ActionItem.State.REPORTED]
    if not still:
        raise Refused("There is nothing left to confirm: untick what you still want to talk about.")
    with recorded_as("confirm", by=by, now=now, review=review.pk):
        return [take_step(review, item, Confirm(), by=by, now=now) for item in still]


def _voice(review: Review, item: ActionItem, place: InRoom, by: User) -> User:
    """Whose word it is that whoever chairs writes down: for what is owed the owner's, or somebody's of their side."""
    if place.of_owners_side:
        return voice_of(item.side, review, by, Permission.PROMISE, owner=item.owner)
    return voice_of(Side(item.side).other, review, by, Permission.PROMISE)


def _before(review: Review, item: ActionItem) -> Before:
    """What the row was, and what was written or ended beside it: as undo in the tracker reads it from the history."""
    change = last_change(item, review=review.pk)
    return kept_as_json(change.before) if change else {}


def _after(item: ActionItem) -> dict[str, object]:
    """The version the move left behind: undo refuses once somebody else has changed the row."""
    return {"version_after": item.version}
