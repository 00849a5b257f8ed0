"""What calendars answer to an invitation, and that whoever leaves is taken out of them."""

from email.message import Message

import pytest
from django.conf import settings as django_settings
from icalendar import Calendar, Component
from pytest_django.fixtures import Settings

from governance.by_mail.replying import take_reply
from partners.isolation.scope import SYSTEM, acting_as, entered
from partners.mail.recipient_rights import may_still_receive
from partners.models import IncomingMail, Membership, OutgoingMail, User
from partners.verb import Refused
from partners.verbs import deactivate, end_part
from reviews.agenda.answer_addresses import answer_address, review_called, uid_of
from reviews.agenda.verbs.coming import unseat_who_left
from reviews.models import Attendance
from reviews.verbs import answer_invitation, cancel_review, change_chair, move_review
from tests.reviews.scene import EARLIER, MONDAY, Scene

pytestmark = pytest.mark.usefixtures("everywhere")


@pytest.fixture(autouse=True)
def _replies_are_read(settings: Settings) -> None:
    settings.REPLY_ADDRESS = "reply@tandem.example.com"


def answer(
    scene: Scene,
    person: User,
    says: str = "ACCEPTED",
    *,
    sender: str = "",
    to: str = "",
    sequence: int = 0,
    **otherwise: str,
) -> IncomingMail | None:
    """The mail with which a calendar answers, as Outlook and Google write it; `otherwise` replaces lines of it."""
    lines = {
        "method": "METHOD:REPLY",
        "begin": "BEGIN:VEVENT",
        "attendee": f'ATTENDEE;CN="{person.full_name}: a;b";\r\n PARTSTAT={says};'
        f"X-NUM-GUESTS=0:mailto:{person.email.upper()}",
        "uid": f"UID:{uid_of(scene.review.pk)}",
        "sequence": f"SEQUENCE:{sequence}",
        "end": "END:VEVENT",
        **otherwise,
    }
    message = Message()
    message["From"] = f"{person.full_name} <{sender or person.email}>"
    message["To"] = to or answer_address(scene.review.pk, person.pk)
    message["Subject"] = "Accepted: Monthly review"
    message["Message-ID"] = f"<{len(IncomingMail.objects.all())}.{person.pk}@mail.example.com>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_type("text/calendar")
    message.set_param("method", "REPLY")
    body = "\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", *lines.values(), "END:VCALENDAR", ""])
    message.set_payload(body.encode(), "utf-8")
    return take_reply(message.as_bytes(), now=EARLIER)


def said_by(scene: Scene, person: User) -> str:
    return Attendance.objects.get(review=scene.review, person=person).says


def event_of(mail: OutgoingMail) -> Component:
    return Calendar.from_ical(bytes(mail.attachments.get().content)).walk("VEVENT")[0]


def mails_to(person: User) -> list[OutgoingMail]:
    return list(
        OutgoingMail.objects.filter(address=person.email, kind__in=("invitation", "farewell")).order_by("pk")
    )


@pytest.mark.parametrize(
    ("partstat", "says"), [("ACCEPTED", "accepted"), ("declined", "declined"), ("Tentative", "tentative")]
)
def test_yes_and_no_come_back_from_the_calendar(scene: Scene, partstat: str, says: str) -> None:
    noted = answer(scene, scene.cast.lead, partstat)
    assert noted is not None
    assert (noted.fate, noted.person_id, said_by(scene, scene.cast.lead)) == (
        "done",
        scene.cast.lead.pk,
        says,
    )
    assert not OutgoingMail.objects.filter(kind__startswith="reply").exists()


def test_the_address_an_invitation_asks_to_answer_to_stays_the_same(scene: Scene) -> None:
    move_review(
        scene.review, starts_at=MONDAY.replace(hour=15), reason="x", by=scene.cast.manager, now=EARLIER
    )
    moved, first = (
        event_of(mails_to(scene.cast.lead)[-1]),
        answer_address(scene.review.pk, scene.cast.lead.pk),
    )
    assert str(moved["organizer"]) == f"mailto:{first}"
    assert {
        str(event_of(mail)["organizer"])
        for mail in OutgoingMail.objects.filter(kind="invitation").exclude(address=scene.cast.lead.email)
    }.isdisjoint({f"mailto:{first}"})
    assert {each.params["rsvp"] for each in moved["attendee"]} == {"TRUE"}


