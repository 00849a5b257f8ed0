"""A slip is taken back within a minute by whoever made it. What it was before is read from the action's own history."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from governance.actions.locking import lock
from governance.actions.restoring import Before, require_same_day, restore
from governance.models import ActionDate, ActionItem, ActionNote, DateRequest, WaitingPeriod
from governance.today import day_of
from partners.access import Permission, require
from partners.history_tables import HistoryRow, history_of_rows
from partners.models import User
from partners.verbs import Refused, Stale, verb

A_MINUTE = timedelta(seconds=60)
TAKEN_BACK = frozenset(
    {
        "accept", "report_done", "confirm", "give_back", "move_date", "wait_on", "stop_waiting", "reassign", "withdraw",
        "accept_date", "decline_date",
    }
)  # fmt: skip
"""The verbs that can be taken back, as the history names them. What was done in the room is taken back there."""

_BESIDE = (
    ("gave_date", ActionDate, "insert"),
    ("began_wait", WaitingPeriod, "insert"),
    ("ended_wait", WaitingPeriod, "update"),
    ("wrote_note", ActionNote, "insert"),
    ("ended_request", DateRequest, "update"),
)
_NOT_OURS_TO_RESTORE = ("id", "partner_id", "version")


@dataclass(frozen=True)
class Change:
    """The last thing that happened to an action: who did it, when, and what the action was before."""

    person: int
    at: datetime
    before: Before


@verb
def take_back(item: ActionItem, *, by: User, now: datetime, version: int | None = None) -> ActionItem:
    """Makes the action what it was before `by` did the last thing to it; the word written with it goes as well.

    The history keeps both. Raises Refused after a minute, and Stale once somebody else has changed it.
    """
    require(by, Permission.KEEP_PROMISES, item.partner)
    lock(item, "owner")
    if version is not None and version != item.version:
        raise Stale("This has changed since, so it stays as it is. Look at it, and put right what is wrong.")
    change = _own_slip(item, by, now)
    require_same_day(day_of(by, change.at), day_of(by, now))
    _require_unanswered(item, change)
    return restore(item, change.before)


def last_change(item: ActionItem) -> Change | None:
    """What was done to a locked action last, where that is something to take back."""
    history = history_of_rows(ActionItem)._base_manager.filter(pgh_obj_id=item.pk)
    newest = list(history.order_by("-pgh_id")[:2])
    said: dict[str, Any] = (newest[0].pgh_context if newest else None) or {}
    if len(newest) < 2 or said.get("verb") not in TAKEN_BACK:
        return None
    after, before = newest
    before_it = _as_the_history_tells(item, before) | _beside(item, after)
    return Change(said["person"], datetime.fromisoformat(said["at"]), before_it)


def _own_slip(item: ActionItem, by: User, now: datetime) -> Change:
    change = last_change(item)
    if change is None:
        raise Refused("There is nothing here to take back.")
    if change.person != by.pk:
        raise Refused("Somebody else did this: only they can take it back.")
    if now - change.at > A_MINUTE:
        raise Refused(
            "More than a minute has passed, so it stays on record. Put it right with the next step."
        )
    return change


def _require_unanswered(item: ActionItem, change: Change) -> None:
    began = change.before.get("began_wait")
    if began and item.waits.filter(pk=began).exclude(dispute="").exists():
        raise Stale(
            "The other side has said how it sees this wait, so it stays on record. You can still end it."
        )


def _as_the_history_tells(item: ActionItem, event: HistoryRow) -> Before:
    columns = (field.attname for field in item._meta.concrete_fields)
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
