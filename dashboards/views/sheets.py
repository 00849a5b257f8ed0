"""What bringing in a tracker and readings have in common: the file, what was said of it, what was left out."""

from collections.abc import Collection, Sequence
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from dashboards.forms import MOST_MB, SheetForm
from dashboards.importing.drafts import begun_by, keep
from dashboards.long_imports import wake_long_imports
from dashboards.models import SheetDraft
from governance.sheets.reading import read_book
from governance.sheets.table import SheetNotUnderstood, SheetRow, Table
from partners.guards import PersonRequest
from partners.models import Partner
from partners.untrusted_text import is_primary_key

ROWS_SHOWN = 300
ROWS_OPEN = 12
"""The others are folded away: what is above and below stays within reach, and what is ticked is sent all the same."""
VALUES_SHOWN = 24
COMPLAINTS_SHOWN = 100
LINES_NAMED = 12
HEADER_ROWS = 10


def choose_file(
    request: PersonRequest, *, kind: str, template: str, next_step: str, partner: Partner | None = None
) -> HttpResponse:
    """The first step of both: the spreadsheet, as a file or pasted. Nothing is imported yet."""
    form, now = SheetForm(request.POST or None, request.FILES or None), timezone.now()
    place = [partner.slug] if partner else []
    if request.method == "POST" and form.is_valid():
        content = form.content
        try:
            read_book(content, form.filename)
        except SheetNotUnderstood as refusal:
            form.add_error("file" if form.filename else "pasted", str(refusal))
        else:
            draft = keep(
                content, kind=kind, filename=form.filename, by=request.user, now=now, partner=partner
            )
            return redirect(next_step, *place, draft.token)
    begun = begun_by(request.user, kind=kind, now=now, partner=partner)
    context = {"form": form, "partner": partner, "most_mb": MOST_MB, "begun": begun}
    return render(request, template, context, status=422 if form.errors else 200)


def begin(draft: SheetDraft, *, total: int, left: Collection[int], **said: Any) -> None:
    """A long file comes in behind the page; whoever brings it may leave."""
    draft.started_at, draft.finished_at, draft.refusal = timezone.now(), None, ""
    draft.total, draft.done = total, 0
    draft.said = {**draft.said, "left": sorted(left), **said}
    draft.save()
    transaction.on_commit(wake_long_imports)


def comes_in(request: PersonRequest, draft: SheetDraft) -> HttpResponse:
    """How far it is."""
    return render(request, "imports/underway.html", {"partner": draft.partner, "draft": draft})


def gone(request: PersonRequest, sentence: str, to: str, *place: Any) -> HttpResponse:
    """Back to the first step, with a sentence."""
    messages.warning(request, sentence)
    return redirect(to, *place)


def left_out(request: PersonRequest) -> set[int]:
    """The lines that were shown with a tick and have none any more."""
    shown, taken = request.POST.getlist("shown"), request.POST.getlist("take")
    return {int(line) for line in shown if is_primary_key(line)} - {
        int(line) for line in taken if is_primary_key(line)
    }


def header_said(request: PersonRequest) -> dict[str, Any]:
    """Which sheet, and which of its rows names the columns: asked for anew where another sheet is chosen."""
    chosen = request.POST
    header, name = chosen.get("header", ""), chosen.get("sheet", "")
    sheet = {"sheet": name} if name else {}
    if name != chosen.get("sheet_was", ""):
        return sheet
    return {"header": int(header) if is_primary_key(header) else None, **sheet}


def is_told_anew(request: PersonRequest) -> bool:
    """Whether another sheet or header is chosen than the page showed: its columns are of the one before."""
    chosen = request.POST
    sheet, sheet_was = chosen.get("sheet", ""), chosen.get("sheet_was", "")
    header, header_was = chosen.get("header", ""), chosen.get("header_was")
    return sheet != sheet_was or (header_was is not None and header != header_was)


def header_choices(table: Table) -> list[tuple[int, str]]:
    """The first rows, as what may name the columns."""
    return [(row.line, _beginning(row)) for row in table.every_row[:HEADER_ROWS]]


def _beginning(row: SheetRow) -> str:
    return " · ".join(filter(None, (row.text(place) for place in range(min(5, len(row.cells))))))


def places(request: PersonRequest, kinds: Sequence[str]) -> dict[str, int]:
    """Kind of column → the position chosen for it."""
    chosen = request.POST
    found = {kind: chosen.get(f"column_{kind}", "") for kind in kinds}
    return {kind: int(place) for kind, place in found.items() if is_primary_key(place)}
