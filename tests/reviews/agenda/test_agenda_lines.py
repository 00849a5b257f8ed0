"""What each line of the agenda says of itself, which facts make one, and in which order they stand."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from reviews.agenda.standing import standing_agenda
from reviews.agenda.timetable import minutes_of_sections
from reviews.cadence import next_meeting
from reviews.facts.agenda import AgendaFacts, CarriedFacts, DueAction, OpenAsk, Subject, TabledFacts
from reviews.models import AgendaItem
from reviews.sections import ASKS, OUTCOMES, PERFORMANCE, PROMISED, TABLED
from reviews.sections.performance import WENT_WELL
from reviews.sections.section import Entry
from tests.reviews.agenda import agenda_story

ON = date(2026, 11, 23)
FACTS = AgendaFacts(on=ON, minutes=90, names={"ours": "Northgate", "theirs": "Meridian"})
RAISED = ON - timedelta(days=3)


def lines(section: int, **rows: object) -> list[Entry]:
    agenda = standing_agenda(replace(FACTS, **rows))
    return [entry for entry in agenda if entry.section == section and not entry.heading]


def owed(number: int, late: int = 0, **fields: object) -> DueAction:
    due_on = ON - timedelta(days=late)
    return agenda_story.due(
        number, f"Promise {number}", fields.pop("side", "ours"), 40 + number, due_on, ON, **fields
    )


def ask(number: int, raised_on: date, **fields: object) -> OpenAsk:
    return agenda_story.waiting(
        number, f"Ask {number}", "impediment", "raised", "ours", "theirs", raised_on, **fields
    )


def test_a_promise_s_line_names_its_owner() -> None:
    assert lines(PROMISED.number, promises=(owed(1),)) == [
        Entry(PROMISED.number, "Promise 1", subject=Subject("action", 1), presenter=41)
    ]


def test_the_latest_stands_first_what_wants_a_nod_last_and_equals_by_their_number() -> None:
    promises = (
        owed(1, late=9, reported=True), owed(2, late=1), owed(3, late=8), owed(5, late=2), owed(4, late=2),
        owed(6, late=3, reported=True, questioned=True), owed(7, late=10, side="theirs"),
    )  # fmt: skip
    found = lines(PROMISED.number, promises=promises)
    assert [line.subject.id for line in found if line.subject] == [3, 6, 4, 5, 2, 1, 7]
    assert [line.subject.id for line in found if line.subject and line.consent] == [1]


def test_an_ask_s_line_names_who_has_it_in_hand_and_the_oldest_stands_first() -> None:
    asks = (ask(1, RAISED, owner=7), ask(3, RAISED - timedelta(days=1)), ask(2, RAISED - timedelta(days=1)))
    found = lines(ASKS.number, asks=asks)
    assert [line.title for line in found] == ["Ask 2", "Ask 3", "Ask 1"]
    assert found[-1] == Entry(ASKS.number, "Ask 1", subject=Subject("ask", 1), presenter=7)


def test_an_outcome_s_line_names_who_presents_it() -> None:
    outcomes = (
        agenda_story.agreed(1, "World class", "on_track", presenter=7),
        agenda_story.agreed(2, "One key", "at_risk"),
    )
    assert lines(OUTCOMES.number, outcomes=outcomes) == [
        Entry(
            OUTCOMES.number,
            "World class",
            kind=AgendaItem.Kind.KNOW,
            subject=Subject("outcome", 1),
            presenter=7,
        ),
        Entry(OUTCOMES.number, "One key", subject=Subject("outcome", 2)),
    ]


@pytest.mark.parametrize(
    ("state", "before", "missing", "stands"),
    [
        ("good", "good", 0, False), ("warn", "good", 0, False), ("none", "none", 0, False),
        ("bad", "bad", 0, True), ("good", "good", 1, True), ("none", "none", 2, True), ("bad", "good", 0, True),
    ],
)  # fmt: skip
def test_a_figure_off_target_or_missing_has_a_line(
    state: str, before: str, missing: int, stands: bool
) -> None:
    figure = agenda_story.figure(1, "Batch", state, before, months_missing=missing, in_words="92%.")
    found = [line.title for line in lines(PERFORMANCE.number, indicators=(figure,))]
    assert [title for title in found if title != WENT_WELL] == ["Batch"] * stands


def test_what_is_off_has_a_line_also_where_three_heavier_things_are_the_exceptions() -> None:
    heavier = tuple(owed(number, late=40, sponsors_told_on=RAISED) for number in (1, 2, 3))
    figures = (
        agenda_story.figure(1, "Missing", "none", months_missing=1, in_words="None."),
        agenda_story.figure(2, "Red", "bad", "good", in_words="92%."),
        agenda_story.figure(3, "Fine", "good"),
    )
    found = lines(PERFORMANCE.number, promises=heavier, indicators=figures)
    assert [(line.title, line.detail, line.why) for line in found] == [
        ("Missing", "None.", ""),
        ("Red", "92%.", ""),
    ]


def test_a_figure_that_is_red_still_says_how_it_stands_and_one_newly_red_says_it_in_its_reason() -> None:
    still = agenda_story.figure(1, "Batch", "bad", "bad", in_words="92%.")
    newly = agenda_story.figure(2, "Restore", "bad", "good", in_words="5 h.")
    found = {
        line.title: (line.detail, line.why) for line in lines(PERFORMANCE.number, indicators=(still, newly))
    }
    assert found == {"Batch": ("92%.", ""), "Restore": ("", "Newly red. 5 h.")}


def test_what_is_tabled_says_by_whom_and_takes_its_minutes() -> None:
    tabled = (
        TabledFacts("theirs", "A seat", "In planning.", 15, 5),
        TabledFacts("ours", "Freeze", "From the 20th.", 5, 3),
    )
    assert lines(TABLED.number, tabled=tabled) == [
        Entry(
            TABLED.number,
            "Freeze",
            detail="From the 20th.",
            minutes=5,
            tabled_by_side="ours",
            tabled_by=3,
            presenter=3,
        ),
        Entry(
            TABLED.number,
            "A seat",
            detail="In planning.",
            minutes=15,
            tabled_by_side="theirs",
            tabled_by=5,
            presenter=5,
        ),
    ]


def test_what_is_brought_from_last_time_keeps_its_words_and_its_place() -> None:
    about, loose = Subject("ask", 9), CarriedFacts(8, TABLED.number, "Dinner")
    brought = CarriedFacts(7, ASKS.number, "Masking", "Twelve tables.", "It waited.", about, 5)
    agenda = standing_agenda(replace(FACTS, carried=(brought, loose), asks=(ask(1, RAISED),)))
    found = [entry for entry in agenda if entry.carried_from]
    assert found == [
        Entry(
            ASKS.number,
            "Masking",
            detail="Twelve tables.",
            why="It waited.",
            subject=about,
            minutes=5,
            presenter=5,
            carried_from=7,
        ),
        Entry(TABLED.number, "Dinner", minutes=5, carried_from=8),
    ]
    assert sum(entry.minutes for entry in agenda) == 90


def test_what_is_on_the_agenda_by_itself_keeps_its_own_line_with_where_it_came_from() -> None:
    carried = (CarriedFacts(7, PROMISED.number, "Old words", subject=Subject("action", 1)),)
    found = lines(PROMISED.number, promises=(owed(1), owed(2)), carried=carried)
    assert [(line.title, line.carried_from) for line in found] == [("Promise 1", 7), ("Promise 2", None)]


def test_each_line_of_an_agenda_is_known_by_what_it_is_about() -> None:
    """However its words change: by its section, its subject, its side or where it was carried from."""
    agenda = standing_agenda(
        replace(
            FACTS,
            promises=(owed(1), owed(2)),
            asks=(ask(1, RAISED),),
            carried=(CarriedFacts(8, ASKS.number, "A"), CarriedFacts(9, ASKS.number, "B")),
            tabled=(TabledFacts("ours", "Same"), TabledFacts("theirs", "Same")),
        )
    )
    keys = [entry.key for entry in agenda]
    assert len(set(keys)) == len(keys) == 6 + 3 + 2 + 2
    assert (
        Entry(ASKS.number, "Old", subject=Subject("ask", 1)).key
        == Entry(ASKS.number, "New", subject=Subject("ask", 1)).key
    )


@pytest.mark.parametrize(("letters", "cut"), [(187, False), (188, False), (189, True)])
def test_a_reason_is_cut_at_two_hundred_letters(letters: int, cut: bool) -> None:
    """ "Newly red. " takes eleven, and what is cut ends with an ellipsis."""
    figure = agenda_story.figure(1, "Batch", "bad", "good", in_words="x" * (letters + 1))
    (line,) = lines(PERFORMANCE.number, indicators=(figure,))
    assert len(line.why) == min(200, letters + 12)
    assert line.why.endswith("…") is cut


def test_every_section_has_a_heading_with_its_minutes() -> None:
    headings = {entry.section: entry.minutes for entry in standing_agenda(FACTS) if entry.heading}
    assert headings == minutes_of_sections(90)


@pytest.mark.parametrize(
    ("total", "carried", "shares"),
    [
        (90, 0, [15, 15, 25, 15, 10, 10]), (90, 5, [15, 15, 20, 15, 10, 10]), (90, 29, [10, 10, 16, 10, 10, 5]),
        (90, 60, [10, 10, 15, 10, 10, 5]), (60, 0, [10, 10, 15, 10, 10, 5]), (30, 0, [5, 5, 5, 5, 5, 5]),
        (29, 0, [5, 5, 7, 5, 4, 3]), (31, 0, [5, 5, 6, 5, 5, 5]), (15, 0, [3, 3, 3, 2, 2, 2]),
    ],
)  # fmt: skip
def test_minutes_are_shared_in_fives_and_singly_under_half_an_hour(
    total: int, carried: int, shares: list[int]
) -> None:
    assert list(minutes_of_sections(total, carried).values()) == shares


@pytest.mark.parametrize(
    ("cadence", "after", "country", "expected"),
    [
        ("weekly", date(2026, 11, 23), "", date(2026, 11, 30)),
        ("fortnightly", date(2026, 11, 23), "", date(2026, 12, 7)),
        ("monthly", date(2026, 11, 23), "", date(2026, 12, 28)),
        ("monthly", date(2026, 12, 8), "", date(2027, 1, 12)),
        ("monthly", date(2026, 9, 30), "", date(2026, 10, 28)),
        ("monthly", date(2026, 6, 30), "", date(2026, 7, 28)),
        ("monthly", date(2026, 10, 30), "", date(2026, 11, 27)),
        ("monthly", date(2026, 11, 1), "", date(2026, 12, 7)),
        ("quarterly", date(2026, 11, 23), "", date(2027, 2, 22)),
        ("quarterly", date(2026, 12, 7), "", date(2027, 3, 1)),
        ("monthly", date(2026, 11, 27), "DE", date(2026, 12, 28)),
        ("weekly", date(2026, 12, 18), "GB", date(2026, 12, 29)),
    ],
)  # fmt: skip
def test_a_forum_meets_again_on_the_weekday_it_met(
    cadence: str, after: date, country: str, expected: date
) -> None:
    assert next_meeting(cadence, after, country) == expected
