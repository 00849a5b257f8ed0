from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from partners.access import Permission, can
from partners.forms import StartPartnership, say_at_fault
from partners.guards import PersonRequest, requires
from partners.models import Side
from partners.once import once
from partners.sides import speakers
from partners.verb import Refused
from partners.verbs import start_partnership
from partners.views.settings_tabs import settings_tabs


@require_http_methods(["GET", "POST"])
@requires(Permission.START_PARTNERSHIP)
@once
def start(request: PersonRequest) -> HttpResponse:
    """Adds a partner, and leads on to inviting its people, once there is somebody who may say yes to that."""
    form = StartPartnership(request.POST if request.method == "POST" else None)
    if not can(request.user, Permission.CLASSIFY):
        del form.fields["segment"]
    if request.method == "POST" and form.is_valid():
        try:
            partner = start_partnership(**form.cleaned_data, by=request.user, now=timezone.now())
        except Refused as refusal:
            say_at_fault(form, refusal)
        else:
            if not speakers(Side.OURS, partner).exists():
                messages.success(
                    request, f"The partnership with {partner.name} has begun. A CIO invites its people."
                )
                return redirect("settings")
            messages.success(request, f"The partnership with {partner.name} has begun. Invite its people.")
            return redirect(f"{reverse('settings_invite')}?partner={partner.slug}&role=partner_lead")
    page = {"form": form, "tabs": settings_tabs(request.user, "settings")}
    return render(request, "partnership/new.html", page, status=422 if form.errors else 200)
