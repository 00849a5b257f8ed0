"""A forum set up before anybody of a side could come gets the first who comes in to lead that side."""

from datetime import timedelta
from typing import Any

import pytest

from governance.models import Forum, ForumMember
from partners.access import Role
from partners.isolation.scope import acting_as
from partners.models import Invitation, Membership, OutgoingMail, User
from partners.verbs import change_role, invite, take_part
from partners.verbs.invitations import accept_invitation
from reviews.models import Attendance, Review
from reviews.verbs import schedule_review
from tests.partners.verbs.test_people_property import token_of
from tests.reviews.scene import EARLIER, MONDAY, Scene

pytestmark = pytest.mark.usefixtures("everywhere")


@pytest.fixture
def review(scene: Scene) -> Review:
    """Planned in a forum of our people alone: nobody of theirs was here."""
    theirs = User.objects.exclude(employer=None)
    ForumMember.objects.filter(person__in=theirs).delete()
    Attendance.objects.filter(person__in=theirs).delete()
    Membership.objects.filter(person__in=theirs, partner=scene.cast.partner).update(until=EARLIER.date())
    return scene.review


def comes_in(scene: Scene, person: User, role: str, *, by: User | None = None) -> None:
    Membership.objects.create(
        partner=scene.cast.partner, person=scene.cast.lead, role=Role.PARTNER_LEAD, since=EARLIER.date()
    )
    sayer = by or scene.cast.lead
    with acting_as(sayer):
        take_part(scene.cast.partner, person=person, role=role, by=sayer, now=EARLIER)


def belongs(person: User) -> list[tuple[bool, bool]]:
    return list(ForumMember.objects.filter(person=person).values_list("attends", "gets_pack"))


def seated(review: Review, person: User) -> bool:
    return Attendance.objects.filter(review=review, person=person).exists()


def test_their_first_to_lead_belongs_to_it_and_is_invited_to_what_is_planned(
    scene: Scene, review: Review
) -> None:
    sponsor, calendar = scene.cast.partner_sponsor, review.calendar_sequence
    comes_in(scene, sponsor, "executive_sponsor")
    assert belongs(sponsor) == [(True, True)]
    assert seated(review, sponsor)
    assert scene.fresh().calendar_sequence == calendar + 1
    (mail,) = OutgoingMail.objects.filter(kind="invitation", address=sponsor.email)
    assert mail.person == sponsor


def test_whoever_comes_next_is_invited_by_the_sides_themselves(scene: Scene, review: Review) -> None:
    comes_in(scene, scene.cast.partner_sponsor, "executive_sponsor")
    mei = scene.cast.contributor
    with acting_as(scene.cast.lead):
        take_part(scene.cast.partner, person=mei, role="partner_lead", by=scene.cast.lead, now=EARLIER)
    assert (belongs(mei), seated(review, mei)) == ([], False)


@pytest.mark.parametrize("role", ["contributor", "observer", "executive_reader"])
def test_whoever_leads_nothing_is_not_seated(scene: Scene, review: Review, role: str) -> None:
    comes_in(scene, scene.cast.contributor, role)
    assert belongs(scene.cast.contributor) == []


def test_somebody_given_the_lead_later_is_the_first_as_well(scene: Scene, review: Review) -> None:
    mei, lead = scene.cast.contributor, scene.cast.lead
    comes_in(scene, mei, "contributor")
    part = Membership.objects.current().get(person=mei, partner=scene.cast.partner)
    with acting_as(lead):
        change_role(part, role="executive_sponsor", by=lead, now=EARLIER)
    assert belongs(mei) == [(True, True)]


def test_whoever_follows_the_link_of_an_invitation_is_seated(scene: Scene, review: Review) -> None:
    with acting_as(scene.cast.manager):
        sent = invite(
            scene.cast.partner,
            email="nils@example.com",
            full_name="Nils Berg",
            role="relationship_manager",
            theirs=False,
            by=scene.cast.manager,
            now=EARLIER,
        )
    assert isinstance(sent, Invitation)
    ForumMember.objects.all().delete()
    Forum.objects.filter(pk=scene.forum.pk).update(chair=None, deputy_chair=None)
    token = token_of(sent)
    person = accept_invitation(token, password="correct horse battery", now=EARLIER)
    assert (belongs(person), seated(review, person)) == ([(True, True)], True)


def test_an_ended_forum_and_a_review_that_was_held_stay(scene: Scene, review: Review) -> None:
    Forum.objects.filter(pk=scene.forum.pk).update(ended_on=EARLIER.date())
    comes_in(scene, scene.cast.partner_sponsor, "executive_sponsor")
    assert belongs(scene.cast.partner_sponsor) == []


def test_each_forum_is_looked_at_by_itself(scene: Scene, review: Review) -> None:
    cast = scene.cast
    other = Forum.objects.create(partner=cast.partner, name="Weekly", chair=cast.cio)
    ForumMember.objects.create(partner=cast.partner, forum=other, person=cast.lead)
    later = schedule_review(scene.forum, starts_at=MONDAY + timedelta(days=30), by=cast.manager, now=EARLIER)
    comes_in(scene, cast.partner_sponsor, "executive_sponsor")
    assert [each.forum for each in ForumMember.objects.filter(person=cast.partner_sponsor)] == [scene.forum]
    assert seated(later, cast.partner_sponsor)


def test_a_guest_who_has_left_comes_for_nobody(scene: Scene, review: Review) -> None:
    left: Any = scene.cast.contributor
    ForumMember.objects.create(partner=scene.cast.partner, forum=scene.forum, person=left)
    comes_in(scene, scene.cast.partner_sponsor, "executive_sponsor")
    assert belongs(scene.cast.partner_sponsor) == [(True, True)]
