import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from django.db import connection
from pytest_django.fixtures import Settings

from partners.isolation.scope import SYSTEM, acting_as, entered
from partners.mail.delivery import FRESH, LEASE, deliver_waiting
from partners.mail.outbox import Attachment, Letter, Outgoing, queue, queue_all
from partners.mail.quiet import QUIET, Quiet, take_back
from partners.mail.results import pause_after
from partners.models import Membership, OutgoingMail, User
from partners.verbs import deactivate, end_part
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


def written(to: User, now: datetime, cast: Cast, **letter: object) -> OutgoingMail:
    facts = {"subject": "Review of Meridian", "text": "Due today.", **letter}
    return queue(Letter(**facts), to=to, kind="reminder", now=now, partner=cast.partner)


def deliver(now: datetime) -> None:
    deliver_waiting(clock=lambda: now)


def fate(mail: OutgoingMail) -> OutgoingMail:
    with entered(SYSTEM):
        return OutgoingMail.objects.get(pk=mail.pk)


def test_a_mail_arrives_with_its_message_id(cast: Cast, sink: Sink, now: datetime) -> None:
    mail = written(cast.lead, now, cast, html="<p>Due today.</p>")
    deliver(now)
    [message] = sink.taken
    assert message["Message-ID"] == mail.message_id
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["To"] == "Jonas Stein <jonas.stein@example.com>"
    assert message.get_body(("plain",)).get_content().strip() == "Due today."
    assert fate(mail).state == "delivered"


def test_a_delivered_mail_is_not_sent_again(cast: Cast, sink: Sink, now: datetime) -> None:
    written(cast.lead, now, cast)
    deliver(now)
    deliver(now + LEASE)
    assert len(sink.taken) == 1


def test_a_mail_that_waits_in_quiet_leaves_then_and_one_taken_back_never(
    cast: Cast, sink: Sink, now: datetime
) -> None:
    for person in (cast.lead, cast.manager):
        quiet = Quiet("review:1", now + QUIET, {"of": person.full_name})
        letter = Letter(subject="The review has moved", text=f"Now, {person.full_name}.")
        queue_all([Outgoing(letter, person, "invitation", cast.partner, quiet=quiet)], now=now)
    urgent = written(cast.lead, now, cast)
    deliver(now + QUIET - timedelta(seconds=1))
    assert [message["Message-ID"] for message in sink.taken] == [urgent.message_id]
    for about, people in (("review:2", [cast.manager.pk]), ("review:1", [cast.cio.pk])):
        assert take_back(about, people, now=now + MINUTE) == {}
    assert take_back("review:1", [cast.manager.pk], now=now + MINUTE) == {
        cast.manager.pk: {"of": cast.manager.full_name}
    }
    deliver(now + QUIET)
    assert [message["To"].split()[0] for message in sink.taken] == ["Jonas", "Jonas"]
    assert take_back("review:1", [cast.lead.pk], now=now + QUIET) == {}


def test_many_mails_share_one_connection(cast: Cast, sink: Sink, now: datetime) -> None:
    for _ in range(5):
        written(cast.lead, now, cast)
    deliver(now)
    assert (len(sink.taken), sink.sessions) == (5, 1)


def test_attachments_arrive_whole(cast: Cast, sink: Sink, now: datetime) -> None:
    pack = bytes(range(256)) * 40
    written(cast.lead, now, cast, attachments=[Attachment("pack.pdf", "application/pdf", pack)])
    deliver(now)
    [file] = sink.taken[0].iter_attachments()
    assert (file.get_filename(), file.get_content()) == ("pack.pdf", pack)


def test_an_invitation_to_a_meeting_is_another_form_of_the_text(
    cast: Cast, sink: Sink, now: datetime
) -> None:
    calendar = Attachment("review.ics", "text/calendar; method=REQUEST", b"BEGIN:VCALENDAR")
    written(cast.lead, now, cast, attachments=[calendar])
    deliver(now)
    forms = [part for part in sink.taken[0].walk() if part.get_content_type() == "text/calendar"]
    assert len(forms) == 2
    assert all(part.get_param("method") == "REQUEST" for part in forms)


