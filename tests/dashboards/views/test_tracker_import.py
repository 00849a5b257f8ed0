"""The tracker somebody keeps in a spreadsheet comes in as promises: looked at first, what can be taken, once."""

import re
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from dashboards.importing.drafts import KEPT_FOR
from dashboards.models import SheetDraft
from governance import verbs
from governance.counting.formula import tally
from governance.ledger.facts import promises
from governance.models import ActionItem
from partners.isolation.scope import SYSTEM, acting_as, entered
from partners.models import User
from tests.cast import Cast

SignedIn = Callable[[User], Client]
IMPORT = "/partnerships/meridian/import/tracker/"
HEADER = "No\tAction\tWho\tDue\tStatus\tComment"


def in_days(count: int) -> str:
    return (timezone.localdate() + timedelta(days=count)).isoformat()


def sheet(*rows: str) -> str:
    return "\n".join([HEADER, *rows])


def row(number: int, owner: str = "Priya", due: str = "", status: str = "WIP") -> str:
    return f"A-{number}\tAction {number}\t{owner}\t{due or in_days(30)}\t{status}\tfrom the sheet"


def pasted(client: Client, text: str) -> str:
    """The address of the second step."""
    answer = client.post(IMPORT, {"pasted": text})
    assert answer.status_code == 302
    return answer["Location"]


def agreed(client: Client, address: str, **changed: str) -> dict[str, object]:
    """What the second step proposes, as a browser would send it back, with `changed` chosen instead."""
    page = client.get(address).content.decode()
    chosen: dict[str, object] = {}
    for name, options in re.findall(r'<select id="[^"]+" name="([^"]+)">(.*?)</select>', page, re.DOTALL):
        value = re.search(r'value="([^"]*)" selected', options)
        chosen.setdefault(name, []).append(value[1] if value else "")
    for name in ("status_words", "owner_name"):
        chosen[name] = re.findall(rf'name="{name}" value="([^"]*)"', page)
    return {**chosen, **changed}


def brought(cast: Cast, client: Client, text: str) -> str:
    """The whole way with everything as guessed; returns the last page."""
    address = pasted(client, text)
    client.post(address, agreed(client, address))
    return client.post(f"{address}preview/", follow=True).content.decode()


def actions_here() -> list[ActionItem]:
    with entered(SYSTEM):
        return list(ActionItem.objects.select_related("owner").order_by("reference"))


@pytest.mark.parametrize("who", ["manager", "lead"])
def test_either_lead_brings_a_tracker_in(cast: Cast, signed_in: SignedIn, who: str) -> None:
    client = signed_in(getattr(cast, who))
    shown = brought(cast, client, sheet(row(1), row(2, "Jonas Stein"), row(3, "Chen, Mei", due=in_days(-20))))
    assert "3 actions are in the tracker now." in shown
    first, second, third = actions_here()
    assert [first.owner, second.owner, third.owner] == [cast.manager, cast.lead, cast.contributor]
    assert [item.side for item in (first, second, third)] == ["ours", "theirs", "theirs"]
    own = getattr(cast, who).side
    assert [item.state for item in (first, second, third)] == [
        "open" if item.side == own else "proposed" for item in (first, second, third)
    ]
    assert third.first_due_on == (timezone.localdate() - timedelta(days=20) if own == "theirs" else None)
    asked = sum(item.side != own for item in (first, second, third))
    assert f"{asked} of them the owner has to accept first" in shown
    assert first.detail == "from the sheet"


