"""After the seal: the next review, the packs, and what a side replies beside it."""

import json
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from governance.models import ActionItem
from partners.verb import Refused
from reviews import verbs as room
from reviews.agenda.verbs.planning import plan_next_review
from reviews.facts.seal import snapshot_of, verify_seal
from reviews.models import Review, ReviewPack, Seal
from reviews.record.verbs.sealing import reply, seal_review
from tests.reviews.record.sealing.seals import edition, seal_of, sealed
from tests.reviews.scene import BOTH, EARLIER, Scene


def test_editing_an_action_afterwards_leaves_the_sealed_review_as_it_was(opened: Scene) -> None:
    before = edition(sealed(opened))
    ActionItem.objects.update(title="Rewritten", due_on=date(2027, 1, 1))
    assert edition(opened) == before


def test_the_next_review_is_planned_on_the_same_weekday_of_next_month(opened: Scene) -> None:
    sealed(opened)
    following = Review.objects.get(state="scheduled")
    assert following.starts_at.date() == date(2026, 12, 28)
    assert following.previous_id == opened.review.pk
    assert edition(opened).review.next_on == date(2026, 12, 28)


def test_a_review_planned_already_is_the_next_one(opened: Scene) -> None:
    planned = room.schedule_review(
        opened.forum, starts_at=opened.at() + timedelta(days=16), by=opened.cast.manager, now=opened.at(2)
    )
    sealed(opened)
    assert list(Review.objects.filter(state="scheduled")) == [planned]
    assert edition(opened).review.next_on == date(2026, 12, 9)


def test_one_planned_whose_day_has_passed_is_the_next_one_and_does_not_keep_this_one_from_being_sealed(
    opened: Scene,
) -> None:
    planned = room.schedule_review(
        opened.forum, starts_at=opened.at() + timedelta(days=16), by=opened.cast.manager, now=opened.at(2)
    )
    sealed(opened, minutes=20 * 24 * 60)
    assert list(Review.objects.filter(state="scheduled")) == [planned]
    assert edition(opened).review.next_on == date(2026, 12, 9)


def test_the_next_review_is_planned_once_and_only_after_a_sealed_one(opened: Scene) -> None:
    now = {"by": opened.cast.cio, "now": opened.at(90)}
    with pytest.raises(Refused, match="not sealed yet"):
        plan_next_review(opened.fresh(), **now)
    sealed(opened)
    assert plan_next_review(opened.fresh(), **now) is None
    Review.objects.filter(state="scheduled").update(state="cancelled", cancelled_reason="Ill", previous=None)
    planned = plan_next_review(opened.fresh(), **now)
    assert planned is not None
    assert (planned.starts_at.date(), planned.previous) == (date(2026, 12, 28), opened.review)


def test_an_item_not_reached_stands_on_the_next_agenda(opened: Scene) -> None:
    sealed(opened)
    carried = Review.objects.get(state="scheduled").agenda.exclude(carried_from=None)
    assert "Weekly change window" in {item.title for item in carried}


def test_both_packs_are_ordered(opened: Scene) -> None:
    sealed(opened)
    assert {(pack.edition, pack.state) for pack in ReviewPack.objects.all()} == {
        ("ours", "building"),
        ("partner", "building"),
    }


def test_the_second_review_says_what_changed_since_the_first(opened: Scene) -> None:
    sealed(opened)
    following = Review.objects.get(state="scheduled")
    action = ActionItem.objects.get(title="Archiving policy")
    later = following.starts_at
    room.open_review(following, by=opened.cast.cio, now=later)
    ActionItem.objects.filter(pk=action.pk).update(
        state="closed",
        reported_at=later,
        reported_on=later.date(),
        closed_at=later,
        closed_on=later.date(),
        confirmed_by=opened.cast.lead,
    )
    seal_review(following, by=opened.cast.cio, now=later + timedelta(minutes=80), although_silent=BOTH)
    snapshot = snapshot_of(Seal.objects.get(review=following, edition="partner"))
    assert snapshot.review.previous_on == date(2026, 11, 23)
    assert "Done and confirmed: Archiving policy." in {change.text for change in snapshot.changes}


@pytest.mark.parametrize("person", ["lead", "manager"])
def test_either_side_may_reply_beside_the_seal(opened: Scene, person: str) -> None:
    sealed(opened)
    author = getattr(opened.cast, person)
    answer = reply(opened.review, text="The policy was due in October.", by=author, now=opened.at(600))
    assert verify_seal(answer)
    assert (answer.edition, answer.kind, answer.said_by_side) == ("partner", "reply", author.side)
    assert json.loads(answer.content)["answers"] == seal_of(opened).sha256


def test_a_reply_leaves_the_seal_as_it_was(opened: Scene) -> None:
    before = seal_of(sealed(opened)).content
    reply(opened.review, text="We see it differently.", by=opened.cast.lead, now=opened.at(600))
    assert seal_of(opened).content == before


def test_a_side_replies_once(opened: Scene) -> None:
    sealed(opened)
    reply(opened.review, text="Once.", by=opened.cast.lead, now=opened.at(600))
    with pytest.raises(Refused, match="has replied already"):
        reply(opened.review, text="Twice.", by=opened.cast.partner_sponsor, now=opened.at(601))


def test_a_reply_is_taken_for_two_working_days(opened: Scene) -> None:
    sealed(opened)
    with pytest.raises(Refused, match="possible until 25 November 2026"):
        reply(opened.review, text="Late.", by=opened.cast.lead, now=opened.at(60 * 24 * 3))


@pytest.mark.parametrize("text", ["   ", "x" * 2001])
def test_an_empty_or_endless_reply_is_refused_at_its_field(opened: Scene, text: str) -> None:
    sealed(opened)
    with pytest.raises(Refused) as refusal:
        reply(opened.review, text=text, by=opened.cast.lead, now=opened.at(600))
    assert refusal.value.field == "text"


@pytest.mark.parametrize("person", ["contributor", "observer", "reader"])
def test_only_who_speaks_for_a_side_replies(opened: Scene, person: str) -> None:
    sealed(opened)
    with pytest.raises(PermissionDenied):
        reply(opened.review, text="Hm.", by=getattr(opened.cast, person), now=opened.at(600))


def test_a_review_still_open_takes_no_reply(opened: Scene) -> None:
    with pytest.raises(Refused, match="not sealed yet"):
        reply(opened.review, text="Hm.", by=opened.cast.lead, now=EARLIER)
