"""The mirror ledger as pages: of one partnership down to each promise, and across all that one sees."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from dashboards.ledger_asked import KINDS, UNNAMED, Asked
from dashboards.queries.kept import chart_of, percent
from dashboards.queries.ledger import Ledger, has_older, ledger, months_of
from dashboards.queries.ledger_across import ledger_across
from dashboards.saying import called, of_ledger
from governance.entries import SIGNS
from governance.ledger import Tally
from governance.tallies import Period, Tallies
from governance.today import day_of
from partners.access import Permission
from partners.models import Partner, Side
from partners.routes import PersonRequest, requires

LIST = "#promises"


@requires(Permission.SEE_PARTNERSHIP)
def of_partnership(request: PersonRequest, *, partner: Partner) -> HttpResponse:
    """Every promise of twelve months that fell due: what it came to and why. The same page for both sides."""
    user, asked = request.user, Asked.read(request.GET.dict())
    today = day_of(user, timezone.now())
    found, words = ledger(partner, asked, today=today), called(user.side)
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
        "sums": _sums(found.year, words, asked),
        "functions": _functions(found.functions, asked, words, list(Side), LIST),
        "months": months_of(found, shown, partner=partner, reader=user),
        "older_url": asked.query(after=more) + LIST if more else "",
        "whole_url": Asked(until=asked.until).query(),
        **_chips(found, words),
        **_choices(found),
        **_years(asked, found.period, today, older=has_older(user, found.period, partner)),
    }
    return render(request, "dashboards/ledger/partnership.html", context)


@requires(Permission.SEE_PARTNERSHIP)
def across(request: PersonRequest) -> HttpResponse:
    """Both sides' counts in every partnership one sees: by partner, month and business function."""
    user, asked = request.user, Asked.read(request.GET.dict())
    asked = Asked(until=asked.until, side=asked.side, function=asked.function)
    today, words = day_of(user, timezone.now()), called(user.side)
    found = ledger_across(user, asked, today=today)
    shown, more = found.page(request.GET.get("after", ""))
    sides = [side for side in Side if asked.side in ("", side)]
    context = {
        "ledger": found,
        "asked": asked,
        "today": today,
        "called": words,
        "sentence": of_ledger(found.year, dict.fromkeys(Side, 0), reader=user.side, until=found.period.last),
        "chart": chart_of(found.months, words),
        "sums": _sums(found.year, words, None),
        "sides": sides,
        "functions": _functions(found.functions, asked, words, sides),
        "partnerships": [_partnership(*row, asked, words, sides) for row in shown],
        "older_url": asked.query(after=more) if more else "",
        "side_chips": _side_chips(asked, words),
        **_years(asked, found.period, today, older=has_older(user, found.period)),
    }
    return render(request, "dashboards/ledger/across.html", context)


@dataclass(frozen=True)
class Cell:
    """A count of one side, and where those promises are listed."""

    side: Side
    count: int
    url: str
    more: str = ""


@dataclass(frozen=True)
class Sum:
    """A line of the sums: all that fell due (no sign), or what came to one verdict."""

    sign: tuple[str, str] | None
    cells: list[Cell]


def _sums(year: Tallies, words: dict[str, str], asked: Asked | None) -> list[Sum]:
    """Both sides' counts; `asked` is whose list the counts lead to, None where there is no list."""
    rows = [Sum(None, [_cell(side, year[side], "due", asked) for side in Side])]
    rows += [
        Sum(sign, [_cell(side, year[side], verdict, asked) for side in Side])
        for verdict, sign in SIGNS.items()
    ]
    return rows


def _cell(side: Side, tally: Tally, what: str, asked: Asked | None) -> Cell:
    count = getattr(tally, what)
    url = ""
    if asked is not None and count:
        url = Asked(until=asked.until).query(side=side, verdict="" if what == "due" else what) + LIST
    return Cell(side, count, url, _of_kept(tally) if what == "kept" else "")


def _of_kept(tally: Tally) -> str:
    """What is said beside the kept ones: the part of all from twenty on, and how many wait for the other's yes."""
    part = percent(tally)
    said = [f"{part}%"] if part is not None else []
    said += [f"{tally.unconfirmed} to be confirmed"] if tally.unconfirmed else []
    return " · ".join(said)


@dataclass(frozen=True)
class Share:
    """One side's counts in a row of a table."""

    side: Side
    label: str
    tally: Tally
    url: str


@dataclass(frozen=True)
class Row:
    """A business function or a partnership with both sides' counts, or the side's asked for."""

    name: str
    url: str
    shares: list[Share]
    current: bool = False


def _functions(
    functions: list[tuple[str, Tallies]],
    asked: Asked,
    words: dict[str, str],
    sides: list[Side],
    place: str = "",
) -> list[Row]:
    """The table by business function; nothing where there is but one to tell apart. A chosen one leads back to all."""
    if len(functions) < 2:
        return []
    return [
        Row(
            name=name,
            url=asked.query(function="" if asked.function == name else name) + place,
            shares=[
                Share(side, f"{words[side]} kept", year[side], asked.query(function=name, side=side) + place)
                for side in sides
            ],
            current=asked.function == name,
        )
        for name, year in functions
    ]


def _partnership(
    partner: Partner, year: Tallies, asked: Asked, words: dict[str, str], sides: list[Side]
) -> Row:
    here = reverse("ledger_partnership", args=[partner.slug])
    shares = [
        Share(side, f"{words[side]} kept", year[side], f"{here}{asked.query(side=side)}{LIST}")
        for side in sides
    ]
    return Row(partner.name, f"{here}{asked.query(side='')}", shares)


def _chips(found: Ledger, words: dict[str, str]) -> dict[str, Any]:
    asked = found.asked
    counts = found.counts(Asked(**(vars(asked) | {"verdict": ""})))
    verdicts = [_chip(asked, "verdict", "", "All", counts.total())]
    verdicts += [
        _chip(asked, "verdict", verdict, sign[1], counts[verdict]) for verdict, sign in SIGNS.items()
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
        "unnamed": UNNAMED,
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
