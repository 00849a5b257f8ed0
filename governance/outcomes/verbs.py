"""Outcome intents: drafted, agreed, kept current, checked in on, and left alone under a free hand."""

from datetime import date, datetime
from typing import Any

from governance.local_day import day_of
from governance.locking import keep, lock
from governance.models import CheckIn, OutcomeIntent
from governance.models.outcomes import Health
from governance.wording import day_to_come, in_words, one_line
from partners.access import Permission, can, require
from partners.ended_partnerships import require_to_begin
from partners.models import Partner, User
from partners.verb import Refused, verb

State = OutcomeIntent.State
_LINES = {"statement": 200, "business_function": 80, "benchmark_source": 200}
_WORDS = ("vision", "baseline", "forecast", "target", "guardrails", "benchmark")
_OTHERS = (
    "business_owner", "sponsor", "asked_months", "granted_months", "starts_on", "due_on", "benchmark_on",
    "position",
)  # fmt: skip
EDITABLE = (*_LINES, *_WORDS, *_OTHERS)
"""What `draft_outcome` and `edit_outcome` take as further fields."""


@verb(did="drafted it")
def draft_outcome(
    partner: Partner, *, statement: str, target: str, by: User, now: datetime, **fields: Any
) -> OutcomeIntent:
    """Hands the partner a large outcome without the how. Both sides see the draft; it counts once agreed."""
    require_to_begin(by, Permission.KEEP_CHARTER, partner)
    outcome = OutcomeIntent(partner=partner)
    _take(outcome, {"statement": statement, "target": target, **fields})
    outcome.save()
    return outcome


@verb(did="agreed to it")
def agree_outcome(
    outcome: OutcomeIntent, *, by: User, now: datetime, version: int | None = None
) -> OutcomeIntent:
    """The yes to a draft as it stands."""
    require(by, Permission.KEEP_CHARTER, outcome.partner)
    lock(outcome, version=version)
    if outcome.state != State.DRAFT:
        raise Refused("This outcome is already agreed.")
    outcome.state = State.AGREED
    outcome.starts_on = outcome.starts_on or day_of(by, now)
    return keep(outcome)


@verb(did="changed it")
def edit_outcome(
    outcome: OutcomeIntent, *, by: User, now: datetime, version: int, **fields: Any
) -> OutcomeIntent:
    """Changes what is said about it (EDITABLE). What it said before stays in the history."""
    require(by, Permission.KEEP_CHARTER, outcome.partner)
    lock(outcome, version=version)
    if outcome.state not in (State.DRAFT, State.AGREED):
        raise Refused("This outcome is concluded and stays as it is. Draft a new one instead.")
    _take(outcome, fields)
    return keep(outcome)


@verb(did="checked in")
def check_in(
    outcome: OutcomeIntent,
    *,
    health: str,
    progress: int | None,
    words: str,
    by: User,
    now: datetime,
    on: date | None = None,
) -> CheckIn:
    """Says how it stands on a day (today without one). The latest day decides what is shown."""
    require(by, Permission.KEEP_CHARTER, outcome.partner)
    lock(outcome)
    today = day_of(by, now)
    day = on or today
    if day > today:
        raise Refused("That day is still to come. A check-in says how it stands.", field="on")
    if outcome.state != State.AGREED:
        raise Refused("Only an agreed outcome has check-ins. Agree it first.")
    if health not in (Health.ON_TRACK, Health.AT_RISK, Health.OFF_TRACK):
        raise Refused("Say whether it is on track, at risk or off track.", field="health")
    if progress is not None and not 0 <= progress <= 100:
        raise Refused("Progress is a percentage from 0 to 100.", field="progress")
    said = in_words(words, field="words", missing="Say in a sentence how it stands.")
    is_latest = not outcome.check_ins.filter(on__gt=day).exists()
    written = CheckIn.objects.create(
        partner=outcome.partner, outcome=outcome, on=day, health=health, progress=progress, words=said, by=by
    )
    if is_latest:
        outcome.health, outcome.progress = health, progress if progress is not None else outcome.progress
        keep(outcome)
    return written


@verb(did="gave a free hand")
def give_free_hand(
    outcome: OutcomeIntent,
    *,
    until: date,
    guardrails: str,
    by: User,
    now: datetime,
    version: int | None = None,
) -> OutcomeIntent:
    """Leaves the how to those who deliver, until a day, within guardrails in plain words."""
    require_to_begin(by, Permission.KEEP_CHARTER, outcome.partner)
    lock(outcome, "sponsor", version=version)
    if outcome.state != State.AGREED:
        raise Refused("Agree the outcome first; then give a free hand.")
    if outcome.sponsor is not None and outcome.sponsor.side != by.side:
        raise Refused(f"A free hand is given by the sponsor's side: ask {outcome.sponsor.full_name}.")
    outcome.free_hand_until = day_to_come(until, today=day_of(by, now), field="until")
    outcome.guardrails = in_words(
        guardrails, field="guardrails", missing="Say in plain words what must not happen on the way."
    )
    return keep(outcome)


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
    for field in ("business_owner", "sponsor"):
        person = getattr(outcome, field)
        if person is not None and not can(person, Permission.SEE_PARTNERSHIP, outcome.partner):
            raise Refused(f"{person.full_name} takes no part in this partnership.", field=field)
    if outcome.starts_on and outcome.due_on and outcome.due_on < outcome.starts_on:
        raise Refused("It is due before it starts. Change one of the two days.", field="due_on")
