"""How an export is answered: as a whole file to keep, or with a word why not, and never with half of one."""

import csv
import io
import logging
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from governance import exporting
from governance.exporting import AT_ONCE, export_menu
from governance.sheets.writing import MOST_CSV_ROWS, MOST_WORKBOOK_ROWS
from partners.isolation.scope import SYSTEM, acting_as, entered
from partners.models import AuditEvent, Partner, User
from tests.cast import Cast
from tests.governance.scene import promised_now

pytestmark = pytest.mark.django_db
SignedIn = Callable[[User], Client]
HERE = "/partnerships/meridian/tracker/"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest.fixture
def client(cast: Cast, signed_in: SignedIn) -> Client:
    """Somebody who sees three actions."""
    with acting_as(cast.cio):
        for number in range(3):
            promised_now(cast, cast.manager, title=f"Plan {number}")
    return signed_in(cast.manager)


@pytest.mark.parametrize(
    ("ending", "kind", "begins"),
    [("csv", "text/csv; charset=utf-8", b"\xef\xbb\xbfTandem,Partner"), ("xlsx", XLSX, b"PK\x03\x04")],
)
def test_a_file_says_what_it_is_how_long_and_how_it_is_called(
    client: Client, ending: str, kind: str, begins: bytes
) -> None:
    answer = client.get(f"{HERE}export.{ending}")
    content = answer.getvalue()
    assert content.startswith(begins)
    assert answer.headers["Content-Type"] == kind
    assert answer.headers["Content-Length"] == str(len(content))
    assert answer.headers["Content-Disposition"].startswith(
        'attachment; filename="Tracker Meridian Systems 20'
    )
    assert answer.headers["Content-Disposition"].endswith(f'.{ending}"')
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_a_name_from_anywhere_in_the_world_is_that_of_the_file(client: Client, cast: Cast) -> None:
    with entered(SYSTEM):
        Partner.objects.filter(pk=cast.partner.pk).update(name='Blå "&" Søn\\完成')
    said = client.get(f"{HERE}export.csv").headers["Content-Disposition"]
    assert said.isascii()
    assert said.startswith(
        "attachment; filename*=utf-8''Tracker%20Bl%C3%A5%20%26%20S%C3%B8n%20%E5%AE%8C%E6%88%90%2020"
    )


def test_semicolons_are_there_for_the_asking(client: Client) -> None:
    text = client.get(f"{HERE}export.csv", {"separator": "semicolon"}).getvalue().decode("utf-8-sig")
    assert text.startswith("Tandem;Partner;Action;")
    assert len(list(csv.reader(io.StringIO(text), delimiter=";"))) == 4
    assert (
        client.get(f"{HERE}export.csv", {"separator": "nonsense"})
        .getvalue()
        .startswith(b"\xef\xbb\xbfTandem,")
    )


@pytest.mark.parametrize("ending", ["ods", "CSV", "csv.exe", "xls", "pdf"])
def test_another_format_is_not_there(client: Client, ending: str) -> None:
    assert client.get(f"{HERE}export.{ending}").status_code == 404


