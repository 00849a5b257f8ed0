"""The page on which whoever takes part answers the five questions of a quarter: their own, never a shared screen."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from governance.pulse.forms import AnswerPulse
from governance.pulse.shown import Pulse
from governance.responses import with_message
from partners.access import Permission
from partners.guards import PersonRequest, requires
from partners.models import Partner


@requires(Permission.SEE_PARTNERSHIP)
def pulse(request: PersonRequest, *, partner: Partner) -> HttpResponse:
    """Five questions; afterwards that one has answered, and no word of what; for sponsors how the sides answered."""
    now = timezone.now()
    form = AnswerPulse(request.POST or None, partner=partner, by=request.user, now=now)
    if request.method == "POST" and form.carried_out():
        return with_message(request, form, redirect("pulse", partner.slug))
    context = {"form": form, "partner": partner, "pulse": Pulse(partner, request.user, now)}
    return render(request, "pulse/pulse.html", context, status=form.status)
