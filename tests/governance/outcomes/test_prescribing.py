"""Wording that prescribes the how is found, and a result is left alone.

prescribing.txt beside this file holds 200 sentences, labelled by hand and written before the first rule. Of the 100
held out, which no rule was changed for, 88 % of those that prescribe are marked and none of those that do not; of the
100 the rules were written against, all and none. One hand wrote all of them and the rules as well, so both figures
flatter. Of what others wrote in requests for quotes, 26 of 61 sentences that prescribe were marked at first sight (52,
once rules were written for them) and one of 24 aims that do not; of 150 aims of hospitals and software houses, two,
and both speak of sprints or code coverage. The German sentences say no more than that the rules do what they are for.
It is a hint, and its silence proves nothing.
"""

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance.outcomes.prescribing import LONGEST, english, german, prescribed
from governance.outcomes.prescribing.kinds import HELP, How

SENTENCES = Path(__file__).with_name("prescribing.txt")
GERMAN = Path(__file__).with_name("prescribing_german.txt")
PRECISION, RECALL = 0.85, 0.8


def sentences(stored: Path = SENTENCES) -> dict[str, list[tuple[str, str]]]:
    """The halves, each with its sentences: (label, sentence)."""
    halves: dict[str, list[tuple[str, str]]] = {}
    for line in stored.read_text(encoding="utf-8").splitlines():
        if line.startswith("# == "):
            half = halves.setdefault(line.removeprefix("# == "), [])
        elif line and not line.startswith("#"):
            label, sentence = line.split("\t")
            half.append((label, sentence))
    return halves


def scored(labelled: list[tuple[str, str]]) -> tuple[float, float]:
    """(precision, recall)."""
    right = sum(label == "how" for label, sentence in labelled if prescribed(sentence))
    marked = sum(bool(prescribed(sentence)) for _, sentence in labelled)
    return right / marked, right / sum(label == "how" for label, _ in labelled)


def kinds(text: str) -> list[tuple[str, How]]:
    return [(place.words, place.kind) for place in prescribed(text)]


def test_the_sentences_are_as_many_as_is_said_and_hard_enough() -> None:
    halves = sentences()
    assert {half: Counter(label for label, _ in rows) for half, rows in halves.items()} == {
        "held out": {"how": 50, "what": 50},
        "development": {"how": 50, "what": 50},
    }
    every = [row for rows in halves.values() for row in rows]
    assert len({sentence for _, sentence in every}) == 200
    results = [sentence for label, sentence in every if label == "what"]
    figures = [each for each in results if any(letter.isdigit() for letter in each)]
    products = [each for each in results if any(name in each.split() for name in english.PRODUCTS)]
    assert len({*figures, *products}) >= 40
    assert len(products) >= 12


def test_most_of_what_prescribes_is_marked_and_little_else() -> None:
    halves = sentences()
    for half, rows in halves.items():
        print("{}: precision {:.2f}, recall {:.2f}".format(half, *scored(rows)))
    precision, recall = scored([row for rows in halves.values() for row in rows])
    assert precision >= PRECISION
    assert recall >= RECALL


def test_those_held_out_are_found_as_often_as_is_said() -> None:
    """Other figures are no fault by themselves; the docstring above has to say them."""
    precision, recall = scored(sentences()["held out"])
    assert (round(precision, 2), round(recall, 2)) == (1.0, 0.88)


@pytest.mark.parametrize(("label", "sentence"), sentences(GERMAN)["German"])
def test_german_is_read_as_well(label: str, sentence: str) -> None:
    assert bool(prescribed(sentence)) == (label == "how")


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("Migrate the ledger to Temenos.", [("Migrate the ledger to Temenos", How.PRODUCT)]),
        ("Rewrite it in Go, and go live.", [("Rewrite it in Go", How.PRODUCT)]),
        ("It is rewritten in C#, not in C.", [("rewritten in C#", How.PRODUCT)]),
        ("Letters are sorted by an algorithm.", [("by an algorithm", How.TECHNOLOGY)]),
        ("Errors halve by means of a checklist.", [("by means of", How.MEANS)]),
        ("We use the waterfall model.", [("use the waterfall model", How.METHOD)]),
        ("Weekly status reports.", [("Weekly status reports", How.OVERSIGHT)]),
        ("With twelve additional testers!", [("With twelve additional testers", How.HEADCOUNT)]),
        ("With 2.5 FTE.", [("With 2.5 FTE", How.HEADCOUNT)]),
        ("Ms Vogt leads it.", [("Ms Vogt leads", How.PEOPLE)]),
        ("30 person-days.", [("person-days", How.EFFORT)]),
        ("Experts must be on site.", [("Experts must be on site", How.PLACE)]),
    ],
)
def test_each_kind_is_told_from_the_others(text: str, marked: list[tuple[str, How]]) -> None:
    assert kinds(text) == marked


