"""Trackers as offices bring them: lists with their own numbers, lists brought again, minutes, dates of two meanings."""

import re
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from dashboards import long_imports
from dashboards.importing.records import AT_ONCE, PIECE
from dashboards.long_imports import bring_in_sheets
from dashboards.models import SheetDraft, SheetImport
from governance.models import ActionItem
from governance.sheets.keys import key_of
from partners.isolation.scope import SYSTEM, acting_as, entered
from partners.models import User
from partners.verbs import invite
from tests.cast import Cast
from tests.dashboards.views.test_tracker_import import IMPORT, actions_here, agreed, in_days, pasted

SignedIn = Callable[[User], Client]
HEADER = "No.,Action,Owner,Due,Status"


def listed(*rows: str) -> str:
    return "\n".join([HEADER, *rows])


def shown(client: Client, address: str) -> str:
    return " ".join(client.get(address).content.decode().split())


def preview_of(client: Client, text: str, **changed: str) -> str:
    address = pasted(client, text)
    client.post(address, agreed(client, address, **changed))
    return f"{address}preview/"


def ticked(client: Client, preview: str, without: tuple[str, ...] = ()) -> dict[str, object]:
    """What the page sends as it stands, but for some lines."""
    page = client.get(preview).content.decode()
    taken = re.findall(r'name="take" value="(\d+)"[^>]* checked', page)
    seen = re.search(r'name="seen" value="([^"]*)"', page)
    return {
        "shown": re.findall(r'name="shown" value="(\d+)"', page),
        "take": [line for line in taken if line not in without],
        "seen": seen[1] if seen else "",
    }


def brought(client: Client, text: str, without: tuple[str, ...] = (), **changed: str) -> str:
    preview = preview_of(client, text, **changed)
    page = client.post(preview, ticked(client, preview, without), follow=True).content.decode()
    return " ".join(page.split())


