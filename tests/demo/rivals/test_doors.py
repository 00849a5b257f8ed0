"""Every address × method × person, of one's own partnership, of a rival's, and of none: who is let in."""

import re
from collections.abc import Iterator, Set
from copy import copy
from functools import cache
from urllib.parse import urlencode

import pytest
from django.conf import settings as configured
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern
from pytest_django.fixtures import Settings

from partners.isolation.scope import SYSTEM, acting_as, entered
from partners.models import Partner, User
from tests.demo.rivals.conftest import client_of
from tests.demo.rivals.doors import WHO_GETS_IN
from tests.demo.rivals.places import HALDEN, LETTERS, MERIDIAN, NOWHERE, OUR_LETTERS, World, address, nowhere
from tests.demo.rivals.secrets import leaks, not_for
from tests.test_routes import GUARDED

pytestmark = pytest.mark.django_db
METHODS = ("get", "post")
ENCODED = "application/x-www-form-urlencoded"
Routes = list[tuple[str, URLPattern]]
Seen = tuple[int, dict[str, str], bytes]
IN_A_PARTNERSHIP = [(written, route) for written, route in GUARDED if "<slug:partner>" in written]
OF_ONE_S_OWN = {"settings_end_session"}
"""Numbers of one's own alone, whoever one is; test_account_events.py tries somebody else's."""
OUTSIDE = [
    (written, route)
    for written, route in GUARDED
    if "<int:" in written and "<slug:partner>" not in written and route.name not in OF_ONE_S_OWN
]
OF_THE_HOUSE = {"business_outcome", "business_outcome_edit", "business_outcome_state"}
"""What our house wants, and outcomes of several partners serve: everybody of ours reads all of it."""
WITH_A_PART = [(written, route) for written, route in GUARDED if written.count("<int:") == 2]
WITH_A_RECORD = [(written, route) for written, route in IN_A_PARTNERSHIP if "<int:" in written]


def answer_to(
    client: Client,
    method: str,
    path: str,
    body: dict[str, str] | None = None,
    encoded: str = ENCODED,
    *,
    broken_is_an_answer: bool = False,
) -> HttpResponse:
    """One answer; whatever the request changed is taken back. A form is sent as browsers send one without a file."""
    cookies = copy(client.cookies)
    client.raise_request_exception = not broken_is_an_answer
    with transaction.atomic():
        if method == "post":
            sent = urlencode(body or {}) if encoded == ENCODED else body
            answer = client.post(path, sent, content_type=encoded)
        else:
            answer = getattr(client, method)(path, body or {})
        transaction.set_rollback(True)
    client.cookies = cookies
    return answer


def is_let_in(answer: HttpResponse) -> bool:
    """Whether the door opened: what the form then says of an empty body is another matter."""
    return answer.status_code not in (403, 404, 405) and not is_sent_to_sign_in(answer)


def is_sent_to_sign_in(answer: HttpResponse) -> bool:
    return answer.headers.get("Location", "").startswith("/accounts/login/")


def seen(answer: HttpResponse) -> Seen:
    """All that a browser is told, to the byte."""
    return answer.status_code, dict(answer.headers), answer.content


def doors(routes: Routes) -> Iterator[tuple[str, str, str]]:
    """Every method an address takes: route, method, how the address is written."""
    for written, route in routes:
        for method in METHODS:
            if getattr(WHO_GETS_IN[str(route.name)], method) is not None:
                yield str(route.name), method, written


def test_every_door_stands_in_the_table_and_none_that_is_gone() -> None:
    """So many are tried: 157 addresses, 7 people and 2 methods make 2,198 answers; 185 ways into a partnership."""
    assert {str(route.name) for _, route in GUARDED} == set(WHO_GETS_IN)
    assert len(GUARDED) * len(LETTERS) * len(METHODS) >= 2_198
    assert len(list(doors(IN_A_PARTNERSHIP))) >= 185


def test_whoever_is_named_gets_in_and_everybody_else_is_turned_away(
    world: World, clients: dict[str, Client]
) -> None:
    wrong = []
    for written, route in GUARDED:
        name, path = str(route.name), address(written, str(route.name), MERIDIAN, world.ours)
        for method in METHODS:
            expected = getattr(WHO_GETS_IN[name], method)
            for letter in LETTERS:
                answer = answer_to(clients[letter], method, path, _body(name, world.people[letter]))
                if expected is None:
                    right = answer.status_code == 405
                elif letter in expected:
                    right = is_let_in(answer)
                else:
                    right = answer.status_code == _turned_away(letter, written)
                if not right:
                    wrong.append(f"{name} {method} {letter}: {answer.status_code}")
    assert wrong == []


