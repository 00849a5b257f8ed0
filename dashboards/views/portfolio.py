from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from dashboards.queries.portfolio import PAGE, Portfolio, portfolio
from governance.local_day import day_of
from partners.access import Permission, can
from partners.guards import PersonRequest, requires
from partners.models import PartnerStanding
from partners.numbers import in_figures
from partners.untrusted_text import is_primary_key


@requires(Permission.SEE_PORTFOLIO)
def show(request: PersonRequest) -> HttpResponse:
    """Every partnership in one look: where must I look?"""
    segment = request.GET.get("segment", "")
    segment = segment if segment in PartnerStanding.Segment.values else ""
    today = day_of(request.user, timezone.now())
    found = portfolio(request.user, today=today, segment=segment)
    asked = request.GET.get("from", "")
    start = min(int(asked), found.last_start) if is_primary_key(asked) else 0
    context = {
        "portfolio": found,
        "rows": found.page(start),
        "place": f"{start + 1} to {min(start + PAGE, len(found.rows))} of {in_figures(len(found.rows), 'partnership')}",
        "newer_url": _page(segment, max(0, start - PAGE)) if start else "",
        "older_url": _page(segment, start + PAGE) if start + PAGE < len(found.rows) else "",
        "chips": _chips(found, segment),
        "today": today,
        "may_start": can(request.user, Permission.START_PARTNERSHIP),
    }
    return render(request, "portfolio/portfolio.html", context)


def _page(segment: str, start: int) -> str:
    """The address of the page that starts there, of the same segment."""
    asked = {"segment": segment, "from": start or ""}
    query = urlencode({name: value for name, value in asked.items() if value})
    return reverse("portfolio") + (f"?{query}" if query else "")


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
