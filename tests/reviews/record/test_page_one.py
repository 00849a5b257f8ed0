"""Page one, box by box and line by line, from a seal: each word at the edge where another one begins."""

from dataclasses import replace
from datetime import date

import pytest

from governance.counting.formula import Tally
from reviews.facts import AskFacts, RedFacts, ReviewFacts, Snapshot, StatementFacts
from reviews.facts.owed import status_of_action, status_of_ask
from reviews.record.pack.mailing import file_name
from reviews.record.pack.page_one import page_one
from reviews.record.pack.tally_words import rest_of
from reviews.sections.asks import AsksChapter
from reviews.sections.box import Box
from reviews.sections.chapters import MinutesChapter, WhoDoesWhatChapter
from reviews.sections.performance import PerformanceChapter
from tests.reviews.record.pack_people import ANAND, HANNA, JONAS, LENA, NAMES, ON, PRIYA
from tests.reviews.record.pack_story import sealed, story

STORY = story()


def box(label: str, **fields: object) -> Box:
    return next(each for each in page_one(replace(STORY, **fields), NAMES).boxes if each.label == label)  # type: ignore[arg-type]


def ask(number: int = 1, *, by: str = "theirs", **fields: object) -> AskFacts:
    on_side = "ours" if by == "theirs" else "theirs"
    facts = {"kind": "decision", "state": "pending", "open": True, "age": 3, "needed_by": None, **fields}
    return AskFacts(
        id=number,
        title="Window",
        raised_by=JONAS,
        raised_by_side=by,
        raised_on=date(2026, 11, 1),
        **{"on_side": on_side, **facts},  # type: ignore[arg-type]
    )


@pytest.mark.parametrize(
    ("states", "state", "word"),
    [
        ("", "none", "nothing measured"), ("good", "good", "all on target"),
        ("good bad warn bad", "bad", "2 of 4 red"),
        ("good warn", "warn", "1 of 2 closing in"), ("good missing", "none", "1 of 2 not read"),
        ("missing bad", "bad", "1 of 2 red"), ("none", "none", "no targets"),
        ("none good", "good", "1 on target, 1 without one"),
    ],
)  # fmt: skip
def test_performance_is_what_is_worst_of_it(states: str, state: str, word: str) -> None:
    first = STORY.indicators[0]
    every = [
        replace(
            first, state="none" if each == "missing" else each, word="missing" if each == "missing" else "x"
        )
        for each in states.split()
    ]
    assert box("Performance", indicators=tuple(every)) == Box("Performance", state, word)


@pytest.mark.parametrize(
    ("healths", "state", "word"),
    [
        ("", "none", "none agreed yet"), ("on_track", "good", "1 of 1"), ("on_track at_risk", "warn", "1 of 2"),
        ("on_track unknown", "warn", "1 of 2"), ("on_track off_track at_risk", "bad", "1 of 3"),
        ("at_risk", "warn", "0 of 1"),
    ],
)  # fmt: skip
def test_outcomes_are_as_good_as_the_worst_of_those_agreed(healths: str, state: str, word: str) -> None:
    first = STORY.outcomes[0]
    every = [replace(first, state="agreed", health=health) for health in healths.split()]
    over = replace(first, state="achieved", health="off_track")
    assert box("Outcomes on track", outcomes=(*every, over)) == Box("Outcomes on track", state, word)


@pytest.mark.parametrize(
    ("asks", "state", "word"),
    [
        ((), "good", "none waits"), ((ask(open=False, age=99),), "good", "none waits"),
        ((ask(age=13),), "none", "13 days, on us"), ((ask(age=14),), "warn", "14 days, on us"),
        ((ask(age=29),), "warn", "29 days, on us"), ((ask(age=30),), "bad", "30 days, on us"),
        ((ask(age=9, by="ours"), ask(age=1)), "none", "9 days, on them"),
        ((ask(age=29), ask(age=2, by="ours", days_late=1)), "bad", "1 day late, on them"),
    ],
)  # fmt: skip
def test_the_oldest_ask_is_the_one_that_waits_longest(
    asks: tuple[AskFacts, ...], state: str, word: str
) -> None:
    found = box("Oldest ask", asks=asks)
    assert (found.state, found.word) == (state, word)


