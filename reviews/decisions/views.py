"""The register of decisions on screen: sought, and what took whose place."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from partners.access import Permission
from partners.guards import PersonRequest, requires
from partners.models import Partner
from partners.verb import Refused
from reviews.decisions.decision import RegisteredDecision, found
from reviews.decisions.register import Register, later_than
from reviews.decisions.verbs import stand_again, supersede


@requires(Permission.SEE_PARTNERSHIP)
def across(request: PersonRequest) -> HttpResponse:
    """What was decided with everyone one governs with."""
    return _page(request, Register.read(request.user, request.GET.dict()))


@requires(Permission.SEE_PARTNERSHIP)
def of_partnership(request: PersonRequest, *, partner: Partner) -> HttpResponse:
    """What was decided in one partnership."""
    return _page(request, Register.read(request.user, request.GET.dict(), partner))


@requires(Permission.DECIDE)
def superseding(request: PersonRequest, key: str, *, partner: Partner) -> HttpResponse:
    """Which later decision took the place of this one; without any, that it stands again."""
    old = _decision(request, partner, key)
    if request.method != "POST":
        offered = later_than(old, request.user)
        return render(
            request, "decisions/superseding.html", {"partner": partner, "old": old, "offered": offered}
        )
    new = found(request.POST.get("new", ""), request.user, partner)
    try:
        if new is None:
            raise Refused("Choose the decision that took its place.")
        supersede(old, new=new, by=request.user, now=timezone.now())
    except Refused as refused:
        messages.error(request, refused.sentence)
        return redirect("decision_superseding", partner.slug, key)
    messages.success(request, "Said. Both stay as they were decided, and each leads to the other.")
    return _back(partner)


@require_POST
@requires(Permission.DECIDE)
def standing(request: PersonRequest, key: str, *, partner: Partner) -> HttpResponse:
    """It stands again."""
    stand_again(_decision(request, partner, key), by=request.user, now=timezone.now())
    messages.success(request, "It stands again.")
    return _back(partner)


def _decision(request: PersonRequest, partner: Partner, key: str) -> RegisteredDecision:
    decision = found(key, request.user, partner)
    if decision is None:
        raise Http404
    return decision


def _back(partner: Partner) -> HttpResponse:
    return redirect(reverse("decisions_partner", args=[partner.slug]))


def _page(request: PersonRequest, register: Register) -> HttpResponse:
    page = {"register": register, "partner": register.partner, **register.pages}
    return render(request, "decisions/list.html", page)
