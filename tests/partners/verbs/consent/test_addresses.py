"""Whose an address is, and who reads the link that is sent there."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.test import Client

from partners.access import Role
from partners.isolation.scope import SYSTEM, acting_as, entered
from partners.models import MailContent, OutgoingMail, User
from partners.verb import Refused
from partners.verbs import (
    accept_invitation,
)
from tests.cast import PASSWORD, Cast
from tests.partners.verbs.consent.asked_across import (
    is_invited,
    link_of_invitation,
)


def of_northgate(cast: Cast, address: str = "anand@northgate.example") -> None:
    with entered(SYSTEM):
        User.objects.filter(pk=cast.cio.pk).update(email=address)


@pytest.mark.parametrize(
    "address",
    ["anand@northgate.example", "cio2@northgate.example", "x@mail.northgate.example", "X@NORTHGATE.example "],
)
@pytest.mark.parametrize("by", ["cio", "manager", "administrator", "lead"])
def test_an_address_of_our_own_domain_is_never_a_partner_s(
    cast: Cast, now: datetime, address: str, by: str
) -> None:
    of_northgate(cast)
    with pytest.raises(Refused) as refusal:
        is_invited(cast, by, theirs=True, now=now, email=address, role=Role.PARTNER_LEAD)
    assert refusal.value.field == "email"
    assert "Anand" not in refusal.value.sentence


def test_the_refusal_is_the_same_whether_somebody_has_the_address_or_not(cast: Cast, now: datetime) -> None:
    of_northgate(cast)
    said = []
    for address in ("anand@northgate.example", "nobody@northgate.example"):
        with pytest.raises(Refused) as refusal:
            is_invited(cast, "lead", theirs=True, now=now, email=address)
        said.append(refusal.value.sentence)
    assert said[0] == said[1]


def test_an_address_of_the_partner_s_domain_is_never_ours(cast: Cast, now: datetime) -> None:
    with entered(SYSTEM):
        User.objects.filter(pk=cast.lead.pk).update(email="jonas@meridian.example")
    with pytest.raises(Refused) as refusal:
        is_invited(cast, "manager", theirs=False, now=now, email="other@meridian.example")
    assert refusal.value.field == "email"


def test_a_domain_can_be_named_as_ours_before_anybody_uses_it(
    cast: Cast, now: datetime, settings: object
) -> None:
    settings.OUR_DOMAINS = ["Northgate.example"]  # type: ignore[attr-defined]
    with pytest.raises(Refused, match=r"north\.northgate\.example"):
        is_invited(cast, "lead", theirs=True, now=now, email="x@north.northgate.example")


def test_where_anybody_gets_an_address_the_mailbox_decides_and_its_owner_alone_is_told(
    cast: Cast, now: datetime
) -> None:
    of_northgate(cast, "anand@gmail.com")
    is_invited(cast, "lead", theirs=True, now=now, email="noor@gmail.com")
    accept_invitation(link_of_invitation(), password=PASSWORD, now=now)
    for address in ("anand@gmail.com", "anand+partner@gmail.com"):
        is_invited(cast, "lead", theirs=True, now=now, email=address)
        with pytest.raises(Refused, match="another organisation"):
            accept_invitation(link_of_invitation(), password=PASSWORD, now=now)


def test_the_first_administrator_is_nobody_of_a_partner(cast: Cast) -> None:
    with entered(SYSTEM):
        User.objects.filter(pk=cast.administrator.pk).update(internal_role="")
        with pytest.raises(CommandError, match="serves somebody already"):
            call_command("first_administrator", email=cast.lead.email)


def test_whoever_is_signed_in_as_somebody_else_takes_no_invitation(
    cast: Cast, now: datetime, signed_in: Callable[[User], Client]
) -> None:
    from django.utils import timezone

    is_invited(cast, "lead", theirs=True, now=timezone.now())
    token = link_of_invitation()
    for method in ("get", "post"):
        answer = getattr(signed_in(cast.lead), method)(f"/invitations/{token}/", {"full_name": "N"})
        assert answer.status_code == 410
        assert "for noor@meridian.example alone" in answer.content.decode()
    assert not User.objects.filter(email="noor@meridian.example").exists()


@pytest.mark.parametrize("by", ["manager", "cio", "administrator", "lead"])
def test_whoever_invites_never_reads_the_link(
    cast: Cast, signed_in: Callable[[User], Client], by: str
) -> None:
    from django.utils import timezone

    settings.DEMO, was = True, settings.DEMO
    try:
        is_invited(cast, "lead", theirs=True, now=timezone.now())
        token = link_of_invitation()
        with entered(SYSTEM):
            mail = OutgoingMail.objects.get(kind="invitation")
        client = signed_in(getattr(cast, by))
        for path in ("", "body/"):
            assert client.get(f"/settings/mail/{mail.pk}/{path}").status_code == 404
        assert token not in client.get("/settings/mail/").content.decode()
        with acting_as(getattr(cast, by)):
            assert not MailContent.objects.exists()
    finally:
        settings.DEMO = was
