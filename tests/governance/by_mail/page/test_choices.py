"""The buttons of a mail's page: which there are, what each says, and the field below them."""

from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any, cast

import pytest

from governance.asks.steps import ASK_STEPS
from governance.by_mail.page.action import NamedAction
from governance.by_mail.page.ask import NamedAsk
from governance.by_mail.page.choices import Choice, choices, words_of
from governance.step import MailButton
from governance.tracker.steps.of_actions import ACTION_STEPS

TODAY = date(2026, 11, 23)
PRIYA = SimpleNamespace(pk=1, first_name="Priya", full_name="Priya Raman")
JONAS = SimpleNamespace(pk=2, first_name="Jonas", full_name="Jonas Stein")


def asked(**facts: Any) -> NamedAsk:
    return cast(NamedAsk, SimpleNamespace(reader=PRIYA, ask=SimpleNamespace(raised_by=JONAS), **facts))


def action(*, asked_date: Any = None, as_asked: bool = True) -> NamedAction:
    item = SimpleNamespace(
        owner=JONAS,
        created_by=PRIYA,
        due_on=date(2026, 12, 4),
        asked_date=asked_date,
        side="theirs",
        can_be_promised_as_asked=lambda today: as_asked and today == TODAY,
    )
    names = {"ours": "Northgate", "theirs": "Meridian"}
    return cast(
        NamedAction, SimpleNamespace(reader=PRIYA, item=item, today=TODAY, waiter="Priya", name_of=names.get)
    )


def buttons(slug: str, thing: NamedAction | NamedAsk) -> list[MailButton]:
    steps = ASK_STEPS if hasattr(thing, "ask") else ACTION_STEPS
    return [made for step in steps if step.slug == slug for made in step.mail_buttons(thing)]


def told(made: Any) -> list[tuple[str, str, str, str]]:
    return [(each.title, each.hint, each.name, each.value) for each in made]


@pytest.mark.parametrize(
    ("as_asked", "first"),
    [
        (
            True,
            [("I will do it by 4 December", "Promised: that is its first date then", "due_on", "2026-12-04")],
        ),
        (False, []),
    ],
)
def test_a_day_asked_for_is_promised_as_it_is_only_while_it_can_be(as_asked: bool, first: list[Any]) -> None:
    made = list(buttons("acceptance", action(as_asked=as_asked)))
    assert told(made) == [*first, ("I will do it by another day", "Promised for that day", "", "")]
    assert [bool(each.button) for each in made] == [False] * len(first) + [True]


@pytest.mark.parametrize(
    ("owner", "hint"),
    [
        (PRIYA, "Your clock runs again"),
        (JONAS, "The clock of Jonas Stein runs again"),
    ],
)
def test_the_ball_comes_back_to_whoever_owes_it(owner: Any, hint: str) -> None:
    thing = action()
    cast(Any, thing.item).owner = owner
    assert told(buttons("resumption", thing)) == [("The wait is over", hint, "", "")]


def test_a_date_that_is_asked_for_is_answered_or_taken_back_and_none_is_not() -> None:
    other = action(asked_date=SimpleNamespace(due_on=date(2026, 12, 11), asked_by=JONAS))
    assert told(buttons("agreement", other)) == [
        ("11 December is fine", "Jonas asks for it; it stands then", "", "")
    ]
    assert told(buttons("recall", other)) == [
        ("No other date is wanted any more", "11 December is asked for; nobody answered yet", "", "")
    ]
    assert told(buttons("agreement", action())) == told(buttons("recall", action())) == []


def test_whose_word_is_awaited_is_said() -> None:
    thing = action()
    slugs = ("report", "assignment", "withdrawal", "return", "request")
    assert [made.hint for slug in slugs for made in buttons(slug, thing)] == [
        "Priya is asked to confirm", "A colleague at Meridian; its dates stay", "Say why: Priya reads it",
        "Say what is missing: it goes back to Jonas", "Jonas accepts it or says why not",
    ]  # fmt: skip


@pytest.mark.parametrize(("can", "values"), [(True, ["1", ""]), (False, [""])])
def test_one_s_own_name_is_offered_where_it_may_stand(can: bool, values: list[str]) -> None:
    made = list(buttons("assignment", asked(can_take_in_hand=can)))
    assert [each.value for each in made] == values
    assert [each.name for each in made] == ["owner", ""][-len(values) :]


def test_yes_and_no_send_what_they_say() -> None:
    assert [(each.title, each.name, each.value) for each in buttons("decision", asked())] == [
        ("Yes, as proposed", "quick", "yes"),
        ("No", "quick", "no"),
    ]


def test_the_field_below_goes_with_a_decision_or_stands_alone() -> None:
    decide, backing = (
        next(step for step in ASK_STEPS if step.slug == slug) for slug in ("decision", "backing")
    )
    slug, words = words_of(asked(steps=[backing, decide])) or ("", None)
    assert words is not None
    assert (slug, words.name, words.button) == ("decision", "answer", "Decide in these words")
    assert words_of(asked(steps=[backing])) is None
    assert choices(cast(Any, asked(steps=[])), datetime(2026, 11, 23, tzinfo=UTC)) == []


def test_a_button_whose_form_was_refused_is_open() -> None:
    forms = (None, SimpleNamespace(errors={}), SimpleNamespace(errors={"answer": ["Say it."]}))
    assert [Choice("a", MailButton("b"), form=cast(Any, form)).is_open for form in forms] == [
        False,
        False,
        True,
    ]
