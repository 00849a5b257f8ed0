"""A desk on which nothing stands says the one next thing its owner may do, on either side, and leads there."""

import re
from collections.abc import Callable

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from governance import verbs
from governance.models import Forum
from partners.access import InternalRole, Role
from partners.isolation.scope import SYSTEM, acting_as, entered
from partners.models import Membership, Partner, User
from partners.verbs import invite, start_partnership
from tests.cast import Cast

SignedIn = Callable[[User], Client]
both_leads = pytest.mark.parametrize("who", ["manager", "lead"])
OUTCOME, PROMISE, REVIEW = "Write down the first outcome", "Write down the first promise", "Schedule a review"
INVITE = "Invite their lead"


def step(client: Client) -> tuple[str, str] | None:
    """What the desk offers to do first: the words and the address."""
    page = client.get("/").content.decode()
    card = re.search(r'aria-label="The first step">(.*?)</section>', page, re.S)
    link = card and re.search(r'<a class="btn btn-primary" href="([^"]+)">([^<]+)</a>', card[1])
    return (link[2], link[1].replace("&amp;", "&")) if link else None


def drafted(cast: Cast) -> None:
    with acting_as(cast.manager):
        verbs.draft_outcome(cast.partner, statement="Less", target="1", by=cast.manager, now=timezone.now())


def promised(cast: Cast) -> None:
    """Something somebody else owes: the desks of both leads stay empty."""
    with acting_as(cast.manager):
        verbs.propose(
            cast.partner,
            title="Keys",
            owner=cast.teammate,
            due_on=timezone.localdate(),
            by=cast.manager,
            now=timezone.now(),
        )


def planned(cast: Cast) -> None:
    with entered(SYSTEM):
        Forum.objects.create(partner=cast.partner, next_review_on=timezone.localdate())


@both_leads
def test_the_steps_follow_one_another_and_each_leads_to_its_page(
    cast: Cast, signed_in: SignedIn, who: str
) -> None:
    client = signed_in(getattr(cast, who))
    for words, take in ((OUTCOME, drafted), (PROMISE, promised), (REVIEW, planned)):
        offered = step(client)
        assert offered is not None
        assert offered[0] == words
        assert client.get(offered[1], follow=True).status_code == 200
        take(cast)
    assert step(client) is None


@both_leads
def test_each_side_reads_it_in_its_own_voice(cast: Cast, signed_in: SignedIn, who: str) -> None:
    page = signed_in(getattr(cast, who)).get("/").content.decode()
    said = {
        "manager": f"Say what {cast.partner.name} is to reach for us",
        "lead": f"Say what {settings.ENTERPRISE_NAME} wants us to reach",
    }
    assert said[who] in page


def test_whoever_may_only_promise_is_offered_that_and_whoever_reads_along_nothing(
    cast: Cast, signed_in: SignedIn
) -> None:
    steps = {
        who: step(signed_in(getattr(cast, who))) for who in ("contributor", "teammate", "observer", "reader")
    }
    assert {who: found and found[0] for who, found in steps.items()} == {
        "contributor": PROMISE, "teammate": PROMISE, "observer": None, "reader": None,
    }  # fmt: skip


@both_leads
def test_a_desk_on_which_something_waits_says_that_and_no_step(
    cast: Cast, signed_in: SignedIn, who: str
) -> None:
    person = getattr(cast, who)
    other = cast.lead if who == "manager" else cast.manager
    with acting_as(other):
        verbs.propose(
            cast.partner,
            title="Keys",
            owner=person,
            due_on=timezone.localdate(),
            by=other,
            now=timezone.now(),
        )
    assert step(signed_in(person)) is None


@pytest.mark.parametrize("status", ["exiting", "ended"])
def test_nothing_is_begun_where_it_comes_to_an_end(cast: Cast, signed_in: SignedIn, status: str) -> None:
    with entered(SYSTEM):
        Partner.objects.filter(pk=cast.partner.pk).update(status=status)
    assert step(signed_in(cast.lead)) is None
    assert step(signed_in(cast.manager)) is None


def test_the_manager_of_a_new_partner_invites_its_lead_first_and_once(
    cast: Cast, signed_in: SignedIn
) -> None:
    now = timezone.now()
    with acting_as(cast.cio):
        new = start_partnership("Newcomer", by=cast.cio, now=now)
    with entered(SYSTEM):
        Membership.objects.create(
            partner=new, person=cast.stranger, role=Role.RELATIONSHIP_MANAGER, since=timezone.localdate()
        )
    client = signed_in(cast.stranger)
    offered = step(client)
    assert offered is not None
    assert offered[0] == INVITE
    assert client.get(offered[1]).status_code == 200
    with acting_as(cast.stranger):
        invite(
            new,
            email="lead@newcomer.example",
            full_name="Lea",
            role=Role.PARTNER_LEAD,
            theirs=True,
            by=cast.stranger,
            now=now,
        )
    found = step(client)
    assert found is not None
    assert found[0] == OUTCOME


def test_a_cio_of_an_empty_installation_adds_the_first_partner(db: None, signed_in: SignedIn) -> None:
    with entered(SYSTEM):
        cio = User.objects.create(email="cio@example.com", full_name="Cleo", internal_role=InternalRole.CIO)
    client = signed_in(cio)
    offered = step(client)
    assert offered is not None
    assert offered[0] == "Add the first partner"
    assert client.get(offered[1]).status_code == 200
    assert "You take part in no partnership yet" not in client.get("/").content.decode()
