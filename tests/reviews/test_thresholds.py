"""What a review says from a certain count or day on: just before it, on it and just after; each line's condition."""

from dataclasses import replace
from datetime import date

import pytest

from governance.counting.formula import Tally
from partners.numbers import counted, days
from reviews.facts import ActionFacts, AskFacts, ChangeFacts, MonthCount, RedFacts, SidePromises, WaitFacts
from reviews.facts.owed import status_of_action, status_of_ask
from reviews.facts.pronouns import capital, pronouns_in
from reviews.record.pack.page_one import FULL, FittedPage, page_one
from reviews.record.pack.tally_words import in_the_year, rest_of, trend
from reviews.record.pack.text import clipped
from reviews.record.pack.words import wait_words
from reviews.sections.promised import TrackerChapter
from reviews.templatetags.pack import clock_minutes, in_fours, short_day
from tests.reviews.record.pack_people import JONAS, NAMES, ON, PRIYA
from tests.reviews.record.pack_story import story

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


# --- counts in words --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("count", "said"),
    [
        (Tally(), "nothing fell due"),
        (Tally(covered=2), "nothing but 2 under cover"),
        (Tally(3, 3), "kept"),
        (
            Tally(9, 4, 2, 1, 2, covered=3),
            "kept · 2 moved with notice · 1 held up · 2 missed · 3 under cover",
        ),
        (Tally(2, 1, 0, 0, 1), "kept · 1 missed"),
    ],
)
def test_what_became_of_the_others_is_told(count: Tally, said: str) -> None:
    assert rest_of(count) == said


def twelve(
    early: tuple[int, int], late: tuple[int, int], *, before: tuple[int, int] = (0, 0)
) -> tuple[MonthCount, ...]:
    """Thirteen months: one before the twelve, then the earlier half in its last, the later in its first."""
    counts = [before, *[(0, 0)] * 5, early, late, *[(0, 0)] * 5]
    return tuple(
        MonthCount(date(2025 + (10 + n) // 12, (10 + n) % 12 + 1, 1), Tally(due, kept))
        for n, (kept, due) in enumerate(counts)
    )


@pytest.mark.parametrize(
    ("early", "late", "word"),
    [
        ((0, 4), (9, 9), ""),
        ((9, 9), (0, 4), ""),
        ((0, 5), (5, 5), "rising"),
        ((5, 5), (0, 5), "falling"),
        ((60, 100), (64, 100), "steady"),
        ((60, 100), (65, 100), "rising"),
        ((65, 100), (60, 100), "falling"),
        ((50, 100), (50, 100), "steady"),
    ],
)
def test_a_trend_needs_five_promises_a_half_and_five_points(
    early: tuple[int, int], late: tuple[int, int], word: str
) -> None:
    assert trend(twelve(early, late)) == word
    assert trend(twelve(early, late, before=(900, 900))) == word


def test_a_year_says_its_counts_and_its_direction() -> None:
    year = SidePromises("ours", Tally(), Tally(58, 33), twelve((5, 5), (0, 5)))
    assert in_the_year(year) == "Over twelve months 33 of 58 kept, falling"
    assert in_the_year(replace(year, months=())) == "Over twelve months 33 of 58 kept"
    assert in_the_year(replace(year, year=Tally())) == "Nothing fell due in twelve months"
    assert (
        in_the_year(replace(year, year=Tally(covered=1)))
        == "Nothing fell due in twelve months but under cover"
    )


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"state": "closed", "first_due_on": ON, "reported_on": ON, "closed_on": ON}, ("good", "kept")),
        (
            {"state": "closed", "first_due_on": date(2026, 11, 22), "reported_on": ON, "closed_on": ON},
            ("bad", "missed"),
        ),
        ({"state": "closed"}, ("none", "done")),
        ({"state": "withdrawn", "days_late": 3}, ("none", "withdrawn")),
        ({"state": "reported", "days_late": 3, "reported_on": ON}, ("none", "reported done")),
        ({"waits": (WaitFacts("theirs", "", ON, None, 1),), "days_late": 3}, ("bad", "3 days late")),
        ({"days_late": 1}, ("bad", "1 day late")),
        ({"state": "proposed"}, ("none", "proposed")),
        ({}, ("warn", "today")),
    ],
)
def test_a_sealed_promise_stands_as_it_stood_on_the_day_of_the_review(
    facts: dict[str, object], said: tuple[str, str]
) -> None:
    status = status_of_action(action(**facts), ON)
    assert (status.level, status.words) == said


def test_what_it_waits_for_is_said_beside_how_it_stands_while_it_is_open() -> None:
    waits = (WaitFacts("theirs", "", ON, None, 1),)
    assert wait_words(action(waits=waits, days_late=3), VOICE) == "waits on them, 1 day"
    assert wait_words(action(waits=(WaitFacts("theirs", "", ON, ON, 1),)), VOICE) == ""
    assert wait_words(action(waits=waits, state="reported"), VOICE) == ""


