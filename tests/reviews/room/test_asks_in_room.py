"""Asks answered aloud: each by the button that says how, on the word of whoever may, and taken back with one key."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from governance import verbs as agreed
from governance.asks.steps import ASK_STEPS
from governance.models import Ask
from partners.isolation.scope import SYSTEM, entered
from partners.models import User
from reviews import verbs
from reviews.models import RoomMove
from tests.ground import laid
from tests.reviews.room.screen.shown import at, line_of, undo_form
from tests.reviews.scene import EARLIER, TODAY, Scene, ask

IN_WORDS = "As it was said aloud."
ANSWERS = {
    ("decision", "decision"): "made",
    ("impediment", "clearance"): "cleared",
    ("impediment", "acceptance"): "lived_with",
    ("recommendation", "backing"): "backed",
    ("recommendation", "refusal"): "not_now",
    ("risk", "treatment"): "treated",
}
"""(kind of ask, address of its step) → the state it comes to."""


@laid
def opened(scene: Scene) -> Scene:
    with entered(SYSTEM), time_machine.travel(scene.at(20), tick=False):
        for kind in ("decision", "impediment", "recommendation"):
            ask(scene.cast.partner, scene.cast.lead, kind=kind, title=f"A {kind}")
        agreed.raise_risk(
            scene.cast.partner,
            title="A risk",
            on_side="ours",
            owner=scene.cast.manager,
            risk_cause="One copy",
            risk_consequence="Nothing is left",
            needed_by=TODAY,
            by=scene.cast.lead,
            now=EARLIER,
        )
        verbs.open_review(scene.review, by=scene.cast.cio, now=scene.at())
    return scene


@pytest.fixture(autouse=True)
def _during_the_meeting(scene: Scene) -> object:
    with time_machine.travel(scene.at(20), tick=False):
        yield


@pytest.fixture
def chair(opened: Scene, signed_in: Callable[[User], Client]) -> Client:
    return signed_in(opened.cast.cio)


def asked(kind: str) -> Ask:
    with entered(SYSTEM):
        return Ask.objects.get(kind=kind)


def said(chair: Client, scene: Scene, kind: str, step: str, **words: object) -> int:
    it = asked(kind)
    typed = {"answer": IN_WORDS, "version": it.version, **words}
    return chair.post(at(scene, f"asks/{it.pk}/{step}/"), typed).status_code


def test_every_answer_of_an_ask_has_a_place_in_the_room() -> None:
    placed = {(kind, step.slug) for step in ASK_STEPS if step.in_room for kind in step.kinds}
    assert placed == {*ANSWERS, ("recommendation", "completion"), ("risk", "look")}


@pytest.mark.parametrize("kind, step", ANSWERS)
def test_an_ask_is_answered_by_the_button_that_says_how(
    opened: Scene, chair: Client, kind: str, step: str
) -> None:
    assert said(chair, opened, kind, step) == 302
    answered = asked(kind)
    assert (answered.state, answered.answer) == (ANSWERS[kind, step], IN_WORDS)
    with entered(SYSTEM):
        move = RoomMove.objects.get(ask=answered)
    assert (move.kind, move.words) == ("decided", f"A {kind}: {IN_WORDS}")


@pytest.mark.parametrize("kind, step", ANSWERS)
def test_a_slip_is_taken_back_whole(opened: Scene, chair: Client, kind: str, step: str) -> None:
    before = facts_of(kind)
    said(chair, opened, kind, step)
    assert facts_of(kind) != before
    back = chair.post(at(opened, "undo/"), undo_form(chair, opened))
    assert facts_of(kind) == before
    assert f"at=ask-{asked(kind).pk}" in back.headers["Location"]


def test_a_look_at_a_risk_promises_the_next_and_is_taken_back_whole(opened: Scene, chair: Client) -> None:
    before = facts_of("risk")
    assert said(chair, opened, "risk", "look") == 422, "it says by when the next look is"
    assert said(chair, opened, "risk", "look", needed_by="in 3 weeks") == 302
    looked = asked("risk")
    assert (looked.state, looked.looks_done, looked.needed_by) == ("raised", 1, TODAY + timedelta(days=21))
    chair.post(at(opened, "undo/"), undo_form(chair, opened))
    assert facts_of("risk") == before


def facts_of(kind: str) -> dict[str, object]:
    with entered(SYSTEM):
        row = Ask.objects.values().get(kind=kind)
    return {name: value for name, value in row.items() if name != "version"}


def test_advice_is_in_place_once_it_was_backed(opened: Scene, chair: Client) -> None:
    assert said(chair, opened, "recommendation", "completion") == 422
    said(chair, opened, "recommendation", "backing")
    assert said(chair, opened, "recommendation", "completion") == 302
    assert asked("recommendation").state == "in_place"


def test_what_was_said_in_the_room_is_not_taken_back_on_the_page_of_the_ask(
    opened: Scene, chair: Client
) -> None:
    said(chair, opened, "impediment", "clearance")
    it = asked("impediment")
    undone = chair.post(f"/partnerships/meridian/asks/{it.pk}/undoing/", {"version": it.version})
    assert asked("impediment").state == "cleared"
    assert "nothing here to take back" in undone.content.decode()


@pytest.mark.parametrize("step", ["clearance", "completion", "refusal"])
def test_what_is_not_said_of_a_decision_is_refused_and_stays_typed(
    opened: Scene, chair: Client, step: str
) -> None:
    it, line = asked("decision"), line_of(opened, 4)
    chair.post(at(opened, f"agenda/{line.pk}/turn/"))
    typed = {"answer": IN_WORDS, "version": it.version, "item": line.pk}
    answer = chair.post(at(opened, f"asks/{it.pk}/{step}/"), typed)
    assert answer.status_code == 422
    assert f'value="{IN_WORDS}"' in answer.content.decode()
    assert asked("decision").state == "pending"


@pytest.mark.parametrize("step", ["assignment", "report", "undoing"])
def test_what_has_no_place_in_the_room_is_not_there(opened: Scene, chair: Client, step: str) -> None:
    assert said(chair, opened, "decision", step) == 404


@pytest.mark.parametrize(
    "kind, step", [("decision", "decision"), ("recommendation", "backing"), ("recommendation", "refusal")]
)
def test_for_the_other_side_answers_somebody_who_is_in_the_room(
    opened: Scene, chair: Client, kind: str, step: str
) -> None:
    with entered(SYSTEM):
        Ask.objects.filter(kind=kind).update(on_side="theirs", raised_by_side="ours")
    assert said(chair, opened, kind, step) == 422
    with entered(SYSTEM):
        verbs.mark_attendance(
            opened.review, person=opened.cast.lead, state="present", by=opened.cast.cio, now=opened.at(4)
        )
    assert said(chair, opened, kind, step) == 302
    answered = asked(kind)
    assert (answered.answered_by_id or answered.owner_id) == opened.cast.lead.pk


@pytest.mark.parametrize(
    ("kind", "state"), [(kind, state) for (kind, _), state in ANSWERS.items() if kind != "risk"]
)
def test_a_screen_that_was_open_at_an_upgrade_still_answers(
    opened: Scene, chair: Client, kind: str, state: str
) -> None:
    """Its one form named the state that the ask comes to. There were no risks then."""
    typed = {"how": state, "answer": IN_WORDS, "version": asked(kind).version}
    answer = chair.post(at(opened, f"asks/{asked(kind).pk}/answer/"), typed, follow=True)
    assert answer.redirect_chain[0][1] == 308
    assert (asked(kind).state, asked(kind).answer) == (state, IN_WORDS)
