"""How an engagement goes on: changes one side proposes and the other answers, papers that expire, and the parting."""

from datetime import date, datetime
from decimal import Decimal

from django.utils import timezone

from partners.access import Permission, require
from partners.ended_partnerships import require_to_begin
from partners.models import (
    Engagement,
    EngagementChange,
    EngagementChangeAmount,
    EngagementPaper,
    Membership,
    PartingPlan,
    Partner,
    User,
)
from partners.time_zones import zone_named
from partners.verb import Refused, verb

State = EngagementChange.State


@verb(did="proposed a change of the engagement")
def propose_change(
    engagement: Engagement,
    *,
    words: str,
    by: User,
    now: datetime,
    value: Decimal | None = None,
    currency: str = "",
) -> EngagementChange:
    """Proposes to the other side what changes. What it costs is ours alone and needs the permission to classify."""
    require_to_begin(by, Permission.KEEP_CHARTER, engagement.partner)
    if (value is None) != (not currency):
        raise Refused("A value needs its currency, and a currency its value.", field="currency")
    if value is not None:
        require(by, Permission.CLASSIFY, engagement.partner)
    change = EngagementChange.objects.create(
        partner=engagement.partner,
        engagement=engagement,
        words=_said(words, "words", "Say what changes: the other side reads it."),
        by=by,
        side=by.side,
        on=_today(by, now),
    )
    if value is not None:
        EngagementChangeAmount.objects.create(
            partner=engagement.partner, change=change, value=value, currency=currency.upper()
        )
    return change


@verb(did="agreed to a change of the engagement")
def agree_engagement_change(change: EngagementChange, *, by: User, now: datetime) -> EngagementChange:
    """The other side's yes."""
    return _answered(change, State.AGREED, "", by=by, now=now)


@verb(did="declined a change of the engagement")
def decline_engagement_change(
    change: EngagementChange, *, answer: str, by: User, now: datetime
) -> EngagementChange:
    """The other side's no, and why."""
    why = _said(answer, "answer", "Say why: the other side reads it.")
    return _answered(change, State.DECLINED, why, by=by, now=now)


@verb(did="took back a change of the engagement")
def take_back_engagement_change(change: EngagementChange, *, by: User, now: datetime) -> EngagementChange:
    """The side that proposed it no longer does."""
    return _answered(change, State.TAKEN_BACK, "", by=by, now=now)


@verb(did="added a paper")
def add_paper(
    engagement: Engagement, *, name: str, expires_on: date, by: User, now: datetime, kind: str = ""
) -> EngagementPaper:
    """Adds a paper that expires; whoever keeps the charter is reminded of it before."""
    require_to_begin(by, Permission.KEEP_CHARTER, engagement.partner)
    return EngagementPaper.objects.create(
        partner=engagement.partner,
        engagement=engagement,
        name=_said(name, "name", "Say what the paper is called."),
        kind=kind.strip(),
        expires_on=expires_on,
    )


@verb(did="took out a paper")
def end_paper(paper: EngagementPaper, *, by: User, now: datetime) -> EngagementPaper:
    """It is needed no longer, or another took its place. It stays in the history."""
    require(by, Permission.KEEP_CHARTER, paper.partner)
    paper = EngagementPaper.objects.select_for_update(of=("self",)).select_related("partner").get(pk=paper.pk)
    if paper.ended_on:
        raise Refused("It has been taken out already.")
    paper.ended_on = _today(by, now)
    paper.save(update_fields=["ended_on"])
    return paper


@verb(did="said what happens if they part")
def plan_parting(
    partner: Partner,
    *,
    plan: str,
    by: User,
    now: datetime,
    owner: User | None = None,
    rehearsed_on: date | None = None,
) -> PartingPlan:
    """Says what happens if the two part, who answers for it and when it was last rehearsed. Either side keeps it."""
    require(by, Permission.KEEP_CHARTER, partner)
    words = _said(plan, "plan", "Say what happens if you part.")
    if rehearsed_on and rehearsed_on > _today(by, now):
        raise Refused("That day is still to come. Say so once it was rehearsed.", field="rehearsed_on")
    if owner and not Membership.objects.current().filter(partner=partner, person=owner).exists():
        raise Refused("Choose somebody who takes part here.", field="owner")
    Partner.objects.select_for_update(of=("self",)).get(pk=partner.pk)  # two first plans would be two rows
    rows = PartingPlan.objects.select_for_update(of=("self",))
    kept = rows.filter(partner=partner).first() or PartingPlan(partner=partner)
    kept.plan, kept.owner, kept.rehearsed_on = words, owner, rehearsed_on
    kept.save()
    return kept


def _answered(
    change: EngagementChange, becomes: str, answer: str, *, by: User, now: datetime
) -> EngagementChange:
    require(by, Permission.KEEP_CHARTER, change.partner)
    rows = EngagementChange.objects.select_for_update(of=("self",))
    change = rows.select_related("partner", "engagement").get(pk=change.pk)
    if change.state != State.PROPOSED:
        raise Refused(f"It is {change.get_state_display()} already.")
    if becomes == State.TAKEN_BACK and change.side != by.side:
        raise Refused("Only the side that proposed it takes it back.")
    if becomes != State.TAKEN_BACK and change.side == by.side:
        raise Refused("The other side answers it. Take it back instead.")
    change.state, change.answer = becomes, answer
    change.answered_by, change.answered_on = by, _today(by, now)
    change.save()
    return change


def _said(text: str, field: str, missing: str) -> str:
    if not text.strip():
        raise Refused(missing, field=field)
    return text.strip()


def _today(by: User, now: datetime) -> date:
    return timezone.localdate(now, zone_named(by.time_zone))
