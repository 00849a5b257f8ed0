"""A move in the room, drawn once for everybody who follows: each is shown what they would have been shown alone."""

import re
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.core.cache import cache
from django.middleware.csrf import _does_token_match
from django.test import Client

from partners.isolation.scope import SYSTEM, entered
from partners.models import Membership, User
from reviews.models import AgendaItem, Review
from reviews.room import handed_on
from reviews.room.handed_on import AGE, Follower
from reviews.verbs import mark_attendance
from tests.demo.rivals.conftest import client_of
from tests.demo.rivals.places import MERIDIAN, World
from tests.demo.rivals.secrets import leaks, not_for
from tests.reviews.polling import BY_ITSELF
from tests.templates import NOW

pytestmark = pytest.mark.django_db
BY_HTMX = {"HX-Request": "true"}
Screens = list[tuple[User, Client]]
_TOKEN = re.compile(r'(name="csrfmiddlewaretoken" value=")(\w+)(")')
_KEY = re.compile(r'(name="once" value=")[\w-]+(")')


@pytest.fixture
def review(world: World) -> Review:
    """Meridian's, in which some are in the room and some follow from elsewhere."""
    with entered(SYSTEM):
        review = Review.objects.get(pk=world.ours["review"])
        mark_attendance(review, person=world.people["k"], state="present", by=world.people["c"], now=NOW)
        review.refresh_from_db()
    return review


@pytest.fixture
def screens(world: World, review: Review) -> Iterator[Screens]:
    """Everybody who may be in the room, each with a screen that shows it and was seen by all the others'."""
    at_screens = f"reviews.at_screens.{review.pk}"
    cache.delete(at_screens)
    with entered(SYSTEM):
        members = Membership.objects.current().filter(partner=review.partner_id).values("person")
        people = User.objects.filter(
            is_active=True, pk__in=[world.people["c"].pk, *members.values_list("person", flat=True)]
        )
        found = [(person, client_of(person)) for person in people]
    for _, client in found:
        assert client.get(room_of(review)).status_code == 200
    cache.touch(at_screens, 600)
    for _, client in found:
        moved(client, review)
    yield found
    cache.delete(at_screens)


def room_of(review: Review) -> str:
    return f"/partnerships/{MERIDIAN}/reviews/{review.pk}/room/"


def moved(client: Client, review: Review, item: object = "") -> tuple[str, bool]:
    """What a screen is told that shows what was before, and whether that was drawn for whoever follows."""
    answer = client.get(f"{room_of(review)}state/?v=0&item={item}", headers=BY_ITSELF)
    assert answer.status_code == 200
    return answer.content.decode(), AGE in answer.headers


def without_tokens(page: str) -> str:
    return _KEY.sub(r"\1\2", _TOKEN.sub(r"\1\3", page))


def test_whoever_follows_is_shown_to_the_byte_what_they_would_be_shown_alone(
    review: Review, screens: Screens
) -> None:
    """At every section; whoever comes first at the one comes last at the next."""
    with entered(SYSTEM):
        sections = list(AgendaItem.objects.filter(review=review, position=0).values_list("pk", flat=True))
    different, handed = [], 0
    for turn, item in enumerate(["", *sections]):
        for person, client in screens if turn % 2 else screens[::-1]:
            alone = client.get(f"{room_of(review)}?item={item}", headers=BY_HTMX).content.decode()
            page, was_drawn_for_all = moved(client, review, item)
            handed += was_drawn_for_all
            if without_tokens(page) != without_tokens(alone):
                different.append((person.full_name, item))
            secret = client.cookies[settings.CSRF_COOKIE_NAME].value
            assert all(_does_token_match(token, secret) for _, token, _ in _TOKEN.findall(page))
    assert different == []
    assert handed >= 60


def test_who_chairs_or_could_has_the_room_drawn_for_themselves(
    world: World, review: Review, screens: Screens
) -> None:
    with entered(SYSTEM):
        members = Membership.objects.current().filter(partner=review.partner_id, role="relationship_manager")
        alone = {world.people["c"].pk, *members.values_list("person", flat=True)}
        read_back = AgendaItem.objects.filter(review=review, position=0).latest("section")
    assert {person.pk for person, client in screens if not moved(client, review)[1]} == alone
    with_a_form = {person.pk for person, client in screens if not moved(client, review, read_back.pk)[1]}
    assert world.people["l"].pk in with_a_form, "who speaks for their side is given a form to say it"
    assert world.people["k"].pk not in with_a_form


def test_those_who_see_the_same_have_it_drawn_once(
    review: Review, screens: Screens, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However long a busy machine takes to ask for all of them."""
    monkeypatch.setattr(handed_on, "SECONDS_KEPT", 600)
    with entered(SYSTEM):
        item = AgendaItem.objects.filter(review=review, position=0).earliest("section").pk
    drawn: list[Follower] = []
    reader = Follower.reader
    monkeypatch.setattr(Follower, "reader", lambda self, person: drawn.append(self) or reader(self, person))
    handed = sum(moved(client, review, item)[1] for _, client in screens)
    assert 0 < len(drawn) == len(set(drawn)) < handed
    for one in cache.get_many(each.key for each in drawn).values():
        assert "csrfmiddlewaretoken" not in one["regions"]
        assert not _TOKEN.search(one["own_seat"])


@pytest.mark.parametrize("letter", ["l", "k", "o", "r"])
def test_what_is_handed_on_tells_no_secret(
    world: World, review: Review, screens: Screens, letter: str
) -> None:
    """Drawn for somebody of either side a moment before."""
    client = {person.pk: client for person, client in screens}[world.people[letter].pk]
    for _, other in screens:
        moved(other, review)
    page, was_handed = moved(client, review)
    assert was_handed
    assert leaks(page, not_for(letter)) == []
