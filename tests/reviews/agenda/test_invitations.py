"""A review in people's calendars: invited, moved, cancelled, as mail clients take it."""

from datetime import UTC, timedelta
from email import message_from_bytes
from email.message import Message

import pytest
from django.conf import settings
from icalendar import Calendar, Component

from governance.models import ForumMember
from partners.mail.message import message_of
from partners.models import OutgoingMail
from reviews.models import Attendance
from reviews.verbs import cancel_review, change_chair, move_review, refresh_agenda, schedule_review
from tests.reviews.scene import EARLIER, MONDAY, Scene

pytestmark = pytest.mark.usefixtures("everywhere")


def mails(scene: Scene) -> list[OutgoingMail]:
    return list(OutgoingMail.objects.filter(partner=scene.cast.partner, kind="invitation").order_by("id"))


def as_sent(mail: OutgoingMail) -> Message:
    return message_from_bytes(message_of(mail, mail.content, mail.attachments.all()).content)


def event(mail: OutgoingMail) -> Component:
    return calendar(mail).walk("VEVENT")[0]


def calendar(mail: OutgoingMail) -> Calendar:
    return Calendar.from_ical(bytes(mail.attachments.get().content))


def last(scene: Scene) -> OutgoingMail:
    return mails(scene)[-1]


def test_everyone_invited_hears_of_a_new_review(scene: Scene) -> None:
    cast = scene.cast
    assert {mail.address for mail in mails(scene)} == {
        person.email for person in (cast.cio, cast.manager, cast.lead, cast.contributor)
    }


def test_the_event_says_when_where_and_who(scene: Scene) -> None:
    invitation = event(last(scene))
    assert invitation["dtstart"].dt == scene.review.starts_at.astimezone(UTC)
    assert invitation["dtend"].dt - invitation["dtstart"].dt == timedelta(minutes=90)
    by_side = {mail.person.side.value: str(event(mail)["summary"]) for mail in mails(scene) if mail.person}
    theirs = f"{settings.ENTERPRISE_NAME}: Monthly review"
    assert by_side == {"ours": "Meridian Systems: Monthly review", "theirs": theirs}
    assert f"mailto:{scene.cast.lead.email}" in [str(attendee) for attendee in invitation["attendee"]]
    assert str(invitation["organizer"]).startswith("mailto:")
    assert str(invitation["status"]) == "CONFIRMED"
    assert calendar(last(scene))["method"] == "REQUEST"


def test_the_mail_carries_it_as_another_form_of_its_text_and_as_a_file(scene: Scene) -> None:
    """A client offers to accept only what stands among the alternatives, with its method in the header."""
    parts = list(as_sent(last(scene)).walk())
    calendars = [part for part in parts if part.get_content_type() == "text/calendar"]
    inline = [part for part in calendars if part.get_content_disposition() != "attachment"]
    files = [part for part in parts if part.get_filename() == "invitation.ics"]
    assert [part.get_param("method") for part in inline] == ["REQUEST"]
    assert len(files) == 1
    assert [part["Content-Type"].count("charset") for part in calendars] == [1, 1]
    assert "multipart/alternative" in {part.get_content_type() for part in parts}


def test_moving_it_keeps_the_event_and_raises_its_sequence(scene: Scene) -> None:
    first = event(last(scene))
    move_review(
        scene.review,
        starts_at=MONDAY + timedelta(days=1),
        reason="The chair travels",
        by=scene.cast.manager,
        now=EARLIER,
    )
    moved = event(last(scene))
    assert str(moved["uid"]) == str(first["uid"])
    assert (first["sequence"], moved["sequence"]) == (0, 1)
    assert moved["dtstart"].dt == (MONDAY + timedelta(days=1)).astimezone(UTC)
    assert "The review has moved" in last(scene).content.text


def test_cancelling_it_takes_it_out_of_the_diaries(scene: Scene) -> None:
    cancel_review(scene.review, reason="Both leads are ill", by=scene.cast.manager, now=EARLIER)
    assert calendar(last(scene))["method"] == "CANCEL"
    assert str(event(last(scene))["status"]) == "CANCELLED"
    assert event(last(scene))["sequence"] == 1
    assert "Both leads are ill" in last(scene).content.text
    assert last(scene).subject.startswith(f"Cancelled: {settings.ENTERPRISE_NAME}")