def _body(name: str, person: User) -> dict[str, str]:
    """Three forms answer an empty body like an address that leads nowhere."""
    if name == "reviews_room_aside":
        return {"state": "discussed"}
    if name == "reviews_room_clock":
        return {"clock": "pause"}
    return {"seat": f"{person.pk}:present"} if name == "reviews_room_attendance" else {}


def _turned_away(letter: str, written: str) -> int:
    """The administrator sees no partnership; nobody is told of mails that only the demo opens, nor of others' views and
    absences, nor the other side of a brief."""
    unseen = letter == "a" and "<slug:partner>" in written
    untold = (
        "<int:mail>" in written or "<int:quiet>" in written or (letter != "a" and "<int:view>" in written)
    )
    brief = written.partition("asks/<int:pk>/brief")[2]
    of_the_other_side = letter in ("lk" if brief.endswith("pdf/") else "l") if brief else False
    return 404 if unseen or untold or of_the_other_side else 403


@pytest.mark.parametrize("who", ["a stranger", "whose access has ended"])
def test_nobody_gets_in_without_signing_in(world: World, who: str) -> None:
    client = Client() if who == "a stranger" else _signed_in_before_the_end(world.deactivated)
    let_in = []
    for name, method, written in doors(GUARDED):
        answer = answer_to(client, method, address(written, name, MERIDIAN, world.ours))
        if not is_sent_to_sign_in(answer) and not (name == "desk" and answer.status_code == 302):
            let_in.append(f"{name} {method}: {answer.status_code}")
    assert let_in == []


def _signed_in_before_the_end(person: User) -> Client:
    """A client whose session is older than the end of its person's access."""
    with transaction.atomic(), entered(SYSTEM):
        User.objects.filter(pk=person.pk).update(is_active=True)
        client = client_of(User.objects.get(pk=person.pk))
        User.objects.filter(pk=person.pk).update(is_active=False)
    return client


def test_no_form_is_taken_from_another_site(world: World) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.people["c"])
    taken = []
    for name, method, written in doors(GUARDED):
        if method == "post":
            answer = answer_to(client, method, address(written, name, MERIDIAN, world.ours))
            if answer.status_code != 403 or b"This page was open too long" not in answer.content:
                taken.append(f"{name}: {answer.status_code}")
    assert taken == []


@pytest.mark.parametrize("letter", ["m", "l", "k", "o", "r", "rival", "a"])
def test_a_rival_s_partnership_reads_like_one_that_is_not_there(
    world: World, clients: dict[str, Client], letter: str
) -> None:
    """To the byte; and what reads so tells nothing of it (test_canaries.py reads the other refusals)."""
    slug, numbers = (MERIDIAN, world.ours) if letter == "rival" else (HALDEN, world.rivals)
    there, nowhere_else = (slug, numbers), ("no-such-partner", numbers)
    assert told_apart(clients[letter], IN_A_PARTNERSHIP, there, nowhere_else, not_for(letter)) == []


@pytest.mark.parametrize("letter", ["m", "l", "a"])
def test_every_door_of_a_partnership_that_is_not_there_says_so_with_one_page(
    world: World, clients: dict[str, Client], letter: str
) -> None:
    """Whoever knocks, and at whichever: the others are compared with this one page."""
    client = clients[letter]
    said = {
        (name, method): answer
        for name, method, written in doors(IN_A_PARTNERSHIP)
        if (
            answer := seen(answer_to(client, method, address(written, name, "no-such-partner", world.rivals)))
        )
        != _not_there(client)
    }
    assert said == {}


@pytest.mark.parametrize("letter", ["c", "m", "l", "k"])
def test_a_rival_s_record_under_one_s_own_address_reads_like_none(
    world: World, clients: dict[str, Client], letter: str
) -> None:
    of_rival, of_nobody = (MERIDIAN, world.rivals), (MERIDIAN, nowhere(world.rivals))
    assert told_apart(clients[letter], WITH_A_RECORD, of_rival, of_nobody) == []


@pytest.mark.parametrize("letter", ["c", "m", "l", "k"])
def test_a_rival_s_part_of_a_record_of_one_s_own_reads_like_none(
    world: World, clients: dict[str, Client], letter: str, settings: Settings
) -> None:
    """Its activity in one's own grid, its action in one's own review, its file on one's own mail."""
    settings.DEMO = True
    whole = {name: world.ours[name] for name in ("matrix", "review", "indicator", "mail")}
    of_rival, of_nobody = (MERIDIAN, world.rivals | whole), (MERIDIAN, nowhere(world.rivals) | whole)
    assert told_apart(clients[letter], WITH_A_PART, of_rival, of_nobody) == []


@pytest.mark.parametrize("letter", ["m", "l", "k", "rival"])
@pytest.mark.parametrize("demo", [False, True], ids=["in earnest", "in the demo"])
def test_a_rival_s_number_outside_a_partnership_s_address_reads_like_none(
    world: World, clients: dict[str, Client], letter: str, demo: bool, settings: Settings
) -> None:
    settings.DEMO = demo
    others = world.ours if letter == "rival" else world.rivals
    assert told_apart(clients[letter], outside(letter), ("", others), ("", nowhere(others))) == []


