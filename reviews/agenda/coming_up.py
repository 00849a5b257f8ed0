"""Rows → what comes in the next ninety days, as far as somebody may read it."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.urls import reverse

from governance.models import ActionItem, Initiative, OutcomeIntent
from partners.models import Engagement, EngagementPaper, EngagementTerms, Partner, User
from reviews.facts.ahead import DAYS_AHEAD, Ahead, AheadShown, Coming, ahead


def coming_up(partner: Partner, reader: User, today: date) -> AheadShown:
    """Read within the scope of `reader`: on the room's shared screen nobody sees what is one side's alone."""
    return ahead(_found(partner, reader, today), today=today, reader=reader.side)


def _found(partner: Partner, reader: User, today: date) -> Iterator[Ahead]:
    reach = (today, today + timedelta(days=DAYS_AHEAD))
    charter = reverse("partnership", args=[partner.slug])
    milestones = ActionItem.objects.visible_to(reader).filter(
        partner=partner,
        state=ActionItem.State.OPEN,
        initiative__state=Initiative.State.UNDER_WAY,
        due_on__range=reach,
    )
    for item in milestones:
        yield Ahead(
            item.due_on,
            Coming.MILESTONE,
            item.title,
            item.side,
            reverse("tracker_action", args=[partner.slug, item.pk]),
        )
    outcomes = OutcomeIntent.objects.visible_to(reader).filter(
        partner=partner, state=OutcomeIntent.State.AGREED, next_check_in_on__range=reach
    )
    for outcome in outcomes:
        assert outcome.next_check_in_on is not None  # the filter above
        url = reverse("outcome", args=[partner.slug, outcome.pk])
        yield Ahead(outcome.next_check_in_on, Coming.CHECK_IN, outcome.statement, "", url)
    terms = (
        EngagementTerms.objects.visible_to(reader).running().filter(partner=partner, notice_by__range=reach)
    )
    for each in terms.select_related("engagement"):
        assert each.notice_by is not None
        yield Ahead(each.notice_by, Coming.NOTICE, each.engagement.title, "ours", charter)
    renewed = Engagement.objects.filter(partner=partner).exclude(renews=None).values("renews")
    ending = (
        Engagement.objects.visible_to(reader)
        .filter(partner=partner, ends_on__range=reach)
        .exclude(pk__in=renewed)
    )
    for contract in ending:
        assert contract.ends_on is not None
        yield Ahead(contract.ends_on, Coming.ENDS, contract.title, "", charter)
    papers = EngagementPaper.objects.visible_to(reader).filter(
        partner=partner, ended_on=None, expires_on__range=reach
    )
    for paper in papers:
        yield Ahead(paper.expires_on, Coming.PAPER, paper.name, "", charter)
