"""Decisions with options, what waits on them, and whether they worked."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from dashboards.queries.desk import desk
from governance import verbs
from governance.asks.options import MOST, Option, read_options
from governance.asks.steps import Decision
from governance.models import Ask, DecisionOption
from governance.undoing import TEN_MINUTES
from partners.isolation.scope import acting_as
from partners.models import User
from partners.verb import Refused
from tests.cast import Cast
from tests.governance.scene import NOW, at, counterpart, in_days, promised

BOTH_SIDES = pytest.mark.parametrize("asker_name", ["manager", "lead"])
TWO = (Option("Weekly", "Seven weeks"), Option("Monthly", "Seven months"))
SignedIn = Callable[[User], Client]


def decision(cast: Cast, asker: User, **facts: Any) -> Ask:
    said = {
        "title": "The window",
        "on_side": asker.side.other,
        "needed_by": in_days(20),
        "options": TWO,
        **facts,
    }
    return verbs.raise_decision(cast.partner, by=asker, now=NOW, **said)


def test_options_are_read_a_line_each() -> None:
    typed = "Weekly: seven weeks\r\n\n - Monthly : seven months: or more\n* Never"
    assert read_options(typed) == [
        Option("Weekly", "seven weeks"),
        Option("Monthly", "seven months: or more"),
        Option("Never"),
    ]
    assert read_options(" \n") == []
    assert len(read_options("\n".join(map(str, range(MOST))))) == MOST


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("Weekly", "One option is no choice"),
        ("\n".join(map(str, range(MOST + 1))), "six options at most"),
        ("Weekly\nweekly: again", "the same title"),
        (": why\nMonthly", "a title before its colon"),
        (f"{'x' * 201}\nMonthly", "is too long"),
        (f"Weekly: {'x' * 501}\nMonthly", "is too long"),
    ],
)
def test_what_is_no_choice_is_answered_with_what_to_do(typed: str, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence) as refused:
        read_options(typed)
    assert refused.value.field == "options"


@BOTH_SIDES
def test_one_of_the_options_is_decided_with_words_or_without(cast: Cast, asker_name: str) -> None:
    asker = getattr(cast, asker_name)
    other = counterpart(cast, asker)
    with acting_as(other):
        for words, said in (("", "Monthly"), ("From May", "Monthly: From May")):
            ask = decision(cast, asker)
            chosen = ask.options.get(number=2)
            verbs.decide(ask, answer=words, option=chosen, by=other, now=NOW)
            assert (ask.state, ask.answer, ask.chosen) == ("made", said, chosen)
        assert list(ask.options.values_list("title", "is_proposal")) == [("Weekly", True), ("Monthly", False)]
        strange = decision(cast, asker)
        with pytest.raises(Refused, match="another decision"):
            verbs.decide(strange, answer="", option=chosen, by=other, now=NOW)
        with pytest.raises(Refused, match="Say what is decided"):
            verbs.decide(strange, answer="", by=other, now=NOW)


def test_the_form_offers_this_decision_s_own_options_and_the_words_of_a_yes_are_the_proposal(
    cast: Cast,
) -> None:
    with acting_as(cast.manager):
        ask, other = decision(cast, cast.lead), decision(cast, cast.lead)
        form = Decision({"option": str(other.options.first().pk)}, thing=ask, by=cast.manager, now=NOW)
        assert not form.carried_out()
        assert "option" in form.errors
        plain = decision(cast, cast.lead, options=())
        assert "option" not in Decision(thing=plain, by=cast.manager, now=NOW).fields
        empty = Decision({}, thing=plain, by=cast.manager, now=NOW)
        assert not empty.carried_out()
        assert empty.errors["answer"] == ["Say what is decided."]


@BOTH_SIDES
def test_whether_it_worked_is_said_from_its_day_on_by_the_side_that_decided(
    cast: Cast, asker_name: str
) -> None:
    asker = getattr(cast, asker_name)
    other = counterpart(cast, asker)
    with acting_as(other):
        ask = decision(cast, asker, worked_due_on=in_days(60))
        said = {"worked": "partly", "answer": "Two of three closes"}
        with pytest.raises(Refused, match="Nobody has asked"):
            verbs.look_back(ask, **said, by=other, now=at(in_days(61)))
        verbs.decide(ask, answer="Yes", by=other, now=NOW)
        with pytest.raises(Refused, match="it may show only by then"):
            verbs.look_back(ask, **said, by=other, now=at(in_days(59)))
        assert [len(desk(other, today=in_days(day)).look_backs) for day in (59, 60)] == [0, 1]
        assert not desk(asker, today=in_days(60)).look_backs
    with acting_as(asker), pytest.raises(Refused, match="The side that decided"):
        verbs.look_back(ask, **said, by=asker, now=at(in_days(60)))
    with acting_as(other):
        verbs.look_back(ask, **said, by=other, now=at(in_days(60)))
        assert (ask.worked, ask.worked_words, ask.worked_on, ask.worked_by) == (
            "partly", "Two of three closes", in_days(60), other,
        )  # fmt: skip
        assert not desk(other, today=in_days(60)).look_backs
        with pytest.raises(Refused, match="said already"):
            verbs.look_back(ask, **said, by=other, now=at(in_days(60)))


def test_whether_it_worked_is_taken_back_for_ten_minutes(cast: Cast) -> None:
    with acting_as(cast.manager):
        ask = decision(cast, cast.lead, worked_due_on=in_days(60))
        verbs.decide(ask, answer="Yes", by=cast.manager, now=NOW)
        before = Ask.objects.filter(pk=ask.pk).values().get()
        then = at(in_days(60))
        verbs.look_back(ask, worked="no", answer="It did not", by=cast.manager, now=then)
        verbs.take_back_answer(ask, by=cast.manager, now=then + TEN_MINUTES)
        after = Ask.objects.filter(pk=ask.pk).values().get()
        assert {**after, "version": before["version"]} == before


def test_the_day_of_looking_back_lies_after_the_decision(cast: Cast) -> None:
    with acting_as(cast.manager):
        with pytest.raises(Refused, match="a day after the decision") as refused:
            decision(cast, cast.lead, worked_due_on=in_days(20))
        assert refused.value.field == "worked_due_on"
        ask = decision(cast, cast.lead, worked_due_on=in_days(21))
        with pytest.raises(Refused, match="a day after the decision"):
            verbs.decide(ask, answer="Yes", worked_due_on=in_days(0), by=cast.manager, now=NOW)
        verbs.decide(ask, answer="Yes", worked_due_on=in_days(1), by=cast.manager, now=NOW)
        assert ask.worked_due_on == in_days(1)


def test_whoever_may_not_decide_does_not_say_whether_it_worked(cast: Cast) -> None:
    with acting_as(cast.contributor), pytest.raises(PermissionDenied):
        ask = decision(cast, cast.lead)
        verbs.look_back(ask, worked="yes", answer="x", by=cast.contributor, now=NOW)


@BOTH_SIDES
def test_an_action_waits_for_a_decision_of_the_side_that_makes_it(cast: Cast, asker_name: str) -> None:
    owner = getattr(cast, asker_name)
    with acting_as(owner):
        ask, item = decision(cast, owner), promised(cast, owner)
        said = {"what_for": "The window", "by": owner, "now": NOW}
        with pytest.raises(Refused, match="the other side's to make"):
            verbs.wait_on(item, on_side=owner.side, ask=ask, **said)
        wait = verbs.wait_on(item, on_side=owner.side.other, ask=ask, **said)
        assert list(ask.waits.running()) == [wait]
        follows = promised(cast, owner)
        follows.ask = ask
        follows.save()
        with pytest.raises(Refused, match="cannot wait for it too"):
            verbs.wait_on(follows, on_side=owner.side.other, ask=ask, **said)
    with acting_as(counterpart(cast, owner)):
        verbs.decide(ask, answer="Yes", by=counterpart(cast, owner), now=NOW)
    with acting_as(owner), pytest.raises(Refused, match="still to be made"):
        verbs.wait_on(promised(cast, owner), on_side=owner.side.other, ask=ask, **said)


def test_a_list_of_options_that_is_no_choice_keeps_what_was_typed(cast: Cast, signed_in: SignedIn) -> None:
    page = signed_in(cast.lead).post(
        "/partnerships/meridian/asks/new/decision/",
        {"title": "The window", "on_side": "ours", "needed_by": "in 2 weeks", "options": "Weekly: at once"},
    )
    assert page.status_code == 422
    assert "One option is no choice" in page.content.decode()
    assert "Weekly: at once" in page.content.decode()
    with acting_as(cast.lead):
        assert not DecisionOption.objects.exists()
