"""The room around its section: what a screen shows, who is here, the rail, and how one walks through the rows."""

from dataclasses import replace
from typing import Any

import pytest

from partners.isolation.scope import SYSTEM, acting_as, entered
from partners.models import User
from reviews.meeting.place import Place
from reviews.meeting.room import RailLine, Room
from reviews.meeting.shown import Shown
from reviews.models import AgendaItem, Attendance, Review
from reviews.room.sections_shown import around, section_of
from reviews.sections import PERFORMANCE, PROMISED
from tests.reviews.room.test_room_sections import here, opened, room
from tests.reviews.scene import MONDAY, Scene, promise

__all__ = ["opened"]

# --- walking through the rows -----------------------------------------------------------------------------------------


def shown_at(at: str, *, keys: tuple[str, ...] = ("a", "b", "c"), may_move: bool = True) -> Shown:
    row = type("Row", (), {"to_discuss": True, "key": ""})
    rows = [type("Row", (row,), {"key": key}) for key in keys] + [
        type("Row", (row,), {"key": "d", "to_discuss": False})
    ]
    columns = (type("Column", (), {"rows": rows[:2]}), type("Column", (), {"rows": rows[2:]}))
    around = type("Around", (), {"place": Place(at=at), "may_move": may_move})
    return type("Here", (Shown,), {"columns": columns})(around)  # type: ignore[arg-type]  # all that walking asks for


@pytest.mark.parametrize(
    "at, may_move, steps",
    [
        ("a", True, ("a", "b", "c")), ("b", True, ("b", "c", "a")), ("c", True, ("c", "a", "b")),
        ("", True, ("a", "b", "c")), ("nowhere", True, ("a", "b", "c")), ("d", True, ("d", "a", "a")),
        ("", False, ("", "a", "a")), ("b", False, ("b", "c", "a")),
    ],
)  # fmt: skip
def test_j_and_k_walk_round_what_is_to_be_discussed(
    at: str, may_move: bool, steps: tuple[str, str, str]
) -> None:
    shown = shown_at(at, may_move=may_move)
    assert (shown.at, shown.after, shown.before) == steps


def test_without_anything_to_discuss_there_is_nowhere_to_walk() -> None:
    shown = shown_at("", keys=())
    assert (shown.keys, shown.at, shown.after, shown.before) == ([], "", "", "")


# --- around it --------------------------------------------------------------------------------------------------------


def test_a_screen_shows_what_it_asked_for_else_what_is_in_hand(opened: Scene) -> None:
    cast = opened.cast
    with entered(SYSTEM):
        promise(cast.partner, cast.lead, "A line")
        first, second = AgendaItem.objects.filter(review=opened.review)[:2]
    with acting_as(cast.manager):
        here = room(opened, cast.manager)
        assert here.in_hand is not None
        assert (here.shown.pk, here.in_hand.pk, here.looks_around) == (first.pk, first.pk, False)
        assert type(section_of(here)) is PROMISED.in_room
        there = room(opened, cast.manager, item=str(second.pk))
        assert (there.shown.pk, there.looks_around) == (second.pk, True)
        assert type(section_of(there)) is PERFORMANCE.in_room
        assert room(opened, cast.manager, item=str(first.pk)).looks_around
        assert not room(opened, item=str(second.pk)).looks_around
        assert room(opened, item="99999999").shown.pk == first.pk
        AgendaItem.objects.update(state="discussed")
        over = room(opened, item=str(second.pk))
        assert (over.in_hand, room(opened).shown.pk) == (None, first.pk)


def test_who_is_here_and_who_follows_stand_apart_our_side_first(opened: Scene) -> None:
    cast = opened.cast
    with entered(SYSTEM):
        here(opened, cast.teammate)
        here(opened, cast.observer, "following")
    with acting_as(cast.cio):
        assert room(opened).following == []
        around = replace(room(opened), at_screens=frozenset({cast.observer.pk, cast.teammate.pk}))
        assert [seat.person.full_name for seat in around.present] == [
            "Anand Kulkarni",
            "Tom Okafor",
            "Jonas Stein",
        ]
        assert [seat.person.full_name for seat in around.following] == ["Ravi Desai"]
        assert [seat.person.full_name for seat in around.seats] == [
            "Anand Kulkarni", "Priya Raman", "Tom Okafor", "Jonas Stein", "Mei Chen", "Ravi Desai",
        ]  # fmt: skip
        assert [person.full_name for person in around.here][-1] == "Ravi Desai"
        assert len(around.here) == 4
        assert around.my_seat is not None
        assert (around.my_seat.person, around.may_move, around.may_speak) == (cast.cio, True, True)
        assert room(opened, cast.stranger).my_seat is None
        assert isinstance(around.my_seat, Attendance)


def line(section: int, position: int, **fields: Any) -> AgendaItem:
    return AgendaItem(section=section, position=position, **fields)


def rail(*lines: AgendaItem, asks_waiting: int = 0) -> Room:
    agenda = (line(2, 0), line(4, 0), *lines)
    return around(Review(), agenda, reader=User(), now=MONDAY, place=Place(), asks_waiting=asks_waiting)


def test_a_section_s_note_names_the_rules_and_counts_what_waits() -> None:
    rules = ["new_red", "moved_twice", "", "held", "reading_missing", "reading_missing"]
    noted = rail(*(line(2, number, rule=rule) for number, rule in enumerate(rules, start=1)))
    assert [each.note for each in noted.sections] == ["1 new red, new dates, 2 no reading", ""]

    for asks_waiting, note in ((0, ""), (1, "1 waits on us"), (2, "2 wait on us")):
        told = line(4, 1, rule="told_to_sponsors")
        assert rail(told, asks_waiting=asks_waiting).sections[1].note == note


def test_carried_lines_with_minutes_stand_in_the_rail_and_headings_do_not_stand_below_themselves() -> None:
    carried = line(2, 1, carried_from_id=5, minutes=5, title="Carried")
    around = rail(
        carried,
        line(2, 2, carried_from_id=5, minutes=0),
        line(2, 3, minutes=5),
        line(2, 0, carried_from_id=5, minutes=5),
        line(4, 1),
    )
    assert [each.item for each in around.carried] == [carried]
    assert len(around.below(PERFORMANCE.number)) == 3


@pytest.mark.parametrize(
    "minutes, seconds, percent",
    [(0, 60, 0), (10, 0, 0), (10, 60, 10), (10, 599, 100), (10, 594, 99), (10, 600, 100), (10, 900, 100)],
)
def test_how_much_of_its_time_a_section_has_taken(minutes: int, seconds: int, percent: int) -> None:
    assert RailLine(line(1, 0, minutes=minutes), "", seconds).percent == percent


def test_what_was_discussed_or_dropped_is_behind() -> None:
    behind = [
        state for state in AgendaItem.State.values if RailLine(line(1, 0, state=state), "", 0).is_behind
    ]
    assert behind == ["discussed", "dropped"]


def test_a_place_is_an_address_and_nonsense_in_it_is_left_out() -> None:
    place = Place.read({"item": "12", "at": "action-7", "do": "due-date"})
    assert (place, place.query) == (Place("12", "action-7", "due-date"), "?item=12&at=action-7&do=due-date")
    assert Place.read({"item": "x"}) == Place.read({}) == Place()
    assert (Place().query, Place(at="ask-3").query) == ("?", "?at=ask-3")
    assert Place.read({"at": "a" * 41}).at == "a" * 40
    assert place.with_(do="") == Place("12", "action-7")
