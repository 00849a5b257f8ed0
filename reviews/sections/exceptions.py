"""The rules by which something puts itself on the agenda. Pure, and the same for both sides.

Every rule looks at one fact and says, in a sentence with both names in it, why the review should hear it. The three
heaviest stand on the agenda; a thing is there once, for its heaviest reason.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from partners.models import Side
from partners.numbers import counted
from partners.sentences import listed
from reviews.facts.agenda import AgendaFacts, AgreedOutcome, DueAction, LiveIndicator, OpenAsk, Subject

AT_MOST = 3
DAYS_ADVICE_MAY_WAIT = 30
DAYS_AN_IMPEDIMENT_MAY_WAIT = 21
DAYS_A_PROMISE_MAY_WAIT = 10
DAYS_A_CHANGE_MAY_WAIT = 10
DAYS_A_CHECK_IN_MAY_WAIT = 10
DAYS_AN_ACCEPTANCE_MAY_WAIT = 10
DAYS_LATE_TO_BE_HEARD = 20
EMPTY_ROLES_TO_BE_HEARD = 2


@dataclass(frozen=True)
class Exceptional:
    """Something that must be heard: what, by which rule, how heavily, and why in a sentence."""

    subject: Subject
    rule: str
    weight: int
    why: str


def heaviest(facts: AgendaFacts, at_most: int = AT_MOST) -> tuple[Exceptional, ...]:
    """The weightiest exceptions, one a subject, heaviest first; among equals the one known longest, by id."""
    by_subject: dict[Subject, Exceptional] = {}
    for found in _found(facts):
        known = by_subject.get(found.subject)
        if known is None or found.weight > known.weight:
            by_subject[found.subject] = found
    ranked = sorted(by_subject.values(), key=lambda found: (-found.weight, found.subject))
    return tuple(ranked[:at_most])


def _found(facts: AgendaFacts) -> Iterator[Exceptional]:
    yield from _by(_OF_OUTCOMES, facts.outcomes, facts)
    yield from _by(_OF_ASKS, facts.asks, facts)
    yield from _by((new_red, reading_missing), facts.indicators, facts)
    yield from _by(
        (told_to_sponsors, moved_twice, waits_too_long, long_overdue, nobody_has_it), facts.promises, facts
    )


Fact = TypeVar("Fact", AgreedOutcome, OpenAsk, LiveIndicator, DueAction)
Finding = tuple[int, str] | None
Rule = Callable[[Fact, AgendaFacts], Finding]


def _by(rules: Sequence[Rule[Fact]], rows: Iterable[Fact], facts: AgendaFacts) -> Iterator[Exceptional]:
    for row in rows:
        for rule in rules:
            weight, why = rule(row, facts) or (0, "")
            if weight:
                yield Exceptional(row.subject, rule.__name__, weight, why)


def green_service_red_outcome(outcome: AgreedOutcome, facts: AgendaFacts) -> Finding:
    """Every figure of the service is green and the outcome it serves is red."""
    measured = [state for state in outcome.figures if state != "none"]
    if outcome.health != "off_track" or not measured or any(state != "good" for state in measured):
        return None
    all_of_them = len(measured) == len(outcome.figures)
    which = (
        "The service figures beneath it"
        if all_of_them
        else "The service figures beneath it that have a target"
    )
    return 100, f"{which} are all on target, and the outcome is off track."


def outcome_went_off_track(outcome: AgreedOutcome, facts: AgendaFacts) -> Finding:
    """It was better at the check-in before."""
    if outcome.health != "off_track" or outcome.health_before in ("", "off_track", "unknown"):
        return None
    return 85, f"Went from {outcome.health_before.replace('_', ' ')} to off track at the last check-in."


def change_unanswered(outcome: AgreedOutcome, facts: AgendaFacts) -> Finding:
    """One side asked ten days ago whether it ends, or for other terms, and has no answer."""
    asked = outcome.change
    waited = (facts.on - asked.on).days if asked else 0
    if asked is None or waited < DAYS_A_CHANGE_MAY_WAIT:
        return None
    who, whom = facts.names[asked.side], facts.names[Side(asked.side).other]
    what = f"whether it is {asked.end}" if asked.end else "for other terms"
    return 72 + min(waited // 7, 9), f"{who} asked {whom} {what} on {_day(asked.on, facts)}."


def check_in_missing(outcome: AgreedOutcome, facts: AgendaFacts) -> Finding:
    """The day both agreed on for a check-in passed ten days ago, and nobody has said how it stands."""
    due = outcome.next_check_in_on
    late = (facts.on - due).days if due else 0
    if due is None or late < DAYS_A_CHECK_IN_MAY_WAIT:
        return None
    return 48 + min(
        late // 7, 9
    ), f"Its check-in was agreed for {_day(due, facts)}, and nobody has checked in since."


def roles_empty(outcome: AgreedOutcome, facts: AgendaFacts) -> Finding:
    """Nobody has two of the roles it stands on."""
    if len(outcome.empty) < EMPTY_ROLES_TO_BE_HEARD:
        return None
    longest = (facts.on - outcome.empty[0].since).days
    roles = listed([f"{each.role} since {_day(each.since, facts)}" for each in outcome.empty])
    return 70 + min(
        longest // 7, 9
    ), f"Nobody has {counted(len(outcome.empty), 'role')} it stands on: {roles}."


_OF_OUTCOMES = (
    green_service_red_outcome, outcome_went_off_track, change_unanswered, check_in_missing, roles_empty,
)  # fmt: skip


def told_to_sponsors(late: DueAction | OpenAsk, facts: AgendaFacts) -> Finding:
    """The ladder's last rung: both executive sponsors were told, and it is late still."""
    if late.sponsors_told_on is None:
        return None
    waited = (facts.on - late.sponsors_told_on).days
    return 90 + min(
        waited // 7, 9
    ), f"Both sponsors know since {_day(late.sponsors_told_on, facts)}, and it is late still."


