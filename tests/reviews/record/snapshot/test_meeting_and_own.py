"""What a seal gathers of the meeting, of ours alone, and which review was the one before."""

from datetime import timedelta

import pytest

from governance.models import (
    Thanks,
)
from partners.isolation.scope import SYSTEM, acting_as, entered
from partners.models import Engagement, EngagementTerms, PartnerNote, PartnerStanding, User
from reviews.facts.rows import own
from reviews.models import Attendance, Minute, Review, RoomMove, SideStatement
from reviews.record import meeting
from reviews.since import meeting_before, sealed_before
from tests.reviews.record.snapshot.rows import A_DAY, A_MOMENT, BEFORE, ON, SINCE, moved, review_on
from tests.reviews.scene import MONDAY, Scene

pytestmark = pytest.mark.usefixtures("everywhere")


def test_what_was_done_in_the_room_and_not_taken_back(scene: Scene, earlier: Review) -> None:
    for kind in RoomMove.Kind.values:
        moved(scene, kind)
    moved(scene, "decided", undone=True)
    moved(scene, "decided", review=earlier)
    silent = {"discussed", "thanked", "noted", "parked"}
    assert [each.words for each in meeting.moves(scene.review)] == [
        f"{kind} False" for kind in RoomMove.Kind.values if kind not in silent
    ]


def test_minutes_and_thanks_that_were_not_taken_back(scene: Scene, earlier: Review) -> None:
    partner, cio = scene.cast.partner, scene.cast.cio
    written = {
        text: Minute.objects.create(partner=partner, review=review, text=text, author=cio, written_at=MONDAY)
        for text, review in (("Here", scene.review), ("Taken back", scene.review), ("There", earlier))
    }
    moved(scene, "noted", minute=written["Here"])
    moved(scene, "noted", minute=written["Taken back"], undone=True)
    assert [each.text for each in meeting.minutes(scene.review)] == ["Here"]
    said = {
        names: Thanks.objects.create(partner=who, names=names, on=ON + timedelta(days=days), by=cio)
        for names, who, days in (
            ("That day", partner, 0), ("The day after", partner, 1), ("Then", partner, -28), ("Since", partner, -27),
            ("Taken back", partner, -1), ("A rival's", scene.cast.rival, -1),
        )
    }  # fmt: skip
    moved(scene, "thanked", thanks=said["That day"])
    moved(scene, "thanked", thanks=said["Taken back"], undone=True)
    assert [each.names for each in meeting.thanks(scene.review, ON, BEFORE)] == ["Since", "That day"]


def test_who_was_there_and_what_each_side_said(scene: Scene, earlier: Review) -> None:
    Attendance.objects.create(partner=scene.cast.partner, review=earlier, person=scene.cast.observer)
    names = {person.pk: person.full_name for person in User.objects.all()}
    present = meeting.attendance(scene.review)
    assert [names[each.person] for each in present] == [
        "Anand Kulkarni",
        "Priya Raman",
        "Jonas Stein",
        "Mei Chen",
    ]
    for review, side, words in (
        (scene.review, "theirs", "B"),
        (scene.review, "ours", "A"),
        (earlier, "ours", "C"),
    ):
        SideStatement.objects.create(
            partner=scene.cast.partner,
            review=review,
            side=side,
            sentence=words,
            sentence_by=scene.cast.cio,
            by=scene.cast.cio,
            at=MONDAY,
        )
    assert [each.sentence for each in meeting.statements(scene.review)] == ["A", "B"]


def test_our_own_page_has_what_is_ours_and_new(scene: Scene) -> None:
    cast = scene.cast
    with acting_as(cast.lead):
        PartnerNote.objects.create(
            partner=cast.partner, side="theirs", text="Theirs", author=cast.lead, written_at=MONDAY
        )
    with acting_as(cast.cio):
        for partner, text, at in (
            (cast.partner, "Second", MONDAY), (cast.partner, "First", SINCE + A_MOMENT), (cast.partner, "Then", SINCE),
            (cast.rival, "A rival's", MONDAY),
        ):  # fmt: skip
            PartnerNote.objects.create(
                partner=partner, side="ours", text=text, author=cast.cio, written_at=at
            )
        PartnerStanding.objects.create(partner=cast.rival, segment="commodity")
        terms = [(state, cast.partner, 30) for state in Engagement.State.values]
        terms += [("active", cast.partner, 10), ("active", cast.partner, None), ("active", cast.rival, 20)]
        for state, partner, days in terms:
            work = Engagement.objects.create(
                partner=partner, title=f"{state} {days}", starts_on=BEFORE, state=state
            )
            notice_by = days and ON + timedelta(days=days)
            EngagementTerms.objects.create(partner=partner, engagement=work, notice_by=notice_by)
        found = own.ours_only(cast.partner, SINCE)
        assert [note.text for note in found.notes] == ["First", "Second"]
        assert [each.engagement for each in found.terms] == ["active 10", "active 30"]
        assert found.segment == ""
        PartnerStanding.objects.create(partner=cast.partner, segment="strategic")
        assert own.ours_only(cast.partner, SINCE).segment == "Strategic"


def test_the_review_before_is_the_forum_s_last_sealed_one(scene: Scene) -> None:
    assert meeting_before(scene.review) is None
    assert sealed_before(scene.review, None) == scene.review.starts_at - timedelta(days=31)
    with entered(SYSTEM):
        review_on(scene, -56, Review.State.SEALED, sealed_at=SINCE - 28 * A_DAY)
        last = review_on(scene, -28, Review.State.SEALED, sealed_at=SINCE)
        review_on(scene, -7, Review.State.CANCELLED, cancelled_reason="Nobody there")
        review_on(scene, 28, Review.State.SEALED, sealed_at=MONDAY)
    assert meeting_before(scene.review) == last
    assert sealed_before(scene.review, last) == SINCE