def test_an_ask_is_called_late_while_it_is_open() -> None:
    for facts, said in (
        ({"days_late": 1}, ("bad", "1 day late")),
        ({"days_late": 1, "open": False, "state": "made"}, ("good", "decided")),
        ({"needed_by": ON}, ("warn", "needed today")),
        ({"age": 3}, ("none", "3 days")),
    ):
        status = status_of_ask(ask(**facts), ON)
        assert (status.level, status.words) == said


# --- lists of the tracker ---------------------------------------------------------------------------------------------


def test_the_tracker_s_lists_hold_what_is_theirs_in_their_order() -> None:
    facts = (
        action(1, fresh=True),
        action(2, days_late=1),
        action(3, days_late=2),
        action(4, due_on=date(2026, 12, 9)),
        action(5, due_on=date(2026, 12, 1)),
        action(6, state="closed", closed_on=date(2026, 11, 9)),
        action(7, state="closed", closed_on=date(2026, 11, 4)),
        action(8, state="withdrawn"),
        action(9, side="theirs"),
        action(10, state="reported", due_on=date(2026, 11, 1)),
    )
    told = replace(story(), actions=facts)
    chapter = TrackerChapter(told, NAMES)
    assert [pair.ours.id for pair in chapter.fresh if pair.ours] == [1]
    assert [pair.ours.id for pair in chapter.open if pair.ours] == [3, 2, 10, 5, 4]
    assert [pair.theirs.id for pair in chapter.open if pair.theirs] == [9]
    assert [pair.ours.id for pair in chapter.settled if pair.ours] == [7, 6, 8]


# --- page one ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("there", "shown", "more"), [(5, 5, 0), (6, 6, 0), (7, 6, 1), (9, 6, 3)])
def test_page_one_shows_six_changes_and_counts_the_rest(there: int, shown: int, more: int) -> None:
    page = page_one(replace(story(), changes=(ChangeFacts("good", "Done."),) * there), NAMES)
    assert (len(page.changes), page.more_changes) == (shown, more)


@pytest.mark.parametrize(("there", "shown", "more"), [(3, 3, 0), (4, 4, 0), (5, 4, 1), (9, 4, 5)])
def test_page_one_shows_four_reds_and_counts_the_rest(there: int, shown: int, more: int) -> None:
    page = page_one(replace(story(), reds=(RedFacts("Close", "Grows.", "ours"),) * there), NAMES)
    assert (len(page.reds), page.more_reds) == (shown, more)


@pytest.mark.parametrize(("there", "shown", "more"), [(4, 4, 0), (5, 5, 0), (6, 5, 1)])
def test_page_one_shows_five_decisions_of_a_side_the_soonest_first(there: int, shown: int, more: int) -> None:
    asks = [ask(number, needed_by=date(2026, 12, 20 - number)) for number in range(1, there + 1)]
    asks += [ask(50, needed_by=None), ask(51, kind="impediment"), ask(52, open=False, state="made")]
    (asked,) = page_one(replace(story(), asks=tuple(asks)), NAMES).asked
    more += 1 if shown == 5 else 0
    listed = [decision.ask for decision in asked.decisions]
    assert listed == ([*range(there, 0, -1), 50])[:5]
    assert asked.more == there + 1 - len(listed)


def test_as_much_is_shown_as_is_said() -> None:
    assert FittedPage(6, 4, 5, 240) == FULL


# --- small words ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("seconds", "said"), [(0, "1 min"), (60, "1 min"), (89, "1 min"), (91, "2 min"), (900, "15 min")]
)
def test_a_clock_is_told_in_minutes_and_never_as_none(seconds: int, said: str) -> None:
    assert clock_minutes(seconds) == said


def test_a_hash_is_shown_in_fours() -> None:
    assert in_fours("0123456789abcdef") == "0123 4567 89ab"
    assert in_fours("0123456789abcdef", 16) == "0123 4567 89ab cdef"
    assert in_fours("0123456789abcdef", 6) == "0123 45"


def test_the_year_is_said_where_it_is_another() -> None:
    assert [
        short_day(day, ON) for day in (date(2026, 12, 2), date(2027, 1, 2), date(2025, 12, 31), None)
    ] == [
        "2 Dec",
        "2 Jan 2027",
        "31 Dec 2025",
        "",
    ]


def test_small_numbers_are_said_in_words() -> None:
    said = [counted(number, "promise") for number in (0, 1, 2, 10, 11)]
    assert said == ["no promises", "one promise", "two promises", "ten promises", "11 promises"]
    assert [days(number) for number in (0, 1, 2)] == ["0 days", "1 day", "2 days"]
    assert counted(2, "policy", "policies") == "two policies"
    assert (capital("one"), capital("")) == ("One", "")


@pytest.mark.parametrize(
    ("letters", "cut"),
    [
        ("nine chars", "nine chars"),
        ("nine chars!", "nine char…"),
        ("lastwords here", "lastwords…"),
        ("a  b\nc", "a b c"),
        ("abcdefghijkl", "abcdefghi…"),
    ],
)
def test_a_line_is_cut_at_its_length(letters: str, cut: str) -> None:
    assert clipped(letters, 10) == cut
    assert len(clipped(letters, 10)) <= 10