def test_what_its_owner_is_told_of_a_day_that_has_passed(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in(cast.manager)
    address = pasted(client, sheet(*(row(number, due=in_days(number - 3)) for number in (2, 3, 4))))
    client.post(address, agreed(client, address))
    shown = client.get(f"{address}preview/").content.decode()
    assert shown.count("not counted: its day has passed") == 1, "today and tomorrow have not"


@pytest.mark.parametrize(("days", "is_guessed"), [(6, True), (5, False)])
def test_a_column_of_which_six_in_ten_are_days_holds_the_due_days(
    cast: Cast, signed_in: SignedIn, days: int, is_guessed: bool
) -> None:
    rows = [
        f"Send list {number}\tPriya\t{in_days(30) if number < days else 'soon enough'}"
        for number in range(10)
    ]
    client = signed_in(cast.manager)
    page = client.get(pasted(client, "\n".join(["Action\tWho\tThere", *rows]))).content.decode()
    due = re.search(r'<select id="[^"]*" name="column_due">(.*?)</select>', page, re.DOTALL)
    assert due, "it is asked where the due day is"
    assert ('value="2" selected' in due[1]) is is_guessed


def test_the_same_sheet_a_second_time_changes_nothing(cast: Cast, signed_in: SignedIn) -> None:
    client, text = (
        signed_in(cast.manager),
        sheet(row(1), "\tWithout a number\tPriya\t" + in_days(9) + "\topen\t"),
    )
    brought(cast, client, text)
    assert "every open row is in the tracker already" in brought(cast, client, text)
    assert len(actions_here()) == 2


@pytest.mark.parametrize("deed", ["accepted for another day", "moved", "handed over", "withdrawn"])
@pytest.mark.parametrize("side", ["ours", "theirs"])
def test_a_row_without_a_number_is_known_whatever_became_of_it(
    cast: Cast, signed_in: SignedIn, side: str, deed: str
) -> None:
    """It is known by what it said when it came in, not by what stands there now."""
    own, other, colleague = cast.manager, cast.lead, cast.teammate
    if side == "theirs":
        own, other, colleague = cast.lead, cast.manager, cast.contributor
    owner, brings = own, other if deed == "accepted for another day" else own
    text = sheet(f"\tWithout a number\t{owner.full_name}\t{in_days(30)}\topen\t")
    brought(cast, signed_in(brings), text)
    with acting_as(owner):
        item, now = ActionItem.objects.get(), timezone.now()
        later = timezone.localdate() + timedelta(days=45)
        if deed == "accepted for another day":
            verbs.accept(item, due_on=later, by=owner, now=now)
        elif deed == "moved":
            verbs.move_date(item, due_on=later, reason="The disks came late", by=owner, now=now)
        elif deed == "handed over":
            verbs.reassign(item, to=colleague, by=owner, now=now)
        else:
            verbs.withdraw(item, reason="Not wanted", by=owner, now=now)
    assert "every open row is in the tracker already" in brought(cast, signed_in(brings), text)
    assert len(actions_here()) == 1


def test_a_row_that_is_given_a_number_afterwards_is_the_same_row(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in(cast.manager)
    for number, known in (("", False), ("A-7", True)):
        text = sheet(f"{number}\tAction\tPriya\t{in_days(9)}\topen\t")
        assert ("in the tracker already" in brought(cast, client, text)) is known
    both = sheet(*(f"A-{n}\tMonthly report\tPriya\t{in_days(9 + n)}\topen\t" for n in (1, 2)))
    brought(cast, client, both)
    assert len(actions_here()) == 3, "two numbers are two rows"


def test_reported_rows_wait_for_a_yes_and_closed_ones_stay_behind(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in(cast.manager)
    address = pasted(client, sheet(row(1, status="to be confirmed"), row(2, status="done"), row(3)))
    client.post(address, agreed(client, address))
    assert (
        "1 closed or withdrawn row stays in your spreadsheet"
        in client.get(f"{address}preview/").content.decode()
    )
    client.post(f"{address}preview/")
    assert [(item.reference, item.state) for item in actions_here()] == [("A-1", "reported"), ("A-3", "open")]


def test_an_unknown_owner_is_chosen_by_hand(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in(cast.manager)
    address = pasted(client, sheet(row(1, "The index guy"), row(2, "The index guy")))
    client.post(address, agreed(client, address))
    assert "Nothing can come in as it is." in " ".join(
        client.get(f"{address}preview/").content.decode().split()
    )
    client.post(address, agreed(client, address, owner_person=str(cast.contributor.pk)))
    client.post(f"{address}preview/")
    assert {item.owner for item in actions_here()} == {cast.contributor}


def test_nobody_of_another_partner_can_be_chosen(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in(cast.manager)
    address = pasted(client, sheet(row(1, "Rhona Halden")))
    assert ">Rhona Halden</option>" not in client.get(address).content.decode()
    client.post(address, agreed(client, address, owner_person=str(cast.rival_lead.pk)))
    client.post(f"{address}preview/")
    assert not actions_here()


def test_a_status_of_their_own_is_mapped_once(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in(cast.manager)
    address = pasted(client, sheet(row(1, status="zombie"), row(2, status="zombie")))
    client.post(address, agreed(client, address))
    assert "Say what the status “zombie” means" in client.get(f"{address}preview/").content.decode()
    client.post(address, agreed(client, address, status_means="open"))
    client.post(f"{address}preview/")
    assert len(actions_here()) == 2


def test_a_bad_row_is_set_aside_and_named_and_the_others_come_in(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in(cast.manager)
    bad = (row(number, due="31 Feb 2027") for number in (2, 3))
    address = pasted(client, sheet(row(1), *bad, row(4)))
    client.post(address, agreed(client, address))
    shown = " ".join(client.get(f"{address}preview/").content.decode().split())
    assert shown.count("There is no 31 February 2027") == 1, "a complaint that repeats is said once"
    assert "3, 4" in shown
    client.post(f"{address}preview/")
    assert [item.reference for item in actions_here()] == ["A-1", "A-4"]


def test_rows_of_another_partner_are_left_out(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in(cast.manager)
    rows = [
        "Partner\tAction\tOwner\tDue",
        f"Meridian\tOurs\tPriya\t{in_days(9)}",
        f"Halden\tNot ours\tRhona\t{in_days(9)}",
    ]
    brought(cast, client, "\n".join(rows))
    assert [item.title for item in actions_here()] == ["Ours"]


def test_columns_can_be_changed(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in(cast.manager)
    address = pasted(client, f"Task\tExplanation\tOwner\tDue\nshort\tThe longer one\tPriya\t{in_days(9)}")
    client.post(address, agreed(client, address, column_title="1", column_note=""))
    client.post(f"{address}preview/")
    assert [item.title for item in actions_here()] == ["The longer one"]


def test_a_workbook_comes_in(cast: Cast, signed_in: SignedIn) -> None:
    content = BytesIO()
    with xlsxwriter.Workbook(content) as book:
        page = book.add_worksheet("Tracker")
        page.write_row(0, 0, ["Action", "Owner", "Due"])
        page.write_row(1, 0, ["=cmd|' /C calc'!A0 as text", "Priya Raman"])
        page.write_datetime(
            1,
            2,
            timezone.now().replace(tzinfo=None) + timedelta(days=9),
            book.add_format({"num_format": "dd/mm/yyyy"}),
        )
    client = signed_in(cast.manager)
    answer = client.post(IMPORT, {"file": SimpleUploadedFile("t.xlsx", content.getvalue()), "pasted": ""})
    client.post(answer["Location"], agreed(client, answer["Location"]))
    client.post(f"{answer['Location']}preview/")
    assert [item.owner for item in actions_here()] == [cast.manager]


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"PK\x03\x04broken"])
def test_what_is_no_spreadsheet_is_said_at_the_file(cast: Cast, signed_in: SignedIn, content: bytes) -> None:
    answer = signed_in(cast.manager).post(
        IMPORT, {"file": SimpleUploadedFile("x.xlsx", content), "pasted": ""}
    )
    assert answer.status_code == 422


def test_only_those_who_record_promises_import_them(cast: Cast, signed_in: SignedIn) -> None:
    assert signed_in(cast.contributor).get(IMPORT).status_code == 403
    assert signed_in(cast.rival_lead).get(IMPORT).status_code == 404


@pytest.mark.parametrize(("who", "state"), [("manager", "proposed"), ("lead", "reported")])
def test_what_was_done_in_time_is_no_missed_promise_whoever_brings_it(
    cast: Cast, signed_in: SignedIn, who: str, state: str
) -> None:
    header = "No\tAction\tWho\tDue\tStatus\tDone on"
    client = signed_in(getattr(cast, who))
    address = pasted(
        client, f"{header}\n1\tPatch\tJonas Stein\t{in_days(-15)}\tReported done\t{in_days(-16)}"
    )
    client.post(address, agreed(client, address))
    client.post(f"{address}preview/", follow=True)
    (item,) = actions_here()
    assert item.state == state
    assert item.reported_on == (timezone.localdate() - timedelta(days=16) if state == "reported" else None)
    with entered(SYSTEM):
        today = timezone.localdate()
        counts = tally(promises(cast.partner), today - timedelta(days=90), today, today)
    assert all(count.fell_due == 0 for count in counts.values())


@pytest.mark.parametrize("step", ["", "preview/"])
@pytest.mark.parametrize("whose", ["over", "another's"])
def test_a_file_that_is_not_kept_any_more_is_chosen_again(
    cast: Cast, signed_in: SignedIn, step: str, whose: str
) -> None:
    client = signed_in(cast.lead)
    address = pasted(client if whose == "over" else signed_in(cast.manager), sheet(row(1, owner="Jonas")))
    assert signed_in(cast.lead if whose == "over" else cast.manager).get(address).status_code == 200
    if whose == "over":
        with entered(SYSTEM):
            SheetDraft.objects.update(chosen_at=timezone.now() - KEPT_FOR)
    for asked in (client.get, client.post):
        answer = asked(f"{address}{step}")
        assert answer.headers["Location"] == IMPORT
        page = client.get(IMPORT).content.decode()
        assert "The file stays here for one day only. Choose it again." in page
    assert actions_here() == []
