"""A rival's number in a form of one's own reads like one that is not there, and changes nothing."""

import re
from collections.abc import Iterator
from copy import copy
from difflib import ndiff
from typing import NamedTuple

import pytest
import time_machine
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from dashboards.importing.drafts import keep
from partners.isolation.scope import SYSTEM, acting_as, entered
from partners.models import Partner
from tests.demo.rivals.places import HALDEN, MERIDIAN, NOWHERE, World, address
from tests.demo.rivals.reading import read_by_forms, read_by_views
from tests.demo.rivals.rows import Rows, changed, changed_since, rows, written
from tests.demo.rivals.smuggled import NO_ROW, READ_OTHERWISE, SMUGGLED, Smuggled
from tests.templates import NOW
from tests.test_routes import GUARDED

pytestmark = pytest.mark.django_db
WRITTEN = {str(route.name): written for written, route in GUARDED}
_NEW_EVERY_TIME = re.compile(
    r"(nonce[-=]\"?|csrfmiddlewaretoken\" value=\"|name=\"once\" value=\"|X-CSRFToken\": \")[\w+/=-]+"
)
TRIALS = [(place, letter) for place in SMUGGLED for letter in place.who]


def test_every_name_that_is_read_stands_in_the_table_or_carries_no_row() -> None:
    read = read_by_forms() | read_by_views()
    known = {place.read_by for place in SMUGGLED}
    of_no_row = {name for name in read if name.rpartition(".")[2] in NO_ROW} | set(READ_OTHERWISE)
    assert read - known - of_no_row == set(), "is this the number of a row? then try it; else say so"
    assert known - read == set(), "the table names what is not read any more"


@pytest.fixture(autouse=True)
def _the_clock_stands_still() -> Iterator[None]:
    """Two answers to be compared speak of the same moment."""
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.mark.parametrize(
    ("place", "letter"), TRIALS, ids=[f"{place.read_by} {place.route} {letter}" for place, letter in TRIALS]
)
def test_a_rival_s_number_in_a_form_of_one_s_own_reads_like_none(
    world: World, clients: dict[str, Client], stood: Rows, place: Smuggled, letter: str
) -> None:
    numbers = number_of(place, HALDEN, world.rivals), NOWHERE, number_of(place, MERIDIAN, world.ours)
    smuggled, missing, own = (trial(world, place, clients[letter], number, stood) for number in numbers)
    assert apart(told(smuggled.answer, numbers), told(missing.answer, numbers)) == []
    assert changed(smuggled.left, stood) == changed(missing.left, stood) == []
    assert own.answer.status_code < 400
    assert apart(told(own.answer, numbers), told(missing.answer, numbers)) or changed(own.left, stood)


@pytest.mark.parametrize("chosen", ["owner_person", "owner_of_the_rest", "row_owner"])
@pytest.mark.parametrize("letter", ["c", "m", "l"])
def test_a_rival_s_person_is_no_owner_in_an_imported_tracker(
    world: World, clients: dict[str, Client], letter: str, chosen: str
) -> None:
    with acting_as(world.people[letter]):
        token = keep(
            "What\tWho\tBy when\nPlan\tSomebody\t4 Dec 2026",
            kind="actions",
            filename="",
            by=world.people[letter],
            now=timezone.now(),
            partner=Partner.objects.get(slug=MERIDIAN),
        ).token
    there = f"/partnerships/{MERIDIAN}/import/tracker/{token}/"
    numbers = world.rivals["person"], NOWHERE, world.ours["person"]
    pages = []
    for number in numbers:
        form = {"header": "1", "column_title": "0", "column_owner": "1", "column_due": "2"}
        owner = {"owner_name": "Somebody", "owner_person": "", chosen: str(number)}
        clients[letter].post(there, {**form, **owner})
        if chosen == "row_owner":
            beside = {"row_line": "2", "row_title": "Plan", "row_owner": str(number), "row_due": "4 Dec"}
            clients[letter].post(f"{there}preview/", beside)
        pages.append(told(clients[letter].get(f"{there}preview/"), numbers))
    smuggled, missing, own = pages
    assert apart(smuggled, missing) == []
    assert apart(own, missing)


@pytest.mark.parametrize("letter", ["m", "l"])
def test_figures_are_not_said_to_be_a_rival_s(world: World, clients: dict[str, Client], letter: str) -> None:
    with acting_as(world.people[letter]):
        text = "Month\tMetric\tValue\nAug 2026\tCalls\t12"
        token = keep(text, kind="readings", filename="", by=world.people[letter], now=timezone.now()).token
    with entered(SYSTEM):
        rival, own = (Partner.objects.get(slug=slug).pk for slug in (HALDEN, MERIDIAN))
    numbers, pages = (rival, NOWHERE, own), []
    for number in numbers:
        columns = {"column_period": "0", "column_kpi": "1", "column_value": "2"}
        clients[letter].post(f"/import/readings/{token}/", {"header": "1", **columns, "partner": str(number)})
        pages.append(told(clients[letter].get(f"/import/readings/{token}/preview/"), numbers))
    smuggled, missing, own_page = pages
    assert apart(smuggled, missing) == []
    assert apart(own_page, missing)


def number_of(place: Smuggled, slug: str, numbers: dict[str, int]) -> object:
    """What a partnership's own form would hold; a partnership goes by its slug."""
    return slug if place.holds == "slug" else numbers[place.holds]


class Trial(NamedTuple):
    """What was answered, and what stood in the tables then."""

    answer: HttpResponse
    left: Rows


def trial(world: World, place: Smuggled, client: Client, number: object, stood: Rows) -> Trial:
    """One number in one form, sent once; whatever it changed is taken back."""
    numbers = {**world.ours, "kind": place.part, "move": place.part} if place.part else world.ours
    path = address(WRITTEN[place.route], place.route, MERIDIAN, numbers)
    cookies, before = copy(client.cookies), written()
    with transaction.atomic():
        answer = getattr(client, place.method)(path, place.form(number, dict(world.ours)))
        left = stood | rows(changed_since(before))
        transaction.set_rollback(True)
    client.cookies = cookies
    return Trial(answer, left)


def told(answer: HttpResponse, numbers: tuple[object, ...]) -> list[str]:
    """All that a browser is told, but for the number itself and for what is new in every answer."""
    headers = [f"{name}: {value}" for name, value in answer.headers.items() if name != "Content-Length"]
    text = "\n".join([str(answer.status_code), *headers, answer.getvalue().decode()])
    text = _NEW_EVERY_TIME.sub(r"\1", text)
    return re.sub(rf"\b({'|'.join(map(str, numbers))})\b", "the number", text).splitlines()


def apart(one: list[str], other: list[str]) -> list[str]:
    """The lines of two answers that differ."""
    return [line for line in ndiff(one, other) if line[0] in "+-"] if one != other else []
