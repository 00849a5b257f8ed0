"""The buttons of a mail's page: which there are, what each says, and the field below them."""

from datetime import date
from types import SimpleNamespace
from typing import Any, cast

import pytest

from governance.from_mail import choices
from governance.from_mail.action import NamedAction
from governance.from_mail.ask import NamedAsk
from governance.from_mail.choices import Choice, words_of

TODAY = date(2026, 11, 23)
PRIYA = SimpleNamespace(pk=1, first_name="Priya", full_name="Priya Raman")
JONAS = SimpleNamespace(pk=2, first_name="Jonas", full_name="Jonas Stein")


def asked(**facts: Any) -> NamedAsk:
    return cast(NamedAsk, SimpleNamespace(reader=PRIYA, ask=SimpleNamespace(raised_by=JONAS), **facts))


def action(*, asked_date: Any = None, as_asked: bool = True) -> NamedAction:
    item = SimpleNamespace(
        owner=JONAS, created_by=PRIYA, due_on=date(2026, 12, 4), asked_date=asked_date, side="theirs",
        can_be_promised_as_asked=lambda today: as_asked and today == TODAY,
    )  # fmt: skip
    names = {"ours": "Northgate", "theirs": "Meridian"}
    return cast(
        NamedAction, SimpleNamespace(reader=PRIYA, item=item, today=TODAY, waiter="Priya", name_of=names.get)
    )


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
    made = list(choices._acceptance(action(as_asked=as_asked)))
    assert told(made) == [*first, ("I will do it by another day", "Promised for that day", "", "")]
    assert [bool(each.button) for each in made] == [False] * len(first) + [True]


@pytest.mark.parametrize(
    ("owner", "hint"),
    [
        (PRIYA, "The ball is back with you: your clock runs again"),
        (JONAS, "The ball is back with Jonas Stein"),
    ],
)
def test_the_ball_comes_back_to_whoever_owes_it(owner: Any, hint: str) -> None:
    thing = action()
    cast(Any, thing.item).owner = owner
    assert told(choices._ball(thing)) == [("The wait is over", hint, "", "")]


def test_a_date_that_is_asked_for_is_answered_or_taken_back_and_none_is_not() -> None:
    other = action(asked_date=SimpleNamespace(due_on=date(2026, 12, 11), asked_by=JONAS))
    assert told(choices._agreement(other)) == [
        ("11 December is fine", "Jonas asks for it; it stands then", "", "")
    ]
    assert told(choices._recall(other)) == [
        ("No other date is wanted any more", "11 December is asked for; nobody answered yet", "", "")
    ]
    assert told(choices._agreement(action())) == told(choices._recall(action())) == []


def test_whose_word_is_awaited_is_said() -> None:
    thing = action()
    assert [made.hint for step in (choices._report, choices._owner, choices._withdrawal, choices._given_back,
                                   choices._request) for made in step(thing)] == [
        "Priya is asked to confirm", "A colleague at Meridian; its dates stay", "Say why: Priya reads it",
        "Say what is missing: it goes back to Jonas", "Jonas accepts it or says why not",
    ]  # fmt: skip


@pytest.mark.parametrize(("can", "values"), [(True, ["1", ""]), (False, [""])])
def test_one_s_own_name_is_offered_where_it_may_stand(can: bool, values: list[str]) -> None:
    made = list(choices._hand(asked(can_take_in_hand=can)))
    assert [each.value for each in made] == values
    assert [each.name for each in made] == ["owner", ""][-len(values) :]


def test_yes_and_no_send_what_they_say() -> None:
    assert [(each.title, each.name, each.value) for each in choices._decision(asked())] == [
        ("Yes, as proposed", "quick", "yes"), ("No", "quick", "no"),
    ]  # fmt: skip


def failed(**typed: str) -> Any:
    return SimpleNamespace(data=typed, errors={"answer": ["Say it."]})


def test_the_field_below_a_decision_keeps_what_was_typed() -> None:
    thing = asked(nouns=["decision", "notes"])
    alone = words_of(thing)
    assert alone is not None
    assert (alone.noun, alone.name, alone.typed) == ("decision", "answer", "")
    again = words_of(thing, failed(answer="Only in May"))
    assert again is not None
    assert again.typed == "Only in May"
    nothing = words_of(thing, failed(word="Elsewhere"))
    assert nothing is not None
    assert nothing.typed == ""
    assert words_of(asked(nouns=["notes", "backing"])) is None


def test_a_button_whose_form_was_refused_is_open() -> None:
    assert [Choice("a", "b", form=form).is_open for form in (None, SimpleNamespace(errors={}), failed())] == [
        False, False, True,
    ]  # fmt: skip
