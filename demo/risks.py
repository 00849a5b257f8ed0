"""The risks of a story: named, looked at every few weeks, and what became of them. Days are days before today."""

from dataclasses import dataclass
from typing import Any, NamedTuple

from demo.clock import Timeline
from demo.opening import Stage
from governance.verbs import agree_to_live_with, ask_to_live_with, look_at_risk, raise_risk, treat_risk


class Looked(NamedTuple):
    """A look by the owner: what was found, and in how many days they look again."""

    days_ago: int
    words: str
    again_in: int


class Answered(NamedTuple):
    """A word about living with it, or that it is treated."""

    days_ago: int
    who: str
    words: str


@dataclass(frozen=True)
class Risk:
    """What may happen: carried by the side of its `owner`, first looked at after `look_in` days."""

    days_ago: int
    title: str
    who: str
    owner: str
    cause: str
    consequence: str
    look_in: int
    treatment: str = ""
    outcome: str = ""
    looks: tuple[Looked, ...] = ()
    treated: Answered | None = None
    asked: Answered | None = None
    """To live with it, asked by one side."""
    agreed: Answered | None = None


def tell_risks(timeline: Timeline, stage: Stage, risks: tuple[Risk, ...], outcomes: dict[str, Any]) -> None:
    """Puts every risk of a story on the timeline."""
    for risk in risks:
        _risk(timeline, stage, risk, outcomes)


def _risk(timeline: Timeline, stage: Stage, risk: Risk, outcomes: dict[str, Any]) -> None:
    owner = stage.people[risk.owner]
    told = timeline.tell(
        timeline.working_day(risk.days_ago),
        stage.people[risk.who],
        raise_risk,
        stage.partner,
        title=risk.title,
        on_side=owner.side,
        owner=owner,
        risk_cause=risk.cause,
        risk_consequence=risk.consequence,
        risk_treatment=risk.treatment,
        needed_by=timeline.working_day(risk.days_ago - risk.look_in),
        outcome=outcomes.get(risk.outcome),
    )
    for look in risk.looks:
        again = timeline.working_day(look.days_ago - look.again_in)
        day = timeline.working_day(look.days_ago)
        timeline.tell(day, owner, look_at_risk, told, answer=look.words, needed_by=again, hour=11)
    for said, verb, word in (
        (risk.treated, treat_risk, "answer"),
        (risk.asked, ask_to_live_with, "reason"),
        (risk.agreed, agree_to_live_with, "answer"),
    ):
        if said:
            day = timeline.working_day(said.days_ago)
            words: dict[str, Any] = {word: said.words}
            timeline.tell(day, stage.people[said.who], verb, told, hour=12, **words)
