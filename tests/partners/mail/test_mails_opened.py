"""Who opens what a mail of the demo says: only whoever reads every partnership it speaks of, an administrator none."""

from collections.abc import Callable
from dataclasses import fields

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from partners.isolation.scope import SYSTEM, entered
from partners.mail.outbox import Attachment, Letter, Outgoing, queue_all
from partners.models import Membership, OutgoingMail, User
from tests.cast import Cast

SAID = "Two promises are late"
PEOPLE = [field.name for field in fields(Cast) if field.name not in ("partner", "rival", "leaver")]
PAGES = ["", "body/", "attachments/{file}/"]


@pytest.fixture
def demo(cast: Cast, settings: Settings) -> Cast:
    """Everybody is invented; our relationship manager and the lead take part in both partnerships."""
    settings.DEMO = True
    with entered(SYSTEM):
        User.objects.update(invented=True)
        for person, role in ((cast.manager, "relationship_manager"), (cast.lead, "partner_lead")):
            Membership.objects.create(partner=cast.rival, person=person, role=role, since="2025-09-01")
    return cast


def sent(to: User, *concerns: int) -> OutgoingMail:
    html = f"<html><head></head><body>{SAID}</body></html>"
    letter = Letter(
        "2 partnerships: 3 things for you", SAID, html, [Attachment("a.txt", "text/plain", SAID.encode())]
    )
    [mail] = queue_all([Outgoing(letter, to, "reminders", None, concerns=concerns)], now=timezone.now())
    return mail


def opened_by(demo: Cast, mail: OutgoingMail, signed_in: Callable[[User], Client]) -> set[str]:
    """Whoever is let in, by their names in the cast; at every address of the mail alike."""
    with entered(SYSTEM):
        file = mail.attachments.get().pk
    found: dict[str, list[int]] = {}
    for name in PEOPLE:
        client = signed_in(getattr(demo, name))
        pages = [client.get(f"/settings/mail/{mail.pk}/{page.format(file=file)}") for page in PAGES]
        found[name] = [page.status_code for page in pages]
        if 404 in found[name]:
            assert not any(SAID.encode() in page.content for page in pages)
            assert SAID not in client.get("/settings/mail/").content.decode()
    assert set(map(tuple, found.values())) <= {(200, 200, 200), (404, 404, 404)}
    return {name for name, codes in found.items() if codes[0] == 200}


def test_a_mail_about_several_partnerships_is_opened_by_whoever_reads_them_all(
    demo: Cast, signed_in: Callable[[User], Client]
) -> None:
    ours = sent(demo.manager, demo.partner.pk, demo.rival.pk)
    theirs = sent(demo.lead, demo.partner.pk, demo.rival.pk)
    assert opened_by(demo, ours, signed_in) == {"cio", "manager"}
    assert opened_by(demo, theirs, signed_in) == {"lead"}


def test_whoever_reads_no_partnership_reads_of_its_mails_the_kind_alone(
    demo: Cast, signed_in: Callable[[User], Client]
) -> None:
    sent(demo.manager, demo.partner.pk, demo.rival.pk)
    listed = {
        name: signed_in(getattr(demo, name)).get("/settings/mail/").content.decode()
        for name in ("administrator", "cio", "manager")
    }
    assert [name for name, page in listed.items() if "3 things for you" in page] == ["cio", "manager"]
    assert "Reminders" in listed["administrator"]


def test_a_mail_that_names_no_partnership_may_quote_somebody_and_is_its_reader_s_alone(
    demo: Cast, signed_in: Callable[[User], Client]
) -> None:
    assert opened_by(demo, sent(demo.manager), signed_in) == {"manager"}


def test_one_of_several_partnerships_out_of_reach_keeps_the_mail_shut(
    demo: Cast, signed_in: Callable[[User], Client]
) -> None:
    assert opened_by(demo, sent(demo.teammate, demo.partner.pk, demo.rival.pk), signed_in) == {"cio"}
