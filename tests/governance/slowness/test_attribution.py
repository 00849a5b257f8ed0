"""Each day a date slips is somebody's: in random histories the days add up, and swapping the sides swaps them."""

from dataclasses import replace
from datetime import date, timedelta
from random import Random

import pytest

from governance.slowness.attribution import (
    AskedLater,
    Cause,
    Hanging,
    Held,
    Run,
    Slip,
    Waited,
    attributed,
    held,
    of_each_side,
)
from partners.models import Side

OURS, THEIRS = Side.OURS, Side.THEIRS
HISTORIES = 10_000
START = date(2026, 1, 5)
OUTCOME = Cause("outcome", 1)


def day(number: int) -> date:
    return START + timedelta(days=number)


def slip(original: int, end: int, **rest: object) -> Slip:
    return replace(Slip(START, day(original), day(end), THEIRS, OUTCOME), **rest)


def action(number: int) -> Cause:
    return Cause("action", number)


def owned(side: Side, first: int, last: int, number: int = 1) -> Held:
    return Held(side, day(first), day(last), action(number))


def random_things(random: Random) -> list[Hanging]:
    things = []
    for number in range(random.randint(0, 5)):
        side, due = random.choice(list(Side)), random.randint(0, 50)
        waits, at = [], random.randint(0, 40)
        for each in range(random.randint(0, 2)):
            lasts = random.randint(0, 20)
            over = day(at + lasts) if random.random() < 0.8 or each == 0 else None
            waits.append(Waited(side.other, day(at), over, Cause("wait", 10 * number + each)))
            at += lasts + random.randint(0, 9)
        ended = None if random.random() < 0.2 else day(due + random.randint(-5, 30))
        things.append(Hanging(side, day(due), ended, action(number), tuple(waits)))
    return things


def random_slip(random: Random) -> Slip:
    original = random.randint(20, 60)
    asked = tuple(
        AskedLater(random.choice(list(Side)), random.randint(-3, 20), Cause("change", number))
        for number in range(random.randint(0, 3))
    )
    end = original + random.randint(-5, 45)
    return slip(original, end, delivers=random.choice(list(Side)), asked=asked)


def swapped_thing(thing: Hanging) -> Hanging:
    waits = tuple(wait._replace(side=wait.side.other) for wait in thing.waits)
    return replace(thing, side=thing.side.other, waits=waits)


def swapped_slip(one: Slip) -> Slip:
    asked = tuple(each._replace(side=each.side.other) for each in one.asked)
    return replace(one, delivers=one.delivers.other, asked=asked)


def stretches(things: list[Hanging], until: date) -> list[Held]:
    return [each for thing in things for each in held(thing, until)]


def test_in_every_history_the_days_add_up_to_the_slip_and_swapping_the_sides_swaps_them() -> None:
    random, slipped, shared = Random(13), 0, 0
    for _ in range(HISTORIES):
        one, things = random_slip(random), random_things(random)
        today = day(random.randint(30, 110))
        runs = attributed(one, stretches(things, today))
        assert sum(run.days for run in runs) == one.days
        assert all(run.days > 0 for run in runs)
        mirrored = attributed(swapped_slip(one), stretches(list(map(swapped_thing, things)), today))
        assert mirrored == tuple(run._replace(side=run.side.other) for run in runs)
        days = of_each_side(runs)
        slipped += one.days > 0
        shared += all(days.values())
    assert slipped > HISTORIES / 2, "hardly any history has a slip"
    assert shared > HISTORIES / 10, "hardly any slip is made of both sides' days"


def test_what_one_side_holds_besides_never_costs_the_other_a_day_more() -> None:
    random, moved = Random(14), 0
    for _ in range(HISTORIES):
        one, things = random_slip(random), random_things(random)
        before = stretches(things, day(80))
        side, first = random.choice(list(Side)), random.randint(0, 90)
        more = owned(side, first, first + random.randint(0, 25), number=99)
        was, became = (of_each_side(attributed(one, each)) for each in (before, [*before, more]))
        assert became[side.other] <= was[side.other]
        moved += became != was
    assert moved > HISTORIES / 20, "what was added hardly ever counted"


