"""Mails are written with the change they tell of, many in as few statements as one."""

from datetime import datetime

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from partners.isolation.scope import SYSTEM, entered
from partners.mail import tasks
from partners.mail.outbox import Attachment, Letter, Outgoing, queue, queue_all
from partners.models import MailAttachment, MailContent, OutgoingMail
from tests.cast import Cast

CALENDAR = Attachment("due.ics", "text/calendar; method=PUBLISH", b"BEGIN:VCALENDAR")


def reminder(cast: Cast, number: int) -> Outgoing:
    letter = Letter(
        f"Due {number}", f"Item {number} is due.", attachments=[CALENDAR], headers={"X-N": str(number)}
    )
    return Outgoing(letter, to=cast.lead, kind="reminder", partner=cast.partner)


def statements(cast: Cast, mails: int, now: datetime) -> int:
    with CaptureQueriesContext(connection) as captured:
        queue_all([reminder(cast, number) for number in range(mails)], now=now)
    return len(captured)


@pytest.fixture
def woken(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """One entry for each time the delivery is woken."""
    times: list[str] = []
    monkeypatch.setattr(tasks, "wake_delivery", lambda: times.append("woken"))
    return times


def test_many_mails_take_as_many_statements_as_one(cast: Cast, now: datetime) -> None:
    assert statements(cast, 1, now) == statements(cast, 200, now)


def test_every_mail_has_its_own_id_content_and_attachments_in_the_order_given(
    cast: Cast, now: datetime
) -> None:
    mails = queue_all([reminder(cast, number) for number in range(30)], now=now)
    with entered(SYSTEM):
        texts = list(MailContent.objects.order_by("mail").values_list("mail", "text", "headers__X-N"))
        files = list(MailAttachment.objects.order_by("mail").values_list("mail", "file_name"))
    assert texts == [(mail.pk, f"Item {number} is due.", str(number)) for number, mail in enumerate(mails)]
    assert files == [(mail.pk, "due.ics") for mail in mails]
    assert len({mail.message_id for mail in mails}) == 30


def test_many_mails_wake_the_delivery_once_when_they_are_committed(
    cast: Cast, now: datetime, woken: list[str], django_capture_on_commit_callbacks: object
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        queue_all([reminder(cast, number) for number in range(30)], now=now)
        assert woken == []
    assert woken == ["woken"]


def test_no_mail_wakes_nobody(
    cast: Cast, now: datetime, woken: list[str], django_capture_on_commit_callbacks: object
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        assert queue_all([], now=now) == []
    assert woken == []


def test_a_change_that_is_taken_back_leaves_no_mail(cast: Cast, now: datetime) -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        queue_all([reminder(cast, 1)], now=now)
        raise ZeroDivisionError
    with entered(SYSTEM):
        assert not OutgoingMail.objects.exists()


def test_a_stranger_is_written_to_at_an_address(cast: Cast, now: datetime) -> None:
    mail = queue(Letter("Welcome", "Come in."), to="new@example.com", kind="invitation", now=now, secret=True)
    assert (mail.person, mail.address, mail.secret) == (None, "new@example.com", True)
