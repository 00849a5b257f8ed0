"""The demo from its first day to today's review."""

from datetime import date

from django.conf import settings
from django.db import transaction

from governance.config.demo import corvid, halden, larkspur, meridian, nimbus, ostrava
from governance.config.demo.clock import Timeline
from governance.config.demo.meetings import plan
from governance.config.demo.opening import open_house
from governance.config.demo.telling import tell

STORIES = (
    ("Meridian Systems", meridian.STORY, 0, 14),
    ("Halden & Roy", halden.STORY, 1, 10),
    ("Corvid Quality", corvid.STORY, 3, 11),
    ("Nimbus Cloud", nimbus.STORY, 8, 10),
    ("Larkspur Networks", larkspur.STORY, 10, 9),
    ("Ostrava Devices", ostrava.STORY, 15, 15),
)
"""Each partner's story, in how many days they meet next, and at which hour."""


@transaction.atomic
def fill(today: date) -> int:
    """Fills an empty installation; all of it or nothing. Returns the number of verbs called."""
    timeline = Timeline(today)
    stages = open_house(timeline, settings.ENTERPRISE_NAME)
    for name, story, days_ahead, hour in STORIES:
        tell(timeline, stages[name], story)
        # Today's review is today, whatever the day: a newcomer runs it at once.
        day = timeline.working_day(-days_ahead) if days_ahead else today
        plan(timeline, stages[name], day, hour)
    return timeline.play()