@pytest.mark.parametrize("answer", ["421 closing", "451 greylisted, try later"])
def test_a_server_that_asks_for_patience_gets_the_mail_later(
    cast: Cast, sink: Sink, now: datetime, answer: str
) -> None:
    sink.rcpt_answers = [answer]
    mail = written(cast.lead, now, cast)
    deliver(now)
    waiting = fate(mail)
    assert (waiting.state, waiting.next_attempt_at) == ("queued", now + MINUTE)
    assert answer[:3] in waiting.last_error
    deliver(now + MINUTE)
    assert (fate(mail).state, fate(mail).attempts) == ("delivered", 2)


def test_pauses_double_until_a_day_has_passed() -> None:
    pauses = [pause_after(attempt) for attempt in range(1, 13)]
    assert pauses == [*(2**power * MINUTE for power in range(11)), None]


def test_a_mail_that_never_gets_through_stays_visible_as_failed(
    cast: Cast, sink: Sink, now: datetime
) -> None:
    mail = written(cast.lead, now, cast)
    with entered(SYSTEM):
        OutgoingMail.objects.update(attempts=11)
    sink.rcpt_answers = ["451 not yet"]
    deliver(now)
    assert fate(mail).state == "failed"
    assert "451 not yet" in fate(mail).last_error


@pytest.mark.parametrize("stage", ["rcpt_answers", "data_answers"])
def test_a_mail_refused_for_good_has_bounced(cast: Cast, sink: Sink, now: datetime, stage: str) -> None:
    setattr(sink, stage, ["550 no such person"])
    mail = written(cast.lead, now, cast)
    deliver(now)
    assert fate(mail).state == "bounced"
    assert "550 no such person" in fate(mail).last_error


def test_one_refused_mail_does_not_hold_up_the_next(cast: Cast, sink: Sink, now: datetime) -> None:
    sink.rcpt_answers = ["550 no such person"]
    written(cast.lead, now, cast)
    second = written(cast.contributor, now, cast)
    deliver(now)
    assert fate(second).state == "delivered"


def test_a_connection_that_drops_is_opened_anew(cast: Cast, sink: Sink, now: datetime) -> None:
    sink.hang_up_after_data = 1
    first, second = written(cast.lead, now, cast), written(cast.contributor, now, cast)
    deliver(now)
    assert fate(first).state == "queued"
    assert fate(second).state == "delivered"
    deliver(now + MINUTE)
    assert [message["Message-ID"] for message in sink.taken].count(first.message_id) == 2


def test_a_server_that_is_away_costs_no_mail(
    cast: Cast, sink: Sink, now: datetime, settings: Settings
) -> None:
    port = settings.EMAIL_PORT
    settings.EMAIL_PORT = free_port()
    mail = written(cast.lead, now, cast)
    deliver(now)
    assert fate(mail).state == "queued"
    settings.EMAIL_PORT = port
    deliver(now + MINUTE)
    assert fate(mail).state == "delivered"


def test_without_a_mail_server_mails_are_kept(cast: Cast, now: datetime, settings: Settings) -> None:
    settings.EMAIL_URL = ""
    mail = written(cast.lead, now, cast)
    deliver(now)
    assert fate(mail).state == "kept"


@pytest.mark.faults
def test_a_worker_killed_after_the_server_took_the_mail_sends_the_same_mail_again(
    cast: Cast, sink: Sink, now: datetime
) -> None:
    mail = written(cast.lead, now, cast)
    worker = _worker(sink)
    assert worker.wait(timeout=60) == -signal.SIGKILL
    assert fate(mail).state == "queued"
    sink.on_data = None
    deliver(now + timedelta(days=400) + LEASE)  # whatever the killed worker's clock said
    assert [message["Message-ID"] for message in sink.taken] == [mail.message_id] * 2
    assert fate(mail).state == "delivered"


def _worker(sink: Sink) -> "subprocess.Popen[bytes]":
    """A delivery in a process of its own, which the server kills once it has the mail."""
    from django.conf import settings

    facts = connection.settings_dict
    host = f"{facts['USER']}:{facts['PASSWORD']}@{facts['HOST']}:{facts['PORT']}"
    process = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "import django; django.setup(); import partners.mail.delivery as d; d.deliver_waiting()",
        ],
        env={
            **os.environ,
            "DATABASE_URL": f"postgres://{host}/{facts['NAME']}",
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "EMAIL_URL": settings.EMAIL_URL,
            "SECRET_KEY": settings.SECRET_KEY,
        },
    )  # fmt: skip
    sink.on_data = lambda: process.kill() or process.wait()
    return process


