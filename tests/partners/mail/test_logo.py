"""The logo of our organisation travels within the letter, under its name, and a letter is whole without it."""

import io
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from PIL import Image

from partners.isolation.scope import SYSTEM, acting_as, entered
from partners.mail.message import message_of
from partners.mail.outbox import Attachment, Letter, queue, written
from partners.models import MailAttachment, OutgoingMail
from partners.models.enterprise import forget
from partners.verbs import name_enterprise
from tests.cast import Cast


def drawn(colour: str) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (40, 20), colour).save(file, "PNG")
    return file.getvalue()


def brought(cast: Cast, now: datetime, logo: bytes | None, **said: bool) -> None:
    with acting_as(cast.administrator):
        name_enterprise(name="Northgate & Sons", logo=logo, by=cast.administrator, now=now, **said)
    forget()


def letter_about(cast: Cast) -> Letter:
    facts = {"person": cast.lead, "what": "Something changed.", "link": ""}
    return written("account/mail/second_factor", facts, subject="Something changed")


def as_sent(letter: Letter, cast: Cast, now: datetime) -> EmailMessage:
    mail = queue(letter, to=cast.lead, kind="reminder", now=now)
    with entered(SYSTEM):
        files = MailAttachment.objects.filter(mail=mail)
        found = OutgoingMail.objects.select_related("person", "content").get(pk=mail.pk)
        content = message_of(found, found.content, files).content
    return message_from_bytes(content, policy=policy.default)


def pictures(mail: EmailMessage) -> list[EmailMessage]:
    return [part for part in mail.walk() if part.get_content_maintype() == "image"]


def test_the_letter_carries_it_and_points_at_it_by_its_own_name(cast: Cast, now: datetime) -> None:
    brought(cast, now, drawn("navy"))
    mail = as_sent(letter_about(cast), cast, now)
    (logo,) = pictures(mail)
    html = mail.get_body(("html",))
    assert html is not None
    address = logo["Content-ID"].strip("<>")
    assert f'<img class="logo" src="cid:{address}" alt="Northgate &amp; Sons"' in html.get_content()
    assert logo.get_content_disposition() == "inline"
    assert Image.open(io.BytesIO(logo.get_content())).convert("RGB").getpixel((0, 0)) == (0, 0, 128)
    assert mail.get_content_type() == "multipart/related"
    text = mail.get_body(("plain",))
    assert text is not None
    assert "cid:" not in text.get_content()


def test_beside_a_file_both_arrive(cast: Cast, now: datetime) -> None:
    brought(cast, now, drawn("navy"))
    letter = letter_about(cast)
    with_file = Letter(
        letter.subject, letter.text, letter.html, [Attachment("a.pdf", "application/pdf", b"%PDF")]
    )
    mail = as_sent(with_file, cast, now)
    assert len(pictures(mail)) == 1
    assert mail.get_content_type() == "multipart/mixed"
    assert [part.get_filename() for part in mail.iter_attachments()] == ["logo.png", "a.pdf"]


@pytest.mark.parametrize("instead", ["nothing", "another"])
def test_one_that_was_taken_off_meanwhile_leaves_the_name(cast: Cast, now: datetime, instead: str) -> None:
    brought(cast, now, drawn("navy"))
    letter = letter_about(cast)
    if instead == "another":
        brought(cast, now, drawn("red"))
    else:
        brought(cast, now, None, without_logo=True)
    mail = as_sent(letter, cast, now)
    assert pictures(mail) == []
    assert 'alt="Northgate &amp; Sons"' in letter.html


def test_without_a_logo_no_letter_has_a_picture(cast: Cast, now: datetime) -> None:
    letter = letter_about(cast)
    assert "<img" not in letter.html
    assert pictures(as_sent(letter, cast, now)) == []