def advice_untouched(ask: OpenAsk, facts: AgendaFacts) -> Finding:
    """A recommendation has had no answer for thirty days."""
    waited = (facts.on - ask.raised_on).days
    if ask.kind != "recommendation" or ask.state != "raised" or waited < DAYS_ADVICE_MAY_WAIT:
        return None
    who = facts.names[ask.raised_by_side]
    return 80 + min(
        waited // 30, 9
    ), f"A recommendation of {who} has waited since {_day(ask.raised_on, facts)} without an answer."


def decision_late(ask: OpenAsk, facts: AgendaFacts) -> Finding:
    """A decision is past the day it was needed by."""
    if ask.kind != "decision" or ask.needed_by is None or ask.needed_by >= facts.on:
        return None
    late = (facts.on - ask.needed_by).days
    waiting, awaited = _names(ask.on_side, facts)
    return 70 + min(
        late // 7, 9
    ), f"{waiting} asked {awaited} for this decision by {_day(ask.needed_by, facts)}."


def impediment_stands(ask: OpenAsk, facts: AgendaFacts) -> Finding:
    """An impediment has not been cleared for three weeks."""
    waited = (facts.on - ask.raised_on).days
    if ask.kind != "impediment" or waited < DAYS_AN_IMPEDIMENT_MAY_WAIT:
        return None
    waiting, awaited = _names(ask.on_side, facts)
    return 66 + min(
        waited // 14, 9
    ), f"An impediment for {waiting} since {_day(ask.raised_on, facts)}; {awaited} can clear it."