@pytest.mark.parametrize(
    "text",
    [
        "Excel stays.",
        "Temenos is up.",
        "They go on using it in March.",
        "Orders are built by hand in Germany.",
        "Customers pay via the app.",
        "Nobody excels at this; a sapling, javanese, slackers.",
        "Phone developers or Mayhem engineers reach them.",
        "The time to hire halves, and so does the one to use Excel.",
        "The call centre answers with a person, not a robot.",
        "One in five engineers carries the wrong part; ten designers release a collection.",
        "No contractors on site are without a badge.",
        "The partner lead and one of the partner's people are told; the partner team is proud.",
        "Transfer to Kassel takes a night.",
        "Staff know their shifts. Hire purchase is signed at home.",
        "In 20 minutes consultants see the patient.",
        "Our team of 30 meets them.",
        "Introduce English letters.",
        "",
    ],
)
def test_what_only_looks_like_it_is_left_alone(text: str) -> None:
    assert kinds(text) == []


def test_places_that_overlap_are_one_of_the_kind_of_the_longest() -> None:
    assert kinds("Provide six Java developers.") == [("Provide six Java developers", How.HEADCOUNT)]
    assert kinds("Connect it over HL7 using Mirth Connect.") == [
        ("Connect it over HL7 using Mirth Connect", How.PRODUCT)
    ]


def test_letters_of_any_alphabet_leave_a_place_where_it_is() -> None:
    text = "Überweisungen – “schnell” 😀 日本 ﬁ: rewritten\u00a0nowhere, but İstanbul uses… Use Jira – büro"
    (place,) = prescribed(text)
    assert (place.words, text[place.start : place.end]) == ("Use Jira", "Use Jira")


def test_a_place_says_what_to_write_instead() -> None:
    (place,) = prescribed("Hire somebody.")
    assert place.help == HELP[How.HEADCOUNT]
    assert all(HELP[kind].startswith("Say ") and HELP[kind].endswith(".") for kind in How)


def test_every_kind_has_its_words_and_every_rule_is_written_once() -> None:
    of_tools = {How.PRODUCT, How.TECHNOLOGY}
    assert set(HELP) == set(english.RULES) == {*german.RULES, *of_tools} == set(How)
    for language in (english, german):
        rules = [rule for rules in (*language.RULES.values(), language.TOOL_RULES) for rule in rules]
        assert len(rules) == len(set(rules))
    assert len(english.PRODUCTS) == len(set(english.PRODUCTS))


def test_what_is_longer_than_any_field_is_read_as_far_as_one_goes() -> None:
    beyond = "." * (LONGEST - 9) + " Use Jira. Use Jira."
    assert [(place.start, place.end) for place in prescribed(beyond)] == [(LONGEST - 8, LONGEST)]
    assert prescribed("." * LONGEST + " Use Jira") == ()


_WORDS = st.sampled_from(
    ["use", "Jira", "migrate", "the", "to", "SAP", "6", "developers", "by", "means", "of", "Ünal", "über", "\ud800",
     "\n", "<b>", "an app", "C++", ".NET", "is", "on-site", "ß", "ﬁ", "🙂", "\u0307", "·", ",", "."]
)  # fmt: skip


@given(st.one_of(st.text(max_size=200), st.lists(_WORDS, max_size=40).map(" ".join)))
def test_places_lie_in_any_text_in_order_and_apart(text: str) -> None:
    places = prescribed(text)
    at = 0
    for place in places:
        assert at <= place.start < place.end <= len(text)
        assert place.words == text[place.start : place.end]
        assert not place.words[0].isspace()
        assert not place.words[-1].isspace()
        at = place.end
