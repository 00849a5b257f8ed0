from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from partners.access import Permission, Role, can
from partners.finding import plain
from partners.forms import Invite, say_at_fault
from partners.guards import PersonRequest, requires
from partners.invited import invited_to, of_side
from partners.models import Membership, Partner, Side, User, enterprise_name
from partners.once import once
from partners.side_requests import requests_seen
from partners.sides import speaks_for
from partners.verb import Refused
from partners.verbs import invite as send_invitation
from partners.verbs import set_business_function
from partners.verbs.invitations import VALID_FOR
from partners.views.messages import invitation_leaves, tell_of_invitation
from partners.views.settings_tabs import settings_tabs


@require_GET
@requires(Permission.INVITE)
def people(request: PersonRequest) -> HttpResponse:
    """Who takes part in a partnership, on both sides, and who is invited."""
    partners = list(Partner.objects.in_which(request.user, Permission.INVITE))
    slug = request.GET.get("partner") or (partners[0].slug if partners else "")
    chosen = next((partner for partner in partners if partner.slug == slug), None)
    if slug and chosen is None:
        raise Http404
    page = {
        "tabs": settings_tabs(request.user, "settings_people"),
        "partner": chosen,
        "chips": [_chip(partner, chosen, request.user) for partner in partners],
        "sides": _sides(chosen, request.user) if chosen else [],
        "roles": Role.choices,
        "may_bring": chosen and speaks_for(request.user, request.user.side, chosen),
        "requests": requests_seen(request.user, chosen, now=timezone.now()),
    }
    return render(request, "people/people.html", page)


def _chip(partner: Partner, chosen: Partner | None, reader: User) -> dict[str, object]:
    address = f"{reverse('settings_people')}?partner={partner.slug}"
    return {"label": partner.named_to(reader.side), "url": address, "current": partner == chosen}


def _sides(partner: Partner, reader: User) -> list[dict[str, object]]:
    leads = can(reader, Permission.PROMISE, partner)
    members = Membership.objects.current().filter(partner=partner).select_related("person")
    invited = invited_to(partner, reader=reader, now=timezone.now())
    return [
        {
            "side": side,
            "name": partner.name_of(side),
            "members": sorted(
                (member for member in members if member.person.side is side),
                key=lambda member: (Role.values.index(member.role), plain(member.person.full_name)),
            ),
            "invitations": of_side(invited, side),
            "at_once": speaks_for(reader, side, partner),
            "keeps_house": side is reader.side and can(reader, Permission.KEEP_HOUSE),
            "hands_over": side is reader.side and leads,
        }
        for side in Side
    ]


@require_http_methods(["GET", "POST"])
@requires(Permission.INVITE)
@once
def invite(request: PersonRequest) -> HttpResponse:
    """Invites a person by mail to one of the partnerships one looks after."""
    role = request.GET.get("role", Role.CONTRIBUTOR)
    form = Invite(
        request.POST if request.method == "POST" else None,
        partners=Partner.objects.in_which(request.user, Permission.INVITE),
        sides=_sides_to_work_for(request.user),
        initial={
            "partner": request.GET.get("partner"),
            "role": role,
            "theirs": "yes" if _is_theirs(request.user, role) else "no",
        },
    )
    if request.method == "POST" and form.is_valid():
        try:
            sent = send_invitation(**form.cleaned_data, by=request.user, now=timezone.now())
        except Refused as refusal:
            say_at_fault(form, refusal)
        else:
            tell_of_invitation(request, sent, invitation_leaves(sent))
            return redirect(f"{reverse('settings_people')}?partner={form.cleaned_data['partner'].slug}")
    page = {
        "form": form,
        "tabs": settings_tabs(request.user, "settings_people"),
        "roles": list(Role),
        "valid_for": VALID_FOR,
    }
    return render(request, "people/invite.html", page, status=422 if form.errors else 200)


def _sides_to_work_for(user: User) -> list[tuple[str, str]]:
    """The two answers to whom somebody works for, one's own side first, each by its name where there is one."""
    ours, theirs = ("no", enterprise_name()), ("yes", user.employer.name if user.employer else "the partner")
    return [theirs, ours] if user.side is Side.THEIRS else [ours, theirs]


def _is_theirs(user: User, role: str) -> bool:
    """Whom one invites as a rule: one's own side's people, but for roles that only the other side has."""
    of_one_side = {Role.RELATIONSHIP_MANAGER.value: False, Role.PARTNER_LEAD.value: True}
    return of_one_side.get(role, user.side is Side.THEIRS)


@require_POST
@requires(Permission.KEEP_HOUSE)
def business_function(request: PersonRequest, membership: int) -> HttpResponse:
    """Says in which function of one's own house a member works."""
    held = Membership.objects.visible_to(request.user).select_related("person", "partner")
    found = get_object_or_404(held, pk=membership)
    told_where_they_work(request, found.person)
    return redirect(f"{reverse('settings_people')}?partner={found.partner.slug}")


def told_where_they_work(request: PersonRequest, person: User) -> None:
    """Carries out what was typed, and says what became of it."""
    function = request.POST.get("business_function", "")
    try:
        kept = set_business_function(person, function=function, by=request.user, now=timezone.now())
    except Refused as refusal:
        messages.error(request, refusal.sentence)
        return
    where = (
        f"works in {kept.business_function} now"
        if kept.business_function
        else "works in no function that is named"
    )
    messages.success(request, f"{kept.full_name} {where}.")