def risk_unlooked(ask: OpenAsk, facts: AgendaFacts) -> Finding:
    """The day has passed by which a risk was to be looked at."""
    if ask.kind != "risk" or ask.needed_by is None or ask.needed_by >= facts.on:
        return None
    late = (facts.on - ask.needed_by).days
    return 68 + min(
        late // 7, 9
    ), f"A look at this risk was due on {_day(ask.needed_by, facts)}; {facts.names[ask.on_side]} carries it."


def risk_to_live_with(ask: OpenAsk, facts: AgendaFacts) -> Finding:
    """One side asked ten days ago to live with a risk, and has no answer."""
    asked_on = ask.acceptance_on
    waited = (facts.on - asked_on).days if asked_on else 0
    if asked_on is None or waited < DAYS_AN_ACCEPTANCE_MAY_WAIT:
        return None
    who, whom = facts.names[ask.acceptance_side], facts.names[Side(ask.acceptance_side).other]
    return 62 + min(waited // 7, 9), f"{who} asked {whom} to live with this risk on {_day(asked_on, facts)}."


_OF_ASKS = (
    told_to_sponsors, advice_untouched, decision_late, impediment_stands, risk_unlooked, risk_to_live_with,
)  # fmt: skip


def new_red(figure: LiveIndicator, facts: AgendaFacts) -> Finding:
    """Off target, and was not the month before."""
    if figure.state != "bad" or figure.state_before == "bad":
        return None
    return 64 + min(figure.weight, 10), f"Newly red. {figure.in_words}".strip()


def reading_missing(figure: LiveIndicator, facts: AgendaFacts) -> Finding:
    """A month that was due has no reading."""
    if not figure.months_missing:
        return None
    months = "a month" if figure.months_missing == 1 else f"{figure.months_missing} months"
    return 40 + min(figure.months_missing * 2, 12), f"No reading for {months}: nobody can say how it stands."


def moved_twice(promise: DueAction, facts: AgendaFacts) -> Finding:
    """Its date has been moved at least twice."""
    if promise.reported or promise.moves < 2:
        return None
    first, often = promise.first_promised_for, _times(promise.moves)
    return 60 + min(
        promise.moves * 2, 12
    ), f"Given a new date {often}; first promised for {first.day} {first:%B %Y}."


def waits_too_long(promise: DueAction, facts: AgendaFacts) -> Finding:
    """It cannot move because the other side is waited for."""
    wait = promise.waiting
    if promise.reported or wait is None or wait.on_side != Side(promise.side).other:
        return None
    if wait.days < DAYS_A_PROMISE_MAY_WAIT:
        return None
    owing, holding = facts.names[promise.side], facts.names[wait.on_side]
    return 58 + min(
        wait.days // 7, 9
    ), f"{owing} has waited for {holding} since {_day(wait.began_on, facts)}."


def long_overdue(promise: DueAction, facts: AgendaFacts) -> Finding:
    """Open, and late by weeks."""
    late = promise.days_late
    if promise.reported or late < DAYS_LATE_TO_BE_HEARD:
        return None
    return 50 + min(
        late // 10, 15
    ), f"{facts.names[promise.side]} owes this since {_day(promise.due_on, facts)}."


def nobody_has_it(promise: DueAction, facts: AgendaFacts) -> Finding:
    """It is late or waits, and in the row of the RACI that it belongs to nobody answers for it or nobody does it."""
    if promise.reported or not promise.nobody_has or not (promise.days_late or promise.waiting):
        return None
    return 68, f"It stands still, and nobody has it. {promise.nobody_has}."


def _names(on_side: str, facts: AgendaFacts) -> tuple[str, str]:
    """Who waits, and who is waited for."""
    return facts.names[Side(on_side).other], facts.names[on_side]


def _day(day: date, facts: AgendaFacts) -> str:
    """ "3 November", with its year where it is another one. The sentence is kept: an age would grow old in it."""
    return f"{day:%-d %B}" if day.year == facts.on.year else f"{day:%-d %B %Y}"


def _times(count: int) -> str:
    return "twice" if count == 2 else f"{count} times"
