from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from dashboards.advice.reading import advice_of
from governance.local_day import day_of
from partners.access import Permission
from partners.beginnings import RECOMMENDATION
from partners.guards import PersonRequest, requires
from partners.models import Partner


@require_safe
@requires(Permission.SEE_PARTNERSHIP)
def show(request: PersonRequest, partner: Partner) -> HttpResponse:
    """What either side's advice to the other came to: not taken, with what went wrong meanwhile, or in place."""
    today, reader = day_of(request.user, timezone.now()), request.user.side
    account = advice_of(partner, request.user, today)
    context = {
        "partner": partner,
        "today": today,
        "said": " ".join(filter(None, (of.told(reader) for of in account))),
        "columns": [
            {
                "of": of,
                "heading": f"Recommendations to {'us' if of.side is reader else partner.side_names[of.side]}",
            }
            for of in account
        ],
        "may_raise": RECOMMENDATION.may(request.user, partner),
    }
    return render(request, "advice/advice.html", context)
