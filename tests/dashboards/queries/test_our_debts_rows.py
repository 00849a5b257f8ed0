"""What our house counts and lists: for each condition a row that belongs and one that just does not."""

from datetime import date, timedelta
from typing import Any

import pytest

from dashboards.queries import our_debts
from dashboards.queries.our_debts import Debts, answered_for, debts_of_function, debts_of_own_side
from governance.models import ActionItem, WaitingPeriod
from partners.isolation.scope import SYSTEM, acting_as, entered
from partners.models import BusinessFunction, User
from tests.cast import Cast
from tests.reviews.scene import EARLIER, TODAY, ask, outcome, promise, reported

A_DAY = timedelta(days=1)


def works_in(function: str, *people: User) -> None:
    for person in people:
        User.objects.filter(pk=person.pk).update(business_function=function)


def waits(item: ActionItem, on_side: str, person: User | None = None, days: int = 1, **fields: Any) -> None:
    WaitingPeriod.objects.create(
        partner=item.partner,
        item=item,
        on_side=on_side,
        on_person=person,
        began_on=TODAY - days * A_DAY,
        said_by=item.owner,
        **fields,
    )


@pytest.fixture
def owing(cast: Cast) -> Cast:
    """IT owes of every kind, a day before, on and after today; Finance one thing; theirs wait on us."""
    here, me, them = cast.partner, cast.manager, cast.lead
    over = {"closed_at": EARLIER, "closed_on": TODAY}
    with entered(SYSTEM):
        works_in("IT", me, them)
        works_in("Finance", cast.teammate)
        promise(here, me, "Late", due_on=TODAY - A_DAY, first_due_on=TODAY - 9 * A_DAY)
        promise(here, me, "Today", due_on=TODAY)
        promise(here, me, "Later", due_on=TODAY + A_DAY)
        promise(here, me, "Proposed", state="proposed", due_on=TODAY - A_DAY)
        promise(here, me, "Withdrawn", state="withdrawn", due_on=TODAY - A_DAY, **over)
        reported(here, me, "Reported", due_on=TODAY - A_DAY)
        promise(here, them, "Theirs", due_on=TODAY - A_DAY)
        promise(cast.rival, me, "To the rival", due_on=TODAY + 2 * A_DAY)
        promise(here, cast.teammate, "Of finance", due_on=TODAY - 3 * A_DAY)
        served = outcome(here, business_function="Sales")
        promise(here, me, "Of sales", due_on=TODAY + 3 * A_DAY, outcome=served)
        ask(
            here,
            them,
            kind="decision",
            title="Decide late",
            needed_by=TODAY - A_DAY,
            raised_on=TODAY - 4 * A_DAY,
            owner=me,
        )
        ask(here, them, kind="decision", title="Decide today", owner=me, raised_on=TODAY - 3 * A_DAY)
        ask(here, them, title="Clear it", owner=me, raised_on=TODAY - 2 * A_DAY)
        ask(here, them, title="Cleared", owner=me, state="cleared", answered_on=TODAY)
        ask(here, me, title="On them")
        waits(promise(here, them, "Cannot move"), "ours", me, days=5)
        waits(promise(here, them, "Cannot move either", outcome=served), "ours", days=3)
        waits(promise(here, them, "Went on"), "ours", me, ended_on=TODAY)
        waits(reported(here, them, "Done although it waits"), "ours", me)
        waits(promise(here, them, "Waits on its own side"), "theirs", them)
        waits(promise(here, cast.stranger, "Waits for a colleague"), "ours", me)
    return cast


