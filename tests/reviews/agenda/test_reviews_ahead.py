"""Several reviews planned ahead: the later ones must not hold the earlier one's agenda."""

from datetime import timedelta

import pytest

from governance.models import ActionItem
from reviews.models import AgendaItem
from reviews.verbs import refresh_agenda, schedule_review
from tests.reviews.scene import EARLIER, MONDAY, Scene, promise

pytestmark = pytest.mark.usefixtures("everywhere")

NEXT_MONTH = MONDAY + timedelta(days=28)


def test_a_line_may_leave_the_next_agenda_when_a_later_review_is_planned_already(scene: Scene) -> None:
    item = promise(scene.cast.partner, scene.cast.manager, "Open the firewall")
    refresh_agenda(scene.review, now=EARLIER)
    schedule_review(scene.forum, starts_at=NEXT_MONTH, by=scene.cast.manager, now=EARLIER)
    ActionItem.objects.filter(pk=item.pk).update(due_on=MONDAY.date() + timedelta(days=9))
    refresh_agenda(scene.review, now=EARLIER)
    assert not AgendaItem.objects.filter(review=scene.review, action=item).exists()


def test_a_review_that_is_still_to_come_leaves_nothing_to_carry_over(scene: Scene) -> None:
    promise(scene.cast.partner, scene.cast.manager, "Open the firewall")
    refresh_agenda(scene.review, now=EARLIER)
    later = schedule_review(scene.forum, starts_at=NEXT_MONTH, by=scene.cast.manager, now=EARLIER)
    assert not AgendaItem.objects.filter(review=later).exclude(carried_from=None).exists()
