"""Colour only where something asks for a look."""

import pytest

from dashboards.attention import Look, at_asks, at_outcomes, at_performance, counted, overall
from dashboards.charts import Standing
from governance.owed import Status


def standing(state: str, missing: int = 0) -> Standing:
    return Standing(state, "missing" if missing else "", None, None, missing)


@pytest.mark.parametrize(
    "states, cell",
    [
        ([], ("none", "not measured")),
        (["good", "good"], ("good", "all on")),
        (["good", "warn"], ("warn", "1 amber")),
        (["bad", "warn", "good"], ("warn", "1 off target")),
        (["bad"] * 3, ("bad", "3 off target")),
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


NEW, OLD = Status("none", "2 days", "2 d", ""), Status("bad", "34 days", "34 d", "")
SOON = Status("warn", "needed tomorrow", "in 1 d", "")


def test_of_several_asks_the_one_that_hurts_most_is_shown() -> None:
    assert at_asks([]) == Look("good", "none")
    assert at_asks([NEW]) == Look("none", "2 d")
    assert at_asks([NEW, SOON]) == at_asks([SOON, NEW]) == Look("warn", "in 1 d")
    assert at_asks([SOON, OLD, NEW]) == Look("bad", "34 d")
    assert at_asks([Status("bad", "2 days late", "2 d late", ""), OLD]) == Look("bad", "2 d late")


def test_a_partnership_looks_as_its_heaviest_cell() -> None:
    assert overall([at_asks([OLD]), at_outcomes(["on_track"])]).word == "look here first"
    assert overall([at_outcomes(["on_track"])]).wash == ""
