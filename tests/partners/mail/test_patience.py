"""How long a delivery waits, and that nobody sends what another may still be sending."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from threading import Event, Thread

import pytest
from django.db import connection
from pytest_django.fixtures import Settings

from config.celery import app
from partners.isolation.scope import SYSTEM, entered
from partners.mail import delivery
from partners.mail import server as mail_server
from partners.mail.delivery import FRESH, LEASE, WORKS_FOR, deliver_waiting
from partners.mail.outbox import Letter, queue
from partners.mail.server import LONGEST
from partners.models import OutgoingMail
from tests.cast import Cast, assemble
from tests.partners.sink import Sink, free_port, listening

pytestmark = pytest.mark.django_db(transaction=True)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    return assemble()


@pytest.fixture
def sink(settings: Settings) -> Iterator[Sink]:
    with listening() as (server, port):
        settings.EMAIL_URL = f"smtp://127.0.0.1:{port}"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
        settings.EMAIL_TIMEOUT = 5
        yield server


@pytest.fixture
def mail(cast: Cast, now: datetime) -> OutgoingMail:
    return queue(
        Letter("Due today", "Due today."), to=cast.lead, kind="reminder", now=now, partner=cast.partner
    )


def deliver(now: datetime) -> None:
    deliver_waiting(clock=lambda: now)


def changed(**facts: object) -> None:
    with entered(SYSTEM):
        OutgoingMail.objects.update(**facts)


def fate(mail: OutgoingMail) -> OutgoingMail:
    with entered(SYSTEM):
        return OutgoingMail.objects.get(pk=mail.pk)


def test_a_delivery_ends_before_celery_ends_it_and_that_before_its_first_lease() -> None:
    celery_ends_it = timedelta(seconds=app.conf.task_time_limit)
    handed_out_again = timedelta(seconds=app.conf.broker_transport_options["visibility_timeout"])
    assert WORKS_FOR + FRESH + LONGEST < celery_ends_it < LEASE < handed_out_again


def test_a_mail_server_may_think_longer_about_a_mail_than_about_any_word(
    mail: OutgoingMail, sink: Sink, now: datetime, settings: Settings
) -> None:
    settings.EMAIL_TIMEOUT = 0.2
    sink.on_data = lambda: Event().wait(1.0)
    deliver(now)
    assert (fate(mail).state, len(sink.taken)) == ("delivered", 1)


def test_a_mail_that_is_answered_after_we_gave_up_comes_again_as_the_same_mail(
    mail: OutgoingMail, sink: Sink, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mail_server, "LONGEST", timedelta(seconds=0.5))
    gave_up = Event()
    sink.on_data = lambda: gave_up.wait(60)
    deliver(now)
    sink.on_data = None
    gave_up.set()
    assert (fate(mail).state, fate(mail).next_attempt_at) == ("queued", now + MINUTE)
    monkeypatch.undo()
    deliver(now + MINUTE)
    assert [message["Message-ID"] for message in sink.taken] == [mail.message_id] * 2
    assert fate(mail).state == "delivered"


def test_when_its_time_is_over_a_delivery_begins_no_mail_and_leaves_it_to_the_next(
    mail: OutgoingMail, sink: Sink, now: datetime
) -> None:
    moments = iter([now, now])  # when it begins, and when it claims
    assert deliver_waiting(clock=lambda: next(moments, now + WORKS_FOR))
    assert (fate(mail).leased_until, sink.taken) == (None, [])
    deliver(now + WORKS_FOR)
    assert fate(mail).state == "delivered"


def taken_over(until: datetime) -> None:
    """As if this machine had slept until another delivery took the mail."""

    def take() -> None:
        changed(leased_until=until)
        connection.close()

    other = Thread(target=take)
    other.start()
    other.join()


def test_who_overslept_the_lease_takes_nothing_from_who_has_it_now(
    mail: OutgoingMail, sink: Sink, now: datetime
) -> None:
    sink.on_data = lambda: taken_over(now + 2 * LEASE)
    sink.hang_up_after_data = 1
    deliver(now)
    assert (fate(mail).state, fate(mail).attempts, fate(mail).leased_until) == ("queued", 0, now + 2 * LEASE)


def test_who_overslept_the_lease_still_says_that_it_was_delivered(
    mail: OutgoingMail, sink: Sink, now: datetime
) -> None:
    sink.on_data = lambda: taken_over(now + 2 * LEASE)
    deliver(now)
    assert fate(mail).state == "delivered"


def test_an_attempt_whose_end_nobody_saw_counts(mail: OutgoingMail, sink: Sink, now: datetime) -> None:
    changed(leased_until=now - MINUTE)
    deliver(now)
    assert (fate(mail).state, fate(mail).attempts) == ("delivered", 2)


def test_the_mails_behind_it_were_not_tried(
    mail: OutgoingMail, cast: Cast, sink: Sink, now: datetime
) -> None:
    letter = Letter("Due today", "Due today.")
    behind = [
        queue(letter, to=cast.manager, kind="reminder", now=now, partner=cast.partner) for _ in range(3)
    ]
    changed(leased_until=now - MINUTE)
    deliver(now)
    assert [fate(each).attempts for each in (mail, *behind)] == [2, 2, 1, 1]


def test_a_mail_that_ends_every_worker_is_given_up(mail: OutgoingMail, sink: Sink, now: datetime) -> None:
    changed(leased_until=now - MINUTE, attempts=11)
    deliver(now)
    assert (fate(mail).state, sink.taken) == ("failed", [])
    assert "cut off" in fate(mail).last_error


def test_while_the_server_is_away_only_the_first_mails_wait_longer(
    mail: OutgoingMail, cast: Cast, now: datetime, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delivery, "BATCH", 1)
    settings.EMAIL_URL, settings.EMAIL_HOST, settings.EMAIL_PORT = "smtp://", "127.0.0.1", free_port()
    later = queue(Letter("Due today", "Due today."), to=cast.manager, kind="reminder", now=now)
    deliver(now)
    assert (fate(mail).attempts, fate(later).attempts) == (1, 0)
