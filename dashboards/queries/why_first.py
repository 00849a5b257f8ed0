"""Why a partnership needs attention before others: what hurts most in it, and for whom it waits. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from dashboards.queries.performance import Measured
from dashboards.queries.summary_sentence import Part
from governance.models import Ask, OutcomeIntent
from governance.outcomes.standing import Outcome
from governance.owed import Status
from partners.models import Side
from partners.numbers import days
from partners.sentences import unended
from partners.voice import voice

_WEIGHT = {"bad": 2, "warn": 1}


@dataclass(frozen=True)
class WaitingAsk:
    """An ask that waits for an answer: how it stands, and for how many days."""

    ask: Ask
    status: Status
    age: int


def why_first(
    outcomes: Sequence[Outcome], asks: Sequence[WaitingAsk], figures: Sequence[Measured], *, reader: Side
) -> list[Part]:
    """The worst outcome and what it waits on; else the ask, else the figure that hurts most, if any."""
    agreed = [each for each in outcomes if each.intent.state == OutcomeIntent.State.AGREED]
    found = [
        *((_WEIGHT.get(each.state, 0), _outcome(each, asks, reader)) for each in agreed),
        *((each.status.hurts, _ask(each, reader)) for each in asks),
        *((_WEIGHT.get(each.standing.state, 0), _figure(each)) for each in figures),
    ]
    weight, said = max(found, key=lambda each: each[0], default=(0, ""))
    return [Part(f"{said}. ", hurts=True)] if weight else []


def _outcome(outcome: Outcome, asks: Sequence[WaitingAsk], reader: Side) -> str:
    said = f"“{unended(outcome.intent.statement)}” is {outcome.intent.get_health_display()}"
    for_it = [each for each in asks if each.ask.outcome_id == outcome.intent.pk]
    longest = max(for_it, key=lambda each: (each.status.hurts, each.age), default=None)
    if longest is None:
        return said
    whom = voice(longest.ask.on_side, reader).object
    return f"{said} and waits on {whom}: “{unended(longest.ask.title)}”{_open_for(longest)}"


def _ask(each: WaitingAsk, reader: Side) -> str:
    whom = voice(each.ask.on_side, reader).object
    return f"“{unended(each.ask.title)}” waits on {whom}{_open_for(each)}"


def _open_for(each: WaitingAsk) -> str:
    return f", open for {days(each.age)}" if each.age else ""


def _figure(measured: Measured) -> str:
    return f"{measured.indicator.name} is {measured.standing.word}"
