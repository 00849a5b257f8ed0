"""Whatever is offered of a promise can be taken as it stands: no day that has passed, on screens and in mails."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import transaction
from django.test import Client

from governance import verbs
from governance.by_mail.reply_steps import how_to_answer
from governance.models import ActionItem
from governance.step import offers
from governance.tracker.steps.of_actions import ACTION_STEPS
from partners.isolation.scope import acting_as
from partners.models import Side, User
from tests.cast import Cast
from tests.governance.scene import NOW, TODAY, at, counterpart, in_days

both_sides = pytest.mark.parametrize("side", list(Side))
LONG_AGO = TODAY - timedelta(days=40)
SignedIn = Callable[[User], Client]


def somebody(cast: Cast, side: Side) -> User:
    return cast.teammate if side is Side.OURS else cast.contributor


def brought_in(cast: Cast, owner: User, due_on: date = LONG_AGO) -> ActionItem:
    """What the other side's list says that `owner` owes."""
    lead = counterpart(cast, owner)
    with acting_as(lead):
        return verbs.bring_in(cast.partner, title="Rebuild", owner=owner, due_on=due_on, by=lead, now=NOW)


def asked_for(cast: Cast, owner: User) -> ActionItem:
    """A promise of which another date is asked for that passes before anybody answers."""
    item, lead = brought_in(cast, owner, in_days(21)), counterpart(cast, owner)
    with acting_as(owner):
        item = verbs.accept(item, by=owner, now=NOW)
    with acting_as(lead):
        verbs.ask_for_date(item, due_on=in_days(2), reason="The freeze moved", by=lead, now=NOW)
    return item


SCENES: dict[str, tuple[Callable[[Cast, User], ActionItem], int]] = {
    "a line of the other side's list whose day had passed": (brought_in, 0),
    "a proposal nobody answered until its day": (lambda c, o: brought_in(c, o, in_days(3)), 4),
    "a proposal on its very day": (lambda c, o: brought_in(c, o, in_days(3)), 3),
    "another date on its very day": (asked_for, 2),
    "another date that has passed": (asked_for, 3),
}
"""How the promise came about, and how many days later its page is opened."""
NEEDS_A_WORD = {"request", "evidence", "notes"}


@both_sides
@pytest.mark.parametrize("scene", SCENES)
def test_what_is_filled_in_already_is_taken(cast: Cast, side: Side, scene: str) -> None:
    make, days = SCENES[scene]
    owner = somebody(cast, side)
    item, now = make(cast, owner), at(in_days(days))
    with acting_as(owner):
        item = ActionItem.objects.with_facts().get(pk=item.pk)
        for step in offers(ACTION_STEPS, item, owner, now):
            typed = {
                name: step.form.get_initial_for_field(field, name) for name, field in step.form.fields.items()
            }
            is_whole = all(typed[name] or not field.required for name, field in step.form.fields.items())
            if is_whole and step.slug not in NEEDS_A_WORD:
                _takes(item, step.slug, typed, owner, now)


def _takes(item: ActionItem, noun: str, typed: dict[str, object], owner: User, now: object) -> None:
    """The step as it is offered; what it did is taken back."""
    verb = {
        "acceptance": verbs.accept,
        "agreement": verbs.accept_date,
        "report": verbs.report_done,
    }.get(noun)
    if verb is None:
        return
    said = {"due_on": typed["due_on"]} if "due_on" in typed else {}
    with transaction.atomic():
        verb(ActionItem.objects.get(pk=item.pk), **said, by=owner, now=now)  # type: ignore[operator]
        transaction.set_rollback(True)


@both_sides
def test_a_proposal_whose_day_has_passed_asks_for_another_day_and_says_why(cast: Cast, side: Side) -> None:
    owner = somebody(cast, side)
    item = brought_in(cast, owner)
    with acting_as(owner):
        first = offers(ACTION_STEPS, item, owner, NOW)[0]
    assert (first.slug, first.form.initial.get("due_on")) == ("acceptance", None)
    assert first.title.startswith("The day it was asked for has passed")


@both_sides
def test_a_date_that_passed_unanswered_can_be_declined_and_is_not_offered(
    cast: Cast, side: Side, signed_in: SignedIn
) -> None:
    owner = somebody(cast, side)
    item = asked_for(cast, owner)
    with acting_as(owner):
        item = ActionItem.objects.with_facts().get(pk=item.pk)
        nouns = [
            [offer.slug for offer in offers(ACTION_STEPS, item, owner, at(in_days(days)))] for days in (2, 3)
        ]
    assert nouns[0][:2] == ["agreement", "refusal"]
    assert nouns[1][0] == "refusal"
    assert "agreement" not in nouns[1]


@both_sides
def test_a_reply_is_told_no_word_that_would_be_refused(cast: Cast, side: Side) -> None:
    owner = somebody(cast, side)
    proposed, asked = brought_in(cast, owner, in_days(3)), asked_for(cast, owner)
    with acting_as(owner):
        words = {
            (name, days): how_to_answer(item, owner, today=in_days(days))
            for name, item, last in (("proposed", proposed, 3), ("asked", asked, 2))
            for days in (last, last + 1)
        }
    assert {when: "“yes”" in said for when, said in words.items()} == {
        ("proposed", 3): True, ("proposed", 4): False, ("asked", 2): True, ("asked", 3): False,
    }  # fmt: skip
