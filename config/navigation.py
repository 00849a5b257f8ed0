from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from partners.access import Permission, can

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
_WITHIN |= dict.fromkeys(("decisions", "decision"), "reviews")


def context(request: HttpRequest) -> dict[str, Any]:
    """The places a person may go, and the enterprise's name, for every page."""
    shared = {"enterprise": settings.ENTERPRISE_NAME, "demo": settings.DEMO}
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
