"""Everything somebody holds goes to a colleague in one step; what is past stays with them."""

from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from governance import verbs
from governance.models import ActionItem, Ask
from governance.tracker.timeline import timeline_of
from governance.tracker.verbs.handing_over import holdings_of
from partners.isolation.scope import SYSTEM, acting_as, entered
from partners.models import Membership, User
from partners.verb import Refused
from partners.verbs import end_part
from tests.cast import Cast
from tests.governance.asks.test_asks import impediment
from tests.governance.scene import NOW, at, counterpart, in_days, promised, promised_now

SignedIn = Callable[[User], Client]
BOTH_SIDES = pytest.mark.parametrize(
    ("leaver", "leader", "heir"), [("contributor", "lead", "lead"), ("teammate", "manager", "manager")]
)


def _holds(cast: Cast, person: User) -> tuple[ActionItem, ActionItem, ActionItem, Ask]:
    """Something to do, something done and confirmed, something reported, and an ask in hand."""
    other = counterpart(cast, person)
    with acting_as(person):
        to_do, done, reported = (
            promised(cast, person, title=title) for title in ("To do", "Done", "Reported")
        )
        for item in (done, reported):
            verbs.report_done(item, by=person, now=NOW)
    with acting_as(other):
        verbs.confirm(done, by=other, now=NOW)
        ask = impediment(cast, other)
    with acting_as(person):
        verbs.own(ask, owner=person, by=person, now=NOW)
    return to_do, done, reported, ask


def owner_now(row: ActionItem | Ask) -> User:
    with entered(SYSTEM):
        return type(row).objects.select_related("owner").get(pk=row.pk).owner


@BOTH_SIDES
def test_what_waits_goes_and_what_is_past_stays(cast: Cast, leaver: str, leader: str, heir: str) -> None:
    person, by, to = (getattr(cast, name) for name in (leaver, leader, heir))
    to_do, done, reported, ask = _holds(cast, person)
    with acting_as(by):
        verbs.hand_over_all(person, cast.partner, to=to, by=by, now=at(in_days(1)))
    assert [owner_now(row) for row in (to_do, ask)] == [to, to]
    assert [owner_now(row) for row in (done, reported)] == [person, person]
    with acting_as(by):
        told = timeline_of(to_do, [])[0]
        kept = ActionItem.objects.get(pk=to_do.pk)
    assert (told.person, told.words) == (by, f"handed it over to {to.full_name}")
    assert (kept.first_due_on, kept.due_on, kept.side) == (to_do.first_due_on, to_do.due_on, to_do.side)


def test_it_is_all_or_nothing(cast: Cast) -> None:
    to_do, *_ = _holds(cast, cast.contributor)
    with acting_as(cast.lead), pytest.raises(Refused, match="as someone who can own"):
        verbs.hand_over_all(
            cast.contributor, cast.partner, to=cast.observer, by=cast.lead, now=NOW
        )  # may own nothing
    assert owner_now(to_do) == cast.contributor


@pytest.mark.parametrize(
    ("by", "to", "words"),
    [
        ("manager", "manager", "Each side hands over"),
        ("lead", "contributor", "holds it already"),
        ("lead", "manager", "stays with the side"),
    ],
)
def test_what_makes_no_sense_is_refused(cast: Cast, by: str, to: str, words: str) -> None:
    _holds(cast, cast.contributor)
    person = getattr(cast, by)
    with acting_as(person), pytest.raises(Refused, match=words):
        verbs.hand_over_all(cast.contributor, cast.partner, to=getattr(cast, to), by=person, now=NOW)


def test_with_nothing_to_hand_over_it_says_so(cast: Cast) -> None:
    with acting_as(cast.lead), pytest.raises(Refused, match="holds nothing here"):
        verbs.hand_over_all(cast.contributor, cast.partner, to=cast.lead, by=cast.lead, now=NOW)


def test_whoever_leads_no_side_hands_nothing_over(cast: Cast) -> None:
    with acting_as(cast.contributor), pytest.raises(PermissionDenied):
        verbs.hand_over_all(cast.contributor, cast.partner, to=cast.lead, by=cast.contributor, now=NOW)


