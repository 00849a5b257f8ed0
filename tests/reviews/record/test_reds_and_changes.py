"""What is red and what changed, each condition by itself: just before it holds, and when it does."""

from dataclasses import replace
from datetime import date

import pytest

from reviews.facts import (
    ActionFacts,
    AskFacts,
    ChangeFacts,
    CheckInFacts,
    DateFacts,
    IndicatorFacts,
    OutcomeChangeFacts,
    OutcomeFacts,
    RedFacts,
    WaitFacts,
)
from reviews.facts.pronouns import pronouns_in
from reviews.record.snapshot.changes import changes
from reviews.record.snapshot.reds import reds
from tests.reviews.record.pack_people import JONAS, ON, PRIYA
from tests.reviews.record.pack_story import story

LONG_AGO = date(2026, 9, 1)

VOICE = pronouns_in("ours", enterprise="Northgate", partner="Meridian")


def action(number: int = 1, **fields: object) -> ActionFacts:
    given = {"side": "ours", "state": "open", "due_on": ON, **fields}
    return ActionFacts(number, f"Action {number}", PRIYA, **given)


def ask(number: int = 1, **fields: object) -> AskFacts:
    given = {
        "kind": "decision",
        "state": "pending",
        "open": True,
        "raised_on": ON,
        "on_side": "ours",
        "age": 3,
        **fields,
    }
    return AskFacts(id=number, title=f"Ask {number}", raised_by=JONAS, raised_by_side="theirs", **given)


def figure(number: int = 1, **fields: object) -> IndicatorFacts:
    given = {
        "state": "good",
        "word": "on target",
        "said": "Said.",
        "until": date(2026, 11, 1),
        "value_words": "9 h",
        **fields,
    }
    return IndicatorFacts(number, f"Figure {number}", "h", "sla", "lower", **given)


NEW_DAY = OutcomeChangeFacts(
    "agreed", "theirs", JONAS, ON, "The archive", terms=("Due: 28 Jan; it was 18 Dec",)
)


def outcome(number: int = 1, **fields: object) -> OutcomeFacts:
    given = {"state": "agreed", "health": "on_track", **fields}
    return OutcomeFacts(number, f"Outcome {number}", "Target", **given)


KEPT = action(state="closed", first_due_on=ON, reported_on=ON, closed_on=ON)


# --- what is red ------------------------------------------------------------------------------------------------------


def red(**facts: object) -> list[RedFacts]:
    return list(
        reds(
            **{"outcomes": (), "indicators": (), "asks": (), "actions": (), "voice": VOICE, "on": ON, **facts}
        )
    )


@pytest.mark.parametrize(
    ("facts", "why"),
    [
        ({"asks": (ask(age=29),)}, None),
        ({"asks": (ask(age=30),)}, "Has waited 30 days for an answer."),
        ({"asks": (ask(age=99, open=False),)}, None),
        ({"asks": (ask(days_late=0),)}, None),
        ({"asks": (ask(days_late=1),)}, "Decision 1 day late."),
        ({"asks": (ask(days_late=2, forum_words="Board"),)}, "Decision 2 days late, Board."),
        ({"asks": (ask(days_late=2, open=False),)}, None),
        ({"asks": (ask(age=40, forum_words="Board"),)}, "Has waited 40 days for an answer, Board."),
        ({"actions": (action(days_late=0),)}, None),
        ({"actions": (action(days_late=1),)}, "1 day late."),
        (
            {"actions": (action(days_late=1, first_due_on=date(2026, 11, 6)),)},
            "1 day late, first promised for 6 November.",
        ),
        (
            {
                "actions": (
                    action(
                        days_late=2,
                        dates=(
                            DateFacts(ON, LONG_AGO, True, "Early."),
                            DateFacts(ON, ON, True, "The board."),
                        ),
                    ),
                )
            },
            "2 days late. The board.",
        ),
        (
            {
                "actions": (
                    action(
                        days_late=2,
                        dates=(DateFacts(ON, LONG_AGO, True, "The board."),),
                        waits=(WaitFacts("theirs", "", date(2026, 11, 2), None, 21),),
                    ),
                )
            },
            "2 days late. Waits on them since 2 November.",
        ),
        ({"indicators": (figure(state="warn"),)}, None),
        ({"indicators": (figure(state="bad"),)}, "Said."),
        ({"outcomes": (outcome(health="at_risk"),)}, None),
        ({"outcomes": (outcome(health="off_track"),)}, "No check-in says why."),
        ({"outcomes": (outcome(health="off_track", state="achieved"),)}, None),
        (
            {
                "outcomes": (
                    outcome(
                        health="off_track",
                        check_ins=(
                            CheckInFacts(ON, "off_track", "Newest.", JONAS),
                            CheckInFacts(ON, "at_risk", "Older.", JONAS),
                        ),
                    ),
                )
            },
            "Newest.",
        ),
    ],
)
def test_a_thing_is_red_from_its_day_on(facts: dict[str, object], why: str | None) -> None:
    assert [found.why for found in red(**facts)] == ([why] if why else [])


