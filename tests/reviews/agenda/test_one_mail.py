"""What changes about a review within a few minutes reaches each person as one mail, which says how it stands now."""

from datetime import datetime, time, timedelta
from typing import Any

import pytest
from icalendar import Calendar, Component

from governance.models import Forum
from partners.isolation.scope import SYSTEM, entered
from partners.mail.quiet import LONGEST, QUIET
from partners.models import Membership, OutgoingMail, User
from reviews.agenda.verbs.coming import unseat_who_left
from reviews.models import AgendaInHand, Attendance, Review
from reviews.verbs import (
    cancel_review,
    change_chair,
    change_forum,
    move_review,
    rebuild_agenda,
    refresh_agenda,
    schedule_review,
)
from tests.reviews.scene import EARLIER, MONDAY, Scene

pytestmark = pytest.mark.usefixtures("everywhere")
TEN = MONDAY + timedelta(hours=1)
TUESDAY = MONDAY + timedelta(days=1)
FROZEN = MONDAY - timedelta(days=4)
MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def _left_before(scene: Scene) -> None:
    """The invitation of the scene has left long ago."""
    with entered(SYSTEM):
        OutgoingMail.objects.update(state="delivered", settled_at=EARLIER)


def leaving(person: User | None = None) -> list[OutgoingMail]:
    """What is to leave, all of it or that of a person."""
    mails = OutgoingMail.objects.filter(state="queued").select_related("content").order_by("pk")
    return list(mails.filter(person=person) if person else mails)


def event_of(mail: OutgoingMail) -> tuple[str, Component]:
    calendar = Calendar.from_ical(bytes(mail.attachments.get().content))
    return str(calendar["method"]), calendar.walk("VEVENT")[0]


def moved(scene: Scene, to: datetime, reason: str, now: datetime = EARLIER) -> Review:
    return move_review(scene.review, starts_at=to, reason=reason, by=scene.cast.manager, now=now)


def changed(scene: Scene, now: datetime, *, by: User | None = None, **otherwise: Any) -> Forum:
    cast = scene.cast
    people = [cast.cio, cast.manager, cast.lead, cast.contributor]
    said = {"name": "Monthly review", "chair": cast.cio, "deputy_chair": cast.manager, "minutes": 90, "place": "",
            "starts_at": time(10), "cadence": "monthly", "attends": people, "gets_pack": people}  # fmt: skip
    forum = Forum.objects.select_related("partner", "chair").get(pk=scene.forum.pk)
    return change_forum(forum, by=by or cast.manager, now=now, version=forum.version, **{**said, **otherwise})


def test_moved_twice_another_chair_and_another_place_are_one_mail_with_the_last_state(scene: Scene) -> None:
    cast = scene.cast
    moved(scene, TUESDAY, "The chair travels")
    change_chair(scene.review, chair=cast.manager, by=cast.manager, now=EARLIER + MINUTE)
    changed(scene, EARLIER + 2 * MINUTE, place="Room 4")
    moved(scene, TUESDAY + timedelta(days=1), "A holiday.", EARLIER + 3 * MINUTE)
    assert sorted(mail.address for mail in leaving()) == sorted(
        person.email for person in (cast.cio, cast.manager, cast.lead, cast.contributor)
    )
    [mail] = leaving(cast.lead)
    method, event = event_of(mail)
    assert (method, event["sequence"], str(event["location"])) == ("REQUEST", 4, "Room 4")
    assert event["dtstart"].dt == TUESDAY + timedelta(days=1)
    assert mail.subject == "Moved: Northgate Group: Monthly review on 25 November 2026"
    for words in (mail.content.text, mail.content.html):
        said = " ".join(words.replace("<p>", " ").replace("</p>", " ").split())
        assert "Moved from 23 November 2026, 10:00: The chair travels. A holiday." in said
        assert said.count("It meets here: Room 4") == 1
        assert said.count(f"{cast.manager.full_name} chairs it in place of {cast.cio.full_name}.") == 1


