"""What is said about promises in the room: each a verb of governance, on record as a move that can be taken back."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from governance import actions as agreed
from governance.actions.restoring import as_it_was
from governance.models import ActionItem, Ask, OutcomeIntent
from partners.access import Permission
from partners.models import Side, User
from partners.verbs import Refused, verb
from reviews.actions.moving import in_the_room, moved, voice_of
from reviews.models import Review, RoomMove

Kind = RoomMove.Kind
_LONGEST = 300
"""Of the words of a move."""
_COLUMNS = (
    "state", "owner_id", "due_on", "reported_at", "reported_on", "reported_by_id", "closed_at", "closed_on",
    "confirmed_by_id", "returned",
)  # fmt: skip


@verb(did="kept a promise in the room")
def keep_promise(
    review: Review, *, title: str, owner: User, due_on: date, by: User, now: datetime,
    ask: Ask | None = None, outcome: OutcomeIntent | None = None,
) -> ActionItem:  # fmt: skip
    """What somebody promised aloud. It is read back to them before the seal."""
    review = in_the_room(review, by)
    voice = voice_of(owner.side, review, by, Permission.PROMISE, owner=owner)
    item = agreed.promise(
        review.partner, title=title, owner=owner, due_on=due_on, by=by, now=now, ask=ask, outcome=outcome,
        on_word_of=voice,
    )  # fmt: skip
    moved(review, Kind.PROMISED, by=by, now=now, words=item.title, action=item, before=_after(item))
    return item


@verb(did="reported it done in the room")
def done(
    review: Review, item: ActionItem, *, by: User, now: datetime, version: int | None = None
) -> ActionItem:
    """Its owner, or somebody of their side in the room, says that it is done."""
    review, before = _begin(review, item, by)
    wait, asked = _running(item.waits), _running(item.date_requests)
    voice = _of_the_owner(item, review, by)
    agreed.report_done(item, by=by, now=now, version=version, on_word_of=voice)
    _record(review, Kind.DONE, item, by, now, before, voice=voice, ended_wait=wait, ended_request=asked)
    return item


@verb(did="nodded to it in the room")
def nod(
    review: Review, item: ActionItem, *, by: User, now: datetime, version: int | None = None
) -> ActionItem:
    """The other side's nod in the room confirms it."""
    review, before = _begin(review, item, by)
    voice = voice_of(Side(item.side).other, review, by, Permission.PROMISE)
    agreed.confirm(item, by=by, now=now, version=version, on_word_of=voice)
    _record(review, Kind.CONFIRMED, item, by, now, before, words=f"{voice.full_name} confirmed: {item.title}")
    return item


@verb(did="nodded to the list in the room")
def nod_to_all(review: Review, items: Iterable[ActionItem], *, by: User, now: datetime) -> list[ActionItem]:
    """The consent list: everything on it that nobody took exception to. What was settled meanwhile is left."""
    still = [item for item in items if item.state == ActionItem.State.REPORTED]
    if not still:
        raise Refused("There is nothing left to confirm: untick what you still want to talk about.")
    return [nod(review, item, by=by, now=now) for item in still]


@verb(did="said what is missing")
def not_yet(
    review: Review, item: ActionItem, *, word: str, by: User, now: datetime, version: int | None = None
) -> ActionItem:
    """The other side says what is missing: it goes back to its owner."""
    review, before = _begin(review, item, by)
    voice = voice_of(Side(item.side).other, review, by, Permission.PROMISE)
    agreed.give_back(item, word=word, by=by, now=now, version=version, on_word_of=voice)
    written = item.notes.latest("id")
    _record(review, Kind.RETURNED, item, by, now, before, words=word, wrote_note=written.pk)
    return item


@verb(did="gave a new date in the room")
def new_date(
    review: Review, item: ActionItem, *, due_on: date, reason: str, by: User, now: datetime,
    version: int | None = None,
) -> ActionItem:  # fmt: skip
    """A new date, with its reason, on the word of the side that owes it. The first one stays on record."""
    review, before = _begin(review, item, by)
    voice, asked = _of_the_owner(item, review, by), _running(item.date_requests)
    agreed.move_date(item, due_on=due_on, reason=reason, by=by, now=now, version=version, on_word_of=voice)
    _record_new_date(review, item, voice, by, now, before, asked)
    return item


