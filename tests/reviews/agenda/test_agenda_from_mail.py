"""The agenda behind its mail: read and answered beforehand, without a password."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from partners.access import Role
from partners.isolation.scope import SYSTEM, entered
from partners.models import Membership, OutgoingMail, User
from reviews.models import AgendaAnswer, AgendaInHand, AgendaItem, Review
from reviews.verbs import bring_paper, refresh_agendas
from tests.governance.mails import mail_to
from tests.ground import laid
from tests.reviews.scene import MONDAY, Scene, ask, forum_of, promise

THURSDAY = MONDAY - timedelta(days=4)
"""Two working days before the review."""


@laid
def frozen(scene: Scene) -> Scene:
    """The agenda has been frozen and mailed."""
    with entered(SYSTEM):
        promise(scene.cast.partner, scene.cast.lead, "Rebuild the index")
        ask(scene.cast.partner, scene.cast.lead, kind="decision", title="A window every week")
        refresh_agendas(now=THURSDAY)
    return scene


@pytest.fixture(autouse=True)
def _the_day_after(frozen: Scene) -> Iterator[None]:
    with time_machine.travel(THURSDAY + timedelta(days=1), tick=False):
        yield


def address_of(person: User) -> str:
    """The one that stands in their mail."""
    with entered(SYSTEM):
        mail = OutgoingMail.objects.select_related("content").get(person=person, kind="agenda")
        (address,) = set(re.findall(r"/agenda/[a-z2-7]+/", mail.content.text))
        assert f'{address}"' in mail.content.html
        assert mail.link.person == person
    return address


def line(title: str) -> AgendaItem:
    with entered(SYSTEM):
        return AgendaItem.objects.get(title=title)


def answers() -> list[tuple[str, str]]:
    with entered(SYSTEM):
        return [(each.side, each.text) for each in AgendaAnswer.objects.order_by("pk")]


def test_it_shows_the_lines_of_its_review(scene: Scene) -> None:
    html = Client().get(address_of(scene.cast.lead)).content.decode()
    assert "for Jonas Stein" in html
    assert "What we talk about on Monday 23 November" in html
    for title in ("Rebuild the index", "A window every week"):
        assert title in html


def test_each_answer_is_saved_by_itself_and_both_sides_read_it(scene: Scene) -> None:
    address = address_of(scene.cast.lead)
    noun = f"{address}answers/{line('Rebuild the index').pk}/"
    answer = Client().post(noun, {"text": "It runs on Sunday"}, follow=True)
    assert "Saved: both sides read it." in answer.content.decode()
    assert answers() == [("theirs", "It runs on Sunday")]
    assert "It runs on Sunday" in Client().get(address_of(scene.cast.manager)).content.decode()
    assert "Taken back." in Client().post(noun, {"text": " "}, follow=True).content.decode()
    assert answers() == []


def test_an_answer_that_is_too_long_is_kept_on_the_page(scene: Scene) -> None:
    noun = f"{address_of(scene.cast.lead)}answers/{line('Rebuild the index').pk}/"
    answer = Client().post(noun, {"text": "x" * 2001})
    assert answer.status_code == 422
    assert "x" * 2001 in answer.content.decode()


def test_whoever_may_raise_nothing_reads_alone(scene: Scene) -> None:
    address = address_of(scene.cast.contributor)
    with entered(SYSTEM):
        Membership.objects.filter(person=scene.cast.contributor).update(role=Role.OBSERVER)
    html = Client().get(address).content.decode()
    assert "You read along." in html
    assert "<textarea" not in html
    answer = Client().post(f"{address}answers/{line('Rebuild the index').pk}/", {"text": "My long words"})
    assert answer.status_code == 409
    assert "My long words" in answer.content.decode()
    assert answers() == []


def test_once_the_review_has_begun_it_is_said_in_the_room(scene: Scene) -> None:
    address = address_of(scene.cast.lead)
    with entered(SYSTEM):
        Review.objects.filter(pk=scene.review.pk).update(state="open")
    assert "say it in the room" in Client().get(address).content.decode()
    noun = f"{address}answers/{line('Rebuild the index').pk}/"
    assert Client().post(noun, {"text": "Too late"}).status_code == 409


def test_a_line_of_another_review_is_not_there(scene: Scene) -> None:
    with entered(SYSTEM):
        other = Review.objects.create(
            partner=scene.cast.partner,
            forum=forum_of(scene.cast, chair=scene.cast.cio),
            chair=scene.cast.cio,
            starts_at=MONDAY + timedelta(days=30),
            minutes=60,
        )
        elsewhere = AgendaItem.objects.create(
            partner=scene.cast.partner, review=other, section=1, position=1, title="Of another day"
        )
    address = address_of(scene.cast.lead)
    assert Client().post(f"{address}answers/{elsewhere.pk}/", {"text": "Mine"}).status_code == 404
    assert "Of another day" not in Client().get(address).content.decode()
    assert answers() == []


def test_whoever_has_left_reads_nothing(scene: Scene) -> None:
    address = address_of(scene.cast.contributor)
    with entered(SYSTEM):
        Membership.objects.filter(person=scene.cast.contributor).update(until=THURSDAY.date())
    for answer in (Client().get(address), Client().post(f"{address}answers/{line('Rebuild the index').pk}/")):
        assert answer.status_code == 410
        assert "Rebuild the index" not in answer.content.decode()


def test_the_link_of_another_kind_of_mail_opens_no_agenda(scene: Scene) -> None:
    with entered(SYSTEM):
        item = promise(scene.cast.partner, scene.cast.lead, "Named in a list")
    mail = mail_to(scene.cast.lead, item)
    assert Client().get(f"/agenda/{mail.secret}/").status_code == 404
    assert Client().get(address_of(scene.cast.lead).replace("/agenda/", "/m/")).status_code == 404


@pytest.mark.parametrize("method", ["get", "head", "options", "put", "delete"])
def test_looking_changes_nothing(scene: Scene, method: str) -> None:
    address = address_of(scene.cast.lead)
    for there in (address, f"{address}answers/{line('Rebuild the index').pk}/", address.upper()):
        assert getattr(Client(), method)(there).status_code in (200, 302)
    assert answers() == []


def test_everyone_mailed_has_a_link_of_their_own_and_nobody_else(scene: Scene) -> None:
    with entered(SYSTEM):
        linked = {in_hand.link.person_id for in_hand in AgendaInHand.objects.select_related("link")}
        mailed = set(OutgoingMail.objects.filter(kind="agenda").values_list("person_id", flat=True))
    assert linked == mailed


def test_the_papers_of_its_lines_open_from_the_mail_and_those_of_another_review_do_not(scene: Scene) -> None:
    address = address_of(scene.cast.lead)
    with entered(SYSTEM):
        file = SimpleUploadedFile("plan.txt", b"The plan", content_type="text/plain")
        paper = bring_paper(
            AgendaItem.objects.select_related("partner", "review").get(title="Rebuild the index"),
            file=file,
            by=scene.cast.manager,
            now=THURSDAY,
        )
    assert f'href="{address}papers/{paper.pk}/"' in Client().get(address).content.decode()
    assert Client().get(f"{address}papers/{paper.pk}/").content == b"The plan"
    with entered(SYSTEM):
        other = forum_of(scene.cast)
        elsewhere = Review.objects.create(partner=scene.cast.partner, forum=other, starts_at=MONDAY)
        AgendaItem.objects.filter(pk=paper.item_id).update(review=elsewhere)
    assert Client().get(f"{address}papers/{paper.pk}/").status_code == 404
