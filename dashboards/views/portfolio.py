from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from dashboards.queries.portfolio import Portfolio, portfolio
from governance.local_day import day_of
from partners.access import Permission, can
from partners.guards import PersonRequest, requires
from partners.models import PartnerStanding


@requires(Permission.SEE_PORTFOLIO)
def show(request: PersonRequest) -> HttpResponse:
    """Every partnership in one look: where must I look?"""
    segment = request.GET.get("segment", "")
    segment = segment if segment in PartnerStanding.Segment.values else ""
    today = day_of(request.user, timezone.now())
    found = portfolio(request.user, today=today, segment=segment)
    context = {
        "portfolio": found,
        "chips": _chips(found, segment),
        "today": today,
        "may_start": can(request.user, Permission.START_PARTNERSHIP),
    }
    return render(request, "portfolio/portfolio.html", context)


def _chips(found: Portfolio, chosen: str) -> list[dict[str, Any]]:
    here = reverse("portfolio")
    chips = [{"url": here, "label": "All", "current": not chosen, "count": found.total}]
    chips += [
        {
            "url": f"{here}?segment={value}",
            "label": label,
            "current": value == chosen,
            "count": found.segments[value],
        }
        for value, label in PartnerStanding.Segment.choices
        if value in found.segments
    ]
    return chips
