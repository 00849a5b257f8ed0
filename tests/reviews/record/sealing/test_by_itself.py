"""A review that nobody seals is sealed by the clock, as it stands, and says so: to leave it open hides nothing."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client

from partners.isolation.scope import SYSTEM, acting_as, entered
from partners.models import Membership, User
from partners.verb import Refused
from reviews import verbs as room
from reviews.agenda.review_lists import Listed
from reviews.clock import WORKING_DAYS_UNSEALED, last_day_to_seal
from reviews.models import Review, ReviewPack, Seal
from reviews.record.unsealed import seal_what_nobody_sealed
from reviews.record.verbs.sealing import seal_itself, seal_review
from reviews.tasks import keep_agendas_current
from tests.reviews.record.sealing.seals import edition
from tests.reviews.scene import BOTH, Scene

SignedIn = Callable[[User], Client]
LAST = date(2026, 11, 30)
"""The fifth working day after the meeting of Monday 23 November."""


def on(scene: Scene, day: date) -> datetime:
    return scene.at() + timedelta(days=(day - scene.at().date()).days)


def test_its_last_day_is_the_fifth_working_day_of_its_chair_s_country(opened: Scene) -> None:
    review = opened.fresh()
    assert (WORKING_DAYS_UNSEALED, last_day_to_seal(review)) == (5, LAST)
    User.objects.filter(pk=review.chair_id).update(country="IL")
    assert last_day_to_seal(opened.fresh()) == date(2026, 11, 30)
    User.objects.filter(pk=review.chair_id).update(country="US")
    assert last_day_to_seal(opened.fresh()) == date(2026, 12, 1), "Thanksgiving is no working day"


@pytest.mark.parametrize(("days", "is_sealed"), [(-1, False), (0, False), (1, True), (9, True)])
def test_it_seals_itself_the_day_after_and_not_before(opened: Scene, days: int, is_sealed: bool) -> None:
    now = on(opened, LAST + timedelta(days=days))
    assert seal_what_nobody_sealed(now=now) == is_sealed
    assert seal_what_nobody_sealed(now=now) == 0, "once"
    review = opened.fresh()
    assert (review.state, review.sealed_by_itself) == (("sealed" if is_sealed else "open"), is_sealed)
    assert Seal.objects.filter(review=review).count() == 2 * is_sealed
    assert ReviewPack.objects.filter(review=review).count() == 2 * is_sealed
    assert Review.objects.filter(state="scheduled").exists() is is_sealed, "the next one is planned as ever"


def test_nobody_need_be_there_nor_have_spoken_and_the_record_says_so(
    opened: Scene, signed_in: SignedIn
) -> None:
    now = on(opened, LAST + timedelta(days=1))
    with pytest.raises(Refused):
        seal_review(opened.review, by=opened.cast.cio, now=now)
    seal_what_nobody_sealed(now=now)
    for which in ("ours", "partner"):
        facts = edition(opened, which).review
        assert facts.itself_because == "itself, since nobody had sealed it for five working days"
        assert (facts.sealed_by_itself, facts.sealed_by, facts.on) == (
            True,
            opened.cast.cio.pk,
            date(2026, 11, 23),
        )
        assert edition(opened, which).statements == ()
    with pytest.raises(
        Refused, match=r"^It sealed itself on 1 December at \d\d:\d\d\. What was sealed stays"
    ):
        seal_review(opened.fresh(), by=opened.cast.cio, now=now, although_silent=BOTH)
    for reader in (opened.cast.cio, opened.cast.lead):
        page = signed_in(reader).get(f"/partnerships/meridian/reviews/{opened.review.pk}/record/")
        told = " ".join(page.content.decode().split())
        assert "by itself, since nobody had sealed it for five working days." in told


def test_who_seals_says_nothing_of_it(opened: Scene) -> None:
    seal_review(opened.review, by=opened.cast.cio, now=opened.at(80), although_silent=BOTH)
    assert edition(opened).review.itself_because == ""
    assert seal_what_nobody_sealed(now=on(opened, LAST + timedelta(days=9))) == 0


def test_the_meeting_lasted_until_its_last_move(opened: Scene) -> None:
    with acting_as(opened.cast.cio):
        room.note(opened.review, text="We look at it again.", by=opened.cast.cio, now=opened.at(40))
    seal_what_nobody_sealed(now=on(opened, LAST + timedelta(days=1)))
    assert edition(opened).review.spent_seconds == 40 * 60
    assert opened.fresh().elapsed_seconds == 40 * 60


def test_a_chair_whose_part_has_ended_keeps_nothing_open(opened: Scene) -> None:
    User.objects.filter(pk=opened.cast.cio.pk).update(is_active=False)
    assert seal_what_nobody_sealed(now=on(opened, LAST + timedelta(days=1))) == 1
    assert edition(opened).review.sealed_by == opened.cast.manager.pk
    assert edition(opened).actions, "read by somebody who may"


def test_where_nobody_may_it_stays_open_and_the_log_says_so(
    opened: Scene, caplog: pytest.LogCaptureFixture
) -> None:
    User.objects.filter(pk=opened.cast.cio.pk).update(is_active=False)
    Membership.objects.filter(person=opened.cast.manager).update(until=date(2026, 11, 1))
    assert seal_what_nobody_sealed(now=on(opened, LAST + timedelta(days=1))) == 0
    assert opened.fresh().state == "open"
    assert "nobody may" in caplog.text


def test_what_is_planned_or_cancelled_is_not_sealed(scene: Scene) -> None:
    with entered(SYSTEM):
        assert seal_itself(scene.review, by=scene.cast.cio, now=scene.at(60 * 24 * 30)) == []
    assert seal_what_nobody_sealed(now=scene.at(60 * 24 * 30)) == 0


def test_lists_and_its_page_say_until_when(opened: Scene) -> None:
    def told(now: datetime) -> tuple[str, str]:
        return Listed(opened.fresh(), opened.cast.lead, now).standing

    assert told(opened.at(30)) == ("good", "under way")
    assert told(on(opened, date(2026, 11, 24))) == ("warn", "not sealed yet")


def test_the_clock_does_it(opened: Scene) -> None:
    Review.objects.filter(pk=opened.review.pk).update(held_on=date(2020, 1, 6))
    cache.delete("reviews.agendas_current")
    keep_agendas_current()
    assert opened.fresh().sealed_by_itself


@pytest.mark.parametrize(("day", "left_open"), [(23, False), (24, True)])
def test_its_page_says_until_when_from_the_day_after(
    opened: Scene, signed_in: SignedIn, day: int, left_open: bool
) -> None:
    with time_machine.travel(on(opened, date(2026, 11, day)), tick=False):
        page = (
            signed_in(opened.cast.lead)
            .get(f"/partnerships/meridian/reviews/{opened.review.pk}/")
            .content.decode()
        )
    assert ("Where nobody seals it by Monday 30 November" in page) is left_open
    assert ("under way" in page) is not left_open
