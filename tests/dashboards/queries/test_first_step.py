"""A desk on which nothing stands says the one next thing its owner may do, on either side, and leads there."""

import re
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest
from django.conf import settings
from django.test import Client, RequestFactory
from django.utils import timezone

from dashboards.queries.first_step import way_of
from dashboards.templatetags.desk import next_step
from dashboards.verbs import define_indicator
from governance import verbs
from governance.models import Forum
from partners.access import InternalRole, Role
from partners.isolation.scope import SYSTEM, acting_as, entered
from partners.models import Invitation, Membership, Partner, User
from partners.verbs import invite, start_partnership
from reviews.models import Review, ReviewPack
from reviews.models.seals import Edition
from tests.cast import Cast

SignedIn = Callable[[User], Client]
both_leads = pytest.mark.parametrize("who", ["manager", "lead"])
OUTCOME, PROMISE, REVIEW = "Write down the first outcome", "Write down the first promise", "Schedule a review"
INVITE, TARGET = "Invite their lead", "Set the first target"


def step(client: Client) -> tuple[str, str] | None:
    """What the desk offers to do first: the words and the address."""
    page = client.get("/").content.decode()
    card = re.search(r'aria-label="The first step">(.*?)</section>', page, re.S)
    link = card and re.search(r'<a class="btn btn-primary" href="([^"]+)">([^<]+)</a>', card[1])
    return (link[2], link[1].replace("&amp;", "&")) if link else None


@pytest.mark.parametrize(("path", "shown"), [("/", False), ("/settings/", True), ("{itself}", False)])
def test_behind_a_message_stands_what_comes_next_but_on_the_desk_and_where_it_leads(
    cast: Cast, path: str, shown: bool
) -> None:
    with acting_as(cast.manager):
        way = way_of(cast.manager, now=timezone.now())
        assert way is not None
        assert way.next_step is not None
        request = RequestFactory().get(path.format(itself=way.next_step.url))
        told = next_step({"request": request, "user": cast.manager})
    assert told["step"] == (way.next_step if shown else None)


def agreed(cast: Cast) -> None:
    """An outcome with both yeses, so that the desks of both leads stay empty."""
    now = timezone.now()
    with acting_as(cast.manager):
        outcome = verbs.draft_outcome(cast.partner, statement="Less", target="1", by=cast.manager, now=now)
    with acting_as(cast.lead):
        verbs.agree_outcome(outcome, by=cast.lead, now=now)


def measured(cast: Cast) -> None:
    with acting_as(cast.manager):
        define_indicator(
            cast.partner,
            name="Availability",
            unit="percent",
            direction="higher",
            target=Decimal(99),
            by=cast.manager,
            now=timezone.now(),
        )


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
    for words, take in (
        (OUTCOME, agreed),
        (TARGET, measured),
        (PROMISE, promised),
        (REVIEW, planned),
    ):
        offered = step(client)
        assert offered is not None
        assert offered[0] == words
        assert client.get(offered[1], follow=True).status_code == 200
        take(cast)
    assert step(client) is None


@both_leads
def test_a_forum_without_any_day_is_no_review_that_is_planned(
    cast: Cast, signed_in: SignedIn, who: str
) -> None:
    for begin in (agreed, measured, promised):
        begin(cast)
    with entered(SYSTEM):
        forum = Forum.objects.create(partner=cast.partner)
    client = signed_in(getattr(cast, who))
    assert (step(client) or ("",))[0] == REVIEW
    with entered(SYSTEM):
        Forum.objects.filter(pk=forum.pk).update(next_review_on=timezone.localdate())
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
    with entered(SYSTEM):
        Invitation.objects.update(expires_at=now - timedelta(seconds=1))
    found = step(client)
    assert found is not None
    assert found[0] == INVITE


