"""The standing agenda and its exceptions, from facts alone."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from reviews.agenda.standing import standing_agenda
from reviews.agenda.timetable import minutes_of_sections
from reviews.facts import WaitFacts
from reviews.facts.agenda import AgendaFacts, CarriedFacts, DueAction, Subject, TabledFacts
from reviews.sections import ASKS, OUTCOMES, PERFORMANCE, PROMISED, STANDING, TABLED
from reviews.sections.exceptions import AT_MOST, heaviest
from reviews.sections.section import Entry
from tests.reviews.agenda import agenda_story

ON = date(2026, 11, 23)
NAMES = {"ours": "Northgate", "theirs": "Meridian"}
SWAPPED = {"ours": "theirs", "theirs": "ours", "": ""}

sides = st.sampled_from(["ours", "theirs"])
days = st.integers(-90, 60).map(lambda offset: ON + timedelta(days=offset))
kinds = st.sampled_from(["decision", "impediment", "recommendation"])
promises = st.builds(
    agenda_story.due,
    id=st.integers(1, 40),
    title=st.just("Archive"),
    side=sides,
    owner=st.just(1),
    due_on=days,
    first_due_on=days,
    reported=st.booleans(),
    questioned=st.booleans(),
    moves=st.integers(0, 4),
    waiting_on=st.sampled_from(["", "ours", "theirs"]),
    waited_days=st.integers(0, 40),
)
asks = st.builds(
    agenda_story.waiting,
    id=st.integers(1, 40),
    title=st.just("Firewall"),
    kind=kinds,
    state=st.sampled_from(["pending", "raised", "owned", "backed"]),
    on_side=sides,
    raised_by_side=sides,
    raised_on=days,
    needed_by=st.none() | days,
    owner=st.none(),
)
states = st.sampled_from(["good", "warn", "bad", "none"])
figures = st.builds(
    agenda_story.figure,
    id=st.integers(1, 40),
    name=st.just("Uptime"),
    state=states,
    state_before=states,
    months_missing=st.integers(0, 3),
    weight=st.integers(1, 5),
)
outcomes = st.builds(
    agenda_story.agreed,
    id=st.integers(1, 40),
    statement=st.just("World class"),
    health=st.sampled_from(["on_track", "at_risk", "off_track", "unknown"]),
    health_before=st.sampled_from(["", "on_track", "off_track"]),
    figures=st.lists(states, max_size=3).map(tuple),
)


def some(strategy: st.SearchStrategy) -> st.SearchStrategy:
    return st.lists(strategy, max_size=6, unique_by=lambda row: row.id).map(tuple)


facts = st.builds(
    AgendaFacts,
    on=st.just(ON),
    minutes=st.integers(15, 180),
    names=st.just(NAMES),
    promises=some(promises),
    asks=some(asks),
    indicators=some(figures),
    outcomes=some(outcomes),
)


def agenda(**rows: object) -> tuple[Entry, ...]:
    return standing_agenda(AgendaFacts(on=ON, minutes=90, names=NAMES, **rows))


def below(entries: tuple[Entry, ...], section: int) -> list[Entry]:
    return [entry for entry in entries if entry.section == section and not entry.heading]


def owed(side: str, number: int = 1, **fields: object) -> DueAction:
    due_on = fields.pop("due_on", ON)
    return agenda_story.due(
        number, f"Promise {number}", side, 1, due_on, fields.pop("first_due_on", due_on), **fields
    )


def swapped(waits: tuple[WaitFacts, ...]) -> tuple[WaitFacts, ...]:
    return tuple(replace(wait, on_side=SWAPPED[wait.on_side]) for wait in waits)


def mirrored(given_facts: AgendaFacts) -> AgendaFacts:
    return replace(
        given_facts,
        names={SWAPPED[side]: name for side, name in NAMES.items()},
        promises=tuple(
            replace(p, side=SWAPPED[p.side], waits=swapped(p.waits)) for p in given_facts.promises
        ),
        asks=tuple(
            replace(a, on_side=SWAPPED[a.on_side], raised_by_side=SWAPPED[a.raised_by_side])
            for a in given_facts.asks
        ),
    )


@given(facts)
def test_swapping_the_sides_changes_no_exception(given_facts: AgendaFacts) -> None:
    assert heaviest(mirrored(given_facts)) == heaviest(given_facts)


@given(facts)
def test_the_same_facts_give_the_same_agenda(given_facts: AgendaFacts) -> None:
    assert standing_agenda(given_facts) == standing_agenda(given_facts)


@given(facts)
def test_at_most_three_exceptions_and_each_says_why(given_facts: AgendaFacts) -> None:
    found = [entry for entry in standing_agenda(given_facts) if entry.rule]
    assert len(found) <= AT_MOST
    assert all(entry.why for entry in found)


@given(facts)
def test_no_promise_that_is_late_can_be_missing(given_facts: AgendaFacts) -> None:
    on_it = {entry.subject for entry in standing_agenda(given_facts)}
    assert {promise.subject for promise in given_facts.promises} <= on_it


@given(facts)
def test_no_line_stands_on_the_agenda_twice(given_facts: AgendaFacts) -> None:
    keys = [entry.key for entry in standing_agenda(given_facts)]
    assert len(keys) == len(set(keys))


@given(facts)
def test_the_sections_come_in_their_order(given_facts: AgendaFacts) -> None:
    sections = [entry.section for entry in standing_agenda(given_facts)]
    assert sections == sorted(sections)
    assert set(sections) == {section.number for section in STANDING}


@given(st.integers(10, 240), st.integers(0, 60))
def test_the_minutes_add_up_to_the_meeting(total: int, carried: int) -> None:
    minutes = minutes_of_sections(total, carried)
    assert sum(minutes.values()) == total - min(carried, total // 3)
    assert all(count >= 0 for count in minutes.values())


def test_ninety_minutes_with_one_item_carried_are_shared_as_people_know_them() -> None:
    assert list(minutes_of_sections(90, 5).values()) == [15, 15, 20, 15, 10, 10]


def test_we_owe_comes_first_as_a_courtesy() -> None:
    lines = below(agenda(promises=(owed("theirs", 1), owed("ours", 2))), PROMISED.number)
    assert [line.title for line in lines] == ["Promise 2", "Promise 1"]


def test_what_was_reported_and_not_questioned_is_on_the_consent_list() -> None:
    lines = below(
        agenda(
            promises=(owed("theirs", 1, reported=True), owed("theirs", 2, reported=True, questioned=True))
        ),
        PROMISED.number,
    )
    assert {line.title: line.consent for line in lines} == {"Promise 1": True, "Promise 2": False}


def test_what_was_not_reached_last_time_is_carried_over_with_five_minutes() -> None:
    carried = CarriedFacts(7, ASKS.number, "Test-data masking")
    (line,) = below(agenda(carried=(carried,)), ASKS.number)
    assert (line.title, line.carried_from, line.minutes) == ("Test-data masking", 7, 5)


def test_what_is_on_the_agenda_anyway_is_marked_as_carried_and_not_doubled() -> None:
    carried = CarriedFacts(7, PROMISED.number, "Promise 1", subject=Subject("action", 1))
    (line,) = below(agenda(promises=(owed("ours", 1),), carried=(carried,)), PROMISED.number)
    assert line.carried_from == 7
    assert line.minutes == 0


def test_each_side_s_item_stands_in_the_fifth_section_ours_first() -> None:
    tabled = (TabledFacts("theirs", "A seat in planning"), TabledFacts("ours", "Year-end freeze"))
    assert [line.title for line in below(agenda(tabled=tabled), TABLED.number)] == [
        "Year-end freeze",
        "A seat in planning",
    ]


def test_green_service_with_a_red_outcome_is_the_heaviest() -> None:
    red = agenda_story.agreed(1, "World class", "off_track", figures=("good", "good"))
    late = agenda_story.waiting(
        2, "Budget", "decision", "pending", "ours", "theirs", ON, needed_by=ON - timedelta(days=80)
    )
    line = below(agenda(outcomes=(red,), asks=(late,)), OUTCOMES.number)[0]
    assert line.why == "The service figures beneath it are all on target, and the outcome is off track."
    assert heaviest(AgendaFacts(ON, 90, NAMES, outcomes=(red,), asks=(late,)))[0].subject == Subject(
        "outcome", 1
    )


def test_an_exception_stands_first_in_its_section() -> None:
    young = agenda_story.waiting(1, "Young", "impediment", "raised", "ours", "theirs", ON - timedelta(days=9))
    advice = agenda_story.waiting(
        2, "Archive first", "recommendation", "raised", "ours", "theirs", ON - timedelta(days=34)
    )
    old = agenda_story.waiting(3, "Old", "impediment", "raised", "ours", "theirs", ON - timedelta(days=12))
    assert [line.title for line in below(agenda(asks=(young, advice, old)), ASKS.number)] == [
        "Archive first",
        "Old",
        "Young",
    ]


def test_advice_nobody_answered_for_thirty_days_says_so() -> None:
    advice = agenda_story.waiting(
        2, "Archive first", "recommendation", "raised", "ours", "theirs", ON - timedelta(days=34)
    )
    assert (
        below(agenda(asks=(advice,)), ASKS.number)[0].why
        == "A recommendation of Meridian has waited since 20 October without an answer."
    )


def test_a_promise_that_waits_for_the_other_side_names_who_holds_the_ball() -> None:
    promise = owed("theirs", 1, waiting_on="ours", waited_days=12)
    assert (
        below(agenda(promises=(promise,)), PROMISED.number)[0].why
        == "Meridian has waited for Northgate since 11 November."
    )


def test_a_date_moved_twice_is_heard_with_its_first_date() -> None:
    promise = owed("ours", 1, moves=2, first_due_on=date(2026, 9, 3))
    assert (
        below(agenda(promises=(promise,)), PROMISED.number)[0].why
        == "Given a new date twice; first promised for 3 September 2026."
    )


def test_figures_on_target_need_no_words() -> None:
    good, bad = (
        agenda_story.figure(1, "Uptime", "good"),
        agenda_story.figure(2, "Batch", "bad", in_words="92% against 95%."),
    )
    (line,) = below(agenda(indicators=(good, bad)), PERFORMANCE.number)
    assert (line.title, line.why) == ("Batch", "Newly red. 92% against 95%.")
