"""Every line of an agenda and of a brief leads to what it is about: before the meeting, frozen and sealed alike."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from demo.cast import CIO, LEAD
from partners.isolation.scope import SYSTEM, entered
from partners.models import User
from reviews.models import AgendaItem, Review

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


@pytest.mark.parametrize("name", [CIO, LEAD])
def test_every_line_of_every_agenda_leads_to_its_thing(name: str) -> None:
    with entered(SYSTEM):
        reviews = Review.objects.exclude(state=State.CANCELLED).filter(partner__slug="meridian-systems")
        asked = [
            (review.state, review.get_absolute_url(), review.pk)
            for review in reviews.select_related("partner")
        ]
        about = ("action__partner", "ask__partner", "outcome__partner", "indicator__partner")
        rows = AgendaItem.objects.filter(review__partner__slug="meridian-systems").select_related(*about)
        pages = {item.pk: page_of(item) for item in rows}
    assert {state for state, _, _ in asked} >= {State.SCHEDULED, State.SEALED}
    without, kinds = [], set()
    for _, path, _ in asked:
        for number, said in lines_in(read(name, path)).items():
            if pages[number]:
                kinds.add(pages[number].split("/")[3])
                if f'href="{pages[number]}"' not in said:
                    without.append((path, number))
    assert without == []
    assert kinds >= {"actions", "asks", "outcomes", "performance"}


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
                assert '<a class="plain" href="/partnerships/' in row or '<a href="/partnerships/' in row, (
                    path,
                    row,
                )
    assert seen > 10