@pytest.mark.parametrize(
    ("edition", "said", "state", "word"),
    [
        ("ours", {}, "none", "not said by both"), ("ours", {"ours": "agree"}, "none", "not said by both"),
        ("ours", {"ours": "agree", "theirs": "agree"}, "good", "both sides agree"),
        ("ours", {"ours": "agree", "theirs": ""}, "none", "not said by both"),
        ("ours", {"ours": "differ", "theirs": "differ"}, "warn", "both differ"),
        ("ours", {"ours": "differ", "theirs": "agree"}, "warn", "We differ"),
        ("ours", {"theirs": "differ"}, "warn", "They differ"),
        ("partner", {"theirs": "differ"}, "warn", "Meridian Systems differs"),
    ],
)  # fmt: skip
def test_the_read_back_says_who_agrees(edition: str, said: dict[str, str], state: str, word: str) -> None:
    statements = tuple(StatementFacts(side, ANAND, stance, "", "") for side, stance in said.items())
    page = page_one(replace(story(edition), statements=statements), NAMES)
    found = next(each for each in page.boxes if each.label == "Read back")
    assert (found.state, found.word) == (state, word)


def test_a_sentence_is_of_who_wrote_it_and_one_that_is_empty_is_left_out() -> None:
    said = (
        StatementFacts("theirs", HANNA, "differ", "x", "We see it.", LENA),
        StatementFacts("ours", ANAND, "agree", "", "We know."),
    )
    found = page_one(replace(STORY, statements=said), NAMES).sentences
    assert [(each.side, each.text, each.by, each.stance) for each in found] == [
        ("ours", "We know.", "Northgate Group · Anand Kulkarni", "agree"),
        ("theirs", "We see it.", "Meridian Systems · Lena Moser", "differ"),
    ]
    assert not page_one(replace(STORY, statements=(replace(said[0], sentence=""),)), NAMES).sentences


@pytest.mark.parametrize(
    ("fields", "when"),
    [
        ({}, "They have waited 3 days."), ({"days_late": 2}, "They have waited 3 days. 2 days late."),
        ({"needed_by": date(2026, 12, 1)}, "By 1 December. They have waited 3 days."),
        ({"forum_words": "finance board", "needed_by": date(2026, 12, 1)},
         "Finance board, by 1 December. They have waited 3 days."),
        ({"forum_words": "finance board"}, "Finance board. They have waited 3 days."),
    ],
)  # fmt: skip
def test_a_decision_says_where_by_when_and_how_long_it_has_waited(
    fields: dict[str, object], when: str
) -> None:
    (asked,) = page_one(replace(STORY, asks=(ask(**fields),)), NAMES).asked  # type: ignore[arg-type]
    assert asked.decisions[0].when == when


@pytest.mark.parametrize("edition", ["ours", "partner"])
def test_the_reader_is_asked_first_and_addressed(edition: str) -> None:
    both = (ask(1), ask(2, by="ours"))
    first, second = page_one(replace(story(edition), asks=both), NAMES).asked
    mine, other = (1, 2) if edition == "ours" else (2, 1)
    assert (first.heading, first.addressed, first.decisions[0].ask) == (
        "What you are asked to decide",
        True,
        mine,
    )
    name = "Meridian Systems" if edition == "ours" else "Northgate Group"
    assert (second.heading, second.addressed, second.decisions[0].ask) == (
        f"{name} is asked to decide",
        False,
        other,
    )


@pytest.mark.parametrize(
    ("edition", "side", "whose"),
    [("ours", "ours", "ours"), ("ours", "theirs", "theirs"), ("ours", "", ""), ("partner", "", ""),
     ("partner", "ours", "Northgate Group"), ("partner", "theirs", "Meridian Systems")],
)  # fmt: skip
def test_what_is_red_names_whose_it_is_as_the_edition_calls_it(edition: str, side: str, whose: str) -> None:
    page = page_one(replace(story(edition), reds=(RedFacts("Close", "Grows.", side),)), NAMES)
    assert page.reds[0].whose == whose