def test_a_cio_of_an_empty_installation_adds_the_first_partner(db: None, signed_in: SignedIn) -> None:
    with entered(SYSTEM):
        cio = User.objects.create(email="cio@example.com", full_name="Cleo", internal_role=InternalRole.CIO)
    client = signed_in(cio)
    offered = step(client)
    assert offered is not None
    assert offered[0] == "Add the first partner"
    assert client.get(offered[1]).status_code == 200
    assert "You take part in no partnership yet" not in client.get("/").content.decode()


# --- the way to the first pack ----------------------------------------------------------------------------------------

STAGES = ["Partner", "Both leads", "Outcome", "Targets", "First promise", "Review day", "First pack"]
EVERYBODY = ("manager", "lead", "contributor", "teammate", "observer", "reader")


def strip(client: Client) -> str:
    """The strip of the desk, in words; empty where there is none."""
    page = client.get("/").content.decode()
    found = re.search(r'aria-label="The way to the first pack">(.*?)</nav>', page, re.S)
    return " ".join(re.sub(r"<[^>]+>", " ", found[1]).split()) if found else ""


def ahead(cast: Cast, who: str) -> list[str]:
    """The stages that are not done, as `who` sees them."""
    person = User.objects.get(pk=getattr(cast, who).pk)
    with acting_as(person):
        way = way_of(person, now=timezone.now())
    assert way is not None
    assert [stage.title for stage in way.stages] == STAGES
    return [stage.title for stage in way.stages if not stage.done]


def test_everybody_on_both_sides_sees_the_same_way_and_each_the_step_that_is_theirs(
    cast: Cast, signed_in: SignedIn
) -> None:
    for begun, take in enumerate((agreed, measured, promised, planned), 2):
        assert {tuple(ahead(cast, who)) for who in EVERYBODY} == {tuple(STAGES[begun:])}
        take(cast)
    for who in EVERYBODY:
        assert ahead(cast, who) == ["First pack"]
        said = strip(signed_in(getattr(cast, who)))
        assert "It is today. Once it is sealed, its pack leaves by mail" in said
        assert ("Go to today&#x27;s review" in said) == (who == "manager")


def test_whoever_waits_for_others_reads_whose_turn_it_is(cast: Cast, signed_in: SignedIn) -> None:
    said = strip(signed_in(cast.reader))
    assert "Next: outcome. It is for Priya Raman or Jonas Stein to do." in said
    assert "Rhona" not in said


def test_the_way_ends_by_itself_with_the_first_pack_that_was_sent(cast: Cast, signed_in: SignedIn) -> None:
    for take in (agreed, measured, promised, planned):
        take(cast)
    assert strip(signed_in(cast.manager))
    with entered(SYSTEM):
        review = Review.objects.create(
            partner=cast.partner,
            forum=Forum.objects.get(),
            starts_at=timezone.now(),
            state=Review.State.SEALED,
            sealed_at=timezone.now(),
            sealed_by=cast.manager,
            chair=cast.manager,
            opened_at=timezone.now(),
        )
    assert "Its pack is being made" in strip(signed_in(cast.manager))
    with entered(SYSTEM):
        for edition in Edition.values:
            ReviewPack.objects.create(
                partner=cast.partner,
                review=review,
                edition=edition,
                state=ReviewPack.State.SENT,
                file="packs/a.pdf",
                sha256="0" * 64,
                asked_at=timezone.now(),
                built_at=timezone.now(),
            )
    assert strip(signed_in(cast.manager)) == strip(signed_in(cast.lead)) == ""
    assert strip(signed_in(cast.rival_lead))


def test_what_has_just_been_done_says_what_is_next_where_one_is(cast: Cast, signed_in: SignedIn) -> None:
    agreed(cast)
    typed = {"name": "Speed", "direction": "higher", "target": "3", "kind": "kpi"}
    address = f"/partnerships/{cast.partner.slug}/performance/new/"
    page = signed_in(cast.lead).post(address, typed, follow=True).content.decode()
    assert PROMISE in re.search(r'class="next-step">(.*?)</p>', page, re.S)[1]  # type: ignore[index]
    page = signed_in(cast.lead).get(address).content.decode()
    assert "next-step" not in page
