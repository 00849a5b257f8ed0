"""What was agreed changes, or ends, when both sides want it: one asks, the other answers."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from governance.consent_letters import ask_for_yes, no_longer_asked
from governance.local_day import day_of
from governance.locking import keep, lock
from governance.models import OutcomeChange, OutcomeIntent
from governance.outcomes.terms import END_NAMES
from governance.outcomes.verbs.value import claimed
from governance.wording import in_words
from partners.access import Permission, require
from partners.models import User
from partners.verb import Refused, verb

State, Answer = OutcomeIntent.State, OutcomeChange.State
TERMS = ("statement", "target", "baseline", "granted_months", "due_on")
"""What both sides agree on. Everything else about an outcome is kept current by either of them."""
CONCLUDED = (State.ACHIEVED, State.MISSED, State.RETIRED)


def ask_for_terms(
    outcome: OutcomeIntent, terms: Mapping[str, Any], *, reason: str, by: User, now: datetime
) -> OutcomeChange:
    """Puts other terms before the other side. For verbs that have locked the outcome and asked for the permission."""
    return _ask(
        outcome,
        terms,
        State.AGREED,
        reason,
        by=by,
        now=now,
        missing="Say why it should change: the other side reads it before it answers.",
    )


@verb(did="asked to conclude it")
def ask_to_conclude(
    outcome: OutcomeIntent, *, becomes: str, reason: str, by: User, now: datetime, version: int | None = None
) -> OutcomeChange:
    """Says that it was reached, missed, or is no longer wanted, and what shows it. The other side's yes ends it."""
    require(by, Permission.KEEP_CHARTER, outcome.partner)
    lock(outcome, version=version)
    if outcome.state != State.AGREED:
        raise Refused("Only an agreed outcome can be concluded. Look at its state first.")
    if becomes not in CONCLUDED:
        raise Refused("Say whether it was achieved, missed, or is no longer wanted.", field="becomes")
    stands = {name: getattr(outcome, name) for name in TERMS}
    missing = "Say what shows it: a figure, a day, what everybody can see."
    return _ask(outcome, stands, becomes, reason, by=by, now=now, missing=missing)


@verb(did="agreed to the change")
def agree_change(change: OutcomeChange, *, by: User, now: datetime) -> OutcomeChange:
    """The other side's yes. From now on the outcome says what was asked for, or is concluded."""
    outcome = _answering(change, by)
    if by.side == change.side:
        raise Refused("The other side answers this: it is your side that asks for it.")
    for name in TERMS:
        setattr(outcome, name, getattr(change, name))
    if change.becomes != State.AGREED:
        outcome.state, outcome.conclusion = change.becomes, change.reason
        outcome.concluded_on = day_of(by, now)
        outcome.next_check_in_on = None
        _ask_what_it_is_worth(outcome, change, now=now)
    keep(outcome)
    return _end(change, Answer.AGREED, "", by=by, now=now)


@verb(did="declined the change")
def decline_change(change: OutcomeChange, *, answer: str, by: User, now: datetime) -> OutcomeChange:
    """The other side's no, with its reason. The outcome stays as it was agreed."""
    _answering(change, by)
    if by.side == change.side:
        raise Refused("The other side answers this: it is your side that asks for it.")
    words = in_words(answer, field="answer", missing="Say why it stays as it is.")
    return _end(change, Answer.DECLINED, words, by=by, now=now)


@verb(did="took the change back")
def take_back_change(change: OutcomeChange, *, by: User, now: datetime) -> OutcomeChange:
    """The side that asked asks no longer."""
    _answering(change, by)
    if by.side != change.side:
        raise Refused("Only the side that asked for this takes it back. Agree or decline instead.")
    return _end(change, Answer.TAKEN_BACK, "", by=by, now=now)


def _ask(
    outcome: OutcomeIntent,
    terms: Mapping[str, Any],
    becomes: str,
    reason: str,
    *,
    by: User,
    now: datetime,
    missing: str,
) -> OutcomeChange:
    if running := outcome.changes.running().select_related("asked_by").first():
        raise Refused(
            f"{running.asked_by.full_name} has asked for a change already. Answer that one first, or take it back."
        )
    words = in_words(reason, field="reason", missing=missing)
    ask_for_yes(outcome, _question(outcome, becomes, by), reason=words, by=by, now=now)
    return OutcomeChange.objects.create(
        partner=outcome.partner,
        outcome=outcome,
        **terms,
        becomes=becomes,
        reason=words,
        side=by.side,
        asked_by=by,
        asked_on=day_of(by, now),
    )


def _ask_what_it_is_worth(outcome: OutcomeIntent, change: OutcomeChange, *, now: datetime) -> None:
    """What shows that it was achieved is what it has brought, where its business owner expected something of it."""
    owner = outcome.business_owner
    if change.becomes != State.ACHIEVED or not outcome.value_expected or owner in (None, change.asked_by):
        return
    if not outcome.value_claims.running().exists():
        claimed(outcome, owner, change.reason, by=change.asked_by, now=now)


def _question(outcome: OutcomeIntent, becomes: str, by: User) -> str:
    if becomes == State.AGREED:
        return f"{by.full_name} asks for other terms of “{outcome.statement}”"
    return f"{by.full_name} asks whether “{outcome.statement}” is {END_NAMES[OutcomeIntent.State(becomes)]}"


def _answering(change: OutcomeChange, by: User) -> OutcomeIntent:
    """The outcome, locked, whose running change `by` may answer."""
    require(by, Permission.SPEAK_FOR_SIDE, change.partner)
    outcome = lock(change.outcome, "business_owner")
    change.refresh_from_db(
        from_queryset=OutcomeChange.objects.select_related("outcome", "asked_by", "partner")
    )
    if change.state != Answer.ASKED:
        raise Refused("This is answered already. Look at the outcome as it stands now.")
    change.outcome = outcome
    return outcome


def _end(change: OutcomeChange, state: str, answer: str, *, by: User, now: datetime) -> OutcomeChange:
    change.state, change.answer = state, answer
    change.answered_by, change.answered_on = by, day_of(by, now)
    change.save()
    no_longer_asked(change.outcome, by=by, now=now)
    return change
