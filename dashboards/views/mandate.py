"""The mandate of a partnership: read by both sides, decided by our executive sponsor, who alone sees what speaks for
the next step."""

from http import HTTPStatus
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from dashboards.queries.mandate_evidence import evidence
from governance.forms.verb_form import VerbForm
from governance.local_day import day_of
from governance.mandate.forms import Later, MandateDecision, MandateWords, OneMoreOpening, OpeningKind
from governance.mandate.queries import current_step, mandate_of
from governance.mandate.verbs import decides
from governance.models import ActionItem, MandateStep, Opening
from governance.people import introduce
from governance.responses import with_message
from partners.access import NotAllowed, Permission, can
from partners.beginnings import BET, RECOMMENDATION
from partners.ended_partnerships import may_begin
from partners.guards import PersonRequest, requires
from partners.models import Partner, Side
from partners.once import once

_DECIDE = Permission.DECIDE_MANDATE


@require_safe
@requires(Permission.SEE_PARTNERSHIP)
def show(request: PersonRequest, *, partner: Partner) -> HttpResponse:
    """How far it goes, what was opened up for it and whether that was kept, and what is bet on."""
    return _page(request, partner)


@requires(_DECIDE)
@once
def decide(request: PersonRequest, *, partner: Partner) -> HttpResponse:
    """Widens or narrows it, with its reason; what is opened up for it is promised in the same moment."""
    _require_decider(request, partner)
    form = MandateDecision(request.POST or None, partner=partner, by=request.user, now=timezone.now())
    if request.method == "POST" and form.carried_out():
        return with_message(request, form, redirect("mandate", partner.slug))
    current = current_step(partner)
    form.having_seen(current.pk if current else 0)
    context = {"partner": partner, "form": form, "current": current}
    return render(request, "mandate/decide.html", context, status=form.status)


@require_POST
@requires(_DECIDE)
def correct(request: PersonRequest, pk: int, *, partner: Partner) -> HttpResponse:
    """Corrects the words of the decision that holds."""
    _require_decider(request, partner)
    form = MandateWords(request.POST, step=_step(request, partner, pk), by=request.user, now=timezone.now())
    if form.carried_out():
        return with_message(request, form, redirect("mandate", partner.slug))
    form.having_seen(_step(request, partner, pk).version)
    return _page(request, partner, words=form)


@require_POST
@requires(_DECIDE)
@once
def open_more(request: PersonRequest, pk: int, *, partner: Partner) -> HttpResponse:
    """Opens up more for the decision that holds."""
    _require_decider(request, partner)
    form = OneMoreOpening(request.POST, step=_step(request, partner, pk), by=request.user, now=timezone.now())
    if form.carried_out():
        return with_message(request, form, redirect("mandate", partner.slug))
    return _page(request, partner, opening=form)


@require_POST
@requires(_DECIDE)
def kind(request: PersonRequest, pk: int, *, partner: Partner) -> HttpResponse:
    """Says of another kind what was opened up."""
    _require_decider(request, partner)
    rows = Opening.objects.visible_to(request.user).filter(partner=partner).select_related("partner")
    form = OpeningKind(
        request.POST, opening=get_object_or_404(rows, pk=pk), by=request.user, now=timezone.now()
    )
    if form.carried_out():
        return with_message(request, form, redirect("mandate", partner.slug))
    return _page(request, partner, refused=form)


@require_POST
@requires(_DECIDE)
def later(request: PersonRequest, *, partner: Partner) -> HttpResponse:
    """What speaks for a wider mandate is left for a quarter."""
    _require_decider(request, partner)
    form = Later(request.POST, partner=partner, by=request.user, now=timezone.now())
    if form.carried_out():
        return with_message(request, form, redirect("mandate", partner.slug))
    return _page(request, partner, refused=form)


def _require_decider(request: PersonRequest, partner: Partner) -> None:
    """The other side's sponsor holds the role, and reads the page as everybody there."""
    if not decides(request.user, partner):
        raise NotAllowed(_DECIDE, partner)


def _step(request: PersonRequest, partner: Partner, pk: int) -> MandateStep:
    visible = MandateStep.objects.visible_to(request.user).filter(partner=partner)
    return get_object_or_404(visible.select_related("partner", "decided_by"), pk=pk)


def _page(
    request: PersonRequest,
    partner: Partner,
    *,
    words: MandateWords | None = None,
    opening: OneMoreOpening | None = None,
    refused: VerbForm | None = None,
) -> HttpResponse:
    user, now = request.user, timezone.now()
    today = day_of(user, now)
    mandate = mandate_of(partner, user, today)
    opened = [each.action for each in mandate.opened]
    introduce(opened)
    ActionItem.objects.all().read_running(opened, reader=user.side)
    context: dict[str, Any] = {
        "partner": partner,
        "today": today,
        "mandate": mandate,
        "kinds": Opening.Kind.choices,
        "may_bet": BET.may(user, partner),
        "may_keep_charter": can(user, Permission.KEEP_CHARTER, partner),
        "may_ask": user.side == Side.THEIRS and RECOMMENDATION.may(user, partner),
        "tried": "words" if words else "opening" if opening else "",
        "refused": refused,
    }
    if decides(user, partner):
        current = mandate.current
        context["decider"] = {
            "evidence": evidence([partner], today)[0],
            "may_begin": may_begin(user, _DECIDE, partner),
            "words": current and (words or MandateWords(step=current, by=user, now=now)),
            "opening": current and (opening or OneMoreOpening(step=current, by=user, now=now)),
        }
    failed = words or opening or refused
    return render(request, "mandate/mandate.html", context, status=failed.status if failed else HTTPStatus.OK)