def outside(letter: str) -> Routes:
    """The addresses outside a partnership that say nothing of a rival's to whom the letter stands for."""
    return [pair for pair in OUTSIDE if letter not in OUR_LETTERS or pair[1].name not in OF_THE_HOUSE]


def test_the_numbers_outside_are_those_of_records_that_are_there(world: World) -> None:
    """Else reading like none would prove nothing."""
    blanks = {blank for written, _ in OUTSIDE for blank in re.findall(r"<int:(\w+)>", written)}
    numbers = {"business" if blank == "pk" else blank for blank in blanks}
    assert numbers == {
        "asked",
        "business",
        "membership",
        "invitation",
        "person",
        "mail",
        "envelope",
        "attachment",
        "sequence",
        "view",
        "quiet",
    }
    assert NOWHERE not in [there[name] for there in (world.ours, world.rivals) for name in numbers]


@pytest.mark.parametrize("letter", [*LETTERS, "rival"])
@pytest.mark.usefixtures("unfiltered")
def test_with_the_filters_of_the_application_taken_out_the_database_still_shows_nothing_of_a_rival(
    world: World, clients: dict[str, Client], letter: str
) -> None:
    own, own_numbers, other, others = (
        (HALDEN, world.rivals, MERIDIAN, world.ours)
        if letter == "rival"
        else (MERIDIAN, world.ours, HALDEN, world.rivals)
    )
    client = clients[letter]
    if letter not in "ac":  # an administrator knows that it is there, a CIO's portfolio holds both
        assert told_apart(client, IN_A_PARTNERSHIP, (other, others), ("no-such-partner", others)) == []
    assert told_apart(client, WITH_A_RECORD, (own, others), (own, nowhere(others))) == []
    if letter not in "ac":  # who look after the people, and follow the mails, of all
        assert told_apart(client, outside(letter), ("", others), ("", nowhere(others))) == []
    of_the_own = is_let_in(client.get(f"/partnerships/{own}/actions/{own_numbers['action']}/"))
    of_the_rival = is_let_in(client.get(f"/partnerships/{other}/actions/{others['action']}/"))
    assert (of_the_own, of_the_rival) == (letter != "a", letter == "c")


@pytest.mark.parametrize("letter", ["m", "l", "rival"])
@pytest.mark.usefixtures("unwalled")
def test_with_row_security_open_the_application_still_shows_nothing_of_a_rival(
    world: World, clients: dict[str, Client], letter: str
) -> None:
    own, other, others = (
        (HALDEN, MERIDIAN, world.ours) if letter == "rival" else (MERIDIAN, HALDEN, world.rivals)
    )
    client = clients[letter]
    with acting_as(world.rival if letter == "rival" else world.people[letter]):
        assert {own, other} <= set(Partner.objects.values_list("slug", flat=True)), "it is open"
    assert told_apart(client, IN_A_PARTNERSHIP, (other, others), ("no-such-partner", others)) == []
    assert told_apart(client, WITH_A_RECORD, (own, others), (own, nowhere(others))) == []
    assert told_apart(client, outside(letter), ("", others), ("", nowhere(others))) == []


def told_apart(
    client: Client,
    routes: Routes,
    one: tuple[str, dict[str, int]],
    other: tuple[str, dict[str, int]],
    secrets: Set[str] = frozenset(),
) -> list[str]:
    """The doors that answer two places differently, let in, or tell a secret.

    Nearly all of them answer with the one page that says nothing is there, to the byte (`_not_there`). What stands at
    the other place is asked for, once, only where a door says something else.
    """
    found = []
    for name, method, written in doors(routes):
        answer = answer_to(client, method, address(written, name, *one))
        compared = _not_there(client)
        if seen(answer) != compared:
            compared = _seen_before(client, method, address(written, name, *other))
        if is_let_in(answer) or seen(answer) != compared:
            found.append(f"{name} {method}: {answer.status_code}, {compared[0]}")
        if secrets and (told := leaks(answer.content.decode(), secrets)):
            found.append(f"{name} {method} tells {told}")
    return found


@cache
def _asked_before(client: Client) -> dict[tuple[str, str, bool], Seen]:
    return {}


def _seen_before(client: Client, method: str, path: str) -> Seen:
    """What somebody is told at a place where nothing is, which stays what it is however the walls are tried."""
    asked, key = _asked_before(client), (method, path, configured.DEMO)
    if key not in asked:
        asked[key] = seen(answer_to(client, method, path))
    return asked[key]


def _not_there(client: Client) -> Seen:
    """The page that says that nothing is there, as this person is told it."""
    return _seen_before(client, "get", "/partnerships/no-such-partner/")
