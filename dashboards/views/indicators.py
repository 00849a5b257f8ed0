from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from dashboards.forms import IndicatorForm, ReadingForm
from dashboards.marks import plain
from dashboards.models import Indicator, Reading
from dashboards.queries.performance import indicator_in_full
from dashboards.verbs import (
    accept_reading,
    define_indicator,
    dispute_reading,
    edit_indicator,
    record_reading,
    retire_indicator,
)
from governance.local_day import day_of
from governance.models import OutcomeIntent
from partners.access import Permission, can
from partners.forms import say_at_fault
from partners.guards import PersonRequest, requires
from partners.models import Partner
from partners.once import once
from partners.verb import Refused

_FIELDS = ("name", "unit", "direction", "target", "amber", "kind", "outcome", "source")


@requires(Permission.KEEP_CHARTER)
@once
def define(request: PersonRequest, partner: Partner) -> HttpResponse:
    form = IndicatorForm(request.POST or None, outcomes=_outcomes(request, partner))
    if request.method == "POST" and form.is_valid():
        try:
            indicator = define_indicator(partner, **form.cleaned_data, by=request.user, now=timezone.now())
        except Refused as refused:
            say_at_fault(form, refused)
        else:
            if request.POST.get("another"):
                messages.success(request, f"{indicator.name} is defined.")
                return redirect("performance_define", partner.slug)
            messages.success(request, f"{indicator.name} is defined. Record its first reading.")
            return redirect("performance_indicator", partner.slug, indicator.pk)
    context = {"form": form, "partner": partner}
    return render(request, "performance/indicator_form.html", context, status=422 if form.errors else 200)


@requires(Permission.KEEP_CHARTER)
def edit(request: PersonRequest, partner: Partner, pk: int) -> HttpResponse:
    indicator = _indicator(request, partner, pk)
    initial = {name: plain(getattr(indicator, name)) for name in _FIELDS}
    form = IndicatorForm(request.POST or None, initial=initial, outcomes=_outcomes(request, partner))
    if request.method == "POST" and form.is_valid():
        try:
            edit_indicator(indicator, **form.cleaned_data, by=request.user, now=timezone.now())
        except Refused as refused:
            say_at_fault(form, refused)
        else:
            messages.success(request, "The indicator is saved.")
            return redirect("performance_indicator", partner.slug, indicator.pk)
    context = {"form": form, "partner": partner, "indicator": _indicator(request, partner, pk)}
    return render(request, "performance/indicator_form.html", context, status=422 if form.errors else 200)


@require_POST
@requires(Permission.KEEP_CHARTER)
def retire(request: PersonRequest, partner: Partner, pk: int) -> HttpResponse:
    indicator = retire_indicator(_indicator(request, partner, pk), by=request.user, now=timezone.now())
    messages.success(request, f"{indicator.name} is retired. Its readings stay.")
    return redirect("performance_partner", partner.slug)


@requires(Permission.SEE_PARTNERSHIP)
def show(request: PersonRequest, partner: Partner, pk: int) -> HttpResponse:
    """One indicator: its trend and every reading behind it."""
    return _page(request, partner, _indicator(request, partner, pk), ReadingForm())


@require_POST
@requires(Permission.RECORD_READINGS)
@once
def record(request: PersonRequest, partner: Partner, pk: int) -> HttpResponse:
    indicator, form = _indicator(request, partner, pk), ReadingForm(request.POST)
    if form.is_valid():
        try:
            reading = record_reading(indicator, **form.cleaned_data, by=request.user, now=timezone.now())
        except Refused as refused:
            say_at_fault(form, refused)
        else:
            messages.success(request, f"The reading of {reading.month:%B %Y} is recorded.")
            return redirect("performance_indicator", partner.slug, indicator.pk)
    return _page(request, partner, indicator, form)


@require_POST
@requires(Permission.RECORD_READINGS)
def accept(request: PersonRequest, partner: Partner, pk: int, reading: int) -> HttpResponse:
    found = _reading(request, partner, pk, reading)
    try:
        accept_reading(found, by=request.user, now=timezone.now())
    except Refused as refused:
        return _page(request, partner, found.indicator, ReadingForm(), refusal=refused.sentence)
    messages.success(request, f"The reading of {found.month:%B %Y} stands.")
    return redirect("performance_indicator", partner.slug, pk)


@requires(Permission.RECORD_READINGS)
def dispute(request: PersonRequest, partner: Partner, pk: int, reading: int) -> HttpResponse:
    """A page of its own, so that it works without a script: why the reading is wrong."""
    found, words, error = _reading(request, partner, pk, reading), request.POST.get("words", ""), ""
    if request.method == "POST":
        try:
            dispute_reading(found, words=words, by=request.user, now=timezone.now())
        except Refused as refused:
            error = refused.sentence
        else:
            messages.success(request, f"The reading of {found.month:%B %Y} is marked as disputed.")
            return redirect("performance_indicator", partner.slug, pk)
    context = {"partner": partner, "reading": found, "words": words, "error": error}
    return render(request, "performance/dispute.html", context, status=422 if error else 200)


def _page(
    request: PersonRequest, partner: Partner, indicator: Indicator, form: ReadingForm, *, refusal: str = ""
) -> HttpResponse:
    today = day_of(request.user, timezone.now())
    measured, readings = indicator_in_full(indicator, today=today)
    context = {
        "partner": partner,
        "indicator": indicator,
        "measured": measured,
        "readings": readings,
        "form": form,
        "refusal": refusal,
        "today": today,
        "may_define": can(request.user, Permission.KEEP_CHARTER, partner),
        "may_record": can(request.user, Permission.RECORD_READINGS, partner),
    }
    return render(
        request, "performance/indicator.html", context, status=422 if refusal or form.errors else 200
    )


def _indicator(request: PersonRequest, partner: Partner, pk: int) -> Indicator:
    return get_object_or_404(Indicator.objects.visible_to(request.user).filter(partner=partner), pk=pk)


def _reading(request: PersonRequest, partner: Partner, indicator: int, pk: int) -> Reading:
    rows = Reading.objects.visible_to(request.user).filter(partner=partner, indicator=indicator)
    return get_object_or_404(rows.select_related("indicator", "recorded_by"), pk=pk)


def _outcomes(request: PersonRequest, partner: Partner) -> Any:
    return OutcomeIntent.objects.visible_to(request.user).filter(partner=partner)
