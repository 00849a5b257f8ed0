"""Asks of one partnership: decisions, impediments, recommendations, risks. By the side that answers, oldest first."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from governance.asks.advocacy import advocacy_of
from governance.asks.ask_step import answers
from governance.asks.filters import ASK_KINDS, AskFilters, listed_asks
from governance.asks.forms import NEW
from governance.asks.steps import ASK_STEPS
from governance.ledger.entries import Entry
from governance.ledger.facts import promise_of_ask
from governance.local_day import day_of
from governance.models import ActionItem, Ask
from governance.owed import Status, owed_of, status_of
from governance.responses import back_to, with_message
from governance.step import Step, StepForm, offers
from partners.access import Permission
from partners.beginnings import ACTION, DECISION
from partners.guards import PersonRequest, requires
from partners.models import Partner, Side, User
from partners.numbers import counted, days, number_in_words
from partners.once import once

_MOST_ANSWERED = 50
_ANSWERED = "What was asked, and what came of it."


@dataclass(frozen=True)
class AskRow:
    """An ask as it is listed on one day."""

    ask: Ask
    today: date

    @property
    def status(self) -> Status:
        return status_of(owed_of(self.ask), self.today)


@requires(Permission.SEE_PARTNERSHIP)
def asks(request: PersonRequest, *, partner: Partner) -> HttpResponse:
    """The open asks, or with ?answered=1 the latest answered ones."""
    today = day_of(request.user, timezone.now())
    filters = AskFilters.read(request.GET.dict())
    answered = filters.answered
    listed = listed_asks(request.user, partner, filters).select_related("owner", "raised_by")
    rows = [AskRow(ask, today) for ask in (listed[:_MOST_ANSWERED] if answered else listed)]
    # What waits on either side is counted whatever kind is listed, as the tracker does.
    every_open = rows
    if filters.kind and not answered:
        every_open = [AskRow(ask, today) for ask in listed_asks(request.user, partner, AskFilters())]
    names = partner.side_names
    context = {
        "partner": partner,
        "today": today,
        "chips": [*_kind_chips(filters.kind), {"label": "Answered", "url": "?answered=1", "current": answered}],
        "columns": [
            {
                "side": side,
                "heading": "Waiting on us" if side == request.user.side else f"Waiting on {names[side]}",
                "rows": [row for row in rows if row.ask.on_side == side],
            }
            for side in Side
        ],
        "answered": answered,
        "filters": filters,
        "listed": len(rows) if len(rows) < _MOST_ANSWERED or not answered else None,
        "may_raise": DECISION.may(request.user, partner),
        "sentence": _ANSWERED if answered else _sentence(every_open, request.user.side, names),
    }  # fmt: skip
    return render(request, "asks/list.html", context)


@requires(Permission.SEE_PARTNERSHIP)
def ask(request: PersonRequest, pk: int, *, partner: Partner) -> HttpResponse:
    """The page of one ask."""
    return _page(request, _found(request.user, partner, pk), timezone.now())


@requires(Permission.RAISE)
@once
def new(request: PersonRequest, kind: str, *, partner: Partner) -> HttpResponse:
    """Raises an ask of one kind."""
    if kind not in NEW:
        raise Http404
    form = NEW[kind](request.POST or None, partner=partner, by=request.user, now=timezone.now())
    if request.method == "POST" and form.carried_out():
        return with_message(request, form, redirect("ask", partner.slug, form.result.pk))
    context = {"partner": partner, "form": form, "kind": kind, "kinds": ASK_KINDS}
    return render(request, "asks/ask_new.html", context, status=form.status)


def view_of(step: Step[Ask]) -> Callable[..., HttpResponse]:
    """The view at the address of a step."""

    @requires(step.permission)
    @once
    def answer(request: PersonRequest, pk: int, *, partner: Partner) -> HttpResponse:
        found, page = _found(request.user, partner, pk), reverse("ask", args=[partner.slug, pk])
        if request.method != "POST":
            return redirect(f"{page}#{step.slug}")
        now = timezone.now()
        form = step.form(request.POST, thing=found, by=request.user, now=now)
        if form.carried_out():
            return with_message(request, form, back_to(request, page))
        current = _found(request.user, partner, pk)
        form.having_seen(current.version)
        if not form.shows_refusals:
            messages.error(request, " ".join(form.refusals))
        return _page(request, current, now, failed=form)

    return answer


def _found(reader: User, partner: Partner, pk: int) -> Ask:
    related = Ask.objects.visible_to(reader).filter(partner=partner)
    related = related.select_related(
        "partner", "owner", "raised_by", "answered_by", "outcome", "acceptance_by", "came_of", "worked_by"
    )
    return get_object_or_404(related, pk=pk)


def _page(request: PersonRequest, found: Ask, now: datetime, failed: StepForm | None = None) -> HttpResponse:
    today = day_of(request.user, now)
    looks = list(found.looks.select_related("looked_by").order_by("-number"))
    look = looks[0] if looks else None
    dates = list(found.dates.filter(look=look).select_related("given_by"))
    promise = promise_of_ask(found, dates, look)
    context = {
        "partner": found.partner,
        "ask": found,
        "row": AskRow(found, today),
        "today": today,
        "dates": dates if len(dates) > (look is None) else [],
        "look": look,
        "looks": [each for each in looks if each.looked_on],
        "advocacy": advocacy_of(found),
        "may_brief": found.state == Ask.State.BACKED and answers(found, request.user),
        "became": found.became.all(),
        "options": found.options.all(),
        "waits": found.waits.running()
        .filter(item__state=ActionItem.State.OPEN)
        .select_related("item__owner"),
        "entry": Entry(promise, today) if promise else None,
        "may_add": ACTION.may(request.user, found.partner),
        "reminders": found.reminders.select_related("person", "sent_to"),
        "actions": found.actions.select_related("owner"),
        "steps": offers(ASK_STEPS, found, request.user, now, failed),
    }
    return render(request, "asks/ask.html", context, status=failed.status if failed else HTTPStatus.OK)


def _kind_chips(current: str) -> list[dict[str, object]]:
    return [
        {"label": label, "url": f"?kind={kind}" if kind else "?", "current": kind == current}
        for kind, label in ASK_KINDS.items()
    ]


def _sentence(rows: list[AskRow], reader: Side, names: dict[str, str]) -> str:
    if not rows:
        return "Nothing is asked of anybody right now."
    ours = sum(row.ask.on_side == reader for row in rows)
    theirs = len(rows) - ours
    oldest = max(rows, key=lambda row: row.ask.age(row.today))
    waits = "us" if oldest.ask.on_side == reader else names[oldest.ask.on_side]
    on_us = counted(ours, "ask") if ours else "nothing"
    on_them = number_in_words(theirs) if theirs else "nothing"
    return (
        f"{on_us.capitalize()} {'wait' if ours > 1 else 'waits'} on us, {on_them} on "
        f"{names[reader.other]}. The oldest has waited on {waits} for {days(oldest.ask.age(oldest.today))}."
    )
