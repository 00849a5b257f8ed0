"""Every count and every day from which a page says something else: just before it, on it, just after it."""

from datetime import date, timedelta

import pytest

from dashboards.attention import (
    Look,
    Standings,
    at_outcomes,
    at_performance,
    counted,
    overall,
)
from dashboards.charts import Standing
from dashboards.queries.desk import First
from dashboards.queries.kept import Kept, percent, year_before
from dashboards.queries.portfolio import Share, _Asks
from dashboards.queries.summary_sentence import bottleneck, direction, of_ledger
from governance.counting.formula import Tally
from partners.models import Side
from partners.numbers import number_in_words

TODAY = date(2026, 11, 23)
OURS, THEIRS = Side.OURS, Side.THEIRS


def tally(kept: int, due: int) -> Tally:
    return Tally(due, kept, missed=due - kept)


@pytest.mark.parametrize(
    ("waits", "look"),
    [
        ((None, None, None), Look("good", "none")),
        ((13, 13, None), Look("none", "13 d")),
        ((14, 14, None), Look("warn", "14 d")),
        ((29, 29, None), Look("warn", "29 d")),
        ((30, 30, None), Look("bad", "30 d")),
        ((99, None, -1), Look("none", "in 20 d")),
        ((99, 2, 0), Look("warn", "today")),
        ((2, None, 1), Look("bad", "1 d late")),
        ((40, 40, 3), Look("bad", "40 d")),
        ((4, 4, 9), Look("bad", "9 d late")),
        ((40, 40, 41), Look("bad", "41 d late")),
        ((40, 40, 0), Look("bad", "40 d")),
    ],
)
def test_the_worst_ask_is_the_latest_decision_or_what_waits_longest(
    waits: tuple[int | None, int | None, int | None], look: Look
) -> None:
    """`waits`: days since the oldest was asked, since the oldest without a date, and past the first date."""
    oldest, undated, late = waits
    ago = [None if days is None else TODAY - timedelta(days) for days in (oldest, undated)]
    needed = None if late is None else TODAY - timedelta(late) if late >= 0 else TODAY + timedelta(20)
    for side in (OURS, THEIRS):
        assert _Asks(*ago, needed).look(side, TODAY) == look
    assert _Asks(*ago, needed).days(TODAY) == oldest


@pytest.mark.parametrize(
    ("counts", "look"),
    [
        (Standings(bad=1, every=9), Look("warn", "1 off target")),
        (Standings(bad=2, warn=5, every=9), Look("warn", "2 off target")),
        (Standings(bad=3, every=9), Look("bad", "3 off target")),
        (Standings(bad=4, every=9), Look("bad", "4 off target")),
        (Standings(warn=2, missing=3, every=9), Look("warn", "2 amber")),
        (Standings(good=2, missing=3, every=5), Look("none", "3 missing")),
        (Standings(good=4, every=4), Look("good", "all on")),
        (Standings(good=1, every=4), Look("good", "1 on target, 3 without one")),
        (Standings(every=4), Look("none", "no targets")),
        (Standings(), Look("none", "not measured")),
    ],
)  # fmt: skip
def test_three_reds_hurt_and_what_is_worse_is_said_alone(counts: Standings, look: Look) -> None:
    assert at_performance(counts) == look


def test_standings_are_counted_by_what_they_are() -> None:
    words = {"bad": "off target", "warn": "slipping", "good": "on target", "none": "no target"}
    states = ["bad", "bad", "warn", "good", "good", "good", "none"]
    found = [Standing(state, words[state], None, None, 0) for state in states]
    found += [Standing("none", "missing", None, None, 1)] * 2
    counts = counted(found)
    assert counts == Standings(bad=2, warn=1, good=3, missing=2, every=9)
    assert counts.off_target == 3


@pytest.mark.parametrize(
    ("healths", "look"),
    [
        (["on_track", "at_risk"], Look("warn", "1 of 2")), (["at_risk", "unknown"], Look("bad", "0 of 2")),
        (["on_track", "off_track", "unknown"], Look("warn", "1 of 3")), (["on_track"], Look("good", "1 of 1")),
    ],
)  # fmt: skip
def test_outcomes_without_a_check_in_are_counted_and_judge_nothing(healths: list[str], look: Look) -> None:
    assert at_outcomes(healths) == look


def test_a_partnership_is_as_its_heaviest_cell_and_washed_where_somebody_must_look() -> None:
    good, warn, bad, none = (Look(state, "") for state in ("good", "warn", "bad", "none"))
    assert [look.wash for look in (good, warn, bad, none)] == ["", "warn", "bad", ""]
    assert [look.weight for look in (good, warn, bad, none)] == [0, 1, 3, 0]
    assert overall([good, bad, warn]).word == "look here first"
    assert overall([good, warn]).word == "look here"
    assert overall([good]).word == "on course"
    assert overall([]).word == "too early to say"


