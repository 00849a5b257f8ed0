"""Whoever is invited stands among the people until they come in: sent again, withdrawn, or over."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from partners.history.tables import history_of_rows
from partners.invited import invited_to
from partners.isolation.scope import SYSTEM, acting_as, entered
from partners.models import Invitation, MailContent, Membership, Partner, SideRequest, User
from partners.verb import Refused
from partners.verbs import (
    accept_invitation,
    invitation_of,
    invite,
    object_to_invitation,
    send_invitation_again,
    withdraw_invitation,
)
from tests.cast import PASSWORD, Cast
from tests.partners.conftest import last_letter
from tests.partners.verbs.consent.asked_across import link_of_invitation, told

In = Callable[[User], Client]
NOOR = {"full_name": "Noor Haddad", "email": "noor@meridian.example", "role": "contributor"}


def invited(cast: Cast, now: datetime, by: User | None = None, **said: Any) -> Invitation:
    by = by or cast.lead
    with acting_as(by):
        made = invite(cast.partner, **{**NOOR, "theirs": True, **said}, by=by, now=now)
    assert isinstance(made, Invitation)
    return made


def seen(cast: Cast, reader: User, now: datetime, partner: Partner | None = None) -> list[tuple[Any, ...]]:
    with acting_as(reader):
        shown = invited_to(partner or cast.partner, reader=reader, now=now)
    return [
        (each.invitation.full_name, each.since, each.is_over, each.may_withdraw, each.may_send_again)
        for each in shown
    ]


@pytest.mark.parametrize("role", ["partner_lead", "executive_sponsor", "contributor", "observer"])
def test_the_partner_s_lead_invites_colleagues_of_their_own_at_once(
    cast: Cast, now: datetime, role: str
) -> None:
    invited(cast, now, role=role)
    person = accept_invitation(link_of_invitation(), password=PASSWORD, now=now)
    assert person.employer == cast.partner
    with entered(SYSTEM):
        assert Membership.objects.get(person=person).role == role
    assert set(told()) - {person.email} == {cast.lead.email, cast.manager.email}


def test_nobody_of_our_domains_comes_in_on_their_side(cast: Cast, now: datetime, settings: Any) -> None:
    settings.OUR_DOMAINS = ["northgate-cloud.example"]
    for email in ("new@northgate-cloud.example", "new@mail.northgate-cloud.example"):
        with pytest.raises(Refused, match="no mail domain serves both sides") as refused:
            invited(cast, now, email=email)
        assert refused.value.field == "email"


@pytest.mark.parametrize("role", ["relationship_manager"])
def test_nor_as_what_only_people_of_ours_are(cast: Cast, now: datetime, role: str) -> None:
    with pytest.raises(Refused, match="is a role for people of the enterprise"):
        invited(cast, now, role=role)


def test_a_contributor_invites_nobody(cast: Cast, now: datetime) -> None:
    with pytest.raises(PermissionDenied):
        invited(cast, now, by=cast.contributor)


def test_both_sides_see_who_is_invited_since_when_and_until_it_is_over(cast: Cast, now: datetime) -> None:
    invited(cast, now)
    for days, since, over in (
        (0, "today", False),
        (1, "yesterday", False),
        (3, "3 days ago", False),
        (14, "14 days ago", True),
    ):
        at = now + timedelta(days=days)
        assert seen(cast, cast.lead, at) == [("Noor Haddad", since, over, True, True)]
        assert seen(cast, cast.manager, at) == [("Noor Haddad", since, over, False, False)]
        assert seen(cast, cast.observer, at) == [("Noor Haddad", since, over, False, False)]
        assert seen(cast, cast.administrator, at) == [("Noor Haddad", since, over, True, False)]
    assert seen(cast, cast.rival_lead, now) == []


def test_who_has_come_in_is_invited_no_more_by_whichever_way(cast: Cast, now: datetime) -> None:
    invited(cast, now)
    with entered(SYSTEM):
        noor = User.objects.create(email=NOOR["email"], full_name="Noor", employer=cast.partner)
        part = Membership.objects.create(partner=cast.partner, person=noor, role="observer", since=now.date())
    assert seen(cast, cast.lead, now) == []
    with entered(SYSTEM):
        Membership.objects.filter(pk=part.pk).update(until=now.date())
    assert len(seen(cast, cast.lead, now)) == 1


def test_sent_again_it_has_a_new_link_and_the_former_opens_nothing(cast: Cast, now: datetime) -> None:
    invitation = invited(cast, now)
    former = link_of_invitation()
    later = now + timedelta(days=20)
    with acting_as(cast.partner_sponsor):
        sent = send_invitation_again(invitation, by=cast.partner_sponsor, now=later)
    assert (sent.pk, sent.invited_by, sent.invited_at) == (invitation.pk, cast.partner_sponsor, later)
    assert cast.partner_sponsor.full_name in last_letter().text
    with entered(SYSTEM):
        assert invitation_of(link_of_invitation(), now=later) == invitation
        with pytest.raises(Refused):
            invitation_of(former, now=later)


def test_a_second_press_sends_nothing_more(cast: Cast, now: datetime) -> None:
    invitation = invited(cast, now)
    with acting_as(cast.lead):
        with pytest.raises(Refused, match="The mail to Noor Haddad has just been sent"):
            send_invitation_again(invitation, by=cast.lead, now=now + timedelta(seconds=59))
        send_invitation_again(invitation, by=cast.lead, now=now + timedelta(seconds=60))
        with pytest.raises(Refused, match="has just been sent"):
            send_invitation_again(invitation, by=cast.lead, now=now + timedelta(seconds=119))


def test_what_our_side_sent_to_a_first_lead_is_not_sent_again_once_there_is_one(
    cast: Cast, now: datetime
) -> None:
    with entered(SYSTEM):
        across = Invitation.objects.create(
            partner=cast.partner,
            email="second@meridian.example",
            full_name="Second",
            role="partner_lead",
            theirs=True,
            invited_by=cast.manager,
            token_digest="x",
            expires_at=now + timedelta(days=1),
        )
    with acting_as(cast.manager), pytest.raises(Refused, match="has a lead by now"):
        send_invitation_again(across, by=cast.manager, now=now)


def test_an_administrator_withdraws_it_and_both_leads_are_told(cast: Cast, now: datetime) -> None:
    invitation = invited(cast, now)
    with acting_as(cast.administrator):
        with pytest.raises(Refused, match="only they send this invitation again"):
            send_invitation_again(invitation, by=cast.administrator, now=now + timedelta(days=1))
        withdraw_invitation(invitation, by=cast.administrator, now=now)
    assert told() == [cast.lead.email, cast.manager.email]
    assert "The invitation of Noor Haddad is withdrawn." in last_letter().text
    with acting_as(cast.lead), pytest.raises(Refused, match="accepted or withdrawn already"):
        send_invitation_again(invitation, by=cast.lead, now=now + timedelta(days=1))


def test_their_own_lead_withdraws_without_a_mail_to_everybody(cast: Cast, now: datetime) -> None:
    invitation = invited(cast, now)
    with acting_as(cast.lead):
        withdraw_invitation(invitation, by=cast.lead, now=now)
    assert told() == []


def test_the_pages_show_who_is_invited_with_what_one_may_do(cast: Cast, signed_in: In) -> None:
    invitation = invited(cast, timezone.now() - timedelta(days=3))
    again = f"/settings/invitations/{invitation.pk}/sending/"
    for address in ("/partnerships/meridian/", "/settings/people/?partner=meridian"):
        theirs, ours = (signed_in(who).get(address).content.decode() for who in (cast.lead, cast.manager))
        assert "invited 3 days ago" in theirs
        assert "invited 3 days ago" in ours
        assert (again in theirs, again in ours) == (True, False)
    assert (
        "noor@meridian.example"
        not in signed_in(cast.observer).get("/partnerships/meridian/").content.decode()
    )
    client = signed_in(cast.lead)
    answer = client.post(again, {"back": "partnership"}, follow=True)
    assert answer.redirect_chain[-1][0] == "/partnerships/meridian/#people"
    assert "invited today" in answer.content.decode()
    assert (
        signed_in(cast.manager).post(again, follow=True).content.decode().count("looks after its own people")
    )
    assert signed_in(cast.rival_lead).post(again).status_code == 404


def test_what_our_side_asks_of_theirs_still_waits_for_their_yes(cast: Cast, now: datetime) -> None:
    with acting_as(cast.manager):
        assert isinstance(invite(cast.partner, **NOOR, theirs=True, by=cast.manager, now=now), SideRequest)


def objected(
    invitation: Invitation, by: User, now: datetime, reason: str = "He leads another house."
) -> None:
    with acting_as(by):
        object_to_invitation(invitation, reason=reason, by=by, now=now)


def test_a_lead_of_the_other_side_ends_it_and_whoever_invited_is_told_why(cast: Cast, now: datetime) -> None:
    invitation = invited(cast, now)
    objected(invitation, cast.manager, now + timedelta(days=1), "  He leads\n another house. ")
    assert told() == [cast.lead.email, cast.manager.email]
    letter = last_letter().text
    assert "Priya Raman objects to the invitation of Noor Haddad." in letter
    assert "“He leads another house.”" in letter
    with entered(SYSTEM):
        kept = Invitation.objects.get(pk=invitation.pk)
        assert (kept.objected_by, kept.objection) == (cast.manager, "He leads another house.")
        newest = history_of_rows(Invitation)._base_manager.filter(pgh_obj_id=invitation.pk).latest("pgh_id")
        assert newest.objection == "He leads another house."
        assert not Invitation.objects.open(now).filter(pk=invitation.pk).exists()
    with pytest.raises(Refused, match="accepted or withdrawn already"):
        objected(invitation, cast.manager, now)


def test_who_sent_it_is_told_also_where_they_lead_nothing_any_more(cast: Cast, now: datetime) -> None:
    invitation = invited(cast, now)
    with entered(SYSTEM):
        Invitation.objects.filter(pk=invitation.pk).update(invited_by=cast.contributor)
    objected(invitation, cast.manager, now)
    assert cast.contributor.email in told()


def test_nobody_objects_to_what_they_look_after_or_without_a_word_or_after_its_end(
    cast: Cast, now: datetime
) -> None:
    invitation = invited(cast, now)
    with pytest.raises(Refused, match="you can withdraw it"):
        objected(invitation, cast.lead, now)
    with pytest.raises(Refused, match="you can withdraw it"):
        objected(invitation, cast.administrator, now)
    with pytest.raises(Refused, match="Say why in a sentence"):
        objected(invitation, cast.manager, now, " ")
    with pytest.raises(Refused, match="under 300 characters"):
        objected(invitation, cast.manager, now, "x" * 301)
    with pytest.raises(Refused, match="The link of this invitation has ended"):
        objected(invitation, cast.manager, invitation.expires_at)
    objected(invitation, cast.manager, invitation.expires_at - timedelta(seconds=1), "x" * 300)


def test_the_other_side_objects_on_the_page_in_one_press(cast: Cast, signed_in: In) -> None:
    invitation = invited(cast, timezone.now() - timedelta(days=3))
    address = f"/settings/invitations/{invitation.pk}/objection/"
    for page in ("/partnerships/meridian/", "/settings/people/?partner=meridian"):
        theirs, ours = (signed_in(who).get(page).content.decode() for who in (cast.lead, cast.manager))
        assert (address in theirs, address in ours) == (False, True)
    answer = signed_in(cast.manager).post(
        address, {"reason": "Leads another house", "back": "partnership"}, follow=True
    )
    assert answer.redirect_chain[-1][0] == "/partnerships/meridian/#people"
    assert "The invitation of Noor Haddad has ended; Jonas Stein is told why by mail." in (
        answer.content.decode().replace("&#x27;", "'")
    )
    assert signed_in(cast.rival_lead).post(address, {"reason": "x"}).status_code == 404


def test_an_objection_that_is_too_long_keeps_its_words_on_the_page(cast: Cast, signed_in: In) -> None:
    invitation = invited(cast, timezone.now() - timedelta(days=3))
    address = f"/settings/invitations/{invitation.pk}/objection/"
    words = "He leads another house. " * 20
    refused = signed_in(cast.manager).post(address, {"reason": words, "back": "partnership"})
    page = refused.content.decode()
    assert refused.status_code == 422
    assert words.strip() in page
    assert 'value="partnership"' in page
    with entered(SYSTEM):
        invitation.refresh_from_db()
    assert invitation.withdrawn_at is None
    kept = signed_in(cast.manager).post(address, {"reason": words[:200], "back": "partnership"})
    assert kept.headers["Location"] == "/partnerships/meridian/#people"


@pytest.mark.parametrize(("by", "other"), [("lead", "manager"), ("manager", "lead")])
def test_the_other_side_hears_of_it_and_that_it_may_object(
    cast: Cast, now: datetime, by: str, other: str
) -> None:
    invitation = invited(cast, now, by=getattr(cast, by), theirs=by == "lead")
    assert told("people_invited") == [getattr(cast, other).email]
    with entered(SYSTEM):
        letter = MailContent.objects.get(mail__kind="people_invited").text
    assert "Noor Haddad is invited as Contributor." in letter
    assert "Whoever leads your side can object until they come in" in letter
    invited(cast, now, by=getattr(cast, by), theirs=by == "lead")
    assert len(told("people_invited")) == 1, "sent once more, to the same part, it is no news"
    objected(invitation, getattr(cast, other), now)


def test_nobody_is_asked_to_object_to_whom_they_let_in_themselves(cast: Cast, now: datetime) -> None:
    with entered(SYSTEM):
        Membership.objects.filter(person__employer=cast.partner).update(role="observer")
    invited(cast, now, by=cast.manager, role="partner_lead", theirs=True)
    assert told("people_invited") == []
