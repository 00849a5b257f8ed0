"""The tracker goes out as it is shown, with every value as what it is, and comes back through the import."""

import csv
import io
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from python_calamine import CalamineWorkbook

from governance import verbs
from governance.models import ActionItem
from governance.sheets import Column, guess_columns, guess_status
from governance.sheets.keys import read_key
from governance.tracker.export import BATCH, TRACKER, exported_actions
from governance.tracker.filters import Filters, rows
from partners.isolation.scope import acting_as
from partners.models import User
from tests.cast import Cast
from tests.governance.scene import NOW, accepted, at, in_days, promised, promised_now

pytestmark = pytest.mark.django_db
SignedIn = Callable[[User], Client]
MERIDIAN = "/partnerships/meridian/tracker/"
NORTHGATE, SYSTEMS = "Northgate Group", "Meridian Systems"


@pytest.fixture(autouse=True)
def _called_northgate(settings: Any) -> None:
    settings.ENTERPRISE_NAME = NORTHGATE


def exported(client: Client, address: str = MERIDIAN, **asked: str) -> list[dict[str, str]]:
    answer = client.get(f"{address}export.csv", asked)
    assert answer.status_code == 200
    return list(csv.DictReader(io.StringIO(answer.getvalue().decode("utf-8-sig"), newline="")))


def lines(cast: Cast, today: date, **asked: str) -> dict[str, dict[str, Any]]:
    """What the sheet holds of each action on a day, as values."""
    found = exported_actions(rows(cast.manager, cast.partner, Filters(**asked), today), today)
    return {row.read.title: {column.header: column.value(row) for column in TRACKER.columns} for row in found}


def test_a_line_says_what_is_owed_by_whom_until_when(cast: Cast) -> None:
    with acting_as(cast.manager):
        item = promised(cast, cast.manager, due_on=in_days(5), title="Order the volume")
        verbs.add_note(item, text="The first word.", by=cast.manager, now=NOW)
        verbs.add_note(item, text="Ordered.", by=cast.manager, now=at(in_days(1)))
        line = lines(cast, in_days(8))["Order the volume"]
    assert read_key(line.pop("Tandem")) == (ActionItem, item.pk)
    assert line == {
        "Partner": SYSTEMS, "Action": "Order the volume", "Owner": "Priya Raman", "Side": NORTHGATE, "Status": "open",
        "First due": in_days(5), "Due": in_days(5), "Days late": 3, "Waits on": "", "Waits for": None,
        "Waits since": None,
        "Done on": None, "Confirmed on": None, "Came to": "", "Outcome": None, "Reference": "", "Note": "",
        "Latest word": "Ordered.",
    }  # fmt: skip


@pytest.mark.parametrize(("days", "late"), [(4, 0), (5, 0), (6, 1)])
def test_days_late_are_those_past_the_date_that_stands(cast: Cast, days: int, late: int) -> None:
    with acting_as(cast.manager):
        promised(cast, cast.manager, due_on=in_days(5), title="Plan")
        assert lines(cast, in_days(days))["Plan"]["Days late"] == late


@pytest.mark.parametrize(
    ("person", "waits_on"), [(False, SYSTEMS), (True, "Mei Chen")], ids=["a side", "a person"]
)
def test_a_wait_names_who_holds_the_ball_and_since_when(cast: Cast, person: bool, waits_on: str) -> None:
    with acting_as(cast.manager):
        item = promised(cast, cast.manager, title="Plan")
        whom = cast.contributor if person else None
        verbs.wait_on(
            item, on_side="theirs", on_person=whom, what_for="Access", by=cast.manager, now=at(in_days(2))
        )
        line = lines(cast, in_days(4))["Plan"]
        assert (line["Waits on"], line["Waits for"], line["Waits since"]) == (waits_on, "Access", in_days(2))
        verbs.stop_waiting(item, by=cast.manager, now=at(in_days(3)))
        line = lines(cast, in_days(4))["Plan"]
        assert (line["Waits on"], line["Waits for"], line["Waits since"]) == ("", None, None)


