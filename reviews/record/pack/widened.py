"""A mandate that is wider since the review before, as page one celebrates it: how far, why, and what was opened up."""

from collections.abc import Mapping

from partners.sentences import ended, listed
from reviews.facts import MandateFacts, Snapshot
from reviews.facts.pronouns import Pronouns, day
from reviews.record.pack.text import clipped

_MOST = 2
"""Decisions that page one has room for, the latest of them."""

_ROOM_FOR_THE_REASON = 200
"""Letters a line may have where the reason is said as well: a printed page that is full says it in one line."""


def widened(snapshot: Snapshot, called: Mapping[str, Pronouns], letters: int) -> tuple[str, ...]:
    """A line for each, in the voice of the edition."""
    found = [decided for decided in snapshot.mandate if decided.widened]
    return tuple(_line(snapshot, decided, called, letters) for decided in found[-_MOST:])


def _line(snapshot: Snapshot, decided: MandateFacts, called: Mapping[str, Pronouns], letters: int) -> str:
    giver, partner = called["ours"].subject, snapshot.partner.name
    moved = f"{partner} moved from {decided.was} to {decided.step}."
    reason = ended(clipped(decided.reason, letters)) if letters >= _ROOM_FOR_THE_REASON else ""
    said = " ".join(part for part in (moved, reason) if part)
    opened = listed([f"“{clipped(each.title, 120)}” by {day(each.due_on)}" for each in decided.opened])
    return f"{said} {giver} opened up and {_owe(giver)} {opened}." if opened else said


def _owe(giver: str) -> str:
    return "owe" if giver == "We" else "owes"