@verb(did="answered in the room whether another date stands")
def answer_date(
    review: Review, item: ActionItem, *, accepted: bool, by: User, now: datetime, word: str = "",
    version: int | None = None,
) -> ActionItem:  # fmt: skip
    """The side that owes it accepts the date that the other side asked for, or keeps its own and says why."""
    review, before = _begin(review, item, by)
    voice, asked = _of_the_owner(item, review, by), _running(item.date_requests)
    if accepted:
        agreed.accept_date(item, by=by, now=now, version=version, on_word_of=voice)
        _record_new_date(review, item, voice, by, now, before, asked)
    else:
        agreed.decline_date(item, word=word, by=by, now=now, version=version, on_word_of=voice)
        words = f"{item.title}: the date stays {item.due_on:%-d %B}. {word}"
        _record(review, Kind.DISCUSSED, item, by, now, before, words=words, voice=voice, ended_request=asked)
    return item


@verb(did="said in the room what it waits for")
def waits_on(
    review: Review, item: ActionItem, *, on_side: str, what_for: str, by: User, now: datetime,
    on_person: User | None = None, version: int | None = None,
) -> ActionItem:  # fmt: skip
    """From today the named side holds the ball, says the side that owes it."""
    review, before = _begin(review, item, by)
    voice, earlier = _of_the_owner(item, review, by), _running(item.waits)
    wait = agreed.wait_on(
        item, on_side=on_side, what_for=what_for, by=by, now=now, on_person=on_person, version=version,
        on_word_of=voice,
    )  # fmt: skip
    _record(
        review, Kind.WAITING, item, by, now, before, words=f"{item.title}: {what_for}",
        voice=voice, ended_wait=earlier, began_wait=wait.pk,
    )  # fmt: skip
    return item


@verb(did="ended the wait in the room")
def wait_over(
    review: Review, item: ActionItem, *, by: User, now: datetime, version: int | None = None
) -> ActionItem:
    """The review settles a wait: it ends today, and the side that said so is here to agree."""
    review, before = _begin(review, item, by)
    voice, ended = _of_the_owner(item, review, by), _running(item.waits)
    agreed.stop_waiting(item, by=by, now=now, version=version, on_word_of=voice)
    words = f"{item.title}: the wait is over"
    _record(review, Kind.WAITING, item, by, now, before, words=words, voice=voice, ended_wait=ended)
    return item


@verb(did="handed it over in the room")
def hand_over(
    review: Review, item: ActionItem, *, to: User, by: User, now: datetime, version: int | None = None
) -> ActionItem:
    """A colleague on the same side takes it over."""
    review, before = _begin(review, item, by)
    voice = _of_the_owner(item, review, by)
    agreed.reassign(item, to=to, by=by, now=now, version=version, on_word_of=voice)
    words = f"{item.title}: {to.full_name}"
    _record(review, Kind.REASSIGNED, item, by, now, before, words=words, voice=voice)
    return item


def _begin(review: Review, item: ActionItem, by: User) -> tuple[Review, dict[str, object]]:
    review = in_the_room(review, by)
    if item.partner_id != review.partner_id:
        raise Refused("This belongs to another partnership.")
    # The item may have been read before this review was locked: what undo restores is what stands now.
    item.refresh_from_db()
    return review, {**as_it_was(item, *_COLUMNS), "version_before": item.version}


def _of_the_owner(item: ActionItem, review: Review, by: User) -> User:
    """Whose word it is that whoever chairs writes down: the owner's, or somebody's of their side in the room."""
    return voice_of(item.side, review, by, Permission.PROMISE, owner=item.owner)


def _running(rows: Any) -> int | None:
    """The wait that runs, or the request that waits for an answer, by id."""
    found: int | None = rows.running().values_list("pk", flat=True).first()
    return found


def _record_new_date(
    review: Review, item: ActionItem, voice: User, by: User, now: datetime, before: dict[str, object],
    asked: int | None,
) -> None:  # fmt: skip
    given = item.dates.latest("id")
    words = f"{item.title}: {given.due_on:%-d %B}. {given.reason}"
    ended = asked if given.request_id == asked else None
    _record(
        review, Kind.MOVED, item, by, now, before, words=words, voice=voice, gave_date=given.pk,
        ended_request=ended,
    )  # fmt: skip


def _record(
    review: Review, kind: RoomMove.Kind, item: ActionItem, by: User, now: datetime, before: dict[str, object],
    *, words: str = "", voice: User | None = None, **beside: int | None,
) -> None:  # fmt: skip
    """`beside` are the rows the move wrote or ended besides the item's own: undo looks for them.

    Of what one side says the words name who said it, where whoever chairs only wrote it down.
    """
    words = words or item.title
    if voice is not None and voice.pk != by.pk:
        words = f"{words[: _LONGEST - len(voice.full_name) - 20]} · on the word of {voice.full_name}"
    before = {**before, **{name: pk for name, pk in beside.items() if pk}, **_after(item)}
    moved(review, kind, by=by, now=now, words=words, action=item, before=before)


def _after(item: ActionItem) -> dict[str, object]:
    """The version the move left behind: undo refuses once somebody else has changed the row."""
    return {"version_after": item.version}
