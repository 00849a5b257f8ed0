"""The charter on one page, to be read, agreed to and printed."""

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from dashboards.queries.charter_page import CharterPage
from governance.charter.verbs import agree_charter
from governance.local_day import day_of
from partners.access import Permission
from partners.guards import PersonRequest, requires
from partners.models import Partner
from partners.verb import Refused, Stale


@require_safe
@requires(Permission.SEE_PARTNERSHIP)
def show(request: PersonRequest, partner: Partner) -> HttpResponse:
    """Both sides read the same page; printed, it is one sheet of A4."""
    return _page(request, partner)


@require_POST
@requires(Permission.SPEAK_FOR_SIDE)
def agree(request: PersonRequest, partner: Partner) -> HttpResponse:
    """The yes of the person's side to the words that stood on the page."""
    try:
        agree_charter(partner, sha256=request.POST.get("sha256", ""), by=request.user, now=timezone.now())
    except Refused as refused:
        status = HTTPStatus.CONFLICT if isinstance(refused, Stale) else HTTPStatus.UNPROCESSABLE_ENTITY
        return _page(request, partner, refused.sentence, status)
    messages.success(request, "Agreed, for your side.")
    return redirect("partnerships_charter_page", partner.slug)


def _page(
    request: PersonRequest, partner: Partner, refusal: str = "", status: int = HTTPStatus.OK
) -> HttpResponse:
    today = day_of(request.user, timezone.now())
    page = CharterPage(partner, request.user, today)
    context = {"partner": partner, "page": page, "today": today, "refusal": refusal}
    return render(request, "partnership/charter_page.html", context, status=status)