@pytest.mark.parametrize(("due", "part"), [(19, None), (20, 50), (21, 48)])
def test_a_percentage_begins_with_twenty_promises(due: int, part: int | None) -> None:
    assert percent(tally(10, due)) == part


@pytest.mark.parametrize(
    ("now", "then", "said"),
    [
        ((10, 20), (9, 20), "+5"), ((9, 20), (10, 20), "−5"), ((10, 20), (10, 20), "="), ((10, 20), (9, 19), ""),
        ((9, 19), (10, 20), ""),
    ],
)  # fmt: skip
def test_a_change_is_told_between_two_percentages(
    now: tuple[int, int], then: tuple[int, int], said: str
) -> None:
    assert Share(OURS, tally(*now), tally(*then)).change == said


@pytest.mark.parametrize(
    ("own", "other", "side"),
    [
        ((0, 4), (9, 9), None), ((9, 9), (0, 4), None), ((4, 5), (5, 5), OURS), ((5, 5), (4, 5), THEIRS),
        ((90, 100), (99, 100), None), ((90, 100), (100, 100), OURS), ((91, 100), (100, 100), None),
        ((80, 100), (90, 100), OURS), ((70, 100), (80, 100), OURS), ((50, 100), (40, 100), THEIRS),
    ],
)  # fmt: skip
def test_a_bottleneck_needs_five_promises_and_ten_points(
    own: tuple[int, int], other: tuple[int, int], side: Side | None
) -> None:
    assert bottleneck(tally(*own), tally(*other), OURS) is side


@pytest.mark.parametrize(
    ("early", "late", "word"),
    [
        ((0, 4), (9, 9), ""), ((9, 9), (0, 4), ""), ((0, 5), (5, 5), "rising"), ((5, 5), (0, 5), "falling"),
        ((50, 100), (54, 100), ""), ((60, 100), (65, 100), "rising"), ((65, 100), (60, 100), "falling"),
        ((50, 100), (56, 100), "rising"), ((50, 100), (44, 100), "falling"),
    ],
)  # fmt: skip
def test_a_direction_needs_five_promises_a_half_and_five_points(
    early: tuple[int, int], late: tuple[int, int], word: str
) -> None:
    """The sixth month belongs to the earlier half, the seventh to the later."""
    months = {}
    for number in range(12):
        counts = {5: tally(*early), 6: tally(*late)}.get(number, Tally())
        months[date(2026, number + 1, 1)] = {OURS: counts, THEIRS: Tally()}
    assert direction(Kept(months), OURS) == word
    assert direction(Kept(months), THEIRS) == ""


def test_numbers_are_words_up_to_ten() -> None:
    assert [number_in_words(number) for number in (0, 1, 9, 10, 11)] == ["no", "one", "nine", "ten", "11"]


@pytest.mark.parametrize(
    ("day", "first"),
    [
        (date(2026, 11, 30), date(2025, 12, 1)), (date(2026, 12, 1), date(2026, 1, 1)),
        (date(2026, 12, 31), date(2026, 1, 1)), (date(2027, 1, 1), date(2026, 2, 1)),
    ],
)  # fmt: skip
def test_a_year_is_twelve_months_with_that_of_the_day(day: date, first: date) -> None:
    assert year_before(day) == first


@pytest.mark.parametrize(
    ("there", "shown", "said"),
    [(29, 29, "29 reports"), (30, 30, "30 reports"), (31, 30, "more than 30 reports")],
)
def test_a_desk_shows_thirty_and_says_when_there_are_more(there: int, shown: int, said: str) -> None:
    found = First.of(range(there))
    assert (len(found), list(found), found.named("report")) == (shown, list(range(shown)), said)


@pytest.mark.parametrize(
    ("for_us", "for_them", "said"),
    [
        (0, 0, ""), (1, 0, " They waited one day for us."), (0, 2, " We waited two days for them."),
        (61, 9, " They waited 61 days for us, and we waited nine days for them."),
    ],
)  # fmt: skip
def test_the_days_waited_are_told_of_whoever_waited(for_us: int, for_them: int, said: str) -> None:
    year = {OURS: tally(1, 2), THEIRS: tally(3, 4)}
    (part,) = of_ledger(year, {OURS: for_us, THEIRS: for_them}, reader=OURS, until=TODAY)
    assert (
        part.text == f"In the twelve months to November 2026 they kept 3 of 4 promises. We kept 1 of 2.{said}"
    )
