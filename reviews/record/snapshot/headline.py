"""Page one's sentence where the chair wrote none: what stands, what hurts, who waits for whom."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from partners.numbers import counted, days, number_in_words, of
from partners.sentences import unended
from reviews.facts import ActionFacts, AskFacts, IndicatorFacts, OutcomeFacts, SidePromises
from reviews.facts.owed import is_red
from reviews.facts.pronouns import PronounsOfSides, capital


class Held(NamedTuple):
    """What waits on a side: for how many days, its title, and what it is."""

    days: int
    title: str
    what: str


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
        *_of_outcomes(outcomes, on),
        *_of_performance(indicators),
        *_of_waiting(actions, asks, voice, on),
        *_of_promises(promises, voice),
    ]
    return (
        " ".join(sentences[:3]) or "Nothing fell due and nothing is measured yet: this review sets the start."
    )


def _of_outcomes(outcomes: Sequence[OutcomeFacts], on: date) -> Iterator[str]:
    judged = [outcome for outcome in outcomes if outcome.state == "agreed" and outcome.health != "unknown"]
    good = sum(outcome.is_on_track(on) for outcome in judged)
    against = [outcome.statement for outcome in judged if outcome.contradiction(on)]
    though = f"; “{unended(against[0])}” is called so against its own figures" if against else ""
    if not judged:
        return
    if good == len(judged):
        everything = "The outcome is" if good == 1 else f"All {counted(good, 'outcome')} are"
        yield f"{everything} on track."
    elif not good:
        nothing = (
            "The outcome is not" if len(judged) == 1 else f"None of {counted(len(judged), 'outcome')} is"
        )
        yield f"{nothing} on track{though}."
    else:
        verb = "is" if good == 1 else "are"
        yield capital(
            f"{number_in_words(good)} of {counted(len(judged), 'outcome')} {verb} on track{though}."
        )


def _of_performance(indicators: Sequence[IndicatorFacts]) -> Iterator[str]:
    red = [indicator for indicator in indicators if indicator.state == "bad"]
    if red:
        worst = red[0]
        verb = "is" if len(red) == 2 else "are"
        more = f", and {counted(len(red) - 1, 'more figure')} {verb} off target" if len(red) > 1 else ""
        yield f"{worst.name} stands at {worst.value_words}, off target{more}."


def _of_waiting(
    actions: Sequence[ActionFacts], asks: Sequence[AskFacts], voice: PronounsOfSides, on: date
) -> Iterator[str]:
    """The promises a side holds up and the asks it left for long; who is waited for longest comes first."""
    held: dict[str, list[Held]] = {side: [] for side in voice}
    for action in actions:
        if action.waiting and action.waiting.on_side != action.side:
            held[action.waiting.on_side].append(Held(action.waiting.days, action.title, "promise"))
    for ask in asks:
        if is_red(ask, on):
            held[ask.on_side].append(Held(ask.age, ask.title, "late ask"))
    for side in sorted(held, key=lambda side: sorted(held[side], reverse=True), reverse=True):
        if held[side]:
            yield _waits_on(voice[side].object, held[side])


def _waits_on(side: str, held: Sequence[Held]) -> str:
    longest, title, _ = max(held)
    if len(held) == 1:
        return (
            f"“{title}” has waited {days(longest)} on {side}." if longest else f"“{title}” waits on {side}."
        )
    so_long = f", “{title}” for {days(longest)}" if longest else ""
    kinds = Counter(each.what for each in held)
    of_what = " and ".join(counted(kinds[what], what) for what in ("promise", "late ask") if kinds[what])
    return capital(f"{of_what} wait on {side}{so_long}.")


def _of_promises(promises: Sequence[SidePromises], voice: PronounsOfSides) -> Iterator[str]:
    said = [(voice[side.side].subject, side.since_last) for side in promises if side.since_last.due]
    if said:
        (who, first), *others = said
        so_many = (
            f"{other.replace('They', 'they', 1)} kept {count.kept} of {count.due}" for other, count in others
        )
        yield "; ".join([f"{who} kept {of(first.kept, first.due, 'promise')}", *so_many]) + "."
