from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from partners.access import InternalRole, Permission, Role, can
from partners.first_steps import way_of_administrator
from partners.guards import PersonRequest, signed_in
from partners.views.settings_tabs import settings_tabs


@signed_in
def overview(request: PersonRequest) -> HttpResponse:
    """What can be set here, what an administrator does first, and what each role means."""
    administers = can(request.user, Permission.ADMINISTER)
    return render(
        request,
        "settings/overview.html",
        {
            "tabs": settings_tabs(request.user, "settings"),
            "way": way_of_administrator(now=timezone.now()) if administers else None,
            "starts_partnerships": can(request.user, Permission.START_PARTNERSHIP),
            "roles": list(Role),
            "internal_roles": [role for role in InternalRole if role],
        },
    )
