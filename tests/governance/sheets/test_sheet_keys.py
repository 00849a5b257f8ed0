"""The key of a row goes out with it, is handled by a spreadsheet, and names the same row when it comes back."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboards.models import Reading
from governance.models import ActionItem, Ask, OutcomeIntent
from governance.sheets.keys import key_of, read_key
from partners.models import Membership, Partner

MODELS = (ActionItem, Ask, OutcomeIntent, Reading, Membership)
NUMBERS = st.integers(1, 10**18 - 1)


@pytest.mark.parametrize("model", MODELS)
@given(pk=NUMBERS)
def test_a_key_names_its_row(model: type, pk: int) -> None:
    assert read_key(key_of(model, pk)) == (model, pk)


def test_keys_stay_what_they_are_for_good() -> None:
    """Files are about that hold them: a change here makes every one of them unknown."""
    assert [key_of(model, 1042) for model in MODELS] == [
        "ACT-1042-Y", "ASK-1042-D", "OUT-1042-C", "RDG-1042-B", "MEM-1042-S",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "typed", ["act-1042-y", "  ACT-1042-Y ", "ACT 1042 Y", "ACT1042Y", "ACT–1042–Y", "Act-1042-y"]
)
def test_capitals_blanks_and_dashes_do_not_matter(typed: str) -> None:
    assert read_key(typed) == (ActionItem, 1042)


@pytest.mark.parametrize(
    "text",
    [
        "", "ACT", "1042", "ACT-1042", "ACT-1042-W", "ASK-1042-Y", "ACT-1043-Y", "ACT-0-Q", "ACT-01042-Y", "ACT--1-Y",
        "XYZ-1042-Y", "ACT-1042-Y ACT-1042-Y", "ACT-1042-Y\nACT-1042-Y", "ACT-١٠٤٢-Y",
        "ACT-9999999999999999999-V", "A-1042",
        "=ACT-1042-Y", "ACT-1042-Y\ud800", "ACT-1042-Y" * 10_000,
    ],
)  # fmt: skip
def test_what_is_no_key_of_ours_names_nothing(text: str) -> None:
    assert read_key(text) is None


@given(pk=NUMBERS, data=st.data())
def test_one_wrong_figure_and_two_that_changed_places_are_found(pk: int, data: st.DataObject) -> None:
    figures = str(pk)
    letter = key_of(ActionItem, pk)[-1]
    place = data.draw(st.integers(0, len(figures) - 1))
    wrong = data.draw(st.sampled_from("0123456789").filter(lambda figure: figure != figures[place]))
    assert read_key(f"ACT-{figures[:place]}{wrong}{figures[place + 1 :]}-{letter}") is None
    if place and figures[place] != figures[place - 1]:
        swapped = figures[: place - 1] + figures[place] + figures[place - 1] + figures[place + 1 :]
        assert read_key(f"ACT-{swapped}-{letter}") is None


@given(model=st.sampled_from(MODELS), other=st.sampled_from(MODELS), pk=NUMBERS)
def test_a_key_with_the_name_of_another_kind_is_none(model: type, other: type, pk: int) -> None:
    typed = key_of(other, pk)[:3] + key_of(model, pk)[3:]
    assert (read_key(typed) == (model, pk)) is (model is other)


@given(model=st.sampled_from(MODELS), pk=NUMBERS)
def test_a_spreadsheet_leaves_a_key_alone(model: type, pk: int) -> None:
    """It ends with a letter, so that it is not counted up when it is dragged down; it is no number,
    date or formula."""
    key = key_of(model, pk)
    assert re.fullmatch(r"[A-Z]{3}-[1-9]\d*-[A-Z]", key)
    assert not key.startswith(("E", "TRUE", "FALSE"))


def test_rows_that_are_in_no_export_have_no_key() -> None:
    with pytest.raises(KeyError):
        key_of(Partner, 1)