def page(person: User) -> str:
    return f"/partnerships/meridian/people/{person.pk}/hand-over/"


def test_the_page_shows_what_is_held_and_leads_to_where_it_went(cast: Cast, signed_in: SignedIn) -> None:
    with acting_as(cast.lead):
        item = promised_now(cast, cast.contributor, title="Rehearse the purge")
    client = signed_in(cast.lead)
    seen = client.get(page(cast.contributor)).content.decode()
    assert "Rehearse the purge" in seen
    assert "Hand over 1 a" in seen
    answer = client.post(page(cast.contributor), {"to": cast.lead.pk}, follow=True)
    assert "Jonas Stein holds it now" in answer.content.decode()
    assert "Rehearse the purge" in answer.content.decode()
    assert owner_now(item) == cast.lead


def test_whoever_has_left_can_still_be_relieved(cast: Cast, signed_in: SignedIn) -> None:
    with acting_as(cast.lead):
        item = promised_now(cast, cast.contributor)
        part = Membership.objects.get(person=cast.contributor, partner=cast.partner)
        end_part(part, by=cast.lead, now=timezone.now())
    signed_in(cast.lead).post(page(cast.contributor), {"to": cast.lead.pk})
    assert owner_now(item) == cast.lead


@pytest.mark.usefixtures("drawn_from")
def test_a_rival_s_person_reads_like_one_that_is_not_there(cast: Cast, signed_in: SignedIn) -> None:
    with acting_as(cast.lead):
        item = promised_now(cast, cast.contributor)
    client = signed_in(cast.lead)
    rival, missing = (
        client.post(page(cast.contributor), {"to": number}) for number in (cast.rival_lead.pk, 987654321)
    )
    assert (rival.status_code, missing.status_code) == (422, 422)
    assert rival.context["form"].errors == missing.context["form"].errors
    assert owner_now(item) == cast.contributor
    assert (
        client.get(page(cast.rival_lead)).status_code
        == client.get(page(User(pk=987654321))).status_code
        == 404
    )


def test_the_ways_to_it_stand_where_one_needs_it(cast: Cast, signed_in: SignedIn) -> None:
    client, there = signed_in(cast.lead), page(cast.contributor)
    assert (
        there in client.get(f"/partnerships/meridian/tracker/?owner={cast.contributor.pk}").content.decode()
    )
    assert there in client.get("/settings/people/?partner=meridian").content.decode()
    assert "hand-over" not in client.get("/partnerships/meridian/tracker/").content.decode()


@pytest.mark.parametrize("who", ["manager", "administrator"])
def test_no_way_to_it_is_offered_where_it_would_be_refused(cast: Cast, signed_in: SignedIn, who: str) -> None:
    client = signed_in(getattr(cast, who))
    assert page(cast.contributor) not in client.get("/settings/people/?partner=meridian").content.decode()


def test_the_other_side_reads_what_is_held_and_is_offered_no_form(cast: Cast, signed_in: SignedIn) -> None:
    with acting_as(cast.lead):
        promised_now(cast, cast.contributor, title="Rehearse the purge")
    seen = signed_in(cast.manager).get(page(cast.contributor)).content.decode()
    assert "Rehearse the purge" in seen
    assert "Their side hands over" in seen
    assert "Hand it all to" not in seen


def test_what_is_answered_is_held_by_nobody(cast: Cast) -> None:
    _, done, reported, ask = _holds(cast, cast.contributor)
    with acting_as(cast.contributor):
        held = holdings_of(cast.contributor, cast.partner)
        assert held.asks == [ask]
        assert {done.pk, reported.pk}.isdisjoint(item.pk for item in held.actions)
        verbs.clear(ask, answer="It is open", by=cast.contributor, now=NOW)
        assert holdings_of(cast.contributor, cast.partner).asks == []
    with acting_as(cast.manager):
        assert len(holdings_of(cast.contributor, cast.rival)) == 0
