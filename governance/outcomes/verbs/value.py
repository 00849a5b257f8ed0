"""What an outcome has brought: one side says it, the business owner says how much of what was expected is there."""

from datetime import datetime

from governance.consent_letters import no_longer_asked, tell_of
from governance.local_day import day_of
from governance.locking import lock
from governance.models import OutcomeIntent, ValueClaim
from governance.wording import in_words
from partners.access import NotAllowed, Permission, can, require
from partners.models import User
from partners.verb import Refused, verb

State, Claim = OutcomeIntent.State, ValueClaim.State
_HAS_VALUE = (State.AGREED, State.ACHIEVED, State.MISSED)


@verb(did="said what it has brought")
def claim_value(outcome: OutcomeIntent, *, words: str, by: User, now: datetime) -> ValueClaim:
    """Says what an outcome has brought so far. Its business owner is asked how much of what was expected that is."""
    require(by, Permission.KEEP_CHARTER, outcome.partner)
    lock(outcome, "business_owner")
    if outcome.state not in _HAS_VALUE:
        raise Refused("Only an outcome that both have agreed brings something. Look at its state first.")
    owner = outcome.business_owner
    if owner is None:
        raise Refused("Nobody could confirm it: name its business owner first.")
    if owner == by:
        raise Refused("You confirm it, as its business owner: somebody else says what it has brought.")
    if outcome.value_claims.running().exists():
        raise Refused(f"{owner.full_name} has not answered what was said before. Take that back first.")
    said = in_words(
        words, field="words", missing="Say what it has brought: a figure, what everybody can see."
    )
    return claimed(outcome, owner, said, by=by, now=now)


def claimed(outcome: OutcomeIntent, owner: User, words: str, *, by: User, now: datetime) -> ValueClaim:
    """Puts it before the business owner. For verbs that have locked the outcome and asked for the permission."""
    claim = ValueClaim.objects.create(
        partner=outcome.partner, outcome=outcome, words=words, by=by, side=by.side, on=day_of(by, now)
    )
    question = f"{by.full_name} says what “{outcome.statement}” has brought"
    tell_of(claim, question, [owner], by=by, now=now, reason=words)
    return claim


@verb(did="said how much of it is there")
def answer_value(claim: ValueClaim, *, verdict: str, by: User, now: datetime, words: str = "") -> ValueClaim:
    """The business owner's word. Said again, it takes the place of the first; that stays in the history."""
    _require_to_answer(claim, by)
    _locked(claim)
    _require_to_answer(claim, by)  # somebody else may have become its business owner since it was read
    if claim.state == Claim.TAKEN_BACK:
        raise Refused("This was taken back: there is nothing to answer any more.")
    if claim.by == by:
        raise Refused("You have said it yourself. Somebody else is its business owner, or says it.")
    if verdict not in ValueClaim.Verdict.values:
        raise Refused("Say whether all of it is there, part of it, or nothing yet.", field="verdict")
    claim.state, claim.verdict = Claim.ANSWERED, verdict
    claim.answer = in_words(words, field="words")
    claim.answered_by, claim.answered_on = by, day_of(by, now)
    claim.save()
    no_longer_asked(claim, by=by, now=now, of=[by])
    return claim


@verb(did="took it back")
def take_back_value(claim: ValueClaim, *, by: User, now: datetime) -> ValueClaim:
    """The side that said it says it no longer; the business owner is not asked."""
    require(by, Permission.KEEP_CHARTER, claim.partner)
    outcome = _locked(claim)
    if claim.side != by.side:
        raise Refused("Only the side that said this takes it back.")
    if claim.state != Claim.ASKED:
        raise Refused("It is answered already. Say what it has brought since then instead.")
    claim.state = Claim.TAKEN_BACK
    claim.save()
    asked = [outcome.business_owner] if outcome.business_owner else []
    no_longer_asked(claim, by=by, now=now, of=asked)
    return claim


def may_claim(outcome: OutcomeIntent, by: User) -> bool:
    """Whether it can be said now what the outcome has brought, by one who keeps the charter."""
    owner = outcome.business_owner_id
    able = outcome.state in _HAS_VALUE and owner is not None and owner != by.pk
    return able and not outcome.value_claims.running().exists()


def may_answer(claim: ValueClaim, by: User) -> bool:
    """Whether `by` is its business owner, and takes part in the partnership."""
    owns = claim.outcome.business_owner_id == by.pk
    return owns and can(by, Permission.SEE_PARTNERSHIP, claim.partner)


def _require_to_answer(claim: ValueClaim, by: User) -> None:
    if not may_answer(claim, by):
        raise NotAllowed(Permission.KEEP_CHARTER, claim.partner)


def _locked(claim: ValueClaim) -> OutcomeIntent:
    """The outcome of the claim, locked; the claim as it stands now."""
    outcome = lock(claim.outcome, "business_owner")
    claim.refresh_from_db(from_queryset=ValueClaim.objects.select_related("by", "partner"))
    claim.outcome = outcome
    return outcome
