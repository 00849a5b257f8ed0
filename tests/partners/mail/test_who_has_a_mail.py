"""Whoever asks for a yes reads whether somebody was told of it; where nobody can be, who is missing."""

from collections.abc import Callable

import pytest
from django.test import Client

from partners.access import InternalRole
from partners.isolation.scope import SYSTEM, entered
from partners.models import OutgoingMail, Partner, User
from partners.verbs import start_partnership
from tests.cast import Cast
from tests.reading import lines_of

In = Callable[[User], Client]
FIRST = {
    "partner_lead": ("noor@oresund.example", "yes"),
    "relationship_manager": ("noor@northgate.example", "no"),
}


@pytest.fixture
def fresh(cast: Cast, now: object) -> Partner:
    with entered(SYSTEM):
        return start_partnership("Öresund Data", by=cast.cio, now=now)


def asks(client: Client, partner: Partner, role: str) -> str:
    email, theirs = FIRST[role]
    typed = {
        "partner": partner.slug,
        "full_name": "Noor Haddad",
        "email": email,
        "theirs": theirs,
        "role": role,
    }
    page = client.post("/settings/people/invitations/", typed, follow=True).content.decode()
    assert "Not done yet" in page
    with entered(SYSTEM):
        told = OutgoingMail.objects.filter(kind="people_asked").exists()
    assert ("They have a mail" in page) is told
    return page


@pytest.mark.parametrize("role", FIRST)
def test_before_there_is_a_cio_nobody_has_a_mail_and_one_is_to_be_invited(
    cast: Cast, fresh: Partner, signed_in: In, role: str
) -> None:
    with entered(SYSTEM):
        User.objects.filter(pk=cast.cio.pk).update(internal_role=InternalRole.NONE)
    page = asks(signed_in(cast.administrator), fresh, role)
    assert "is here yet, and no mail was sent: invite a CIO first" in page


@pytest.mark.parametrize("role", FIRST)
def test_whose_access_has_ended_has_no_mail_either(
    cast: Cast, fresh: Partner, signed_in: In, role: str
) -> None:
    with entered(SYSTEM):
        User.objects.filter(pk=cast.cio.pk).update(is_active=False)
    page = asks(signed_in(cast.administrator), fresh, role)
    assert "has access to Tandem now, and no mail was sent" in page


@pytest.mark.parametrize("role", FIRST)
def test_our_own_administrator_is_not_the_other_side_to_our_cio(
    cast: Cast, fresh: Partner, signed_in: In, role: str
) -> None:
    assert "They have a mail" in asks(signed_in(cast.administrator), fresh, role)
    desk = " ".join(lines_of(signed_in(cast.cio).get("/", follow=True).content.decode()))
    assert "One request waits for your yes" in desk
    assert "of the other side" not in desk
