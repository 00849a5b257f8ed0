"""Rows → the facts an agenda stands on. The number of queries does not depend on how much there is."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from django.db.models import Prefetch, Q

from dashboards.charts import standing
from dashboards.models import Indicator
from dashboards.queries.performance import Measured, before, performance
from governance.models import ActionItem, Ask, CheckIn, OutcomeChange, OutcomeIntent
from governance.outcomes.terms import end_asked
from governance.promised.queries import empty_roles
from governance.raci.open_rows import open_rows
from governance.reminders.escalations import told_to_sponsors
from partners.models import Partner, Side
from reviews.clock import day_of
from reviews.facts.agenda import (
    AgendaFacts,
    AgreedOutcome,
    CarriedFacts,
    ChangeAsked,
    DueAction,
    Empty,
    LiveIndicator,
    OpenAsk,
    Subject,
    SubjectKind,
    TabledFacts,
)
from reviews.facts.rows.agreed import ask_facts, indicator_facts
from reviews.facts.rows.outcomes import check_in_facts, outcome_facts
from reviews.facts.rows.promises import action_facts
from reviews.models import AgendaAnswer, AgendaItem, Review

Told = dict[tuple[str, int], date]
_SUBJECTS: tuple[SubjectKind, ...] = ("action", "ask", "outcome", "indicator")


def agenda_facts(review: Review, *, on: date) -> AgendaFacts:
    """What stands in the partnership of `review` at the end of `on`, as its agenda needs to know it.

    What falls due by the meeting is among it, whatever day is spoken of.
    """
    told = told_to_sponsors(review.partner)
    measured = performance([review.partner], today=on)[0].measured
    return AgendaFacts(
        on=on,
        minutes=review.minutes,
        names=review.partner.side_names,
        promises=tuple(_promises(review, on, told)),
        asks=tuple(_asks(review.partner, on, told)),
        outcomes=tuple(_outcomes(review.partner, on, measured)),
        indicators=tuple(map(live_indicator, measured)),
        carried=tuple(carried_over(review)),
        tabled=tuple(_tabled(review)),
    )


def subject_of(item: AgendaItem) -> Subject | None:
    """What a row of the agenda points at."""
    for kind in _SUBJECTS:
        pointed_at = getattr(item, f"{kind}_id")
        if pointed_at:
            return Subject(kind, pointed_at)
    return None


def _promises(review: Review, on: date, told: Told) -> Iterator[DueAction]:
    questioned, nobody_has = _questioned(review), open_rows(review.partner)
    rows = (
        ActionItem.objects.filter(partner=review.partner)
        .filter(
            Q(state=ActionItem.State.OPEN, due_on__lte=day_of(review)) | Q(state=ActionItem.State.REPORTED)
        )
        .select_related("owner", "outcome")
        .prefetch_related("dates", "waits")
    )
    for row in rows:
        yield DueAction(
            **vars(action_facts(row, on)),
            doubted=(row.pk, Side(row.side).other) in questioned,
            sponsors_told_on=told.get(("action", row.pk)),
            nobody_has=nobody_has.get(row.activity_id or 0, ""),
        )


def _questioned(review: Review) -> set[tuple[int, str]]:
    """Action and side of every answer given beforehand."""
    answers = AgendaAnswer.objects.filter(item__review=review).exclude(item__action=None)
    return set(answers.values_list("item__action_id", "side"))


def _asks(partner: Partner, on: date, told: Told) -> Iterator[OpenAsk]:
    for row in Ask.objects.filter(partner=partner).open():
        yield OpenAsk(
            **vars(ask_facts(row, on)),
            sponsors_told_on=told.get(("ask", row.pk)),
            acceptance_side=row.acceptance_side,
            acceptance_on=row.acceptance_on,
        )


def _outcomes(partner: Partner, on: date, measured: tuple[Measured, ...]) -> Iterator[AgreedOutcome]:
    check_ins = Prefetch("check_ins", CheckIn.objects.order_by("-on", "-id"), to_attr="newest_first")
    states: dict[int, list[str]] = {}
    for each in measured:
        if each.indicator.outcome_id and each.indicator.kind != Indicator.Kind.OUTCOME:
            states.setdefault(each.indicator.outcome_id, []).append(each.standing.state)
    agreed = OutcomeIntent.objects.filter(partner=partner, state=OutcomeIntent.State.AGREED)
    running = OutcomeChange.objects.running().filter(partner=partner)
    asked = {each.outcome_id: ChangeAsked(each.side, each.asked_on, end_asked(each)) for each in running}
    empty = empty_roles(partner, on)
    for row in agreed.prefetch_related(check_ins):
        facts = outcome_facts(row, on, tuple(map(check_in_facts, row.newest_first)))
        yield AgreedOutcome(
            **vars(facts),
            figures=tuple(states.get(row.pk, ())),
            presenter=row.sponsor_id,
            next_check_in_on=row.next_check_in_on,
            change=asked.get(row.pk),
            empty=tuple(Empty(each.role, each.since) for each in empty.get(row.pk, ())),
        )


def live_indicator(measured: Measured) -> LiveIndicator:
    return LiveIndicator(
        **vars(indicator_facts(measured)),
        state_before=_state_before(measured),
        months_missing=measured.standing.months_missing,
        weight=measured.indicator.weight,
        in_words=_against_target(measured),
    )


def _state_before(measured: Measured) -> str:
    """How it stood a month earlier."""
    trend = measured.trend
    if trend.until is None:
        return "none"
    earlier = tuple(point for point in trend.points if point.month < trend.until)
    return standing(replace(trend, points=earlier, until=before(trend.until))).state


def _against_target(measured: Measured) -> str:
    """ "92.1% against a target of 95%.", or for how long there has been no reading."""
    if missing := measured.standing.months_missing:
        return "No reading last month." if missing == 1 else f"No reading for {missing} months."
    if not measured.value:
        return ""
    return (
        f"{measured.value} against a target of {measured.target}."
        if measured.target
        else f"{measured.value}."
    )


def carried_over(review: Review) -> Iterator[CarriedFacts]:
    """What the review before did not reach and what is not settled since.

    Of a line that was only to be known nothing is left. One counts as reached when its section was gone through and
    nobody set the line itself aside. A review that is still to come leaves nothing: its own agenda may change until it
    is held.
    """
    if review.previous is None or review.previous.state != Review.State.SEALED:
        return
    rows = list(
        AgendaItem.objects.filter(review=review.previous_id).select_related(
            "action", "ask", "outcome", "indicator"
        )
    )
    reached = {
        row.section
        for row in rows
        if row.is_heading and row.state in (AgendaItem.State.NOW, AgendaItem.State.DISCUSSED)
    }
    for row in rows:
        deferred = row.state == AgendaItem.State.DEFERRED
        left = row.state == AgendaItem.State.OPEN and row.section not in reached
        wanted = not row.is_heading and row.kind != AgendaItem.Kind.KNOW
        if wanted and (deferred or left) and not _settled(row):
            yield CarriedFacts(
                id=row.pk,
                section=row.section,
                title=row.title,
                detail=row.detail,
                why=row.why,
                subject=subject_of(row),
                presenter=row.presenter_id,
                kind=row.kind,
            )


def _settled(row: AgendaItem) -> bool:
    closed = row.action and row.action.state in (ActionItem.State.CLOSED, ActionItem.State.WITHDRAWN)
    answered = row.ask and not row.ask.is_open
    over = row.outcome and row.outcome.state != OutcomeIntent.State.AGREED
    retired = row.indicator and (row.indicator.retired_on is not None)
    return bool(closed or answered or over or retired)


def _tabled(review: Review) -> Iterator[TabledFacts]:
    for row in AgendaItem.objects.filter(review=review).exclude(tabled_by_side=""):
        yield TabledFacts(row.tabled_by_side, row.title, row.detail, row.minutes, row.tabled_by_id, row.kind)
