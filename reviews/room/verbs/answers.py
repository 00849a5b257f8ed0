"""What is decided, said, parked and thanked for in the room."""

from collections.abc import Callable
from datetime import datetime

from governance import verbs as agreed
from governance.models import Ask, Thanks
from governance.restoring import as_it_was
from governance.wording import in_words
from partners.access import Permission
from partners.models import User
from partners.verb import Refused, verb
from reviews.models import Minute, Review, RoomMove
from reviews.room.verbs.moving import in_the_room, moved, voice_of

Kind = RoomMove.Kind
_COLUMNS = ("state", "owner_id", "answered_on", "answered_by_id", "answer")
LONGEST_NOTE = 2000


@verb(did="answered it in the room")
def settle_ask(
    review: Review, ask: Ask, *, how: str, answer: str, by: User, now: datetime, version: int | None = None
) -> Ask:
    """Answers an ask in the room. `how` is the state it comes to: made, cleared, lived_with, backed, in_place, not_now.

    Where the side that was asked is not the chair's, someone of that side in the room speaks.
    """
    review = in_the_room(review, by)
    if ask.partner_id != review.partner_id:
        raise Refused("This belongs to another partnership.")
    if how not in _HOW:
        raise Refused("Say how it is answered: choose one of the buttons.")
    ask.refresh_from_db()
    before = {**as_it_was(ask, *_COLUMNS), "version_before": ask.version}
    _HOW[how](review, ask, answer, by, now, version)
    before["version_after"] = ask.version
    words = f"{ask.title}: {answer.strip()}"
    moved(review, Kind.DECIDED, by=by, now=now, words=words, ask=ask, before=before)
    return ask


@verb(did="took a note")
def note(review: Review, *, text: str, by: User, now: datetime) -> Minute:
    """A line of the minutes."""
    return _written(review, Minute.Kind.NOTE, Kind.NOTED, text, by, now)


@verb(did="parked it")
def park(review: Review, *, text: str, by: User, now: datetime) -> Minute:
    """Something for another day, so that it is neither lost nor discussed now."""
    return _written(review, Minute.Kind.PARKED, Kind.PARKED, text, by, now)


@verb(did="decided in the room")
def decide_aloud(review: Review, *, text: str, by: User, now: datetime) -> Minute:
    """A decision nobody had asked for beforehand."""
    return _written(review, Minute.Kind.DECISION, Kind.DECIDED, text, by, now)


@verb(did="gave thanks in the room")
def thank_in_room(review: Review, *, names: str, words: str, by: User, now: datetime) -> Thanks:
    """Thanks by name, said aloud: they stand on page one, uncounted."""
    review = in_the_room(review, by)
    thanks = agreed.thank(review.partner, names=names, words=words, by=by, now=now)
    said = f"{thanks.names}: {thanks.words}" if thanks.words else thanks.names
    moved(review, Kind.THANKED, by=by, now=now, words=said, thanks=thanks)
    return thanks


def _written(review: Review, kind: str, move: RoomMove.Kind, text: str, by: User, now: datetime) -> Minute:
    review = in_the_room(review, by)
    words = in_words(text, field="line", missing="Write it down first, then keep it.", limit=LONGEST_NOTE)
    item = review.agenda.filter(state="now").first()
    minute = Minute.objects.create(
        partner=review.partner, review=review, item=item, kind=kind, text=words, author=by, written_at=now
    )
    moved(review, move, by=by, now=now, words=words, minute=minute)
    return minute


def _made(review: Review, ask: Ask, answer: str, by: User, now: datetime, version: int | None) -> None:
    voice = voice_of(ask.on_side, review, by, Permission.DECIDE)
    agreed.decide(ask, answer=answer, by=by, now=now, version=version, on_word_of=voice)


def _cleared(review: Review, ask: Ask, answer: str, by: User, now: datetime, version: int | None) -> None:
    agreed.clear(ask, answer=answer, by=by, now=now, version=version)


def _lived_with(review: Review, ask: Ask, answer: str, by: User, now: datetime, version: int | None) -> None:
    agreed.live_with(ask, answer=answer, by=by, now=now, version=version)


def _backed(review: Review, ask: Ask, answer: str, by: User, now: datetime, version: int | None) -> None:
    voice = voice_of(ask.on_side, review, by, Permission.DECIDE)
    agreed.back(ask, words=answer, by=by, now=now, version=version, on_word_of=voice)


def _in_place(review: Review, ask: Ask, answer: str, by: User, now: datetime, version: int | None) -> None:
    agreed.put_in_place(ask, answer=answer, by=by, now=now, version=version)


def _not_now(review: Review, ask: Ask, answer: str, by: User, now: datetime, version: int | None) -> None:
    voice = voice_of(ask.on_side, review, by, Permission.DECIDE)
    agreed.not_now(ask, answer=answer, by=by, now=now, version=version, on_word_of=voice)


_HOW: dict[str, Callable[..., None]] = {
    Ask.State.MADE: _made,
    Ask.State.CLEARED: _cleared,
    Ask.State.LIVED_WITH: _lived_with,
    Ask.State.BACKED: _backed,
    Ask.State.IN_PLACE: _in_place,
    Ask.State.NOT_NOW: _not_now,
}
