"""The terms both sides agreed on, and how those that one of them asks for differ. Pure."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from governance.models import OutcomeChange, OutcomeIntent
from partners.numbers import in_figures

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
    return tuple(
        ChangedTerm(called, _said(name, getattr(outcome, name)), _said(name, getattr(change, name)))
        for name, called in TERM_NAMES.items()
        if getattr(outcome, name) != getattr(change, name)
    )


def end_asked(change: OutcomeChange) -> str:
    """As what the outcome would be concluded: "achieved"; empty where it goes on with other terms."""
    return END_NAMES.get(OutcomeIntent.State(change.becomes), "")


def _said(name: str, value: Any) -> str | date:
    if name == "granted_months" and value is not None:
        return in_figures(value, "month")
    return "" if value is None else value
