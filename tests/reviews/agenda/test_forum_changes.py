"""A forum is changed in one form, and the reviews planned in it follow; it can end."""

from datetime import time, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from governance.models import Forum, ForumMember
from partners.models import OutgoingMail, User
from partners.verb import Refused, Stale
from reviews.models import Attendance
from reviews.recipients import recipients
from reviews.verbs import change_forum, close_forum, open_review, schedule_review
from tests.reviews.scene import EARLIER, MONDAY, Scene

pytestmark = pytest.mark.usefixtures("everywhere")


def changed(scene: Scene, *, by: User | None = None, version: int = 1, **otherwise: Any) -> Forum:
    """The forum of the scene as it was set up, but for what is said `otherwise`."""
    cast = scene.cast
    people = [cast.cio, cast.manager, cast.lead, cast.contributor]
    said = {
        "name": "Monthly review",
        "chair": cast.cio,
        "deputy_chair": cast.manager,
        "minutes": 90,
        "place": "",
    }
    said |= {"starts_at": time(10), "cadence": "monthly", "attends": people, "gets_pack": people, **otherwise}
    forum = Forum.objects.select_related("partner", "chair").get(pk=scene.forum.pk)
    return change_forum(forum, by=by or cast.manager, now=EARLIER, version=version, **said)


@pytest.fixture
def told(scene: Scene) -> Any:
    """What was mailed since the review was planned: to whom, and under which subject."""
    before = set(OutgoingMail.objects.values_list("pk", flat=True))

    def since() -> dict[str, str]:
        mails = OutgoingMail.objects.filter(kind="invitation").exclude(pk__in=before)
        return {mail.address: mail.subject for mail in mails}

    return since


def seated(scene: Scene) -> set[User]:
    return {seat.person for seat in Attendance.objects.filter(review=scene.review).select_related("person")}


def test_nothing_said_otherwise_tells_nobody(scene: Scene, told: Any) -> None:
    forum = changed(scene)
    assert (told(), forum.version, scene.fresh().calendar_sequence) == ({}, 2, 0)


def test_whoever_joins_is_in_every_review_that_is_planned_and_in_the_pack(scene: Scene, told: Any) -> None:
    cast = scene.cast
    later = schedule_review(scene.forum, starts_at=MONDAY + timedelta(days=30), by=cast.manager, now=EARLIER)
    before = told()
    people = [cast.cio, cast.manager, cast.lead, cast.contributor, cast.teammate]
    changed(scene, attends=people, gets_pack=people)
    assert cast.teammate in seated(scene)
    assert Attendance.objects.filter(review=later, person=cast.teammate).exists()
    assert set(told()) - set(before) == {cast.teammate.email}
    assert cast.teammate in recipients(scene.review, "ours")


def test_whoever_leaves_gets_a_cancellation_and_stands_in_no_later_file(scene: Scene, told: Any) -> None:
    cast = scene.cast
    stay = [cast.cio, cast.lead, cast.contributor]
    changed(scene, attends=stay, gets_pack=stay)
    assert told() == {
        cast.manager.email: "No longer invited: Meridian Systems: Monthly review on 23 November 2026"
    }
    mail = OutgoingMail.objects.filter(address=cast.manager.email).latest("pk")
    calendar = Calendar.from_ical(bytes(mail.attachments.get().content))
    event = calendar.walk("VEVENT")[0]
    assert (calendar["method"], event["status"], event["sequence"]) == ("CANCEL", "CANCELLED", 1)
    assert "You are no longer invited to the review." in mail.content.text
    assert (cast.manager in seated(scene), cast.manager in recipients(scene.review, "ours")) == (False, False)

    changed(scene, version=2, attends=stay, gets_pack=stay, place="Room 4")
    assert cast.manager.email not in str(
        OutgoingMail.objects.latest("pk").attachments.get().content, "utf-8", "strict"
    )