@pytest.mark.parametrize(("days", "came_to", "late"), [(5, "kept", 0), (6, "missed", 1)])
def test_what_is_done_says_when_and_what_it_came_to(cast: Cast, days: int, came_to: str, late: int) -> None:
    with acting_as(cast.cio):
        item = promised(cast, cast.lead, due_on=in_days(5), title="Plan")
        verbs.report_done(item, by=cast.lead, now=at(in_days(days)))
        line = lines(cast, in_days(9))["Plan"]
        assert (line["Status"], line["Done on"], line["Confirmed on"]) == (
            "reported done",
            in_days(days),
            None,
        )
        assert (line["Came to"], line["Days late"]) == ("", late)
        verbs.confirm(item, by=cast.manager, now=at(in_days(8)))
        line = lines(cast, in_days(9), show="done")["Plan"]
    assert (line["Status"], line["Done on"], line["Confirmed on"]) == ("closed", in_days(days), in_days(8))
    assert (line["Came to"], line["Days late"]) == (came_to, late)


def test_what_is_only_proposed_is_not_late_and_was_due_at_no_first_date(cast: Cast) -> None:
    with acting_as(cast.manager):
        verbs.propose(
            cast.partner, title="Plan", owner=cast.lead, due_on=in_days(3), by=cast.manager, now=NOW
        )
        line = lines(cast, in_days(9))["Plan"]
    assert (line["Status"], line["First due"], line["Due"], line["Days late"]) == (
        "proposed", None, in_days(3), None,
    )  # fmt: skip


def test_what_was_given_back_is_no_longer_done_on_a_day(cast: Cast) -> None:
    with acting_as(cast.cio):
        item = promised(cast, cast.lead, title="Plan")
        verbs.report_done(item, by=cast.lead, now=NOW)
        verbs.give_back(item, word="The second node", by=cast.manager, now=NOW)
        assert lines(cast, in_days(1))["Plan"]["Done on"] is None


def test_the_file_holds_what_the_filters_show_and_nothing_else(cast: Cast, signed_in: SignedIn) -> None:
    with acting_as(cast.cio):
        promised_now(cast, cast.manager, due_in=-12, title="Archiving policy")
        promised_now(cast, cast.lead, due_in=9, title="Root cause")
        reported = promised_now(cast, cast.contributor, due_in=3, title="Rebuild the index")
        verbs.report_done(reported, by=cast.lead, now=timezone.now())
    client = signed_in(cast.manager)

    def titles(**asked: str) -> list[str]:
        return [row["Action"] for row in exported(client, **asked)]

    assert titles() == ["Archiving policy", "Rebuild the index", "Root cause"]
    assert titles(show="overdue") == ["Archiving policy"]
    assert titles(show="confirm") == ["Rebuild the index"]
    assert titles(owner=str(cast.lead.pk)) == ["Root cause"]
    assert titles(text="root") == ["Root cause"]
    assert titles(show="done") == []
    assert titles(follow="me") == []
    assert [row["Action"] for row in exported(client, "/tracker/", owner="me")] == ["Archiving policy"]


@pytest.mark.parametrize("who", ["manager", "lead"])
def test_both_sides_take_the_same_file(cast: Cast, signed_in: SignedIn, who: str) -> None:
    with acting_as(cast.cio):
        promised_now(cast, cast.manager, due_in=-12, title="Archiving policy")
        promised_now(cast, cast.lead, due_in=9, title="Root cause")
    ours, theirs = exported(signed_in(cast.manager)), exported(signed_in(cast.lead))
    assert ours == theirs
    assert [row["Side"] for row in ours] == [NORTHGATE, SYSTEMS]


def test_the_private_words_of_neither_side_go_out(cast: Cast, signed_in: SignedIn) -> None:
    with acting_as(cast.manager):
        item = promised_now(cast, cast.manager, title="Plan")
        verbs.note_privately(item, text="Ochre heron.", by=cast.manager, now=timezone.now())
    answer = signed_in(cast.manager).get(f"{MERIDIAN}export.csv")
    assert b"Plan" in (content := answer.getvalue())
    assert b"Ochre heron" not in content


