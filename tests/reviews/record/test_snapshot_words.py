"""What a seal says in words: its headline, what changed, what is red — by one rule for both sides."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from governance.counting.formula import Tally
from governance.models import Forum
from reviews.cadence import next_meeting
from reviews.facts import ActionFacts, AskFacts, RedFacts, SidePromises, WaitFacts
from reviews.facts.names import people_in
from reviews.facts.pronouns import pronouns_in
from reviews.record.pack.page_one import page_one
from reviews.record.pack.tally_words import in_the_year, rest_of, trend
from reviews.record.pack.text import clipped, printable
from reviews.record.snapshot import Snapshot, read, written
from reviews.record.snapshot.changes import changes
from reviews.record.snapshot.headline import headline
from reviews.record.snapshot.reds import reds
from tests.reviews.record.pack_agreed import months
from tests.reviews.record.pack_people import ANAND, HANNA, JONAS, LENA, MEI, NAMES, ON, PRIYA
from tests.reviews.record.pack_story import story

VOICE = pronouns_in("partner", enterprise="Northgate", partner="Meridian")
SWAPPED = {"ours": "theirs", "theirs": "ours"}


def late(side: str = "ours", **fields: object) -> ActionFacts:
    facts = {
        "title": "Archiving policy",
        "state": "open",
        "due_on": date(2026, 11, 20),
        "days_late": 3,
        **fields,
    }
    return ActionFacts(id=1, owner=PRIYA, side=side, **facts)


def ask(on_side: str = "ours", **fields: object) -> AskFacts:
    facts = {"age": 10, "state": "pending", "open": True, **fields}
    return AskFacts(
        id=1,
        kind="decision",
        title="Change window",
        raised_by=JONAS,
        raised_by_side=SWAPPED[on_side],
        raised_on=date(2026, 11, 1),
        on_side=on_side,
        **facts,
    )


def why(*, actions: tuple[ActionFacts, ...] = (), asks: tuple[AskFacts, ...] = ()) -> tuple[RedFacts, ...]:
    return reds(outcomes=(), indicators=(), asks=asks, actions=actions, voice=VOICE, on=date(2026, 11, 23))


# --- what is red, and why -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("side", ["ours", "theirs"])
def test_a_late_promise_is_red_whoever_owes_it(side: str) -> None:
    assert why(actions=(late(side),)) == (RedFacts("Archiving policy", "3 days late.", side),)


@pytest.mark.parametrize("side", ["ours", "theirs"])
def test_an_ask_left_for_thirty_days_is_red_whoever_it_waits_on(side: str) -> None:
    assert not why(asks=(ask(side, age=29),))
    assert why(asks=(ask(side, age=30),)) == (
        RedFacts("Change window", "Has waited 30 days for an answer.", side),
    )


def test_a_late_promise_says_whom_it_waits_on_since_when_and_for_what() -> None:
    waiting = late("theirs", waits=(WaitFacts("ours", "production traces", date(2026, 11, 12), None, 11),))
    assert why(actions=(waiting,))[0].why == (
        "3 days late. Waits on Northgate for production traces since 12 November."
    )


def test_a_promise_moved_says_its_first_date() -> None:
    moved = late(first_due_on=date(2026, 11, 6))
    assert why(actions=(moved,))[0].why == "3 days late, first promised for 6 November."


def test_the_latest_comes_first() -> None:
    found = why(actions=(late(), late("theirs", title="Root cause", days_late=9)))
    assert [red.title for red in found] == ["Root cause", "Archiving policy"]


# --- what changed -------------------------------------------------------------------------------------------------


def test_nothing_changed_between_a_review_and_itself_but_what_is_red_or_missing_still() -> None:
    texts = [change.text for change in changes(story(), story())]
    assert texts == [
        "Period close 6.4 h, still off target.",
        "Restore test: no reading for November.",
    ]


def changed(**fields: object) -> set[str]:
    calm = replace(story(), indicators=())
    return {change.text for change in changes(calm, replace(calm, **fields))}


def test_a_promise_confirmed_moved_or_gone_late_is_named() -> None:
    archive, traces, *rest = story().actions
    now = (
        replace(archive, state="closed", days_late=0),
        replace(traces, due_on=date(2026, 12, 10)),
        *(replace(action, days_late=2) if action.id == 5 else action for action in rest),
    )
    assert changed(actions=now) == {
        "Done and confirmed: Archiving policy to the finance board.",
        "Root cause of the half-year slowdown: now 10 December; it was 30 November.",
        "Archive 2019 invoices: 2 days late.",
    }


def test_an_answer_given_is_named() -> None:
    first, *rest = story().asks
    decided = (replace(first, state="made", open=False), *rest)
    assert changed(asks=decided) == {"Decided: Archiving policy."}


def test_an_outcome_whose_health_turned_is_named() -> None:
    good, bad = story().outcomes
    assert changed(outcomes=(replace(good, health="at_risk"), bad)) == {
        "Databases run at world-class level: at risk; it was on track."
    }


# --- the headline -------------------------------------------------------------------------------------------------


def said(snapshot: Snapshot) -> str:
    return headline(
        outcomes=snapshot.outcomes,
        indicators=snapshot.indicators,
        actions=snapshot.actions,
        asks=snapshot.asks,
        promises=snapshot.promises,
        voice=VOICE,
        on=snapshot.review.on,
    )


def test_it_says_what_stands_what_hurts_and_who_waits_for_whom() -> None:
    assert said(story()) == (
        "One of two outcomes is on track. Period close stands at 6.4 h, off target. "
        "One promise and one late ask wait on Northgate, “Approvals for standard changes” for 34 days."
    )


def test_several_outcomes_of_more_are_said_as_one_says_them() -> None:
    good, bad = sorted(story().outcomes, key=lambda outcome: outcome.health != "on_track")
    three = replace(story(), outcomes=(good, good, bad), indicators=(), actions=(), asks=(), promises=())
    assert said(three) == "Two of three outcomes are on track."


def test_what_a_side_holds_up_is_counted_together_and_the_longest_wait_named() -> None:
    waits = (WaitFacts("ours", "production traces", date(2026, 11, 12), None, 11),)
    held = replace(
        story(),
        outcomes=(),
        indicators=(),
        promises=(),
        actions=(late("theirs", waits=waits),),
        asks=(ask(age=34), ask(age=31), ask("theirs", age=40)),
    )
    assert said(held) == (
        "“Change window” has waited 40 days on Meridian. "
        "One promise and two late asks wait on Northgate, “Change window” for 34 days."
    )


def test_swapping_the_sides_swaps_the_names_and_nothing_else() -> None:
    one = replace(story(), outcomes=(), indicators=())
    other = replace(
        one,
        actions=tuple(
            replace(
                action,
                side=SWAPPED[action.side],
                waits=tuple(replace(wait, on_side=SWAPPED[wait.on_side]) for wait in action.waits),
            )
            for action in one.actions
        ),
        asks=tuple(replace(each, on_side=SWAPPED[each.on_side]) for each in one.asks),
        promises=tuple(replace(side, side=SWAPPED[side.side]) for side in one.promises),
    )
    swapped = said(one).replace("Northgate", "?").replace("Meridian", "Northgate").replace("?", "Meridian")
    assert said(other) == swapped


def test_a_review_of_nothing_says_so() -> None:
    assert said(replace(story(), outcomes=(), indicators=(), actions=(), asks=(), promises=())).startswith(
        "Nothing fell due"
    )


# --- counts in words ----------------------------------------------------------------------------------------------


def test_what_did_not_happen_is_not_mentioned() -> None:
    assert rest_of(Tally(4, 2, 1, 0, 1)) == "kept · 1 moved with notice · 1 missed"
    assert rest_of(Tally()) == "nothing fell due"


def test_what_fell_due_under_cover_is_told_beside_the_counts() -> None:
    assert rest_of(Tally(4, 3, 0, 0, 1, covered=2)) == "kept · 1 missed · 2 under cover"
    assert rest_of(Tally(covered=2)) == "nothing but 2 under cover"
    alone = SidePromises("ours", Tally(), Tally(covered=2))
    assert in_the_year(alone) == "Nothing fell due in twelve months but under cover"


@pytest.mark.parametrize(
    "kept, word",
    [([1] * 6 + [4] * 6, "rising"), ([4] * 6 + [1] * 6, "falling"), ([3] * 12, "steady"), ([3] * 5, "")],
)
def test_the_year_has_a_direction_once_enough_fell_due(kept: list[int], word: str) -> None:
    assert trend(months(kept)) == word


def test_a_year_without_promises_says_so() -> None:
    assert in_the_year(SidePromises("ours", Tally(), Tally())) == "Nothing fell due in twelve months"


# --- page one -----------------------------------------------------------------------------------------------------


def test_page_one_cuts_what_is_long_and_says_that_more_stands_inside() -> None:
    many = replace(
        story(),
        reds=tuple(RedFacts(f"Red {number}", "word " * 200) for number in range(9)),
        changes=story().changes * 3,
    )
    page = page_one(many, NAMES)
    assert (len(page.reds), page.more_reds) == (4, 5)
    assert (len(page.changes), page.more_changes) == (6, 6)
    assert all(len(red.why) <= 240 for red in page.reds)


def test_a_side_that_differs_is_named_in_its_box() -> None:
    ours, theirs = story().statements
    page = page_one(replace(story("partner"), statements=(ours, replace(theirs, stance="differ"))), NAMES)
    assert [box.word for box in page.boxes if box.label == "Read back"] == ["Meridian Systems differs"]


# --- small parts --------------------------------------------------------------------------------------------------


def test_everyone_named_anywhere_in_a_snapshot_is_found() -> None:
    assert people_in(story()) == {ANAND, PRIYA, LENA, HANNA, JONAS, MEI}


def test_figures_keep_every_decimal_they_were_sealed_with() -> None:
    exact = replace(story().indicators[0], target=Decimal("0.1000"))
    back = read(written(replace(story(), indicators=(exact,)))).indicators[0]
    assert back.target == Decimal("0.1")


def test_a_field_the_seal_does_not_know_yet_takes_its_default() -> None:
    older = written(story()).replace(',"next_on":"2026-12-21"', "")
    assert read(older).review.next_on is None


def test_invisible_characters_are_taken_out_and_endless_words_can_break() -> None:
    assert printable(RedFacts("a\u202eb\x00c\u2066d", "x" * 90)) == RedFacts(
        "abcd", "x" * 40 + "\u200b" + "x" * 40 + "\u200b" + "x" * 10
    )


def test_a_cut_text_ends_at_a_word() -> None:
    assert clipped("one two three four", 14) == "one two three…"
    assert clipped("one two. Three four", 11) == "one two…"
    assert clipped("one  two", 14) == "one two"


@pytest.mark.parametrize(
    "cadence, after, expected",
    [
        (Forum.Cadence.MONTHLY, date(2026, 10, 26), date(2026, 11, 23)),
        (Forum.Cadence.MONTHLY, date(2026, 11, 30), date(2026, 12, 28)),
        (Forum.Cadence.QUARTERLY, ON, date(2027, 2, 22)),
        (Forum.Cadence.WEEKLY, ON, date(2026, 11, 30)),
        (Forum.Cadence.FORTNIGHTLY, ON, date(2026, 12, 7)),
    ],
)
def test_a_forum_meets_on_the_same_weekday(cadence: str, after: date, expected: date) -> None:
    assert next_meeting(cadence, after) == expected


def test_a_holiday_moves_the_meeting_on() -> None:
    assert next_meeting(Forum.Cadence.WEEKLY, date(2026, 12, 18), "GB") == date(2026, 12, 29)
