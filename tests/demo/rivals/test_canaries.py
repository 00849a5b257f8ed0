"""What is nobody else's business is planted where it belongs, and looked for everywhere else."""

import logging

import pytest
from django.test import Client

from partners.models import Partner
from tests.demo.rivals.conftest import (
    OUR_NOTE,
    OUR_NOTES,
    OUR_TERMS,
    OUR_WORD,
    THEIR_NOTE,
    THEIR_NOTES,
    THEIR_WORD,
)
from tests.demo.rivals.doors import WHO_GETS_IN
from tests.demo.rivals.places import HALDEN, MERIDIAN, World, address
from tests.demo.rivals.secrets import leaks, name_of, not_for, person, said_in
from tests.demo.rivals.test_doors import IN_A_PARTNERSHIP, answer_to, doors
from tests.demo.walking import walk
from tests.test_routes import GUARDED

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("letter", ["m", "l", "o", "rival", "a"])
def test_whoever_follows_every_link_comes_to_know_nothing_that_is_not_theirs(
    world: World, letter: str, caplog: pytest.LogCaptureFixture
) -> None:
    secrets = not_for(letter)
    with caplog.at_level(logging.INFO):
        found = walk(person(world, letter), of_each_kind=6)
    assert len(found.texts) > (8 if letter == "a" else 40)
    assert [(path, seen) for path, text in found.texts.items() if (seen := leaks(text, secrets))] == []
    assert leaks(caplog.text, secrets) == []


@pytest.mark.parametrize("letter", ["l", "rival"])
@pytest.mark.usefixtures("unfiltered")
def test_with_the_filters_of_the_application_taken_out_they_come_to_know_no_more(
    world: World, letter: str
) -> None:
    found = walk(person(world, letter), of_each_kind=2)
    assert len(found.texts) > 30
    secrets = not_for(letter)
    assert [(path, seen) for path, text in found.texts.items() if (seen := leaks(text, secrets))] == []


@pytest.mark.parametrize("letter", ["l", "m"])
@pytest.mark.usefixtures("unwalled")
def test_with_row_security_open_they_come_to_know_no_more(world: World, letter: str) -> None:
    found = walk(person(world, letter), of_each_kind=2)
    assert len(found.texts) > 30
    secrets = not_for(letter)
    assert [(path, seen) for path, text in found.texts.items() if (seen := leaks(text, secrets))] == []


@pytest.mark.parametrize(("letter", "note"), [("m", OUR_NOTE), ("l", THEIR_NOTE)])
def test_the_notes_are_where_they_belong(world: World, letter: str, note: str) -> None:
    """Else a walk that finds none would prove nothing."""
    assert note in read(world, letter, f"/partnerships/{MERIDIAN}/")


@pytest.mark.parametrize(
    ("letter", "word"), [("m", OUR_WORD), ("o", OUR_WORD), ("l", THEIR_WORD), ("k", THEIR_WORD)]
)
def test_the_words_on_an_action_are_where_they_belong(world: World, letter: str, word: str) -> None:
    assert word in read(world, letter, f"/partnerships/{MERIDIAN}/actions/{world.ours['action']}/")


def read(world: World, letter: str, path: str, **asked: str) -> str:
    client = Client()
    client.force_login(person(world, letter))
    return client.get(path, asked).content.decode()


ROOM = ("", "state/", "close/")


@pytest.mark.parametrize("letter", ["c", "m", "l"])
@pytest.mark.parametrize("page", ROOM)
def test_the_shared_screen_shows_neither_sides_own(world: World, letter: str, page: str) -> None:
    shown = read(world, letter, f"/partnerships/{MERIDIAN}/reviews/{world.ours['review']}/room/{page}")
    assert leaks(shown, said_in(HALDEN) | {*OUR_NOTES, *THEIR_NOTES, *OUR_TERMS, name_of(HALDEN)}) == []


@pytest.mark.parametrize("letter", ["m", "l"])
@pytest.mark.parametrize(
    "path",
    ["/tracker/", f"/partnerships/{MERIDIAN}/tracker/", "/partnerships/", "/settings/history/", "/search/"],
)
def test_a_search_for_a_rival_s_words_finds_nothing_and_counts_nothing(
    world: World, letter: str, path: str
) -> None:
    for secret in sorted(said_in(HALDEN))[:5]:
        assert leaks(read(world, letter, path, q=secret[:8]), said_in(HALDEN)) == []


@pytest.mark.parametrize("name", ["@callum", "@isla", "@rhona"])
def test_the_capture_line_knows_nobody_of_a_rival(world: World, name: str) -> None:
    client = Client()
    client.force_login(world.people["c"])
    there = f"/partnerships/{MERIDIAN}/reviews/{world.ours['review']}/room/lines/preview/"
    said = client.post(there, {"line": f"Send the plan {name} 4 Dec"}).content.decode()
    assert leaks(said, {"Callum Reid", "Isla Grant", "Rhona Halden"}) == []


READ_THERE = {(name, method) for name, method, _ in doors(IN_A_PARTNERSHIP)}
"""What a rival's partnership answers where a method is taken: test_doors.py asks it, and looks for secrets in it."""


@pytest.mark.parametrize("letter", ["m", "l", "o", "rival"])
def test_no_page_of_refusal_tells_anything(world: World, clients: dict[str, Client], letter: str) -> None:
    """Every address by three methods, but for what test_doors.py reads (185 answers, for seven people) and where the
    person is let in: 414 refusals are read in all, as many as when this test asked for each of them itself."""
    other, others = (MERIDIAN, world.ours) if letter == "rival" else (HALDEN, world.rivals)
    looked_at, secrets = [], not_for(letter)
    for written, route in GUARDED:
        name, path = str(route.name), address(written, str(route.name), other, others)
        for method in ("get", "post", "delete"):
            if (name, method) in READ_THERE or ("<" not in written and _is_for(letter, name, method)):
                continue
            answer = answer_to(clients[letter], method, path)
            if answer.status_code in (403, 404, 405):
                looked_at.append(answer.status_code)
                assert leaks(answer.content.decode(), secrets) == [], path
    assert set(looked_at) == {403, 404, 405}
    assert len(looked_at) + len(READ_THERE) >= 414


def _is_for(letter: str, name: str, method: str) -> bool:
    """Whether the table of doors lets them in; a rival is a partner's lead."""
    return ("l" if letter == "rival" else letter) in (getattr(WHO_GETS_IN[name], method, None) or ())


@pytest.mark.parametrize("letter", ["m", "l", "rival"])
def test_a_page_that_breaks_tells_nothing_of_what_it_held(
    world: World, clients: dict[str, Client], letter: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(*_: object, **__: object) -> None:
        raise RuntimeError(f"{OUR_NOTE} {THEIR_NOTE} {Partner.objects.count()}")

    monkeypatch.setattr("dashboards.views.directory.directory", breaks)
    answer = answer_to(clients[letter], "get", "/partnerships/", broken_is_an_answer=True)
    assert answer.status_code == 500
    assert b"Something broke" in answer.content
    assert leaks(answer.content.decode(), not_for(letter) | {OUR_NOTE, THEIR_NOTE}) == []
    assert not Partner.objects.exists(), "the scope of the page that broke outlived it"
