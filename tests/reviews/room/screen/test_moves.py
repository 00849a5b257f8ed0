"""What whoever chairs does with the rows, as plain forms: taken back, turned to, and at what cost."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from governance.models import Ask
from governance.verbs import ask_for_date
from partners.isolation.scope import SYSTEM, acting_as, entered
from reviews.models import Review, RoomMove
from tests.reviews.room.screen.shown import (
    SignedIn,
    at,
    captured,
    item_called,
    line_of,
    text_of,
    turn_to,
    undo_form,
)
from tests.reviews.scene import TODAY, Scene, ask, outcome, promise, reported


def test_done_is_a_form_and_leads_back_into_the_room(opened: Scene, chair: Client) -> None:
    item = item_called("Root cause")
    answer = chair.post(
        at(opened, f"actions/{item.pk}/report/"), {"version": item.version, "next": "action-1"}
    )
    assert answer["Location"] == at(opened, "?at=action-1")
    assert item_called("Root cause").state == "reported"


def test_a_new_date_that_cannot_be_read_keeps_what_was_typed(opened: Scene, chair: Client) -> None:
    item = item_called("Root cause")
    answer = chair.post(
        at(opened, f"actions/{item.pk}/due-date/"),
        {"version": item.version, "due_on": "the other day", "reason": "The trace was lost"},
    )
    page = text_of(answer)
    assert answer.status_code == 422
    assert 'value="the other day"' in page
    assert 'value="The trace was lost"' in page


def test_a_stale_row_is_answered_with_conflict_and_keeps_the_words(opened: Scene, chair: Client) -> None:
    item = item_called("Root cause")
    answer = chair.post(
        at(opened, f"actions/{item.pk}/due-date/"),
        {"version": item.version - 1, "due_on": "15 Dec", "reason": "The trace was lost"},
    )
    assert answer.status_code == 409
    assert 'value="The trace was lost"' in text_of(answer)


AGAIN = "Send it again on top of that"


def test_a_stale_answer_is_sent_again_on_top_of_what_stands_there(opened: Scene, chair: Client) -> None:
    with entered(SYSTEM):
        asked = Ask.objects.get()
    turn_to(opened, chair, 4)
    to, words = at(opened, f"asks/{asked.pk}/decision/"), {"answer": "From the 19th."}
    stale = text_of(chair.post(to, {**words, "version": asked.version - 1}))
    assert AGAIN in stale
    assert f'formaction="{to}"' in stale
    (version,) = re.findall(r'name="version" value="(\d+)"', stale)
    chair.post(to, {**words, "version": version})
    with entered(SYSTEM):
        assert Ask.objects.get().answer == "From the 19th."


def test_words_for_what_somebody_settled_meanwhile_stay_in_its_row_with_a_button(
    opened: Scene, chair: Client
) -> None:
    with entered(SYSTEM):
        asked, seen = Ask.objects.get(), Ask.objects.get().version
    turn_to(opened, chair, 4)
    to = at(opened, f"asks/{asked.pk}/decision/")
    chair.post(to, {"answer": "Never.", "version": seen})
    late = text_of(chair.post(to, {"answer": "From the 19th.", "version": seen}))
    assert 'value="From the 19th."' in late
    assert AGAIN in late

    item = item_called("Root cause")
    turn_to(opened, chair, 1)
    chair.post(at(opened, f"actions/{item.pk}/report/"), {"version": item.version})
    confirmed = item_called("Root cause")
    chair.post(at(opened, f"actions/{item.pk}/confirmation/"), {"version": confirmed.version})
    typed = {"version": item.version, "due_on": "15 Dec", "reason": "The trace was lost"}
    late = text_of(chair.post(at(opened, f"actions/{item.pk}/due-date/"), typed))
    assert 'value="The trace was lost"' in late
    assert AGAIN in late


def test_words_for_a_row_that_has_left_are_said_and_go_into_no_other_row(
    opened: Scene, chair: Client
) -> None:
    item = item_called("Root cause")
    turn_to(opened, chair, 5)
    answer = chair.post(
        at(opened, f"actions/{item.pk}/due-date/"),
        {"version": item.version - 1, "due_on": "15 Dec", "reason": "The trace was lost"},
    )
    page = text_of(answer)
    assert answer.status_code == 409
    assert "You wrote: “The trace was lost”" in page
    assert 'value="The trace was lost"' not in page


@pytest.mark.parametrize(
    "do, field", [("due-date", "due_on"), ("waiting", "what_for"), ("assignment", "to"), ("date", "due_on")]
)
def test_each_form_of_a_row_has_an_address(opened: Scene, chair: Client, do: str, field: str) -> None:
    page = text_of(chair.get(at(opened, f"?at=action-{item_called('Root cause').pk}&do={do}")))
    assert f'name="{field}"' in page


def test_the_consent_list_is_confirmed_except_what_is_unticked(opened: Scene, chair: Client) -> None:
    chair.post(at(opened, "confirmation/"), {"confirm": [str(item_called("Index rebuild").pk)]})
    assert item_called("Index rebuild").state == "closed"


def test_an_ask_is_decided_from_the_room(opened: Scene, chair: Client) -> None:
    with entered(SYSTEM):
        asked = Ask.objects.get()
    chair.post(
        at(opened, f"asks/{asked.pk}/decision/"),
        {"answer": "From the 19th.", "version": asked.version},
    )
    assert "From the 19th." in turn_to(opened, chair, 4)


def test_a_decision_without_words_asks_for_them(opened: Scene, chair: Client) -> None:
    with entered(SYSTEM):
        asked = Ask.objects.get()
    chair.post(at(opened, f"agenda/{line_of(opened, 4).pk}/turn/"))
    answer = chair.post(at(opened, f"asks/{asked.pk}/decision/"), {"answer": ""})
    assert answer.status_code == 422
    assert "it stands on page one" in text_of(answer)


@pytest.mark.parametrize("turned", [False, True])
def test_undo_leads_to_the_row_in_the_section_in_which_it_was_said(
    opened: Scene, chair: Client, turned: bool
) -> None:
    """Where that is in hand, the screen goes on following what is."""
    item, section = item_called("Root cause"), line_of(opened, 1)
    chair.post(at(opened, f"actions/{item.pk}/report/"), {"version": item.version})
    if turned:
        turn_to(opened, chair, 3)
    answer = chair.post(at(opened, "undo/"), undo_form(chair, opened))
    looks = f"item={section.pk}&" if turned else ""
    assert answer["Location"] == at(opened, f"?{looks}at=action-{item.pk}")


def test_undo_takes_back_from_the_room(opened: Scene, chair: Client) -> None:
    item = item_called("Root cause")
    chair.post(at(opened, f"actions/{item.pk}/report/"), {"version": item.version})
    chair.post(at(opened, "undo/"), undo_form(chair, opened))
    assert item_called("Root cause").state == "open"


def standing() -> list[str]:
    with entered(SYSTEM):
        return [move.words for move in RoomMove.objects.filter(undone_at=None)]


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}], ids=["page", "htmx"])
def test_one_form_sent_twice_takes_one_move_back(
    opened: Scene, chair: Client, headers: dict[str, str]
) -> None:
    captured(opened, chair, "Prices", **{"as": "parked"})
    captured(opened, chair, "They sounded tired", **{"as": "note"})
    first, _ = standing()
    form = undo_form(chair, opened)
    assert chair.post(at(opened, "undo/"), form, headers=headers).status_code in (200, 302)
    again = chair.post(at(opened, "undo/"), form, headers=headers)
    assert (again.status_code, standing()) == (409, [first])
    assert "That is taken back already." in text_of(again)
    chair.post(at(opened, "undo/"), undo_form(chair, opened))
    assert standing() == []
    assert chair.post(at(opened, "undo/"), form).status_code == 409


def test_what_another_chair_says_meanwhile_is_not_taken_back(
    opened: Scene, chair: Client, signed_in: SignedIn
) -> None:
    captured(opened, chair, "Prices", **{"as": "parked"})
    form = undo_form(chair, opened)
    captured(opened, signed_in(opened.cast.manager), "They sounded tired", **{"as": "note"})
    answer = chair.post(at(opened, "undo/"), form)
    assert (answer.status_code, len(standing())) == (409, 2)
    assert "Something else was said since." in text_of(answer)


@pytest.mark.parametrize("latest", [None, "", "x", "0", "987654321", "9" * 30])
def test_an_undo_that_names_no_move_of_this_room_takes_nothing_back(
    opened: Scene, chair: Client, latest: str | None
) -> None:
    captured(opened, chair, "Prices", **{"as": "parked"})
    answer = chair.post(at(opened, "undo/"), {} if latest is None else {"latest": latest})
    assert (answer.status_code, len(standing())) == (409, 1)


def test_every_section_can_be_turned_to(opened: Scene, chair: Client) -> None:
    titles = [
        "Promised last time",
        "Operational performance",
        "Outcomes",
        "Asks",
        "One item from each side",
        "Read back",
    ]
    for number, title in enumerate(titles, start=1):
        assert f"<h1>{title}" in turn_to(opened, chair, number)


def test_the_deputy_takes_the_chair_in_the_room(opened: Scene, signed_in: SignedIn) -> None:
    signed_in(opened.cast.manager).post(at(opened, "chair/"))
    with entered(SYSTEM):
        assert Review.objects.get(pk=opened.review.pk).chair == opened.cast.manager


def test_after_an_answer_to_a_request_the_next_row_is_in_hand(opened: Scene, chair: Client) -> None:
    late = item_called("Archiving policy")
    with acting_as(opened.cast.lead):
        ask_for_date(
            late, due_on=TODAY + timedelta(days=20), reason="The 14th", by=opened.cast.lead, now=opened.at(5)
        )
    answer = chair.post(
        at(opened, f"actions/{late.pk}/agreement/"), {"at": f"action-{late.pk}", "next": "action-999"}
    )
    assert "at=action-999" in answer["Location"]


@pytest.mark.parametrize("section", [1, 2, 3, 4, 5, 6])
def test_the_room_s_queries_do_not_grow_with_what_is_in_it(
    opened: Scene, chair: Client, section: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    turn_to(opened, chair, section)
    with django_assert_max_num_queries(60) as few:
        chair.get(at(opened))
    with entered(SYSTEM):
        for number in range(8):
            promise(opened.cast.partner, opened.cast.lead, f"More {number}")
            reported(opened.cast.partner, opened.cast.teammate, f"Done {number}")
            ask(opened.cast.partner, opened.cast.lead, title=f"Ask {number}")
            outcome(opened.cast.partner, f"Outcome {number}")
    with django_assert_max_num_queries(len(few)):
        chair.get(at(opened))
