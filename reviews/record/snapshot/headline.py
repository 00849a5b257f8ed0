"""Page one's sentence where the chair wrote none: what stands, what hurts, who waits for whom."""

from collections.abc import Iterator, Sequence
from datetime import date

from partners.numbers import counted, days, number_in_words
from reviews.facts import ActionFacts, AskFacts, IndicatorFacts, OutcomeFacts, SidePromises
from reviews.facts.owed import is_red
from reviews.facts.pronouns import PronounsOfSides, capital


def headline(
    *,
    outcomes: Sequence[OutcomeFacts],
    indicators: Sequence[IndicatorFacts],
    actions: Sequence[ActionFacts],
    asks: Sequence[AskFacts],
    promises: Sequence[SidePromises],
    voice: PronounsOfSides,
    on: date,
) -> str:
    """At most three sentences, the first good or bad as the outcomes are; neither side is spared."""
    sentences = [
        *_of_outcomes(outcomes),
        *_of_performance(indicators),
        *_of_waiting(actions, asks, voice, on),
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
        yield capital(f"{number_in_words(good)} of {counted(len(judged), 'outcome')} {verb} on track.")


def _of_performance(indicators: Sequence[IndicatorFacts]) -> Iterator[str]:
    red = [indicator for indicator in indicators if indicator.state == "bad"]
    if red:
        worst = red[0]
        more = f", and {counted(len(red) - 1, 'more figure')} off target" if len(red) > 1 else ""
        yield f"{worst.name} stands at {worst.value_words}, off target{more}."


def _of_waiting(
    actions: Sequence[ActionFacts], asks: Sequence[AskFacts], voice: PronounsOfSides, on: date
) -> Iterator[str]:
    """The promises a side holds up and the asks it left for long; who is waited for longest comes first."""
    held: dict[str, list[tuple[int, str]]] = {side: [] for side in voice}
    for action in actions:
        if action.waiting and action.waiting.on_side != action.side:
            held[action.waiting.on_side].append((action.waiting.days, action.title))
    for ask in asks:
        if is_red(ask, on):
            held[ask.on_side].append((ask.age, ask.title))
    for side in sorted(held, key=lambda side: sorted(held[side], reverse=True), reverse=True):
        if held[side]:
            yield _waits_on(voice[side].object, held[side])


def _waits_on(side: str, held: Sequence[tuple[int, str]]) -> str:
    longest, title = max(held)
    if len(held) == 1:
        return f"“{title}” has waited {days(longest)} on {side}."
    return capital(f"{counted(len(held), 'thing')} wait on {side}, “{title}” for {days(longest)}.")


def _of_promises(promises: Sequence[SidePromises], voice: PronounsOfSides) -> Iterator[str]:
    said = [
        f"{voice[side.side].subject} kept {side.since_last.kept} of {side.since_last.due}"
        for side in promises
        if side.since_last.due
    ]
    if said:
        first, *others = said
        yield "; ".join([f"{first} promises", *(other.replace("They", "they", 1) for other in others)]) + "."
