"""Whoever sees both partnerships finds nothing of the one under the address of the other, nor a row within another.

Row security is off meanwhile: the scope of an address would hide what a query forgets to ask for.
"""

import re
from collections.abc import Callable, Iterator

import time_machine
from django.test import Client
from django.urls import resolve

from partners.isolation.scope import SYSTEM, entered
from partners.models import User
from reviews import verbs as meeting
from tests.cast import Cast
from tests.said.rivals import row_security_off, tell_of_the_rival
from tests.said.states import LISTS
from tests.said.story import NOW

THERE, HERE = "/partnerships/halden/", "/partnerships/meridian/"
_LEADS = re.compile(r'(?:href|action|formaction|hx-get|hx-post)="(/partnerships/halden/[^"#?]*)')

_NUMBER = re.compile(r"(?<=/)[0-9]+(?=/)")


def _routes(client: Client, begin: list[str]) -> dict[str, str]:
    """An address with a number in it for each route that pages of the partnership lead to, three clicks deep."""
    found: dict[str, str] = {}
    seen, edge = set(begin), list(begin)
    for _ in range(3):
        pages, edge = edge, []
        for page in pages:
            for address in _LEADS.findall(client.get(page).getvalue().decode(errors="ignore")):
                route = resolve(address).route
                if re.search(r"/[0-9]+/", address) and route not in found:
                    found[route] = address
                    if address not in seen:
                        seen.add(address)
                        edge.append(address)
    return found


def _elsewhere(address: str) -> Iterator[str]:
    """The same under the other partnership; and where one thing stands within another, within one that is not there."""
    yield address.replace(THERE, HERE, 1)
    numbers = list(_NUMBER.finditer(address))
    if len(numbers) > 1:
        for number in numbers:
            yield f"{address[: number.start()]}987654321{address[number.end() :]}"


def test_nothing_stands_under_an_address_that_is_not_its_own(
    cast: Cast, signed_in: Callable[[User], Client]
) -> None:
    with time_machine.travel(NOW, tick=False), row_security_off():
        told = tell_of_the_rival(cast)
        client = signed_in(cast.cio)
        begin = [f"{THERE}{place}" for place in LISTS.values()]
        begin += [f"{THERE}actions/{item.pk}/" for item in told.items.values()]
        begin += [f"{THERE}asks/{ask.pk}/" for ask in told.asks.values()]
        begin += [f"{THERE}outcomes/{told.outcome.pk}/", f"{THERE}raci/{told.matrix.pk}/"]
        begin += [f"{THERE}reviews/{told.review.pk}/", f"{THERE}reviews/{told.review.pk}/brief/"]
        with entered(SYSTEM):
            meeting.open_review(told.review, by=cast.cio, now=told.review.starts_at)
        begin += [f"{THERE}reviews/{told.review.pk}/room/", f"{THERE}reviews/{told.review.pk}/room/close/"]
        routes = _routes(client, begin)
        wrong = []
        for route, address in sorted(routes.items()):
            for elsewhere in _elsewhere(address):
                for method, nothing in (("get", (302, 404, 405)), ("post", (404, 405))):
                    answer = getattr(client, method)(elsewhere)
                    if answer.status_code not in nothing:
                        wrong.append(f"{method} {route}: {answer.status_code}, asked for {elsewhere}")
    assert wrong == []
    assert len(routes) >= 60
