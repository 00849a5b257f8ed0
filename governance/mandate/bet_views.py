"""Capability bets: one that is placed, its page, and what becomes of it."""

from http import HTTPStatus

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from governance.local_day import day_of
from governance.mandate.forms import Bet, BetBecame
from governance.models import CapabilityBet
from governance.responses import with_message
from partners.access import Permission, can
from partners.guards import PersonRequest, requires
from partners.models import Partner
from partners.once import once


@requires(Permission.KEEP_CHARTER)
@once
def new(request: PersonRequest, *, partner: Partner) -> HttpResponse:
    """Places a bet for one's own side."""
    form = Bet(request.POST or None, partner=partner, by=request.user, now=timezone.now())
    if request.method == "POST" and form.carried_out():
        return with_message(request, form, redirect(form.result))
    return render(request, "mandate/bet_new.html", {"partner": partner, "form": form}, status=form.status)


@require_safe
@requires(Permission.SEE_PARTNERSHIP)
def show(request: PersonRequest, pk: int, *, partner: Partner) -> HttpResponse:
    """One bet, and what became of it."""
    return _page(request, _found(request, partner, pk))


@require_POST
@requires(Permission.KEEP_CHARTER)
def edit(request: PersonRequest, pk: int, *, partner: Partner) -> HttpResponse:
    """Corrects what is said of it."""
    found = _found(request, partner, pk)
    form = Bet(request.POST, bet=found, by=request.user, now=timezone.now())
    if form.carried_out():
        return with_message(request, form, redirect(found))
    current = _found(request, partner, pk)
    form.having_seen(current.version)
    return _page(request, current, words=form)


@require_POST
@requires(Permission.KEEP_CHARTER)
def state(request: PersonRequest, pk: int, *, partner: Partner) -> HttpResponse:
    """Says what became of it, or takes it up again."""
    found = _found(request, partner, pk)
    form = BetBecame(request.POST, bet=found, by=request.user, now=timezone.now())
    if form.carried_out():
        return with_message(request, form, redirect(found))
    current = _found(request, partner, pk)
    form.having_seen(current.version)
    return _page(request, current, became=form)


def _found(request: PersonRequest, partner: Partner, pk: int) -> CapabilityBet:
    visible = CapabilityBet.objects.visible_to(request.user).filter(partner=partner)
    return get_object_or_404(visible.select_related("partner", "placed_by", "said_by"), pk=pk)


def _page(
    request: PersonRequest, bet: CapabilityBet, *, words: Bet | None = None, became: BetBecame | None = None
) -> HttpResponse:
    now, user = timezone.now(), request.user
    may = can(user, Permission.KEEP_CHARTER, bet.partner)
    refused = words or became
    context = {
        "partner": bet.partner,
        "bet": bet,
        "today": day_of(user, now),
        "is_open": bet.state == CapabilityBet.State.OPEN,
        "may_say": may,
        "may_correct": may and user.side == bet.side,
        "tried": "words" if words else "state" if became else "",
        "words_form": words or Bet(bet=bet, by=user, now=now),
        "form": became or BetBecame(bet=bet, by=user, now=now),
    }
    return render(request, "mandate/bet.html", context, status=refused.status if refused else HTTPStatus.OK)
