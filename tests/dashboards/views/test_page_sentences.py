"""What the pages say of one thing, in every form it can take: before, on and after each day and count."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.html import strip_tags

from dashboards.charts import Point, Standing, Trend
from dashboards.models import Indicator
from dashboards.queries.desk import SHOWN, Desk, First
from dashboards.queries.kept import Kept
from dashboards.queries.ledger import named
from dashboards.queries.our_debts import Debts, FunctionDebts, OurDebts
from dashboards.queries.performance import Asking, Measured, Performance
from governance.counting.formula import Tally
from governance.models import ActionItem, Forum, OutcomeIntent
from governance.outcomes.standing import Outcome
from partners.models import Partner, Side

TODAY = date(2026, 11, 23)
A_DAY = timedelta(days=1)


def in_days(days: int) -> date:
    return TODAY + days * A_DAY


# --- outcomes and asks ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "fields, expected",
    [
        ({}, None),
        ({"due_on": in_days(9)}, None),
        ({"starts_on": TODAY}, None),
        ({"starts_on": TODAY, "due_on": TODAY}, None),
        ({"starts_on": TODAY, "due_on": in_days(1)}, 0),
        ({"starts_on": in_days(1), "due_on": in_days(3)}, 0),
        ({"starts_on": in_days(-1), "due_on": in_days(3)}, 25),
        ({"starts_on": in_days(-4), "due_on": TODAY}, 100),
        ({"starts_on": in_days(-8), "due_on": in_days(-4)}, 100),
        ({"starts_on": in_days(-30), "granted_months": 2}, 50),
        ({"starts_on": in_days(-30), "granted_months": 2, "due_on": in_days(90)}, 25),
    ],
)
def test_how_much_of_an_outcome_s_time_has_passed(fields: dict[str, Any], expected: int | None) -> None:
    outcome = Outcome(OutcomeIntent(progress=71, **fields), TODAY)
    assert outcome.expected == expected
    assert outcome.in_words == ("71 of 100" if expected is None else f"71 of 100, {expected} expected by now")


@pytest.mark.parametrize(
    "until, rails, words",
    [
        (None, "Within it.", ""),
        (in_days(-1), "", ""),
        (TODAY, "", "free hand until November"),
        (in_days(1), "Within the change calendar.", "free hand until November, within the change calendar"),
        (in_days(329), "SLA first", "free hand until October, SLA first"),
        (in_days(330), " ", "free hand until October 2027"),
        (in_days(331), "", "free hand until October 2027"),
    ],
)
def test_a_free_hand_is_said_while_it_lasts(until: date | None, rails: str, words: str) -> None:
    assert Outcome(OutcomeIntent(free_hand_until=until, guardrails=rails), TODAY).free_hand == words


# --- performance ------------------------------------------------------------------------------------------------------

LAST = date(2026, 10, 1)


def measured(
    name: str, state: str, missing: int = 0, points: Sequence[int] = (4,), target: int | None = 5
) -> Measured:
    trend = Trend(
        name=name,
        unit="h",
        direction="lower",
        target=None if target is None else Decimal(target),
        amber=None,
        points=tuple(Point(LAST, Decimal(value), provisional=False) for value in points),
        until=LAST,
    )
    return Measured(
        Indicator(name=name), trend, Standing(state, "missing" if missing else "", None, None, missing)
    )


@pytest.mark.parametrize(
    "missing, points, words",
    [
        (0, (4,), ""),
        (1, (4,), "no reading for 1 month"),
        (2, (4,), "no reading for 2 months"),
        (1, (), "no reading yet"),
    ],
)
def test_a_missing_reading_in_words(missing: int, points: tuple[int, ...], words: str) -> None:
    found = measured("Close", "none", missing, points)
    assert (found.missing, found.value) == (words, "4\u00a0h" if points else "")


def performance(*found: Measured, as_of: date | None = LAST) -> Performance:
    return Performance(Partner(name="Meridian"), found, as_of)


def said(parts: Sequence[tuple[str, bool]]) -> str:
    """The sentence, with what hurts between bars."""
    return "".join(f"|{words}|" if hurts else words for words, hurts in parts)


def test_what_asks_for_a_look_is_red_then_amber_then_silent() -> None:
    found = [measured("Silent", "none", 1), measured("Amber", "warn"), measured("Good", "good"),
             measured("Red", "bad"), measured("No target", "none", target=None)]  # fmt: skip
    assert [each.indicator.name for each in performance(*found).asking()] == ["Red", "Amber", "Silent"]


@pytest.mark.parametrize(
    "found, sentence",
    [
        (performance(as_of=None), "No reading has been taken yet."),
        (performance(measured("A", "good")), "In October every figure with a target reached it."),
        (
            performance(measured("A", "none", target=None)),
            "No figure has a target yet: give it one, and Tandem says when it is missed.",
        ),
        (performance(measured("A", "bad"), measured("B", "good")), "1 of 2 needs attention in October: |A|."),
        (
            performance(*(measured(name, "bad") for name in "ABC")),
            "3 of 3 need attention in October: |A, B, C|.",
        ),
        (
            performance(*(measured(name, "bad") for name in "ABCD")),
            "4 of 4 need attention in October: |A, B, C and others|.",
        ),
        (
            performance(measured("A", "bad"), as_of=date(2025, 12, 1)),
            "The latest figures are of December 2025. 1 of 1 needs attention in December 2025: |A|.",
        ),
    ],
)
def test_the_sentence_on_top_of_performance(found: Performance, sentence: str) -> None:
    assert said(found.sentence(TODAY)) == sentence


@pytest.mark.parametrize("month, stale", [(8, True), (9, False), (10, False)])
def test_figures_are_stale_once_two_months_have_none(month: int, stale: bool) -> None:
    assert performance(as_of=date(2026, month, 1)).is_stale(TODAY) is stale
    assert not performance(as_of=None).is_stale(TODAY)


@pytest.mark.parametrize(
    "counts, sentence",
    [
        ((0, 0, 0, 0, 0), "Nothing is measured yet."),
        ((0, 0, 0, 4, 0), "No figure has a target yet: give it one, and Tandem says when it is missed."),
        ((0, 0, 0, 4, 1), "None of 4 figures are off target."),
        ((1, 0, 0, 4, 0), "1 of 4 figures| is off target|."),
        ((2, 1, 0, 4, 0), "2 of 4 figures| are off target|, 1 closing in."),
        ((0, 1, 2, 4, 0), "None of 4 figures are off target, 1 closing in, 2 without a reading this time."),
    ],
)
def test_the_sentence_over_all_performance(counts: tuple[int, int, int, int, int], sentence: str) -> None:
    found = Asking([], *counts)
    assert said(found.sentence) == sentence
    assert found.figures == sum(counts[:3])


# --- our house --------------------------------------------------------------------------------------------------------


def room(function: str, owed: int, late: int = 0, held_up: int = 0) -> FunctionDebts:
    return FunctionDebts(function, None, Debts(owed, late, TODAY if owed else None), [], [], held_up)


@pytest.mark.parametrize(
    "rooms, sentence",
    [
        ([], "Our side owes nobody anything today."),
        ([room("IT", 1)], "We owe one action."),
        ([room("IT", 2, 1)], "We owe two actions; |one is late|."),
        ([room("IT", 2, 2), room("", 1)], "We owe three actions; |two are late, all of them in IT|."),
        ([room("IT", 2, 1), room("", 1)], "We owe three actions; |one is late in IT|."),
        ([room("IT", 2, 2), room("HR", 1, 1)], "We owe three actions; |three are late, two of them in IT|."),
        ([room("", 2, 2), room("HR", 1, 1)], "We owe three actions; |three are late|."),
        (
            [room("IT", 0, held_up=1)],
            "We owe nothing by a day. One item of theirs cannot move because it waits on us.",
        ),
        (
            [room("IT", 1, held_up=2)],
            "We owe one action. Two items of theirs cannot move because they wait on us.",
        ),
    ],
)
def test_the_sentence_on_top_of_our_house(rooms: list[FunctionDebts], sentence: str) -> None:
    house = OurDebts(rooms)
    parts = [(part.text, part.hurts) for part in house.sentence]
    assert said(parts) == sentence


def test_what_functions_owe_adds_up_and_the_oldest_is_the_oldest_of_both() -> None:
    assert Debts(2, 1, TODAY) + Debts(3, 0, in_days(-4)) == Debts(5, 1, in_days(-4))
    assert Debts(2, 1, TODAY) + Debts() == Debts() + Debts(2, 1, TODAY) == Debts(2, 1, TODAY)
    assert (Debts() + Debts()).oldest is None
    shown = FunctionDebts("", None, Debts(), [], [object(), object()], 5)  # type: ignore[list-item]  # two of five waits
    assert (shown.name, shown.waits_left_out, room("IT", 1).name) == ("No function named", 3, "IT")


@pytest.mark.parametrize(
    "days, said_of_it", [(-1, "oldest since 22 Nov"), (0, "oldest since 23 Nov"), (1, "first due 24 Nov")]
)
def test_a_day_to_come_is_no_since(days: int, said_of_it: str) -> None:
    page = render_to_string("our_debts/_sum.html", {"owed": Debts(1, 0, in_days(days)), "today": TODAY})
    assert said_of_it in " ".join(strip_tags(page).split())


# --- the desk ---------------------------------------------------------------------------------------------------------


def desk(**found: Any) -> Desk:
    lists = ("owed", "asked", "waiting", "to_confirm", "to_decide", "look_backs", "climbed", "outcomes")
    nothing: dict[str, Any] = {name: First(()) for name in (*lists, "standing", "grids", "bets", "changes")}
    rest = {"reviews": (), "year": Tally(), "followed": (), "answers_for": {}, "covers": (), "today": TODAY}
    return Desk(**{**nothing, **rest, **found})


def owed(*days: int, goes_on: bool = False) -> First[Any]:
    return First(tuple(ActionItem(due_on=in_days(day), state="open") for day in days), goes_on)


ONE, TWO = First((1,)), First((1, 2))


@pytest.mark.parametrize(
    "found, sentence",
    [
        ({}, "Nothing waits for you today."),
        ({"look_backs": ONE}, "One decision asks whether it worked. "),
        ({"look_backs": TWO}, "Two decisions ask whether it worked. "),
        ({"bets": ONE}, "One bet asks what became of it. "),
        ({"bets": TWO}, "Two bets ask what became of it. "),
        ({"climbed": ONE}, "One recommendation has lain untouched for a month. "),
        ({"climbed": TWO}, "Two recommendations have lain untouched for a month. "),
        ({"owed": owed(1)}, "You owe one action. "),
        ({"owed": owed(0, 1)}, "You owe two actions. "),
        ({"owed": owed(-1, 0)}, "You owe two actions; |one is late|. "),
        ({"owed": owed(-2, -1, 0)}, "You owe three actions; |two are late|. "),
        ({"owed": owed(-1)}, "You owe one action, and |it is late|. "),
        ({"owed": owed(-1, -1)}, "You owe two actions, and |all are late|. "),
        ({"owed": owed(*[-1] * SHOWN)}, f"You owe {SHOWN} actions, and |all are late|. "),
        (
            {"owed": owed(*[-1] * SHOWN, goes_on=True)},
            f"You owe more than {SHOWN} actions; |at least {SHOWN} are late|. ",
        ),
        (
            {"owed": owed(*[-1] * (SHOWN - 1), 0, goes_on=True)},
            f"You owe more than {SHOWN} actions; |{SHOWN - 1} are late|. ",
        ),
        ({"requests": (1,)}, "One request waits for your yes. "),
        ({"requests": (1, 2)}, "Two requests wait for your yes. "),
        ({"to_confirm": ONE}, "One report waits for your yes. "),
        ({"to_confirm": TWO}, "Two reports wait for your yes. "),
        ({"to_decide": ONE}, "One ask needs your answer. "),
        ({"to_decide": TWO}, "Two asks need your answer. "),
        ({"outcomes": ONE}, "One outcome waits for your word. "),
        ({"outcomes": TWO}, "Two outcomes wait for your word. "),
        ({"changes": ONE}, "One contract change waits for your yes. "),
        ({"changes": TWO}, "Two contract changes wait for your yes. "),
        ({"waiting": ONE}, "One action waits for you."),
        ({"waiting": TWO}, "Two actions wait for you."),
        ({"asked": ONE}, "You are asked for one promise."),
    ],
)
def test_the_sentence_on_top_of_the_desk(found: dict[str, Any], sentence: str) -> None:
    here = desk(**found)
    assert said(here.sentence) == sentence
    assert here.is_clear is (not found)


@pytest.mark.parametrize(
    ("found", "sentence"),
    [
        ({}, "Your review with Meridian is today. Nothing else waits for you."),
        ({"owed": owed(-1)}, "Your review with Meridian is today. You owe one action, and |it is late|. "),
        ({"asked": ONE}, "Your review with Meridian is today. You are asked for one promise."),
    ],
)
def test_the_desk_begins_with_the_review_of_today(found: dict[str, Any], sentence: str) -> None:
    of_today, later = (
        Forum(partner=Partner(name="Meridian"), next_review_on=day) for day in (TODAY, in_days(1))
    )
    assert said(desk(**found, reviews=(of_today, later)).sentence) == sentence
    theirs = said(desk(**found, reviews=(of_today,), side=Side.THEIRS).sentence)
    assert theirs == sentence.replace("Meridian", settings.ENTERPRISE_NAME)
    assert "review" not in said(desk(**found, reviews=(later,)).sentence)


# --- the ledger -------------------------------------------------------------------------------------------------------


def test_a_year_is_empty_only_where_nothing_fell_due_under_cover_either() -> None:
    def year(**counts: int) -> Kept:
        return Kept({LAST: {Side.OURS: Tally(), Side.THEIRS: Tally(**counts)}})

    assert year().is_empty
    assert not year(due=1, kept=1).is_empty
    assert not year(covered=1).is_empty


def test_a_year_s_halves_are_its_first_six_months_and_its_last() -> None:
    months = {date(2026, month, 1): dict.fromkeys(Side, Tally(10**month)) for month in range(1, 13)}
    assert Kept(months).half(Side.OURS, later=False).due == 1_111_110
    assert Kept(months).half(Side.OURS, later=True).due == 1_111_110_000_000


def test_functions_stand_by_name_what_has_none_last() -> None:
    counts = dict.fromkeys(Side, Tally())
    assert [name for name, _ in named({"": counts, "sales": counts, "Finance": counts})] == [
        "Finance", "sales", "No function named",
    ]  # fmt: skip
