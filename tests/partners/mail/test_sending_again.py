"""Mails that never left are sent again, as they were written, where what they say still holds."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from partners.isolation.scope import SYSTEM, acting_as, entered
from partners.mail.delivery import deliver_waiting
from partners.mail.outbox import Letter, queue
from partners.mail.sending_again import reasons_against
from partners.models import Invitation, OutgoingMail, User
from partners.verb import Refused
from partners.verbs import deactivate, invite, send_again, send_kept, withdraw_invitation
from tests.cast import Cast
from tests.partners.sink import Sink, listening

In = Callable[[User], Client]
delivering = pytest.mark.django_db(transaction=True)
NOOR = {"full_name": "Noor Haddad", "email": "noor@meridian.example", "role": "contributor"}


@pytest.fixture(autouse=True)
def with_a_server(settings: Settings) -> None:
    settings.EMAIL_URL, settings.DEMO = "smtp://127.0.0.1:1", False


@pytest.fixture
def sink(settings: Settings) -> Iterator[Sink]:
    with listening() as (sink, port):
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_TLS = "127.0.0.1", port, False
        yield sink


def kept(to: User, now: datetime, kind: str = "people_changed", **more: object) -> OutgoingMail:
    """A mail of that kind that was kept at `now`."""
    mail = queue(Letter("Word", "Word."), to=to, kind=kind, now=now, **more)
    with entered(SYSTEM):
        OutgoingMail.objects.filter(pk=mail.pk).update(state="kept", settled_at=now)
        return OutgoingMail.objects.get(pk=mail.pk)


def why_not(mail: OutgoingMail, at: datetime) -> str:
    with entered(SYSTEM):
        return reasons_against([OutgoingMail.objects.get(pk=mail.pk)], now=at)[mail.pk]


@pytest.mark.parametrize(
    ("kind", "last", "over"),
    [
        ("reminder", timedelta(hours=23, minutes=59), timedelta(days=1)),
        ("agenda", timedelta(days=13, hours=23), timedelta(days=14)),
        ("pack", timedelta(days=900), None),
    ],
)
def test_a_mail_is_sent_as_long_as_what_it_says_holds(
    cast: Cast, now: datetime, kind: str, last: timedelta, over: timedelta | None
) -> None:
    mail = kept(cast.manager, now, kind)
    assert why_not(mail, now + last) == ""
    if over:
        assert why_not(mail, now + over) != ""


def test_a_reminder_says_why_it_stays(cast: Cast, now: datetime) -> None:
    said = why_not(kept(cast.manager, now, "reminder"), now + timedelta(days=20))
    assert said == "A reminder speaks of its morning; the next one has said how things stand since."


def test_a_code_to_sign_in_is_never_sent_later(cast: Cast, now: datetime) -> None:
    assert "asks for a new one" in why_not(kept(cast.manager, now, "login_code", secret=True), now)


def test_a_mail_about_a_meeting_is_no_invitation_to_take_part(cast: Cast, now: datetime) -> None:
    assert why_not(kept(cast.manager, now, "invitation", partner=cast.partner), now) == ""


def test_an_invitation_whose_link_is_over_says_so(cast: Cast, now: datetime, settings: Settings) -> None:
    with acting_as(cast.lead):
        invite(cast.partner, **NOOR, theirs=True, by=cast.lead, now=now)
    with entered(SYSTEM):
        OutgoingMail.objects.update(state="kept")
        mail = OutgoingMail.objects.get(kind="invitation")
    assert why_not(mail, now) == ""
    with acting_as(cast.lead):
        invite(cast.partner, **NOOR, theirs=True, by=cast.lead, now=now)
    assert "renewed" in why_not(mail, now)
    with entered(SYSTEM):
        OutgoingMail.objects.update(state="kept")
        newest = OutgoingMail.objects.latest("pk")
    assert why_not(newest, now) == ""
    settings.BASE_URL = "https://tandem.northgate.example"
    assert "where Tandem was before" in why_not(newest, now)
    with acting_as(cast.lead):
        withdraw_invitation(Invitation.objects.get(), by=cast.lead, now=now)
    assert "Invite them once more" in why_not(newest, now)


def test_whoever_may_not_receive_it_any_more_gets_nothing(cast: Cast, now: datetime) -> None:
    mail = kept(cast.teammate, now, partner=cast.partner)
    assert why_not(mail, now) == ""
    with acting_as(cast.administrator):
        deactivate(cast.teammate, by=cast.administrator, now=now)
    assert why_not(mail, now) == "Its reader may not receive it any more."


def test_without_a_server_and_in_a_demo_nothing_leaves(cast: Cast, now: datetime, settings: Settings) -> None:
    mail = kept(cast.manager, now)
    settings.EMAIL_URL = ""
    assert "No mail server is named yet" in why_not(mail, now)
    settings.EMAIL_URL, settings.DEMO = "smtp://127.0.0.1:1", True
    with entered(SYSTEM):
        User.objects.filter(pk=cast.manager.pk).update(invented=True)
    assert "somebody invented" in why_not(mail, now)


@pytest.mark.parametrize("state", ["queued", "delivered", "withdrawn"])
def test_what_has_left_or_waits_is_not_sent_twice(cast: Cast, now: datetime, state: str) -> None:
    mail = kept(cast.manager, now)
    with entered(SYSTEM):
        OutgoingMail.objects.filter(pk=mail.pk).update(state=state)
    with acting_as(cast.administrator), pytest.raises(Refused, match="It has left"):
        send_again(mail, by=cast.administrator, now=now)


@delivering
@pytest.mark.parametrize("state", ["kept", "failed", "bounced"])
def test_it_leaves_once_with_the_same_message_id_however_often_it_is_asked_for(
    cast: Cast, now: datetime, sink: Sink, state: str
) -> None:
    mail = kept(cast.manager, now)
    with entered(SYSTEM):
        OutgoingMail.objects.filter(pk=mail.pk).update(state=state, attempts=12, last_error="Refused")
    with acting_as(cast.administrator):
        again = send_again(mail, by=cast.administrator, now=now)
        assert (again.attempts, again.last_error, again.settled_at) == (0, "", None)
        with pytest.raises(Refused):
            send_again(mail, by=cast.administrator, now=now)
    deliver_waiting(clock=lambda: now)
    [received] = sink.taken
    assert received["Message-ID"] == mail.message_id


def test_all_that_were_kept_leave_but_those_that_say_nothing_any_more(cast: Cast, now: datetime) -> None:
    fresh, stale = kept(cast.manager, now), kept(cast.manager, now - timedelta(days=2), "reminder")
    failed = kept(cast.manager, now)
    with entered(SYSTEM):
        OutgoingMail.objects.filter(pk=failed.pk).update(state="failed")
    with acting_as(cast.administrator):
        assert send_kept(by=cast.administrator, now=now) == 1
        with pytest.raises(Refused, match="No stored mail can leave now"):
            send_kept(by=cast.administrator, now=now)
    with entered(SYSTEM):
        states = dict(OutgoingMail.objects.values_list("pk", "state"))
    assert states == {fresh.pk: "queued", stale.pk: "kept", failed.pk: "failed"}


def test_the_administrator_sends_one_or_all_from_the_list(cast: Cast, now: datetime, signed_in: In) -> None:
    one, _ = kept(cast.manager, timezone.now()), kept(cast.manager, timezone.now())
    stale = kept(cast.manager, timezone.now() - timedelta(days=2), "reminder")
    client = signed_in(cast.administrator)
    page = client.get("/settings/mail/?state=kept").content.decode()
    assert "Two stored mails can leave now" in page
    assert "A reminder speaks of its morning" in page
    assert f"/settings/mail/{stale.pk}/sending/" not in page
    answer = client.post(f"/settings/mail/{one.pk}/sending/", {"state": "kept"}, follow=True)
    assert answer.redirect_chain[-1][0] == "/settings/mail/?state=kept"
    assert f"The mail to {cast.manager.full_name} is on its way." in answer.content.decode()
    said = client.post("/settings/mail/kept/sending/", follow=True).content.decode()
    assert "One mail is on the way." in said
    assert "can leave now" not in said


def test_nobody_else_is_offered_it(cast: Cast, signed_in: In) -> None:
    mail = kept(cast.manager, timezone.now())
    page = signed_in(cast.manager).get("/settings/mail/").content.decode()
    assert "Word" in page
    assert "sending/" not in page
    assert signed_in(cast.manager).post(f"/settings/mail/{mail.pk}/sending/").status_code == 403
