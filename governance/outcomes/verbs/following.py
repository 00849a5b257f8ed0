"""What happens to an agreed outcome on its way: check-ins, and the free hand."""

from datetime import date, datetime, timedelta

from governance.calendar.dates.reading import months_ahead
from governance.calendar.working_days import is_working_day
from governance.local_day import day_of
from governance.locking import keep, lock
from governance.models import CheckIn, OutcomeIntent
from governance.models.outcomes import Confidence, Health
from governance.wording import day_to_come, in_words
from partners.access import Permission, require
from partners.ended_partnerships import require_to_begin
from partners.models import Side, User
from partners.verb import Refused, verb

State = OutcomeIntent.State
_LONGEST_REST = 14
"""Days that a check-in moves on at most, wherever its owners live."""


@verb(did="checked in")
def check_in(
    outcome: OutcomeIntent,
    *,
    health: str,
    progress: int | None,
    words: str,
    by: User,
    now: datetime,
    confidence: str = "",
    on: date | None = None,
) -> CheckIn:
    """Says how it stands on a day (today without one), and how sure one is. The latest day decides what is shown."""
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
    if confidence and confidence not in Confidence.values:
        raise Refused("Say whether you are sure, fairly sure or not sure.", field="confidence")
    if progress is not None and not 0 <= progress <= 100:
        raise Refused("Progress is a percentage from 0 to 100.", field="progress")
    said = in_words(words, field="words", missing="Say in a sentence how it stands.")
    is_latest = not outcome.check_ins.filter(on__gt=day).exists()
    written = CheckIn.objects.create(
        partner=outcome.partner,
        outcome=outcome,
        on=day,
        health=health,
        progress=progress,
        confidence=confidence,
        words=said,
        by=by,
    )
    if is_latest:
        outcome.health, outcome.progress = health, progress if progress is not None else outcome.progress
        plan_check_in(outcome, after=day)
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


def plan_check_in(outcome: OutcomeIntent, *, after: date) -> None:
    """The next day on which both have agreed to look at it, where they have agreed on days: a working day of whoever
    answers for it on either side, and so the next one where it falls on a weekend."""
    every = outcome.check_in_every
    outcome.next_check_in_on = _working_day(outcome, months_ahead(after, every)) if every else None


def _working_day(outcome: OutcomeIntent, day: date) -> date:
    countries = {owner.country for side in Side if (owner := outcome.owner_of(side))} or {""}
    for _ in range(_LONGEST_REST):
        if all(is_working_day(day, country) for country in countries):
            break
        day += timedelta(days=1)
    return day
