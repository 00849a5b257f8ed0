"""Outcomes as a review tells them: what was said of each since the review before, the work beneath it, what changed."""

from collections import defaultdict
from dataclasses import replace
from datetime import date

from django.db.models import Q

from governance.models import CheckIn, OutcomeIntent, ValueClaim
from governance.outcomes.queries import ToldChange, Work, changes_since, values_of, works_beneath
from governance.outcomes.standing import Outcome
from governance.slowness.reading import SlipCost, costs_of
from partners.models import Partner
from reviews.facts import (
    CheckInFacts,
    InitiativeFacts,
    OutcomeChangeFacts,
    OutcomeFacts,
    PersonId,
    SlipFacts,
    SlipPartFacts,
    ValueFacts,
)
from reviews.facts.rows.promises import action_facts


def told_outcomes(partner: Partner, before: date) -> list[OutcomeIntent]:
    """Every outcome that both have agreed, those that go on first, and those concluded, or of which the business owner
    said what they brought, after the review `before`.
    """
    goes_on, ended = Q(state=OutcomeIntent.State.AGREED), Q(concluded_on__gt=before)
    valued = Q(pk__in=ValueClaim.objects.filter(answered_on__gt=before, partner=partner).values("outcome"))
    rows = OutcomeIntent.objects.filter(goes_on | ended | valued, partner=partner).select_related(
        "serves", "serves_above", "sponsor", "partner"
    )
    return sorted(rows, key=lambda row: row.concluded_on is not None)


def outcomes(partner: Partner, on: date, before: date, *, sealed_on: date) -> tuple[OutcomeFacts, ...]:
    """What a review on the day `on` tells of outcomes: of each what was said since the review `before`, or last."""
    said: dict[int, list[CheckInFacts]] = defaultdict(list)
    for row in CheckIn.objects.filter(partner=partner, on__lte=on).order_by("-on", "-id"):
        if row.on > before or not said[row.outcome_id]:
            said[row.outcome_id].append(check_in_facts(row))
    rows = told_outcomes(partner, before)
    work, changes = works_beneath(rows, on), changes_since(rows, before)
    values, costs = values_of(rows), costs_of(rows, on)
    return tuple(
        replace(
            outcome_facts(row, on, tuple(said[row.pk])),
            serves=tuple(link.statement for link in Outcome(row, on).chain),
            concluded_on=row.concluded_on and min(row.concluded_on, sealed_on),
            initiatives=tuple(_initiative(each, on, sealed_on) for each in work[row.pk]),
            changes=tuple(_change(each, on, sealed_on) for each in changes[row.pk]),
            value=_value(values.get(row.pk), sealed_on),
            slip=_slip(costs[row.pk]) if row.pk in costs else None,
        )
        for row in rows
    )


def check_in_facts(row: CheckIn) -> CheckInFacts:
    return CheckInFacts(row.on, row.health, row.words, PersonId(row.by_id), row.progress, row.confidence)


def outcome_facts(row: OutcomeIntent, on: date, check_ins: tuple[CheckInFacts, ...]) -> OutcomeFacts:
    """How it stands on the day `on`, with what was said of it, the latest first."""
    stands = Outcome(row, on)
    return OutcomeFacts(
        id=row.pk,
        statement=row.statement,
        target=row.target,
        state=row.state,
        health=row.health,
        progress=row.progress,
        expected=stands.expected,
        due_on=stands.due_on,
        free_hand_until=row.free_hand_until,
        guardrails=row.guardrails,
        business_owner=PersonId(row.business_owner_id) if row.business_owner_id else None,
        check_ins=check_ins,
        concluded_on=row.concluded_on,
        conclusion=row.conclusion,
        value_expected=row.value_expected,
    )


def _slip(cost: SlipCost) -> SlipFacts:
    parts = (
        SlipPartFacts(
            line.side,
            line.days,
            line.told.title,
            line.told.why,
            PersonId(line.told.person.pk) if line.told.person else None,
        )
        for line in cost.lines
    )
    return SlipFacts(cost.days, cost.slip.original, cost.is_over, tuple(parts))


def _initiative(work: Work, on: date, until: date) -> InitiativeFacts:
    row = work.initiative
    return InitiativeFacts(
        title=row.title,
        state=row.state,
        ended_on=row.ended_on and min(row.ended_on, until),
        words=row.words,
        milestones=tuple(action_facts(item, on, until=until) for item in work.milestones),
    )


def _change(told: ToldChange, on: date, until: date) -> OutcomeChangeFacts:
    row = told.change
    return OutcomeChangeFacts(
        state=row.state,
        side=row.side,
        by=PersonId(row.asked_by_id),
        on=min(row.asked_on, until),
        reason=row.reason,
        end=told.end,
        terms=told.in_words(on),
        answered_by=PersonId(row.answered_by_id) if row.answered_by_id else None,
        answered_on=row.answered_on and min(row.answered_on, until),
        answer=row.answer,
    )


def _value(claim: ValueClaim | None, until: date) -> ValueFacts | None:
    if claim is None:
        return None
    return ValueFacts(
        words=claim.words,
        by=PersonId(claim.by_id),
        on=min(claim.on, until),
        verdict=claim.verdict,
        answer=claim.answer,
        answered_by=PersonId(claim.answered_by_id) if claim.answered_by_id else None,
        answered_on=claim.answered_on and min(claim.answered_on, until),
    )
