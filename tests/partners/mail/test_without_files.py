"""What a server refuses for the file it carries goes to that person without it, and nobody else notices."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from pytest_django.fixtures import Settings

from partners.isolation.scope import SYSTEM, entered
from partners.mail.delivery import deliver_waiting
from partners.mail.outbox import Attachment, Letter, queue
from partners.mail.results import AFTER_A_REFUSAL
from partners.models import OutgoingMail, User
from tests.cast import Cast, assemble
from tests.partners.sink import Sink, listening

pytestmark = pytest.mark.django_db(transaction=True)
LARGEST = 60_000
FILE = Attachment("pack.pdf", "application/pdf", b"%PDF" + bytes(80_000))
CALENDAR = Attachment(
    "invitation.ics", "text/calendar; method=REQUEST", b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"
)


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    return assemble()


@pytest.fixture
def sink(settings: Settings) -> Iterator[Sink]:
    with listening(LARGEST) as (server, port):
        settings.EMAIL_URL = f"smtp://127.0.0.1:{port}"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
        settings.EMAIL_TIMEOUT = 5
        yield server


def sent(to: User, now: datetime, cast: Cast, *files: Attachment) -> OutgoingMail:
    words = "The record: https://tandem.example.com/record\nAttached: pack.pdf"
    html = f"<p>{words}</p>"
    letter = Letter(subject="Pack", text=words, html=html, attachments=files or (FILE,))
    return queue(letter, to=to, kind="pack", now=now, partner=cast.partner)


def fate(mail: OutgoingMail) -> OutgoingMail:
    with entered(SYSTEM):
        return OutgoingMail.objects.get(pk=mail.pk)


def said(sink: Sink, kind: str) -> str:
    [message] = sink.taken
    return " ".join(message.get_body((kind,)).get_content().split())


def _announced(sink: Sink) -> None:
    """The server says how much it takes before a mail is begun."""


def _told_with_the_sender(sink: Sink) -> None:
    sink.says_its_size, sink.mail_answers = False, ["552 5.3.4 too large"]


def _told_at_the_end(sink: Sink) -> None:
    sink.says_its_size = False


def _unwanted(sink: Sink) -> None:
    sink.says_its_size, sink.data_answers = False, ["554 5.7.1 attachments of this kind are not taken"]


@pytest.mark.parametrize("refused", [_announced, _told_with_the_sender, _told_at_the_end, _unwanted])
def test_a_mail_refused_for_its_file_goes_without_it_and_says_so(
    cast: Cast, sink: Sink, now: datetime, refused: object
) -> None:
    refused(sink)  # type: ignore[operator]
    small = Attachment("pack.pdf", "application/pdf", b"%PDF")
    mail = sent(cast.lead, now, cast, small if refused is _unwanted else FILE)
    deliver_waiting(clock=lambda: now)
    assert (fate(mail).state, fate(mail).without_files, fate(mail).attempts) == ("delivered", True, 2)
    assert (
        fate(mail).last_error == "Their mail server did not take the mail with its file, and took it without."
    )
    [message] = sink.taken
    assert message["Message-ID"] == mail.message_id
    assert list(message.iter_attachments()) == []
    for kind in ("plain", "html"):
        assert "Not attached, because your mail server did not take the mail with it" in said(sink, kind)
        assert "above): pack.pdf" in said(sink, kind)


def test_the_announced_size_is_asked_before_anything_is_sent(cast: Cast, sink: Sink, now: datetime) -> None:
    sink.mail_answers = ["421 nothing was to come here"]
    mail = sent(cast.lead, now, cast)
    deliver_waiting(clock=lambda: now)
    assert (fate(mail).state, fate(mail).without_files, fate(mail).attempts) == ("queued", True, 2)
    assert "421 nothing was to come here" in fate(mail).last_error  # said to the mail without its file


def test_the_others_get_theirs(cast: Cast, sink: Sink, now: datetime, settings: Settings) -> None:
    sink.refuses = {cast.lead.email}
    refused, taken = sent(cast.lead, now, cast, CALENDAR), sent(cast.contributor, now, cast, CALENDAR)
    large = sent(cast.manager, now, cast)
    deliver_waiting(clock=lambda: now)
    assert [fate(mail).state for mail in (refused, taken, large)] == ["bounced", "delivered", "delivered"]
    assert [fate(mail).without_files for mail in (refused, taken, large)] == [False, False, True]
    assert sorted(sink.recipients) == sorted([cast.contributor.email, cast.manager.email])


def test_a_refused_address_is_tried_once_more_an_hour_later_without_the_file_and_the_others_get_theirs(
    cast: Cast, sink: Sink, now: datetime
) -> None:
    sink.refuses = {cast.lead.email}
    pdf = Attachment("pack.pdf", "application/pdf", b"%PDF")
    refused, taken = sent(cast.lead, now, cast, pdf), sent(cast.contributor, now, cast, pdf)
    deliver_waiting(clock=lambda: now)
    assert (fate(taken).state, fate(taken).without_files) == ("delivered", False)
    assert (fate(refused).state, fate(refused).without_files) == ("queued", True)
    assert "refused the address: 550 5.1.1 no such person" in fate(refused).last_error
    sink.refuses = set()
    deliver_waiting(clock=lambda: now + AFTER_A_REFUSAL - timedelta(seconds=1))
    assert len(sink.taken) == 1
    deliver_waiting(clock=lambda: now + AFTER_A_REFUSAL)
    assert (fate(refused).state, fate(refused).attempts) == ("delivered", 2)
    second = sink.taken[1]
    assert (second["Message-ID"], list(second.iter_attachments())) == (refused.message_id, [])
    words = " ".join(second.get_body(("plain",)).get_content().split())
    assert "https://tandem.example.com/record Not attached" in words


def test_an_address_that_is_refused_twice_has_bounced_and_says_why(
    cast: Cast, sink: Sink, now: datetime
) -> None:
    sink.refuses = {cast.lead.email}
    mail = sent(cast.lead, now, cast)
    for hours in range(4):
        deliver_waiting(clock=lambda hours=hours: now + hours * AFTER_A_REFUSAL)  # type: ignore[misc]
    assert (fate(mail).state, fate(mail).attempts, sink.taken) == ("bounced", 2, [])
    assert "550 5.1.1 no such person" in fate(mail).last_error


def test_what_is_refused_without_its_file_too_has_bounced(cast: Cast, sink: Sink, now: datetime) -> None:
    sink.data_answers = ["554 not this"] * 2
    mail = sent(cast.lead, now, cast, Attachment("pack.pdf", "application/pdf", b"%PDF"))
    deliver_waiting(clock=lambda: now)
    assert (fate(mail).state, fate(mail).attempts, sink.taken) == ("bounced", 2, [])


def test_what_a_calendar_reads_is_no_file_to_leave_out(cast: Cast, sink: Sink, now: datetime) -> None:
    sink.data_answers = ["554 not this"]
    mail = sent(cast.lead, now, cast, CALENDAR)
    deliver_waiting(clock=lambda: now)
    assert (fate(mail).state, fate(mail).without_files) == ("bounced", False)


def test_a_server_that_asks_for_patience_gets_the_file_again(cast: Cast, sink: Sink, now: datetime) -> None:
    sink.data_answers = ["451 later"]
    mail = sent(cast.lead, now, cast, Attachment("pack.pdf", "application/pdf", b"%PDF"))
    deliver_waiting(clock=lambda: now)
    assert (fate(mail).state, fate(mail).without_files) == ("queued", False)
