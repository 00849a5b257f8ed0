"""What governing cost each side in a month; and beneath a spent budget what is optional is not sent."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from governance.effort.spent import BUDGET, SECONDS, SECONDS_OF_WORDS, Effort, effort_of
from governance.effort.words import hours, in_words
from governance.pulse.part import to_answer
from governance.verbs import answer_pulse, follow_action, send_reminders
from partners.isolation.scope import SYSTEM, acting_as, entered
from partners.models import MailContent, OutgoingMail, Side, User
from reviews.models import Attendance, Review
from tests.cast import Cast
from tests.governance.scene import accepted
from tests.reviews.scene import Scene

OPEN = datetime(2026, 10, 5, 9, tzinfo=UTC)
"""A Monday on which the questions are open."""


def held(scene: Scene, opened_at: datetime, seconds: int, *present: User) -> None:
    with entered(SYSTEM):
        Review.objects.filter(pk=scene.review.pk).update(opened_at=opened_at, elapsed_seconds=seconds)
        for person in present:
            Attendance.objects.update_or_create(
                partner=scene.cast.partner, review=scene.review, person=person, defaults={"state": "present"}
            )


def cost(cast: Cast, side: Side, now: datetime) -> Effort:
    with entered(SYSTEM):
        return effort_of(cast.partner.pk, side, now)


def test_the_clock_of_a_review_counts_for_everybody_who_took_part_in_its_month(scene: Scene) -> None:
    cast = scene.cast
    held(scene, OPEN, 3600, cast.manager, cast.teammate, cast.lead)
    with entered(SYSTEM):
        Attendance.objects.create(partner=cast.partner, review=scene.review, person=cast.observer)
    later = OPEN + timedelta(days=3)
    assert (cost(cast, Side.OURS, later).meetings, cost(cast, Side.THEIRS, later).meetings) == (7200, 3600)
    assert cost(cast, Side.OURS, OPEN - timedelta(hours=1)).meetings == 0
    assert cost(cast, Side.OURS, OPEN + timedelta(days=40)).meetings == 0


def test_a_deed_counts_known_seconds_once_however_much_it_writes_and_for_whoever_did_it(scene: Scene) -> None:
    cast = scene.cast
    with entered(SYSTEM):
        connection.cursor().execute("SET CONSTRAINTS ALL IMMEDIATE")
        before = {side: cost(cast, side, OPEN + timedelta(hours=1)).deeds for side in Side}
        item = accepted(cast, cast.lead, "Plan", OPEN.date() + timedelta(days=9), OPEN)
        follow_action(item, by=cast.manager, now=OPEN + timedelta(minutes=1))
    after = {side: cost(cast, side, OPEN + timedelta(hours=1)).deeds - before[side] for side in Side}
    assert after == {Side.OURS: SECONDS_OF_WORDS + SECONDS, Side.THEIRS: SECONDS}


@pytest.mark.parametrize(
    ("seconds", "said"), [(0, "0 min"), (1500, "25 min"), (21_600, "6 h"), (15_000, "4 h 10")]
)
def test_hours_as_one_says_them(seconds: int, said: str) -> None:
    assert hours(seconds) == said


def test_of_less_than_a_minute_nothing_is_said() -> None:
    assert (in_words(Effort(0, 59), OPEN.date()), in_words(Effort(0, 60), OPEN.date())[:32]) == (
        "",
        "Governing cost your side 1 min o",
    )


def test_in_a_sentence() -> None:
    said = in_words(Effort(10_800, 4_200), OPEN.date())
    assert said == "Governing cost your side 4 h 10 of 6 h in October: 3 h in meetings, 1 h 10 at the desk."


@pytest.mark.parametrize("less", [1, 0])
def test_beneath_a_spent_budget_of_ones_side_the_questions_are_asked_nowhere(scene: Scene, less: int) -> None:
    """Neither on the desk nor in the list of the week; the other side is asked as ever."""
    cast = scene.cast
    held(scene, OPEN - timedelta(hours=2), int(BUDGET.total_seconds()) - less, cast.manager)
    for person in (cast.manager, cast.lead):
        with acting_as(person):
            assert bool(to_answer(person, OPEN)) is (less == 1 or person == cast.lead)
    mails = lists_of_the_week(cast)
    assert ("Five questions about the partnership with Meridian Systems" in mails[cast.manager.pk]) is (
        less == 1
    )
    assert "Five questions about the partnership with Northgate Group" in mails[cast.lead.pk]
    assert "/partnerships/meridian/pulse/" in mails[cast.lead.pk]


def test_the_list_of_the_week_asks_nobody_twice_and_nobody_once_it_is_over(scene: Scene) -> None:
    with acting_as(scene.cast.lead):
        answer_pulse(scene.cast.partner, answers={"trust": 4}, by=scene.cast.lead, now=OPEN)
    mails = lists_of_the_week(scene.cast)
    assert "Five questions" in mails[scene.cast.manager.pk]
    assert "Five questions" not in mails[scene.cast.lead.pk]
    mails = lists_of_the_week(scene.cast, OPEN + timedelta(weeks=2))
    assert not any("Five questions" in said for said in mails.values())


def lists_of_the_week(cast: Cast, now: datetime = OPEN) -> dict[int, str]:
    """Person → the list they are sent on that Monday, with a promise of theirs that is due in the week."""
    with entered(SYSTEM):
        for person in (cast.manager, cast.lead):
            accepted(cast, person, "Plan", now.date() + timedelta(days=3), now - timedelta(days=10))
    send_reminders(now=now)
    with entered(SYSTEM):
        sent = OutgoingMail.objects.filter(kind="reminder").order_by("pk")
        return {mail.person_id or 0: MailContent.objects.get(mail=mail).text for mail in sent}
