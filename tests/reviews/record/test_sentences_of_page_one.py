"""Page one's sentences at their edges: none of nothing, one of one, on the very day, with and without a stop."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from governance.counting.formula import Tally
from reviews.facts import ActionFacts, AskFacts, IndicatorFacts, OutcomeFacts, SidePromises, WaitFacts
from reviews.facts.pronouns import pronouns_in
from reviews.record.pack.page_one import TIGHTER, page_one
from reviews.record.pack.text import clipped
from reviews.record.pack.words import wait_words
from reviews.record.snapshot.headline import headline
from reviews.record.snapshot.reds import reds
from reviews.templatetags.pack import how_long
from tests.reviews.record.pack_people import JONAS, NAMES, ON, PRIYA
from tests.reviews.record.pack_story import story

VOICE = pronouns_in("ours", enterprise="Northgate", partner="Meridian")


def ask(**fields: object) -> AskFacts:
    given = {
        "kind": "decision",
        "state": "pending",
        "open": True,
        "raised_on": ON,
        "on_side": "ours",
        "age": 3,
        **fields,
    }
    return AskFacts(**{"id": 1, "title": "Ask", "raised_by": JONAS, "raised_by_side": "theirs", **given})  # type: ignore[arg-type]


def waiting(days: int, what_for: str = "", number: int = 1) -> ActionFacts:
    wait = WaitFacts("ours", what_for, ON - timedelta(days=days), None, days)
    return ActionFacts(
        number, f"Action {number}", JONAS, "theirs", "open", ON + timedelta(days=9), waits=(wait,)
    )


def red_figure(number: int) -> IndicatorFacts:
    return IndicatorFacts(
        number, f"Figure {number}", "h", "sla", "lower", "bad", "off target", "", value_words="9 h"
    )


def said(**facts: object) -> str:
    given = {"outcomes": (), "indicators": (), "actions": (), "asks": (), "promises": (), **facts}
    return headline(**given, voice=VOICE, on=ON)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"actions": (waiting(0),)}, "“Action 1” waits on us."),
        ({"actions": (waiting(1),)}, "“Action 1” has waited 1 day on us."),
        ({"actions": (waiting(0), waiting(0, number=2))}, "Two promises wait on us."),
        (
            {"actions": (waiting(4),), "asks": (ask(age=40),)},
            "One promise and one late ask wait on us, “Ask” for 40 days.",
        ),
        ({"indicators": (red_figure(1),)}, "Figure 1 stands at 9 h, off target."),
        (
            {"indicators": (red_figure(1), red_figure(2))},
            "Figure 1 stands at 9 h, off target, and one more figure is off target.",
        ),
        (
            {"indicators": tuple(map(red_figure, (1, 2, 3)))},
            "Figure 1 stands at 9 h, off target, and two more figures are off target.",
        ),
        ({"promises": (SidePromises("ours", Tally(1, 0, 0, 0, 1), Tally()),)}, "We kept 0 of 1 promise."),
        (
            {
                "promises": (
                    SidePromises("ours", Tally(2, 2), Tally()),
                    SidePromises("theirs", Tally(1, 1), Tally()),
                )
            },
            "We kept 2 of 2 promises; they kept 1 of 1.",
        ),
    ],
)
def test_the_headline_counts_as_one_says_it(facts: dict[str, object], sentence: str) -> None:
    assert said(**facts) == sentence


def decision(**fields: object) -> tuple[str, str, str]:
    page = page_one(replace(story(), asks=(ask(**fields),)), NAMES)
    [asked] = page.asked
    return asked.decisions[0].title, asked.decisions[0].detail, asked.decisions[0].when


def test_a_decision_reads_as_sentences_with_and_without_a_detail() -> None:
    needed = {"needed_by": date(2026, 12, 3)}
    assert decision(**needed) == ("Ask.", "", "By 3 December. They have waited 3 days.")
    assert decision(detail="For the monitor", **needed)[:2] == ("Ask", "For the monitor.")
    assert decision(detail="For the monitor.", **needed)[:2] == ("Ask", "For the monitor.")
    assert decision(title="Freeze?", **needed)[0] == "Freeze?"


def test_what_was_asked_on_the_very_day_has_not_waited_no_days() -> None:
    assert decision(age=0)[2] == "They asked on the day of the review."
    assert decision(age=1)[2] == "They have waited 1 day."
    assert [how_long(ask(age=age)) for age in (0, 1)] == ["", ", 1 day"]
    answered = [how_long(ask(age=age, open=False)) for age in (0, 2)]
    assert answered == [", answered the same day", ", 2 days until answered"]
    assert how_long(ask(age=9, state="backed")) == ", 9 days until backed"
    assert wait_words(waiting(0), VOICE) == "waits on us, since that day"
    assert wait_words(waiting(2), VOICE) == "waits on us, 2 days"


@pytest.mark.parametrize(
    ("before", "since"),
    [
        (date(2026, 10, 26), "October"),
        (date(2026, 11, 2), "2 November"),
        (date(2025, 11, 24), "November 2025"),
        (date(2025, 12, 22), "December 2025"),
        (date(2026, 2, 2), "February"),
    ],
)
def test_since_says_when_it_was(before: date, since: str) -> None:
    told = story()
    assert page_one(replace(told, review=replace(told.review, previous_on=before)), NAMES).since == since


def test_what_is_waited_for_ends_no_sentence_twice() -> None:
    late = replace(waiting(11, "production traces."), days_late=3)
    [red] = reds(outcomes=(), indicators=(), asks=(), actions=(late,), voice=VOICE, on=ON)
    assert red.why == "3 days late. Waits on us for production traces since 12 November."
    [red] = reds(
        outcomes=(), indicators=(), asks=(ask(age=40, forum_words="Board."),), actions=(), voice=VOICE, on=ON
    )
    assert red.why == "Has waited 40 days for an answer, Board."


def test_page_one_has_room_for_three_reds_however_tight_it_is() -> None:
    assert min(fitted.reds for fitted in TIGHTER) == 3


def test_a_promise_late_and_waiting_is_late_still() -> None:
    late = replace(waiting(4, "access"), owner=PRIYA, days_late=12, due_on=ON - timedelta(days=12))
    [red] = reds(outcomes=(), indicators=(), asks=(), actions=(late,), voice=VOICE, on=ON)
    assert red.why.startswith("12 days late. Waits on us for access since")


def test_the_edition_is_called_by_the_other_side() -> None:
    assert page_one(story("ours"), NAMES).partner == "Meridian Systems"
    assert page_one(story("partner"), NAMES).partner == "Northgate Group"


def called(**fields: object) -> OutcomeFacts:
    given = {
        "id": 1,
        "statement": "World class.",
        "target": "",
        "state": "agreed",
        "health": "on_track",
        **fields,
    }
    return OutcomeFacts(**given)  # type: ignore[arg-type]


OVER = {"progress": 71, "expected": 100, "due_on": ON - timedelta(days=1)}


@pytest.mark.parametrize(
    ("outcomes", "sentence"),
    [
        ((called(progress=100, expected=100),), "The outcome is on track."),
        (
            (called(**OVER),),
            "The outcome is not on track; “World class” is called so against its own figures.",
        ),
        (
            (called(**OVER), called(id=2, statement="Close")),
            "One of two outcomes is on track; “World class” is called so against its own figures.",
        ),
    ],
)
def test_what_is_called_on_track_against_its_figures_is_not_counted_so(
    outcomes: tuple[OutcomeFacts, ...], sentence: str
) -> None:
    assert said(outcomes=outcomes) == sentence


def test_what_is_contradicted_is_red_and_not_in_the_box() -> None:
    found = reds(outcomes=(called(**OVER),), indicators=(), asks=(), actions=(), voice=VOICE, on=ON)
    assert [red.why for red in found] == [
        "Called on track. Its time was over on 22 Nov and it stands at 71 of 100: that is not on track."
    ]
    page = page_one(replace(story(), outcomes=(called(**OVER), called(id=2))), NAMES)
    assert [(box.state, box.word) for box in page.boxes if box.label == "Outcomes on track"] == [
        ("warn", "1 of 2")
    ]


def test_a_unit_stays_with_its_number_however_a_line_is_cut() -> None:
    assert clipped("stands at\n6.4\u00a0h,  off", 40) == "stands at 6.4\u00a0h, off"
