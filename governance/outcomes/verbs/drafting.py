"""How an outcome comes about: drafted, talked over, agreed by each side, and its terms changed with both sides' yes."""

from datetime import datetime
from typing import Any

from governance.consent_letters import ask_for_yes, no_longer_asked
from governance.local_day import day_of
from governance.locking import keep, lock
from governance.models import HandOverWord, OutcomeAgreement, OutcomeIntent
from governance.outcomes.verbs.changing import TERMS, ask_for_terms
from governance.outcomes.verbs.following import plan_check_in
from governance.wording import in_words, one_line
from partners.access import Permission, can, require
from partners.ended_partnerships import require_to_begin
from partners.models import Partner, Side, User
from partners.verb import Refused, verb

State = OutcomeIntent.State
MOST_MONTHS = 600
MOST_APART = 12
"""Months between two check-ins."""
_LINES = {"statement": 200, "business_function": 80, "benchmark_source": 200}
_WORDS = ("vision", "value_expected", "baseline", "forecast", "target", "guardrails", "benchmark")
_PEOPLE = ("business_owner", "sponsor", "owner_ours", "owner_theirs")
_OTHERS = (
    *_PEOPLE, "asked_months", "granted_months", "starts_on", "due_on", "benchmark_on", "check_in_every",
    "position",
)  # fmt: skip
EDITABLE = (*_LINES, *_WORDS, *_OTHERS)
"""What `draft_outcome` and `edit_outcome` take as further fields."""


@verb(did="drafted it")
def draft_outcome(
    partner: Partner, *, statement: str, target: str, by: User, now: datetime, **fields: Any
) -> OutcomeIntent:
    """Hands a large outcome over without the how. Both sides see the draft; it counts once the other side agrees."""
    require_to_begin(by, Permission.KEEP_CHARTER, partner)
    outcome = OutcomeIntent(partner=partner)
    _take(outcome, {"statement": statement, "target": target, **fields})
    outcome.save()
    _stands_for(outcome, by=by, now=now)
    ask_for_yes(
        outcome, f"{by.full_name} has drafted “{outcome.statement}” for both to agree", by=by, now=now
    )
    return outcome


@verb(did="said how it could be handed over")
def say_on_hand_over(
    outcome: OutcomeIntent,
    *,
    words: str,
    by: User,
    now: datetime,
    months: int | None = None,
    version: int | None = None,
) -> HandOverWord:
    """A sentence of the conversation in which it is handed over. Months named are the time asked for when they are the
    first, and the time given from then on; the other side agrees to them, or names others. Its sponsor and its business
    owner speak as well, whatever their role; months, for which a side stands, are named by whoever keeps the charter.
    """
    require_to_speak(outcome, by=by, months=months)
    lock(outcome, version=version)
    if outcome.state != State.DRAFT:
        raise Refused("This outcome is handed over. Ask for other terms instead.")
    if months is not None and not 1 <= months <= MOST_MONTHS:
        raise Refused(f"Give the months as a number from 1 to {MOST_MONTHS}.", field="months")
    said = in_words(words, field="words", missing="Say in a sentence what you think of it.")
    if months is not None and months != outcome.granted_months:
        outcome.asked_months = outcome.asked_months or months
        outcome.granted_months = months
        _stands_for(keep(outcome), by=by, now=now)
    waits = not outcome.agreements.filter(side=by.side.other).exists()
    words_about = f"{by.full_name} writes about “{outcome.statement}”"
    ask_for_yes(outcome, words_about, reason=said, waits=waits, by=by, now=now)
    return HandOverWord.objects.create(
        partner=outcome.partner,
        outcome=outcome,
        words=said,
        months=months,
        by=by,
        side=by.side,
        on=day_of(by, now),
    )


def may_speak(outcome: OutcomeIntent, by: User) -> bool:
    """Whether `by` has a word in the conversation in which it is handed over."""
    named = by.pk in (outcome.sponsor_id, outcome.business_owner_id)
    needed = Permission.SEE_PARTNERSHIP if named else Permission.KEEP_CHARTER
    return can(by, needed, outcome.partner)


def require_to_speak(outcome: OutcomeIntent, *, by: User, months: int | None) -> None:
    """Raises NotAllowed, a PermissionDenied, unless `by` may say that."""
    if months is not None or not may_speak(outcome, by):
        require(by, Permission.KEEP_CHARTER, outcome.partner)


