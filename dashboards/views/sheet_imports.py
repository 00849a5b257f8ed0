from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from dashboards.importing.records import A_WEEK
from dashboards.models import ImportedRow, SheetImport
from dashboards.verbs import take_back_import
from dashboards.verbs.importing import can_be_taken_back
from partners.access import Permission
from partners.guards import PersonRequest, requires
from partners.models import Partner
from partners.numbers import counted
from partners.once import once
from partners.verb import Refused

IMPORTS_SHOWN = 50
ROWS_SHOWN = 300


@requires(Permission.SEE_PARTNERSHIP)
def index(request: PersonRequest, partner: Partner) -> HttpResponse:
    """What was brought into a partnership from files, the newest first."""
    found = SheetImport.objects.visible_to(request.user).filter(partner=partner)
    shown = found.select_related("partner", "imported_by", "taken_back_by")[:IMPORTS_SHOWN]
    return render(request, "imports/list.html", {"partner": partner, "imports": shown})


@requires(Permission.SEE_PARTNERSHIP)
def show(request: PersonRequest, partner: Partner, pk: int) -> HttpResponse:
    """What one file did, and the way back."""
    found = get_object_or_404(
        SheetImport.objects.visible_to(request.user).select_related(
            "partner", "imported_by", "taken_back_by"
        ),
        pk=pk,
        partner=partner,
    )
    rows = ImportedRow.objects.visible_to(request.user).filter(sheet_import=found)
    context = {
        "partner": partner,
        "found": found,
        "rows": rows.select_related("action__owner", "action__partner").exclude(action=None)[:ROWS_SHOWN],
        "may_take_back": can_be_taken_back(found, by=request.user, now=timezone.now()),
        "until": found.imported_at + A_WEEK,
    }
    return render(request, "imports/import.html", context)


@requires(Permission.SEE_PARTNERSHIP)
@require_POST
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
        messages.success(request, _told(stayed))
    return redirect(found)


def _told(stayed: int) -> str:
    if not stayed:
        return "Taken back. Everything is what it was before."
    rows = f"{counted(stayed, 'row').capitalize()} {'stays' if stayed == 1 else 'stay'}"
    return f"Taken back. {rows}, since somebody has worked with {'it' if stayed == 1 else 'them'} since."
