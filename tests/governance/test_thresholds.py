"""Every count of days after which something counts otherwise: the day before it, the day itself, the day after it."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from governance.calendar.notice import with_notice
from governance.counting.covered_days import CoveredDays, is_covered, uncovered_working_days
from governance.local_day import day_in
from governance.reminders.facts import Absence, EscalationsSent, Matter, Need, Person
from governance.reminders.ladder import Rung, rung_above, rung_of_owner
from governance.reminders.mornings import day_to_remind, is_unheard, today_of
from governance.tracker.new_dates import days_offered, in_how_long

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
    return Matter("action", 1, 7, 1, Need.DO, heard=EscalationsSent(warned, leads, sponsors), **given)


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
