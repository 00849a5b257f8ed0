"""The demo from its first day to today's review."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F

from demo import business, corvid, halden, larkspur, meridian, nimbus, ostrava
from demo.clock import HOME, Timeline, Told
from demo.opening import open_house
from demo.telling import tell
from governance.ledger.rollup import close_books
from governance.verbs import send_reminders
from partners.isolation.scope import SYSTEM, entered
from partners.models import OutgoingMail

STORIES = {
    "Meridian Systems": meridian.STORY,
    "Halden & Roy": halden.STORY,
    "Corvid Quality": corvid.STORY,
    "Nimbus Cloud": nimbus.STORY,
    "Larkspur Networks": larkspur.STORY,
    "Ostrava Devices": ostrava.STORY,
}

REMINDED_FOR = 30
"""Days before today on each of whose mornings reminders were sent: enough for the ladder to be seen."""


@transaction.atomic
def fill(today: date, *, reached: Callable[[datetime], None] = lambda at: None) -> int:
    """Fills an empty installation; all of it or nothing. Returns the number of verbs called; `reached` hears of the
    moments on the way.
    """
    timeline = Timeline(today)
    stages = open_house(timeline, settings.ENTERPRISE_NAME)
    outcomes: dict[str, Told] = {}
    for name, story in STORIES.items():
        outcomes |= tell(timeline, stages[name], story)
    business.tell(timeline, stages, outcomes)
    for days_ago in range(1, REMINDED_FOR + 1):
        timeline.tick(today - timedelta(days=days_ago), send_reminders, hour=8)
    called = timeline.play(reached=reached)
    _settle_mails()
    close_books(now=datetime.combine(today, time(), HOME))
    return called


def _settle_mails() -> None:
    """The mails of the past lie in the outbox as written; nobody is to receive them today."""
    with entered(SYSTEM):
        OutgoingMail.objects.filter(state=OutgoingMail.State.QUEUED).update(
            state=OutgoingMail.State.KEPT, settled_at=F("queued_at")
        )
