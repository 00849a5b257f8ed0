"""Page one in a mail leads to the decisions it asks for, for whoever may decide them."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from pytest_django.fixtures import Settings

from governance.by_mail.replying import take_reply
from governance.models import Ask, ForumMember, Reminder
from partners.isolation.scope import SYSTEM, entered
from partners.models import MailLink, OutgoingMail, User
from reviews.record.verbs.packing import make_packs_again
from reviews.verbs import refresh_agenda
from tests.cast import Cast
from tests.governance.by_mail.postbag import Reminded, reply
from tests.ground import laid
from tests.reviews.record.test_pack_making import hold, make_all
from tests.reviews.scene import Scene, ask

pytestmark = pytest.mark.usefixtures("untypeset")


@laid
def sealed_with(scene: Scene) -> Ask:
    with entered(SYSTEM):
        decision = ask(scene.cast.partner, scene.cast.lead, kind="decision", title="A window every week")
        hold(scene)
    return decision


@pytest.fixture
def asked(scene: Scene, sealed_with: Ask) -> Ask:
    """A decision asked of our side when the review is sealed and its packs are sent."""
    make_all(scene)
    return sealed_with


def said_to(person: User) -> tuple[str, str]:
    with entered(SYSTEM):
        mail = OutgoingMail.objects.select_related("content").get(person=person, kind="pack")
        return mail.content.text, mail.content.html


def way_of(person: User) -> list[str]:
    """Where their mail lets them answer, without a password."""
    text, html = said_to(person)
    ways = set(re.findall(r"/m/[a-z2-7]+/\d+/", text))
    assert ways == set(re.findall(r"/m/[a-z2-7]+/\d+/", html))
    return sorted(ways)


def reminders(cast: Cast) -> list[Reminder]:
    with entered(SYSTEM):
        return list(Reminder.objects.select_related("link__mail", "person").order_by("person_id"))


def test_whoever_may_decide_has_a_way_of_their_own_and_decides_in_two_taps(scene: Scene, asked: Ask) -> None:
    (way,) = way_of(scene.cast.reader)
    with time_machine.travel(scene.at(90), tick=False):
        assert "A window every week" in Client().get(way).content.decode()
        Client().post(f"{way}decision/", {"quick": "yes"})
    with entered(SYSTEM):
        decided = Ask.objects.select_related("answered_by").get(pk=asked.pk)
    assert (decided.answer, decided.answered_by) == ("Yes, as proposed.", scene.cast.reader)


def test_the_side_that_asked_and_whoever_may_not_decide_have_none(scene: Scene, asked: Ask) -> None:
    for person in (scene.cast.lead, scene.cast.contributor):
        assert way_of(person) == []
        assert f"/asks/{asked.pk}/" in said_to(person)[0]


def test_each_reminder_says_what_was_sent_to_whom_with_which_mail(scene: Scene, asked: Ask) -> None:
    deciding = [scene.cast.cio, scene.cast.manager, scene.cast.reader]
    named = reminders(scene.cast)
    assert [each.person for each in named] == deciding
    assert {each.step for each in named} == {"pack"}
    assert {each.on for each in named} == {scene.at(80).date()}
    assert [each.link.mail.person for each in named] == deciding


def test_packs_made_again_name_nothing_again(scene: Scene, asked: Ask) -> None:
    before = len(reminders(scene.cast))
    with entered(SYSTEM):
        make_packs_again(scene.review, by=scene.cast.cio, now=scene.at(95))
    make_all(scene, minutes=96)
    assert len(reminders(scene.cast)) == before


def test_where_nothing_is_asked_no_link_is_issued(scene: Scene) -> None:
    with entered(SYSTEM):
        hold(scene)
    make_all(scene)
    with entered(SYSTEM):
        assert not MailLink.objects.filter(mail__kind="pack").exists()
        assert OutgoingMail.objects.filter(kind="pack").count() == 5


def test_what_another_pack_named_that_day_leads_to_where_one_signs_in(scene: Scene) -> None:
    """And the pack is made and sent all the same."""
    with entered(SYSTEM):
        decision = ask(scene.cast.partner, scene.cast.lead, kind="decision", title="A window every week")
        other = MailLink.objects.create(
            person=scene.cast.reader,
            page_digest="1",
            reply_digest="2",
            issued_at=scene.at(),
            expires_at=scene.at() + timedelta(days=14),
        )
        Reminder.objects.create(
            partner=scene.cast.partner,
            link=other,
            ask=decision,
            step="pack",
            on=scene.at(80).date(),
            person=scene.cast.reader,
            sent_to=scene.cast.reader,
            sent_at=scene.at(),
        )
        hold(scene)
    make_all(scene)
    assert way_of(scene.cast.reader) == []
    assert way_of(scene.cast.manager) != []


@pytest.fixture
def _replies_are_read(settings: Settings) -> None:
    settings.REPLY_ADDRESS = "reply@tandem.example.com"


@pytest.mark.usefixtures("_replies_are_read")
@pytest.mark.parametrize(
    ("writer", "to", "why"),
    [("reader", "cio", "who chairs the review"), ("cio", "manager", "who leads the partnership on your side"),
     ("partner_sponsor", "lead", "who leads the partnership on your side")],
)  # fmt: skip
def test_a_word_about_the_pack_reaches_its_chair_or_who_leads_on_one_s_own_side(
    scene: Scene, sealed_with: Ask, writer: str, to: str, why: str
) -> None:
    """What one side says about its pack is not for the other."""
    person, reader = getattr(scene.cast, writer), getattr(scene.cast, to)
    with entered(SYSTEM):
        ForumMember.objects.get_or_create(partner=scene.cast.partner, forum=scene.forum, person=person)
    make_all(scene)
    with entered(SYSTEM):
        mail = OutgoingMail.objects.select_related("content").get(person=person, kind="pack")
        address = mail.content.headers["Reply-To"]
    message = reply(Reminded(person, address), "Let us hear the auditors first.")
    assert take_reply(message.as_bytes(), now=scene.at(200)).fate == "passed_on"
    with entered(SYSTEM):
        [passed] = OutgoingMail.objects.filter(kind="reply_passed_on").select_related("person", "content")
        told = OutgoingMail.objects.filter(kind__in=("reply_kept", "reply_answer"), person=person)
        assert passed.person == reader
        assert "> Let us hear the auditors first." in passed.content.text
        assert why in " ".join(told.get().content.text.split())


@pytest.mark.usefixtures("_replies_are_read")
def test_a_word_about_the_agenda_reaches_the_chair(scene: Scene) -> None:
    with entered(SYSTEM):
        refresh_agenda(scene.review, now=scene.at() - timedelta(days=4))
        mail = OutgoingMail.objects.select_related("content").get(person=scene.cast.manager, kind="agenda")
    message = reply(Reminded(scene.cast.manager, mail.content.headers["Reply-To"]), "I shall be late.")
    assert take_reply(message.as_bytes(), now=scene.at() - timedelta(days=3)).fate == "passed_on"
    with entered(SYSTEM):
        passed = OutgoingMail.objects.get(kind="reply_passed_on")
        assert (passed.person, "you chair the review" in " ".join(passed.content.text.split())) == (
            scene.cast.cio,
            True,
        )


def test_the_subject_names_the_decisions_of_whoever_may_decide_them(scene: Scene, asked: Ask) -> None:
    with entered(SYSTEM):
        subjects = dict(OutgoingMail.objects.filter(kind="pack").values_list("person", "subject"))
    by = f"{asked.needed_by.day} {asked.needed_by:%b}" if asked.needed_by else ""
    assert subjects[scene.cast.reader.pk] == (
        f"Meridian Systems: 1 decision for you{f' by {by}' if by else ''} · Monthly review, November 2026"
    )
    for person in (scene.cast.lead, scene.cast.contributor):
        assert subjects[person.pk] == "Northgate Group: Monthly review, November 2026"
