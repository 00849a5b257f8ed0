"""What the tracker shows, as a file to keep: the same address with the format at its end, the same filters."""

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from governance.exporting import exported
from governance.local_day import day_of
from governance.tracker.export import TRACKER, exported_actions
from governance.tracker.filters import Filters, rows, tracker_url
from partners.access import Permission
from partners.guards import PersonRequest, requires
from partners.models import Partner


@require_safe
@requires(Permission.SEE_PARTNERSHIP)
def across(request: PersonRequest, ending: str) -> HttpResponse:
    """The actions of every partnership the person sees."""
    return _export(request, None, ending)


@require_safe
@requires(Permission.SEE_PARTNERSHIP)
def of_partnership(request: PersonRequest, ending: str, *, partner: Partner) -> HttpResponse:
    """The actions of one partnership."""
    return _export(request, partner, ending)


def _export(request: PersonRequest, partner: Partner | None, ending: str) -> HttpResponse:
    today, filters = day_of(request.user, timezone.now()), Filters.read(request.GET.dict())
    items = rows(request.user, partner, filters, today)
    return exported(
        request,
        TRACKER,
        exported_actions(items, today),
        ending=ending,
        back=tracker_url(partner) + filters.query(),
        of=partner.name if partner else "",
    )
