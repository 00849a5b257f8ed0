"""Every count of days after which something counts otherwise: the day before it, the day itself, the day after it."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from governance.covered_days import CoveredDays, is_covered, uncovered_working_days
from governance.from_mail.days import days_offered, in_how_long
from governance.ledger import (
    GivenDate,
    Promise,
    Tally,
    Verdict,
    Wait,
    by_function,
    by_month,
    days_held,
    delay_of,
    judge,
    months_of,
    settled_on,
    tally,
)
from governance.notice import with_notice
from governance.reminders.facts import Absence, Heard, Matter, Need, Person
from governance.reminders.ladder import Rung, rung_above, rung_of_owner
from governance.reminders.mornings import day_to_remind, is_unheard, today_of
from governance.today import day_in
from partners.models import Side

MONDAY = date(2026, 11, 23)
DUE = date(2026, 3, 20)
"""A Friday."""


def day(offset: int, since: date = DUE) -> date:
    return since + timedelta(days=offset)


@pytest.mark.parametrize(
    ("given_on", "country", "counts"),
    [
        (date(2026, 11, 20), "", True), (MONDAY, "", True), (date(2026, 11, 24), "", False),
        (date(2026, 11, 21), "", True), (date(2026, 11, 30), "", False),
    ],
)  # fmt: skip
def test_notice_is_five_working_days(given_on: date, country: str, counts: bool) -> None:
    """Before Monday 30 November; the weekend before it gives nothing."""
    assert with_notice(given_on, date(2026, 11, 30), country) is counts


def test_notice_is_counted_where_its_owner_lives() -> None:
    assert with_notice(date(2026, 12, 23), date(2026, 12, 31), "ZZ")
    assert not with_notice(date(2026, 12, 24), date(2026, 12, 31), "DE")
    assert with_notice(date(2026, 12, 24), date(2026, 12, 31), "ZZ")


# --- covered days -----------------------------------------------------------------------------------------------------

WEEK = CoveredDays(date(2026, 11, 23), date(2026, 11, 27))


@pytest.mark.parametrize(("offset", "covered"), [(-1, False), (0, True), (4, True), (5, False)])
def test_both_ends_of_a_cover_are_covered(offset: int, covered: bool) -> None:
    assert is_covered(day(offset, MONDAY), [WEEK]) is covered
    assert is_covered(day(offset, MONDAY), []) is False


@pytest.mark.parametrize(
    ("since", "until", "counted"),
    [
        (date(2026, 11, 20), date(2026, 11, 30), 1), (date(2026, 11, 19), date(2026, 11, 30), 2),
        (date(2026, 11, 19), date(2026, 11, 27), 1), (date(2026, 11, 23), date(2026, 11, 30), 1),
        (date(2026, 11, 27), date(2026, 12, 1), 2), (date(2026, 11, 16), date(2026, 11, 20), 4),
        (date(2026, 11, 30), date(2026, 12, 2), 2), (date(2026, 11, 24), date(2026, 11, 26), 0),
    ],
)  # fmt: skip
def test_working_days_beside_a_cover_are_counted(since: date, until: date, counted: int) -> None:
    assert uncovered_working_days(since, until, [WEEK], "") == counted


def test_two_covers_that_overlap_are_left_out_once() -> None:
    longer = CoveredDays(date(2026, 11, 25), date(2026, 12, 1))
    for covers in ([WEEK, longer], [longer, WEEK]):
        assert uncovered_working_days(date(2026, 11, 20), date(2026, 12, 3), covers, "") == 2


# --- the ladder -------------------------------------------------------------------------------------------------------

OWNER = Person(1)
LATE_SINCE = date(2026, 11, 2)
"""A Monday: eight working days later is the 12th, ten the 16th."""


def matter(
    warned: date | None = None, leads: date | None = None, sponsors: date | None = None, **facts: object
) -> Matter:
    given = {"due_on": LATE_SINCE, "tied": True, **facts}
    return Matter("action", 1, 7, 1, Need.DO, heard=Heard(warned, leads, sponsors), **given)


@pytest.mark.parametrize(("on", "rung"), [(11, None), (12, Rung.WARNING), (13, Rung.WARNING)])
def test_a_warning_comes_after_eight_working_days(on: int, rung: Rung | None) -> None:
    assert rung_of_owner(matter(), OWNER, date(2026, 11, on)) is rung


def test_nobody_is_warned_twice_nor_of_what_nothing_hangs_on_nor_under_cover() -> None:
    on = date(2026, 11, 13)
    assert rung_of_owner(matter(date(2026, 11, 12)), OWNER, on) is None
    assert rung_of_owner(matter(tied=False), OWNER, on) is None
    assert rung_of_owner(matter(due_on=None), OWNER, on) is None
    assert rung_of_owner(matter(covers=(CoveredDays(on, on),)), OWNER, on) is None


@pytest.mark.parametrize(
    ("warned", "leads", "sponsors", "on", "rung"),
    [
        (None, None, None, 30, None),
        (12, None, None, 13, None), (12, None, None, 16, Rung.LEADS), (12, None, None, 17, Rung.LEADS),
        (16, None, None, 17, None), (16, None, None, 18, Rung.LEADS), (16, None, None, 19, Rung.LEADS),
        (12, 16, None, 20, Rung.LEADS), (12, 16, None, 23, Rung.SPONSORS), (12, 16, None, 24, Rung.SPONSORS),
        (12, 16, 23, 23, Rung.SPONSORS), (12, 16, 23, 27, Rung.SPONSORS),
    ],
)  # fmt: skip
def test_the_leads_hear_after_ten_and_two_of_warning_and_the_sponsors_five_later(
    warned: int | None, leads: int | None, sponsors: int | None, on: int, rung: Rung | None
) -> None:
    told = [number and date(2026, 11, number) for number in (warned, leads, sponsors)]
    assert rung_above(matter(*told), OWNER, date(2026, 11, on)) is rung
    under = (CoveredDays(date(2026, 11, on), date(2026, 11, on)),)
    assert rung_above(matter(*told, covers=under), OWNER, date(2026, 11, on)) is None


# --- mornings ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("clock", "awake"),
    [(time(6, 59), False), (time(7), True), (time(7, 1), True), (time(17, 59), True), (time(18), False)],
)
def test_mails_are_written_from_seven_to_six(clock: time, awake: bool) -> None:
    now = datetime.combine(MONDAY, clock, tzinfo=ZoneInfo("Asia/Kolkata"))
    assert today_of(Person(1, time_zone="Asia/Kolkata"), now) == (MONDAY if awake else None)


@pytest.mark.parametrize(("through", "reminded"), [(-1, True), (0, False), (1, False)])
def test_a_day_is_spoken_for_once(through: int, reminded: bool) -> None:
    now = datetime.combine(MONDAY, time(9), tzinfo=ZoneInfo("Europe/London"))
    person = Person(1, time_zone="Europe/London", through=day(through, MONDAY))
    assert (today_of(person, now) is not None) is reminded


@pytest.mark.parametrize(("offset", "unheard"), [(-4, False), (-3, False), (-2, True), (0, True), (1, False)])
def test_the_days_since_somebody_was_last_reminded_are_unheard(offset: int, unheard: bool) -> None:
    assert is_unheard(day(offset, MONDAY), Person(1, through=day(-3, MONDAY)), MONDAY) is unheard


@pytest.mark.parametrize(("offset", "unheard"), [(-1, False), (0, True), (1, False)])
def test_whoever_was_never_reminded_begins_today(offset: int, unheard: bool) -> None:
    assert is_unheard(day(offset, MONDAY), Person(1), MONDAY) is unheard


@pytest.mark.parametrize(
    ("due_on", "country", "told_on"),
    [
        (date(2026, 11, 27), "", date(2026, 11, 27)), (date(2026, 11, 28), "", date(2026, 11, 27)),
        (date(2026, 11, 29), "", date(2026, 11, 27)), (date(2026, 12, 25), "DE", date(2026, 12, 24)),
        (date(2026, 12, 25), "JP", date(2026, 12, 25)),
    ],
)  # fmt: skip
def test_what_is_due_on_a_free_day_is_told_on_the_working_day_before(
    due_on: date, country: str, told_on: date
) -> None:
    assert day_to_remind(due_on, country) == told_on


@pytest.mark.parametrize(("offset", "away"), [(-1, False), (0, True), (4, True), (5, False)])
def test_both_days_of_an_absence_are_quiet(offset: int, away: bool) -> None:
    assert Absence(MONDAY, day(4, MONDAY), None).covers(day(offset, MONDAY)) is away


@pytest.mark.parametrize(
    ("partners", "hears"),
    [(None, True), (frozenset({7}), True), (frozenset({8}), False), (frozenset(), False)],
)
def test_one_hears_of_one_s_own_partnerships(partners: frozenset[int] | None, hears: bool) -> None:
    assert Person(1, partners=partners).may_hear_of(7) is hears


def test_a_day_is_that_of_the_zone() -> None:
    night = datetime(2026, 11, 23, 22, 30, tzinfo=ZoneInfo("UTC"))
    assert day_in("Asia/Kolkata", night) == date(2026, 11, 24)
    assert day_in("America/Sao_Paulo", night) == date(2026, 11, 23)


# --- the mirror ledger ------------------------------------------------------------------------------------------------


def promise(**facts: object) -> Promise:
    given = {"kind": "action", "side": Side.THEIRS, "first_due_on": DUE, "due_on": DUE}
    return Promise(**{**given, "dates": (GivenDate(day(-18), DUE, True),), **facts})


def moved(*dates: tuple[int, int, bool], **facts: object) -> Promise:
    """Dates given on a day for a day, counted from the first due day."""
    given = tuple(GivenDate(day(on), day(due), notice) for on, due, notice in dates)
    return promise(dates=(GivenDate(day(-18), DUE, True), *given), **facts)


@pytest.mark.parametrize(
    ("told", "one", "as_of", "verdict"),
    [
        ("the day before its first", promise(), -1, Verdict.PENDING),
        ("on its first day", promise(), 0, Verdict.PENDING),
        ("the day after it", promise(), 1, Verdict.MISSED),
        ("reported the day before", promise(reported_on=day(-1)), -1, Verdict.PENDING),
        ("reported that day", promise(reported_on=DUE), 0, Verdict.KEPT),
        ("reported the day after", promise(reported_on=day(1)), 1, Verdict.MISSED),
        ("withdrawn the day before", promise(withdrawn_on=day(-1)), 5, Verdict.PENDING),
        ("withdrawn that day", promise(withdrawn_on=DUE), 5, Verdict.PENDING),
        ("withdrawn the day after", promise(withdrawn_on=day(1)), 5, Verdict.MISSED),
        ("withdrawn after the day we look at", promise(withdrawn_on=day(9)), 5, Verdict.MISSED),
        ("moved, on the day before the new date", moved((-8, 14, True)), 13, Verdict.MOVED),
        ("moved, on the new date", moved((-8, 14, True)), 14, Verdict.MOVED),
        ("moved, the day after the new date", moved((-8, 14, True)), 15, Verdict.MISSED),
        ("moved, and met on the day", moved((-8, 14, True), reported_on=day(14)), 60, Verdict.MOVED),
        ("moved, and met a day late", moved((-8, 14, True), reported_on=day(15)), 60, Verdict.MISSED),
        ("moved twice, both with notice", moved((-8, 14, True), (2, 28, True), reported_on=day(28)), 60, Verdict.MOVED),
        ("the second without", moved((-8, 14, True), (12, 28, False), reported_on=day(28)), 60, Verdict.MISSED),
        ("the first without", moved((-1, 14, False), (2, 28, True), reported_on=day(28)), 60, Verdict.MISSED),
        ("moved forward is no way out", moved((-9, -3, True), reported_on=DUE), 60, Verdict.KEPT),
        ("given on the day we look at", moved((1, 14, True)), 1, Verdict.MOVED),
        ("given the day after we look", moved((2, 14, True)), 1, Verdict.MISSED),
    ],
)  # fmt: skip
def test_a_verdict_turns_on_its_day(told: str, one: Promise, as_of: int, verdict: Verdict) -> None:
    assert judge(one, day(as_of)) is verdict, told


@pytest.mark.parametrize(
    ("waits", "reported", "verdict"),
    [
        ([(Side.OURS, -5, 5)], 10, Verdict.HELD_UP), ([(Side.OURS, -5, 5)], 11, Verdict.MISSED),
        ([(Side.OURS, -5, 4)], 10, Verdict.MISSED), ([(Side.OURS, 0, None)], 10, Verdict.HELD_UP),
        ([(Side.OURS, 1, None)], 10, Verdict.MISSED), ([(Side.OURS, -30, -18)], 1, Verdict.MISSED),
        ([(Side.OURS, -30, -17)], 1, Verdict.HELD_UP), ([(Side.OURS, 2, 4), (Side.OURS, 5, 7)], 4, Verdict.MISSED),
        ([(Side.OURS, -4, -2), (Side.OURS, 1, 3)], 4, Verdict.HELD_UP), ([(Side.THEIRS, -9, None)], 4, Verdict.MISSED),
    ],
)  # fmt: skip
def test_a_delay_is_held_up_when_every_day_of_it_was(
    waits: list[tuple[Side, int, int | None]], reported: int, verdict: Verdict
) -> None:
    held = tuple(
        Wait(side, day(began), None if ended is None else day(ended)) for side, began, ended in waits
    )
    assert judge(promise(waits=held, reported_on=day(reported)), day(90)) is verdict


def test_a_delay_is_counted_from_the_last_date_with_notice() -> None:
    late = moved(
        (-8, 14, True), (12, 28, False), reported_on=day(20), waits=(Wait(Side.OURS, day(10), day(12)),)
    )
    delay = delay_of(late, day(90))
    assert (delay.since.due_on, delay.end, delay.days, delay.waited) == (day(14), day(20), 6, 2)
    assert delay_of(late, day(16)).days == 2


def test_the_clock_gives_each_day_to_whoever_held_the_ball() -> None:
    one = promise(
        waits=(Wait(Side.OURS, day(-8), day(-3)), Wait(Side.THEIRS, day(-3), day(0))), reported_on=day(2)
    )
    assert days_held(one, day(30)) == {Side.THEIRS: 15, Side.OURS: 5}
    assert days_held(one, day(-5)) == {Side.THEIRS: 10, Side.OURS: 3}


@pytest.mark.parametrize(
    ("facts", "settled"),
    [
        ({}, None), ({"reported_on": day(1)}, None), ({"reported_on": day(1), "confirmed_on": day(3)}, 3),
        ({"reported_on": day(-9), "confirmed_on": day(-8)}, 0), ({"withdrawn_on": day(-4)}, 0),
        ({"withdrawn_on": day(4)}, 4), ({"confirmed_on": day(4)}, None),
        ({"dates": (GivenDate(day(-9), DUE, True), GivenDate(day(6), day(9), True)), "withdrawn_on": day(4)}, 6),
    ],
)  # fmt: skip
def test_it_is_settled_from_the_last_day_anything_of_it_happened(
    facts: dict[str, object], settled: int | None
) -> None:
    assert settled_on(promise(**facts)) == (None if settled is None else day(settled))


@pytest.mark.parametrize(("first", "last", "counts"), [(-5, -1, 0), (-5, 0, 1), (0, 5, 1), (1, 5, 0)])
def test_both_ends_of_a_period_count(first: int, last: int, counts: int) -> None:
    missed = [promise(function="Sales")]
    period = (day(first), day(last), day(30))
    assert tally(missed, *period)[Side.THEIRS] == Tally(due=counts, missed=counts)
    assert sum(month[Side.THEIRS].due for month in by_month(missed, *period).values()) == counts
    assert list(by_function(missed, *period)) == ["Sales"] * counts


def test_a_tally_adds_up_field_by_field() -> None:
    one, two = (
        Tally(15, 1, 2, 4, 8, unconfirmed=16, covered=32),
        Tally(1500, 100, 200, 400, 800, unconfirmed=1600, covered=3200),
    )
    assert one + two == Tally(1515, 101, 202, 404, 808, unconfirmed=1616, covered=3232)
    assert one.fell_due == 47


@pytest.mark.parametrize(("confirmed", "unconfirmed"), [(None, 1), (4, 0), (5, 0), (6, 1)])
def test_a_yes_counts_from_its_day(confirmed: int | None, unconfirmed: int) -> None:
    one = promise(reported_on=DUE, confirmed_on=None if confirmed is None else day(confirmed))
    assert tally([one], DUE, DUE, day(5))[Side.THEIRS].unconfirmed == unconfirmed


def test_the_months_of_a_period_are_all_that_it_touches() -> None:
    assert list(months_of(date(2026, 11, 30), date(2027, 2, 1))) == [
        date(2026, 11, 1), date(2026, 12, 1), date(2027, 1, 1), date(2027, 2, 1),
    ]  # fmt: skip
    assert list(months_of(date(2026, 11, 1), date(2026, 11, 1))) == [date(2026, 11, 1)]


# --- the page of a mail -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "friday"),
    [
        (date(2026, 11, 25), date(2026, 11, 27)), (date(2026, 11, 26), date(2026, 12, 4)),
        (date(2026, 11, 27), date(2026, 12, 4)), (date(2026, 11, 28), date(2026, 12, 4)),
    ],
)  # fmt: skip
def test_a_friday_two_days_off_is_offered_and_a_nearer_one_is_not(start: date, friday: date) -> None:
    for due_on, today in ((start, day(-9, start)), (day(-9, start), start)):
        assert days_offered(due_on, today=today)[0] == friday


def test_two_weeks_and_four_are_offered_as_working_days() -> None:
    assert days_offered(MONDAY, today=MONDAY) == [date(2026, 11, 27), date(2026, 12, 7), date(2026, 12, 21)]
    assert days_offered(date(2026, 11, 27), today=MONDAY, country="DE")[-1] == date(2026, 12, 28)


@pytest.mark.parametrize(("offset", "said"), [(0, "today"), (1, "tomorrow"), (2, "in 2 days")])
def test_a_day_near_by_is_called_by_its_name(offset: int, said: str) -> None:
    assert in_how_long(day(offset, MONDAY), today=MONDAY) == said
