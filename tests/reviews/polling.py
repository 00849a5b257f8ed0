"""A screen's question whether anything has moved in its room, asked at the quick door and the whole way."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.http import HttpResponse
from django.test import Client, RequestFactory, override_settings

from partners.authentication.sessions import POLL
from reviews.room.nothing_moved import NothingMoved

BY_ITSELF = {POLL: "1", "HX-Request": "true"}
QUICK = f"{NothingMoved.__module__}.{NothingMoved.__qualname__}"
PASSED_ON = 299
"""What stands for the whole way where the quick door is tried by itself."""


@contextmanager
def the_whole_way() -> Iterator[None]:
    """Without the quick door. Clients that asked before go on through it."""
    with override_settings(MIDDLEWARE=[each for each in settings.MIDDLEWARE if each != QUICK]):
        yield


def asked_slowly(client: Client, path: str) -> HttpResponse:
    """What somebody with the cookies of `client` is told the whole way."""
    with the_whole_way():
        other = Client()
        other.cookies.load({name: morsel.value for name, morsel in client.cookies.items()})
        return other.get(path, headers=BY_ITSELF)


def asked_quickly(
    client: Client, path: str, person: int, headers: dict[str, str] = BY_ITSELF, method: str = "GET"
) -> HttpResponse:
    """What the quick door by itself tells `client`, guessed to be `person`'s: PASSED_ON where it says nothing."""
    request = RequestFactory().generic(method, path, headers=headers)
    request.COOKIES = {name: morsel.value for name, morsel in client.cookies.items()}
    door = NothingMoved(lambda _: HttpResponse(status=PASSED_ON))
    door.remember(request.COOKIES.get(settings.SESSION_COOKIE_NAME, ""), person)
    return door(request)
