"""The ledger's list and its counts are one: what is listed adds up to what is counted, for any facts at all."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboards.queries import ledger_across
from dashboards.queries.ledger import PAGE, Ledger, ledger_of
from dashboards.queries.ledger_across import Across
from dashboards.queries.ledger_asked import Asked
from dashboards.queries.summary_sentence import of_ledger
from governance.counting.formula import Promise, Tally
from governance.ledger.entries import COVERED, SIGNS, Entry
from governance.ledger.tallies import Tallies
from partners.models import Partner, Side
from tests.governance.ledger.test_ledger import anything_promised, swapped

TODAY = date(2026, 8, 14)
EVERYTHING = Asked()
months = st.sampled_from(["", "2025-12", "2026-01", "2026-03", "2026-08", "2031-01"])
asked_for = st.builds(
    Asked,
    until=months,
    side=st.sampled_from(["", *Side.values]),
    verdict=st.sampled_from(["", *SIGNS, COVERED]),
    kind=st.sampled_from(["", "action", "decision"]),
    month=months,
    function=st.sampled_from(["", "Finance", "Sales", "No function named"]),
)


@st.composite
def promised(draw: st.DrawFn) -> list[Promise]:
    made = draw(st.lists(anything_promised(), max_size=12))
    functions = st.sampled_from(["", "Finance", "Sales"])
    return [replace(one, id=number, function=draw(functions)) for number, one in enumerate(made)]


def of(made: Iterable[Promise], asked: Asked = EVERYTHING) -> Ledger:
    period = asked.period(TODAY)
    return ledger_of([one for one in made if period.first <= one.first_due_on <= period.last], asked, period)


def counted(entries: Iterable[Entry]) -> Tallies:
    """What a reader of the lines would count."""
    lines = list(entries)
    stand = Counter((line.promise.side, line.counted_as) for line in lines)
    return {
        side: Tally(
            sum(stand[side, verdict] for verdict in SIGNS),
            **{verdict.value: stand[side, verdict] for verdict in SIGNS},
            unconfirmed=sum(line.promise.side is side and line.is_unconfirmed for line in lines),
            covered=stand[side, COVERED],
        )
        for side in Side
    }


@given(promised(), asked_for)
def test_the_lines_add_up_to_the_year_to_every_month_and_to_every_function(
    made: list[Promise], asked: Asked
) -> None:
    found = of(made, asked)
    assert counted(found.entries) == found.year
    for month, counts in found.kept.months.items():
        assert counts == counted(
            line for line in found.entries if line.promise.first_due_on.replace(day=1) == month
        )
    for name, counts in found.functions:
        assert counts == counted(line for line in found.entries if Asked(function=name).fits(line))


@given(promised(), asked_for)
def test_each_filter_parts_the_list(made: list[Promise], asked: Asked) -> None:
    found = of(made, asked)
    everything = Counter(line.promise.id for line in found.entries)
    for name, values in (
        ("side", Side.values),
        ("verdict", (*SIGNS, COVERED)),
        ("kind", ("action", "decision")),
    ):
        parts = [line for value in values for line in of(made, Asked(asked.until, **{name: value})).fitting]
        assert Counter(line.promise.id for line in parts) == everything
    assert found.counts(found.asked).total() == len(found.fitting)


@given(promised(), st.sampled_from(["", "2026-03"]))
def test_swapping_the_sides_swaps_sums_days_and_sentence(made: list[Promise], until: str) -> None:
    there, back = of(made, Asked(until)), of(map(swapped, made), Asked(until))
    assert there.year == {side: back.year[side.other] for side in Side}
    assert there.waited == {side: back.waited[side.other] for side in Side}
    assert [entry.reason for entry in there.entries] == [entry.reason for entry in back.entries]
    said = [
        of_ledger(of.year, of.waited, reader=side, until=TODAY)
        for of, side in zip((there, back), Side, strict=True)
    ]
    assert said[0] == said[1]


@given(st.lists(anything_promised(), max_size=5), st.integers(0, 3))
@settings(max_examples=25)
def test_the_pages_hold_every_line_once(made: list[Promise], pages: int) -> None:
    many = [replace(one, id=number) for number, one in enumerate(made * (pages * PAGE // 2))]
    found, after, shown = of(many), "", []
    while True:
        lines, after = found.page(after)
        shown += lines
        if not after:
            break
    assert shown == found.fitting


def test_a_month_to_come_is_never_asked_for() -> None:
    assert Asked(until="2031-01").period(TODAY) == Asked().period(TODAY)
    assert Asked(until="2026-02").period(TODAY) == (date(2025, 3, 1), date(2026, 2, 28), date(2026, 2, 28))


def test_a_month_outside_the_twelve_is_not_asked_for() -> None:
    period = Asked().period(TODAY)
    assert Asked(month="2025-08").within(period) == Asked()
    assert Asked(month="2025-09").within(period) == Asked(month="2025-09")


def test_pages_of_partnerships_hold_each_once_whatever_the_language_of_its_name(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(ledger_across, "PAGE", 1)
    names = ["Zeta", "alpha", "Österreich", "Omega", "ähnlich"]
    partners = tuple(Partner(pk=number, name=name) for number, name in enumerate(names, start=1))
    month = {date(2026, 8, 1): dict.fromkeys(Side, Tally(1, kept=1))}
    every = Across(
        EVERYTHING.period(TODAY),
        EVERYTHING,
        partners,
        {one.pk: month for one in partners},
        [],
        {},
    )
    seen, after = [], ""
    while True:
        shown, after = every.page(after)
        seen += [partner.name for partner, _ in shown]
        if not after:
            break
    assert sorted(seen) == sorted(names)