def test_a_number_is_identity_in_its_own_list_alone(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in(cast.manager)
    brought(client, listed(f"A-01,Order archive volume,Priya,{in_days(12)},Open"))
    another = listed(
        f"A-01,Prepare penetration test,Jonas Stein,{in_days(15)},Open",
        f"A-99,Kick-off,Priya,{in_days(16)},Open",
    )
    preview = preview_of(client, another)
    assert "another A-01 is here: “Order archive volume”" in shown(client, preview)
    client.post(preview, ticked(client, preview))
    assert sorted(item.title for item in actions_here()) == [
        "Kick-off",
        "Order archive volume",
        "Prepare penetration test",
    ]


def test_a_list_brought_again_shows_what_differs_and_takes_what_is_ticked(
    cast: Cast, signed_in: SignedIn
) -> None:
    client = signed_in(cast.manager)
    rows = (
        f"A-01,Order archive volume,Priya,{in_days(12)},Open",
        f"A-02,Deliver sizing,Priya,{in_days(14)},Open",
    )
    brought(client, listed(*rows))
    again = listed(
        f"A-01,Order archive volume,Priya,{in_days(19)},Open", f"A-02,Deliver sizing,Tom,{in_days(14)},Open"
    )
    preview = preview_of(client, again)
    page = shown(client, preview)
    assert "2 rows differ" in page
    assert "There is nothing new in it" not in page
    client.post(preview, ticked(client, preview, without=("2",)))
    first, second = actions_here()
    assert (first.due_on.isoformat(), second.owner) == (in_days(12), cast.teammate)
    assert "1 row differs" in shown(client, preview_of(client, again)), "what was left is asked about again"


def test_what_the_other_side_owes_is_shown_and_not_taken_over(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in(cast.lead)
    brought(client, listed(f"1,Run the purge,Jonas Stein,{in_days(12)},Open"))
    page = shown(
        signed_in(cast.manager),
        preview_of(signed_in(cast.manager), listed(f"1,Run the purge,Jonas Stein,{in_days(19)},Done")),
    )
    assert "side gives it a new date: ask for one on its page." in page
    assert "side reports it done, and yours confirms." in page
    assert 'name="take"' not in page


def test_dates_of_two_meanings_ask_for_their_order_and_show_both(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in(cast.manager)
    year = timezone.localdate().year + 1
    text = listed(f"51,Date one,Priya,02/11/{year},Open", f"52,Date two,Priya,03/12/{year},Open")
    address = pasted(client, text)
    page = shown(client, address)
    assert "is that 2 November or 11 February?" in page
    client.post(address, agreed(client, address))
    assert "Say whether the day or the month stands first in its dates." in shown(
        client, f"{address}preview/"
    )
    assert not actions_here()
    client.post(address, agreed(client, address, date_order="month"))
    client.post(f"{address}preview/")
    assert [item.due_on.isoformat() for item in actions_here()] == [f"{year}-02-11", f"{year}-03-12"]


def test_one_date_that_can_only_be_one_tells_for_all(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in(cast.manager)
    year = timezone.localdate().year + 1
    brought(client, listed(f"1,One,Priya,02/11/{year},Open", f"2,Two,Priya,03/25/{year},Open"))
    assert [item.due_on.isoformat() for item in actions_here()] == [f"{year}-02-11", f"{year}-03-25"]


def test_minutes_become_proposals(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in(cast.manager)
    day = timezone.localdate() + timedelta(days=12)
    by = f"by {day:%-d %B %Y}"
    text = f"""Minutes
Actions
- Priya Raman: name the data owner {by}
- Jonas to write the runbook {by}
Thanks to all"""
    address = pasted(client, text)
    page = shown(client, address)
    assert "2 lines promise something" in page
    assert "Thanks to all" in page
    client.post(address, {"minutes": "yes"})
    client.post(f"{address}preview/", ticked(client, f"{address}preview/"))
    assert {(item.title, item.state, item.owner) for item in actions_here()} == {
        ("Name the data owner", "open", cast.manager),
        ("Write the runbook", "proposed", cast.lead),
    }, "what one proposes to oneself is promised at once"


def test_a_table_of_markdown_is_a_table(cast: Cast, signed_in: SignedIn) -> None:
    text = f"# Log\n\n| ID | Action | Owner | Due |\n|--|--|--|--|\n| 1 | Check | Priya | {in_days(12)} |\n"
    brought(signed_in(cast.manager), text)
    assert [item.title for item in actions_here()] == ["Check"]


def test_what_names_no_columns_is_said_and_the_header_chosen(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in(cast.manager)
    address = pasted(client, f"a,b,c\nCheck it,Priya,{in_days(12)}\n")
    assert "no row that names the columns" in shown(client, address)
    answer = client.post(address, {**agreed(client, address), "header": "1", "header_was": ""})
    assert answer["Location"] == address, "its columns are asked for anew"
    assert "1 row. This is what was understood of it" in shown(client, address), (
        "by what stands in its columns"
    )
    client.post(
        address,
        {"header": "1", "header_was": "1", "column_title": "0", "column_owner": "1", "column_due": "2"},
    )
    client.post(f"{address}preview/")
    assert [item.title for item in actions_here()] == ["Check it"]


def test_the_sheet_of_a_workbook_is_named_and_can_be_chosen(cast: Cast, signed_in: SignedIn) -> None:
    content = BytesIO()
    with xlsxwriter.Workbook(content) as book:
        for name, status, count in (("2025", "Closed", 12), ("2026", "Open", 4)):
            page = book.add_worksheet(name)
            page.write_row(0, 0, ["Action", "Owner", "Due", "Status"])
            for at in range(count):
                page.write_row(at + 1, 0, [f"Matter {at} of {name}", "Priya", in_days(30), status])
    client = signed_in(cast.manager)
    answer = client.post(IMPORT, {"file": SimpleUploadedFile("t.xlsx", content.getvalue()), "pasted": ""})
    address = answer["Location"]
    page = shown(client, address)
    assert re.search(r'<option value="2026" selected> 2026 \(4 rows\)', page)
    client.post(address, {"sheet": "2025", "sheet_was": "2026", "header": "1", "header_was": "1"})
    assert re.search(r'<option value="2025" selected> 2025 \(12 rows\)', shown(client, address))
    client.post(address, {"sheet": "2026", "sheet_was": "2025", "header": "1", "header_was": "1"})
    client.post(address, agreed(client, address))
    client.post(f"{address}preview/")
    assert len(actions_here()) == 4


def test_all_rows_without_an_owner_go_to_one(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in(cast.manager)
    text = listed(
        f"1,One,Finance team,{in_days(9)},Open",
        f"2,Two,,{in_days(9)},Open",
        f"3,Three,Somebody,{in_days(9)},Open",
    )
    brought(client, text, owner_of_the_rest=str(cast.teammate.pk))
    assert [item.owner for item in actions_here()] == [cast.teammate] * 3


def test_what_was_said_of_a_list_serves_the_next_one(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in(cast.manager)
    header = "Thing|Who does it|Until|State of play"
    address = pasted(client, f"{header}\nOrder it|The index guy|{in_days(9)}|zombie")
    said = {
        "header": "1",
        "header_was": "",
        "column_title": "0",
        "column_owner": "1",
        "column_due": "2",
        "column_status": "3",
    }
    client.post(address, said)
    client.post(address, {**said, "header_was": "1", "status_words": "zombie", "status_means": "open",
                          "owner_name": "The index guy", "owner_person": str(cast.contributor.pk)})  # fmt: skip
    client.post(f"{address}preview/")
    address = pasted(client, f"{header}\nPurge it|The index guy|{in_days(10)}|zombie")
    assert "The index guy" in shown(client, address)
    client.post(address, agreed(client, address))
    page = shown(client, f"{address}preview/")
    assert "1 row will come in" in page
    assert "Purge it" in page


def test_an_export_that_was_edited_is_matched_by_its_key(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in(cast.manager)
    brought(client, listed(f"1,Order archive volume,Priya,{in_days(12)},Open"))
    (item,) = actions_here()
    key = key_of(ActionItem, item.pk)
    text = f"Tandem,Action,Owner,Due,Status\n{key},Order the volume for the archive,Tom,{in_days(20)},open"
    page = shown(client, preview_of(client, text))
    assert "1 row differs" in page
    assert "called: Order archive volume" in page
    brought(client, text)
    (item,) = actions_here()
    assert (item.owner, item.due_on.isoformat()) == (cast.teammate, in_days(20))
    assert item.title == "Order the volume for the archive"


def test_an_import_has_a_page_from_which_it_is_taken_back(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in(cast.manager)
    page = brought(client, listed(f"1,Order archive volume,Priya,{in_days(12)},Open"))
    assert "Take all of it back" in page
    with entered(SYSTEM):
        found = SheetImport.objects.get()
    address = f"/partnerships/meridian/imports/{found.pk}/"
    other = shown(signed_in(cast.lead), address)
    assert "Order archive volume" in other
    assert "Take all of it back" not in other, "the other side reads it"
    signed_in(cast.lead).post(f"{address}withdrawal/")
    assert [item.never_was for item in actions_here()] == [False]
    client = signed_in(cast.manager)
    assert (
        "Taken back. What it wrote is gone"
        in client.post(f"{address}withdrawal/", follow=True).content.decode()
    )
    assert [item.never_was for item in actions_here()] == [True]
    assert "Order archive volume" not in shown(client, "/partnerships/meridian/tracker/?show=withdrawn")
    assert signed_in(cast.rival_lead).get(address).status_code == 404


def test_a_long_list_comes_in_behind_the_page_and_goes_on_where_it_stood(
    cast: Cast, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(AT_ONCE, "actions", 6)
    monkeypatch.setitem(PIECE, "actions", 3)
    client, count = signed_in(cast.manager), 7
    text = listed(
        *(f"N-{number},Deed {number},Priya,{in_days(9 + number % 90)},Open" for number in range(count))
    )
    preview = preview_of(client, text)
    answer = client.post(preview, ticked(client, preview))
    assert answer["Location"] == preview
    assert f"</b> of {count} rows are in." in shown(client, preview)
    with entered(SYSTEM):
        SheetDraft.objects.update(finished_at=timezone.now())
    bring_in_sheets()
    assert not actions_here(), "one that has ended is left alone"
    with entered(SYSTEM):
        SheetDraft.objects.update(finished_at=None)
    with monkeypatch.context() as patched:
        patched.setattr(long_imports, "PIECES_AT_ONCE", 1)
        bring_in_sheets()
    assert len(actions_here()) == 3, "others have their turn between the pieces"
    bring_in_sheets()
    assert len(actions_here()) == count
    answer = client.get(preview, follow=True)
    assert f"{count} added" in " ".join(answer.content.decode().split())
    with entered(SYSTEM):
        assert SheetImport.objects.get().added == count
        assert not SheetDraft.objects.exists()


@pytest.mark.parametrize("step", ["", "preview/"])
def test_a_draft_is_its_owner_s_alone(cast: Cast, signed_in: SignedIn, step: str) -> None:
    address = pasted(signed_in(cast.manager), listed(f"1,One,Priya,{in_days(9)},Open"))
    assert signed_in(cast.cio).get(f"{address}{step}")["Location"] == IMPORT


@pytest.mark.parametrize(
    "name",
    ["Priya Raman;#12", "i:0#.f|membership|{email}", "Dr. Priya Raman (Northgate)", '"Priya" <{email}>'],
)
def test_owners_as_programs_write_them(cast: Cast, signed_in: SignedIn, name: str) -> None:
    written = name.format(email=cast.manager.email)
    text = f"Card Name\tMembers\tDue Date\tList Name\nOne\t{written}\t{in_days(9)}T16:00:00.000Z\tTo do"
    brought(signed_in(cast.manager), text)
    assert [item.owner for item in actions_here()] == [cast.manager]


def test_a_key_of_nobody_is_said(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in(cast.manager)
    page = shown(client, preview_of(client, f"Tandem,Action,Owner,Due\nACT-999-Q,One,Priya,{in_days(9)}"))
    assert "“ACT-999-Q” is the key of no action here" in page


def test_somebody_who_looks_on_is_named_as_such(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in(cast.manager)
    page = shown(client, preview_of(client, listed(f"1,One,{cast.observer.full_name},{in_days(9)},Open")))
    assert (
        f"{cast.observer.full_name} takes part here and cannot own a promise: choose another owner." in page
    )


def test_a_row_of_somebody_who_is_invited_waits_for_them(cast: Cast, signed_in: SignedIn) -> None:
    with acting_as(cast.manager):
        invite(
            cast.partner,
            email="zoe@example.com",
            full_name="Zoe Park",
            role="contributor",
            theirs=False,
            by=cast.manager,
            now=timezone.now(),
        )
    client = signed_in(cast.manager)
    page = shown(client, preview_of(client, listed(f"1,One,Zoe Park,{in_days(9)},Open")))
    assert "1 of them waits for people who are invited" in page


@pytest.mark.parametrize("ending", ["xlsx", "csv", "csv?separator=semicolon"])
def test_what_went_out_comes_in_as_nothing_new(cast: Cast, signed_in: SignedIn, ending: str) -> None:
    client = signed_in(cast.manager)
    rows = (
        f"1,=1+1 is what they ask,Priya,{in_days(12)},Open",
        f"2,Run the purge,Jonas Stein,{in_days(12)},Open",
    )
    brought(client, listed(*rows))
    content = client.get(f"/partnerships/meridian/tracker/export.{ending}").getvalue()
    answer = client.post(IMPORT, {"file": SimpleUploadedFile("export", content), "pasted": ""})
    client.post(answer["Location"], agreed(client, answer["Location"]))
    assert "There is nothing new in it: every open row is here already." in shown(
        client, f"{answer['Location']}preview/"
    )


def test_a_total_is_set_aside_by_its_line_with_its_reason(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in(cast.manager)
    text = listed(
        f"1,Order volume,Priya,{in_days(12)},Open",
        f"2,Total cost of ownership report,Priya,{in_days(13)},Open",
        ",Total,,,2",
    )
    page = shown(client, preview_of(client, text))
    assert "2 rows will come in" in page
    assert re.search(r"It adds up other rows and says nothing of its own\.</th> <td[^>]*> 4 ", page)
    assert "can be completed here" not in page
    brought(client, text)
    assert sorted(item.title for item in actions_here()) == [
        "Order volume",
        "Total cost of ownership report",
    ]
