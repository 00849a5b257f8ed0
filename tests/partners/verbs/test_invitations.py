from datetime import date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from partners.access import InternalRole, Role
from partners.isolation.scope import SYSTEM, acting_as, entered
from partners.models import AccountEvent, Invitation, Membership, User
from partners.verb import Refused
from partners.verbs import accept_invitation, deactivate, invite, invite_colleague, withdraw_invitation
from tests.cast import PASSWORD, Cast
from tests.partners.conftest import last_letter, link_in


def invited(cast: Cast, now: datetime, *, by: str = "", theirs: bool = True, **changes: object) -> str:
    """The token of an invitation of Noor Haddad by her own side, as her mail carries it."""
    person = getattr(cast, by or ("lead" if theirs else "manager"))
    asked = {
        "email": "Noor@meridian.example ",
        "full_name": "Noor Haddad",
        "role": Role.CONTRIBUTOR,
        **changes,
    }
    with acting_as(person):
        invite(cast.partner, **asked, theirs=theirs, by=person, now=now)
    return link_in(last_letter().text).split("/")[2]


def test_whoever_is_invited_chooses_a_password_and_takes_part(cast: Cast, now: datetime) -> None:
    person = accept_invitation(invited(cast, now), password=PASSWORD, now=now)
    with entered(SYSTEM):
        assert person.email == "noor@meridian.example"
        assert person.employer == cast.partner
        assert person.roles == {cast.partner.pk: Role.CONTRIBUTOR}
    assert person.check_password(PASSWORD)


def test_one_of_our_people_is_invited_to_our_side(cast: Cast, now: datetime) -> None:
    token = invited(cast, now, theirs=False, email="noor@northgate.example")
    assert accept_invitation(token, password=PASSWORD, now=now).employer is None


def test_the_database_never_holds_the_link(cast: Cast, now: datetime) -> None:
    token = invited(cast, now)
    with entered(SYSTEM):
        assert token not in str(Invitation.objects.values().get())


def test_the_mail_with_the_link_is_shown_to_nobody(cast: Cast, now: datetime) -> None:
    invited(cast, now)
    assert last_letter().mail.secret


@pytest.mark.parametrize("later", [timedelta(days=14), timedelta(days=100)])
def test_a_link_ends_after_two_weeks(cast: Cast, now: datetime, later: timedelta) -> None:
    token = invited(cast, now)
    with pytest.raises(Refused, match="Ask whoever invited you"):
        accept_invitation(token, password=PASSWORD, now=now + later)


def test_a_link_works_once(cast: Cast, now: datetime) -> None:
    token = invited(cast, now)
    accept_invitation(token, password=PASSWORD, now=now)
    with pytest.raises(Refused, match="used up"):
        accept_invitation(token, password=PASSWORD, now=now)


def test_a_second_invitation_ends_the_first(cast: Cast, now: datetime) -> None:
    first, second = invited(cast, now), invited(cast, now)
    with pytest.raises(Refused):
        accept_invitation(first, password=PASSWORD, now=now)
    assert accept_invitation(second, password=PASSWORD, now=now)


def test_a_withdrawn_invitation_opens_nothing(cast: Cast, now: datetime) -> None:
    token = invited(cast, now)
    with acting_as(cast.lead):
        withdraw_invitation(Invitation.objects.get(), by=cast.lead, now=now)
    with pytest.raises(Refused):
        accept_invitation(token, password=PASSWORD, now=now)


def test_a_weak_password_is_refused_and_the_link_still_works(cast: Cast, now: datetime) -> None:
    token = invited(cast, now)
    with pytest.raises(Refused) as refusal:
        accept_invitation(token, password="short", now=now)
    assert refusal.value.field == "password"
    assert accept_invitation(token, password=PASSWORD, now=now)


def test_somebody_with_an_account_keeps_their_password(cast: Cast, now: datetime) -> None:
    with entered(SYSTEM):
        cast.stranger.set_password(PASSWORD)
        cast.stranger.save()
    token = invited(cast, now, theirs=False, email=cast.stranger.email)
    person = accept_invitation(token, password="", now=now)
    assert person == cast.stranger
    assert person.check_password(PASSWORD)


def test_an_address_of_a_rival_cannot_be_let_in(cast: Cast, now: datetime) -> None:
    token = invited(cast, now, email=cast.rival_lead.email)
    with pytest.raises(Refused, match="another organisation"):
        accept_invitation(token, password="", now=now)


def test_an_invitation_does_not_restore_ended_access(cast: Cast, now: datetime) -> None:
    with entered(SYSTEM):
        deactivate(cast.stranger, by=cast.administrator, now=now)
    token = invited(cast, now, theirs=False, email=cast.stranger.email)
    with pytest.raises(Refused, match="Ask an administrator"):
        accept_invitation(token, password="", now=now)


def test_a_member_is_not_invited_twice(cast: Cast, now: datetime) -> None:
    with pytest.raises(Refused, match="Jonas Stein already takes part"):
        invited(cast, now, email=cast.lead.email)