def test_whoever_asks_for_the_headers_alone_has_them_and_nothing_is_made(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = client.get(f"{HERE}export.csv")
    monkeypatch.setattr(exporting, "_made", lambda *_: pytest.fail("A file was made."))
    answer = client.head(f"{HERE}export.csv")
    assert (answer.status_code, answer.content) == (200, b"")
    for header in ("Content-Type", "Content-Disposition"):
        assert answer.headers[header] == whole.headers[header]
    assert client.head(f"{HERE}export.ods").status_code == 404


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_nothing_is_sent_to_an_export(client: Client, method: str) -> None:
    assert getattr(client, method)(f"{HERE}export.csv").status_code == 405


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_a_fault_on_the_way_is_an_error_and_never_half_a_file(
    client: Client, ending: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    whole = exporting._Counted.__iter__

    def breaks(rows: Any) -> Iterator[Any]:
        every = whole(rows)
        yield next(every)
        raise RuntimeError("The database went away.")

    monkeypatch.setattr(exporting._Counted, "__iter__", breaks)
    client.raise_request_exception = False
    answer = client.get(f"{HERE}export.{ending}")
    assert answer.status_code == 500
    assert "Content-Disposition" not in answer.headers
    assert b"Plan" not in answer.content
    assert list(tmp_path.iterdir()) == [], "and nothing of it stays on the disk"


def test_a_reader_who_goes_away_leaves_nothing_open(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    made = []
    make = exporting._made

    def noted(*asked: Any) -> Any:
        made.append(make(*asked))
        return made[-1]

    monkeypatch.setattr(exporting, "_made", noted)
    monkeypatch.setattr(exporting, "_BLOCK", 16)
    answer = client.get(f"{HERE}export.csv")
    blocks = iter(answer.streaming_content)
    assert len(next(blocks)) == 16
    ((file, size),) = made
    assert size > 16
    assert not file.closed
    answer.close()
    assert file.closed


def test_while_it_is_sent_nothing_is_asked_of_the_database(client: Client) -> None:
    """What its reader may see was asked before: the scope is over, and none outlives it."""
    answer = client.get(f"{HERE}export.csv")
    with connection.execute_wrapper(lambda *_: pytest.fail("The database was asked.")):
        assert answer.getvalue().count(b"\r\n") == 4
    assert not Partner.objects.exists(), "the scope of the export outlived it"


def test_a_large_file_is_made_on_disk_and_arrives_whole(
    client: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    small = client.get(f"{HERE}export.csv").getvalue()
    monkeypatch.setattr(exporting, "_IN_MEMORY", 10)
    monkeypatch.setattr(exporting, "_BLOCK", 7)
    assert client.get(f"{HERE}export.csv").getvalue() == small


@pytest.mark.parametrize(
    ("ending", "module", "other"),
    [("xlsx", "workbook", " or take it as CSV."), ("csv", "delimited", " for instance.")],
)
def test_more_rows_than_a_file_takes_are_refused_on_the_page_with_what_to_do(
    client: Client, monkeypatch: pytest.MonkeyPatch, ending: str, module: str, other: str
) -> None:
    monkeypatch.setattr(f"governance.sheets.writing.{module}.MOST_ROWS", 2)
    monkeypatch.setattr(exporting, "MOST_CSV_ROWS", 2 if ending == "csv" else 3)
    answer = client.get(f"{HERE}export.{ending}", {"owner": "me"})
    assert answer.headers["Location"] == f"{HERE}?owner=me"
    page = client.get(answer.headers["Location"]).content.decode()
    assert "There are more than 2 rows, which is as many as one file takes." in page
    assert other in page


def test_a_workbook_takes_what_an_import_takes_and_csv_more() -> None:
    assert (MOST_WORKBOOK_ROWS, MOST_CSV_ROWS) == (20_000, 100_000)


@pytest.mark.parametrize(("others", "made"), [(AT_ONCE - 1, True), (AT_ONCE, False)])
def test_so_many_are_made_at_once_for_one_person_and_no_more(
    client: Client, cast: Cast, others: int, made: bool
) -> None:
    """Those under way are held by connections of their own; somebody else's are none of one's business."""
    elsewhere = [connection.copy() for _ in range(others)]
    try:
        for place, other in enumerate(elsewhere):
            for person in (cast.manager, cast.lead):
                with other.cursor() as cursor:
                    key = f"tandem export {person.pk} {place}"
                    cursor.execute("SELECT pg_try_advisory_lock(hashtextextended(%s, 0))", [key])
                    assert cursor.fetchone() == (True,)
        answer = client.get(f"{HERE}export.csv")
        assert (answer.status_code == 200) is made
        told = "Your last exports are still being made." in client.get(HERE).content.decode()
        assert told is not made
    finally:
        for other in elsewhere:
            other.close()


def test_the_log_says_who_took_what_and_nothing_of_what_it_said(
    client: Client, cast: Cast, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, "tandem.export"):
        client.get(f"{HERE}export.csv", {"text": "Plan 1"})
    (line,) = [record.getMessage() for record in caplog.records if record.name == "tandem.export"]
    assert line == f"Person {cast.manager.pk} took “Tracker” at {HERE}export.csv as csv: 1 rows"


def test_taking_a_file_changes_nothing(client: Client) -> None:
    connection.check_constraints()
    with entered(SYSTEM):
        before = AuditEvent.objects.count()
    for ending in ("csv", "xlsx"):
        client.get(f"{HERE}export.{ending}")
    connection.check_constraints()
    with entered(SYSTEM):
        assert AuditEvent.objects.count() == before


def test_a_menu_leads_to_each_format_with_what_the_page_is_narrowed_to() -> None:
    menu = export_menu("tracker_export", query="?show=done&owner=3", count=1_234)
    assert menu.title == "Export these 1,234"
    assert [url for url, _, _ in menu.links] == [
        "/tracker/export.xlsx?show=done&owner=3",
        "/tracker/export.csv?show=done&owner=3&separator=semicolon",
        "/tracker/export.csv?show=done&owner=3",
    ]
    bare = export_menu("tracker_partnership_export", "meridian", query="?")
    assert bare.title == "Export all that is listed"
    assert [url for url, _, _ in bare.links] == [
        f"{HERE}export.xlsx", f"{HERE}export.csv?separator=semicolon", f"{HERE}export.csv",
    ]  # fmt: skip
