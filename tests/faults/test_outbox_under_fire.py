"""Whatever is killed, flushed or stopped on a mail's way: nothing is lost, and twice comes only what was cut off after
the server had taken it.
"""

import os
import random
from collections import Counter
from collections.abc import Callable

import pytest
from django.db.models import F
from django.utils import timezone

from partners.isolation.scope import SYSTEM, entered
from partners.mail.delivery import LEASE
from partners.mail.outbox import Letter, Outgoing, queue_all
from partners.models import OutgoingMail, User
from tests.cast import Cast, assemble
from tests.faults.conftest import OwnRedis
from tests.faults.database import Database
from tests.faults.mail_server import UNKNOWN, MailServer
from tests.faults.waiting import until
from tests.faults.worker import Worker

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]

WHOLE = os.environ.get("FAULTS") == "whole"
MAILS, KILLS = (10_000, 100) if WHOLE else (300, 6)
LONGEST_RUN = 3600.0 if WHOLE else 120.0
State = OutgoingMail.State


class Fire:
    """Kills the worker at a step of delivery, and counts which mails that cut off after the server had taken them."""

    def __init__(self, worker: Worker, server: MailServer, redis: OwnRedis, database: Database) -> None:
        self.worker, self.server, self.redis, self.database = worker, server, redis, database
        self.cut_off: Counter[str] = Counter()
        self._unsettled_before: Counter[str] = Counter()
        self.steps: list[Callable[[int], None]] = [
            self.after_claiming,
            lambda after: self.at("EHLO", 1 + after % 2),
            lambda after: self.at("MAIL", after),  # the mail before it is settled or about to be
            lambda after: self.at("RCPT", after),
            lambda after: self.at("TAKEN", after),
            self.after_the_answer,
        ]

    def strike(self, step: Callable[[int], None], after: int) -> None:
        """A worker begins, is killed at `step`, and what it held comes free as it would in a quarter of an hour."""
        self.worker.start()
        self.redis.tick()
        self.redis.tick()  # one tick wakes one of its two processes
        step(after)
        self.worker.kill()
        until(lambda: self.database.connections() == 0)
        until(lambda: self.server.report()["open"] == 0)
        self._count()
        leases_run_out()

    def at(self, step: str, after: int) -> None:
        """While the mail server keeps it waiting."""
        self.server.stop_at(step, after)

    def after_claiming(self, _: int) -> None:
        """Before it could read what the mails say, let alone connect."""
        with self.database.locked("partners_mailcontent", "ACCESS EXCLUSIVE"):
            until(lambda: self.database.waits_for("partners_mailcontent"))
            self.worker.kill()

    def after_the_answer(self, after: int) -> None:
        """The server has said 250, and that is about to be written down."""
        self.server.stop_at("TAKEN", after)
        with self.database.locked("partners_outgoingmail", "SHARE"):
            self.server.go_on()
            until(lambda: self.database.waits_to("last_error"))
            self.worker.kill()
            self.database.cut_off()

    def _count(self) -> None:
        """Taken, not hung up on, and still waiting: its delivery was killed in between."""
        report = self.server.report()
        answered = Counter(report["taken"]) - Counter(report["hung_up"])
        waiting = ids(State.QUEUED)
        self.cut_off = Counter(
            {mail: times for mail, times in answered.items() if mail in waiting}
        ) + Counter({mail: times for mail, times in self.cut_off.items() if mail not in waiting})


def ids(state: str) -> set[str]:
    """The Message-IDs of the mails in this state."""
    with entered(SYSTEM):
        return set(OutgoingMail.objects.filter(state=state).values_list("message_id", flat=True))


def leases_run_out() -> None:
    """A quarter of an hour passes for mails that nobody alive is sending."""
    with entered(SYSTEM):
        OutgoingMail.objects.filter(leased_until__isnull=False).update(leased_until=F("leased_until") - LEASE)
    pauses_run_out()


def pauses_run_out() -> None:
    """As long passes as the server asked for."""
    with entered(SYSTEM):
        resting = OutgoingMail.objects.filter(state=State.QUEUED, next_attempt_at__gt=timezone.now())
        resting.filter(leased_until=None).update(next_attempt_at=timezone.now())


def readers(cast: Cast) -> list[User]:
    """Who is written to: people of both sides, one whose address is unknown, and one who has left."""
    with entered(SYSTEM):
        User.objects.filter(pk=cast.observer.pk).update(email=UNKNOWN)
        cast.observer.refresh_from_db()
    return [cast.lead, cast.manager, cast.contributor, cast.cio, cast.reader] * 9 + [
        cast.observer,
        cast.leaver,
    ]


def write_mails(cast: Cast) -> None:
    people = readers(cast)
    letter = Letter("Due today", "The interface description is due today.", html="<p>It is due today.</p>")
    queue_all(
        [Outgoing(letter, people[n % len(people)], "reminder", cast.partner) for n in range(MAILS)],
        now=timezone.now(),
    )


def test_killed_at_every_step_the_delivery_loses_nothing_and_doubles_only_what_was_cut_off(
    worker: Worker, mail_server: MailServer, own_redis: OwnRedis, database: Database
) -> None:
    write_mails(assemble())
    fire, chance = Fire(worker, mail_server, own_redis, database), random.Random(7)
    for kill in range(KILLS):
        if kill % 5 == 2:
            own_redis.forget_everything()
        if kill % 5 == 4:
            own_redis.stop()
            own_redis.start()
        fire.strike(fire.steps[kill % len(fire.steps)], after=chance.randint(1, 60))
    deliver_the_rest(worker, own_redis)

    report, delivered = mail_server.report(), ids(State.DELIVERED)
    expected = Counter(delivered) + Counter(report["hung_up"]) + fire.cut_off
    assert Counter(report["taken"]) == expected
    assert (
        fire.cut_off.total() >= KILLS // len(fire.steps) * 2
    )  # after the server took it, and after its answer
    assert len(delivered) + len(ids(State.BOUNCED)) + len(ids(State.WITHDRAWN)) == MAILS


def deliver_the_rest(worker: Worker, redis: OwnRedis) -> None:
    """Redis is away while the worker delivers, and back again; from then on it ticks as always."""
    worker.start()
    redis.tick()
    before = len(ids(State.QUEUED))
    until(lambda: len(ids(State.QUEUED)) < before)
    redis.stop()
    redis.start()

    def all_settled() -> bool:
        worker.keep_up()
        redis.tick()
        pauses_run_out()
        return not ids(State.QUEUED)

    until(all_settled, within=LONGEST_RUN, every=1.0)
