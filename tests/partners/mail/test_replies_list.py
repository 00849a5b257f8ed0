"""The list of replies: envelopes, for whoever looks after mail."""

from datetime import datetime

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from partners.isolation.scope import SYSTEM, acting_as, entered
from partners.models import IncomingMail, User
from tests.cast import Cast

HERE = "/settings/mail/replies/"


def came(now: datetime, fate: str, sender: str, person: User | None = None, count: int = 1) -> None:
    with entered(SYSTEM):
        for number in range(count):
            IncomingMail.objects.create(
                message_id=f"<{fate}-{number}@{sender}>",
                received_at=now,
                sender=sender,
                person=person,
                fate=fate,
            )


def page(person: User, query: str = "") -> str:
    client = Client()
    client.force_login(person)
    return client.get(HERE + query).content.decode()


def test_an_administrator_sees_who_replied_and_what_became_of_it(cast: Cast, now: datetime) -> None:
    came(now, "done", cast.lead.email, cast.lead)
    came(now, "stranger", "<script>alert(1)</script>@evil.example")
    shown = page(cast.administrator)
    assert "Jonas Stein" in shown
    assert "done as it says" in shown
    assert "unknown sender" in shown
    assert "<script>alert(1)" not in shown


def test_why_a_mail_was_set_aside_is_said(cast: Cast, now: datetime) -> None:
    with entered(SYSTEM):
        IncomingMail.objects.create(
            message_id="sha256:1", received_at=now, fate="broken", reason="too many parts within parts"
        )
    shown = page(cast.administrator)
    assert "set aside" in shown
    assert "too many parts within parts" in shown


@pytest.mark.parametrize("who", ["cio", "manager", "lead", "reader"])
def test_nobody_else_opens_the_list_nor_sees_the_way_there(cast: Cast, who: str) -> None:
    client = Client()
    client.force_login(getattr(cast, who))
    assert client.get(HERE).status_code == 403
    assert HERE not in client.get("/settings/mail/").content.decode()


def test_the_database_shows_a_person_their_own_alone(cast: Cast, now: datetime) -> None:
    came(now, "done", cast.lead.email, cast.lead)
    came(now, "asked_back", cast.rival_lead.email, cast.rival_lead)
    came(now, "stranger", "x@evil.example")
    with acting_as(cast.lead):
        assert [mail.person for mail in IncomingMail.objects.all()] == [cast.lead]
        assert [mail.person for mail in IncomingMail.objects.visible_to(cast.lead)] == [cast.lead]


def test_fifty_are_shown_and_the_older_ones_are_a_page_away(cast: Cast, now: datetime) -> None:
    came(now, "done", "oldest@example.com")
    came(now, "automatic", "robot@example.com", count=50)
    first = page(cast.administrator)
    assert "oldest@example.com" not in first
    with entered(SYSTEM):
        before = IncomingMail.objects.order_by("pk")[1].pk
    assert f"?before={before}" in first
    assert "oldest@example.com" in page(cast.administrator, f"?before={before}")


@pytest.mark.parametrize(
    ("address", "mailbox", "said"),
    [
        ("", "", "Nobody is asked to reply"),
        ("reply@example.com", "", "Replies are not read"),
        ("reply@example.com", "imaps://u:secret@host/", "No reply yet"),
    ],
)
def test_what_is_not_set_up_is_said(
    cast: Cast, settings: Settings, address: str, mailbox: str, said: str
) -> None:
    settings.REPLY_ADDRESS, settings.REPLY_IMAP_URL, settings.INBOUND_SECRET = address, mailbox, ""
    shown = page(cast.administrator)
    assert said in shown
    assert "secret" not in shown
