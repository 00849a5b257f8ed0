"""The delivery of the outbox against Django sending the same mails over one connection to the same server.

Prints a Figure as JSON: milliseconds are those of one mail. Fails when a mail was not delivered.
"""

import itertools
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from datetime import timedelta

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

import django

django.setup()

from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.smtp import EmailBackend
from django.db import connection
from django.test.utils import override_settings
from django.utils import timezone

from bench.measuring import Figure, compare
from demo.cast import CIO
from partners.isolation.scope import SYSTEM, entered
from partners.mail.delivery import deliver_waiting
from partners.mail.outbox import Letter, Outgoing, queue_all
from partners.models import OutgoingMail, User

MAILS, TURNS = 250, 10
APART = timedelta(hours=1)
"""Between what is due in one turn and in the next."""
LEAST_SHARE = 0.8
"""Of the floor's mails a second."""
LINE = "Provide the interface description for the archive: due today, promised on 3 November.\n"
LETTER = Letter("Due today: 12 promises", LINE * 12, f"<ul>{f'<li>{LINE}</li>' * 12}</ul>")


@contextmanager
def sink() -> Iterator[int]:
    """The port of a mail server that takes everything."""
    command = [sys.executable, "-m", "bench.sink"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin
        assert process.stdout
        yield int(process.stdout.readline())
        process.stdin.close()


def figure(reader: User) -> Figure:
    """One mail of the delivery and of the floor, in milliseconds."""
    began = timezone.now()
    for turn in range(TURNS):
        queue_all([Outgoing(LETTER, to=reader, kind="reminder")] * MAILS, now=began + turn * APART)
    turns = itertools.count()
    turned = compare(
        "a mail delivered, against one sent",
        lambda: _deliver(next(turns) * APART),
        lambda: _send(reader),
        bar=1 / LEAST_SHARE,
        runs=TURNS - 1,
        warm=1,
    )
    _all_delivered(next(turns) * MAILS)
    return replace(turned, milliseconds=turned.milliseconds / MAILS, floor=turned.floor / MAILS)


def _deliver(later: timedelta) -> None:
    """What is due by then; the clock goes on meanwhile, as it does for a worker."""
    deliver_waiting(clock=lambda: timezone.now() + later)
    connection.close()


def _send(reader: User) -> None:
    """The same mails by Django alone."""
    with EmailBackend() as server:
        for _ in range(MAILS):
            message = EmailMultiAlternatives(LETTER.subject, LETTER.text, to=[reader.email])
            message.attach_alternative(LETTER.html, "text/html")
            server.send_messages([message])


def _all_delivered(mails: int) -> None:
    with entered(SYSTEM):
        delivered = OutgoingMail.objects.filter(subject=LETTER.subject, state="delivered").count()
    if delivered != mails:
        raise RuntimeError(f"{delivered} of {mails} mails were delivered: there is nothing to measure.")


if __name__ == "__main__":
    with sink() as port, override_settings(EMAIL_URL="smtp://", EMAIL_HOST="127.0.0.1", EMAIL_PORT=port):
        deliver_waiting()  # what the demo left
        print(json.dumps(asdict(figure(User.objects.get(full_name=CIO)))))
