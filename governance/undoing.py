"""A slip is taken back by whoever made it: what was done to an action within a minute, the answer to an ask within ten.

What it was before is read from the row's own history.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, cast

from governance.local_day import begin_of, day_of
from governance.locking import lock
from governance.models import ActionDate, ActionItem, ActionNote, Ask, DateRequest, WaitingPeriod
from governance.restoring import Before, require_same_day, restore, restore_ask
from partners.access import Permission, can, require
from partners.history.tables import HistoryRow, history_of_rows
from partners.models import User
from partners.numbers import lasting
from partners.verb import Refused, Stale, can_be_taken_back, verb

A_MINUTE, TEN_MINUTES = timedelta(seconds=60), timedelta(minutes=10)
_ANSWERERS = (Permission.DECIDE, Permission.RAISE, Permission.KEEP_PROMISES)

_BESIDE = (
    ("gave_date", ActionDate, "insert"),
    ("began_wait", WaitingPeriod, "insert"),
    ("ended_wait", WaitingPeriod, "update"),
    ("wrote_note", ActionNote, "insert"),
    ("ended_request", DateRequest, "update"),
)
_DAYS = ("promised_on", "reported_on", "closed_on", "answered_on")
_NOT_OURS_TO_RESTORE = ("id", "partner_id", "version")


@dataclass(frozen=True)
class Change:
    """The last thing that happened to an action or an ask: who did it, when, and what it was before."""

    person: int
    at: datetime
    before: Before


@verb(did="took it back")
def take_back(item: ActionItem, *, by: User, now: datetime, version: int | None = None) -> ActionItem:
    """Makes the action what it was before `by` did the last thing to it; the word written with it goes as well.

    The history keeps both. Raises Refused after a minute, and Stale once somebody else has changed it.
    """
    require(by, Permission.KEEP_PROMISES, item.partner)
    lock(item, "owner")
    if version is not None and version != item.version:
        raise Stale("This has changed since, so it stays as it is. Look at it, and put right what is wrong.")
    change = _own_slip(last_change(item), by, now, A_MINUTE, "a minute")
    require_same_day(_said_on(item, change, by), day_of(by, now))
    _require_unanswered(item, change)
    return restore(item, change.before)


@verb(did="took back the answer")
def take_back_answer(ask: Ask, *, by: User, now: datetime, version: int | None = None) -> Ask:
    """Makes the ask what it was before `by` answered it. Raises as `take_back` does, but after ten minutes."""
    if not any(can(by, permission, ask.partner) for permission in _ANSWERERS):
        require(by, Permission.DECIDE, ask.partner)
    lock(ask)
    if version is not None and version != ask.version:
        raise Stale("This has changed since, so it stays as it is. Look at it, and put right what is wrong.")
    change = _own_slip(last_change(ask), by, now, TEN_MINUTES, lasting(TEN_MINUTES))
    require_same_day(_said_on(ask, change, by), day_of(by, now))
    return restore_ask(ask, change.before)


def may_take_back_until(ask: Ask, by: User, now: datetime) -> datetime | None:
    """Until when `by` may take back what they answered; None where there is nothing of theirs to take back."""
    change = last_change(ask)
    if change is None or change.person != by.pk or now - change.at > TEN_MINUTES:
        return None
    said_on = _said_on(ask, change, by)
    if day_of(by, now) != said_on:
        return None
    until = change.at + TEN_MINUTES
    return until if day_of(by, until) == said_on else begin_of(by, said_on + timedelta(days=1))


def _said_on(row: ActionItem | Ask, change: Change, by: User) -> date:
    """The day as the row has kept it; by the clock of `by` where what was said has no day of its own."""
    for name in _DAYS:
        kept = getattr(row, name, None)
        if kept is not None and kept != change.before.get(name):
            return cast(date, kept)
    return day_of(by, change.at)


def last_change(row: ActionItem | Ask, *, review: int | None = None) -> Change | None:
    """What was done to it last, where that is something to take back. What was done in a review is taken back there."""
    history = history_of_rows(type(row))._base_manager.filter(pgh_obj_id=row.pk)
    newest = list(history.order_by("-pgh_id")[:2])
    said: dict[str, Any] = (newest[0].pgh_context if newest else None) or {}
    if len(newest) < 2 or not can_be_taken_back(said.get("verb", "")) or said.get("review") != review:
        return None
    after, before = newest
    before_it = _as_the_history_tells(row, before)
    if isinstance(row, ActionItem):
        before_it |= _beside(row, after)
    return Change(said["person"], datetime.fromisoformat(said["at"]), before_it)


def _own_slip(change: Change | None, by: User, now: datetime, within: timedelta, words: str) -> Change:
    if change is None:
        raise Refused("There is nothing here to take back.")
    if change.person != by.pk:
        raise Refused("Somebody else did this: only they can take it back.")
    if now - change.at > within:
        raise Refused(
            f"More than {words} {'has' if within == A_MINUTE else 'have'} passed, so it stays on record. "
            "Put it right with the next step."
        )
    return change


def _require_unanswered(item: ActionItem, change: Change) -> None:
    began = change.before.get("began_wait")
    if began and item.waits.filter(pk=began).exclude(dispute="").exists():
        raise Stale(
            "The other side has said how it sees this wait, so it stays on record. You can still end it."
        )


def _as_the_history_tells(row: ActionItem | Ask, event: HistoryRow) -> Before:
    columns = (field.attname for field in row._meta.concrete_fields)
    return {name: getattr(event, name) for name in columns if name not in _NOT_OURS_TO_RESTORE}


def _beside(item: ActionItem, event: HistoryRow) -> Before:
    """The rows that the same verb wrote or ended: their history carries the same context."""
    found: Before = {}
    for name, model, label in _BESIDE:
        events = history_of_rows(model)._base_manager.filter(
            item=item.pk, pgh_context_id=event.pgh_context_id, pgh_label=label
        )
        if pk := events.values_list("pgh_obj_id", flat=True).first():
            found[name] = pk
    return found
