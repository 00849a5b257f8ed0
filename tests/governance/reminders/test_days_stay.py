"""A day that is over stays the day it was, wherever its people move to afterwards."""

from datetime import UTC, date, datetime, timedelta

import pytest

from governance import verbs
from governance.models import ActionItem, Reminder
from governance.reminders import queries
from governance.reminders.escalations import escalation_of
from governance.undoing import may_take_back_until
from governance.verbs import send_reminders
from partners.isolation.scope import SYSTEM, acting_as, entered
from partners.models import User
from partners.verb import Refused
from reviews.clock import day_of
from reviews.models import Review
from reviews.room.verbs.meeting import open_review
from reviews.room.verbs.undoing import undo
from tests.cast import Cast
from tests.governance.reminders.test_reminding import owed
from tests.governance.scene import TODAY, at, in_days
from tests.reviews.room import room_steps
from tests.reviews.scene import ask, set_the_scene

pytestmark = pytest.mark.django_db
EAST, WEST = "Pacific/Kiritimati", "Pacific/Honolulu"
ZONES = pytest.mark.parametrize("zone", [EAST, WEST, "Europe/Berlin"])


def moves_to(person: User, zone: str) -> None:
    with entered(SYSTEM):
        User.objects.filter(pk=person.pk).update(time_zone=zone)
    person.refresh_from_db()


def late_and_told(cast: Cast) -> ActionItem:
    """What an outcome hangs on, late until it was told to both leads."""
    item = owed(cast, cast.lead, due_on=in_days(1), tied=True)
    for day in range(1, 17):
        send_reminders(now=at(in_days(day)))
    return item


@ZONES
def test_the_days_of_the_ladder_stay_when_people_move(cast: Cast, zone: str) -> None:
    item = late_and_told(cast)

    def told() -> list[object]:
        with entered(SYSTEM):
            parts = queries.parts()
            found = [each.heard for each in queries.matters(parts, now=at(in_days(16))) if each.id == item.pk]
            return [*found, escalation_of(item, Reminder.objects.filter(action=item).order_by("pk"))]

    before = told()
    assert {type(day) for heard in before[:1] for day in heard if day} == {date}  # type: ignore[attr-defined]
    for person in (cast.lead, cast.manager):
        moves_to(person, zone)
    assert told() == before


@ZONES
def test_what_was_said_yesterday_is_not_taken_back_by_moving_house(cast: Cast, zone: str) -> None:
    """A decision at one minute to midnight in Berlin; five minutes later that day is over."""
    moves_to(cast.manager, "Europe/Berlin")
    said_at = datetime(2026, 11, 23, 22, 59, tzinfo=UTC)
    with acting_as(cast.lead):
        wanted = verbs.raise_decision(
            cast.partner, title="Which?", on_side="ours", needed_by=in_days(3), by=cast.lead, now=at(TODAY)
        )
    with acting_as(cast.manager):
        verbs.decide(wanted, answer="Both", by=cast.manager, now=said_at)
        moves_to(cast.manager, zone if zone != WEST else "Europe/Berlin")
        assert may_take_back_until(wanted, cast.manager, said_at + timedelta(minutes=5)) is None
        with pytest.raises(Refused, match="that day is over"):
            verbs.take_back_answer(wanted, by=cast.manager, now=said_at + timedelta(minutes=5))


@pytest.mark.parametrize("zone", ["Europe/Berlin", EAST])
def test_nor_in_the_room_by_a_chair_who_moves(cast: Cast, zone: str) -> None:
    scene, chair = set_the_scene(cast), cast.cio
    moves_to(chair, "Europe/Berlin")
    evening = datetime(2026, 11, 23, 21, 0, tzinfo=UTC)
    with entered(SYSTEM):
        asked = ask(cast.partner, cast.lead, kind="decision", on_side="ours")
    with acting_as(chair):
        review = open_review(scene.fresh(), by=chair, now=scene.at())
        room_steps.decide(review, asked, answer="Both", by=chair, now=evening)
        moves_to(chair, zone)
        with pytest.raises(Refused, match="that day is over"):
            undo(review, by=chair, now=evening + timedelta(hours=4))


@ZONES
def test_a_review_that_was_held_keeps_its_day(cast: Cast, zone: str) -> None:
    scene, chair = set_the_scene(cast), cast.cio
    with acting_as(chair):
        review = open_review(scene.fresh(), by=chair, now=scene.at())
    day = day_of(review)
    moves_to(chair, zone)
    with entered(SYSTEM):
        assert day_of(Review.objects.select_related("chair").get(pk=review.pk)) == day
