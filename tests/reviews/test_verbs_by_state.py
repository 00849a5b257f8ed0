"""Every verb of the monthly rhythm × every state of a review, and what it is refused with at its own edges."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction

from governance.models import ActionItem
from partners.isolation.scope import SYSTEM, entered
from partners.models import User
from partners.verb import Refused
from reviews import verbs
from reviews.models import AgendaItem, Attendance, Review, RoomMove
from reviews.record.verbs.packing import make_packs_again, send_packs
from reviews.record.verbs.sealing import reply, seal_review
from tests.reviews.room import room_steps
from tests.reviews.scene import BOTH, EARLIER, TODAY, Scene, promise, reported

NOW = EARLIER


def refused(act: Callable[[], object]) -> str | None:
    """The sentence it is refused with; whatever it did is taken back."""
    said = None
    with transaction.atomic():
        try:
            with entered(SYSTEM):
                act()
        except Refused as refusal:
            said = refusal.sentence
        transaction.set_rollback(True)
    return said


def put(scene: Scene, state: str) -> Review:
    """The review of the scene in a state, its agenda written."""
    with entered(SYSTEM):
        review, cio = scene.review, scene.cast.cio
        if state in ("open", "sealed"):
            verbs.open_review(review, by=cio, now=scene.at())
        if state == "sealed":
            seal_review(review, by=cio, now=scene.at(80), although_silent=BOTH)
        if state == "cancelled":
            verbs.cancel_review(review, reason="Ill", by=scene.cast.manager, now=EARLIER)
        return scene.fresh()


IN_THE_ROOM: dict[str, dict[str, Any]] = {
    "pause": {}, "resume": {}, "note": {"text": "x"}, "park": {"text": "x"}, "decide_aloud": {"text": "x"},
    "thank_in_room": {"names": "Mei", "words": "x"}, "say": {"stance": "agree"},
}  # fmt: skip


@pytest.mark.parametrize(
    ("state", "sentence"),
    [("scheduled", "has not begun. Open it first"), ("open", None), ("sealed", "is sealed: nothing in it changes"),
     ("cancelled", "was cancelled")],
)  # fmt: skip
def test_what_is_done_in_the_room_is_done_while_it_is_open(
    scene: Scene, untypeset: None, state: str, sentence: str | None
) -> None:
    review = put(scene, state)
    for verb, said in IN_THE_ROOM.items():
        by = scene.cast.manager
        found = refused(lambda: getattr(verbs, verb)(review, **said, by=by, now=scene.at(81)))  # noqa: B023
        assert (found is None) is (sentence is None), verb
        assert found is None or str(sentence) in found, verb


@pytest.mark.parametrize(
    ("state", "able"),
    [("scheduled", {"move", "cancel", "chair", "table", "answer", "news", "come", "open"}),
     ("open", {"chair", "seal"}), ("sealed", {"reply", "again"}), ("cancelled", set())],
)  # fmt: skip
def test_each_state_has_its_verbs(scene: Scene, untypeset: None, state: str, able: set[str]) -> None:
    review, cast = put(scene, state), scene.cast
    with entered(SYSTEM):
        line = AgendaItem.objects.filter(review=review).select_related("review__partner", "partner")[0]
    now = scene.at() if state == "scheduled" else scene.at(82)
    deeds: dict[str, Callable[[], object]] = {
        "move": lambda: verbs.move_review(
            review,
            starts_at=scene.review.starts_at + timedelta(days=9),
            reason="x",
            by=cast.manager,
            now=EARLIER,
        ),
        "cancel": lambda: verbs.cancel_review(review, reason="x", by=cast.manager, now=EARLIER),
        "chair": lambda: verbs.change_chair(review, chair=cast.manager, by=cast.cio, now=EARLIER),
        "table": lambda: verbs.table_item(review, title="x", by=cast.lead, now=EARLIER),
        "answer": lambda: verbs.answer_item(line, text="x", by=cast.lead, now=EARLIER),
        "news": lambda: verbs.say_news(review, text="x", by=cast.lead, now=EARLIER),
        "come": lambda: verbs.answer_invitation(
            review, says="accepted", sequence=9, by=cast.lead, now=EARLIER
        ),
        "open": lambda: verbs.open_review(review, by=cast.cio, now=now),
        "seal": lambda: seal_review(review, by=cast.cio, now=now, although_silent=BOTH),
        "reply": lambda: reply(review, text="x", by=cast.lead, now=now),
        "again": lambda: make_packs_again(review, by=cast.cio, now=now),
        "send": lambda: send_packs(review, by=cast.cio, now=now),
    }
    said = {name: refused(act) for name, act in deeds.items()}
    assert {name for name, sentence in said.items() if sentence is None} == able
    assert "not made yet" in str(said["send"])


# --- planned ----------------------------------------------------------------------------------------------------------


def test_a_review_is_planned_for_a_day_to_come_within_reach_that_is_free(scene: Scene) -> None:
    forum, by, starts_at = scene.forum, scene.cast.manager, scene.review.starts_at

    def planned(**offset: int) -> str | None:
        return refused(
            lambda: verbs.schedule_review(forum, starts_at=NOW + timedelta(**offset), by=by, now=NOW)
        )

    assert "moment has passed" in str(planned(seconds=-1))
    assert planned(seconds=0) is None
    assert planned(days=550) is None
    assert "a year and a half ahead" in str(planned(days=550, seconds=1))
    same_day = starts_at - NOW
    assert "already has a review on 23 November 2026" in str(
        planned(seconds=int(same_day.total_seconds()) + 3600)
    )
    assert planned(days=same_day.days + 2) is None

    def moved(to: timedelta, reason: str = "x") -> str | None:
        return refused(
            lambda: verbs.move_review(scene.review, starts_at=starts_at + to, reason=reason, by=by, now=NOW)
        )

    assert moved(timedelta(hours=1)) is None
    assert "why it moves" in str(moved(timedelta(hours=1), " "))
    assert "moment has passed" in str(moved(NOW - starts_at - timedelta(seconds=1)))
    assert "why it is cancelled" in str(
        refused(lambda: verbs.cancel_review(scene.review, reason="", by=by, now=NOW))
    )
    put(scene, "cancelled")
    assert planned(seconds=int(same_day.total_seconds())) is None


def test_the_chair_is_who_may_and_the_usual_one_where_none_is_named(scene: Scene) -> None:
    cast = scene.cast
    assert "may not chair" in str(
        refused(lambda: verbs.change_chair(scene.review, chair=cast.lead, by=cast.cio, now=NOW))
    )
    later = scene.review.starts_at + timedelta(days=30)
    assert "may not chair" in str(
        refused(
            lambda: verbs.schedule_review(scene.forum, starts_at=later, chair=cast.lead, by=cast.cio, now=NOW)
        )
    )
    with entered(SYSTEM):
        assert verbs.schedule_review(scene.forum, starts_at=later, by=cast.manager, now=NOW).chair == cast.cio
        scene.forum.chair = cast.lead
        scene.forum.save()
        after = later + timedelta(days=1)
        planned = verbs.schedule_review(scene.forum, starts_at=after, by=cast.manager, now=NOW)
        assert planned.chair == cast.manager
        assert set(planned.attendance.values_list("person__full_name", flat=True)) == {
            "Anand Kulkarni", "Priya Raman", "Jonas Stein", "Mei Chen",
        }  # fmt: skip


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"title": " "}, "what you want to talk about"), ({"title": "x" * 200}, None),
        ({"title": "x" * 201}, "too long for a title"), ({"minutes": 0}, "between 1 and 30"), ({"minutes": 1}, None),
        ({"minutes": 30}, None), ({"minutes": 31}, "between 1 and 30"),
    ],
)  # fmt: skip
def test_what_a_side_tables_has_a_title_and_so_many_minutes(
    scene: Scene, said: dict[str, Any], sentence: str | None
) -> None:
    whole = {"title": "A seat", **said}
    found = refused(lambda: verbs.table_item(scene.review, **whole, by=scene.cast.lead, now=NOW))
    assert (found is None) is (sentence is None)
    assert found is None or str(sentence) in found


def test_once_frozen_an_item_stays_and_a_side_without_one_may_still_table_it(scene: Scene) -> None:
    with entered(SYSTEM):
        verbs.table_item(scene.review, title="A seat", by=scene.cast.lead, now=NOW)
        Review.objects.filter(pk=scene.review.pk).update(agenda_frozen_at=NOW)
    tabled = [
        refused(lambda by=by: verbs.table_item(scene.review, title="Another", by=by, now=NOW))
        for by in (scene.cast.lead, scene.cast.manager)
    ]
    assert "The agenda is frozen" in str(tabled[0])
    assert tabled[1] is None


def test_an_answer_has_a_length(scene: Scene) -> None:
    with entered(SYSTEM):
        line = AgendaItem.objects.filter(review=scene.review).select_related("review__partner", "partner")[0]

    def answered(words: str) -> str | None:
        return refused(lambda: verbs.answer_item(line, text=words, by=scene.cast.lead, now=NOW))

    assert answered("x" * 2_000) is None
    assert "2000 characters" in str(answered("x" * 2_001))


# --- opened, set aside, sealed ----------------------------------------------------------------------------------------


def test_it_opens_on_its_day_with_somebody_invited_and_a_chair_who_may(scene: Scene) -> None:
    review, cast = scene.review, scene.cast

    def opened(minutes: int = 0) -> str | None:
        return refused(lambda: verbs.open_review(scene.fresh(), by=cast.cio, now=scene.at(minutes)))

    assert opened() is None
    assert opened(-9 * 60) is None
    assert "is planned for 23 November 2026" in str(opened(-11 * 60))
    with entered(SYSTEM):
        other = verbs.schedule_review(
            scene.forum, starts_at=review.starts_at + timedelta(days=9), by=cast.manager, now=NOW
        )
        Review.objects.filter(pk=other.pk).update(state="open", chair=cast.cio, held_on=TODAY, opened_at=NOW)
    assert "Another review of this forum is still open" in str(opened())
    with entered(SYSTEM):
        Review.objects.filter(pk=other.pk).update(state="cancelled", cancelled_reason="x")
        Review.objects.filter(pk=review.pk).update(chair=cast.lead)
    assert "may no longer chair" in str(opened())
    with entered(SYSTEM):
        Review.objects.filter(pk=review.pk).update(chair=None)
    assert "has no chair" in str(opened())


def test_what_must_be_heard_is_deferred_and_not_dropped(scene: Scene) -> None:
    with entered(SYSTEM):
        promise(scene.cast.partner, scene.cast.lead)
        verbs.table_item(scene.review, title="A seat", by=scene.cast.lead, now=NOW)
    review = put(scene, "open")
    with entered(SYSTEM):
        lines = list(AgendaItem.objects.filter(review=review).select_related("review__partner", "partner"))
    heading = next(line for line in lines if line.is_heading)
    tabled = next(line for line in lines if line.tabled_by_side)
    owed = next(line for line in lines if line.action_id)

    def aside(line: AgendaItem, state: str) -> str | None:
        return refused(lambda: verbs.set_aside(line, state=state, by=scene.cast.cio, now=scene.at(5)))

    assert "section of the standing agenda" in str(aside(heading, "deferred"))
    for line in (tabled, owed):
        assert aside(line, "deferred") is None
        assert "cannot be dropped" in str(aside(line, "dropped"))


def test_attendance_is_of_people_who_take_part(scene: Scene) -> None:
    review, facts = put(scene, "open"), {"state": "present", "by": scene.cast.cio, "now": scene.at(1)}
    for person, able in (("observer", True), ("stranger", False), ("leaver", False), ("rival_lead", False)):
        who = getattr(scene.cast, person)
        assert (refused(lambda: verbs.mark_attendance(review, person=who, **facts)) is None) is able, person  # noqa: B023


def test_it_is_sealed_with_its_chair_there_and_once(scene: Scene, untypeset: None) -> None:
    review, cast = put(scene, "open"), scene.cast

    def sealed() -> str | None:
        return refused(lambda: seal_review(review, by=cast.cio, now=scene.at(80), although_silent=BOTH))

    for state, able in (("present", True), ("following", True), ("excused", False), ("invited", False)):
        with entered(SYSTEM):
            Attendance.objects.filter(review=review, person=cast.cio).update(state=state)
        found = sealed()
        assert (found is None) is able, state
        assert able or "is not marked as present" in str(found)
    with entered(SYSTEM):
        Attendance.objects.filter(review=review, person=cast.cio).update(state="present")
        seal_review(review, by=cast.cio, now=scene.at(80), although_silent=BOTH)
    assert "Anand Kulkarni sealed this review on 23 November at" in str(sealed())


def test_a_reply_has_words_in_bounds_within_two_working_days_and_once_a_side(
    scene: Scene, untypeset: None
) -> None:
    review, cast = put(scene, "sealed"), scene.cast

    def replied(text: str = "x", *, by: User = cast.lead, days: int = 0) -> str | None:
        return refused(lambda: reply(review, text=text, by=by, now=scene.at(81) + timedelta(days=days)))

    assert "what you see differently" in str(replied(" "))
    assert replied("x" * 2_000) is None
    assert "it has 2001" in str(replied("x" * 2_001))
    assert replied(days=2) is None
    assert "was possible until 25 November 2026" in str(replied(days=3))
    with entered(SYSTEM):
        reply(review, text="x", by=cast.partner_sponsor, now=scene.at(90))
    assert "Your side has replied already" in str(replied())
    assert replied(by=cast.manager) is None


@pytest.mark.parametrize(
    ("said", "sentence"),
    [({"stance": "maybe"}, "Say agree or differ"), ({"stance": "agree", "differs_on": "x"}, "Choose differ"),
     ({"stance": "differ"}, "on what you differ"), ({"stance": "differ", "differs_on": "x" * 500}, None),
     ({"stance": "differ", "differs_on": "x" * 501}, ""), ({"stance": "agree", "sentence": "x" * 240}, None),
     ({"stance": "agree", "sentence": "x" * 241}, ""), ({"sentence": "x"}, None)],
)  # fmt: skip
def test_a_side_agrees_or_says_on_what_it_differs(
    scene: Scene, said: dict[str, Any], sentence: str | None
) -> None:
    review = put(scene, "open")
    found = refused(lambda: verbs.say(review, **said, by=scene.cast.lead, now=scene.at(5)))
    assert (found is None) is (sentence is None)
    assert found is None or str(sentence) in found


def test_there_is_nothing_to_confirm_where_nothing_was_reported_and_nothing_to_undo_at_first(
    scene: Scene,
) -> None:
    with entered(SYSTEM):
        item = promise(scene.cast.partner, scene.cast.lead)
        told = reported(scene.cast.partner, scene.cast.manager)
    review, facts = put(scene, "open"), {"by": scene.cast.cio, "now": scene.at(5)}
    assert "nothing to take back" in str(refused(lambda: verbs.undo(review, **facts)))
    assert "nothing left to confirm" in str(refused(lambda: verbs.confirm_list(review, [item], **facts)))
    assert "marked as in the room" in str(refused(lambda: verbs.confirm_list(review, [told], **facts)))
    with entered(SYSTEM):
        verbs.mark_attendance(review, person=scene.cast.manager, state="present", **facts)
        verbs.mark_attendance(review, person=scene.cast.lead, state="present", **facts)
        verbs.note(review, text="x", **facts)
        latest = RoomMove.objects.latest("pk").pk
    assert "Something else was said since" in str(
        refused(lambda: verbs.undo(review, latest=latest - 1, **facts))
    )
    with entered(SYSTEM):
        room_steps.report_done(review, ActionItem.objects.get(pk=item.pk), **facts)
        ActionItem.objects.filter(pk=item.pk).update(version=99)
    assert "Somebody changed “Index rebuild” since" in str(refused(lambda: verbs.undo(review, **facts)))
