"""What is red, and why: the same rule for both sides, and nobody can take their own off the page."""

from collections.abc import Iterator, Sequence
from datetime import date

from governance.owed import Status
from partners.sentences import ended, unended
from reviews.facts import ActionFacts, AskFacts, IndicatorFacts, OutcomeFacts, RedFacts
from reviews.facts.owed import is_red, status_of_action, status_of_ask
from reviews.facts.pronouns import PronounsOfSides, day


def reds(
    *,
    outcomes: Sequence[OutcomeFacts],
    indicators: Sequence[IndicatorFacts],
    asks: Sequence[AskFacts],
    actions: Sequence[ActionFacts],
    voice: PronounsOfSides,
    on: date,
) -> tuple[RedFacts, ...]:
    """Outcomes, then what is off target, then asks late or left untouched, then late promises, the latest first.

    `on` is the day of the review.
    """
    return (
        *_outcomes(outcomes, on),
        *_indicators(indicators),
        *_asks(sorted(asks, key=lambda ask: (-ask.days_late, -ask.age)), on),
        *_actions(sorted(actions, key=lambda action: -action.days_late), voice, on),
    )


def _outcomes(outcomes: Sequence[OutcomeFacts], on: date) -> Iterator[RedFacts]:
    for outcome in outcomes:
        if against := outcome.contradiction(on):
            yield RedFacts(outcome.statement, f"Called on track. {against}")
        if outcome.state == "agreed" and outcome.health == "off_track":
            words = outcome.check_ins[0].words if outcome.check_ins else "No check-in says why."
            yield RedFacts(outcome.statement, words)


def _indicators(indicators: Sequence[IndicatorFacts]) -> Iterator[RedFacts]:
    for indicator in indicators:
        if indicator.state == "bad":
            yield RedFacts(indicator.name, indicator.said)


def _asks(asks: Sequence[AskFacts], on: date) -> Iterator[RedFacts]:
    for ask in asks:
        if is_red(ask, on):
            where = f", {unended(ask.forum_words)}" if ask.forum_words else ""
            said = status_of_ask(ask, on).sentence.removesuffix(".")
            yield RedFacts(ask.title, f"{said}{where}.", ask.on_side)


def _actions(actions: Sequence[ActionFacts], voice: PronounsOfSides, on: date) -> Iterator[RedFacts]:
    for action in actions:
        status = status_of_action(action, on)
        if action.state == "open" and status.level == "bad":
            yield RedFacts(action.title, " ".join(_why(action, status, voice)), action.side)


def _why(action: ActionFacts, status: Status, voice: PronounsOfSides) -> Iterator[str]:
    first = action.first_due_on or action.due_on
    moved = f", first promised for {day(first)}" if first != action.due_on else ""
    yield f"{status.sentence.removesuffix('.')}{moved}."
    if wait := action.waiting:
        on = voice[wait.on_side].object
        what = f" for {unended(wait.what_for)}" if wait.what_for else ""
        yield f"Waits on {on}{what} since {day(wait.began_on)}."
    elif action.dates and action.dates[-1].reason:
        yield ended(action.dates[-1].reason)
