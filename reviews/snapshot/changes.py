"""What changed since the review before: two snapshots in, sentences out."""

from collections.abc import Iterable, Iterator
from typing import TypeVar

from partners.numbers import days
from reviews.snapshot.facts import ActionFacts, AskFacts, ChangeFacts, IndicatorFacts, OutcomeFacts, Snapshot
from reviews.snapshot.voice import day

Fact = TypeVar("Fact", OutcomeFacts, IndicatorFacts, AskFacts, ActionFacts)

_HEALTH = {"on_track": "good", "at_risk": "warn", "off_track": "bad", "unknown": "none"}
_HEALTH_WORDS = {"on_track": "on track", "at_risk": "at risk", "off_track": "off track", "unknown": "unknown"}
_ANSWERS = {
    "made": ("good", "Decided"),
    "cleared": ("good", "Cleared"),
    "lived_with": ("warn", "Lived with"),
    "backed": ("good", "Backed"),
    "in_place": ("good", "In place"),
    "not_now": ("warn", "Not now"),
}


def changes(before: Snapshot, now: Snapshot) -> tuple[ChangeFacts, ...]:
    """Outcomes and performance first, then asks, then promises. `before` is the same edition, one review ago."""
    return (
        *_outcomes(_by_id(before.outcomes), now.outcomes),
        *_indicators(_by_id(before.indicators), now.indicators),
        *_asks(_by_id(before.asks), now.asks),
        *_actions(_by_id(before.actions), now.actions),
    )


def _by_id(facts: Iterable[Fact]) -> dict[int, Fact]:
    return {fact.id: fact for fact in facts}


def _outcomes(before: dict[int, OutcomeFacts], now: Iterable[OutcomeFacts]) -> Iterator[ChangeFacts]:
    for outcome in now:
        was = before.get(outcome.id)
        if was is None:
            yield ChangeFacts("none", f"New outcome: {outcome.statement}.")
        elif outcome.state != was.state:
            state = {"achieved": "good", "missed": "bad"}.get(outcome.state, "none")
            yield ChangeFacts(state, f"{outcome.statement}: {outcome.state}.")
        elif outcome.health != was.health:
            words = f"{_HEALTH_WORDS[outcome.health]}; it was {_HEALTH_WORDS[was.health]}"
            yield ChangeFacts(_HEALTH[outcome.health], f"{outcome.statement}: {words}.")


def _indicators(before: dict[int, IndicatorFacts], now: Iterable[IndicatorFacts]) -> Iterator[ChangeFacts]:
    """Every figure whose judgement changed, and every one that is off target or missing still."""
    for indicator in now:
        was = before.get(indicator.id)
        if indicator.word == "missing":
            yield ChangeFacts("warn", f"{indicator.name}: no reading for {indicator.until:%B}.")
        elif indicator.state == "bad" or (was and was.state != indicator.state):
            earlier = f"; it was {was.value_words}" if was and was.value_words else ""
            words = f"{indicator.name} {indicator.value_words}, {indicator.word}{earlier}."
            yield ChangeFacts(indicator.state, words)


def _asks(before: dict[int, AskFacts], now: Iterable[AskFacts]) -> Iterator[ChangeFacts]:
    for ask in now:
        was = before.get(ask.id)
        answered = _ANSWERS.get(ask.state)
        if answered and (was is None or was.state != ask.state):
            yield ChangeFacts(answered[0], f"{answered[1]}: {ask.title}.")
        elif ask.open and ask.days_late and not (was and was.days_late):
            yield ChangeFacts("bad", f"{ask.title}: the decision is {days(ask.days_late)} late.")


def _actions(before: dict[int, ActionFacts], now: Iterable[ActionFacts]) -> Iterator[ChangeFacts]:
    for action in now:
        was = before.get(action.id)
        if action.state == "closed" and (was is None or was.state != "closed"):
            yield ChangeFacts("good", f"Done and confirmed: {action.title}.")
        elif action.state == "withdrawn" and was:
            yield ChangeFacts("none", f"Withdrawn: {action.title}.")
        elif action.days_late and not (was and was.days_late):
            yield ChangeFacts("bad", f"{action.title}: {days(action.days_late)} late.")
        elif was and action.due_on != was.due_on and action.state == "open":
            yield ChangeFacts("warn", f"{action.title}: now {day(action.due_on)}; it was {day(was.due_on)}.")
