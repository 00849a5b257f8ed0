"""What the ledger and the performance pages show, as files to keep: the same filters, the format at the end."""

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from dashboards.export.ledger import LEDGER, LEDGERS, exported_promises, exported_tallies
from dashboards.export.readings import (
    READINGS,
    asking_indicators,
    exported_readings,
    live_indicators,
    readings_of,
)
from dashboards.queries.ledger import ledger
from dashboards.queries.ledger_across import ledger_across
from dashboards.queries.ledger_asked import Asked
from governance.exporting import exported
from governance.in_sight import in_sight
from governance.local_day import day_of
from partners.access import Permission
from partners.finding import in_order
from partners.guards import PersonRequest, requires
from partners.models import Partner


@require_safe
@requires(Permission.SEE_PARTNERSHIP)
def ledger_of_partnership(request: PersonRequest, ending: str, *, partner: Partner) -> HttpResponse:
    """Every promise that fell due and fits what is asked for."""
    asked = Asked.read(request.GET.dict())
    found = ledger(partner, asked, today=day_of(request.user, timezone.now()))
    return exported(
        request,
        LEDGER,
        exported_promises(found, partner, request.user),
        ending=ending,
        back=reverse("ledger_partnership", args=[partner.slug]) + asked.query(),
        of=partner.name,
    )


@require_safe
@requires(Permission.SEE_PARTNERSHIP)
def ledgers(request: PersonRequest, ending: str) -> HttpResponse:
    """Both sides' counts in every partnership one sees."""
    asked = Asked.read(request.GET.dict()).across
    found = ledger_across(request.user, asked, today=day_of(request.user, timezone.now()))
    rows = exported_tallies(found)
    return exported(request, LEDGERS, rows, ending=ending, back=reverse("ledger") + asked.query())


@require_safe
@requires(Permission.SEE_PARTNERSHIP)
def readings_of_partner(request: PersonRequest, ending: str, *, partner: Partner) -> HttpResponse:
    """Every reading of what is measured in one partnership."""
    readings = readings_of(request.user, live_indicators(request.user, [partner]))
    return exported(
        request,
        READINGS,
        exported_readings(readings),
        ending=ending,
        back=reverse("performance_partner", args=[partner.slug]),
        of=partner.name,
    )


@require_safe
@requires(Permission.SEE_PARTNERSHIP)
def readings(request: PersonRequest, ending: str) -> HttpResponse:
    """Every reading of the figures that need attention in any partnership one sees; of all, where all are shown."""
    today, show_all = day_of(request.user, timezone.now()), request.GET.get("show") == "all"
    partners = in_sight(Partner.objects.visible_to(request.user))
    indicators = (
        live_indicators(request.user, partners)
        if show_all
        else asking_indicators(partners.order_by(in_order("name"), "pk"), today=today)
    )
    return exported(
        request,
        READINGS,
        exported_readings(readings_of(request.user, indicators)),
        ending=ending,
        back=reverse("performance") + ("?show=all" if show_all else ""),
    )
