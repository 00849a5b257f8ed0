"""What a program writes above a mail it quotes: our name at either address, whom the mail was to, what it was about."""

import pytest
from django.utils import timezone
from pytest_django.fixtures import Settings

from governance.by_mail.reply_sources import sent_to
from partners.isolation.scope import SYSTEM, entered
from tests.cast import Cast
from tests.governance.mails import mail_to

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("replies_to", "addresses"),
    [
        ("reply@tandem.example.com", ["post@example.com", "reply@tandem.example.com"]),
        ("", ["post@example.com"]),
    ],
)
def test_a_mail_is_known_by_both_of_our_addresses_and_its_reader(
    cast: Cast, settings: Settings, replies_to: str, addresses: list[str]
) -> None:
    settings.DEFAULT_FROM_EMAIL, settings.REPLY_ADDRESS = "Northgate <post@example.com>", replies_to
    link = mail_to(cast.lead, now=timezone.now()).link
    with entered(SYSTEM):
        sent = sent_to(link, [])
    assert list(sent.marks) == [
        "Northgate <post@example.com>", f"Tandem <{replies_to}>", f"Jonas Stein <{cast.lead.email}>",
    ]  # fmt: skip
    assert list(sent.addresses) == addresses
