from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from dashboards.importing.drafts import discard
from dashboards.importing.records import A_WEEK
from dashboards.long_imports import wake_taking_back
from dashboards.models import ImportedRow, Reading, SheetImport
from dashboards.verbs import take_back_import
from dashboards.verbs.taking_back import can_be_taken_back
from partners.access import Permission, can
from partners.guards import PersonRequest, requires, signed_in
from partners.models import Partner
from partners.numbers import counted
from partners.once import once
from partners.verb import Refused

IMPORTS_SHOWN = 50
ROWS_SHOWN = 300


@require_safe
@requires(Permission.SEE_PARTNERSHIP)
def index(request: PersonRequest, partner: Partner) -> HttpResponse:
    """What was brought into a partnership from files, the newest first."""
    found = SheetImport.objects.visible_to(request.user).filter(partner=partner)
    shown = found.select_related("partner", "imported_by", "taken_back_by")[:IMPORTS_SHOWN]
    return render(request, "imports/list.html", {"partner": partner, "imports": shown})


@require_safe
@requires(Permission.SEE_PARTNERSHIP)
def show(request: PersonRequest, partner: Partner, pk: int) -> HttpResponse:
    """What one file did, and the way back."""
    found = get_object_or_404(
        SheetImport.objects.visible_to(request.user).select_related(
            "partner", "imported_by", "taken_back_by", "back_asked_by"
        ),
        pk=pk,
        partner=partner,
    )
    rows = ImportedRow.objects.visible_to(request.user).filter(sheet_import=found)
    stayed = rows.filter(action__never_was=False, before=None) if found.taken_back_at else rows.none()
    context = {
        "partner": partner,
        "stayed": stayed.select_related("action__owner", "action__partner")[:ROWS_SHOWN],
        "found": found,
        "rows": rows.select_related("action__owner", "action__partner").exclude(action=None)[:ROWS_SHOWN],
        "awaited": rows.exclude(awaited=None).select_related("awaited__invitation")[:ROWS_SHOWN],
        "invited": rows.exclude(invitation=None).select_related("invitation")[:ROWS_SHOWN]
        if can(request.user, Permission.INVITE, partner)
        else [],
        "readings": _readings(request, rows),
        "may_take_back": can_be_taken_back(found, by=request.user, now=timezone.now()),
        "until": found.imported_at + A_WEEK,
    }
    return render(request, "imports/import.html", context)


def _readings(request: PersonRequest, rows: Iterable[ImportedRow]) -> list[dict[str, Any]]:
    """The readings that are still as the file left them, by what they measure."""
    keys = [row.reading_id for row in rows if row.reading_id][:ROWS_SHOWN]
    found = Reading.objects.visible_to(request.user).filter(pk__in=keys).select_related("indicator__partner")
    of: dict[int, dict[str, Any]] = {}
    for reading in found.order_by("indicator__position", "indicator", "month"):
        of.setdefault(reading.indicator_id, {"indicator": reading.indicator, "readings": []})[
            "readings"
        ].append(reading)
    return list(of.values())


@require_POST
@requires(Permission.PROMISE)
@once
def take_back(request: PersonRequest, partner: Partner, pk: int) -> HttpResponse:
    """Makes everything what it was before the file came in."""
    found = get_object_or_404(
        SheetImport.objects.visible_to(request.user).select_related("partner"), pk=pk, partner=partner
    )
    try:
        stayed = take_back_import(found, by=request.user, now=timezone.now())
    except Refused as refused:
        messages.error(request, refused.sentence)
    else:
        found.refresh_from_db(fields=["taken_back_at"])
        if found.taken_back_at is None:
            transaction.on_commit(wake_taking_back)
        else:
            messages.success(request, _told(stayed))
    return redirect(found)


@require_POST
@signed_in
def discard_draft(request: PersonRequest, token: str) -> HttpResponse:
    """Forgets a file that was begun and is not wanted."""
    draft = discard(token, by=request.user)
    if draft is None:
        messages.warning(request, "That file is gone, or comes in just now.")
        return redirect("desk")
    messages.success(request, f"{draft.filename or 'What was pasted'} is forgotten. Nothing of it came in.")
    step = {"actions": "tracker_import", "people": "people_import", "readings": "performance_import"}[
        draft.kind
    ]
    return redirect(step, *([draft.partner.slug] if draft.partner else []))


def _told(stayed: int) -> str:
    if not stayed:
        return "Taken back. What it wrote is gone, and what it changed is as it was."
    rows = f"{counted(stayed, 'row').capitalize()} {'stays' if stayed == 1 else 'stay'}"
    return f"Taken back. {rows}, since somebody has worked with {'it' if stayed == 1 else 'them'} since."
