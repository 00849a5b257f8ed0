"""A morning at its worst: the reminders of everybody at once, most of whose promises are late. Prints Spans as JSON."""

import json
import os
import time
from collections.abc import Callable
from dataclasses import asdict
from datetime import UTC, datetime, timedelta

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

import django

django.setup()

from django.utils import timezone

from bench.fill import load
from bench.measuring import Span
from bench.telling import progress
from governance.reminders.sending import mornings, send_reminders
from partners.isolation.scope import SYSTEM, entered
from partners.models import OutgoingMail


def spans() -> list[Span]:
    """How long it takes to plan that morning. That its mails can be written is tried along with it."""
    load("reminding.sql")
    monday = next_monday()
    planned = _seconds(lambda: mornings(now=monday))
    written = _seconds(lambda: send_reminders(now=monday)) - planned
    with entered(SYSTEM):
        mails = OutgoingMail.objects.filter(kind="reminder", queued_at=monday).count()
    progress(f"{mails} reminders written in {written:.0f} s")
    return [Span("planning the reminders", planned, bar=20)]


def next_monday() -> datetime:
    """Next Monday at nine in Greenwich: on it, everybody's list of the week is due."""
    today = timezone.now().date()
    return datetime.combine(
        today + timedelta(days=7 - today.weekday()), datetime.min.time(), UTC
    ) + timedelta(hours=9)


def _seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


if __name__ == "__main__":
    print(json.dumps([asdict(span) for span in spans()]))
