from datetime import date

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from dashboards.forms import CharterForm, PartingForm
from dashboards.queries.engagements import engagements_of, parting_of
from governance.local_day import day_of
from partners.access import Permission, can
from partners.ended_partnerships import may_begin
from partners.forms import say_at_fault
from partners.guards import PersonRequest, requires
from partners.models import Partner, PartnerStanding, User
from partners.side_requests import ShownRequest, requests_seen
from partners.verb import Refused
from partners.verbs import edit_charter, plan_parting
from partners.views.messages import waits

_FIELDS = ("name", "code", "kind", "expertise", "status", "country", "time_zone")


# What needs a permission of its own, beyond keeping the charter.
_NEEDS = {"name": Permission.NAME_PARTNER, "code": Permission.NAME_PARTNER, "segment": Permission.CLASSIFY}


@requires(Permission.KEEP_CHARTER)
def edit(request: PersonRequest, partner: Partner) -> HttpResponse:
    """The charter: what is said of the partner, kept by both leads. How we classify them is ours alone."""
    form = _charter_form(request, partner)
    if request.method == "POST" and form.is_valid():
        try:
            kept = edit_charter(partner, **form.cleaned_data, by=request.user, now=timezone.now())
        except Refused as refused:
            say_at_fault(form, refused)
        else:
            messages.success(request, "The charter is saved.")
            if kept.status != form.cleaned_data["status"]:
                for shown in _requests(request.user, partner):
                    messages.info(request, waits(shown.request))
            return redirect("partnership", partner.slug)
    return _page(request, partner, form)


@requires(Permission.KEEP_CHARTER)
def part(request: PersonRequest, partner: Partner) -> HttpResponse:
    """Says what happens if the two part; either side keeps it."""
    now = timezone.now()
    form = _parting_form(request, partner, day_of(request.user, now))
    if request.method == "POST" and form.is_valid():
        try:
            plan_parting(partner, **form.cleaned_data, by=request.user, now=now)
        except Refused as refused:
            say_at_fault(form, refused)
        else:
            messages.success(request, "The plan is saved.")
            return redirect("partnerships_charter", partner.slug)
    return _page(request, partner, _charter_form(request, partner, unsent=True), parting=form)


def _charter_form(request: PersonRequest, partner: Partner, *, unsent: bool = False) -> CharterForm:
    standing = PartnerStanding.objects.visible_to(request.user).filter(partner=partner).first()
    initial = {name: getattr(partner, name) for name in _FIELDS} | {
        "segment": standing.segment if standing else ""
    }
    return CharterForm(
        None if unsent else request.POST or None,
        initial=initial,
        partner=partner,
        reader=request.user.side,
        without=_withheld(request.user, partner),
    )


def _parting_form(
    request: PersonRequest, partner: Partner, today: date, *, unsent: bool = False
) -> PartingForm:
    found = parting_of(partner, reader=request.user, today=today)
    names = ("plan", "rehearsed_on", "owner")
    initial = {name: getattr(found.plan, name) for name in names} if found else {}
    return PartingForm(
        None if unsent else request.POST or None, initial=initial, today=today, partner=partner
    )


def _page(
    request: PersonRequest, partner: Partner, form: CharterForm, parting: PartingForm | None = None
) -> HttpResponse:
    today = day_of(request.user, timezone.now())
    context = {
        "form": form,
        "partner": partner,
        "today": today,
        "requests": _requests(request.user, partner),
        "may_begin": may_begin(request.user, Permission.KEEP_CHARTER, partner),
        "engagements": engagements_of(partner, reader=request.user, today=today),
        "parting": parting_of(partner, reader=request.user, today=today),
        "parting_form": parting or _parting_form(request, partner, today, unsent=True),
    }
    wrong = form.errors or (parting is not None and parting.errors)
    return render(request, "partnership/charter.html", context, status=422 if wrong else 200)


def _requests(reader: User, partner: Partner) -> list[ShownRequest]:
    seen = requests_seen(reader, partner, now=timezone.now())
    return [shown for shown in seen if shown.request.is_about_partnership]


def _withheld(person: User, partner: Partner) -> set[str]:
    return {field for field, permission in _NEEDS.items() if not can(person, permission, partner)}
