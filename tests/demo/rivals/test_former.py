"""Former addresses: everybody is led on, in one's own partnership, a rival's and none, and told nothing else."""

import pytest
from django.test import Client

from partners.former_addresses import NAME
from tests.demo.rivals.places import HALDEN, MERIDIAN, World, address, nowhere
from tests.demo.rivals.test_doors import METHODS, answer_to, seen
from tests.test_routes import ALL

pytestmark = pytest.mark.django_db
FORMER = [written for written, route in ALL if route.name == NAME and "<slug:partner>" in written]
"""tests/governance/test_former_addresses.py has those of a mail."""


def record_of(written: str) -> str:
    """A name like that of the present route, by which places.py knows of which record the number is."""
    return "ask" if "/asks/" in written else "reviews" if "/reviews/" in written else "tracker"


def test_a_former_address_leads_everybody_on_and_tells_nothing(
    world: World, clients: dict[str, Client]
) -> None:
    assert len(FORMER) >= 13
    places = ((MERIDIAN, world.ours), (HALDEN, world.rivals), ("no-such-partner", nowhere(world.ours)))
    wrong = []
    for written in FORMER:
        paths = [address(written, record_of(written), *place) for place in places]
        for letter, client in {**clients, "nobody": Client()}.items():
            for method in METHODS:
                told = [seen(answer_to(client, method, path)) for path in paths]
                led_on = [(status, {**headers, "Location": ""}, said) for status, headers, said in told]
                before = [headers.pop("Location").rstrip("/").rpartition("/")[0] for _, headers, _ in told]
                alike = led_on[0] == led_on[1] == led_on[2] and led_on[0][::2] == (308, b"")
                if not alike or before != [path.rstrip("/").rpartition("/")[0] for path in paths]:
                    wrong.append(f"{written} {method} {letter}")
    assert wrong == []
