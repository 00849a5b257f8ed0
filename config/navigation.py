from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from partners.access import Permission, can
from partners.models import enterprise_name, our_enterprise

_PLACES = (
    ("My desk", "desk", None),
    ("Portfolio", "portfolio", Permission.SEE_PORTFOLIO),
    ("Partnerships", "partnerships", Permission.SEE_PARTNERSHIP),
    ("Tracker", "tracker", Permission.SEE_PARTNERSHIP),
    ("Performance", "performance", Permission.SEE_PARTNERSHIP),
    ("Reviews", "reviews", Permission.SEE_PARTNERSHIP),
)
# Pages of one partnership whose names begin with a word of their own.
_WITHIN = dict.fromkeys(("partnership", "asks", "ask", "outcome", "raci", "ledger"), "partnerships")


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
        {"label": label, "url": reverse(name), "current": name == section}
        for label, name, permission in _PLACES
        if permission is None or can(user, permission)
    ]
    return {**shared, "navigation": places}


def _logo() -> str:
    """The address of the enterprise's logo, empty where there is none."""
    named = our_enterprise()
    return reverse("enterprise_logo", args=[named.logo_digest]) if named and named.logo_digest else ""
