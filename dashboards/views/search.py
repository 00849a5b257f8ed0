from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from dashboards.queries.search import Hit, search
from governance.local_day import day_of
from partners.beginnings import ACTION
from partners.finding import words_of
from partners.guards import PersonRequest, signed_in
from partners.models import Partner, User
from partners.untrusted_text import clean_search

IN_THE_PALETTE, ON_THE_PAGE = 3, 25
"""How much of each kind is shown."""


@require_safe
@signed_in
def show(request: PersonRequest) -> HttpResponse:
    """What somebody looks for: a page of its own, or the part of it that the palette shows while they type."""
    typed = clean_search(request.GET.get("q", ""))
    today = day_of(request.user, timezone.now())
    most = IN_THE_PALETTE if request.htmx else ON_THE_PAGE
    within = _within(request)
    groups = search(request.user, typed, today=today, most=most, within=within)
    context = {"typed": typed, "words": words_of(typed), "groups": groups, "in_palette": bool(request.htmx)}
    context |= {"new": _new_action(request.user, typed, within), "within": within}
    return render(request, "search/_found.html" if request.htmx else "search/search.html", context)


def _within(request: PersonRequest) -> Partner | None:
    """The one partnership in which is looked, if one is named."""
    slug = clean_search(request.GET.get("partner", ""))
    return get_object_or_404(Partner.objects.visible_to(request.user), slug=slug) if slug else None


def _new_action(reader: User, typed: str, within: Partner | None = None) -> Hit | None:
    """What was typed as an action that is yet to be written down; None for whoever may begin none."""
    may = ACTION.may(reader, within) if within else ACTION.may_anywhere(reader)
    if not words_of(typed) or not may:
        return None
    form = ACTION.url(within) if within else ACTION.chooser_url
    return Hit(
        title=f"New action: {typed}",
        url=f"{form}?{urlencode({'title': typed})}",
        about="opens its form with these words",
    )