@pytest.mark.parametrize("undone_after", [MINUTE, QUIET - timedelta(seconds=1)])
def test_what_is_undone_before_it_has_left_leaves_nothing(scene: Scene, undone_after: timedelta) -> None:
    cast = scene.cast
    change_chair(scene.review, chair=cast.manager, by=cast.manager, now=EARLIER)
    assert leaving(cast.lead)
    change_chair(scene.review, chair=cast.cio, by=cast.manager, now=EARLIER + undone_after)
    assert leaving() == []


def test_once_it_has_left_what_undoes_it_is_a_mail_of_its_own(scene: Scene) -> None:
    cast = scene.cast
    change_chair(scene.review, chair=cast.manager, by=cast.manager, now=EARLIER)
    change_chair(scene.review, chair=cast.cio, by=cast.manager, now=EARLIER + QUIET)
    assert [event_of(mail)[1]["sequence"] for mail in leaving(cast.lead)] == [1, 2]


def test_who_is_asked_and_cancelled_before_they_heard_hears_nothing(scene: Scene) -> None:
    said = {"by": scene.cast.manager, "now": EARLIER}
    other = schedule_review(scene.forum, starts_at=MONDAY + timedelta(days=30), **said)
    assert len(leaving()) == 4
    cancel_review(other, reason="A mistake", **said)
    assert leaving() == []


def test_who_is_asked_and_moved_is_invited_to_where_it_stands(scene: Scene) -> None:
    said = {"by": scene.cast.manager, "now": EARLIER}
    other = schedule_review(scene.forum, starts_at=MONDAY + timedelta(days=30), **said)
    move_review(other, starts_at=MONDAY + timedelta(days=31), reason="A mistake", **said)
    [mail] = leaving(scene.cast.lead)
    assert (event_of(mail)[1]["sequence"], event_of(mail)[1]["dtstart"].dt) == (
        1,
        MONDAY + timedelta(days=31),
    )
    assert "You are invited to the review" in mail.content.text
    assert "A mistake" not in mail.content.text


def test_a_move_and_a_cancellation_are_a_cancellation(scene: Scene) -> None:
    moved(scene, TUESDAY, "x")
    cancel_review(scene.review, reason="Both leads are ill", by=scene.cast.manager, now=EARLIER)
    [mail] = leaving(scene.cast.lead)
    method, event = event_of(mail)
    assert (method, event["sequence"]) == ("CANCEL", 2)
    assert "Both leads are ill" in mail.content.text


def test_moved_and_moved_back_says_so_because_everyone_is_asked_anew(scene: Scene) -> None:
    moved(scene, TUESDAY, "A holiday")
    moved(scene, TEN, "There is none")
    [mail] = leaving(scene.cast.lead)
    assert "It moved, and moved back: A holiday. There is none." in mail.content.text
    assert event_of(mail)[1]["sequence"] == 2


def test_who_leaves_the_forum_and_comes_back_hears_nothing_and_who_joins_and_leaves_neither(
    scene: Scene,
) -> None:
    cast = scene.cast
    stay, more = [cast.cio, cast.manager, cast.lead], [cast.cio, cast.manager, cast.lead, cast.contributor]
    changed(scene, EARLIER, by=cast.lead, attends=stay)
    assert [event_of(mail)[0] for mail in leaving()] == ["CANCEL"]
    changed(scene, EARLIER, attends=[*more, cast.teammate])
    assert [mail.address for mail in leaving()] == [cast.teammate.email]
    changed(scene, EARLIER, attends=more)
    assert leaving() == []