def test_the_hour_is_the_readers_own(scene: Scene) -> None:
    scene.cast.lead.time_zone = "Asia/Kolkata"
    scene.cast.lead.save()
    move_review(
        scene.review,
        starts_at=MONDAY + timedelta(days=1),
        reason="The chair travels",
        by=scene.cast.manager,
        now=EARLIER,
    )
    mail = next(mail for mail in reversed(mails(scene)) if mail.person_id == scene.cast.lead.pk)
    assert "Tuesday, 24 November 2026, 14:30" in mail.content.text


def test_nobody_who_left_is_invited(scene: Scene) -> None:
    ForumMember.objects.create(partner=scene.cast.partner, forum=scene.forum, person=scene.cast.leaver)
    cancel_review(scene.review, reason="Nobody is here", by=scene.cast.manager, now=EARLIER)
    assert scene.cast.leaver.email not in {mail.address for mail in mails(scene)}


@pytest.mark.parametrize(
    "name", ["Meridian\r\nATTENDEE:mailto:evil@example.org", "<b>Meridian</b>; DROP, ünïcode 🎉"]
)
def test_a_hostile_name_stays_a_name(scene: Scene, name: str) -> None:
    scene.forum.name = name
    scene.forum.save()
    cancel_review(scene.review, reason=name, by=scene.cast.manager, now=EARLIER)
    cancelled = event(last(scene))
    assert "evil@example.org" not in str(cancelled["attendee"])
    assert name.splitlines()[0] in str(cancelled["summary"])
    assert "\n" not in last(scene).subject
    assert "ATTENDEE" not in as_sent(last(scene))


def test_a_new_chair_is_told_with_the_next_change(scene: Scene) -> None:
    change_chair(scene.review, chair=scene.cast.manager, by=scene.cast.manager, now=EARLIER)
    move_review(
        scene.review,
        starts_at=MONDAY + timedelta(days=1),
        reason="The chair is ill",
        by=scene.cast.manager,
        now=EARLIER,
    )
    chairs = [str(one) for one in event(last(scene))["attendee"] if one.params["role"] == "CHAIR"]
    assert chairs == [f"mailto:{scene.cast.manager.email}"]


def test_who_is_told_is_invited_to_this_review_here_still_and_not_excused(scene: Scene) -> None:
    cast, review = scene.cast, scene.review
    other = schedule_review(scene.forum, starts_at=MONDAY + timedelta(days=30), by=cast.manager, now=EARLIER)
    Attendance.objects.create(partner=cast.partner, review=other, person=cast.observer)
    for person, state in ((cast.teammate, "invited"), (cast.reader, "excused"), (cast.leaver, "invited")):
        Attendance.objects.create(partner=cast.partner, review=review, person=person, state=state)
    before = len(mails(scene))
    move_review(review, starts_at=MONDAY + timedelta(days=1), reason="x", by=cast.manager, now=EARLIER)
    told = mails(scene)[before:]
    expected = {
        person.email for person in (cast.cio, cast.manager, cast.lead, cast.contributor, cast.teammate)
    }
    assert {mail.address for mail in told} == expected
    assert {str(attendee).removeprefix("mailto:") for attendee in event(told[0])["attendee"]} == expected
    chairs = [str(attendee) for attendee in event(told[0])["attendee"] if attendee.params["role"] == "CHAIR"]
    assert chairs == [f"mailto:{cast.cio.email}"]


def test_the_agenda_goes_to_who_is_invited_to_this_review_here_still_and_not_excused(scene: Scene) -> None:
    cast, review = scene.cast, scene.review
    other = schedule_review(scene.forum, starts_at=MONDAY + timedelta(days=30), by=cast.manager, now=EARLIER)
    Attendance.objects.create(partner=cast.partner, review=other, person=cast.observer)
    for person, state in ((cast.teammate, "invited"), (cast.reader, "excused"), (cast.leaver, "invited")):
        Attendance.objects.create(partner=cast.partner, review=review, person=person, state=state)
    refresh_agenda(review, now=MONDAY - timedelta(days=4))
    assert sorted(OutgoingMail.objects.filter(kind="agenda").values_list("address", flat=True)) == sorted(
        person.email for person in (cast.cio, cast.manager, cast.lead, cast.contributor, cast.teammate)
    )
