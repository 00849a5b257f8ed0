"""What is red, and why: the same rule for both sides, and nobody can take their own off the page."""

from collections.abc import Iterator, Sequence

from partners.numbers import days
from reviews.snapshot.facts import ActionFacts, AskFacts, IndicatorFacts, OutcomeFacts, RedFacts
from reviews.snapshot.voice import Voice, capital, day

LONG_WAIT = 30
"""Days after which an ask without an answer is red, whoever it waits on."""


def reds(
    *,
    outcomes: Sequence[OutcomeFacts],
    indicators: Sequence[IndicatorFacts],
    asks: Sequence[AskFacts],
    actions: Sequence[ActionFacts],
    voice: Voice,
) -> tuple[RedFacts, ...]:
    """Outcomes, then what is off target, then asks late or left untouched, then late promises, the latest first."""
    return (
        *_outcomes(outcomes),
        *_indicators(indicators),
        *_asks(sorted(asks, key=lambda ask: (-ask.days_late, -ask.age))),
        *_actions(sorted(actions, key=lambda action: -action.days_late), voice),
    )


def _outcomes(outcomes: Sequence[OutcomeFacts]) -> Iterator[RedFacts]:
    for outcome in outcomes:
        if outcome.state == "agreed" and outcome.health == "off_track":
            words = outcome.check_ins[0].words if outcome.check_ins else "No check-in says why."
            yield RedFacts(outcome.statement, words)


def _indicators(indicators: Sequence[IndicatorFacts]) -> Iterator[RedFacts]:
    for indicator in indicators:
        if indicator.state == "bad":
            yield RedFacts(indicator.name, indicator.said)


def _asks(asks: Sequence[AskFacts]) -> Iterator[RedFacts]:
    for ask in asks:
        if not ask.open:
            continue
        where = f", {ask.forum_words}" if ask.forum_words else ""
        if ask.days_late:
            yield RedFacts(ask.title, f"Decision {days(ask.days_late)} late{where}.", ask.on_side)
        elif ask.age > LONG_WAIT:
            yield RedFacts(ask.title, f"Has waited {days(ask.age)} for an answer{where}.", ask.on_side)


def _actions(actions: Sequence[ActionFacts], voice: Voice) -> Iterator[RedFacts]:
    for action in actions:
        if action.days_late:
            yield RedFacts(action.title, " ".join(_why(action, voice)), action.side)


def _why(action: ActionFacts, voice: Voice) -> Iterator[str]:
    first = action.first_due_on or action.due_on
    moved = f", first promised for {day(first)}" if first != action.due_on else ""
    yield capital(f"{days(action.days_late)} late{moved}.")
    if wait := action.waiting:
        on = voice[wait.on_side].object
        what = f" for {wait.what_for}" if wait.what_for else ""
        yield f"Waits on {on}{what} since {day(wait.began_on)}."
    elif action.dates and action.dates[-1].reason:
        yield action.dates[-1].reason
