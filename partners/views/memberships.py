from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from partners.access import Permission, can
from partners.guards import PersonRequest, requires
from partners.models import Invitation, Membership, Partner, User
from partners.verb import Refused
from partners.verbs import (
    change_role,
    end_part,
    object_to_invitation,
    send_invitation_again,
    withdraw_invitation,
)
from partners.views.messages import invitation_leaves, tell_of_invitation, telling, telling_of


def _of(user: User, membership: int) -> Membership:
    partners = Partner.objects.in_which(user, Permission.INVITE)
    held = Membership.objects.filter(partner__in=partners).select_related("person", "partner")
    return get_object_or_404(held, pk=membership)


def _back(partner: Partner) -> HttpResponse:
    return redirect(f"{reverse('settings_people')}?partner={partner.slug}")


@require_POST
@requires(Permission.INVITE)
def role(request: PersonRequest, membership: int) -> HttpResponse:
    """Gives a member another role."""
    held = _of(request.user, membership)
    telling_of(
        request,
        lambda: change_role(held, role=request.POST.get("role", ""), by=request.user, now=timezone.now()),
        f"{held.person.full_name} has another part now. Both leads are told by mail.",
    )
    return _back(held.partner)


@require_POST
@requires(Permission.INVITE)
def end(request: PersonRequest, membership: int) -> HttpResponse:
    """Ends a person's part; what they promised stays on record."""
    held = _of(request.user, membership)
    telling_of(
        request,
        lambda: end_part(held, by=request.user, now=timezone.now()),
        f"{held.person.full_name} no longer takes part. What they promised stays on record; both leads are told.",
    )
    return _back(held.partner)


@require_POST
@requires(Permission.INVITE)
def withdrawal(request: PersonRequest, invitation: int) -> HttpResponse:
    """Withdraws an invitation to a partnership or to a role of ours."""
    found = _invitation(request.user, invitation)
    with telling(request, f"The invitation of {found.full_name} is withdrawn; its link opens nothing."):
        withdraw_invitation(found, by=request.user, now=timezone.now())
    return _back_to_invited(request, found)


@require_POST
@requires(Permission.INVITE)
def objection(request: PersonRequest, invitation: int) -> HttpResponse:
    """Ends an invitation of the other side, with a reason that whoever sent it reads."""
    found = _invitation(request.user, invitation)
    reason = request.POST.get("reason", "")
    done = f"The invitation of {found.full_name} has ended; {found.invited_by.full_name} is told why by mail."
    try:
        object_to_invitation(found, reason=reason, by=request.user, now=timezone.now())
    except Refused as refusal:
        # What was typed stays: on a page of its own, since the button stands on several.
        back = request.POST.get("back", "")
        shown = {"invitation": found, "reason": reason, "refusal": refusal.sentence, "back": back}
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        return render(request, "people/objection.html", shown, status=status)
    messages.success(request, done)
    return _back_to_invited(request, found)


@require_POST
@requires(Permission.INVITE)
def sending(request: PersonRequest, invitation: int) -> HttpResponse:
    """Sends an invitation again, with a new link."""
    found = _invitation(request.user, invitation)
    try:
        sent = send_invitation_again(found, by=request.user, now=timezone.now())
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    else:
        tell_of_invitation(request, sent, invitation_leaves(sent))
    return _back_to_invited(request, found)


def _invitation(user: User, pk: int) -> Invitation:
    partners = Partner.objects.in_which(user, Permission.INVITE)
    found = get_object_or_404(Invitation.objects.select_related("partner", "invited_by"), pk=pk)
    if found.partner and found.partner not in partners:
        raise Http404
    return found


def _back_to_invited(request: PersonRequest, invitation: Invitation) -> HttpResponse:
    """To the page the button stood on."""
    if invitation.partner is None:
        return redirect("settings_colleagues")
    if request.POST.get("back") == "partnership" and can(
        request.user, Permission.SEE_PARTNERSHIP, invitation.partner
    ):
        return redirect(reverse("partnership", args=[invitation.partner.slug]) + "#people")
    return _back(invitation.partner)