def test_whose_access_has_ended_is_invited_no_longer_with_the_next_change(scene: Scene, told: Any) -> None:
    cast = scene.cast
    User.objects.filter(pk=cast.contributor.pk).update(is_active=False)
    cast.contributor.is_active = False
    changed(scene, minutes=60)
    assert cast.contributor not in seated(scene)
    assert {cast.manager, cast.lead, cast.cio} <= seated(scene)


def test_the_chair_stays_invited_who_is_no_member(scene: Scene, told: Any) -> None:
    cast = scene.cast
    changed(scene, attends=[cast.manager, cast.lead, cast.contributor])
    assert (cast.cio in seated(scene), told()) == (True, {})


def test_planned_reviews_follow_and_everyone_is_told_what_is_otherwise(scene: Scene, told: Any) -> None:
    cast = scene.cast
    changed(scene, name="Board", minutes=60, place="Room 4", chair=cast.manager)
    review = scene.fresh()
    assert (review.minutes, review.place, review.chair, review.calendar_sequence) == (
        60,
        "Room 4",
        cast.manager,
        1,
    )
    assert set(told()) == {each.email for each in (cast.cio, cast.manager, cast.lead, cast.contributor)}
    mail = OutgoingMail.objects.filter(address=cast.lead.email).latest("pk")
    assert mail.subject.startswith("Changed: ")
    assert (
        "It is called Board.\nIt lasts 60 minutes.\nIt meets here: Room 4\n"
        f"{cast.manager.full_name} chairs it in place of {cast.cio.full_name}.\n" in mail.content.text
    )
    assert sum(line.minutes for line in review.agenda.filter(position=0)) == 60


def test_a_chair_who_was_chosen_for_one_review_stays(scene: Scene) -> None:
    Forum.objects.filter(pk=scene.forum.pk).update(chair=None)
    scene.review.chair = scene.cast.manager
    scene.review.save()
    changed(scene, chair=scene.cast.cio)
    assert scene.fresh().chair == scene.cast.manager


def test_a_review_without_a_chair_gets_the_forum_s(scene: Scene) -> None:
    Forum.objects.filter(pk=scene.forum.pk).update(chair=None)
    scene.review.chair = None
    scene.review.save()
    changed(scene, chair=scene.cast.cio)
    assert scene.fresh().chair == scene.cast.cio


def test_its_hour_and_how_often_it_meets_are_of_what_is_planned_next(scene: Scene, told: Any) -> None:
    forum = changed(scene, starts_at=time(14), cadence="weekly")
    assert (forum.starts_at, forum.cadence, scene.fresh().starts_at, told()) == (
        time(14),
        "weekly",
        scene.review.starts_at,
        {},
    )


def test_a_review_under_way_stays_as_it_began(scene: Scene) -> None:
    open_review(scene.review, by=scene.cast.cio, now=scene.at())
    changed(scene, minutes=60, attends=[scene.cast.cio, scene.cast.lead, scene.cast.contributor])
    assert (scene.fresh().minutes, scene.cast.manager in seated(scene)) == (90, True)


def test_a_side_takes_off_its_own_people_and_nobody_else_s(scene: Scene) -> None:
    cast = scene.cast
    without_lead = [cast.cio, cast.manager, cast.contributor]
    for by, people in ((cast.manager, without_lead), (cast.lead, [cast.lead, cast.contributor])):
        for what in ("attends", "gets_pack"):
            with pytest.raises(Refused, match="that side takes its own people off"):
                changed(scene, by=by, **{what: people})
    changed(scene, by=cast.lead, attends=without_lead, gets_pack=without_lead)
    assert cast.lead not in seated(scene)


def test_whoever_has_left_the_partnership_is_taken_off_by_either_side(scene: Scene) -> None:
    cast = scene.cast
    User.objects.filter(pk=cast.contributor.pk).update(is_active=False)
    stay = [cast.cio, cast.manager, cast.lead]
    changed(scene, attends=stay, gets_pack=stay)
    assert not ForumMember.objects.filter(forum=scene.forum, person=cast.contributor).exists()


