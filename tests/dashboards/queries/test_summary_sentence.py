"""The sentences on top of the pages: true, plain, and the same for both sides."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboards.queries.kept import Kept, percent, year_before
from dashboards.queries.summary_sentence import (
    Part,
    Waiting,
    bottleneck,
    direction,
    of_partnership,
    of_portfolio,
)
from dashboards.queries.summary_sentence import counted as of_counted
from governance.counting.covered_days import CoveredDays
from governance.counting.formula import GivenDate, Promise, Tally, Wait, by_month
from partners.models import Side

TODAY = date(2026, 11, 23)
OURS, THEIRS = Side.OURS, Side.THEIRS


def promise(side: Side, month: int, *, kept: bool, year: int = 2026) -> Promise:
    due = date(year, month, 10)
    return Promise(
        kind="action",
        side=side,
        first_due_on=due,
        due_on=due,
        dates=(GivenDate(due, due, True),),
        reported_on=due if kept else None,
        confirmed_on=due if kept else None,
        partner_id=1,
    )


def year_of(ours: tuple[int, int], theirs: tuple[int, int], month: int = 10) -> Kept:
    """Kept and due of each side, all in one month."""
    return kept(promised(ours, theirs, month))


def promised(ours: tuple[int, int], theirs: tuple[int, int], month: int = 10) -> list[Promise]:
    return [
        promise(side, month, kept=number < kept)
        for side, (kept, due) in ((OURS, ours), (THEIRS, theirs))
        for number in range(due)
    ]


def kept(made: list[Promise]) -> Kept:
    return Kept(by_month(made, year_before(TODAY), TODAY, TODAY))


def said(parts: list[Part]) -> str:
    return "".join(part.text for part in parts)


def test_a_new_partnership_is_told_what_will_stand_here() -> None:
    assert said(of_partnership(year_of((0, 0), (0, 0)), [], reader=OURS)).startswith(
        "No promise has fallen due yet."
    )


def test_the_bottleneck_is_named_and_hurts() -> None:
    parts = of_partnership(year_of((19, 35), (24, 32)), [], reader=OURS)
    assert said(parts) == (
        "Over the year they kept 24 of 32 promises. We kept 19 of 35: the bottleneck is on our side."
    )
    assert [part.text for part in parts if part.hurts] == ["the bottleneck is on our side"]


def test_whose_promises_were_held_up_is_not_the_bottleneck() -> None:
    theirs = Tally(due=10, kept=6, held_up=3, missed=1)
    assert bottleneck(Tally(due=10, kept=9, missed=1), theirs, OURS) is OURS
    assert bottleneck(theirs, Tally(due=10, kept=9, missed=1), THEIRS) is OURS


def test_why_a_side_that_keeps_its_own_is_the_bottleneck_stands_behind_it() -> None:
    held_up = replace(
        promise(THEIRS, 10, kept=False),
        waits=(Wait(OURS, date(2026, 1, 1), None),),
    )
    year = kept([*promised((9, 10), (7, 7)), held_up, held_up, held_up])
    assert said(of_partnership(year, [], reader=OURS)) == (
        "Over the year they kept 7 of 10 promises. We kept 9 of 10: "
        "the bottleneck is on our side — we held up three of theirs."
    )
    assert said(of_partnership(year, [], reader=THEIRS)) == (
        "Over the year they kept 9 of 10 promises. We kept 7 of 10: "
        "the bottleneck is on their side — they held up three of ours."
    )


@st.composite
def tallies(draw: st.DrawFn) -> Tally:
    kept, moved, held_up, missed = (draw(st.integers(0, 12)) for _ in range(4))
    return Tally(kept + moved + held_up + missed, kept, moved, held_up, missed)


@given(tallies(), tallies())
def test_swapping_the_sides_swaps_the_bottleneck(own: Tally, other: Tally) -> None:
    assert bottleneck(own, other, OURS) is bottleneck(other, own, THEIRS)
    swapped = bottleneck(own, other, THEIRS)
    assert bottleneck(own, other, OURS) is (swapped and swapped.other)


@given(tallies(), tallies())
def test_a_promise_held_up_never_makes_its_owner_the_bottleneck(own: Tally, other: Tally) -> None:
    for came_to in ("kept", "moved", "missed"):
        if getattr(own, came_to):
            changed = {came_to: getattr(own, came_to) - 1, "held_up": own.held_up + 1}
            if bottleneck(replace(own, **changed), other, OURS) is OURS:
                assert bottleneck(own, other, OURS) is OURS


def test_what_waits_for_the_bottleneck_is_counted() -> None:
    waits = [Waiting(OURS, "the archiving policy", date(2026, 11, d)) for d in (3, 9)]
    sentence = said(of_partnership(year_of((2, 10), (9, 10)), waits, reader=OURS))
    assert sentence.endswith(
        "on our side — two of their items wait on us, the longest for “the archiving policy”."
    )


def test_what_fell_due_under_cover_is_said_and_kept_out_of_the_counts() -> None:
    made = promised((9, 10), (9, 12))
    of_theirs = [replace(one, covers=(CoveredDays(one.first_due_on, one.first_due_on),)) for one in made[-2:]]
    sheltered = kept([*made[:-2], *of_theirs])
    assert said(of_partnership(sheltered, [], reader=OURS)) == (
        "Over the year they kept 9 of 10 promises. We kept 9 of 10. Two promises fell due under cover."
    )
    assert "we kept 9 of 10. Two promises fell due under cover." in said(
        of_portfolio([sheltered], [], reader=OURS)
    )
    one_sided = kept([*(one for one in made if one.side is OURS), *of_theirs])
    assert said(of_partnership(one_sided, [], reader=OURS)).startswith(
        "Over the year all they promised stood under cover. We kept 9 of 10."
    )
    alone = kept(of_theirs)
    assert said(of_partnership(alone, [], reader=THEIRS)) == "Two promises fell due under cover."


def test_alike_sides_have_no_bottleneck() -> None:
    assert "bottleneck" not in said(of_partnership(year_of((9, 10), (9, 10)), [], reader=OURS))


def test_too_few_promises_accuse_nobody() -> None:
    assert bottleneck(Tally(due=4), Tally(due=4, kept=4), OURS) is None


@pytest.mark.parametrize("early, late, word", [(2, 8, "rising"), (8, 2, "falling"), (5, 5, "")])
def test_a_direction_compares_the_halves_of_the_year(early: int, late: int, word: str) -> None:
    made = [promise(OURS, 2, kept=number < early) for number in range(10)]
    made += [promise(OURS, 9, kept=number < late) for number in range(10)]
    assert direction(kept(made), OURS) == word


def test_a_percentage_stands_only_from_twenty_promises_on() -> None:
    assert percent(Tally(due=19, kept=19)) is None
    assert percent(Tally(due=20, kept=15)) == 75


counts = st.integers(0, 30).flatmap(lambda due: st.tuples(st.integers(0, due), st.just(due)))


@given(counts, counts)
def test_each_side_reads_the_same_sentence_about_itself(
    ours: tuple[int, int], theirs: tuple[int, int]
) -> None:
    one = of_partnership(year_of(ours, theirs), [], reader=OURS)
    other = of_partnership(year_of(theirs, ours), [], reader=THEIRS)
    assert one == other


def test_the_portfolio_says_where_to_look() -> None:
    ranked = [("Halden & Roy", "halden", 6, 0), ("Meridian", "meridian", 4, 34), ("Corvid", "corvid", 0, 0)]
    parts = of_portfolio([year_of((19, 25), (5, 6))], ranked, reader=OURS)
    assert said(parts) == (
        "Across one partnership, over the year: they kept 5 of 6 promises, we kept 76% of 25. "
        "Look at Halden & Roy first, then at what Meridian is waiting for from us."
    )
    assert [part.slug for part in parts if part.slug] == ["halden", "meridian"]


def test_a_quiet_portfolio_says_so() -> None:
    assert said(of_portfolio([year_of((1, 1), (1, 1))], [("A", "a", 0, 0)], reader=OURS)).endswith(
        "Nothing needs attention today."
    )


@pytest.mark.parametrize(
    ("ranked", "looks"),
    [
        ([("A", "a", 1, 0)], " Look at A first."),
        ([("A", "a", 1, 0), ("B", "b", 0, 0)], " Look at A first."),
        ([("A", "a", 1, 9)], " Look at A first."),
        ([("A", "a", 1, 9), ("B", "b", 0, 1)], " Look at A first, then at what B is waiting for from us."),
        ([("A", "a", 1, 0), ("B", "b", 0, 3), ("C", "c", 0, 4)],
         " Look at A first, then at what C is waiting for from us."),
        ([("A", "a", 1, 0), ("B", "b", 0, 4), ("C", "c", 0, 4)],
         " Look at A first, then at what B is waiting for from us."),
        ([("A", "a", 1, 0), ("A", "other", 0, 4)], " Look at A first, then at what A is waiting for from us."),
        ([("A", "a", 0, 9), ("B", "b", 1, 0)], " Look at B first, then at what A is waiting for from us."),
        ([("A", "a", 0, 9)], " Nothing needs attention today."),
        ([], " Nothing needs attention today."),
    ],
)  # fmt: skip
def test_behind_the_first_to_look_at_stands_whoever_else_waits_longest_for_us(
    ranked: list[tuple[str, str, int, int]], looks: str
) -> None:
    first, *then = of_portfolio([year_of((1, 1), (1, 1))], ranked, reader=OURS)
    assert said(then) == looks
    assert first.text.startswith("Across one partnership, over the year: ")


def test_partnerships_are_counted_and_none_is_said() -> None:
    assert said(of_portfolio([], [], reader=OURS)) == "No partnership to show yet."
    two = of_portfolio([year_of((1, 1), (0, 1)), year_of((1, 2), (2, 2))], [], reader=OURS)
    assert two[0].text.startswith(
        "Across 2 partnerships, over the year: they kept 2 of 3 promises, we kept 2 of 3."
    )


@pytest.mark.parametrize(("number", "words"), [(0, "no days"), (1, "one day"), (2, "two days"), (10, "ten days"),
                                               (11, "11 days")])  # fmt: skip
def test_up_to_ten_is_a_word_and_one_stands_alone(number: int, words: str) -> None:
    assert of_counted(number, "day") == words
