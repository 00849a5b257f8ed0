"""The packs, the mails and their files, as they reach people: nothing of a rival, nothing of the other side's own."""

import io
from collections.abc import Iterator

import pytest
from django.db import transaction
from pypdf import PdfReader
from pytest_django import DjangoDbBlocker

from partners.isolation.scope import SYSTEM, acting_as, entered
from partners.models import MailAttachment, MailContent
from reviews.models import PackDelivery, Review, ReviewPack
from reviews.record.pack.making import make_next
from reviews.record.verbs.packing import make_packs_again
from tests.demo.rivals.conftest import OUR_NOTES, OUR_TERMS, OUR_WORD, RIVALS_WORDS, THEIR_NOTES
from tests.demo.rivals.places import HALDEN, MERIDIAN, World
from tests.demo.rivals.secrets import leaks, said_in
from tests.tampering import as_the_owner
from tests.templates import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def _made(world: World, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The packs of both rivals' latest reviews, set from their seals and mailed."""
    chair = world.people["c"]
    with django_db_blocker.unblock(), transaction.atomic():
        with entered(SYSTEM), as_the_owner():
            PackDelivery.objects.all().delete()  # of the files that say nothing
            MailAttachment.objects.filter(content_type="application/pdf").delete()
        for numbers in (world.ours, world.rivals):
            with acting_as(chair):
                make_packs_again(Review.objects.get(pk=numbers["sealed"]), by=chair, now=NOW)
        while make_next(now=NOW):
            pass
        yield
        transaction.set_rollback(True)


@pytest.mark.parametrize(
    ("edition", "secrets"),
    [("partner", (*OUR_NOTES, *THEIR_NOTES, *OUR_TERMS)), ("ours", (OUR_WORD, *THEIR_NOTES))],
)
def test_no_pack_carries_what_its_readers_may_not_know(
    world: World, edition: str, secrets: tuple[str, ...]
) -> None:
    with entered(SYSTEM):
        pack = ReviewPack.objects.get(review=world.ours["sealed"], edition=edition)
        with pack.file.open("rb") as file:
            text = printed(file.read())
    assert "Meridian Systems" in text
    assert leaks(text, said_in(HALDEN) | set(secrets)) == []


def printed(pdf: bytes) -> str:
    """What a PDF says, on one line."""
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).split())


def test_no_mail_of_a_partnership_speaks_of_another(world: World) -> None:
    for mine, other in ((MERIDIAN, HALDEN), (HALDEN, MERIDIAN)):
        secrets = said_in(other) | {*OUR_NOTES, *THEIR_NOTES, *OUR_TERMS, *RIVALS_WORDS.values()}
        with entered(SYSTEM):
            mails = list(MailContent.objects.filter(mail__partner__slug=mine).select_related("mail"))
        assert len(mails) > 10
        wrong = [
            mail.mail.subject for mail in mails if leaks(mail.mail.subject + mail.text + mail.html, secrets)
        ]
        assert wrong == []


def carried(file: MailAttachment) -> str:
    """What a file of a mail says; a calendar's lines are put together again where it has cut them."""
    content = bytes(file.content)
    if file.content_type == "application/pdf":
        return printed(content)
    return content.decode().replace("\r\n ", "")


def test_no_file_of_a_mail_speaks_of_another_partnership_nor_of_what_its_reader_may_not_know(
    world: World,
) -> None:
    for mine, other in ((MERIDIAN, HALDEN), (HALDEN, MERIDIAN)):
        secrets = said_in(other) | {*OUR_NOTES, *THEIR_NOTES, *OUR_TERMS, *RIVALS_WORDS.values()}
        with entered(SYSTEM):
            files = list(MailAttachment.objects.filter(mail__partner__slug=mine).select_related("mail"))
        kinds = {file.content_type.partition(";")[0] for file in files}
        assert kinds == {"application/pdf", "text/calendar"}
        different = {bytes(file.content): file for file in files}
        wrong = {file.file_name: leaks(carried(file), secrets) for file in different.values()}
        assert {name: found for name, found in wrong.items() if found} == {}