def test_of_two_who_change_it_at_once_the_second_is_told(scene: Scene) -> None:
    changed(scene, place="Room 4")
    with pytest.raises(Stale):
        changed(scene, place="Room 5")
    assert Forum.objects.get(pk=scene.forum.pk).place == "Room 4"


def test_it_ends_once_nothing_is_planned_and_decides_nothing_any_more(scene: Scene) -> None:
    cast, said = scene.cast, {"by": scene.cast.manager, "now": EARLIER}
    with pytest.raises(Refused, match="planned for 23 November 2026"):
        close_forum(Forum.objects.get(pk=scene.forum.pk), version=1, **said)
    open_review(scene.review, by=cast.cio, now=scene.at())
    with pytest.raises(Refused, match="under way"):
        close_forum(Forum.objects.get(pk=scene.forum.pk), version=1, **said)
    other = Forum.objects.create(partner=cast.partner, name="Weekly")
    close_forum(other, version=1, **said)
    assert (other.ended_on, other in Forum.objects.standing()) == (EARLIER.date(), False)
    with pytest.raises(Refused, match="ended on 9 November 2026"):
        close_forum(other, version=2, **said)
    with pytest.raises(Refused, match="ended on 9 November 2026"):
        change_forum(
            other,
            name="W",
            chair=None,
            deputy_chair=None,
            minutes=60,
            place="",
            starts_at=time(9),
            version=2,
            cadence="weekly",
            attends=[],
            gets_pack=[],
            **said,
        )


def filled(scene: Scene, **otherwise: Any) -> dict[str, Any]:
    people = [
        each.pk for each in (scene.cast.cio, scene.cast.manager, scene.cast.lead, scene.cast.contributor)
    ]
    said = {
        "name": "Monthly review",
        "cadence": "monthly",
        "minutes": "90",
        "at": "10:00",
        "place": "",
        "version": "1",
    }
    return {**said, "chair": scene.cast.cio.pk, "attends": people, "gets_pack": people, **otherwise}


def test_the_page_shows_what_stands_and_keeps_what_was_typed(scene: Scene, client: Client) -> None:
    client.force_login(scene.cast.lead)
    page = reverse("reviews_forum_change", args=[scene.cast.partner.slug, scene.forum.pk])
    shown = client.get(page).content.decode()
    assert (shown.count(" checked"), 'value="10:00"' in shown) == (8, True)
    changed(scene, place="Room 4")
    answer = client.post(page, filled(scene, place="Room 5"))
    assert answer.status_code == 409
    assert "Somebody else changed this" in answer.content.decode()
    assert 'value="Room 5"' in answer.content.decode()
    again = client.post(page, filled(scene, place="Room 5", version="2"))
    assert (again.status_code, Forum.objects.get(pk=scene.forum.pk).place) == (302, "Room 5")


def test_it_is_ended_on_its_page_and_what_stands_in_the_way_is_said_there(
    scene: Scene, client: Client
) -> None:
    client.force_login(scene.cast.manager)
    end = reverse("reviews_forum_end", args=[scene.cast.partner.slug, scene.forum.pk])
    answer = client.post(end, {"version": "1"}, follow=True)
    assert "Hold or cancel that one first" in answer.content.decode()
    other = Forum.objects.create(partner=scene.cast.partner, name="Weekly")
    ended = client.post(
        reverse("reviews_forum_end", args=[scene.cast.partner.slug, other.pk]), {"version": "1"}, follow=True
    )
    assert "The forum has ended" in ended.content.decode()
    listed = ended.content.decode().partition("Where both sides meet")[2].partition("</section>")[0]
    assert ("Monthly review" in listed, "Weekly" in listed) == (True, False)
    assert (
        client.get(reverse("reviews_forum_change", args=[scene.cast.partner.slug, other.pk])).status_code
        == 404
    )
