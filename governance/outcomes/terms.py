"""The terms both sides agreed on, and how those that one of them asks for differ. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from governance.calendar.dates import short_day
from governance.models import OutcomeChange, OutcomeIntent
from partners.numbers import in_figures
from partners.sentences import unended

TERM_NAMES = {
    "statement": "The outcome", "target": "How everyone will know", "baseline": "Where it stood at the start",
    "granted_months": "Months granted", "due_on": "Due",
}  # fmt: skip
"""What each of the terms is called, in the order they are read."""
END_NAMES = {
    OutcomeIntent.State.ACHIEVED: "achieved", OutcomeIntent.State.MISSED: "missed",
    OutcomeIntent.State.RETIRED: "no longer wanted",
}  # fmt: skip
"""How an outcome ends, as it is said of it."""


@dataclass(frozen=True)
class ChangedTerm:
    """One term that would change; empty words where there is none, and a day as a day."""

    name: str
    before: str | date
    after: str | date


def differences(outcome: OutcomeIntent, change: OutcomeChange) -> tuple[ChangedTerm, ...]:
    """What `change` would make of the outcome, term by term."""
    return differing({name: getattr(outcome, name) for name in TERM_NAMES}, change)


def differing(before: Mapping[str, Any], change: OutcomeChange) -> tuple[ChangedTerm, ...]:
    """What `change` makes, or made, of the terms `before` it, term by term."""
    return tuple(
        ChangedTerm(called, _said(name, before[name]), _said(name, getattr(change, name)))
        for name, called in TERM_NAMES.items()
        if before[name] != getattr(change, name)
    )


def in_words(term: ChangedTerm, *, today: date) -> str:
    """ "Due: 28 Jan 2027; it was 18 Dec"."""
    before, after = (
        short_day(value, today=today) if isinstance(value, date) else unended(value)
        for value in (term.before, term.after)
    )
    earlier = f"; it was {before}" if before else ""
    return f"{term.name}: {after or 'no longer said'}{earlier}"


def end_asked(change: OutcomeChange) -> str:
    """As what the outcome would be concluded: "achieved"; empty where it goes on with other terms."""
    return END_NAMES.get(OutcomeIntent.State(change.becomes), "")


def _said(name: str, value: Any) -> str | date:
    if name == "granted_months" and value is not None:
        return in_figures(value, "month")
    return "" if value is None else value
