from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from partners.access import Permission
from partners.guards import PersonRequest, requires
from partners.models import Partner, Side, SideRequest, User
from partners.verbs import answer_request, withdraw_request
from partners.views.messages import NO_INVITATION_LEAVES, telling

_INVITES = (SideRequest.Kind.INVITE, SideRequest.Kind.COLLEAGUE)


@require_POST
@requires(Permission.INVITE)
def answer(request: PersonRequest, asked: int) -> HttpResponse:
    """Says yes or no to what the other side asks."""
    found, said = _of(request.user, asked), request.POST.get("answer", "")
    if said not in ("yes", "no"):
        messages.error(request, "Say yes or no to it.")
        return _back(found)
    done = "You said yes, and it is done." if said == "yes" else "You said no. Nothing has changed."
    with telling(request, f"{done} {found.asked_by.full_name} is told."):
        answer_request(found, yes=said == "yes", by=request.user, now=timezone.now())
        if said == "yes" and found.kind in _INVITES and not settings.EMAIL_URL:
            messages.warning(request, NO_INVITATION_LEAVES)
    return _back(found)


@require_POST
@requires(Permission.INVITE)
def withdrawal(request: PersonRequest, asked: int) -> HttpResponse:
    """Takes back what was asked of the other side."""
    found = _of(request.user, asked)
    with telling(request, f"Taken back: to {found.sentence}."):
        withdraw_request(found, by=request.user, now=timezone.now())
    return _back(found)


def _of(user: User, asked: int) -> SideRequest:
    partners = Partner.objects.in_which(user, Permission.INVITE)
    found = get_object_or_404(SideRequest.objects.select_related("partner", "asked_by", "person"), pk=asked)
    if found.partner not in partners if found.partner else user.side is not Side.OURS:
        raise Http404
    return found


def _back(asked: SideRequest) -> HttpResponse:
    page = reverse("settings_people")
    return redirect(f"{page}?partner={asked.partner.slug}" if asked.partner else page)
