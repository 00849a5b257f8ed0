"""Every sheet that can be taken, by everybody: it holds what is theirs, nothing of a rival, nothing of the other side.

Both formats are read back as a spreadsheet reads them, cell by cell.
"""

import csv
import io
from typing import NamedTuple

import pytest
from django.test import Client
from python_calamine import CalamineWorkbook

from governance.models import ActionItem
from governance.sheets.keys import read_key
from partners.isolation.scope import acting_as
from partners.models import User
from tests.demo.rivals.conftest import OUR_NOTES, OUR_TERMS, RIVALS_WORDS, THEIR_NOTES
from tests.demo.rivals.doors import WHO_GETS_IN
from tests.demo.rivals.places import HALDEN, LETTERS, MERIDIAN, World
from tests.demo.rivals.secrets import leaks, name_of, not_for, person, said_in

pytestmark = pytest.mark.django_db


class Taken(NamedTuple):
    """An export's route, its address up to the format, and what else may stand in its query."""

    route: str
    path: str
    queries: tuple[str, ...] = ("",)


_SHOWN = tuple(
    f"show={show}" for show in ("open", "overdue", "waiting", "confirm", "proposed", "done", "withdrawn")
)
HERE = "/partnerships/{partner}/"
EXPORTS = (
    Taken("tracker_export", "/tracker/", (*_SHOWN, "text=the", "follow=me")),
    Taken("tracker_partnership_export", f"{HERE}tracker/", (*_SHOWN, "text=the")),
    Taken("asks_export", f"{HERE}asks/", ("", "answered=1", "kind=decision")),
    Taken("outcomes_export", f"{HERE}outcomes/"),
    Taken("raci_export", f"{HERE}raci/{{matrix}}/"),
    Taken("people_export", "/settings/people/", ("", "partner={partner}")),
    Taken("ledger_export", "/ledger/", ("", "side=ours")),
    Taken("ledger_partnership_export", f"{HERE}ledger/", ("", "verdict=missed", "side=theirs")),
    Taken("performance_export", "/performance/", ("", "show=all")),
    Taken("performance_partner_export", f"{HERE}performance/"),
)
PEOPLE = [*LETTERS, "rival"]


def cells(client: Client, address: str, ending: str) -> list[list[str]]:
    """Every cell of a file as text; none where it is not to be had."""
    answer = client.get(address)
    if answer.status_code != 200:
        return []
    content = answer.getvalue()
    if ending == "csv":
        return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    return [[str(cell) for cell in row] for row in rows]


def addresses(taken: Taken, partner: str, ending: str, world: World) -> list[str]:
    about = {"partner": partner, "matrix": (world.ours if partner == MERIDIAN else world.rivals)["matrix"]}
    return [f"{taken.path}export.{ending}?{query}".format(**about) for query in taken.queries]


def test_every_export_there_is_is_tried() -> None:
    assert {taken.route for taken in EXPORTS} == {name for name in WHO_GETS_IN if name.endswith("_export")}


@pytest.mark.parametrize("letter", PEOPLE)
@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_no_sheet_tells_anybody_what_is_not_theirs(
    world: World, clients: dict[str, Client], letter: str, ending: str
) -> None:
    own, other = (HALDEN, MERIDIAN) if letter == "rival" else (MERIDIAN, HALDEN)
    secrets = (
        (not_for(letter) | {name_of(other).replace("&amp;", "&")}) if letter != "c" else set(THEIR_NOTES)
    )
    if letter == "a":
        secrets -= {name_of(other).replace("&amp;", "&")}  # they look after its people
    told = [
        (address, seen)
        for taken in EXPORTS
        for partner in (own, other)
        for address in addresses(taken, partner, ending, world)
        for row in cells(clients[letter], address, ending)
        if (seen := leaks("\n".join(row), secrets))
    ]
    assert told == []


