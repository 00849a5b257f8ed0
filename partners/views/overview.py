from dataclasses import dataclass

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from partners.access import InternalRole, Permission, Role, can
from partners.guards import PersonRequest, signed_in
from partners.models import Invitation, Membership, Partner, User
from partners.views.settings_tabs import settings_tabs


@dataclass(frozen=True)
class Step:
    """One thing an installation needs before its first review."""

    title: str
    why: str
    url: str
    done: bool


@signed_in
def overview(request: PersonRequest) -> HttpResponse:
    """What can be set here, what an administrator does first, and what each role means."""
    administers = can(request.user, Permission.ADMINISTER)
    steps = _first_steps() if administers else []
    steps = steps if not all(step.done for step in steps) else []
    return render(
        request,
        "settings/overview.html",
        {
            "tabs": settings_tabs(request.user, "settings"),
            "steps": steps,
            "next_step": next((step for step in steps if not step.done), None),
            "starts_partnerships": can(request.user, Permission.START_PARTNERSHIP),
            "roles": list(Role),
            "internal_roles": [role for role in InternalRole if role],
        },
    )


def _first_steps() -> list[Step]:
    invited = Invitation.objects.open(timezone.now())
    has_cio = (
        User.objects.filter(internal_role=InternalRole.CIO, is_active=True).exists()
        or invited.filter(internal_role=InternalRole.CIO).exists()
    )
    present = set(Membership.objects.current().values_list("role", flat=True))
    present |= set(invited.values_list("role", flat=True))
    return [
        Step(
            "Name the mail server",
            "Without one no invitation leaves, and nobody whom you invite can come in.",
            reverse("settings_mail"),
            bool(settings.EMAIL_URL or settings.DEMO),
        ),
        Step(
            "Invite the CIO",
            "Chairs the reviews and sees every partnership.",
            reverse("settings_colleagues"),
            has_cio,
        ),
        Step(
            "Add a partner",
            "Its name is enough to begin.",
            reverse("settings_partnership_new"),
            Partner.objects.exists(),
        ),
        Step(
            "Invite the relationship manager",
            "Our day-to-day lead, who prepares the review and keeps the charter. Waits for the CIO’s yes.",
            reverse("settings_invite") + f"?role={Role.RELATIONSHIP_MANAGER}",
            Role.RELATIONSHIP_MANAGER in present,
        ),
        Step(
            "Invite the partner lead",
            "The same part on the partner's side, with the same rights for it. From then on they invite their own.",
            reverse("settings_invite") + f"?role={Role.PARTNER_LEAD}",
            Role.PARTNER_LEAD in present,
        ),
    ]
