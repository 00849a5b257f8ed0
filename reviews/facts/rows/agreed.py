"""What both sides agreed on and what they ask of each other: asks, RACI, performance."""

from collections.abc import Mapping
from datetime import date, datetime
from types import MappingProxyType
from typing import cast

from django.db.models import Q

from dashboards.charts.descriptions import trend_in_words
from dashboards.charts.facts import Direction
from dashboards.models import Reading
from dashboards.queries.performance import Measured, performance
from governance.mandate.queries import decided_between
from governance.models import Ask, RaciMatrix
from governance.models.mandate import Reach
from partners.models import Partner
from reviews.facts import (
    ActivityFacts,
    AskFacts,
    IndicatorFacts,
    LetterFacts,
    MandateFacts,
    MatrixFacts,
    OpenedFacts,
    PersonId,
    ReadingFacts,
)


def asks(partner: Partner, on: date, since: datetime, *, sealed_on: date) -> tuple[AskFacts, ...]:
    """What still waits for an answer, and what was answered after `since`; no day is later than that of the seal."""
    rows = Ask.objects.filter(partner=partner).filter(
        Q(state__in=Ask.OPEN_STATES) | Q(answered_on__gt=since.date()) | Q(worked_on__gt=since.date())
    )
    return tuple(ask_facts(row, on, until=sealed_on) for row in rows.order_by("raised_on", "id"))


def ask_facts(row: Ask, on: date, *, until: date = date.max) -> AskFacts:
    """How it stands on the day `on`; what was said of it after `until` was said on that day."""
    return AskFacts(
        id=row.pk,
        kind=row.kind,
        title=row.title,
        state=row.state,
        open=row.is_open,
        raised_by=PersonId(row.raised_by_id),
        raised_by_side=row.raised_by_side,
        raised_on=min(row.raised_on, until),
        on_side=row.on_side,
        age=max(0, ((row.answered_on or on) - row.raised_on).days),
        detail=row.detail,
        cause=row.cause,
        owner=PersonId(row.owner_id) if row.owner_id else None,
        forum_words=row.forum_words,
        needed_by=row.needed_by,
        days_late=max(0, (on - row.needed_by).days) if row.is_open and row.needed_by else 0,
        answered_on=row.answered_on and min(row.answered_on, until),
        answer=row.answer,
        risk_cause=row.risk_cause,
        risk_consequence=row.risk_consequence,
        risk_treatment=row.risk_treatment,
        worked=row.get_worked_display(),
        worked_words=row.worked_words,
        worked_on=row.worked_on and min(row.worked_on, until),
    )


def indicators(partner: Partner, on: date) -> tuple[IndicatorFacts, ...]:
    """Every live indicator with its months; those without a reading stay holes."""
    disputes = Reading.objects.filter(partner=partner, state=Reading.State.DISPUTED)
    disputed = {(row.indicator_id, row.month): row.dispute for row in disputes}
    return tuple(indicator_facts(each, disputed) for each in performance([partner], today=on)[0].measured)


def indicator_facts(
    measured: Measured, disputed: Mapping[tuple[int, date], str] = MappingProxyType({})
) -> IndicatorFacts:
    """The figure's months and how the last of them stands; `disputed` are the words against a reading."""
    row, trend, at = measured.indicator, measured.trend, measured.standing
    return IndicatorFacts(
        id=row.pk,
        name=row.name,
        unit=row.unit,
        kind=row.kind,
        direction=cast(Direction, row.direction),
        state=at.state,
        word=at.word,
        said=trend_in_words(trend),
        until=trend.until,
        value_words="" if at.months_missing else measured.value,
        target=row.target,
        amber=row.amber,
        source=row.source,
        readings=tuple(
            ReadingFacts(point.month, point.value, point.provisional, disputed.get((row.pk, point.month), ""))
            for point in trend.points
            if point.value is not None
        ),
    )


def mandate(partner: Partner, on: date, before: date) -> tuple[MandateFacts, ...]:
    """What was decided on the mandate since the review `before`, the earliest first, with what was opened up for it."""
    return tuple(
        MandateFacts(
            step=row.get_step_display(),
            was=(row.previous.get_step_display() if row.previous else Reach.DELIVERING.label),
            widened=row.widened,
            reason=row.reason,
            decided_by=PersonId(row.decided_by_id),
            decided_on=row.decided_on,
            trusted_with=tuple(row.things),
            opened=tuple(
                OpenedFacts(opening.action.title, opening.get_kind_display(), opening.action.due_on)
                for opening in row.openings.all()
            ),
        )
        for row in decided_between(partner, before, on)
    )


def raci(partner: Partner) -> tuple[MatrixFacts, ...]:
    """Every grid in force or in the making."""
    rows = (
        RaciMatrix.objects.filter(partner=partner)
        .exclude(state=RaciMatrix.State.SUPERSEDED)
        .prefetch_related("agreements", "versions", "activities__assignments__person")
    )
    return tuple(
        MatrixFacts(
            title=row.title,
            state=row.state,
            agreed_by=tuple(sorted(agreement.side for agreement in row.agreements.all())),
            activities=tuple(
                ActivityFacts(
                    activity.title,
                    tuple(
                        LetterFacts(PersonId(held.person_id), held.person.side, held.letter)
                        for held in sorted(activity.assignments.all(), key=lambda held: held.pk)
                    ),
                )
                for activity in row.activities.all()
            ),
            version=max((each.number for each in row.versions.all() if each.number), default=0),
            proposed_by=next(
                (each.side for each in row.versions.all() if each.state == each.State.PROPOSED), ""
            ),
        )
        for row in rows
    )
