"""An outcome intent: what was asked for, how it stands, and who has a free hand until when."""

from collections.abc import Callable
from datetime import datetime
from http import HTTPStatus
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from governance.local_day import day_of
from governance.models import OutcomeIntent
from governance.models.outcomes import Health
from governance.outcomes import forms as forms
from governance.outcomes.forms import Charter, OutcomeForm
from governance.outcomes.standing import Outcome
from governance.responses import with_message
from partners.access import Permission, can
from partners.ended_partnerships import may_begin
from partners.guards import PersonRequest, requires
from partners.models import Partner, User
from partners.once import once

_MOST_ACTIONS = 20


@requires(Permission.SEE_PARTNERSHIP)
def outcome(request: PersonRequest, pk: int, *, partner: Partner) -> HttpResponse:
    """The page of one outcome."""
    return _page(request, _found(request.user, partner, pk), timezone.now())


@requires(Permission.KEEP_CHARTER)
@once
def new(request: PersonRequest, *, partner: Partner) -> HttpResponse:
    """Drafts an outcome."""
    form = Charter(request.POST or None, partner=partner, by=request.user, now=timezone.now())
    if request.method == "POST" and form.carried_out():
        return with_message(request, form, redirect("outcome", partner.slug, form.result.pk))
    return render(
        request, "outcomes/outcome_edit.html", {"partner": partner, "form": form}, status=form.status
    )


@requires(Permission.KEEP_CHARTER)
def edit(request: PersonRequest, pk: int, *, partner: Partner) -> HttpResponse:
    """Changes the charter of an outcome; with htmx in place, else on a page of its own."""
    found = _found(request.user, partner, pk)
    form = Charter(request.POST or None, partner=partner, outcome=found, by=request.user, now=timezone.now())
    if request.method == "POST" and form.carried_out():
        return with_message(request, form, redirect("outcome", partner.slug, pk))
    form.having_seen(_found(request.user, partner, pk).version)
    context = {"partner": partner, "form": form, "outcome": found}
    return render(request, "outcomes/outcome_edit.html", context, status=form.status)


def _endpoint(noun: str, form_class: type[OutcomeForm]) -> Callable[..., HttpResponse]:
    @requires(Permission.KEEP_CHARTER)
    @once
    def change(request: PersonRequest, pk: int, *, partner: Partner) -> HttpResponse:
        found, page = _found(request.user, partner, pk), reverse("outcome", args=[partner.slug, pk])
        if request.method != "POST":
            return redirect(f"{page}#{noun}")
        now = timezone.now()
        form = form_class(request.POST, outcome=found, by=request.user, now=now)
        if form.carried_out():
            return with_message(request, form, redirect(page))
        current = _found(request.user, partner, pk)
        form.having_seen(current.version)
        return _page(request, current, now, failed=(noun, form))

    return change


agreement = _endpoint("agreement", forms.Agreement)
check_in = _endpoint("check_in", forms.NewCheckIn)
free_hand = _endpoint("free_hand", forms.FreeHand)


def _found(reader: User, partner: Partner, pk: int) -> OutcomeIntent:
    related = OutcomeIntent.objects.visible_to(reader).filter(partner=partner)
    return get_object_or_404(related.select_related("partner", "business_owner", "sponsor"), pk=pk)


def _page(
    request: PersonRequest, found: OutcomeIntent, now: datetime, failed: tuple[str, OutcomeForm] | None = None
) -> HttpResponse:
    today = day_of(request.user, now)
    noun, form = failed or ("", None)
    may_keep = can(request.user, Permission.KEEP_CHARTER, found.partner)
    fresh: dict[str, Any] = {"outcome": found, "by": request.user, "now": now}
    concluded = found.state not in (OutcomeIntent.State.DRAFT, OutcomeIntent.State.AGREED)
    context = {
        "partner": found.partner,
        "outcome": found,
        "today": today,
        "stands": Outcome(found, today),
        "may_keep": may_keep and not concluded,
        "may_give_free_hand": may_begin(request.user, Permission.KEEP_CHARTER, found.partner),
        "check_ins": [
            (Health(said.health).level, said) for said in found.check_ins.select_related("by")[:24]
        ],
        "actions": found.actions.open().select_related("owner").order_by("due_on", "id")[:_MOST_ACTIONS],
        "asks": found.asks.open().order_by("raised_on", "id"),
        "tried": noun,
        "agreement": form if noun == "agreement" else forms.Agreement(**fresh),
        "check_in": form if noun == "check_in" else forms.NewCheckIn(**fresh),
        "free_hand": form if noun == "free_hand" else forms.FreeHand(**fresh),
    }
    status = form.status if form else HTTPStatus.OK
    return render(request, "outcomes/outcome.html", context, status=status)
