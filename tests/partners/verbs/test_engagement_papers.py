"""How an engagement goes on: changes, papers and the parting, by one rule for both sides; costs are ours alone."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from dashboards.queries.engagements import changes_of, changes_waiting, contracts_of, papers_of, parting_of
from partners.access import NotAllowed
from partners.isolation.scope import SYSTEM, acting_as, entered
from partners.models import (
    Engagement,
    EngagementChange,
    EngagementChangeAmount,
    EngagementPaper,
    EngagementTerms,
    Side,
    User,
)
from partners.verb import Refused
from partners.verbs import (
    add_paper,
    agree_engagement_change,
    decline_engagement_change,
    end_paper,
    plan_parting,
    propose_change,
    take_back_engagement_change,
)
from tests.cast import Cast
from tests.governance.scene import NOW, TODAY

pytestmark = pytest.mark.django_db
SignedIn = Callable[[User], Client]
BOTH_SIDES = pytest.mark.parametrize("side", list(Side))
A_DAY = timedelta(days=1)
COSTS = {"value": Decimal("8675309"), "currency": "eur"}


@pytest.fixture
def contract(cast: Cast) -> Engagement:
    with entered(SYSTEM):
        return Engagement.objects.create(
            partner=cast.partner, title="Run", starts_on=date(2026, 1, 1), state="active"
        )


def leads(cast: Cast, side: Side) -> tuple[User, User]:
    return (cast.manager, cast.lead) if side is Side.OURS else (cast.lead, cast.manager)


def proposed(contract: Engagement, by: User, **said: object) -> EngagementChange:
    with acting_as(by):
        return propose_change(contract, words="Two nights more.", by=by, now=NOW, **said)


@BOTH_SIDES
def test_one_side_proposes_and_the_other_agrees_or_declines(
    cast: Cast, contract: Engagement, side: Side
) -> None:
    by, other = leads(cast, side)
    change = proposed(contract, by)
    assert (change.side, change.on, change.state) == (side, TODAY, "proposed")
    with acting_as(other):
        assert [*changes_waiting(other)] == [change]
        with pytest.raises(Refused, match="Say why"):
            decline_engagement_change(change, answer=" ", by=other, now=NOW)
        with pytest.raises(Refused, match="Only the side that proposed it"):
            take_back_engagement_change(change, by=other, now=NOW)
        found = agree_engagement_change(change, by=other, now=NOW)
        assert (found.state, found.answered_by, found.answered_on) == ("agreed", other, TODAY)
        assert [*changes_waiting(other)] == []
        with pytest.raises(Refused, match="It is agreed already"):
            decline_engagement_change(change, answer="No.", by=other, now=NOW)
    again = proposed(contract, by)
    with acting_as(by):
        assert [*changes_waiting(by)] == []
        with pytest.raises(Refused, match="The other side answers it"):
            agree_engagement_change(again, by=by, now=NOW)
        assert take_back_engagement_change(again, by=by, now=NOW).state == "taken_back"


def test_nobody_agrees_to_what_they_proposed(cast: Cast, contract: Engagement) -> None:
    change = proposed(contract, cast.manager)
    with entered(SYSTEM), pytest.raises(IntegrityError), transaction.atomic():
        EngagementChange.objects.filter(pk=change.pk).update(
            state="agreed", answered_by=cast.manager, answered_on=TODAY
        )


def test_what_a_change_costs_is_ours_alone(cast: Cast, contract: Engagement, signed_in: SignedIn) -> None:
    change = proposed(contract, cast.manager, **COSTS)
    for reader, seen in ((cast.manager, True), (cast.lead, False)):
        with acting_as(reader):
            [shown] = changes_of(contract, reader=reader)
            assert (shown.change, bool(shown.amount)) == (change, seen)
            assert EngagementChangeAmount.objects.exists() is seen
    page = reverse("partnerships_engagement_edit", args=[cast.partner.slug, contract.pk])
    assert "8,675,309" in signed_in(cast.manager).get(page).content.decode()
    theirs = signed_in(cast.lead).get(page).content.decode()
    assert "Two nights more." in theirs
    assert "675" not in theirs
    with pytest.raises(NotAllowed), acting_as(cast.lead):
        propose_change(contract, words="x", **COSTS, by=cast.lead, now=NOW)
    with pytest.raises(Refused, match="needs its currency"), acting_as(cast.manager):
        propose_change(contract, words="x", value=Decimal(1), by=cast.manager, now=NOW)


@BOTH_SIDES
def test_a_paper_is_told_thirty_days_before_it_expires_to_whoever_keeps_the_charter(
    cast: Cast, contract: Engagement, side: Side
) -> None:
    by, other = leads(cast, side)
    with acting_as(by):
        for days in (-1, 30, 31):
            add_paper(contract, name=f"In {days}", expires_on=TODAY + days * A_DAY, by=by, now=NOW)
    for reader, told in ((by, ["In -1", "In 30"]), (other, ["In -1", "In 30"]), (cast.contributor, [])):
        with acting_as(reader):
            assert [each.name for each in contracts_of(reader, today=TODAY).papers] == told
    with acting_as(other):
        paper = EngagementPaper.objects.get(name="In -1")
        end_paper(paper, by=other, now=NOW)
        with pytest.raises(Refused, match="already"):
            end_paper(paper, by=other, now=NOW)
        assert [each.name for each in papers_of(contract, reader=other)] == ["In 30", "In 31"]
        assert [each.name for each in contracts_of(other, today=TODAY).papers] == ["In 30"]
    with entered(SYSTEM):
        Engagement.objects.update(state="terminated", ends_on=TODAY)
    with acting_as(by):
        assert not contracts_of(by, today=TODAY)


@pytest.mark.parametrize(
    ("ends_in", "notice_in", "is_told"),
    [
        (90, None, True),
        (91, None, False),
        (400, 90, True),
        (400, 91, False),
        (None, 0, True),
        (400, -1, False),
    ],
)
def test_renewals_of_the_next_ninety_days_are_ours_alone(
    cast: Cast, contract: Engagement, ends_in: int | None, notice_in: int | None, is_told: bool
) -> None:
    with acting_as(cast.manager):
        contract.ends_on = None if ends_in is None else TODAY + ends_in * A_DAY
        contract.save()
        if notice_in is not None:
            notice = TODAY + notice_in * A_DAY
            EngagementTerms.objects.create(partner=cast.partner, engagement=contract, notice_by=notice)
    with acting_as(cast.manager):
        found = contracts_of(cast.manager, today=TODAY).renewals
        assert [each.engagement for each in found] == ([contract] if is_told else [])
    for reader in (cast.lead, cast.contributor, cast.rival_lead):
        with acting_as(reader):
            assert not contracts_of(reader, today=TODAY).renewals


def test_what_is_renewed_is_told_no_more(cast: Cast, contract: Engagement) -> None:
    with entered(SYSTEM):
        contract.ends_on = TODAY + 9 * A_DAY
        contract.save()
        Engagement.objects.create(
            partner=cast.partner, title="Next", starts_on=TODAY + 10 * A_DAY, state="active", renews=contract
        )
    with acting_as(cast.manager):
        assert not contracts_of(cast.manager, today=TODAY)


@BOTH_SIDES
def test_either_side_says_what_happens_if_they_part(cast: Cast, side: Side, signed_in: SignedIn) -> None:
    by, other = leads(cast, side)
    said = {"plan": "Ninety days of handing over.", "owner": by, "by": by, "now": NOW}
    with acting_as(by):
        with pytest.raises(Refused, match="still to come"):
            plan_parting(cast.partner, **said, rehearsed_on=TODAY + A_DAY)
        with pytest.raises(Refused, match="who takes part here"):
            plan_parting(cast.partner, **(said | {"owner": cast.rival_lead}))
        plan_parting(cast.partner, **said)
        first = parting_of(cast.partner, reader=by, today=TODAY)
        assert first is not None
        assert first.is_stale
        for days, is_stale in ((365, False), (366, True)):
            plan_parting(cast.partner, **said, rehearsed_on=TODAY - days * A_DAY)
            found = parting_of(cast.partner, reader=by, today=TODAY)
            assert found is not None
            assert (found.plan.pk, found.is_stale) == (first.plan.pk, is_stale)
    page = signed_in(other).get(reverse("partnerships_charter", args=[cast.partner.slug])).content.decode()
    assert "Ninety days of handing over." in page
    assert "not rehearsed within a year" in page


def test_the_forms_of_an_engagement_act_and_keep_what_was_typed(
    cast: Cast, contract: Engagement, signed_in: SignedIn
) -> None:
    page = reverse("partnerships_engagement_edit", args=[cast.partner.slug, contract.pk])
    ours, theirs = signed_in(cast.manager), signed_in(cast.lead)
    refused = ours.post(f"{page}changes/new/", {"words": "More nights", "value": "12"})
    assert refused.status_code == 422
    assert "More nights" in refused.content.decode()
    assert ours.post(f"{page}changes/new/", {"words": "More nights"}).status_code == 302
    with entered(SYSTEM):
        change = EngagementChange.objects.get()
    answer = f"{page}changes/{change.pk}/"
    assert theirs.post(answer, {"does": "decline", "answer": ""}).status_code == 422
    assert theirs.post(answer, {"does": "decline", "answer": "Too late."}).status_code == 302
    assert (
        theirs.post(f"{page}papers/new/", {"name": "Insurance", "expires_on": "4 Dec 2027"}).status_code
        == 302
    )
    with entered(SYSTEM):
        change.refresh_from_db()
        paper = EngagementPaper.objects.get()
    assert (change.state, change.answer) == ("declined", "Too late.")
    assert "Insurance" in ours.get(page).content.decode()
    assert ours.post(f"{page}papers/{paper.pk}/end/").status_code == 302
    parting = reverse("partnerships_parting", args=[cast.partner.slug])
    assert ours.post(parting, {"plan": ""}).status_code == 422
    assert ours.post(parting, {"plan": "Hand over.", "owner": cast.lead.pk}).status_code == 302
