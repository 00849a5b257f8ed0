"""Page one's sentence where the chair wrote none: what stands, what hurts, who waits for whom."""

from collections.abc import Iterator, Sequence

from reviews.snapshot.facts import ActionFacts, AskFacts, IndicatorFacts, OutcomeFacts, SidePromises
from reviews.snapshot.reds import LONG_WAIT
from reviews.snapshot.voice import Voice, capital, counted, days


def headline(
    *,
    outcomes: Sequence[OutcomeFacts],
    indicators: Sequence[IndicatorFacts],
    actions: Sequence[ActionFacts],
    asks: Sequence[AskFacts],
    promises: Sequence[SidePromises],
    voice: Voice,
) -> str:
    """At most three sentences, the first good or bad as the outcomes are; neither side is spared."""
    sentences = [
        *_of_outcomes(outcomes),
        *_of_performance(indicators),
        *_of_waiting(actions, voice),
        *_of_asks(asks, voice),
        *_of_promises(promises, voice),
    ]
    return (
        " ".join(sentences[:3]) or "Nothing fell due and nothing is measured yet: this review sets the start."
    )


def _of_outcomes(outcomes: Sequence[OutcomeFacts]) -> Iterator[str]:
    judged = [outcome for outcome in outcomes if outcome.state == "agreed" and outcome.health != "unknown"]
    good = sum(outcome.health == "on_track" for outcome in judged)
    if not judged:
        return
    if good == len(judged):
        everything = "The outcome is" if good == 1 else f"All {counted(good, 'outcome')} are"
        yield f"{everything} on track."
    elif not good:
        nothing = (
            "The outcome is not" if len(judged) == 1 else f"None of {counted(len(judged), 'outcome')} is"
        )
        yield f"{nothing} on track."
    else:
        verb = "is" if good == 1 else "are"
        yield capital(f"{counted(good, '').strip()} of {counted(len(judged), 'outcome')} {verb} on track.")


def _of_performance(indicators: Sequence[IndicatorFacts]) -> Iterator[str]:
    red = [indicator for indicator in indicators if indicator.state == "bad"]
    if red:
        worst = red[0]
        more = f", and {counted(len(red) - 1, 'more figure')} off target" if len(red) > 1 else ""
        yield f"{worst.name} stands at {worst.value_words}, off target{more}."


def _of_waiting(actions: Sequence[ActionFacts], voice: Voice) -> Iterator[str]:
    for side, called in voice.items():
        held = [action for action in actions if action.waiting and action.waiting.on_side == side]
        held = [action for action in held if action.side != side]
        if held:
            verb = "waits" if len(held) == 1 else "wait"
            yield capital(f"{counted(len(held), 'promise')} {verb} on {called.object}.")


def _of_asks(asks: Sequence[AskFacts], voice: Voice) -> Iterator[str]:
    waiting = [ask for ask in asks if ask.open]
    oldest = max(waiting, key=lambda ask: ask.age, default=None)
    if oldest and oldest.age > LONG_WAIT:
        yield f"“{oldest.title}” has waited {days(oldest.age)} on {voice[oldest.on_side].object}."


def _of_promises(promises: Sequence[SidePromises], voice: Voice) -> Iterator[str]:
    said = [
        f"{voice[side.side].subject} kept {side.since_last.kept} of {side.since_last.due}"
        for side in promises
        if side.since_last.due
    ]
    if said:
        first, *others = said
        yield "; ".join([f"{first} promises", *(other.replace("They", "they", 1) for other in others)]) + "."
