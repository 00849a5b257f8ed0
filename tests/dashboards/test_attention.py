"""Colour only where something asks for a look."""

import pytest

from dashboards.attention import at_oldest_ask, at_outcomes, at_performance, counted, overall
from dashboards.charts import Standing


def standing(state: str, missing: int = 0) -> Standing:
    return Standing(state, "missing" if missing else "", None, None, missing)


@pytest.mark.parametrize(
    "states, cell",
    [
        ([], ("none", "not measured")),
        (["good", "good"], ("good", "all on")),
        (["good", "warn"], ("warn", "1 amber")),
        (["bad", "warn", "good"], ("warn", "1 red")),
        (["bad"] * 3, ("bad", "3 red")),
        (["none"], ("none", "no targets")),
    ],
)
def test_performance(states: list[str], cell: tuple[str, str]) -> None:
    look = at_performance(counted(standing(state) for state in states))
    assert (look.state, look.word) == cell


def test_a_missing_reading_is_said_when_nothing_is_off() -> None:
    assert at_performance(counted([standing("good"), standing("none", missing=3)])).word == "1 missing"


@pytest.mark.parametrize(
    "healths, cell",
    [
        ([], ("none", "none agreed")),
        (["unknown"], ("none", "no check-in")),
        (["on_track", "on_track"], ("good", "2 of 2")),
        (["on_track", "off_track"], ("warn", "1 of 2")),
        (["at_risk", "off_track"], ("bad", "0 of 2")),
        (["on_track", "unknown"], ("none", "1 of 2")),
    ],
)
def test_outcomes(healths: list[str], cell: tuple[str, str]) -> None:
    look = at_outcomes(healths)
    assert (look.state, look.word) == cell


@pytest.mark.parametrize(
    "days, overdue, state",
    [(None, False, "good"), (2, False, "good"), (12, False, "warn"), (34, False, "bad"), (2, True, "bad")],
)
def test_the_oldest_ask(days: int | None, overdue: bool, state: str) -> None:
    assert at_oldest_ask(days, overdue=overdue).state == state


def test_a_partnership_looks_as_its_heaviest_cell() -> None:
    assert overall([at_oldest_ask(34), at_outcomes(["on_track"])]).word == "look here first"
    assert overall([at_outcomes(["on_track"])]).wash == ""