def test_what_comes_late_costs_as_many_days_and_a_wait_for_the_other_side_never_one_more_of_ones_own() -> (
    None
):
    random, moved = Random(15), 0
    for _ in range(HISTORIES // 10):
        for thing in random_things(random):
            at = random.randint(0, 60)
            wait = Waited(thing.side.other, day(at), day(at + random.randint(1, 15)), Cause("wait", 999))
            waiting = replace(thing, waits=(*thing.waits, wait))
            was, became = (days_held(each, day(80)) for each in (thing, waiting))
            late = max(0, (min(thing.ended_on or day(80), day(80)) - thing.first_due_on).days)
            assert sum(was.values()) == sum(became.values()) == late
            assert became[thing.side] <= was[thing.side]
            moved += became != was
    assert moved > HISTORIES / 100, "the wait hardly ever counted"


def days_held(thing: Hanging, until: date) -> dict[Side, int]:
    days = dict.fromkeys(Side, 0)
    for each in held(thing, until):
        days[each.side] += each.days
    return days


def test_a_thing_that_comes_late_costs_its_days_first_those_it_waited() -> None:
    wait = Waited(OURS, day(1), day(4), Cause("wait", 1))
    thing = Hanging(THEIRS, day(10), day(15), action(1), (wait,))
    assert list(held(thing, day(90))) == [
        Held(OURS, day(2), day(4), Cause("wait", 1)),
        Held(THEIRS, day(14), day(15), action(1)),
    ]


@pytest.mark.parametrize("done", [9, 10])
def test_what_was_done_in_time_cost_nothing_however_long_it_waited(done: int) -> None:
    wait = Waited(OURS, day(1), day(8), Cause("wait", 1))
    assert not list(held(Hanging(THEIRS, day(10), day(done), action(1), (wait,)), day(90)))
    assert not list(held(Hanging(THEIRS, day(10), None, action(1), (wait,)), day(10)))
    assert list(held(Hanging(THEIRS, day(10), None, action(1)), day(11))) == [owned(THEIRS, 11, 11)]


def test_a_wait_that_goes_on_costs_no_day_that_has_not_come() -> None:
    thing = Hanging(THEIRS, day(10), None, action(1), (Waited(OURS, day(12), None, Cause("wait", 1)),))
    assert list(held(thing, day(14))) == [
        owned(THEIRS, 11, 12),
        Held(OURS, day(13), day(14), Cause("wait", 1)),
    ]


def test_a_day_is_whose_held_the_longest_stretch_and_counts_once() -> None:
    longer, shorter = owned(OURS, 10, 30, 1), owned(THEIRS, 25, 35, 2)
    assert attributed(slip(0, 40), [shorter, longer]) == (
        Run(OURS, action(1), 21, day(10), day(30)),
        Run(THEIRS, action(2), 5, day(31), day(35)),
        Run(THEIRS, OUTCOME, 14),
    )


@pytest.mark.parametrize(("first", "second"), [(OURS, THEIRS), (THEIRS, OURS)])
def test_of_two_stretches_as_long_the_one_that_began_earlier_has_the_day_then_the_older_row(
    first: Side, second: Side
) -> None:
    earlier, later = owned(first, 10, 19, 8), owned(second, 15, 24, 2)
    assert of_each_side(attributed(slip(15, 30), [later, earlier]))[first] == 10
    older, newer = owned(first, 10, 19, 2), owned(second, 10, 19, 8)
    assert attributed(slip(20, 30), [newer, older])[0].side == first


def test_only_the_latest_days_count_and_none_before_the_outcome_began() -> None:
    early, late = owned(THEIRS, 5, 9, 1), owned(OURS, 31, 34, 2)
    assert attributed(slip(30, 36), [early, late]) == (
        Run(THEIRS, action(1), 2, day(8), day(9)),
        Run(OURS, action(2), 4, day(31), day(34)),
    )
    begun = slip(30, 36, began=day(9))
    assert attributed(begun, [early, late])[0] == Run(THEIRS, action(1), 1, day(9), day(9))


def test_what_nobody_held_is_whose_asked_for_a_later_date_and_then_whose_delivers() -> None:
    asked = (AskedLater(OURS, 4, Cause("change", 1)), AskedLater(THEIRS, 5, Cause("change", 2)))
    assert attributed(slip(10, 30, asked=asked, delivers=OURS), [owned(THEIRS, 11, 18)]) == (
        Run(THEIRS, action(1), 8, day(11), day(18)),
        Run(THEIRS, Cause("change", 2), 5),
        Run(OURS, Cause("change", 1), 4),
        Run(OURS, OUTCOME, 3),
    )


def test_a_date_that_has_not_slipped_is_nobodys() -> None:
    assert attributed(slip(30, 30), [owned(OURS, 5, 40)]) == ()
    assert attributed(slip(30, 29), [owned(OURS, 5, 40)]) == ()