def test_a_mail_under_lease_is_left_to_its_deliverer(cast: Cast, sink: Sink, now: datetime) -> None:
    written(cast.lead, now, cast)
    with entered(SYSTEM):
        OutgoingMail.objects.update(leased_until=now + LEASE)
    deliver(now + MINUTE)
    assert sink.taken == []


@pytest.mark.faults
def test_two_deliverers_deliver_each_mail_once(cast: Cast, sink: Sink, now: datetime) -> None:
    mails = [written(cast.lead, now, cast) for _ in range(60)]
    together = threading.Barrier(2)

    def work() -> None:
        together.wait()
        try:
            deliver(now)
        finally:
            connection.close()

    deliverers = [threading.Thread(target=work) for _ in range(2)]
    for deliverer in deliverers:
        deliverer.start()
    for deliverer in deliverers:
        deliverer.join()
    assert sorted(message["Message-ID"] for message in sink.taken) == sorted(
        mail.message_id for mail in mails
    )


def test_whoever_left_the_partnership_no_longer_gets_its_mail(cast: Cast, sink: Sink, now: datetime) -> None:
    mail = written(cast.contributor, now, cast)
    with acting_as(cast.lead):
        end_part(Membership.objects.get(person=cast.contributor), by=cast.lead, now=now)
    deliver(now)
    assert fate(mail).state == "withdrawn"
    assert cast.contributor.email not in {message["To"] for message in sink.taken}


@pytest.mark.parametrize(
    ("late", "state"), [(timedelta(0), "delivered"), (timedelta(microseconds=1), "withdrawn")]
)
def test_behind_a_slow_mail_it_is_asked_anew_who_may_have_the_next(
    cast: Cast, sink: Sink, now: datetime, late: timedelta, state: str
) -> None:
    first, second = written(cast.lead, now, cast), written(cast.contributor, now, cast)
    ended: list[bool] = []

    def clock() -> datetime:
        """The server thinks about the first; meanwhile an access ends."""
        if sink.taken and not ended:
            ended.append(True)
            with acting_as(cast.administrator):
                deactivate(cast.contributor, by=cast.administrator, now=now)
        return now + FRESH + late if ended else now

    deliver_waiting(clock=clock)
    assert (fate(first).state, fate(second).state) == ("delivered", state)


def test_whose_access_ended_gets_no_mail(cast: Cast, sink: Sink, now: datetime) -> None:
    mail = written(cast.contributor, now, cast)
    with acting_as(cast.administrator):
        deactivate(cast.contributor, by=cast.administrator, now=now)
    deliver(now)
    assert fate(mail).state == "withdrawn"
    assert cast.contributor.email not in {message["To"] for message in sink.taken}


def test_the_cio_gets_the_mail_of_every_partnership(cast: Cast, sink: Sink, now: datetime) -> None:
    mail = written(cast.cio, now, cast)
    deliver(now)
    assert fate(mail).state == "delivered"


def test_a_hostile_title_adds_no_header(cast: Cast, sink: Sink, now: datetime) -> None:
    written(cast.lead, now, cast, subject="Late\r\nBcc: everyone@example.com\r\n\r\nHello")
    deliver(now)
    [message] = sink.taken
    assert message["Bcc"] is None
    assert sink.recipients == [cast.lead.email]
    assert message["Subject"] == "Late Bcc: everyone@example.com Hello"


def test_a_hostile_name_adds_no_header(cast: Cast, sink: Sink, now: datetime) -> None:
    with entered(SYSTEM):
        User.objects.filter(pk=cast.lead.pk).update(full_name="Eve\r\nBcc: everyone@example.com")
    written(cast.lead, now, cast)
    deliver(now)
    assert sink.taken[0]["Bcc"] is None


def test_a_header_no_server_can_take_fails_and_says_so(cast: Cast, sink: Sink, now: datetime) -> None:
    mail = written(cast.lead, now, cast, headers={"X-Topic": "a\nBcc: b@example.com"})
    deliver(now)
    assert (fate(mail).state, sink.taken) == ("failed", [])
