"""Which person a name stands for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance.sheets.people_matching import Candidate, match_person

PRIYA = Candidate("priya", "Priya Raman", "ours", ("priya.raman@northgate.example",))
TOM = Candidate("tom", "Tom Okafor", "ours")
TOMAS = Candidate("tomas", "Tomas Berg", "theirs")
MEI = Candidate("mei", "Mei Chen", "theirs")
JONAS = Candidate("jonas", "Jonas Stein", "theirs")
OTHER_JONAS = Candidate("other jonas", "Jonas van Dijk", "ours")
JUERGEN = Candidate("juergen", "Jürgen Müller-Lüdenscheidt", "theirs")
EVERYONE = (PRIYA, TOM, TOMAS, MEI, JONAS, OTHER_JONAS, JUERGEN)


@pytest.mark.parametrize(
    ("name", "person"),
    [
        ("Priya Raman", PRIYA),
        ("priya", PRIYA),
        ("RAMAN", PRIYA),
        ("Raman, Priya", PRIYA),
        ("PR", PRIYA),
        ("P.R.", PRIYA),
        ("P. Raman", PRIYA),
        ("pri", PRIYA),
        ("priya.raman@northgate.example", PRIYA),
        ("Tom", TOM),
        ("toma", TOMAS),
        ("van Dijk", OTHER_JONAS),
        ("jonas s", JONAS),
        ("jurgen", JUERGEN),
        ("Juergen", JUERGEN),
        ("Müller-Lüdenscheidt", JUERGEN),
    ],
)
def test_a_name_leads_to_the_one_person_it_fits(name, person):
    assert match_person(name, EVERYONE).person == person


def test_a_name_of_two_people_names_both_and_chooses_none():
    match = match_person("Jonas", EVERYONE)
    assert (match.person, match.candidates) == (None, (JONAS, OTHER_JONAS))


def test_a_mistyped_name_offers_the_closest_and_chooses_none():
    match = match_person("Prya", EVERYONE)
    assert (match.person, match.closest) == (None, (PRIYA,))


def test_one_letter_is_not_enough():
    assert match_person("p", EVERYONE).person is None


def test_the_same_person_listed_twice_is_still_one():
    assert match_person("mei", [MEI, MEI]).person == MEI


def test_beginnings_do_not_count_where_whole_names_are_asked_for():
    assert match_person("pri", EVERYONE, shortened=False).person is None


@given(st.text(max_size=40), st.lists(st.text(max_size=20), max_size=4))
def test_any_name_among_any_people_gets_an_answer(name, names):
    people = [Candidate(number, full_name, "ours") for number, full_name in enumerate(names)]
    match = match_person(name, people)
    assert sum(map(bool, (match.person, match.candidates, match.closest))) <= 1


@given(st.sampled_from(EVERYONE))
def test_everybody_is_found_by_the_full_name(person):
    assert match_person(person.full_name.upper(), EVERYONE).person == person
