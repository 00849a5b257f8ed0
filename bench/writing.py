"""Eight people who write at the same moment: verbs within a scope, behind row security, every row's history chained.

In turn with them eight who commit the same row to a table that nobody watches. Prints Rates as JSON; fails when the
chain is not whole afterwards.
"""

import json
import multiprocessing
import os
import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict
from datetime import timedelta

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

import django

django.setup()

import psycopg
from django.conf import settings
from django.db import connection, models, transaction
from django.utils import timezone

from bench.measuring import Rate
from demo.cast import CIO
from governance.models import ActionItem
from governance.verbs import move_date
from partners.isolation.scope import acting_as
from partners.models import User
from partners.verbs import write_note

WRITERS, EACH, ROUNDS = 8, 60, 5
WORDS = "Measured: what was promised, what was kept, and what it cost to ask twice."
Write = Callable[[int], object]
"""One transaction of the writer with this number."""


class PlainNote(models.Model):
    """A note in a table without history, policy or trigger (bench/fill.py makes it)."""

    partner_id = models.BigIntegerField()
    side = models.CharField(max_length=6)
    text = models.TextField()
    author_id = models.BigIntegerField()
    written_at = models.DateTimeField()

    class Meta:
        app_label = "bench"
        managed = False
        db_table = "bench_plainnote"


class Desk:
    """What lies before the writers, and what they do with it."""

    def __init__(self) -> None:
        self.person = User.objects.get(full_name=CIO)
        with acting_as(self.person):
            own = ActionItem.objects.to_do().owed_by(self.person.side)
            self.actions = list(own.order_by("pk")[:WRITERS])
            self.partner = self.actions[0].partner

    def writes_a_note(self, writer: int) -> None:
        """One audited row."""
        with acting_as(self.person, self.partner):
            write_note(self.partner, text=WORDS, by=self.person, now=timezone.now())

    def moves_a_date(self, writer: int) -> None:
        """Two audited rows, after the action is read and the rule is asked."""
        now = timezone.now()
        days = (now.date() + timedelta(days=30), now.date() + timedelta(days=31))
        with acting_as(self.person):
            item = ActionItem.objects.select_related("partner").get(pk=self.actions[writer].pk)
            move_date(item, due_on=days[item.due_on == days[0]], reason=WORDS, by=self.person, now=now)

    def writes_unwatched(self, writer: int) -> None:
        """The row of a note, committed by Django and nothing else."""
        with transaction.atomic():
            PlainNote.objects.create(
                partner_id=self.partner.pk,
                side="ours",
                text=WORDS,
                author_id=self.person.pk,
                written_at=timezone.now(),
            )


def rates() -> Iterator[Rate]:
    """How many audited rows a second, by short and by ordinary transactions."""
    desk = Desk()
    connection.close()
    yield _rate("audited rows a second, one each", desk.writes_a_note, desk.writes_unwatched)
    yield _rate("audited rows a second, dates moved", desk.moves_a_date, desk.writes_unwatched)


def _rate(work: str, ours: Write, floor: Write) -> Rate:
    pairs = []
    before = _links()
    for _ in range(ROUNDS):
        pairs.append((_per_second(ours), _per_second(floor)))
    rows = (_links() - before) / (ROUNDS * WRITERS * (EACH + 1))
    return Rate(
        work,
        statistics.median(rows * a for a, _ in pairs),
        statistics.median(b for _, b in pairs),
        statistics.median(b / (rows * a) for a, b in pairs),
        bar=500,
    )


def _per_second(write: Write) -> float:
    """Transactions a second of eight processes that begin together."""
    fork = multiprocessing.get_context("fork")
    together, ended = fork.Barrier(WRITERS), fork.SimpleQueue()

    def work(writer: int) -> None:
        write(writer)  # the connection and its plans
        together.wait(30)
        began = time.monotonic()
        for _ in range(EACH):
            write(writer)
        ended.put((began, time.monotonic()))

    writers = [fork.Process(target=work, args=(writer,)) for writer in range(WRITERS)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    if any(writer.exitcode for writer in writers):
        raise RuntimeError("A writer gave up: there is nothing to measure.")
    spans = [ended.get() for _ in writers]
    return WRITERS * EACH / (max(end for _, end in spans) - min(began for began, _ in spans))


def _links() -> int:
    """How long the chain is, as its owner sees it."""
    with psycopg.connect(settings.DATABASE_OWNER_URL) as owner:
        (links,) = owner.execute("SELECT coalesce(max(sequence), 0) FROM partners_auditevent").fetchone()
    return int(links)


if __name__ == "__main__":
    print(json.dumps([asdict(rate) for rate in rates()]))