def test_without_an_address_for_replies_nobody_is_asked_to_answer(scene: Scene, settings: Settings) -> None:
    settings.REPLY_ADDRESS = ""
    change_chair(scene.review, chair=scene.cast.manager, by=scene.cast.manager, now=EARLIER)
    told = event_of(mails_to(scene.cast.lead)[-1])
    assert str(told["organizer"]).removeprefix("mailto:") in django_settings.DEFAULT_FROM_EMAIL
    assert {each.params["rsvp"] for each in told["attendee"]} == {"FALSE"}


@pytest.mark.parametrize(
    ("otherwise", "fate"),
    [
        ({"to": "reply+guessed@tandem.example.com"}, "nowhere"),
        ({"sender": "mallory@evil.example"}, "stranger"),
        ({"uid": "UID:review-999999@127.0.0.1"}, "nowhere"),
        ({"uid": "UID:0"}, "nowhere"),
        ({"method": "METHOD:REQUEST"}, "automatic"),
        ({"begin": "BEGIN:VEVENT\r\nEND:VEVENT\r\nBEGIN:VEVENT"}, "automatic"),
        ({"attendee": "ATTENDEE;PARTSTAT=ACCEPTED:mailto:a@b.example\r\nATTENDEE:mailto:c@d.example"}, "automatic"),
        ({"attendee": "ATTENDEE;PARTSTAT=ACCEPTED:mailto:a@b.example"}, "stranger"),
        ({"attendee": "ATTENDEE;PARTSTAT=DELEGATED:mailto:jonas.stein@example.com"}, "automatic"),
        ({"sequence": "SEQUENCE:-1"}, "automatic"),
        ({"uid": f"UID:{'x' * 70_000}"}, "automatic"),
    ],
    ids=range(11),
)  # fmt: skip
def test_what_is_not_plainly_the_answer_of_that_person_does_nothing(
    scene: Scene, otherwise: dict[str, str], fate: str
) -> None:
    noted = answer(scene, scene.cast.lead, **otherwise)  # type: ignore[arg-type]
    assert noted is not None
    assert (noted.fate, said_by(scene, scene.cast.lead)) == (fate, "")


def test_the_secret_of_one_is_none_of_another_s(scene: Scene) -> None:
    cast = scene.cast
    passed_on = answer_address(scene.review.pk, cast.lead.pk)
    assert answer(scene, cast.contributor, to=passed_on).fate == "nowhere"
    assert said_by(scene, cast.contributor) == ""


def test_an_answer_to_an_earlier_day_says_nothing_of_the_present_one(scene: Scene) -> None:
    cast = scene.cast
    answer(scene, cast.lead)
    move_review(scene.review, starts_at=MONDAY.replace(hour=15), reason="x", by=cast.manager, now=EARLIER)
    assert said_by(scene, cast.lead) == ""
    assert answer(scene, cast.lead, sequence=0).fate == "nowhere"
    assert said_by(scene, cast.lead) == ""
    change_chair(scene.review, chair=cast.manager, by=cast.manager, now=EARLIER)
    answer(
        scene, cast.lead, "DECLINED", sequence=1
    )  # of the invitation before the new chair, to the same hour
    assert said_by(scene, cast.lead) == "declined"


def test_what_calendars_answered_stands_in_later_files_and_beside_the_name(
    scene: Scene, client: object
) -> None:
    cast = scene.cast
    answer(scene, cast.lead)
    change_chair(scene.review, chair=cast.manager, by=cast.manager, now=EARLIER)
    says = {str(each): each.params["partstat"] for each in event_of(mails_to(cast.cio)[-1])["attendee"]}
    assert says[f"mailto:{cast.lead.email}"] == "ACCEPTED"
    assert says[f"mailto:{cast.contributor.email}"] == "NEEDS-ACTION"
    client.force_login(cast.manager)  # type: ignore[attr-defined]
    page = client.get(f"/partnerships/{cast.partner.slug}/reviews/{scene.review.pk}/").content.decode()  # type: ignore[attr-defined]
    who = " ".join(page.partition('id="who"')[2].partition("</section>")[0].split())
    assert who.count("will come") == 1
    assert who.index("Jonas Stein") < who.index("will come")


