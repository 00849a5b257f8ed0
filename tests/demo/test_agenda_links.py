"""Every line of an agenda and of a brief leads to what it is about: before the meeting, frozen and sealed alike."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from demo.cast import CIO, LEAD
from partners.isolation.scope import SYSTEM, acting_as, entered
from partners.models import User
from reviews.agenda.pages import Agenda
from reviews.models import AgendaItem, Review
from tests.templates import NOW

pytestmark = pytest.mark.django_db
State = Review.State


def read(name: str, path: str) -> str:
    client = Client()
    with entered(SYSTEM):
        client.force_login(User.objects.get(full_name=name))
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def lines_in(page: str) -> dict[int, str]:
    """The number of a line → what stands from its beginning to that of the next."""
    parts = re.split(r'id="line-(\d+)"', page)
    return {int(number): said for number, said in zip(parts[1::2], parts[2::2], strict=True)}


def page_of(item: AgendaItem) -> str:
    thing = item.action or item.ask or item.outcome or item.indicator
    return thing.get_absolute_url() if thing else ""


def pages() -> dict[int, str]:
    """The page of what each line of the demo is about."""
    about = ("action__partner", "ask__partner", "outcome__partner", "indicator__partner")
    with entered(SYSTEM):
        return {item.pk: page_of(item) for item in AgendaItem.objects.select_related(*about)}


@pytest.mark.parametrize("name", [CIO, LEAD])
def test_every_line_of_an_agenda_to_come_leads_to_its_thing(name: str) -> None:
    with entered(SYSTEM):
        reader = User.objects.get(full_name=name)
    with acting_as(reader):
        coming = Review.objects.visible_to(reader).filter(state=State.SCHEDULED).select_related("partner")
        addresses = {review.get_absolute_url(): review.agenda_frozen_at for review in coming}
    known, without, kinds = pages(), [], set()
    for path in addresses:
        for number, said in lines_in(read(name, path)).items():
            if known[number]:
                kinds.add(known[number].split("/")[3])
                without += [] if f'href="{known[number]}"' in said else [(path, number)]
    assert any(addresses.values()), "none is frozen"
    assert without == []
    assert kinds >= {"actions", "asks", "outcomes", "performance"}


@pytest.mark.parametrize("name", [CIO, LEAD])
def test_so_does_every_line_that_is_sealed(name: str) -> None:
    """As the link of its mail shows it: on screen a sealed review is its record."""
    with entered(SYSTEM):
        reader = User.objects.get(full_name=name)
    known, kinds = pages(), set()
    with acting_as(reader):
        held = (
            Review.objects.visible_to(reader)
            .filter(state=State.SEALED)
            .select_related("partner", "forum", "chair")
        )
        for review in held[:4]:
            for section in Agenda(review, reader, NOW).sections:
                for line in section.lines:
                    assert line.url == known[line.item.pk], line.item
                    kinds |= set(line.url.split("/")[3:4])
    assert kinds >= {"actions", "asks"}


def test_every_line_of_a_brief_leads_to_its_thing() -> None:
    with entered(SYSTEM):
        coming = [
            reverse("reviews_brief", args=[review.partner.slug, review.pk])
            for review in Review.objects.filter(state=State.SCHEDULED).select_related("partner")
        ]
    seen = 0
    for path in coming:
        main = read(CIO, path).partition("<main")[2]
        for section in re.findall(r"<section.*?</section>", main, re.DOTALL):
            if "Our notes" in section:
                continue
            for row in re.findall(r"<li.*?</li>", section, re.DOTALL):
                seen += 1
                assert 'href="/partnerships/' in row, (path, row)
    assert seen > 10
