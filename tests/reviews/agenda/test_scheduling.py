from datetime import datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from governance.models import ForumMember
from partners.verb import Refused
from reviews.models import Attendance, Review
from reviews.verbs import cancel_review, change_chair, move_review, schedule_review
from tests.cast import Cast
from tests.reviews.scene import EARLIER, MONDAY, Scene, forum_of

pytestmark = pytest.mark.usefixtures("everywhere")

MONTH_LATER = MONDAY + timedelta(days=28)


def test_a_scheduled_review_is_chaired_as_the_forum_usually_is(scene: Scene) -> None:
    assert scene.review.chair == scene.cast.cio
    assert scene.review.minutes == 90


def test_everyone_who_attends_the_forum_is_on_the_list(scene: Scene) -> None:
    listed = set(Attendance.objects.filter(review=scene.review).values_list("person__full_name", flat=True))
    assert listed == {"Anand Kulkarni", "Priya Raman", "Jonas Stein", "Mei Chen"}


def test_those_who_only_receive_the_pack_are_not_invited(cast: Cast) -> None:
    forum = forum_of(cast)
    ForumMember.objects.create(partner=cast.partner, forum=forum, person=cast.reader, attends=False)
    review = schedule_review(forum, starts_at=MONDAY, by=cast.manager, now=EARLIER)
    assert not review.attendance.filter(person=cast.reader).exists()


def test_the_partner_s_lead_may_schedule_as_our_manager_may(cast: Cast) -> None:
    assert schedule_review(forum_of(cast), starts_at=MONDAY, by=cast.lead, now=EARLIER).pk


@pytest.mark.parametrize("who", ["observer", "rival_lead", "reader", "contributor"])
def test_others_may_not_schedule(cast: Cast, who: str) -> None:
    with pytest.raises(PermissionDenied):
        schedule_review(forum_of(cast), starts_at=MONDAY, by=getattr(cast, who), now=EARLIER)


def test_a_moment_that_has_passed_is_refused(cast: Cast) -> None:
    with pytest.raises(Refused, match="has passed") as refusal:
        schedule_review(forum_of(cast), starts_at=EARLIER - timedelta(hours=1), by=cast.manager, now=EARLIER)
    assert refusal.value.field == "starts_at"


def test_a_year_mistyped_is_noticed(cast: Cast) -> None:
    with pytest.raises(Refused, match="Check the year"):
        schedule_review(forum_of(cast), starts_at=MONDAY.replace(year=2062), by=cast.manager, now=EARLIER)


def test_two_reviews_of_a_forum_on_one_day_are_refused(scene: Scene) -> None:
    later_that_day = scene.review.starts_at + timedelta(hours=4)
    with pytest.raises(Refused, match="already has a review on 23 November 2026"):
        schedule_review(scene.forum, starts_at=later_that_day, by=scene.cast.manager, now=EARLIER)


def test_only_who_may_chair_is_taken_as_chair(scene: Scene) -> None:
    with pytest.raises(Refused, match="may not chair") as refusal:
        schedule_review(
            scene.forum, starts_at=MONTH_LATER, by=scene.cast.manager, now=EARLIER, chair=scene.cast.lead
        )
    assert refusal.value.field == "chair"


def test_the_forum_s_deputy_chairs_when_there_is_no_chair(cast: Cast) -> None:
    assert (
        schedule_review(forum_of(cast), starts_at=MONDAY, by=cast.manager, now=EARLIER).chair == cast.manager
    )


def test_the_forum_knows_its_next_day(scene: Scene) -> None:
    scene.forum.refresh_from_db()
    assert scene.forum.next_review_on == MONDAY.date()


def test_the_next_review_follows_the_one_before(scene: Scene) -> None:
    following = schedule_review(scene.forum, starts_at=MONTH_LATER, by=scene.cast.manager, now=EARLIER)
    assert following.previous == scene.review


def moved_to(scene: Scene, starts_at: datetime, reason: str = "The board meets that day") -> Review:
    return move_review(scene.review, starts_at=starts_at, reason=reason, by=scene.cast.lead, now=EARLIER)


def test_a_moved_review_says_why_in_its_minutes(scene: Scene) -> None:
    review = moved_to(scene, MONDAY + timedelta(days=2))
    assert review.minutes_taken.get().text == "Moved from 23 November 2026, 10:00: The board meets that day"


def test_moving_raises_the_invitation_s_sequence_so_that_calendars_follow(scene: Scene) -> None:
    assert moved_to(scene, MONDAY + timedelta(days=2)).calendar_sequence == scene.review.calendar_sequence + 1


def test_moving_needs_a_reason(scene: Scene) -> None:
    with pytest.raises(Refused, match="why it moves"):
        moved_to(scene, MONTH_LATER, reason="  ")


def test_a_review_moved_away_thaws_its_agenda(scene: Scene) -> None:
    Review.objects.filter(pk=scene.review.pk).update(agenda_frozen_at=EARLIER)
    assert scene.fresh().agenda_frozen_at is not None
    moved_to(scene, MONTH_LATER)
    assert scene.fresh().agenda_frozen_at is None


def test_a_cancelled_review_leaves_its_place_in_the_chain_to_the_next(scene: Scene) -> None:
    middle = schedule_review(scene.forum, starts_at=MONTH_LATER, by=scene.cast.manager, now=EARLIER)
    last = schedule_review(
        scene.forum, starts_at=MONTH_LATER + timedelta(days=28), by=scene.cast.manager, now=EARLIER
    )
    cancel_review(middle, reason="Holidays", by=scene.cast.manager, now=EARLIER)
    last.refresh_from_db()
    assert last.previous == scene.review


@pytest.mark.parametrize(
    "state, words", [("open", "under way"), ("sealed", "is sealed"), ("cancelled", "was cancelled")]
)
def test_what_is_settled_is_neither_moved_nor_cancelled(scene: Scene, state: str, words: str) -> None:
    Review.objects.filter(pk=scene.review.pk).update(
        state=state, sealed_at=EARLIER, sealed_by=scene.cast.cio, cancelled_reason="x"
    )
    with pytest.raises(Refused, match=words):
        moved_to(scene, MONTH_LATER)
    with pytest.raises(Refused, match=words):
        cancel_review(scene.review, reason="No", by=scene.cast.manager, now=EARLIER)


def test_a_chair_who_is_ill_hands_over_to_the_deputy(scene: Scene) -> None:
    change_chair(scene.review, chair=scene.cast.manager, by=scene.cast.manager, now=EARLIER)
    assert scene.fresh().chair == scene.cast.manager


def test_the_partner_s_lead_does_not_choose_who_chairs(scene: Scene) -> None:
    with pytest.raises(PermissionDenied):
        change_chair(scene.review, chair=scene.cast.manager, by=scene.cast.lead, now=EARLIER)
