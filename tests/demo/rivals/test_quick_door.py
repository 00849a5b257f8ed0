"""The doors that are asked at once, without a session being opened: they stand in the table, and say the same."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from partners.isolation.scope import SYSTEM, entered
from partners.models import User
from partners.quick_door import QuickDoor
from reviews.models import Review
from tests.demo.rivals.conftest import client_of
from tests.demo.rivals.doors import ASKED_QUICKLY, WHO_GETS_IN
from tests.demo.rivals.places import HALDEN, LETTERS, MERIDIAN, World
from tests.demo.rivals.test_doors import seen
from tests.reviews.polling import BY_ITSELF, PASSED_ON, asked_quickly, asked_slowly

pytestmark = pytest.mark.django_db


def polls(slug: str, numbers: dict[str, int]) -> str:
    with entered(SYSTEM):
        version = Review.objects.get(pk=numbers["review"]).version
    return f"/partnerships/{slug}/reviews/{numbers['review']}/room/state/?v={version}"


def test_every_quick_door_stands_in_the_table() -> None:
    assert {door.question.route for door in QuickDoor.__subclasses__()} == ASKED_QUICKLY
    assert set(WHO_GETS_IN) >= ASKED_QUICKLY


@pytest.mark.parametrize("letter", LETTERS)
def test_whoever_the_table_names_is_answered_at_once_and_nobody_else(
    world: World, clients: dict[str, Client], letter: str
) -> None:
    answer = asked_quickly(clients[letter], polls(MERIDIAN, world.ours), world.people[letter].pk)
    let_in = letter in (WHO_GETS_IN["reviews_room_state"].get or frozenset())
    assert answer.status_code == (204 if let_in else PASSED_ON)
    if letter != "c":
        other = asked_quickly(clients[letter], polls(HALDEN, world.rivals), world.people[letter].pk)
        assert other.status_code == PASSED_ON


def test_every_reader_of_the_demo_is_told_the_same_to_the_byte(world: World) -> None:
    """Status, headers and body, of both rooms that are open; so many of them are told at once."""
    with entered(SYSTEM):
        people = list(User.objects.filter(is_active=True))
    told_at_once, different = 0, []
    for person in people:
        client = client_of(person)
        for path in (polls(MERIDIAN, world.ours), polls(HALDEN, world.rivals)):
            client.get(path, headers=BY_ITSELF)
            with CaptureQueriesContext(connection) as statements:
                answer = client.get(path, headers=BY_ITSELF)
            told_at_once += answer.status_code == 204
            at_once = not any('"django_session"."session_key"' in one["sql"] for one in statements)
            if seen(answer) != seen(asked_slowly(client, path)) or at_once != (answer.status_code == 204):
                different.append((person.full_name, path))
    assert different == []
    assert told_at_once >= 20
