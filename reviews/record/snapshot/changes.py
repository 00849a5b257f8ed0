"""What changed since the review before: two snapshots in, sentences out."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import TypeVar

from reviews.facts import ActionFacts, AskFacts, ChangeFacts, IndicatorFacts, OutcomeFacts, Snapshot
from reviews.facts.owed import status_of_action, status_of_ask
from reviews.facts.pronouns import capital, day

Fact = TypeVar("Fact", OutcomeFacts, IndicatorFacts, AskFacts, ActionFacts)


def changes(before: Snapshot, now: Snapshot) -> tuple[ChangeFacts, ...]:
    """The mandate first where it is narrower; outcomes, performance, asks, promises. `before`: one review ago."""
    return (
        *_mandate(now),
        *_outcomes(_by_id(before.outcomes), now.outcomes),
        *_indicators(_by_id(before.indicators), now.indicators),
        *_asks(_by_id(before.asks), now.asks, now.review.on),
        *_actions(_by_id(before.actions), now.actions, now.review.on),
    )


def _mandate(now: Snapshot) -> Iterator[ChangeFacts]:
    """What narrows it; where it is wider, page one says so by itself."""
    for decided in now.mandate:
        if not decided.widened and decided.step != decided.was:
            yield ChangeFacts("none", f"The mandate is {decided.step} now; it was {decided.was}.")


def _by_id(facts: Iterable[Fact]) -> dict[int, Fact]:
    return {fact.id: fact for fact in facts}


def _outcomes(before: dict[int, OutcomeFacts], now: Iterable[OutcomeFacts]) -> Iterator[ChangeFacts]:
    for outcome in now:
        was = before.get(outcome.id)
        if was is None:
            yield ChangeFacts("none", f"New outcome: {outcome.statement}.")
        elif outcome.state != was.state:
            state = {"achieved": "good", "missed": "bad"}.get(outcome.state, "none")
            yield ChangeFacts(state, f"{outcome.statement}: {outcome.ended_as or outcome.state}.")
        elif outcome.health != was.health:
            words = f"{outcome.health}; it was {was.health}".replace("_", " ")
            yield ChangeFacts(outcome.level, f"{outcome.statement}: {words}.")
        if was is not None and outcome.state == was.state:
            yield from (ChangeFacts("none", f"{outcome.statement}. {term}.") for term in outcome.new_terms)


def _indicators(before: dict[int, IndicatorFacts], now: Iterable[IndicatorFacts]) -> Iterator[ChangeFacts]:
    """Every figure whose judgement changed, and every one that is off target or missing still."""
    for indicator in now:
        was = before.get(indicator.id)
        if indicator.word == "missing":
            yield ChangeFacts("warn", f"{indicator.name}: no reading for {indicator.until:%B}.")
        elif indicator.state == "bad" or (was and was.state != indicator.state):
            yield ChangeFacts(indicator.state, _of_figure(indicator, was))


def _of_figure(now: IndicatorFacts, was: IndicatorFacts | None) -> str:
    if was and (was.state, was.value_words) == (now.state, now.value_words):
        return f"{now.name} {now.value_words}, still {now.word}."
    earlier = f"; it was {was.value_words}" if was and was.value_words else ""
    return f"{now.name} {now.value_words}, {now.word}{earlier}."


def _asks(before: dict[int, AskFacts], now: Iterable[AskFacts], on: date) -> Iterator[ChangeFacts]:
    for ask in now:
        was = before.get(ask.id)
        status, is_news = status_of_ask(ask, on), was is None or was.state != ask.state
        if ask.state == "backed" and is_news:
            yield ChangeFacts("good", f"Backed: {ask.title}.")
        elif not ask.open and is_news:
            yield ChangeFacts(status.level, f"{capital(status.words)}: {ask.title}.")
        elif ask.open and ask.days_late and not (was and was.days_late):
            yield ChangeFacts(status.level, f"{ask.title}: the decision is {status.words}.")


def _actions(before: dict[int, ActionFacts], now: Iterable[ActionFacts], on: date) -> Iterator[ChangeFacts]:
    for action in now:
        was, status = before.get(action.id), status_of_action(action, on)
        if action.state == "closed" and (was is None or was.state != "closed"):
            yield ChangeFacts(status.level, f"Done and confirmed: {action.title}.")
        elif action.state == "withdrawn" and was:
            yield ChangeFacts(status.level, f"Withdrawn: {action.title}.")
        elif action.days_late and not (was and was.days_late):
            yield ChangeFacts(status.level, f"{action.title}: {status.words}.")
        elif was and action.due_on != was.due_on and action.state == "open":
            yield ChangeFacts("warn", f"{action.title}: now {day(action.due_on)}; it was {day(was.due_on)}.")
