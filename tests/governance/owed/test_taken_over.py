"""A promise taken over when its day had passed says so, and no day of it is late, until a new date is given."""

from datetime import date, timedelta
from itertools import product

import pytest

from dashboards.queries.our_debts import debts_of_own_side
from governance import verbs
from governance.counting.formula import had_passed
from governance.models import ActionItem
from governance.owed import status_of
from governance.owed.thing import owed_of
from governance.reminders.queries import matters, parts
from governance.tracker.export import exported_actions
from governance.tracker.filters import Filters, counts, rows
from governance.tracker.new_dates import what_counts
from partners.isolation.scope import SYSTEM, acting_as, entered
from partners.models import Side
from reviews.facts.owed import status_of_action
from reviews.facts.rows.promises import action_facts
from tests.cast import Cast
from tests.governance.scene import NOW, TODAY, in_days
from tests.reviews.scene import outcome, promise

SIDES = pytest.mark.parametrize("side", list(Side))
WORDS = "was due 3 Feb, taken over on 23 Nov"


def taken_over(cast: Cast, side: Side) -> ActionItem:
    by = cast.manager if side is Side.OURS else cast.lead
    owner = cast.teammate if side is Side.OURS else cast.contributor
    with acting_as(by):
        return verbs.bring_in(cast.partner, title="Old", owner=owner, due_on=date(2026, 2, 3), by=by, now=NOW)


@SIDES
def test_every_surface_says_when_it_was_due_and_when_it_was_taken_over(cast: Cast, side: Side) -> None:
    item, later = taken_over(cast, side), in_days(30)
    stands = status_of(owed_of(item), later)
    assert (stands.level, stands.words, stands.cell) == ("warn", WORDS, "was due 3 Feb")
    assert item.days_late(later) == 0
    with entered(SYSTEM):
        assert not ActionItem.objects.overdue(later).exists()
        sealed = action_facts(ActionItem.objects.prefetch_related("dates", "waits").get(), later)
        (line,) = exported_actions(ActionItem.objects.all(), later)
        (matter,) = matters(parts(), now=NOW)
    assert sealed.days_late == 0
    assert status_of_action(sealed, later) == stands, "a seal is read by the same rule"
    assert line.late is None
    assert matter.promised_on == item.promised_on
    reader = item.owner
    with acting_as(reader):
        count = counts(reader, cast.partner, later)[side]
        assert (count.owed, count.late) == (1, 0)
        assert [
            rows(reader, cast.partner, Filters(show=show), later).count() for show in ("overdue", "coming")
        ] == [
            0,
            1,
        ]
    assert "in none of the counts" in what_counts(item, today=later)


@SIDES
def test_our_house_counts_it_as_owed_and_not_as_late(cast: Cast, side: Side) -> None:
    item = taken_over(cast, side)
    with acting_as(item.owner):
        debts = debts_of_own_side(item.owner, today=in_days(30))
    assert (sum(room.total.owed for room in debts.rooms), debts.late) == (1, 0)


@SIDES
def test_a_new_date_that_passes_is_late(cast: Cast, side: Side) -> None:
    item = taken_over(cast, side)
    with acting_as(item.owner):
        verbs.move_date(item, due_on=in_days(9), reason="Disks", by=item.owner, now=NOW)
    assert status_of(owed_of(item), in_days(9)).words == "today"
    assert status_of(owed_of(item), in_days(12)).words == "3 days late"
    assert item.days_late(in_days(12)) == 3


def test_of_what_was_taken_over_late_nobody_is_told_upwards(cast: Cast) -> None:
    item = taken_over(cast, Side.OURS)
    with entered(SYSTEM):
        ActionItem.objects.update(outcome=outcome(cast.partner))
        promise(cast.partner, cast.teammate, "Young", due_on=in_days(-3), outcome=outcome(cast.partner))
        tied = {matter.id: matter.tied for matter in matters(parts(), now=NOW)}
    assert tied.pop(item.pk) is False
    assert list(tied.values()) == [True]


def test_the_rule_is_one_in_python_and_in_the_database(cast: Cast) -> None:
    days = [TODAY + timedelta(days=each) for each in (-2, -1, 0, 1)]
    with entered(SYSTEM):
        made = [promise(cast.partner, cast.teammate, due_on=TODAY) for _ in product(days, days)]
        for item, (due, promised) in zip(made, product(days, days), strict=True):
            ActionItem.objects.filter(pk=item.pk).update(due_on=due, promised_on=promised)
        found = set(ActionItem.objects.overdue(TODAY).values_list("pk", flat=True))
        every = list(ActionItem.objects.all())
        assert len(every) == len(days) ** 2
        for item in every:
            assert (
                (item.pk in found)
                == (item.days_late(TODAY) > 0)
                == (item.due_on < TODAY and not had_passed(item.due_on, item.promised_on))
            )