def test_what_is_red_is_told_outcomes_first_then_figures_then_asks_then_promises_the_latest_first() -> None:
    found = red(
        outcomes=(outcome(health="off_track"),),
        indicators=(figure(state="bad"),),
        asks=(ask(1, age=40), ask(2, age=50), ask(3, days_late=1), ask(4, days_late=9, on_side="theirs")),
        actions=(action(1, days_late=1), action(2, days_late=5, side="theirs")),
    )
    assert [(each.title, each.side) for each in found] == [
        ("Outcome 1", ""),
        ("Figure 1", ""),
        ("Ask 4", "theirs"),
        ("Ask 3", "ours"),
        ("Ask 2", "ours"),
        ("Ask 1", "ours"),
        ("Action 2", "theirs"),
        ("Action 1", "ours"),
    ]


# --- what changed -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("what", "was", "now", "said"),
    [
        ("outcomes", None, outcome(), ("none", "New outcome: Outcome 1.")),
        ("outcomes", outcome(), outcome(), None),
        ("outcomes", outcome(), outcome(state="achieved"), ("good", "Outcome 1: achieved.")),
        ("outcomes", outcome(), outcome(state="missed"), ("bad", "Outcome 1: missed.")),
        ("outcomes", outcome(), outcome(state="retired"), ("none", "Outcome 1: no longer wanted.")),
        (
            "outcomes",
            outcome(),
            outcome(changes=(NEW_DAY, replace(NEW_DAY, state="declined"), replace(NEW_DAY, end="achieved"))),
            ("none", "Outcome 1. Due: 28 Jan; it was 18 Dec."),
        ),
        ("outcomes", outcome(), outcome(health="at_risk"), ("warn", "Outcome 1: at risk; it was on track.")),
        (
            "outcomes",
            outcome(health="unknown"),
            outcome(health="off_track"),
            ("bad", "Outcome 1: off track; it was unknown."),
        ),
        ("indicators", None, figure(), None),
        ("indicators", None, figure(state="bad", word="off target"), ("bad", "Figure 1 9 h, off target.")),
        (
            "indicators",
            figure(state="bad"),
            figure(state="bad", word="off target"),
            ("bad", "Figure 1 9 h, still off target."),
        ),
        (
            "indicators",
            figure(state="bad", value_words="8 h"),
            figure(state="bad", word="off target"),
            ("bad", "Figure 1 9 h, off target; it was 8 h."),
        ),
        (
            "indicators",
            figure(),
            figure(state="warn", word="slipping"),
            ("warn", "Figure 1 9 h, slipping; it was 9 h."),
        ),
        (
            "indicators",
            figure(value_words=""),
            figure(state="warn", word="slipping"),
            ("warn", "Figure 1 9 h, slipping."),
        ),
        (
            "indicators",
            figure(),
            figure(state="none", word="missing"),
            ("warn", "Figure 1: no reading for November."),
        ),
        ("asks", None, ask(), None),
        ("asks", None, ask(state="made", open=False), ("good", "Decided: Ask 1.")),
        ("asks", ask(state="made", open=False), ask(state="made", open=False), None),
        ("asks", ask(), ask(state="not_now", open=False), ("none", "Declined: Ask 1.")),
        ("asks", ask(), ask(days_late=1), ("bad", "Ask 1: the decision is 1 day late.")),
        ("asks", ask(days_late=1), ask(days_late=9), None),
        ("asks", None, ask(days_late=2), ("bad", "Ask 1: the decision is 2 days late.")),
        ("asks", ask(), ask(days_late=2, open=False), None),
        (
            "actions",
            None,
            action(state="closed", first_due_on=ON, reported_on=ON, closed_on=ON),
            ("good", "Done and confirmed: Action 1."),
        ),
        ("actions", action(state="closed"), action(state="closed"), None),
        ("actions", action(), action(state="withdrawn"), ("none", "Withdrawn: Action 1.")),
        ("actions", None, action(state="withdrawn"), None),
        ("actions", action(), action(days_late=1), ("bad", "Action 1: 1 day late.")),
        ("actions", action(days_late=1), action(days_late=8), None),
        (
            "actions",
            action(),
            action(due_on=date(2026, 12, 1)),
            ("warn", "Action 1: now 1 December; it was 23 November."),
        ),
        ("actions", action(), action(due_on=date(2026, 12, 1), state="reported"), None),
        ("actions", None, action(due_on=date(2026, 12, 1)), None),
    ],
)
def test_a_change_is_told_once_and_by_what_it_is(
    what: str, was: object, now: object, said: tuple[str, str] | None
) -> None:
    nothing = replace(story(), outcomes=(), indicators=(), asks=(), actions=())
    before = replace(nothing, **{what: (was,) if was else ()})
    assert list(changes(before, replace(nothing, **{what: (now,)}))) == ([ChangeFacts(*said)] if said else [])