@pytest.mark.parametrize("letter", ["l", "m", "rival"])
@pytest.mark.usefixtures("unfiltered")
def test_with_the_filters_of_the_application_taken_out_no_sheet_tells_more(
    world: World, clients: dict[str, Client], letter: str
) -> None:
    own = HALDEN if letter == "rival" else MERIDIAN
    secrets = not_for(letter) - {OUR_NOTES[0], THEIR_NOTES[0]}
    found = [
        row
        for taken in EXPORTS
        for address in addresses(taken, own, "csv", world)
        for row in cells(clients[letter], address, "csv")
    ]
    assert len(found) > 50
    assert [seen for row in found if (seen := leaks("\n".join(row), secrets))] == []


@pytest.mark.parametrize("letter", ["l", "m"])
@pytest.mark.usefixtures("unwalled")
def test_with_row_security_open_no_sheet_tells_more(
    world: World, clients: dict[str, Client], letter: str
) -> None:
    found = [
        row
        for taken in EXPORTS
        for address in addresses(taken, MERIDIAN, "csv", world)
        for row in cells(clients[letter], address, "csv")
    ]
    assert len(found) > 50
    secrets = not_for(letter)
    assert [seen for row in found if (seen := leaks("\n".join(row), secrets))] == []


@pytest.mark.parametrize("taken", EXPORTS, ids=[taken.route for taken in EXPORTS])
def test_each_sheet_holds_something(world: World, clients: dict[str, Client], taken: Taken) -> None:
    """Else that it tells nothing would prove nothing."""
    for letter in ("c", "m", "l"):
        for ending in ("csv", "xlsx"):
            rows = [
                cells(clients[letter], address, ending)
                for address in addresses(taken, MERIDIAN, ending, world)
            ]
            assert max(map(len, rows)) > 1, (letter, ending)


def test_what_each_side_keeps_to_itself_is_in_no_sheet_of_its_own_either(
    world: World, clients: dict[str, Client]
) -> None:
    """A sheet is passed on: private notes, notice dates and values stay where they are read."""
    private = {*OUR_NOTES, *THEIR_NOTES, *OUR_TERMS, *RIVALS_WORDS.values()}
    for letter in ("c", "m", "l"):
        for taken in EXPORTS:
            for address in addresses(taken, MERIDIAN, "csv", world):
                rows = cells(clients[letter], address, "csv")
                assert [seen for row in rows if (seen := leaks("\n".join(row), private))] == []


@pytest.mark.parametrize("letter", ["c", "m", "l", "o"])
def test_both_sides_take_the_same_sheet_of_one_partnership(
    world: World, clients: dict[str, Client], letter: str
) -> None:
    for taken in EXPORTS:
        if "{partner}" in taken.path:
            for address in addresses(taken, MERIDIAN, "csv", world):
                assert cells(clients[letter], address, "csv") == cells(clients["k"], address, "csv")


def test_a_key_reaches_a_row_only_through_whoever_may_see_it(world: World) -> None:
    """What a key names is looked up among one's own: a rival's is found by nobody."""
    with acting_as(world.rival):
        theirs = [read_key(row) for row in _keys(world.rival)]
    assert len(theirs) > 3
    with acting_as(world.people["l"]):
        assert (
            not ActionItem.objects.visible_to(world.people["l"])
            .filter(pk__in=[k.pk for k in theirs if k])
            .exists()
        )


def _keys(reader: User) -> list[str]:
    client = Client()
    client.force_login(reader)
    return [row[0] for row in cells(client, "/tracker/export.csv", "csv")[1:]]


def test_the_words_of_a_rival_are_there_for_the_rival(world: World) -> None:
    client = Client()
    client.force_login(person(world, "rival"))
    rows = [
        row
        for taken in EXPORTS
        for address in addresses(taken, HALDEN, "csv", world)
        for row in cells(client, address, "csv")
    ]
    found = leaks("\n".join("\n".join(row) for row in rows), said_in(HALDEN))
    assert len(found) > 10