def test_who_leaves_stands_in_no_file_that_leaves_after(scene: Scene) -> None:
    cast = scene.cast
    moved(scene, TUESDAY, "x")
    Membership.objects.filter(person=cast.contributor, partner=cast.partner).update(until=EARLIER.date())
    with entered(SYSTEM):
        assert unseat_who_left(now=EARLIER + MINUTE) == 1
    [mail] = leaving(cast.lead)
    _, event = event_of(mail)
    assert (event["sequence"], cast.contributor.email in str(event["attendee"])) == (2, False)
    assert "Moved from 23 November" in mail.content.text
    assert [mail.kind for mail in leaving(cast.contributor)] == ["farewell"]


def test_the_agenda_leaves_with_what_changed_and_only_as_it_stands_at_last(scene: Scene) -> None:
    cast = scene.cast
    refresh_agenda(scene.review, now=FROZEN)
    assert [(mail.kind, mail.subject) for mail in leaving(cast.lead)] == [
        ("agenda", "Agenda: Northgate Group, 23 November 2026")
    ]
    change_chair(scene.review, chair=cast.manager, by=cast.manager, now=FROZEN)
    rebuild_agenda(scene.review, by=cast.manager, now=FROZEN + MINUTE)
    [mail] = leaving(cast.lead)
    assert mail.kind == "agenda"
    assert mail.subject == "Changed: Northgate Group: Monthly review on 23 November 2026, with its agenda"
    assert event_of(mail)[0] == "REQUEST"
    for words in (mail.content.text, mail.content.html):
        assert f"{cast.manager.full_name} chairs it in place of {cast.cio.full_name}." in words
        assert "Read back" in words
    assert AgendaInHand.objects.get(link__mail=mail).review == scene.review
    moved(scene, MONDAY + timedelta(days=14), "It is too early", FROZEN + 2 * MINUTE)
    [mail] = leaving(cast.lead)
    assert (mail.kind, "Read back" in mail.content.text) == ("invitation", False)


def test_a_mail_waits_three_minutes_from_the_last_change_and_ten_from_the_first(scene: Scene) -> None:
    cast = scene.cast
    at, due = EARLIER, []
    for turn in range(5):
        change_chair(scene.review, chair=(cast.manager, cast.cio)[turn % 2], by=cast.manager, now=at)
        changed(scene, at, place=f"Room {turn}")
        [mail] = leaving(cast.lead)
        due.append(mail.next_attempt_at - EARLIER)
        at += 2 * MINUTE
    minutes = [int(wait / MINUTE) for wait in due]
    assert minutes == [3, 5, 7, 9, 10]
    assert (QUIET, LONGEST) == (3 * MINUTE, 10 * MINUTE)


@pytest.mark.parametrize(
    ("before", "waits"), [(61 * MINUTE, True), (60 * MINUTE, True), (59 * MINUTE, False)]
)
def test_what_begins_within_the_hour_is_told_at_once(scene: Scene, before: timedelta, waits: bool) -> None:
    now = scene.review.starts_at - before
    moved(scene, TUESDAY, "x", now)
    assert {mail.next_attempt_at > now for mail in leaving()} == {waits}


def test_a_mail_that_somebody_began_to_send_is_not_taken_back(scene: Scene) -> None:
    cast = scene.cast
    for begun in ({"leased_until": EARLIER + timedelta(minutes=15)}, {"leased_until": None, "attempts": 1}):
        change_chair(scene.review, chair=cast.manager, by=cast.manager, now=EARLIER)
        before = leaving(cast.lead)
        OutgoingMail.objects.filter(state="queued").update(**begun)
        change_chair(scene.review, chair=cast.cio, by=cast.manager, now=EARLIER)
        after = leaving(cast.lead)
        assert (after[: len(before)], len(after)) == (before, len(before) + 1)
        OutgoingMail.objects.update(state="delivered")


def test_the_mails_of_one_review_are_not_those_of_another(scene: Scene) -> None:
    other = schedule_review(
        scene.forum, starts_at=MONDAY + timedelta(days=30), by=scene.cast.manager, now=EARLIER
    )
    moved(scene, TUESDAY, "x")
    assert len(leaving(scene.cast.lead)) == 2
    assert Attendance.objects.filter(review=other).count() == 4