@verb(did="agreed to it")
def agree_outcome(
    outcome: OutcomeIntent, *, by: User, now: datetime, version: int | None = None
) -> OutcomeIntent:
    """One side's yes to a draft as it stands; with both it is agreed. Whoever wrote it last has said yes by that."""
    require(by, Permission.SPEAK_FOR_SIDE, outcome.partner)
    lock(outcome, version=version)
    if outcome.state != State.DRAFT:
        raise Refused("This outcome is already agreed.")
    today = day_of(by, now)
    _, is_new = OutcomeAgreement.objects.get_or_create(
        outcome=outcome, side=by.side, defaults={"partner": outcome.partner, "by": by, "on": today}
    )
    if not is_new:
        other = outcome.partner.side_names[by.side.other]
        raise Refused(f"Your side has agreed to it as it stands. It waits for {other}.")
    if outcome.agreements.count() == len(Side):
        outcome.state = State.AGREED
        outcome.starts_on = outcome.starts_on or today
        plan_check_in(outcome, after=today)
    no_longer_asked(outcome, by=by, now=now)
    return keep(outcome)


@verb(did="changed it")
def edit_outcome(
    outcome: OutcomeIntent, *, by: User, now: datetime, version: int, reason: str = "", **fields: Any
) -> OutcomeIntent:
    """Changes what is said about it (EDITABLE). What it said before stays in the history.

    A draft that is changed wants the other side's yes anew. Of an agreed outcome the terms (TERMS) stay as they are
    until the other side agrees to the new ones: they are asked for, with the reason.
    """
    require(by, Permission.KEEP_CHARTER, outcome.partner)
    lock(outcome, version=version)
    if outcome.state not in (State.DRAFT, State.AGREED):
        raise Refused("This outcome is concluded and stays as it is. Draft a new one instead.")
    stood = {name: getattr(outcome, name) for name in TERMS}
    rhythm = outcome.check_in_every
    _take(outcome, fields)
    if outcome.check_in_every != rhythm and outcome.state == State.AGREED:
        plan_check_in(outcome, after=day_of(by, now))
    if outcome.state == State.DRAFT:
        _stands_for(keep(outcome), by=by, now=now)
        ask_for_yes(outcome, f"{by.full_name} has changed the draft of “{outcome.statement}”", by=by, now=now)
        return outcome
    wanted = {name: getattr(outcome, name) for name in TERMS}
    for name, value in stood.items():
        setattr(outcome, name, value)
    keep(outcome)
    if wanted != stood:
        ask_for_terms(outcome, wanted, reason=reason, by=by, now=now)
    return outcome


def _stands_for(outcome: OutcomeIntent, *, by: User, now: datetime) -> None:
    """The draft as it stands now is what `by` and their side stand for; the other side has not agreed to it yet."""
    outcome.agreements.all().delete()
    OutcomeAgreement.objects.create(
        partner=outcome.partner, outcome=outcome, side=by.side, by=by, on=day_of(by, now)
    )


def _take(outcome: OutcomeIntent, fields: dict[str, Any]) -> None:
    for name, value in fields.items():
        if name in _LINES:
            value = one_line(value, field=name, limit=_LINES[name])
        elif name in _WORDS:
            value = in_words(value, field=name)
        elif name not in _OTHERS:
            raise TypeError(f"{name} is not something that is said about an outcome")
        setattr(outcome, name, value)
    _require_whole(outcome)


def _require_whole(outcome: OutcomeIntent) -> None:
    if not outcome.statement:
        raise Refused("Say the outcome in one line.", field="statement")
    if not outcome.target:
        raise Refused("Say how everyone will know that it is reached.", field="target")
    if outcome.benchmark and not outcome.benchmark_source:
        raise Refused("Name the source of the benchmark.", field="benchmark_source")
    if outcome.benchmark and not outcome.benchmark_on:
        raise Refused("Say of which day the benchmark is.", field="benchmark_on")
    for field in _PEOPLE:
        person = getattr(outcome, field)
        if person is not None and not can(person, Permission.SEE_PARTNERSHIP, outcome.partner):
            raise Refused(f"{person.full_name} takes no part in this partnership.", field=field)
    for side in Side:
        owner = outcome.owner_of(side)
        if owner is not None and owner.side != side:
            name = outcome.partner.side_names[side]
            raise Refused(
                f"{owner.full_name} is not of {name}: choose somebody who is.", field=f"owner_{side}"
            )
    if outcome.check_in_every is not None and not 1 <= outcome.check_in_every <= MOST_APART:
        raise Refused(f"Give the months as a number from 1 to {MOST_APART}.", field="check_in_every")
    if outcome.starts_on and outcome.due_on and outcome.due_on < outcome.starts_on:
        raise Refused("It is due before it starts. Change one of the two days.", field="due_on")