def test_a_review_that_is_cancelled_takes_no_answer(scene: Scene) -> None:
    cancel_review(scene.review, reason="x", by=scene.cast.manager, now=EARLIER)
    assert answer(scene, scene.cast.lead, sequence=9).fate == "nowhere"


def test_only_a_uid_of_ours_is_one() -> None:
    assert review_called(uid_of(12)) == 12
    for uid in (
        "review-12@elsewhere.example",
        "review-012@127.0.0.1",
        "review-@x",
        "12",
        uid_of(12) + "x",
        "review-١@x",
    ):
        assert review_called(uid) is None


# --- Whoever leaves ----------------------------------------------------------------------------------------------


def _ends_part(scene: Scene) -> None:
    part = Membership.objects.select_related("partner").get(
        partner=scene.cast.partner, person=scene.cast.contributor
    )
    with acting_as(scene.cast.lead):
        end_part(part, by=scene.cast.lead, now=EARLIER)


def _loses_access(scene: Scene) -> None:
    with acting_as(scene.cast.administrator):
        deactivate(scene.cast.contributor, by=scene.cast.administrator, now=EARLIER)


@pytest.mark.parametrize("leaves", [_ends_part, _loses_access])
def test_whoever_leaves_is_cancelled_once_and_stands_in_no_later_file(scene: Scene, leaves: object) -> None:
    cast, gone = scene.cast, scene.cast.contributor
    leaves(scene)  # type: ignore[operator]
    move_review(scene.review, starts_at=MONDAY.replace(hour=15), reason="x", by=cast.manager, now=EARLIER)
    assert len(mails_to(gone)) == 1  # the first invitation alone
    assert gone.email not in str(event_of(mails_to(cast.lead)[-1])["attendee"])
    with entered(SYSTEM):
        assert (unseat_who_left(now=EARLIER), unseat_who_left(now=EARLIER)) == (1, 0)
    [_, farewell] = mails_to(gone)
    event = event_of(farewell)
    assert (farewell.kind, str(event["status"]), event["sequence"]) == ("farewell", "CANCELLED", 2)
    assert str(event["attendee"]) == f"mailto:{gone.email}"
    assert "You are no longer invited to the review" in farewell.content.text
    assert not Attendance.objects.filter(review=scene.review, person=gone).exists()
    with entered(SYSTEM):
        assert may_still_receive([farewell], now=EARLIER) == {farewell.pk}


def test_a_farewell_tells_nothing_but_what_they_had(scene: Scene) -> None:
    _ends_part(scene)
    scene.review.place = "The new room"
    scene.review.save()
    change_chair(scene.review, chair=scene.cast.manager, by=scene.cast.manager, now=EARLIER)
    with entered(SYSTEM):
        unseat_who_left(now=EARLIER)
    farewell = mails_to(scene.cast.contributor)[-1]
    said = farewell.content.text + farewell.content.html + bytes(farewell.attachments.get().content).decode()
    assert "The new room" not in said
    assert scene.cast.manager.full_name not in said


def test_whoever_still_takes_part_or_sees_all_stays(scene: Scene) -> None:
    with entered(SYSTEM):
        assert unseat_who_left(now=EARLIER) == 0
        Membership.objects.filter(person=scene.cast.cio).update(until=MONDAY.date())
        assert unseat_who_left(now=EARLIER) == 0


def test_nobody_answers_for_another(scene: Scene) -> None:
    with acting_as(scene.cast.observer), pytest.raises(Refused, match="not invited"):
        answer_invitation(scene.review, says="accepted", sequence=0, by=scene.cast.observer, now=EARLIER)
