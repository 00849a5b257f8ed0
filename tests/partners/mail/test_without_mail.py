"""Without a mail server nobody is left to believe that somebody was told; once there is one, invitations leave."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from partners.isolation.scope import SYSTEM, acting_as, entered
from partners.mail.delivery import deliver_waiting
from partners.mail.kept_invitations import take_up_invitations
from partners.mail.outbox import Letter, queue
from partners.mail.tasks import deliver_mail
from partners.models import Invitation, OutgoingMail, SideRequest, User
from partners.verbs import invite, withdraw_invitation
from tests.cast import Cast

In = Callable[[User], Client]
delivering = pytest.mark.django_db(transaction=True)
NOOR = {"full_name": "Noor Haddad", "email": "noor@meridian.example", "role": "contributor"}


@pytest.fixture
def alone(settings: Settings) -> None:
    settings.EMAIL_URL, settings.DEMO = "", False


def test_the_mail_server_is_the_first_step(db: None, alone: None, signed_in: In) -> None:
    ada = User.objects.create_user("ada@northgate.example", full_name="Ada", internal_role="administrator")
    text = signed_in(ada).get("/settings/").content.decode()
    assert "Next: name the mail server" in text
    assert text.index("Mail server") < text.index("Your organisation") < text.index(">CIO<")


def test_who_invites_a_colleague_reads_that_no_mail_leaves(db: None, alone: None, signed_in: In) -> None:
    ada = User.objects.create_user("ada@northgate.example", full_name="Ada", internal_role="administrator")
    typed = {"full_name": "Clara Cio", "email": "clara@northgate.example", "internal_role": "cio"}
    text = signed_in(ada).post("/settings/our-people/", typed, follow=True).content.decode()
    assert "Clara Cio is invited" in text
    assert "No mail server is named, so no invitation leaves" in text


def test_who_invites_to_a_partnership_reads_it_too(cast: Cast, alone: None, signed_in: In) -> None:
    typed = {**NOOR, "partner": "meridian", "theirs": "yes"}
    answer = signed_in(cast.lead).post("/settings/people/invitations/", typed, follow=True)
    assert "No mail server is named, so no invitation leaves" in answer.content.decode()


def test_whose_yes_sends_an_invitation_reads_it_as_well(cast: Cast, alone: None, signed_in: In) -> None:
    typed = {**NOOR, "partner": "meridian", "theirs": "yes"}
    asking = signed_in(cast.manager).post("/settings/people/invitations/", typed, follow=True)
    assert "no invitation leaves" not in asking.content.decode()
    with entered(SYSTEM):
        asked = SideRequest.objects.get()
    answer = signed_in(cast.lead).post(
        f"/settings/requests/{asked.pk}/answer/", {"answer": "yes"}, follow=True
    )
    assert "No mail server is named, so no invitation leaves" in answer.content.decode()


def test_with_a_mail_server_nobody_is_warned(cast: Cast, settings: Settings, signed_in: In) -> None:
    settings.EMAIL_URL, settings.DEMO = "smtp://127.0.0.1:1", False
    typed = {**NOOR, "partner": "meridian", "theirs": "yes"}
    answer = signed_in(cast.lead).post("/settings/people/invitations/", typed, follow=True)
    text = answer.content.decode()
    assert "on its way to noor@meridian.example" in text
    assert "No mail server" not in text


@pytest.fixture
def kept(cast: Cast, alone: None, now: datetime) -> Cast:
    """Noor was invited, and her mail was kept."""
    with acting_as(cast.lead):
        invite(cast.partner, **NOOR, theirs=True, by=cast.lead, now=now)
    deliver_waiting(clock=lambda: now)
    assert _states() == ["kept"]
    return cast


def _states() -> list[str]:
    with entered(SYSTEM):
        mails = OutgoingMail.objects.exclude(
            kind="people_invited"
        )  # word to the other side, kept as everything is
        return list(mails.order_by("pk").values_list("state", flat=True))


def _with_a_server(settings: Settings, now: datetime) -> list[str]:
    settings.EMAIL_URL = "smtp://127.0.0.1:1"
    take_up_invitations(now=now)
    return _states()


@delivering
def test_an_invitation_that_was_kept_leaves_once_there_is_a_server(
    kept: Cast, settings: Settings, now: datetime
) -> None:
    take_up_invitations(now=now)
    assert _states() == ["kept"]
    assert _with_a_server(settings, now + timedelta(days=3)) == ["queued"]


@delivering
def test_what_else_was_kept_stays(kept: Cast, settings: Settings, now: datetime) -> None:
    queue(Letter("Due", "Due today."), to=kept.lead, kind="reminder", now=now, partner=kept.partner)
    settings.EMAIL_URL = ""
    deliver_waiting(clock=lambda: now)
    assert _with_a_server(settings, now) == ["queued", "kept"]


@delivering
def test_one_that_has_expired_or_was_withdrawn_stays(kept: Cast, settings: Settings, now: datetime) -> None:
    assert _with_a_server(settings, now + timedelta(days=15)) == ["kept"]
    with acting_as(kept.lead):
        withdraw_invitation(Invitation.objects.get(), by=kept.lead, now=now)
    assert _with_a_server(settings, now) == ["kept"]


@delivering
def test_of_one_that_was_renewed_only_the_newest_link_leaves(
    kept: Cast, settings: Settings, now: datetime
) -> None:
    with acting_as(kept.lead):
        invite(kept.partner, **NOOR, theirs=True, by=kept.lead, now=now)
    deliver_waiting(clock=lambda: now)
    assert _with_a_server(settings, now) == ["kept", "queued"]
    with entered(SYSTEM):
        OutgoingMail.objects.filter(state="queued").update(state="delivered")
    assert _with_a_server(settings, now) == ["kept", "delivered"]


@delivering
def test_a_link_to_where_tandem_was_is_not_sent(kept: Cast, settings: Settings, now: datetime) -> None:
    settings.BASE_URL = "https://tandem.northgate.example"
    assert _with_a_server(settings, now) == ["kept"]


@delivering
def test_in_a_demo_nothing_that_was_kept_leaves(kept: Cast, settings: Settings, now: datetime) -> None:
    settings.DEMO = True
    assert _with_a_server(settings, now) == ["kept"]


@delivering
def test_what_delivers_takes_up_what_was_kept_first(kept: Cast, settings: Settings) -> None:
    settings.EMAIL_URL = "smtp://127.0.0.1:1"
    with entered(SYSTEM):
        invitation = OutgoingMail.objects.exclude(kind="people_invited").get()
    tried = invitation.attempts
    deliver_mail()
    assert _states() == ["queued"]
    with entered(SYSTEM):
        invitation.refresh_from_db()
    assert invitation.attempts == tried + 1
