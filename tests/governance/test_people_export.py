"""Who takes part goes out for those who look after these people, and for nobody else."""

import csv
import io
from collections.abc import Callable

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from governance.sheets.keys import read_key
from partners.isolation.scope import SYSTEM, entered
from partners.models import Membership, User
from tests.cast import Cast

pytestmark = pytest.mark.django_db
SignedIn = Callable[[User], Client]
THERE = "/settings/people/export.csv"


@pytest.fixture(autouse=True)
def _called_northgate(settings: Settings) -> None:
    settings.ENTERPRISE_NAME = "Northgate Group"


def exported(client: Client, **asked: str) -> list[dict[str, str]]:
    text = client.get(THERE, asked).getvalue().decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


@pytest.mark.parametrize("who", ["cio", "manager", "lead", "administrator"])
def test_both_sides_people_go_out_as_the_page_has_them(cast: Cast, signed_in: SignedIn, who: str) -> None:
    rows = exported(signed_in(getattr(cast, who)), partner="meridian")
    assert [(row["Name"], row["Role"]) for row in rows] == [
        ("Priya Raman", "Relationship manager"), ("Gone Away", "Contributor"), ("Tom Okafor", "Contributor"),
        ("Lena Moser", "Executive reader"), ("Hanna Weiss", "Executive sponsor"), ("Jonas Stein", "Partner lead"),
        ("Mei Chen", "Contributor"), ("Ravi Desai", "Observer"),
    ]  # fmt: skip
    assert rows[0]["Side"] == "Northgate Group"
    assert rows[-1]["Side"] == "Meridian Systems"
    assert {row["Name"]: row["Has access"] for row in rows}["Gone Away"] == "no"
    with entered(SYSTEM):
        part = Membership.objects.get(person=cast.manager)
    assert read_key(rows[0]["Tandem"]) == (Membership, part.pk)
    assert (rows[0]["Since"], rows[0]["Address"]) == ("2025-09-01", "priya.raman@example.com")


def test_a_part_that_ended_goes_out_no_more(cast: Cast, signed_in: SignedIn) -> None:
    with entered(SYSTEM):
        Membership.objects.filter(person=cast.observer).update(until="2026-01-01")
    assert "Ravi Desai" not in {row["Name"] for row in exported(signed_in(cast.lead), partner="meridian")}


@pytest.mark.parametrize(("who", "status"), [("contributor", 403), ("observer", 403), ("stranger", 403)])
def test_whoever_looks_after_nobody_takes_nothing(
    cast: Cast, signed_in: SignedIn, who: str, status: int
) -> None:
    assert signed_in(getattr(cast, who)).get(THERE, {"partner": "meridian"}).status_code == status


def test_a_rival_s_people_are_not_there(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in(cast.rival_lead)
    assert client.get(THERE, {"partner": "meridian"}).status_code == 404
    assert client.get(THERE, {"partner": "nowhere"}).status_code == 404
    assert {row["Name"] for row in exported(client)} == {"Rhona Halden"}


def test_the_page_leads_there(cast: Cast, signed_in: SignedIn) -> None:
    html = signed_in(cast.lead).get("/settings/people/").content.decode()
    assert 'href="/settings/people/export.xlsx?partner=meridian"' in html
