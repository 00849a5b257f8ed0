"""Ledger and readings go out as their pages show them, with every value as what it is."""

import csv
import io
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings
from python_calamine import CalamineWorkbook

from dashboards.export.readings import READINGS
from dashboards.importing.figures import ReadingColumn
from dashboards.importing.readings_file import read_readings
from dashboards.models import Indicator, Reading
from governance import verbs
from governance.models import ActionItem, Ask
from governance.sheets.keys import read_key
from partners.isolation.scope import SYSTEM, acting_as, entered
from partners.models import Partner, User
from tests.cast import Cast
from tests.governance.scene import accepted

pytestmark = pytest.mark.django_db
SignedIn = Callable[[User], Client]
MERIDIAN = "/partnerships/meridian/"
NORTHGATE, SYSTEMS = "Northgate Group", "Meridian Systems"


@pytest.fixture(autouse=True)
def _called_northgate(settings: Settings) -> None:
    settings.ENTERPRISE_NAME = NORTHGATE


def exported(client: Client, address: str, **asked: str) -> list[dict[str, str]]:
    answer = client.get(address, asked)
    assert answer.status_code == 200
    return list(csv.DictReader(io.StringIO(answer.getvalue().decode("utf-8-sig"), newline="")))


def workbook(client: Client, address: str, **asked: str) -> list[list[Any]]:
    content = client.get(address, asked).getvalue()
    return CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()


def kept_and_missed(cast: Cast) -> tuple[ActionItem, ActionItem]:
    """One of ours that is missed and one of theirs that was kept, both first due ten days ago."""
    now = timezone.now()
    due_on, then = now.date() - timedelta(days=10), now - timedelta(days=40)
    with acting_as(cast.cio):
        missed = accepted(cast, cast.manager, "Archiving policy", due_on, then)
        kept = accepted(cast, cast.lead, "Root cause", due_on, then)
        kept = verbs.report_done(kept, by=cast.lead, now=now - timedelta(days=12))
        verbs.confirm(kept, by=cast.manager, now=now - timedelta(days=11))
    return missed, kept


def test_a_ledger_goes_out_promise_by_promise_with_what_it_came_to_and_why(
    cast: Cast, signed_in: SignedIn
) -> None:
    missed, kept = kept_and_missed(cast)
    ours = exported(signed_in(cast.manager), f"{MERIDIAN}ledger/export.csv")
    theirs = exported(signed_in(cast.lead), f"{MERIDIAN}ledger/export.csv")
    assert ours == theirs, "the same for both sides"
    by_key = {read_key(row["Tandem"]): row for row in ours}
    assert set(by_key) == {(ActionItem, missed.pk), (ActionItem, kept.pk)}
    row = by_key[ActionItem, missed.pk]
    assert (row["Promise"], row["Side"], row["Came to"], row["Days late"]) == (
        "Archiving policy", NORTHGATE, "missed", "10",
    )  # fmt: skip
    assert row["First due"] == missed.first_due_on.isoformat()
    assert row["Why"].startswith("Still to be reported, ten days after its first date")
    row = by_key[ActionItem, kept.pk]
    assert (row["Side"], row["Came to"], row["Days late"]) == (SYSTEMS, "kept", "0")
    assert row["Done on"] == str(kept.reported_on)
    assert row["Confirmed on"]


def test_a_ledger_goes_out_as_it_is_narrowed(cast: Cast, signed_in: SignedIn) -> None:
    kept_and_missed(cast)
    client, there = signed_in(cast.manager), f"{MERIDIAN}ledger/"
    assert [row["Promise"] for row in exported(client, f"{there}export.csv", verdict="kept")] == [
        "Root cause"
    ]
    assert [row["Promise"] for row in exported(client, f"{there}export.csv", side="ours")] == [
        "Archiving policy"
    ]
    assert exported(client, f"{there}export.csv", kind="decision") == []
    html = client.get(there, {"side": "ours"}).content.decode()
    assert "Export this one" in html
    assert f'href="{there}export.xlsx?side=ours"' in html


def test_a_decision_stands_in_the_ledger_by_its_own_key(cast: Cast, signed_in: SignedIn) -> None:
    now = timezone.now()
    with acting_as(cast.cio):
        ask = verbs.raise_decision(
            cast.partner,
            title="Which database",
            on_side="ours",
            needed_by=now.date() - timedelta(days=3),
            by=cast.lead,
            now=now - timedelta(days=20),
        )
    (row,) = exported(signed_in(cast.lead), f"{MERIDIAN}ledger/export.csv")
    assert (read_key(row["Tandem"]), row["Kind"], row["Came to"]) == ((Ask, ask.pk), "decision", "missed")


def test_no_ledger_of_a_person_goes_out(cast: Cast, signed_in: SignedIn) -> None:
    kept_and_missed(cast)
    text = signed_in(cast.manager).get(f"{MERIDIAN}ledger/export.csv").getvalue().decode()
    assert "Archiving policy" in text
    assert [name for name in (cast.manager.full_name, cast.lead.full_name) if name in text] == []


