"""Every form that makes something carries a key, and sent twice with it makes the thing once."""

import re
from copy import copy

import pytest
from django.db import transaction
from django.test import Client
from django.urls import resolve

from partners.once import FIELD
from tests.demo.rivals.doors import WHO_GETS_IN
from tests.demo.rivals.filled import CHANGES_WHAT_IS_THERE, FILLED, Filled
from tests.demo.rivals.places import MERIDIAN, World, address
from tests.demo.rivals.rows import Rows, changed, changed_since, rows, written
from tests.demo.rivals.test_smuggled import WRITTEN

pytestmark = pytest.mark.django_db
_FORM = re.compile(r"<form[^>]*>.*?</form>", re.DOTALL)
_ACTION = re.compile(r'<form[^>]* action="([^"#]*)')
_HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)"')
THE_KEYS_THEMSELVES = ["partners_sentform"]


def test_every_form_stands_in_one_of_the_tables() -> None:
    taken = {name for name, door in WHO_GETS_IN.items() if door.post is not None}
    making = {filled.route for filled in FILLED}
    assert taken - making - CHANGES_WHAT_IS_THERE == set(), (
        "does it make something? then write it into the table, and @once at its view"
    )
    assert making & CHANGES_WHAT_IS_THERE == set()
    assert making | CHANGES_WHAT_IS_THERE <= taken, "the tables name what is no form any more"


@pytest.mark.parametrize("filled", FILLED, ids=str)
def test_a_form_that_is_sent_twice_makes_one_thing(
    world: World, clients: dict[str, Client], stood: Rows, filled: Filled
) -> None:
    client, path, page = clients[filled.letter], *places(filled, world)
    assert resolve(path).func.acts_once
    cookies, before = copy(client.cookies), written()
    with transaction.atomic():
        hidden = hidden_on(client.get(page).content.decode(), path)
        body = {**hidden, **filled.body(world.ours)}
        first = client.post(path, body)
        made = stood | rows(changed_since(before))
        again = client.post(path, body)
        left = stood | rows(changed_since(before))
        another = client.post(path, {**body, FIELD: "another"})
        transaction.set_rollback(True)
    client.cookies = cookies
    assert first.status_code == 302, first.content.decode()[-2000:]
    assert set(changed(made, stood)) - {*THE_KEYS_THEMSELVES}, "nothing was made"
    assert (again.status_code, again.headers["Location"]) == (302, first.headers["Location"])
    assert changed(left, made) == []
    assert another.status_code < 500


def places(filled: Filled, world: World) -> tuple[str, str]:
    """Where a form is sent, and the page it stands on."""
    page, _, instead = filled.page.partition("/")
    numbers = {**world.ours, "kind": filled.part} if filled.part else dict(world.ours)
    if instead:
        numbers[page] = numbers[instead]
    return tuple(address(WRITTEN[name], name, MERIDIAN, numbers) for name in (filled.route, page))  # type: ignore[return-value]


def hidden_on(page: str, path: str) -> dict[str, str]:
    """What the form that is sent to `path` sends beside what is typed, its key among it."""
    for form in _FORM.findall(page):
        action, hidden = _ACTION.match(form), dict(_HIDDEN.findall(form))
        if (action is None or action[1] in (path, "")) and FIELD in hidden:
            return hidden
    raise AssertionError(f"the form for {path} carries no key: put {{% once %}} into its template")
