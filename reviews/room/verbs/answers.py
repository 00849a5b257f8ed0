"""What is said, decided, parked and thanked for in the room, beside what was asked beforehand."""

from datetime import datetime

from governance import verbs as agreed
from governance.models import Thanks
from governance.wording import in_words
from partners.access import Permission, require
from partners.models import User
from partners.verb import verb
from reviews.models import Minute, Review, RoomMove
from reviews.room.verbs.moving import moved, writing

Kind = RoomMove.Kind
LONGEST_NOTE = 2000


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
    """A decision nobody had asked for beforehand. A scribe does not decide."""
    require(by, Permission.RUN_REVIEW, review.partner)
    return _written(review, Minute.Kind.DECISION, Kind.DECIDED, text, by, now)


@verb(did="gave thanks in the room")
def thank_in_room(review: Review, *, names: str, words: str, by: User, now: datetime) -> Thanks:
    """Thanks by name, said aloud: they stand on page one, uncounted."""
    review, in_name_of = writing(review, by)
    thanks = agreed.thank(review.partner, names=names, words=words, by=in_name_of, now=now)
    said = f"{thanks.names}: {thanks.words}" if thanks.words else thanks.names
    moved(review, Kind.THANKED, by=by, now=now, words=said, thanks=thanks)
    return thanks


def _written(review: Review, kind: str, move: RoomMove.Kind, text: str, by: User, now: datetime) -> Minute:
    review, _ = writing(review, by)
    words = in_words(text, field="line", missing="Write it down first, then save it.", limit=LONGEST_NOTE)
    item = review.agenda.filter(state="now").first()
    minute = Minute.objects.create(
        partner=review.partner, review=review, item=item, kind=kind, text=words, author=by, written_at=now
    )
    moved(review, move, by=by, now=now, words=words, minute=minute)
    return minute
