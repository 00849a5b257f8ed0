"""When one is away: reminders wait, or go to a colleague."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from governance.absence.forms import Away
from governance.absence.verbs import come_back
from governance.local_day import day_of
from governance.models import QuietPeriod
from partners.guards import PersonRequest, signed_in
from partners.once import once
from partners.verb import Refused
from partners.views.settings_tabs import settings_tabs


@require_http_methods(["GET", "POST"])
@signed_in
@once
def away(request: PersonRequest) -> HttpResponse:
    """One's own quiet periods to come, those of whom one steps in for, and the form for another."""
    now = timezone.now()
    form = Away(request.POST or None, by=request.user, now=now)
    if request.method == "POST" and form.carried_out():
        messages.success(request, form.success_message)
        return redirect("settings_away")
    today = day_of(request.user, now)
    periods = QuietPeriod.objects.visible_to(request.user).filter(last_on__gte=today)
    page = {
        "tabs": settings_tabs(request.user, "settings_away"),
        "form": form,
        "today": today,
        "own": periods.filter(person=request.user).select_related("deputy"),
        "stood_in_for": periods.filter(deputy=request.user).select_related("person"),
    }
    return render(request, "absence/away.html", page, status=form.status)


@require_POST
@signed_in
def back(request: PersonRequest, quiet: int) -> HttpResponse:
    """Ends a quiet period of one's own, or calls it off."""
    own = QuietPeriod.objects.visible_to(request.user).filter(person=request.user)
    try:
        come_back(get_object_or_404(own, pk=quiet), by=request.user, now=timezone.now())
    except Refused as refused:
        messages.error(request, refused.sentence)
    else:
        messages.success(request, "Welcome back. Your reminders come to you again.")
    return redirect("settings_away")
