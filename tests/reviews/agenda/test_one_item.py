"""Somebody is asked to one item: they read that item by the link of their mail, and nothing else of the review."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from governance.models import ForumMember
from partners.isolation.scope import SYSTEM, entered
from partners.models import Membership, OutgoingMail, User
from partners.verb import Refused
from reviews.models import AgendaItem, ItemGuest
from reviews.verbs import (
    answer_item,
    ask_no_longer,
    ask_to_item,
    bring_paper,
    cancel_review,
    move_review,
    open_review,
    refresh_agenda,
    say_news,
)
from tests.ground import laid
from tests.reviews.scene import EARLIER, Scene, ask, promise

LATER = EARLIER + timedelta(days=1)
PAGE = "/partnerships/meridian/reviews/{}/lines/{}/people/"


@laid
def asked(scene: Scene) -> Scene:
    """Two lines on the agenda, and their observer asked to the first of them by our side."""
    with entered(SYSTEM):
        promise(scene.cast.partner, scene.cast.lead)
        ask(scene.cast.partner, scene.cast.lead, title="Secret of another line")
        refresh_agenda(scene.review, now=LATER)
        say_news(scene.review, text="News of another line", by=scene.cast.lead, now=LATER)
        answer_item(line_of(scene), text="It is half done", by=scene.cast.lead, now=LATER)
        ask_to_item(
            line_of(scene), person=scene.cast.observer, why="You built it", by=scene.cast.manager, now=LATER
        )
    return scene


def line_of(scene: Scene) -> AgendaItem:
    lines = AgendaItem.objects.select_related("partner", "review__partner", "review__forum", "review__chair")
    return lines.get(title="Index rebuild")


def letter_to(person: User) -> OutgoingMail:
    with entered(SYSTEM):
        return OutgoingMail.objects.select_related("content").filter(person=person, kind="item").latest("pk")


def address_of(person: User) -> str:
    (address,) = set(re.findall(r"/one-item/[a-z2-7]+/", letter_to(person).content.text))
    return address


def get(address: str) -> tuple[int, str]:
    with time_machine.travel(LATER, tick=False):
        answer = Client().get(address)
    return answer.status_code, answer.content.decode()


def test_the_mail_says_who_asks_and_what_for_and_its_link_opens_the_item(asked: Scene) -> None:
    mail = letter_to(asked.cast.observer)
    assert mail.subject.startswith("Index rebuild: Northgate Group, Monday, 23 November 2026")
    for text in (mail.content.text, mail.content.html):
        assert "Priya Raman asks for you when this is talked about" in text
        assert "You built it" in text
    status, page = get(address_of(asked.cast.observer))
    assert status == 200
    for said in ("Index rebuild", "It is half done", "You built it"):
        assert said in page


@pytest.mark.parametrize(
    "secret", ["Secret of another line", "News of another line", "/reviews/", "Tom Okafor"]
)
def test_nothing_else_of_the_review_stands_there_or_in_the_mail(asked: Scene, secret: str) -> None:
    mail = letter_to(asked.cast.observer)
    assert secret not in mail.content.text + mail.content.html
    assert secret not in get(address_of(asked.cast.observer))[1]


def test_the_papers_of_the_item_open_as_well_and_those_of_another_do_not(asked: Scene) -> None:
    with entered(SYSTEM):
        file = SimpleUploadedFile("plan.txt", b"The plan", content_type="text/plain")
        mine = bring_paper(line_of(asked), file=file, by=asked.cast.lead, now=LATER)
        other = AgendaItem.objects.select_related("partner", "review").get(title="Secret of another line")
        file = SimpleUploadedFile("other.txt", b"Another", content_type="text/plain")
        theirs = bring_paper(other, file=file, by=asked.cast.lead, now=LATER)
    address = address_of(asked.cast.observer)
    assert f'href="{address}papers/{mine.pk}/"' in get(address)[1]
    assert get(f"{address}papers/{mine.pk}/") == (200, "The plan")
    assert get(f"{address}papers/{theirs.pk}/")[0] == 404


def test_taken_back_the_link_opens_nothing(asked: Scene) -> None:
    address = address_of(asked.cast.observer)
    with entered(SYSTEM):
        guest = ItemGuest.objects.select_related("partner", "item__review").get()
        with pytest.raises(Refused, match="that side takes it back"):
            ask_no_longer(guest, by=asked.cast.lead, now=LATER)
        ask_no_longer(guest, by=asked.cast.manager, now=LATER)
    assert get(address)[0] == 404


def test_whoever_takes_no_part_any_more_reads_nothing(asked: Scene) -> None:
    address = address_of(asked.cast.observer)
    with entered(SYSTEM):
        Membership.objects.filter(person=asked.cast.observer).update(until=LATER.date())
    assert get(address)[0] == 404


def test_the_link_of_another_mail_opens_no_item(asked: Scene) -> None:
    address = address_of(asked.cast.observer).replace("one-item", "agenda")
    assert get(address)[0] == 404


def test_an_address_in_capitals_leads_there(asked: Scene) -> None:
    address = address_of(asked.cast.observer)
    with time_machine.travel(LATER, tick=False):
        answer = Client().get(address.upper())
    assert (answer.status_code, answer["Location"]) == (302, address)


@pytest.mark.parametrize("who", ["manager", "lead"])
@pytest.mark.parametrize("whom", ["teammate", "partner_sponsor"])
def test_either_side_asks_for_somebody_of_either_side(asked: Scene, who: str, whom: str) -> None:
    by, person = getattr(asked.cast, who), getattr(asked.cast, whom)
    with entered(SYSTEM):
        guest = ask_to_item(line_of(asked), person=person, by=by, now=LATER)
    assert (guest.person, guest.side) == (person, by.side)


def test_who_comes_anyway_is_asked_twice_or_takes_no_part_is_not_asked(asked: Scene) -> None:
    cast = asked.cast
    for person, sentence in (
        (cast.contributor, "comes to the whole review"), (cast.observer, "is asked to this already"),
        (cast.stranger, "takes no part"), (cast.rival_lead, "takes no part"),
    ):  # fmt: skip
        with entered(SYSTEM), pytest.raises(Refused, match=sentence):
            ask_to_item(line_of(asked), person=person, by=cast.manager, now=LATER)


def test_a_heading_is_no_item(asked: Scene) -> None:
    with entered(SYSTEM):
        headings = AgendaItem.objects.filter(review=asked.review, position=0)
        heading = headings.select_related("partner", "review").first()
        with pytest.raises(Refused, match="one line"):
            ask_to_item(heading, person=asked.cast.teammate, by=asked.cast.manager, now=LATER)


def test_nobody_is_asked_once_it_has_begun(asked: Scene) -> None:
    with entered(SYSTEM):
        open_review(asked.review, by=asked.cast.cio, now=asked.at())
        with pytest.raises(Refused, match="begun"):
            ask_to_item(line_of(asked), person=asked.cast.teammate, by=asked.cast.manager, now=asked.at())


def test_who_does_not_lead_asks_nobody(asked: Scene) -> None:
    with entered(SYSTEM), pytest.raises(PermissionDenied):
        ask_to_item(line_of(asked), person=asked.cast.teammate, by=asked.cast.contributor, now=LATER)


def test_the_form_offers_nobody_who_comes_anyway(asked: Scene) -> None:
    client = Client()
    client.force_login(asked.cast.lead)
    with entered(SYSTEM):
        line = line_of(asked)
    with time_machine.travel(LATER, tick=False):
        page = client.get(PAGE.format(asked.review.pk, line.pk).removesuffix("people/")).content.decode()
    offered = re.findall(r'<option value="\d+">([^<]+)</option>', page)
    assert "Tom Okafor" in offered
    assert not {"Mei Chen", "Jonas Stein", "Anand Kulkarni"} & set(offered)


def test_a_line_somebody_is_asked_to_stays_on_the_agenda(asked: Scene) -> None:
    with entered(SYSTEM):
        line = line_of(asked)
        line.answers.all().delete()
        line.action.state = "withdrawn"
        line.action.closed_at, line.action.closed_on = LATER, LATER.date()
        line.action.save()
        refresh_agenda(asked.review, now=LATER)
        assert AgendaItem.objects.filter(pk=line.pk).exists()


def test_they_hear_that_it_moves_or_is_cancelled_and_the_new_link_takes_the_place_of_the_old(
    asked: Scene,
) -> None:
    old = address_of(asked.cast.observer)
    with entered(SYSTEM):
        starts_at = asked.review.starts_at + timedelta(days=1)
        move_review(asked.review, starts_at=starts_at, reason="Ill", by=asked.cast.manager, now=LATER)
    assert "The review has moved" in letter_to(asked.cast.observer).content.text
    assert "Tuesday, 24 November 2026" in letter_to(asked.cast.observer).subject
    assert get(old)[0] == 404
    with entered(SYSTEM):
        cancel_review(asked.fresh(), reason="Nobody can", by=asked.cast.manager, now=LATER)
    assert "It was cancelled: Nobody can" in letter_to(asked.cast.observer).content.text
    assert "Cancelled: Nobody can" in get(address_of(asked.cast.observer))[1]


def test_it_is_no_seat_in_the_forum(asked: Scene) -> None:
    with entered(SYSTEM):
        assert not ForumMember.objects.filter(person=asked.cast.observer).exists()
        assert not asked.review.attendance.filter(person=asked.cast.observer).exists()