def test_the_ledger_across_counts_both_sides_of_each_partnership(cast: Cast, signed_in: SignedIn) -> None:
    kept_and_missed(cast)
    client = signed_in(cast.cio)
    header, *rows = workbook(client, "/ledger/export.xlsx")
    lines = [dict(zip(header, row, strict=True)) for row in rows]
    counted = [
        (line["Partner"], line["Side"], line["Fell due"], line["Kept"], line["Missed"]) for line in lines
    ]
    assert counted == [(SYSTEMS, NORTHGATE, 1.0, 0.0, 1.0), (SYSTEMS, SYSTEMS, 1.0, 1.0, 0.0)]
    assert {type(line["From"]) for line in lines} == {date}
    assert "Export these 2" in client.get("/ledger/").content.decode()
    assert [row[1] for row in workbook(client, "/ledger/export.xlsx", side="theirs")[1:]] == [SYSTEMS]


@pytest.fixture
def measured(cast: Cast) -> list[Indicator]:
    """Two indicators of Meridian with two months each, the first off target, and one of Halden's."""
    this = timezone.localdate().replace(day=1)
    last = (this - timedelta(days=1)).replace(day=1)
    before = (last - timedelta(days=1)).replace(day=1)
    made = []
    with entered(SYSTEM):
        Partner.objects.filter(pk=cast.partner.pk).update(code="MER")
        for partner, name, target, value in (
            (cast.partner, "Answered in time", Decimal("98"), Decimal("75.9250")),
            (cast.partner, "Restored", Decimal("50"), Decimal("99")),
            (cast.rival, "Halden figure", Decimal("50"), Decimal("7")),
        ):
            indicator = Indicator.objects.create(partner=partner, name=name, unit="percent", target=target)
            made.append(indicator)
            for month in (before, last):
                Reading.objects.create(
                    partner=partner,
                    indicator=indicator,
                    month=month,
                    value=value,
                    recorded_by=cast.lead,
                    recorded_at=timezone.now(),
                    source="Desk",
                )
    return made


def test_readings_go_out_with_months_as_months_and_values_as_numbers(
    cast: Cast, signed_in: SignedIn, measured: list[Indicator]
) -> None:
    header, *rows = workbook(signed_in(cast.lead), f"{MERIDIAN}performance/export.xlsx")
    lines = [dict(zip(header, row, strict=True)) for row in rows]
    assert [(line["kpi"], line["value"], line["target"]) for line in lines] == [
        ("Answered in time", 75.925, 98.0), ("Answered in time", 75.925, 98.0), ("Restored", 99.0, 50.0),
        ("Restored", 99.0, 50.0),
    ]  # fmt: skip
    assert [type(line["period"]) for line in lines] == [date] * 4
    assert lines[0]["period"] < lines[1]["period"]
    key = read_key(lines[0]["Tandem"])
    assert key is not None
    assert key.model is Reading
    assert lines[0]["recorded_by"] == "Jonas Stein"


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_readings_that_went_out_are_a_file_of_readings(
    cast: Cast, signed_in: SignedIn, measured: list[Indicator], ending: str
) -> None:
    content = signed_in(cast.lead).get(f"{MERIDIAN}performance/export.{ending}").getvalue()
    file = read_readings(content)
    assert file.is_importable, file.problems
    assert [(row.kpi, row.value) for row in file.rows] == [
        ("Answered in time", Decimal("75.925")), ("Answered in time", Decimal("75.925")), ("Restored", Decimal(99)),
        ("Restored", Decimal(99)),
    ]  # fmt: skip
    assert {(row.partner_code, row.partner) for row in file.rows} == {("MER", SYSTEMS)}


def test_the_headings_of_a_file_of_readings_are_all_there() -> None:
    assert set(ReadingColumn) <= set(READINGS.headers)


def test_across_partnerships_what_asks_for_a_look_goes_out_or_everything(
    cast: Cast, signed_in: SignedIn, measured: list[Indicator]
) -> None:
    client = signed_in(cast.cio)

    def names(**asked: str) -> set[str]:
        return {row["kpi"] for row in exported(client, "/performance/export.csv", **asked)}

    assert names() == {"Answered in time", "Halden figure"}
    assert names(show="all") == {"Answered in time", "Restored", "Halden figure"}
    lead = signed_in(cast.lead)
    assert {row["kpi"] for row in exported(lead, "/performance/export.csv", show="all")} == {
        "Answered in time",
        "Restored",
    }


def test_what_is_measured_no_more_goes_out_no_more(
    cast: Cast, signed_in: SignedIn, measured: list[Indicator]
) -> None:
    with entered(SYSTEM):
        Indicator.objects.filter(pk=measured[0].pk).update(retired_on=timezone.localdate())
    names = {row["kpi"] for row in exported(signed_in(cast.lead), f"{MERIDIAN}performance/export.csv")}
    assert names == {"Restored"}
