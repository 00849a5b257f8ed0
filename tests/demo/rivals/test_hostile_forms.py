"""Every form of the demo with every field of the product at once, all filled with what none was made for."""

import pytest
from django.http import HttpResponse
from django.test import Client
from django.test.client import MULTIPART_CONTENT

from tests.demo.rivals.conftest import THEIR_NOTES
from tests.demo.rivals.places import MERIDIAN, World, address
from tests.demo.rivals.reading import read_by_forms, read_by_views
from tests.demo.rivals.secrets import leaks, not_for
from tests.demo.rivals.test_doors import answer_to, doors
from tests.test_routes import GUARDED

pytestmark = pytest.mark.django_db

HOSTILE = {
    "digits": "9" * 5000,
    "below zero": "-1",
    "endless": "x" * 30_000,
    "odd day": "31 Feb 99999",
    "a day that was never": "0000-00-00",
    "no text": "\x00<script>alert(1)</script>'; DROP TABLE partners_user; --",
}
"""What no field was made for. All of a form's fields hold it at once, which must stay below what a server takes."""


@pytest.mark.parametrize(
    ("letter", "kind"), [*(("c", kind) for kind in HOSTILE), ("a", "no text"), ("l", "no text")]
)
def test_no_refusal_of_a_hostile_form_breaks_or_tells_anything(
    world: World, clients: dict[str, Client], letter: str, kind: str
) -> None:
    typed = HOSTILE[kind]
    secrets = {*THEIR_NOTES} if letter == "c" else not_for(letter)
    names = {name.rpartition(".")[2] for name in read_by_forms() | read_by_views()}
    body = dict.fromkeys(names | {f"cell-{typed[:40]}-{typed[:40]}"}, typed)
    wrong, read = {}, False
    for name, method, written in doors(GUARDED):
        if method == "get" and kind == "endless":
            continue  # no server takes so long an address
        path = address(written, name, MERIDIAN, world.ours)
        answer = answer_to(clients[letter], method, path, body, MULTIPART_CONTENT, broken_is_an_answer=True)
        if answer.status_code >= 500 or leaks(_shown(answer), secrets):
            wrong[f"{method} {name}"] = answer.status_code, leaks(_shown(answer), secrets)
        read |= answer.status_code == 422
    assert wrong == {}
    assert read, "no form has come to read it"


def _shown(answer: HttpResponse) -> str:
    """What a page says; a file that is downloaded is read elsewhere."""
    return answer.content.decode() if answer.headers["Content-Type"].startswith("text/html") else ""