def test_each_room_has_what_its_function_owes_and_holds_up(owing: Cast) -> None:
    with acting_as(owing.cio):
        found = debts_of_own_side(owing.cio, today=TODAY)
    rooms = {room.function: room for room in found.rooms}
    assert [room.function for room in found.rooms] == ["IT", "Finance", "Sales", ""]
    it = rooms["IT"]
    assert [debt.title for debt in it.debts] == [
        "Late", "Decide late", "Decide today", "Clear it", "Today", "Later",
    ]  # fmt: skip
    assert it.total == Debts(7, 2, TODAY - 9 * A_DAY, 3)
    assert [(wait.item.title, wait.owed_to) for wait in it.waits] == [("Cannot move", "Meridian Systems")]
    assert [wait.item.title for wait in rooms["Sales"].waits] == ["Cannot move either"]
    assert [debt.title for debt in rooms["Sales"].debts] == ["Of sales"]
    assert (found.owed, found.late, found.held_up) == (10, 3, 2)
    first = it.debts[0]
    assert (first.owed_to, first.slug, first.owner_name, first.due_on) == (
        "Meridian Systems", "meridian", "Priya Raman", TODAY - A_DAY,
    )  # fmt: skip
    with acting_as(owing.manager):
        assert debts_of_own_side(owing.manager, today=TODAY).owed == 9, "nothing owed to a rival is in sight"
    with acting_as(owing.lead):
        theirs = debts_of_own_side(owing.lead, today=TODAY)
        assert {debt.owed_to for room in theirs.rooms for debt in room.debts} == {"Northgate Group"}


def test_rooms_stand_by_what_is_late_then_by_the_oldest_and_what_has_no_name_last(cast: Cast) -> None:
    with entered(SYSTEM):
        for person, function in ((cast.manager, "B"), (cast.teammate, "A"), (cast.reader, "")):
            works_in(function, person)
        for person in (cast.manager, cast.teammate, cast.reader):
            promise(cast.partner, person, "Same", due_on=TODAY)

    def order() -> list[str]:
        with acting_as(cast.cio):
            return [room.function for room in debts_of_own_side(cast.cio, today=TODAY).rooms]

    assert order() == ["A", "B", ""]
    with entered(SYSTEM):
        promise(cast.partner, cast.manager, "Older", due_on=TODAY + A_DAY, first_due_on=TODAY - A_DAY)
    assert order() == ["B", "A", ""]
    with entered(SYSTEM):
        promise(cast.partner, cast.reader, "Late", due_on=TODAY - A_DAY)
    assert order() == ["", "B", "A"]


def test_a_page_of_a_room_that_is_just_full_goes_no_further(
    owing: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(our_debts, "MOST_WAITS", 1)
    with entered(SYSTEM):
        waits(promise(owing.partner, owing.lead, "Cannot move today"), "ours", owing.manager, days=0)
    with acting_as(owing.manager):
        for page, more in ((6, False), (5, True)):
            monkeypatch.setattr(our_debts, "PAGE", page)
            found = debts_of_function(owing.manager, "IT", today=TODAY)
            assert (len(found.debts), bool(found.more), found.total.owed) == (page, more, 6)
        assert [wait.item.title for wait in found.waits] == ["Cannot move"], "the longest first"
        assert (found.held_up, found.waits_left_out) == (2, 1)
        rest = debts_of_function(owing.manager, "IT", today=TODAY, after=found.more)
        assert [debt.title for debt in rest.debts] == ["Later"]


def test_whoever_answers_for_functions_sees_what_each_owes_and_that_one_owes_nothing(owing: Cast) -> None:
    with acting_as(owing.cio):
        for name, person in (("it", owing.cio), ("Law", owing.cio), ("Finance", owing.manager)):
            BusinessFunction.objects.create(name=name, responsible=person, side="ours")
        assert answered_for(owing.cio, today=TODAY) == {
            "IT": Debts(7, 2, TODAY - 9 * A_DAY, 3),
            "Law": Debts(),
        }
        assert answered_for(owing.manager, today=TODAY) == {"Finance": Debts(1, 1, TODAY - 3 * A_DAY)}
        assert answered_for(owing.teammate, today=TODAY) == {}


@pytest.mark.parametrize("after, key", [
    ("2026-11-23,action,7", (date(2026, 11, 23), "action", 7)), ("2026-11-23,action,x", None), ("x,action,7", None),
    ("", None), ("2026-11-23", None),
])  # fmt: skip
def test_the_key_of_a_page_is_read(after: str, key: tuple[date, str, int] | None) -> None:
    assert our_debts._read_key(after) == key
