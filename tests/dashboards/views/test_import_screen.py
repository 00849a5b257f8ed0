"""Importing readings on screen: said what is what, looked at, then in."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from dashboards.models import Reading
from partners.isolation.scope import SYSTEM, acting_as, entered
from partners.models import Partner, User
from tests.cast import Cast

SignedIn = Callable[[User], Client]
CARRIERS = Path(__file__).parents[3] / "data" / "carrier-kpis.csv"
IMPORT = "/import/readings/"
HEADER = "period,partner_code,partner,kpi,unit,direction,value"
ROW = "2024-11,OO,SkyWest Airlines Inc.,Arrivals on time,percent,higher,81.5"


def chosen(client: Client, content: bytes) -> str:
    """The address of the preview of an uploaded file."""
    answer = client.post(IMPORT, {"file": SimpleUploadedFile("carrier-kpis.csv", content), "pasted": ""})
    assert answer.status_code == 302
    assert client.get(answer["Location"]).status_code == 200
    return f"{answer['Location']}preview/"


def ticked(client: Client, preview: str, *without: str) -> dict[str, object]:
    """What the page would send as it stands, but for the lines `without`."""
    page = client.get(preview).content.decode()
    shown = re.findall(r'name="shown" value="(\d+)"', page)
    taken = re.findall(r'name="take" value="(\d+)"[^>]* checked', page)
    seen = re.search(r'name="seen" value="([^"]*)"', page)
    return {"shown": shown, "take": [line for line in taken if line not in without], "seen": seen and seen[1]}


def recorded() -> int:
    with entered(SYSTEM):
        return Reading.objects.count()


def test_a_file_is_looked_at_then_imported_then_known(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in(cast.cio)
    preview = chosen(client, CARRIERS.read_bytes())
    shown = client.get(preview).content.decode()
    assert "1,692" in shown
    assert "Endeavor Air Inc." in shown
    assert recorded() == 0
    answer = client.post(preview, ticked(client, preview), follow=True)
    assert "1,692 readings added" in answer.content.decode()
    assert recorded() == 1692
    again = client.get(chosen(client, CARRIERS.read_bytes())).content.decode()
    assert "Everything in it is on record already." in again


@pytest.mark.parametrize(
    ("holes", "said"), [(0, ""), (1, "1 empty cell stays a hole."), (2, "2 empty cells stay holes.")]
)
def test_how_many_cells_are_empty_is_said_as_one_counts(
    cast: Cast, signed_in: SignedIn, holes: int, said: str
) -> None:
    client = signed_in(cast.cio)
    rows = [
        "Month,KPI,Value",
        "2026-09,Calls,7",
        *(f"2026-0{month},Calls,-" for month in range(1, holes + 1)),
    ]
    place = client.post(IMPORT, {"pasted": "\n".join(rows)})["Location"]
    page = " ".join(client.get(f"{place}preview/").content.decode().split())
    assert (said in page) if said else ("empty cell" not in page)


def test_an_imported_partner_has_a_page_that_shows_its_hole(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in(cast.cio)
    client.post(chosen(client, CARRIERS.read_bytes()))
    with acting_as(cast.cio):
        slug = Partner.objects.get(code="OO").slug
    shown = client.get(f"/partnerships/{slug}/performance/").content.decode()
    assert "Arrivals on time" in shown
    assert "no reading" in shown


def test_a_long_file_is_looked_at_in_one_line_an_indicator(cast: Cast, signed_in: SignedIn) -> None:
    """Its months and how far its values reach; the first of them open, the others folded away."""
    client = signed_in(cast.cio)
    page = " ".join(client.get(chosen(client, CARRIERS.read_bytes())).content.decode().split())
    added = page.split('id="added"')[1].split("</section>")[0]
    assert "The values that will be written: 1,692 of 84 indicators" in added
    shown, folded = added.split("<summary>72 more indicators</summary>")
    assert (shown.count('<th scope="row">'), folded.count('<th scope="row">')) == (12, 72)
    endeavor = added.split("Arrivals on time")[1].split("</tr>")[0]
    assert "<summary> 23 months: Jul 2022 to Nov 2024 </summary>" in endeavor
    assert re.findall(r'data-label="(\w+)">([0-9.]+%)<', endeavor) == [
        ("Lowest", "65.131%"),
        ("Highest", "92.08%"),
    ]


def test_what_is_folded_away_is_ticked_and_unticked_like_the_rest(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in(cast.cio)
    months = [f"{year}-{month:02}" for year in (2023, 2024) for month in range(1, 13)]
    of = "\n".join([HEADER, *(ROW.replace("2024-11", month) for month in months)])
    client.post(chosen(client, of.encode()), ticked(client, chosen(client, of.encode())))
    other = of.replace("81.5", "90").encode()
    preview = chosen(client, other)
    page = client.get(preview).content.decode()
    assert "<summary>12 more values</summary>" in page
    sent = ticked(client, preview, "25")
    assert len(sent["shown"]) == 24  # type: ignore[arg-type]
    client.post(preview, sent)
    with entered(SYSTEM):
        values = Reading.objects.order_by("month").values_list("value", flat=True)
        assert [float(value) for value in values] == [90] * 23 + [81.5]


def test_a_pasted_bad_row_is_set_aside_and_the_others_come_in(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in(cast.cio)
    months = [ROW.replace("2024-11", month) for month in ("2024-09", "2024-10")]
    rows = "\n".join([HEADER, ROW, *(row.replace("81.5", "many") for row in months)])
    preview = f"{client.post(IMPORT, {'pasted': rows})['Location']}preview/"
    shown = " ".join(client.get(preview).content.decode().split())
    assert shown.count("“many” is no number.") == 1, "a complaint that repeats is said once"
    assert "3, 4" in shown
    client.post(preview, ticked(client, preview))
    assert recorded() == 1


def test_nothing_chosen_is_said(cast: Cast, signed_in: SignedIn) -> None:
    answer = signed_in(cast.cio).post(IMPORT, {"pasted": " "})
    assert answer.status_code == 422
    assert "Choose a file, or paste its rows." in answer.content.decode()


@pytest.mark.parametrize("content", [b"", b"\x00\x01\x02", b"%PDF-1.7", b"PK\x03\x04broken"])
def test_what_is_no_file_of_readings_is_said_in_a_sentence(
    cast: Cast, signed_in: SignedIn, content: bytes
) -> None:
    client = signed_in(cast.cio)
    answer = client.post(IMPORT, {"file": SimpleUploadedFile("x.csv", content), "pasted": ""}, follow=True)
    assert answer.status_code == 422
    assert recorded() == 0


def test_a_kept_file_is_its_owner_s_alone(cast: Cast, signed_in: SignedIn) -> None:
    preview = chosen(signed_in(cast.cio), CARRIERS.read_bytes())
    answer = signed_in(cast.manager).get(preview)
    assert answer.status_code == 302
    assert answer["Location"] == IMPORT


def test_a_lead_cannot_add_a_partner_by_a_file(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in(cast.lead)
    preview = chosen(client, f"{HEADER}\n{ROW}".encode())
    assert "your role does not add partners" in client.get(preview).content.decode()
    client.post(preview)
    with entered(SYSTEM):
        assert not Partner.objects.filter(code="OO").exists()


def test_an_observer_imports_nothing(cast: Cast, signed_in: SignedIn) -> None:
    assert signed_in(cast.observer).get(IMPORT).status_code == 403
