"""Outcomes on the timeline: handed over, worked on, concluded, and what they have brought."""

from datetime import datetime
from typing import Any

from demo.clock import Timeline, Told
from demo.opening import Stage
from demo.promises import Line
from demo.script import Asked, Outcome, Undertaking
from governance.models import OutcomeChange, OutcomeIntent, ValueClaim
from governance.verbs import (
    agree_change,
    agree_outcome,
    answer_value,
    ask_to_conclude,
    begin_initiative,
    check_in,
    draft_outcome,
    edit_outcome,
    end_initiative,
    give_free_hand,
    say_on_hand_over,
    set_milestone,
)
from partners.models import User


def tell_outcome(timeline: Timeline, stage: Stage, outcome: Outcome) -> Told:
    """Puts an outcome on the timeline, from its draft to what it has brought."""
    about = {name: stage.people.get(value, value) for name, value in outcome.about.items()}
    if "benchmark" in about:
        about["benchmark_on"] = timeline.working_day(outcome.days_ago)
    told = timeline.tell(
        timeline.working_day(outcome.days_ago),
        stage.manager,
        draft_outcome,
        stage.partner,
        statement=outcome.statement,
        target=outcome.target,
        **about,
    )
    for spoken in outcome.said:
        day = timeline.working_day(outcome.days_ago - spoken.after)
        who = stage.people[spoken.who]
        timeline.tell(day, who, say_on_hand_over, told, words=spoken.words, months=spoken.months, hour=8)
    agrees = stage.people[outcome.agreed_by] if outcome.agreed_by else stage.lead
    timeline.tell(timeline.working_day(outcome.days_ago - 7), agrees, agree_outcome, told)
    if outcome.free_hand_for:
        timeline.tell(
            timeline.working_day(outcome.days_ago - 9),
            stage.cio,
            give_free_hand,
            told,
            until=timeline.working_day(-outcome.free_hand_for),
            guardrails=outcome.guardrails,
        )
    for days_ago, health, progress, words, confidence in outcome.check_ins:
        timeline.tell(
            timeline.working_day(days_ago),
            stage.lead,
            check_in,
            told,
            health=health,
            progress=progress,
            words=words,
            confidence=confidence,
        )
    for asked in outcome.asked:
        _change(timeline, stage, told, asked)
    if valued := outcome.valued:
        day, who = timeline.working_day(valued.days_ago), stage.people[valued.who]
        timeline.tell(day, who, _value, told, verdict=valued.verdict, words=valued.words)
    return told


def _value(outcome: OutcomeIntent, *, by: User, now: datetime, **said: str) -> ValueClaim:
    """The business owner says how much there is of what was said when it was achieved."""
    return answer_value(outcome.value_claims.running().get(), **said, by=by, now=now)


def _change(timeline: Timeline, stage: Stage, outcome: Told, asked: Asked) -> None:
    who, day = stage.people[asked.who], timeline.working_day(asked.days_ago)
    if asked.becomes:
        timeline.tell(day, who, ask_to_conclude, outcome, becomes=asked.becomes, reason=asked.why)
    else:
        timeline.tell(day, who, _ask_for_terms, outcome, reason=asked.why, **asked.terms)
    agrees = stage.people[asked.by]
    timeline.tell(timeline.working_day(asked.agreed), agrees, _agree_to_it, outcome, hour=16)


def _ask_for_terms(outcome: OutcomeIntent, **said: Any) -> OutcomeIntent:
    outcome.refresh_from_db()
    return edit_outcome(outcome, version=outcome.version, **said)


def _agree_to_it(outcome: OutcomeIntent, *, by: User, now: datetime) -> OutcomeChange:
    """Whoever agrees to what the other side asks for at that moment."""
    return agree_change(outcome.changes.running().get(), by=by, now=now)


def tell_work(
    timeline: Timeline,
    stage: Stage,
    work: Undertaking,
    outcome: Told,
    promises: dict[str, tuple[Line, Told]],
) -> None:
    """An initiative, and the promises that become its milestones: on the day they are made, or it begins."""
    begun = timeline.working_day(work.days_ago)
    initiative = timeline.tell(begun, stage.lead, begin_initiative, outcome, title=work.title, hour=9)
    for title in work.milestones:
        line, item = promises[title]
        day = max(begun, timeline.working_day(line.days_ago))
        timeline.tell(day, stage.lead, set_milestone, item, initiative=initiative, hour=18)
    if work.done:
        done = timeline.working_day(work.done)
        timeline.tell(done, stage.lead, end_initiative, initiative, becomes="done", hour=18)
