"""Tells a partner's story through the verbs."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from dashboards.verbs import define_indicator, dispute_reading, edit_indicator, record_reading
from demo.cast import address
from demo.clock import Timeline, Told
from demo.contracts import tell_contracts
from demo.grids import tell_grid
from demo.meetings import hold, plan
from demo.named import tell_named
from demo.opening import BEGAN, Stage
from demo.promises import Line, tell_promises
from demo.risks import tell_risks
from demo.script import (
    Again,
    Ask,
    Asked,
    Cover,
    Measure,
    Newcomer,
    Outcome,
    Reply,
    Story,
    Undertaking,
    View,
    Word,
)
from governance.asks.options import read_options
from governance.asks.steps import ASK_STEPS
from governance.models import OutcomeChange, OutcomeIntent, ValueClaim
from governance.verbs import (
    add_to_cover,
    agree_change,
    agree_outcome,
    agree_standing,
    answer_value,
    ask_for_standing,
    ask_to_conclude,
    begin_initiative,
    check_in,
    draft_outcome,
    edit_outcome,
    end_cover,
    end_initiative,
    give_cover,
    give_free_hand,
    keep_view,
    raise_decision,
    raise_impediment,
    raise_recommendation,
    say_on_hand_over,
    set_milestone,
    thank,
)
from partners.models import Side, User
from partners.verbs import invite, write_note
from reviews.verbs import take_step, thank_in_room

MONTHS = 14
_IN_THE_ROOM = {step.form.verb: step for step in ASK_STEPS if step.in_room}
STANDS_FROM = 62
"""Days from today on which what is owed again and again begins: the clock has made none of it yet."""
LINKED = 280
"""Days ago on which the measures were tied to the outcomes they speak for."""


def tell(timeline: Timeline, stage: Stage, story: Story) -> dict[str, Told]:
    """Puts everything that happened between the two sides on the timeline; returns its outcomes, by what they say."""
    for meeting in story.meetings:
        hold(timeline, stage, meeting)
    promises = tell_promises(timeline, stage, story.promises)
    outcomes = {outcome.statement: _outcome(timeline, stage, outcome) for outcome in story.outcomes}
    for outcome in story.outcomes:
        for work in outcome.work:
            _work(timeline, stage, work, outcomes[outcome.statement], promises)
    for ask in story.asks:
        _ask(timeline, stage, ask, outcomes)
    tell_risks(timeline, stage, story.risks, outcomes)
    tell_contracts(timeline, stage, story.contracts)
    for named in story.named:
        tell_named(timeline, stage, named, outcomes)
    for measure in story.measures:
        _measure(timeline, stage, measure, outcomes)
    for grid in story.grids:
        tell_grid(timeline, stage, grid)
    for word in story.words:
        _word(timeline, stage, word)
    for cover in story.covers:
        _cover(timeline, stage, cover)
    for newcomer in story.invited:
        _invite(timeline, stage, newcomer)
    for again in story.standing:
        _again(timeline, stage, again)
    for view in story.views:
        _keep(timeline, stage, view)
    plan(timeline, stage, story.coming)
    return outcomes


def _outcome(timeline: Timeline, stage: Stage, outcome: Outcome) -> Told:
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


def _work(
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


def _again(timeline: Timeline, stage: Stage, again: Again) -> None:
    owner = stage.people[again.owner]
    about: dict[str, Any] = {"title": again.title, "owner": owner, "kind": again.kind, "number": again.number}
    begins = timeline.working_day(-STANDS_FROM)
    asks, agrees = (stage.manager, stage.lead) if owner.side == Side.THEIRS else (stage.lead, stage.manager)
    asked = timeline.working_day(again.days_ago)
    told = timeline.tell(asked, asks, ask_for_standing, stage.partner, begins_on=begins, **about)
    timeline.tell(timeline.working_day(again.days_ago - 1), agrees, agree_standing, told, hour=16)


def _ask(timeline: Timeline, stage: Stage, ask: Ask, outcomes: dict[str, Told]) -> None:
    who, day = stage.people[ask.who], timeline.working_day(ask.days_ago)
    about: dict[str, Any] = {"title": ask.title, "detail": ask.detail, "outcome": outcomes.get(ask.outcome)}
    owner = stage.people.get(ask.owner)
    if ask.needed_in:
        told = timeline.tell(
            day,
            who,
            raise_decision,
            stage.partner,
            on_side=who.side.other,
            owner=owner,
            forum_words=ask.forum,
            needed_by=timeline.working_day(ask.days_ago - ask.needed_in),
            options=read_options(ask.options),
            worked_due_on=timeline.working_day(ask.days_ago - ask.worked_in) if ask.worked_in else None,
            **about,
        )
    elif ask.cause:
        told = timeline.tell(
            day,
            who,
            raise_impediment,
            stage.partner,
            on_side=who.side.other,
            cause=ask.cause,
            owner=owner,
            **about,
        )
    else:
        told = timeline.tell(day, who, raise_recommendation, stage.partner, **about)
    for reply in ask.replies:
        _answer(timeline, stage, told, reply)


def _answer(timeline: Timeline, stage: Stage, ask: Told, reply: Reply) -> None:
    day = timeline.working_day(reply.days_ago)
    review = stage.meetings.get(reply.days_ago)
    if review and reply.verb in _IN_THE_ROOM:
        timeline.tell(
            day,
            stage.cio,
            take_step,
            review,
            ask,
            _IN_THE_ROOM[reply.verb],
            hour=15,
            minute=5,
            **reply.said,
        )
        return
    said: dict[str, Any] = dict(reply.said)
    if reply.takes:
        said["owner"] = stage.people[reply.takes]
    timeline.tell(day, stage.people[reply.who], reply.verb, ask, hour=11, **said)


def _measure(timeline: Timeline, stage: Stage, measure: Measure, outcomes: dict[str, Told]) -> None:
    indicator = timeline.tell(
        timeline.working_day(BEGAN),
        stage.manager,
        define_indicator,
        stage.partner,
        name=measure.name,
        unit=measure.unit,
        direction=measure.direction,
        target=_number(measure.target),
        amber=_number(measure.amber),
        kind=measure.kind,
        source=f"{stage.partner.name}, monthly report",
        hour=12,
    )
    if measure.outcome:
        timeline.tell(
            timeline.working_day(LINKED),
            stage.manager,
            edit_indicator,
            indicator,
            outcome=outcomes[measure.outcome],
        )
    disputed, words = measure.disputed
    values = measure.values.split()
    for number, (month, value) in enumerate(zip(months_before(timeline.today, MONTHS), values, strict=True)):
        if value != "-":
            recorded = min(timeline.after(_fifth_of_next(month)), timeline.eve)
            reading = timeline.tell(
                recorded, stage.lead, record_reading, indicator, month=month, value=Decimal(value), hour=13
            )
            if disputed == MONTHS - number:
                timeline.tell(recorded, stage.manager, dispute_reading, reading, words=words, hour=16)


def _word(timeline: Timeline, stage: Stage, word: Word) -> None:
    day, who = timeline.working_day(word.days_ago), stage.people[word.who]
    if word.names and word.days_ago in stage.meetings:
        timeline.tell(
            day,
            stage.cio,
            thank_in_room,
            stage.meetings[word.days_ago],
            names=word.names,
            words=word.text,
            hour=15,
            minute=20,
        )
    elif word.names:
        timeline.tell(day, who, thank, stage.partner, names=word.names, words=word.text)
    else:
        timeline.tell(day, who, write_note, stage.partner, text=word.text)


def _cover(timeline: Timeline, stage: Stage, cover: Cover) -> None:
    day, who = timeline.working_day, stage.people[cover.who]
    told = timeline.tell(
        day(cover.days_ago),
        who,
        give_cover,
        stage.partner,
        words=cover.words,
        number=cover.number,
        until=day(cover.days_ago - cover.lasts),
        hour=8,
    )
    timeline.tell(
        day(cover.days_ago - 2),
        who,
        add_to_cover,
        told,
        cause=cover.cause,
        concession=cover.concession,
        version=1,
    )
    if cover.ended_days_ago:
        timeline.tell(day(cover.ended_days_ago), who, end_cover, told, hour=17)


def _invite(timeline: Timeline, stage: Stage, newcomer: Newcomer) -> None:
    timeline.tell(
        timeline.working_day(newcomer.days_ago),
        stage.people[newcomer.who],
        invite,
        stage.partner,
        full_name=newcomer.full_name,
        email=address(newcomer.full_name, stage.partner.name),
        role=newcomer.role,
        theirs=True,
    )


def _keep(timeline: Timeline, stage: Stage, view: View) -> None:
    who = stage.people[view.who]
    timeline.tell(
        timeline.working_day(view.days_ago),
        who,
        keep_view,
        stage.partner,
        name=view.name,
        filters=view.filters,
    )


def _number(text: str) -> Decimal | None:
    return Decimal(text) if text else None


def months_before(today: date, count: int) -> list[date]:
    """The first days of the `count` months before this one, oldest first."""
    first = today.replace(day=1)
    months = []
    for _ in range(count):
        first = (first - timedelta(days=1)).replace(day=1)
        months.append(first)
    return months[::-1]


def _fifth_of_next(month: date) -> date:
    return (month + timedelta(days=32)).replace(day=5)