@pytest.mark.parametrize("who", ["contributor", "observer", "reader", "rival_lead", "stranger"])
def test_who_may_not_invite_is_refused(cast: Cast, now: datetime, who: str) -> None:
    with pytest.raises(PermissionDenied):
        invited(cast, now, by=who)


@pytest.mark.parametrize(("theirs", "role"), [(True, Role.RELATIONSHIP_MANAGER), (False, Role.PARTNER_LEAD)])
def test_a_role_of_one_side_is_not_given_to_the_other(
    cast: Cast, now: datetime, theirs: bool, role: Role
) -> None:
    with pytest.raises(Refused) as refusal:
        invited(cast, now, theirs=theirs, role=role)
    assert refusal.value.field == "role"


def test_an_administrator_invites_the_first_cio(cast: Cast, now: datetime) -> None:
    with entered(SYSTEM):
        Membership.objects.all().update(until=date(2026, 1, 1))
        User.objects.filter(pk=cast.cio.pk).update(internal_role="")
    with acting_as(cast.administrator):
        invite_colleague(
            email="cio@northgate.example",
            full_name="Ines Roth",
            internal_role=InternalRole.CIO,
            by=cast.administrator,
            now=now,
        )
    person = accept_invitation(link_in(last_letter().text).split("/")[2], password=PASSWORD, now=now)
    assert person.internal_role == InternalRole.CIO


def test_a_manager_cannot_make_a_cio(cast: Cast, now: datetime) -> None:
    with pytest.raises(PermissionDenied), acting_as(cast.manager):
        invite_colleague(
            email="x@y.example", full_name="X", internal_role=InternalRole.CIO, by=cast.manager, now=now
        )


def test_a_hostile_name_stays_text_in_the_mail(cast: Cast, now: datetime) -> None:
    invited(cast, now, full_name="<script>alert(1)</script> & Co")
    letter = last_letter()
    assert "<script>" not in letter.html
    assert "<script>alert(1)</script> & Co" in letter.text


def test_opening_the_link_accepts_nothing(cast: Cast, now: datetime) -> None:
    token = invited(cast, timezone.now())
    page = Client().get(f"/invitations/{token}/")
    assert page.status_code == 200
    assert "Meridian Systems" in page.content.decode()
    assert not User.objects.filter(email="noor@meridian.example").exists()


@pytest.mark.parametrize("password", [PASSWORD, ""])
def test_a_newcomer_is_in_with_nothing_typed_twice(cast: Cast, password: str) -> None:
    token, client = invited(cast, timezone.now()), Client()
    answer = client.post(f"/invitations/{token}/", {"full_name": "Noor H.", "password": password})
    assert answer.headers["Location"] == "/"
    noor = User.objects.get(email="noor@meridian.example")
    assert client.session["_auth_user_id"] == str(noor.pk)
    assert noor.full_name == "Noor H."
    with entered(SYSTEM):
        assert AccountEvent.objects.filter(person=noor).latest("pk").how == "a link by mail"
    assert client.get("/").status_code == 200


def test_a_newcomer_whose_role_needs_a_second_factor_sets_it_up_first(cast: Cast, settings: Settings) -> None:
    settings.REQUIRE_SECOND_FACTOR = True
    with acting_as(cast.administrator):
        invite_colleague(
            email="clara@northgate.example",
            full_name="Clara",
            internal_role=InternalRole.ADMINISTRATOR,
            by=cast.administrator,
            now=timezone.now(),
        )
    client = Client()
    client.post(link_in(last_letter().text), {"full_name": "Clara", "password": PASSWORD})
    assert client.get("/").headers["Location"] == "/accounts/second-factor/code/activate/"


def test_a_link_opens_no_account_that_was_there_before(cast: Cast) -> None:
    token, client = invited(cast, timezone.now(), theirs=False, email=cast.stranger.email), Client()
    answer = client.post(f"/invitations/{token}/", {})
    assert answer.headers["Location"] == "/accounts/login/code/"  # no password was ever set
    assert "_auth_user_id" not in client.session


def test_nor_one_that_came_to_be_while_the_page_was_open(cast: Cast) -> None:
    token = invited(cast, timezone.now())
    with entered(SYSTEM):
        User.objects.create_user("noor@meridian.example", full_name="Noor", employer=cast.partner)
    with pytest.raises(Refused, match="once more to join"):
        accept_invitation(token, password=PASSWORD, newcomer=True, now=timezone.now())
    with entered(SYSTEM):
        assert Invitation.objects.get(email="noor@meridian.example").accepted_at is None


def test_a_weak_password_keeps_the_name_typed(cast: Cast) -> None:
    token = invited(cast, timezone.now())
    answer = Client().post(f"/invitations/{token}/", {"full_name": "Noor H.", "password": "short"})
    assert answer.status_code == 422
    assert 'value="Noor H."' in answer.content.decode()


def test_a_link_nobody_sent_says_what_to_do(db: None) -> None:
    answer = Client().get("/invitations/guessed/")
    assert answer.status_code == 410
    assert "Ask whoever invited you for a new one" in answer.content.decode()
