from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from dashboards.queries.performance import LONG, asking, performance
from governance.in_sight import in_sight
from governance.local_day import day_of
from partners.access import Permission, can
from partners.beginnings import INDICATOR
from partners.finding import in_order
from partners.guards import PersonRequest, requires
from partners.models import Partner
from partners.untrusted_text import is_primary_key

PARTNERS_A_PAGE, CHARTS_A_PAGE = 20, 24


@requires(Permission.SEE_PARTNERSHIP)
def across(request: PersonRequest) -> HttpResponse:
    """What is off target in any partnership one can see, or every partnership with what it measures."""
    today, show_all = day_of(request.user, timezone.now()), request.GET.get("show") == "all"
    partners = in_sight(Partner.objects.visible_to(request.user)).order_by(in_order("name"), "pk")
    found = asking(partners, today=today, everyone=show_all)
    after = request.GET.get("after", "")
    rest = [partner for partner in found.partners if partner.name > after]
    shown = rest[:PARTNERS_A_PAGE]
    here = reverse("performance")
    more = {"show": "all" if show_all else "off", "after": shown[-1].name} if len(rest) > len(shown) else None
    context = {
        "found": found,
        "performances": performance(shown, today=today),
        "today": today,
        "show_all": show_all,
        "chips": [
            {"url": here, "label": "Needs attention", "current": not show_all, "count": found.figures},
            {"url": f"{here}?show=all", "label": "Everything", "current": show_all},
        ],
        "older_url": f"{here}?{urlencode(more)}" if more else "",
        "may_import": can(request.user, Permission.RECORD_READINGS),
    }
    return render(request, "performance/performance.html", context)


@requires(Permission.SEE_PARTNERSHIP)
def of_partner(request: PersonRequest, partner: Partner) -> HttpResponse:
    """Every indicator of one partnership as a trend, with targets, thresholds and holes."""
    today = day_of(request.user, timezone.now())
    (found,) = performance([partner], today=today, months=LONG)
    asked = request.GET.get("from", "")
    start = int(asked) if is_primary_key(asked) else 0
    shown = found.measured[start : start + CHARTS_A_PAGE]
    here = reverse("performance_partner", args=[partner.slug])
    context = {
        "partner": partner,
        "performance": found,
        "shown": shown,
        "today": today,
        "sentence": found.sentence(today),
        "newer_url": f"{here}?from={max(0, start - CHARTS_A_PAGE)}" if start else "",
        "older_url": f"{here}?from={start + CHARTS_A_PAGE}"
        if start + CHARTS_A_PAGE < len(found.measured)
        else "",
        "may_define": INDICATOR.may(request.user, partner),
        "may_record": can(request.user, Permission.RECORD_READINGS, partner),
    }
    return render(request, "performance/partner.html", context)