def test_a_workbook_holds_each_value_as_what_it_is(cast: Cast, signed_in: SignedIn) -> None:
    with acting_as(cast.manager):
        item = promised_now(cast, cast.manager, due_in=-12, title="=HYPERLINK(1)")
    answer = signed_in(cast.manager).get(f"{MERIDIAN}export.xlsx")
    book = CalamineWorkbook.from_filelike(io.BytesIO(answer.getvalue()))
    header, row = book.get_sheet_by_name("Tracker").to_python()
    line = dict(zip(header, row, strict=True))
    assert line["Action"] == "=HYPERLINK(1)"
    assert line["Due"] == item.due_on
    assert line["Days late"] == float((timezone.localdate() - item.due_on).days)


def test_the_headings_are_those_an_import_looks_for() -> None:
    guessed = {column: TRACKER.headers[place] for column, place in guess_columns(TRACKER.headers).items()}
    assert guessed == {
        Column.KEY: "Tandem", Column.TITLE: "Action", Column.OWNER: "Owner", Column.DUE: "Due", Column.STATUS: "Status",
        Column.SIDE: "Side",
        Column.PARTNER: "Partner", Column.NOTE: "Note", Column.DONE_ON: "Done on", Column.REFERENCE: "Reference",
    }  # fmt: skip


@pytest.mark.parametrize("state", ActionItem.State)
def test_the_states_are_those_an_import_understands(state: ActionItem.State) -> None:
    assert guess_status(str(state.label)) == state.value


def test_a_few_queries_read_however_many_rows(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert lines(cast, in_days(9))
        return len(asked)

    with acting_as(cast.cio):
        accepted(cast, cast.lead, "Plan 0", in_days(5), NOW)
        few = queries()
        for number in range(1, 9):
            accepted(cast, cast.lead, f"Plan {number}", in_days(5), NOW)
        assert queries() == few
        monkeypatch.setattr("governance.tracker.export.BATCH", 3)
        assert len(lines(cast, in_days(9))) == 9
    assert BATCH >= 1_000


def test_a_page_says_how_many_it_exports_and_leads_there_with_its_filters(
    cast: Cast, signed_in: SignedIn
) -> None:
    with acting_as(cast.cio):
        promised_now(cast, cast.manager, due_in=-12, title="Archiving policy")
        promised_now(cast, cast.lead, due_in=9, title="Root cause")
    client = signed_in(cast.manager)
    html = client.get(MERIDIAN).content.decode()
    assert "Export these 2" in html
    assert f'href="{MERIDIAN}export.xlsx"' in html
    html = client.get(MERIDIAN, {"show": "overdue"}).content.decode()
    assert "Export this one" in html
    assert f'href="{MERIDIAN}export.csv?show=overdue"' in html
    assert f'href="{MERIDIAN}export.csv?show=overdue&amp;separator=semicolon"' in html
    assert (
        "Nothing is listed: headings alone"
        in client.get(MERIDIAN, {"text": "nothing of it"}).content.decode()
    )
    assert "Export these 2" in client.get("/tracker/").content.decode()


def test_a_page_that_shows_a_part_says_how_many_there_are_in_all_or_that_it_is_all(
    cast: Cast, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    with acting_as(cast.cio):
        for number in range(4):
            promised_now(cast, cast.manager, due_in=-12 - number, title=f"Policy {number}")
    monkeypatch.setattr("governance.tracker.filters.PAGE", 2)
    client = signed_in(cast.manager)
    assert "Export these 4" in client.get(MERIDIAN).content.decode()
    assert "Export these 4" in client.get(MERIDIAN, {"show": "overdue"}).content.decode()
    searched = client.get(MERIDIAN, {"text": "policy"}).content.decode()
    assert "Export all that is listed" in searched
    assert [len(exported(client, **asked)) for asked in ({}, {"show": "overdue"}, {"text": "policy"})] == [
        4,
        4,
        4,
    ]
    due = (timezone.localdate() - timedelta(days=14)).isoformat()
    later = client.get(MERIDIAN, {"ours_after": f"{due},1"}).content.decode()
    assert "Export these 4" in later
