"""An acceptance or an answer given and taken back on the very day it is due: it counts as if never given."""

from datetime import date, datetime, timedelta

import pytest

from governance import verbs
from governance.counting.formula import Tally, tally
from governance.ledger.facts import of_asks, promises_of
from governance.models import ActionItem, Ask
from governance.undoing import A_MINUTE, TEN_MINUTES
from partners.isolation.scope import acting_as
from partners.models import Side, User
from partners.verb import Refused
from tests.cast import Cast
from tests.governance.scene import NOW, TODAY, counterpart, in_days

pytestmark = pytest.mark.django_db
both_sides = pytest.mark.parametrize("side", list(Side))
A_SECOND = timedelta(seconds=1)


def owner_of(cast: Cast, side: Side) -> User:
    return cast.manager if side is Side.OURS else cast.lead


def due_today(cast: Cast, owner: User) -> ActionItem:
    """Proposed to `owner` for this very day."""
    other = counterpart(cast, owner)
    with acting_as(other):
        return verbs.propose(cast.partner, title="Keys", owner=owner, due_on=TODAY, by=other, now=NOW)


def counts(item: ActionItem, side: Side, as_of: date) -> Tally:
    return tally(promises_of([item.pk]), TODAY, TODAY, as_of)[side]


@both_sides
def test_a_promise_accepted_for_today_and_taken_back_is_no_promise_that_was_missed(
    cast: Cast, side: Side
) -> None:
    owner = owner_of(cast, side)
    item = due_today(cast, owner)
    with acting_as(owner):
        verbs.accept(item, by=owner, now=NOW)
        assert counts(item, side, in_days(1)).due == 1
        verbs.take_back(item, by=owner, now=NOW + A_MINUTE)
        assert (item.state, item.first_due_on, item.dates.count()) == ("proposed", None, 0)
        assert counts(item, side, in_days(1)) == Tally()


@both_sides
def test_accepted_again_on_that_day_it_is_kept_by_a_report_of_that_day(cast: Cast, side: Side) -> None:
    owner = owner_of(cast, side)
    other, item = counterpart(cast, owner), due_today(cast, owner)
    with acting_as(owner):
        verbs.accept(item, by=owner, now=NOW)
        verbs.take_back(item, by=owner, now=NOW + A_SECOND)
        verbs.accept(item, by=owner, now=NOW + TEN_MINUTES)
        assert (item.first_due_on, item.dates.count()) == (TODAY, 1)
        verbs.report_done(item, by=owner, now=NOW + 2 * TEN_MINUTES)
    with acting_as(other):
        verbs.confirm(item, by=other, now=NOW + 3 * TEN_MINUTES)
        assert (counts(item, side, in_days(1)).due, counts(item, side, in_days(1)).kept) == (1, 1)


@both_sides
def test_after_its_minute_an_acceptance_of_today_stands_and_the_day_is_missed(cast: Cast, side: Side) -> None:
    owner = owner_of(cast, side)
    item = due_today(cast, owner)
    with acting_as(owner):
        verbs.accept(item, by=owner, now=NOW)
        for later in (A_MINUTE + A_SECOND, TEN_MINUTES):
            with pytest.raises(Refused, match="More than a minute has passed"):
                verbs.take_back(item, by=owner, now=NOW + later)
        assert counts(item, side, in_days(1)).missed == 1


@both_sides
def test_a_date_accepted_for_today_and_taken_back_leaves_the_old_one_and_the_question(
    cast: Cast, side: Side
) -> None:
    owner = owner_of(cast, side)
    other = counterpart(cast, owner)
    with acting_as(other):
        item = verbs.propose(cast.partner, title="Keys", owner=owner, due_on=in_days(9), by=other, now=NOW)
    with acting_as(owner):
        item = verbs.accept(item, by=owner, now=NOW)
    with acting_as(other):
        verbs.ask_for_date(item, due_on=TODAY, reason="The freeze came", by=other, now=NOW)
    with acting_as(owner):
        verbs.accept_date(item, by=owner, now=NOW)
        assert item.due_on == TODAY
        verbs.take_back(item, by=owner, now=NOW + A_MINUTE)
        assert (item.due_on, item.asked_date.due_on, item.dates.count()) == (in_days(9), TODAY, 1)


def decision(cast: Cast, side: Side) -> tuple[Ask, User]:
    """Needed from `side` today."""
    answers = owner_of(cast, side)
    asker = counterpart(cast, answers)
    with acting_as(asker):
        ask = verbs.raise_decision(
            cast.partner, title="Which?", on_side=side, needed_by=TODAY, by=asker, now=NOW - timedelta(days=5)
        )
    return ask, answers


def decided_in_time(cast: Cast, reader: User, as_of: datetime) -> tuple[int, int]:
    """How many decisions of the day fell due on the reader's side, and how many were kept."""
    with acting_as(reader):
        needed = of_asks([cast.partner], TODAY, TODAY, {})
        found = tally(needed, TODAY, TODAY, as_of.date())[Side(reader.side)]
    return found.due, found.kept


@both_sides
def test_a_decision_of_its_last_day_taken_back_after_ten_minutes_is_still_owed(
    cast: Cast, side: Side
) -> None:
    ask, answers = decision(cast, side)
    with acting_as(answers):
        verbs.decide(ask, answer="The first", by=answers, now=NOW)
        verbs.take_back_answer(ask, by=answers, now=NOW + TEN_MINUTES)
        assert (ask.state, ask.needed_by, ask.answered_on) == ("pending", TODAY, None)
    assert decided_in_time(cast, answers, NOW + timedelta(days=1)) == (1, 0)
    with acting_as(answers):
        verbs.decide(ask, answer="The second", by=answers, now=NOW + 2 * TEN_MINUTES)
        with pytest.raises(Refused, match="More than ten minutes have passed"):
            verbs.take_back_answer(ask, by=answers, now=NOW + 3 * TEN_MINUTES + A_SECOND)
    assert decided_in_time(cast, answers, NOW + timedelta(days=1)) == (1, 1)
