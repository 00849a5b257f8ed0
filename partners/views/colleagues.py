from allauth.socialaccount.models import SocialAccount
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from partners.access import InternalRole, Permission
from partners.finding import found_in
from partners.forms import InviteColleague, say_at_fault
from partners.guards import PersonRequest, requires
from partners.invited import invited_to
from partners.models import User
from partners.once import once
from partners.side_requests import requests_seen
from partners.untrusted_text import clean_search
from partners.verb import Refused
from partners.verbs import (
    deactivate,
    give_internal_role,
    invite_colleague,
    reactivate,
    take_off_second_factor,
    take_off_single_sign_on,
)
from partners.views.messages import tell_of_invitation, telling, telling_of
from partners.views.people import told_where_they_work
from partners.views.settings_tabs import settings_tabs

_SHOWN = 200


@require_http_methods(["GET", "POST"])
@requires(Permission.ADMINISTER)
@once
def colleagues(request: PersonRequest) -> HttpResponse:
    """Everyone who may sign in, and our own people's roles across all partnerships."""
    form = InviteColleague(
        request.POST if request.method == "POST" else None, initial={"internal_role": "cio"}
    )
    if request.method == "POST" and form.is_valid():
        try:
            sent = invite_colleague(**form.cleaned_data, by=request.user, now=timezone.now())
        except Refused as refusal:
            say_at_fault(form, refusal)
        else:
            tell_of_invitation(request, sent, f"{sent.full_name} is invited as {sent.role_name}.")
            return redirect("settings_colleagues")
    words = clean_search(request.GET.get("q", ""))
    page = {
        "tabs": settings_tabs(request.user, "settings_colleagues"),
        "form": form,
        "sought": words,
        "people": _found(request.user, words)[:_SHOWN],
        "invitations": invited_to(None, reader=request.user, now=timezone.now()),
        "internal_roles": InternalRole.choices,
        "requests": requests_seen(request.user, None, now=timezone.now()),
    }
    return render(request, "people/colleagues.html", page, status=422 if form.errors else 200)


def _found(user: User, words: str) -> QuerySet[User]:
    tied = SocialAccount.objects.filter(user=OuterRef("pk"))
    people = User.objects.visible_to(user).select_related("employer").annotate(tied=Exists(tied))
    if words:
        return people.filter(found_in(words, "full_name")) | people.filter(email__icontains=words)
    return people.filter(employer=None)


@require_POST
@requires(Permission.ADMINISTER)
def internal_role(request: PersonRequest, person: int) -> HttpResponse:
    """Gives one of our people a role across all partnerships, or takes it away."""
    found = get_object_or_404(User.objects.visible_to(request.user), pk=person)
    role = request.POST.get("role", "")
    telling_of(
        request,
        lambda: give_internal_role(found, role=role, by=request.user, now=timezone.now()),
        f"{found.full_name} has another role now.",
    )
    return redirect("settings_colleagues")


@require_POST
@requires(Permission.ADMINISTER)
def business_function(request: PersonRequest, person: int) -> HttpResponse:
    """Says in which function of ours somebody works."""
    found = get_object_or_404(User.objects.visible_to(request.user), pk=person)
    told_where_they_work(request, found)
    return redirect("settings_colleagues")


@require_POST
@requires(Permission.ADMINISTER)
def deactivation(request: PersonRequest, person: int) -> HttpResponse:
    """Ends a person's access everywhere."""
    found = get_object_or_404(User.objects.visible_to(request.user), pk=person)
    with telling(request, f"{found.full_name} has no access any more."):
        deactivate(found, by=request.user, now=timezone.now())
    return redirect("settings_colleagues")


@require_POST
@requires(Permission.ADMINISTER)
def reactivation(request: PersonRequest, person: int) -> HttpResponse:
    """Restores a person's access."""
    found = get_object_or_404(User.objects.visible_to(request.user), pk=person)
    with telling(
        request, f"{found.full_name} may come back. They choose a new password by “Forgot your password?”."
    ):
        reactivate(found, by=request.user, now=timezone.now())
    return redirect("settings_colleagues")


@require_POST
@requires(Permission.ADMINISTER)
def second_factor(request: PersonRequest, person: int) -> HttpResponse:
    """Takes a lost second factor off somebody's account."""
    found = get_object_or_404(User.objects.visible_to(request.user), pk=person)
    with telling(
        request, f"{found.full_name} signs in with their password once more, and is told so by mail."
    ):
        take_off_second_factor(found, by=request.user, now=timezone.now())
    return redirect("settings_colleagues")


@require_POST
@requires(Permission.ADMINISTER)
def single_sign_on(request: PersonRequest, person: int) -> HttpResponse:
    """Forgets who somebody is at the identity provider."""
    found = get_object_or_404(User.objects.visible_to(request.user), pk=person)
    with telling(request, f"{found.full_name} is tied anew when they next come in by single sign-on."):
        take_off_single_sign_on(found, by=request.user, now=timezone.now())
    return redirect("settings_colleagues")
