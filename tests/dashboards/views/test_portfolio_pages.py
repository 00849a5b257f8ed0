"""The portfolio by the page: 50 partnerships each, what is said on top is of all of them."""

import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dashboards.queries.portfolio import PAGE, portfolio
from governance.models import ActionItem, Forum
from partners.isolation.scope import SYSTEM, acting_as, entered
from partners.models import Partner, PartnerStanding, User
from tests.cast import Cast
from tests.ground import laid

SignedIn = Callable[[User], Client]
TODAY = date(2026, 11, 23)
ROWS = re.compile(r'<th scope="row">\s*<a href="/partnerships/([\w-]+)/"')


@laid
def many(cast: Cast) -> Cast:
    """Seventy partnerships more, their reviews a day apart, the first of them last; each has kept one promise."""
    for number in range(70):
        partner = Partner.objects.create(name=f"Partner {number:02}", slug=f"partner-{number:02}")
        Forum.objects.create(partner=partner, next_review_on=TODAY + timedelta(days=70 - number))
        with acting_as(cast.cio):
            PartnerStanding.objects.create(
                partner=partner, segment="tactical" if number < 55 else "strategic"
            )
    return cast


@pytest.fixture
def cio(many: Cast, signed_in: SignedIn) -> Client:
    return signed_in(many.cio)


def shown(client: Client, query: str = "", **headers: str) -> tuple[list[str], str]:
    answer = client.get(f"/portfolio/{query}", headers=headers)
    assert answer.status_code == 200
    return ROWS.findall(answer.content.decode()), answer.content.decode()


def test_two_pages_hold_every_partnership_once_in_one_order(many: Cast, cio: Client) -> None:
    (first, page), (second, last) = shown(cio), shown(cio, f"?from={PAGE}")
    with acting_as(many.cio):
        every = [row.partner.slug for row in portfolio(many.cio, today=TODAY).rows]
    assert (len(first), first + second) == (PAGE, every)
    assert first[0] == "partner-69"
    assert second[-2:] == ["halden", "meridian"], "without a review to come: last, by name"
    assert "1 to 50 of 72 partnerships" in page
    assert "51 to 72 of 72 partnerships" in last


def test_the_way_from_page_to_page_is_two_links_the_keyboard_reaches(cio: Client) -> None:
    _, first = shown(cio)
    _, second = shown(cio, f"?from={PAGE}")
    assert re.findall(r'<a class="btn" rel="(\w+)" href="([^"]+)"', first) == [
        ("next", "/portfolio/?from=50")
    ]
    assert re.findall(r'<a class="btn" rel="(\w+)" href="([^"]+)"', second) == [("prev", "/portfolio/")]


def test_a_segment_is_kept_from_page_to_page(cio: Client) -> None:
    rows, first = shown(cio, "?segment=tactical")
    assert len(rows) == PAGE
    assert 'href="/portfolio/?segment=tactical&amp;from=50"' in first
    rows, second = shown(cio, "?segment=tactical&from=50")
    assert len(rows) == 5
    assert 'href="/portfolio/?segment=tactical"' in second
    assert 'rel="' not in shown(cio, "?segment=strategic")[1].split("<main")[1]


@pytest.mark.parametrize("asked", ["", "0", "-50", "x", "٥٠", "1.5", "9" * 40])
def test_what_is_no_page_is_the_first(cio: Client, asked: str) -> None:
    assert shown(cio, f"?from={asked}")[0] == shown(cio)[0]


@pytest.mark.parametrize("asked", ["72", "100", "99999999"])
def test_behind_the_last_page_is_the_last(cio: Client, asked: str) -> None:
    assert shown(cio, f"?from={asked}")[0] == shown(cio, "?from=50")[0]


def test_asked_for_in_passing_it_is_the_same_page(cio: Client) -> None:
    assert shown(cio, "?from=50", **{"HX-Request": "true"})[0] == shown(cio, "?from=50")[0]


def test_what_is_said_on_top_is_of_all_of_them_on_either_page(many: Cast, cio: Client) -> None:
    with entered(SYSTEM):
        partners = list(Partner.objects.filter(slug__in=["partner-69", "partner-00"]))
        assert len(partners) == 2
        for partner in partners:
            ActionItem.objects.create(
                partner=partner,
                owner=many.manager,
                created_by=many.manager,
                side="ours",
                title="Late",
                state="open",
                first_due_on=TODAY - timedelta(days=9),
                due_on=TODAY - timedelta(days=9),
                promised_at="2026-10-01T09:00Z",
                created_at="2026-10-01T09:00Z",
            )
    said = [
        re.findall(r'<p class="say say-large">(.*?)</p>', shown(cio, f"?from={start}")[1], re.S)
        for start in (0, 50)
    ]
    assert said[0] == said[1]
    assert "Across 72 partnerships" in re.sub("<[^>]*>", "", said[0][0])
    assert "we kept 0 of 2" in re.sub("<[^>]*>", "", said[0][0])


def test_a_page_takes_as_many_statements_however_many_pages_there_are(many: Cast, cio: Client) -> None:
    shown(cio)
    counts = []
    for query in ("", "?from=50", "?segment=strategic"):
        with CaptureQueriesContext(connection) as asked:
            shown(cio, query)
        counts.append(len(asked))
    assert len(set(counts)) == 1
