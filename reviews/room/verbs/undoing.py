"""A slip in the room is taken back with one key: rows become what they were, and the history keeps both."""

from collections.abc import Callable
from datetime import date, datetime
from typing import TypeVar

import pghistory

from governance.local_day import day_of
from governance.locking import keep, lock
from governance.models import ActionItem, Ask
from governance.restoring import require_same_day, restore, restore_ask
from partners.access import Permission
from partners.models import Side, User
from partners.verb import Refused, Stale, verb
from reviews.clock import today_of
from reviews.models import Review, RoomMove
from reviews.room.verbs.moving import SAID_ON, show_everyone, voice_of, writing

Kind = RoomMove.Kind
Row = TypeVar("Row", ActionItem, Ask)


@verb(did="took it back")
def undo(review: Review, *, by: User, now: datetime, latest: int | None = None) -> RoomMove:
    """Takes back the last move that still stands, whoever made it, unless somebody changed the row since.

    `latest` is the move that whoever presses sees as the last one: another one is not taken back in its place (Stale).
    What a side said of a promise is taken back on its own word, and on the day it was said. A scribe takes back what
    they wrote themselves.
    """
    review, in_name_of = writing(review, by)
    move = review.moves.filter(undone_at=None).order_by("-at", "-id").first()
    if latest is not None and (move is None or move.pk != latest):
        raise Stale(_passed(review, latest))
    if move is None:
        raise Refused("There is nothing to take back.")
    if in_name_of.pk != by.pk != move.by_id:
        raise Refused(f"{move.by.full_name} wrote that down: whoever chairs takes it back.")
    _TAKE_BACK[Kind(move.kind)](move, in_name_of, now)
    move.undone_at = now
    move.save()
    _leave_undoable(review, move)
    show_everyone(review)
    return move


def _passed(review: Review, latest: int) -> str:
    """Why the move that somebody saw as the last one is not the last any more."""
    if review.moves.filter(pk=latest).exclude(undone_at=None).exists():
        return "That is taken back already. Press again to take back what came before it."
    return "Something else was said since. See what it is before you take it back."


def _leave_undoable(review: Review, undone: RoomMove) -> None:
    """The move before, on the same row, finds the row as it left it, though under a later version."""
    row = undone.action or undone.ask
    if row is None:
        return
    earlier = review.moves.filter(undone_at=None, action=undone.action_id, ask=undone.ask_id)
    before = earlier.order_by("-at", "-id").first()
    if before and before.before.get("version_after") == undone.before.get("version_before"):
        before.before["version_after"] = row.version
        before.save()


def _withdraw(move: RoomMove, by: User, now: datetime) -> None:
    item = _unchanged(move.action, move)
    voice = _require_word(move, item, item.side, by, now)
    item.state, item.closed_at, item.closed_on = ActionItem.State.WITHDRAWN, now, day_of(voice, now)
    keep(item)


def _restore_promise(move: RoomMove, by: User, now: datetime) -> None:
    item = _unchanged(move.action, move)
    other_side_said_it = move.kind in (Kind.CONFIRMED, Kind.RETURNED)
    _require_word(move, item, Side(item.side).other if other_side_said_it else item.side, by, now)
    restore(item, move.before)


def _require_word(move: RoomMove, item: ActionItem, side: str, by: User, now: datetime) -> User:
    """Whose word it is that what `side` said was a slip: one's own, or somebody's of that side in the room."""
    _require_same_day(move, now)
    owner = item.owner if side == item.side else None
    voice = voice_of(side, move.review, by, Permission.PROMISE, owner=owner)
    pghistory.context(on_word_of=voice.pk)
    return voice


def _require_same_day(move: RoomMove, now: datetime) -> None:
    """The day as it was kept when it was said: it is no other one because the chair has moved on since."""
    chair, kept = move.review.chair, move.before.get(SAID_ON)
    require_same_day(date.fromisoformat(kept) if kept else today_of(chair, move.at), today_of(chair, now))


def _restore_ask(move: RoomMove, by: User, now: datetime) -> None:
    _require_same_day(move, now)
    restore_ask(_unchanged(move.ask, move), move.before)


def _take_back_words(move: RoomMove, by: User, now: datetime) -> None:
    """Words said in error leave the minutes; that they were written stays in the history."""
    spoken = move.minute or move.thanks
    move.minute = move.thanks = None
    move.save()
    if spoken:
        spoken.delete()


def _take_back_answer(move: RoomMove, by: User, now: datetime) -> None:
    take_back = _restore_ask if move.ask_id else _take_back_words
    take_back(move, by, now)


def _unchanged(row: Row | None, move: RoomMove) -> Row:
    assert row is not None, f"a move that {move.kind} names the row it changed"
    lock(row)
    if row.version != move.before.get("version_after"):
        raise Refused(f"Somebody changed “{row.title}” since. Look at it and put it right there.")
    return row


_TAKE_BACK: dict[Kind, Callable[[RoomMove, User, datetime], None]] = {
    Kind.PROMISED: _withdraw,
    Kind.DONE: _restore_promise,
    Kind.CONFIRMED: _restore_promise,
    Kind.RETURNED: _restore_promise,
    Kind.MOVED: _restore_promise,
    Kind.WAITING: _restore_promise,
    Kind.REASSIGNED: _restore_promise,
    Kind.DISCUSSED: _restore_promise,
    Kind.DECIDED: _take_back_answer,
    Kind.PARKED: _take_back_words,
    Kind.THANKED: _take_back_words,
    Kind.NOTED: _take_back_words,
}
