"""A sheet as an answer, and the menu that leads to it.

The file is made whole within the transaction of its view, hence within its reader's scope, and only then sent: a fault
on the way is a page that says so and never half a file, and a slow reader keeps no connection of the database. Neither
takes memory: rows come from a cursor of the server, and what is written lies in a file without a name (decisions/0019).
"""

import io
import logging
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from tempfile import SpooledTemporaryFile
from typing import IO, Any, cast
from wsgiref.util import FileWrapper

from django.contrib import messages
from django.db import connection
from django.http import Http404, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header

from governance.local_day import day_of
from governance.sheets.writing import (
    COMMA,
    MOST_CSV_ROWS,
    SEMICOLON,
    Sheet,
    TooManyRows,
    write_csv,
    write_workbook,
)
from governance.sheets.writing.cells import file_name
from partners.guards import PersonRequest

AT_ONCE = 3
"""How many exports one person may have made at the same moment."""
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_TYPES = {"xlsx": _XLSX, "csv": "text/csv; charset=utf-8"}
_IN_MEMORY = 2 * 1024 * 1024
"""Bytes; what is larger is written to disk."""
_BLOCK = 64 * 1024
_log = logging.getLogger("tandem.export")


def exported(
    request: PersonRequest, sheet: Sheet[Any], rows: Iterable[Any], *, ending: str, back: str, of: str = ""
) -> HttpResponse:
    """The rows as a file to keep, in the format that `ending` names; Http404 where there is none.

    `of` says in the file's name whose they are. Where it cannot be made, its reader is told so on the page `back`.
    """
    if ending not in _TYPES:
        raise Http404
    name = file_name(sheet.title, of, f"{day_of(request.user, timezone.now())}", ending=ending)
    headers = {"Content-Disposition": content_disposition_header(as_attachment=True, filename=name)}
    if request.method == "HEAD":
        return HttpResponse(content_type=_TYPES[ending], headers=headers)
    if not _may_begin(request.user.pk):
        return _told(
            request, back, "Your last exports are still being made. Wait for one of them, then try again."
        )
    counted = _Counted(rows)
    write = write_workbook if ending == "xlsx" else partial(write_csv, dialect=_dialect(request))
    try:
        file, size = _made(write, sheet, counted)
    except TooManyRows as refusal:
        return _told(request, back, _too_many(refusal.most))
    _log.info(
        "Person %s took “%s” at %s as %s: %s rows",
        request.user.pk,
        sheet.title,
        request.path,
        ending,
        counted.count,
    )
    headers["Content-Length"] = str(size)
    sent = StreamingHttpResponse(FileWrapper(file, _BLOCK), content_type=_TYPES[ending], headers=headers)
    return cast(HttpResponse, sent)


@dataclass
class _Counted:
    """The rows, and how many of them there were so far."""

    rows: Iterable[Any]
    count: int = field(default=0, init=False)

    def __iter__(self) -> Iterator[Any]:
        for row in self.rows:
            self.count += 1
            yield row


def _made(write: Callable[..., None], sheet: Sheet[Any], rows: Iterable[Any]) -> tuple[IO[bytes], int]:
    """The whole file, to be read from its beginning, and its bytes."""
    file = cast(IO[bytes], SpooledTemporaryFile(max_size=_IN_MEMORY))  # noqa: SIM115  # closed once it is sent
    try:
        write(sheet, rows, file)
    except BaseException:
        file.close()
        raise
    size = file.seek(0, io.SEEK_END)
    file.seek(0)
    return file, size


def _dialect(request: PersonRequest) -> Any:
    return SEMICOLON if request.GET.get("separator") == "semicolon" else COMMA


def _may_begin(person: int) -> bool:
    """Whether fewer than AT_ONCE are under way; takes one place until the transaction ends, however it ends."""
    with connection.cursor() as cursor:
        for place in range(AT_ONCE):
            key = f"tandem export {person} {place}"
            cursor.execute("SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 0))", [key])
            if cursor.fetchone()[0]:
                return True
    return False


def _too_many(most: int) -> str:
    narrower = "Narrow what is shown, by an owner or a month for instance"
    other = " or take it as CSV" if most < MOST_CSV_ROWS else ""
    return f"There are more than {most:,} rows, which is as many as one file takes. {narrower}{other}."


def _told(request: PersonRequest, back: str, sentence: str) -> HttpResponse:
    messages.warning(request, sentence)
    return HttpResponseRedirect(back)


@dataclass(frozen=True)
class ExportMenu:
    """What a page offers: `title` says how much, `links` are address, format and what it is good for."""

    title: str
    links: list[tuple[str, str, str]]


def export_menu(
    route: str, *args: str, query: str = "", count: int | None = None, title: str = ""
) -> ExportMenu:
    """The menu of the export at `route`, of what the page shows by `query`.

    `count` is how many rows that are, where the page knows it; `title` says it in other words.
    """
    asked = query.removeprefix("?")
    workbook, csv = (reverse(route, args=[*args, ending]) for ending in _TYPES)
    semicolons = "&".join(filter(None, [asked, "separator=semicolon"]))
    suffix = f"?{asked}" if asked else ""
    return ExportMenu(
        title or _title(count),
        [
            (f"{workbook}{suffix}", "Excel workbook", "XLSX, with dates and numbers as such"),
            (f"{csv}?{semicolons}", "CSV with semicolons", "for Excel in German or French"),
            (f"{csv}{suffix}", "CSV with commas", "for other programs"),
        ],
    )


def _title(count: int | None) -> str:
    if count is None:
        return "Export all that is listed"
    if count == 0:
        return "Nothing is listed: headings alone"
    return "Export this one" if count == 1 else f"Export these {count:,}"