def review(**fields: object) -> ReviewFacts:
    return replace(STORY.review, **fields)  # type: ignore[arg-type]


def test_since_when_it_tells_and_whether_it_is_the_first() -> None:
    page = page_one(STORY, NAMES)
    assert (page.since, page.first, page.chair) == ("October", False, "Anand Kulkarni")
    page = page_one(replace(STORY, review=review(previous_on=None, chair=PRIYA)), NAMES)
    assert (page.since, page.first, page.chair) == ("", True, "Priya Raman")


def test_a_side_has_its_own_counts() -> None:
    ours, theirs = page_one(STORY, NAMES).sides
    assert (ours.side, ours.heading, ours.kept, ours.due) == ("ours", "We promised", 2, 4)
    assert (theirs.side, theirs.heading, theirs.kept, theirs.due) == ("theirs", "They promised", 3, 4)
    assert ours.rest == rest_of(STORY.promises[0].since_last) == "kept · 1 moved with notice · 1 missed"
    assert ours.year.startswith("Over twelve months 33 of 58 kept, falling")
    assert rest_of(Tally(0, 0, 0, 0, 0, covered=2)) == "nothing but 2 under cover"


def test_the_file_is_called_by_partner_day_and_edition() -> None:
    def called(snapshot: Snapshot) -> str:
        return file_name(sealed(snapshot))

    assert called(STORY) == "meridian-systems-2026-11-23-our-edition.pdf"
    assert called(story("partner")) != called(STORY)
    longest = replace(STORY, partner=replace(STORY.partner, name="x" * 61))
    assert called(longest).startswith(f"{'x' * 60}-2026")
    assert called(replace(STORY, partner=replace(STORY.partner, name="好"))).startswith("pack-2026")


# --- the chapters -----------------------------------------------------------------------------------------------------


def test_the_asks_come_by_kind_and_a_kind_without_any_is_left_out() -> None:
    kinds = ("recommendation", "decision", "impediment", "decision")
    every = tuple(ask(number, kind=kind) for number, kind in enumerate(kinds))
    found = AsksChapter(replace(STORY, asks=every), NAMES).groups
    assert [(group.heading, [each.id for each in group.asks]) for group in found] == [
        ("Decisions", [1, 3]), ("Impediments", [2]), ("Recommendations", [0]),
    ]  # fmt: skip
    assert [group.heading for group in AsksChapter(replace(STORY, asks=every[:1]), NAMES).groups] == [
        "Recommendations"
    ]


def test_every_figure_and_every_minute_has_its_place() -> None:
    three = replace(STORY, indicators=STORY.indicators[:3])
    assert [len(row) for row in PerformanceChapter(three, NAMES).measured] == [2, 1]
    said = MinutesChapter(STORY, NAMES)
    under = {each.item.id: [minute.text for minute in each.minutes] for each in said.discussed}
    assert under[31] == ["Audit wants ten years on line; finance will ask for three."]
    assert sum(map(len, under.values())) == 1
    assert [minute.kind for minute in said.other_minutes] == ["parked"]
    assert [letter for letter, _ in WhoDoesWhatChapter(STORY, NAMES).grids[0].rows[0].by_letter] == list(
        "RACI"
    )


@pytest.mark.parametrize(
    ("fields", "said"),
    [({"open": True, "days_late": 1}, "bad"), ({"open": False, "days_late": 1, "state": "made"}, "good"),
     ({"open": True, "state": "backed", "age": 14}, "warn"), ({"open": False, "state": "not_now"}, "none")],
)  # fmt: skip
def test_an_ask_is_as_bad_as_it_is_late(fields: dict[str, object], said: str) -> None:
    assert status_of_ask(ask(**fields), ON).level == said  # type: ignore[arg-type]


def test_an_action_is_called_proposed_until_it_is_promised() -> None:
    action = replace(STORY.actions[0], waits=(), days_late=0)
    said = {
        state: status_of_action(replace(action, state=state), action.due_on).words
        for state in ("proposed", "open")
    }
    assert said == {"proposed": "proposed", "open": "today"}
