"""The mirror ledger as pages: of one partnership down to each promise, and across all that one sees."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from dashboards.ledger_tables import LIST, functions_table, partnership_row, sums
from dashboards.queries.kept import chart_of
from dashboards.queries.ledger import Ledger, has_older, ledger, months_of
from dashboards.queries.ledger_across import ledger_across
from dashboards.queries.ledger_asked import KINDS, Asked
from dashboards.queries.summary_sentence import of_ledger
from governance.counting.formula import APART
from governance.ledger.entries import SIGNS
from governance.ledger.tallies import Period
from governance.local_day import day_of
from partners.access import Permission
from partners.guards import PersonRequest, requires
from partners.models import Partner, Side
from partners.voice import called


@requires(Permission.SEE_PARTNERSHIP)
def of_partnership(request: PersonRequest, *, partner: Partner) -> HttpResponse:
    """Every promise of twelve months that fell due: what it came to and why. The same page for both sides."""
    user, today = request.user, day_of(request.user, timezone.now())
    found, words = ledger(partner, Asked.read(request.GET.dict()), today=today), called(user.side)
    asked = found.asked
    shown, more = found.page(request.GET.get("after", ""))
    context = {
        "partner": partner,
        "ledger": found,
        "asked": asked,
        "today": today,
        "called": words,
        "sides": list(Side),
        "sentence": of_ledger(found.year, found.waited, reader=user.side, until=found.period.last),
        "chart": found.kept.chart(words),
        "sums": sums(found.year, asked),
        "functions": functions_table(found.functions, asked, words, list(Side), LIST),
        "months": months_of(found, shown, partner=partner, reader=user),
        "older_url": asked.query(after=more) + LIST if more else "",
        "whole_url": Asked(until=asked.until).query(),
        **_chips(found, words),
        **_choices(found),
        **_years(asked, found.period, today, older=has_older(user, found.period, partner)),
    }
    return render(request, "ledger/partnership.html", context)


@requires(Permission.SEE_PARTNERSHIP)
def across(request: PersonRequest) -> HttpResponse:
    """Both sides' counts in every partnership one sees: by partner, month and business function."""
    user, asked = request.user, Asked.read(request.GET.dict()).across
    today, words = day_of(user, timezone.now()), called(user.side)
    found = ledger_across(user, asked, today=today)
    shown, more = found.page(request.GET.get("after", ""))
    sides = [side for side in Side if asked.side in ("", side)]
    context = {
        "ledger": found,
        "asked": asked,
        "today": today,
        "called": words,
        "sentence": of_ledger(found.year, found.waited, reader=user.side, until=found.period.last),
        "chart": chart_of(found.months, words),
        "sums": sums(found.year, None),
        "sides": sides,
        "functions": functions_table(found.functions, asked, words, sides),
        "partnerships": [
            partnership_row(
                partner, year, found.waited_by_partner.get(partner.pk, {}), asked, words, sides, user.side
            )
            for partner, year in shown
        ],
        "older_url": asked.query(after=more) if more else "",
        "side_chips": _side_chips(asked, words),
        "lines": len(found.partnerships) * len(sides),
        **_years(asked, found.period, today, older=has_older(user, found.period)),
    }
    return render(request, "ledger/across.html", context)


def _chips(found: Ledger, words: dict[str, str]) -> dict[str, Any]:
    asked = found.asked
    counts = found.counts(replace(asked, verdict=""))
    verdicts = [_chip(asked, "verdict", "", "All", counts.total())]
    verdicts += [
        _chip(asked, "verdict", verdict, sign[1], counts[verdict]) for verdict, sign in SIGNS.items()
    ]
    verdicts += [
        _chip(asked, "verdict", kind, word, counts[kind])
        for kind, word in APART.items()
        if counts[kind] or asked.verdict == kind
    ]
    return {"side_chips": _side_chips(asked, words, LIST), "verdict_chips": verdicts}


def _side_chips(asked: Asked, words: dict[str, str], place: str = "") -> list[dict[str, Any]]:
    said = {"": "Both sides", **{side.value: words[side] for side in Side}}
    return [_chip(asked, "side", side, label, place=place) for side, label in said.items()]


def _chip(
    asked: Asked, name: str, value: str, label: str, count: int | None = None, place: str = LIST
) -> dict[str, Any]:
    chosen = getattr(asked, name) == value
    return {"url": asked.query(**{name: value}) + place, "label": label, "current": chosen, "count": count}


def _choices(found: Ledger) -> dict[str, Any]:
    """What the form offers beside the chips."""
    return {
        "month_choices": [(f"{month:%Y-%m}", f"{month:%B %Y}") for month in reversed(found.kept.months)],
        "kind_choices": KINDS.items(),
        "function_choices": [name for name, _ in found.functions if len(found.functions) > 1],
    }


def _years(asked: Asked, period: Period, today: date, *, older: bool) -> dict[str, str]:
    """Where the twelve months before and after are shown."""
    before = period.first - timedelta(days=1)
    after = period.last.replace(year=period.last.year + 1, day=1)
    is_latest = (period.last.year, period.last.month) == (today.year, today.month)
    until = "" if after >= today.replace(day=1) else f"{after:%Y-%m}"
    return {
        "year_before_url": asked.query(until=f"{before:%Y-%m}", month="") if older else "",
        "year_after_url": "" if is_latest else asked.query(until=until, month=""),
    }
