"""Tells a partner's story through the verbs."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from dashboards.verbs import define_indicator, dispute_reading, edit_indicator, record_reading
from demo.cast import address
from demo.clock import HOME, Timeline, Told
from demo.contracts import tell_contracts
from demo.grids import tell_grid
from demo.meetings import hold, plan
from demo.named import tell_named
from demo.opening import BEGAN, Stage
from demo.outcomes import tell_outcome, tell_work
from demo.promises import tell_promises
from demo.risks import tell_risks
from demo.script import (
    Again,
    Ask,
    Bet,
    Cover,
    Felt,
    Measure,
    Newcomer,
    Reply,
    Story,
    View,
    Word,
)
from governance.asks.options import read_options
from governance.asks.steps import ASK_STEPS
from governance.calendar.working_days import add_working_days
from governance.models.pulse import PULSE_QUESTIONS
from governance.pulse.period import quarter_shown
from governance.verbs import (
    add_to_cover,
    agree_standing,
    answer_pulse,
    ask_for_standing,
    end_cover,
    give_cover,
    keep_view,
    place_bet,
    raise_decision,
    raise_impediment,
    raise_recommendation,
    say_what_became,
    thank,
)
from partners.models import Side
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
    outcomes = {outcome.statement: tell_outcome(timeline, stage, outcome) for outcome in story.outcomes}
    for outcome in story.outcomes:
        for work in outcome.work:
            tell_work(timeline, stage, work, outcomes[outcome.statement], promises)
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
    for bet in story.bets:
        _bet(timeline, stage, bet)
    for view in story.views:
        _keep(timeline, stage, view)
    _feel(timeline, stage, story.felt)
    plan(timeline, stage, story.coming)
    return outcomes


def _feel(timeline: Timeline, stage: Stage, felt: tuple[Felt, ...]) -> None:
    """The five questions, on the third working day of the last quarter of which both sides can read by now."""
    quarter = quarter_shown(datetime.combine(timeline.eve, time(12), HOME))
    day = add_working_days(quarter - timedelta(days=1), 3)
    for who, *said in felt:
        answers = {question: step for question, step in zip(PULSE_QUESTIONS, said, strict=True) if step}
        timeline.tell(day, stage.people[who], answer_pulse, stage.partner, answers=answers, hour=10)


def _again(timeline: Timeline, stage: Stage, again: Again) -> None:
    owner = stage.people[again.owner]
    about: dict[str, Any] = {"title": again.title, "owner": owner, "kind": again.kind, "number": again.number}
    begins = timeline.working_day(-STANDS_FROM)
    asks, agrees = (stage.manager, stage.lead) if owner.side == Side.THEIRS else (stage.lead, stage.manager)
    asked = timeline.working_day(again.days_ago)
    told = timeline.tell(asked, asks, ask_for_standing, stage.partner, begins_on=begins, **about)
    timeline.tell(timeline.working_day(again.days_ago - 1), agrees, agree_standing, told, hour=16)


def _bet(timeline: Timeline, stage: Stage, bet: Bet) -> None:
    looks_back = timeline.working_day(bet.days_ago - bet.looked_back_after)
    told = timeline.tell(
        timeline.working_day(bet.days_ago),
        stage.people[bet.who],
        place_bet,
        stage.partner,
        title=bet.title,
        detail=bet.detail,
        look_back_on=looks_back,
        hour=17,
    )
    if bet.became:
        day, who = timeline.working_day(bet.said_days_ago), stage.people[bet.said_by]
        timeline.tell(day, who, say_what_became, told, becomes=bet.became, words=bet.words, hour=17)


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
