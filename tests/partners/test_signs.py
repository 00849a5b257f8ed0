"""The small signs say what they should, and let nothing through that a name should not carry."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.template import Context, Template

from partners.models import Side, User
from partners.templatetags import tandem

HOSTILE = '<img src=x onerror="alert(1)">&\u202e'
TODAY = date(2026, 11, 23)


@dataclass
class Someone:
    full_name: str
    initials: str
    side: Side = Side.THEIRS


def drawn(source: str, **context: object) -> str:
    return Template(source).render(Context(context))


@pytest.mark.parametrize(
    "source",
    [
        "{% status 'bad' word %}",
        "{% side_pill 'ours' word %}",
        "{% icon 'check' label=word %}",
        "{% icon word %}",
        "{% avatar someone %}",
        "{% avatar someone named=True %}",
        "{% person someone %}",
        "{% key word %}",
        "{% outcome_bar 10 20 'good' label=word %}",
        "{% share 1 2 word %}",
    ],
)
def test_a_hostile_name_is_shown_as_text(source: str) -> None:
    page = drawn(source, word=HOSTILE, someone=Someone(HOSTILE, HOSTILE))
    assert "<img" not in page
    assert 'onerror="' not in page


def test_a_side_is_its_own_class_and_word() -> None:
    for reader, word in ((User(), "theirs"), (User(employer_id=1), "ours")):
        pill = drawn("{% side_pill side %}", side=Side.THEIRS, reader=reader)
        assert pill == f'<span class="side-pill theirs">{word}</span>'


def test_a_badge_alone_says_the_whole_name() -> None:
    page = drawn("{% avatar mei named=True %}", mei=Someone("Mei Chen", "MC"))
    assert 'aria-label="Mei Chen"' in page
    assert ">MC<" in page


def test_an_unknown_state_is_refused_rather_than_shown_without_a_shape() -> None:
    with pytest.raises(KeyError):
        tandem.status("purple", "fine")


def test_a_day_of_this_year_goes_without_its_year() -> None:
    assert ">20 Nov<" in drawn("{% day due today %}", due=date(2026, 11, 20), today=TODAY)


def test_a_day_of_another_year_says_which() -> None:
    assert ">31 Mar 2027<" in drawn("{% day due today %}", due=date(2027, 3, 31), today=TODAY)


def test_an_instant_is_shown_as_the_day_it_was_here(settings: object) -> None:
    settings.TIME_ZONE = "Asia/Kolkata"
    late_evening = datetime(2026, 11, 22, 20, 0, tzinfo=UTC)
    assert ">Mon 23 Nov<" in drawn("{% day at today weekday=True %}", at=late_evening, today=TODAY)


def test_no_date_is_nothing_at_all() -> None:
    assert drawn("{% day due %}", due=None) == ""


def test_a_clock_runs_on_in_minutes() -> None:
    assert [drawn("{{ s|clock }}", s=s) for s in (0, 432, 5_405)] == ["0:00", "7:12", "90:05"]


def test_a_bar_stays_inside_its_box() -> None:
    page = drawn("{% outcome_bar 140 -5 'good' %}")
    assert 'd="M0 4H100.0"' in page
    assert 'd="M0.0 -3V11"' in page


def test_nothing_due_draws_an_empty_bar_and_says_so() -> None:
    page = drawn("{% share 0 0 'ours' %}")
    assert "bar-fill" not in page
    assert "0 of 0" in page


@pytest.mark.parametrize(
    ("level", "state"),
    [("success", "good"), ("warning", "warn"), ("error", "bad"), ("info", "none"), ("debug", "none")],
)
def test_a_message_looks_as_grave_as_it_is(level: str, state: str) -> None:
    message = Message(getattr(constants, level.upper()), "Saved.")
    assert drawn("{% load tandem %}{{ message|message_state }}", message=message) == state
