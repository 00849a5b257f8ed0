from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from dashboards.places import IN_THE_BAR, open_to
from partners.models import enterprise_name, our_enterprise

# Pages of one partnership whose names begin with a word of their own.
_WITHIN = dict.fromkeys(
    ("partnership", "asks", "ask", "outcome", "raci", "ledger", "standing", "promised"), "partnerships"
)
_WITHIN |= dict.fromkeys(("decisions", "decision"), "reviews")


def context(request: HttpRequest) -> dict[str, Any]:
    """The places a person may go, and the enterprise's name, for every page."""
    shared = {"enterprise": enterprise_name(), "enterprise_logo": _logo(), "demo": settings.DEMO}
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return shared
    match = request.resolver_match
    word = (match.url_name or "").split("_")[0] if match else ""
    section = _WITHIN.get(word, word)
    places = [
        {"label": place.label, "url": reverse(place.route), "current": place.route == section}
        for place in open_to(user, IN_THE_BAR)
    ]
    return {**shared, "navigation": places}


def _logo() -> str:
    """The address of the enterprise's logo, empty where there is none."""
    named = our_enterprise()
    return reverse("enterprise_logo", args=[named.logo_digest]) if named and named.logo_digest else ""
