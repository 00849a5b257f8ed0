"""The registry of steps: each has its address, its words and its verb, and no two of a thing share one."""

from typing import Any

import pytest
from django.urls import resolve, reverse

from governance.asks.steps import ASK_STEPS
from governance.step import Step
from governance.tracker.steps.of_actions import ACTION_STEPS
from partners.verb import did_in_words
from reviews.models import RoomMove
from tests.product import verbs

STEPS = (*ACTION_STEPS, *ASK_STEPS)
every_step = pytest.mark.parametrize("step", STEPS, ids=lambda step: step.route)
WITHOUT_A_BUTTON = {"private-notes", "undoing"}
"""What has a place of its own on the page, or stands with what was just saved."""


@every_step
def test_its_address_ends_in_its_own_word_and_leads_to_its_view(step: Step[Any]) -> None:
    address = reverse(step.route, args=["meridian", 7])
    assert address.endswith(f"/7/{step.slug}/")
    assert resolve(address).url_name == step.route


@every_step
def test_it_calls_a_verb_that_the_history_can_tell(step: Step[Any]) -> None:
    forms = {step.form, step.mail_form, step.in_room and step.in_room.form} - {None}
    (name,) = {form.verb.__name__ for form in forms}
    assert name in verbs()
    assert did_in_words(name) != name.replace("_", " ")


@every_step
def test_it_says_what_its_button_does(step: Step[Any]) -> None:
    offered_by_a_button = step.slug not in WITHOUT_A_BUTTON
    assert bool(step.button) is offered_by_a_button
    assert bool(step.key) is bool(step.key_says[0] and step.key_says[1])
    assert not step.key or step.in_row is not None
    assert not step.on_desk or step.in_row is not None


@pytest.mark.parametrize("steps", [ACTION_STEPS, ASK_STEPS])
def test_no_two_share_an_address_a_form_or_a_letter(steps: tuple[Step[Any], ...]) -> None:
    for told in (
        [step.slug for step in steps], [step.form for step in steps], [step.key for step in steps if step.key],
        [step.in_room.key for step in steps if step.in_room and step.in_room.key],
    ):  # fmt: skip
        assert len(told) == len(set(told))


def test_the_minutes_know_the_word_of_each() -> None:
    kinds = {step.in_room.kind for step in ACTION_STEPS if step.in_room}
    assert len(kinds) >= 7
    assert kinds <= set(RoomMove.Kind.values)
