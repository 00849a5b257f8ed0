"""How the terms that one side asks for differ from those that stand. Pure."""

from dataclasses import dataclass

from governance.models import StandingChange, StandingPromise
from governance.models.standing_promises import StandingTerms


@dataclass(frozen=True)
class OtherTerm:
    """One term that would change; empty words where there is none."""

    name: str
    before: str
    after: str


def differences(standing: StandingPromise, change: StandingChange) -> tuple[OtherTerm, ...]:
    """What `change` would make of the standing promise, term by term."""
    before, after = _said(standing), _said(change)
    return tuple(OtherTerm(name, before[name], after[name]) for name in before if before[name] != after[name])


def _said(terms: StandingTerms) -> dict[str, str]:
    return {"What is owed": terms.title, "When": str(terms.rhythm), "What belongs to it": terms.detail}
