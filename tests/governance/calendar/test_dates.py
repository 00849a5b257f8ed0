"""Dates as people write them."""

from datetime import date, timedelta

import pytest

from governance.calendar.dates import (
    DateIsAmbiguous,
    DateIsPast,
    DateIsUnclear,
    DateNotUnderstood,
    date_phrases,
    not_past,
    understand_date,
    understand_date_cell,
)
from governance.calendar.dates.reading import day_without_year

MONDAY = date(2026, 11, 23)


def understood(text, *, today=MONDAY, day_first=None):
    return understand_date(text, today=today, day_first=day_first)


def to_promise(text):
    return not_past(understood(text), today=MONDAY)


@pytest.mark.parametrize(
    "text",
    [
        "2026-12-15", "2026-12-15T00:00:00", "2026-12-15 00:00:00", "15 Dec", "15 dec.", "15 December 2026",
        "15th of December", "the 15th of December", "Dec 15", "December 15, 2026", "Dec 15th", "15.12.",
        "15.12", "15/12", "15.12.26", "15.12.2026", "15. 12. 2026", "15/12/2026", "12/15/2026", "15-12-2026",
        "15-Dec-26", "15 Dec '26", "Tue 15 Dec", "Tuesday, 15 December 2026", "15. Dezember", "15 décembre",
        "  15   DEC ", "the 15th",
    ],
)  # fmt: skip
def test_the_fifteenth_of_december_is_understood_however_it_is_written(text):
    assert understood(text) == date(2026, 12, 15)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("today", date(2026, 11, 23)),
        ("tomorrow", date(2026, 11, 24)),
        ("day after tomorrow", date(2026, 11, 25)),
        ("Fri", date(2026, 11, 27)),
        ("Friday", date(2026, 11, 27)),
        ("this Friday", date(2026, 11, 27)),
        ("next Friday", date(2026, 12, 4)),
        ("in 2 weeks", date(2026, 12, 7)),
        ("in three days", date(2026, 11, 26)),
        ("in a week's time", date(2026, 11, 30)),
        ("2 weeks", date(2026, 12, 7)),
        ("in a month", date(2026, 12, 23)),
        ("end of month", date(2026, 11, 30)),
        ("end of the month", date(2026, 11, 30)),
        ("EOM", date(2026, 11, 30)),
        ("end of next month", date(2026, 12, 31)),
        ("end of quarter", date(2026, 12, 31)),
        ("end of next quarter", date(2027, 3, 31)),
        ("end of year", date(2026, 12, 31)),
        ("eow", date(2026, 11, 27)),
        ("end of Q4", date(2026, 12, 31)),
        ("end of Q1", date(2027, 3, 31)),
        ("Q2 2028", date(2028, 6, 30)),
        ("27-11", date(2026, 11, 27)),
        ("end of next week", date(2026, 12, 4)),
        ("next week", date(2026, 12, 4)),
        ("mid January", date(2027, 1, 15)),
        ("Mitte Januar", date(2027, 1, 15)),
        ("end of February", date(2027, 2, 26)),
        ("start of March 2028", date(2028, 3, 1)),
        ("Freitag", date(2026, 11, 27)),
        ("1er mars", date(2027, 3, 1)),
        ("Wednesday next week", date(2026, 12, 2)),
        ("next week Wednesday", date(2026, 12, 2)),
        ("Wednesday of this week", date(2026, 11, 25)),
        ("Mittwoch nächster Woche", date(2026, 12, 2)),
        ("Friday week", date(2026, 12, 4)),
        ("a week on Friday", date(2026, 12, 4)),
        ("two weeks from Friday", date(2026, 12, 11)),
        ("in a fortnight", date(2026, 12, 7)),
        ("2 weeks from now", date(2026, 12, 7)),
        ("in zwei Wochen", date(2026, 12, 7)),
        ("in 3 working days", date(2026, 11, 26)),
        ("in 5 business days", date(2026, 11, 30)),
        ("in 10 Arbeitstagen", date(2026, 12, 7)),
        ("early next week", date(2026, 12, 1)),
        ("mid next week", date(2026, 12, 2)),
        ("late next week", date(2026, 12, 4)),
        ("next month", date(2026, 12, 31)),
        ("next quarter", date(2027, 3, 31)),
        ("Monatsende", date(2026, 11, 30)),
        ("Ende nächsten Monats", date(2026, 12, 31)),
        ("January", date(2027, 1, 29)),
        ("in January", date(2027, 1, 29)),
        ("Dec 2026", date(2026, 12, 31)),
        ("before January", date(2026, 12, 31)),
        ("by November", date(2026, 11, 30)),
        ("first Monday of January", date(2027, 1, 4)),
        ("the last Friday of the month", date(2026, 11, 27)),
        ("second Tuesday in March 2027", date(2027, 3, 9)),
        ("1-5 Jan", date(2027, 1, 5)),
        ("1. bis 5. Dezember", date(2026, 12, 5)),
        ("Dec 1-5", date(2026, 12, 5)),
        ("Tue/Wed", date(2026, 11, 25)),
        ("Thursday or Monday", date(2026, 11, 30)),
        ("Christmas", date(2026, 12, 24)),
        ("week of 7 December", date(2026, 12, 11)),
        ("w/c 7 Dec", date(2026, 12, 11)),
        ("the week commencing 9th December", date(2026, 12, 11)),
        ("Wednesday the 9th", date(2026, 12, 9)),
        ("Mon, 23rd", date(2026, 11, 23)),
        ("１５ Dec", date(2026, 12, 15)),
    ],
)
def test_words_are_counted_from_today(text, day):
    assert understood(text) == day


@pytest.mark.parametrize(
    ("text", "today", "country", "day"),
    [
        ("in two weeks", date(2026, 11, 28), "", date(2026, 12, 11)),
        ("in two weeks", date(2026, 11, 28), "IL", date(2026, 12, 10)),
        ("end of January", date(2026, 11, 28), "", date(2027, 1, 29)),
        ("end of January", date(2026, 11, 28), "SA", date(2027, 1, 31)),
        ("end of Q2", date(2027, 1, 4), "", date(2027, 6, 30)),
        ("KW 53", date(2026, 11, 28), "DE", date(2026, 12, 31)),
        ("in 3 working days", date(2026, 12, 23), "DE", date(2026, 12, 29)),
        ("in a day", date(2026, 11, 28), "", date(2026, 11, 29)),
        ("end of the month", date(2027, 1, 30), "", date(2027, 1, 31)),
        ("5 Dec", date(2026, 11, 28), "", date(2026, 12, 5)),
        ("Saturday", date(2026, 11, 23), "", date(2026, 11, 28)),
        ("Sat KW 50", date(2026, 11, 23), "", date(2026, 12, 12)),
    ],
)
def test_a_day_that_is_counted_is_the_working_day_before_while_one_is_left(text, today, country, day):
    assert understand_date(text, today=today, country=country) == day


@pytest.mark.parametrize(
    ("text", "readings", "question"),
    [
        ("by January", (date(2026, 12, 31), date(2027, 1, 29)),
         "By January: is that 31 December 2026 or 29 January 2027?"),
        ("bis März", (date(2027, 2, 26), date(2027, 3, 31)), "By March: is that 26 February or 31 March?"),
        ("by Q1", (date(2026, 12, 31), date(2027, 3, 31)), "By Q1: is that 31 December 2026 or 31 March 2027?"),
    ],
)  # fmt: skip
def test_by_a_month_is_before_it_begins_or_before_it_ends_and_asked_about(text, readings, question):
    with pytest.raises(DateIsUnclear) as asked:
        understood(text)
    assert (asked.value.readings, str(asked.value)) == (readings, question)


def test_a_weekday_is_never_today():
    assert understood("Monday") == MONDAY + timedelta(days=7)


def test_on_a_weekend_the_end_of_the_week_is_the_coming_friday():
    assert understood("eow", today=date(2026, 11, 28)) == date(2026, 12, 4)


def test_a_month_later_than_the_thirty_first_is_the_last_day_of_a_shorter_month():
    assert understood("in 1 month", today=date(2027, 3, 31)) == date(2027, 4, 30)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("15 Jan", date(2027, 1, 15)),
        ("15 Aug", date(2027, 8, 15)),
        ("22 Aug", date(2027, 8, 22)),
        ("23 Aug", date(2026, 8, 23)),
        ("20 Nov", date(2026, 11, 20)),
        ("23 Nov", date(2026, 11, 23)),
    ],
)
def test_without_a_year_a_day_lies_between_three_months_ago_and_nine_months_ahead(text, day):
    assert understood(text) == day


@pytest.mark.parametrize(
    ("text", "day_first", "month_first", "question"),
    [
        ("12/11/2026", date(2026, 11, 12), date(2026, 12, 11), "12/11/2026: is that 12 November or 11 December?"),
        ("12-11-26", date(2026, 11, 12), date(2026, 12, 11), "12-11-26: is that 12 November or 11 December?"),
        ("4/12", date(2026, 12, 4), date(2027, 4, 12), "4/12: is that 4 December 2026 or 12 April 2027?"),
        ("3/4", date(2027, 4, 3), date(2027, 3, 4), "3/4: is that 3 April or 4 March?"),
        ("1/2/2027 00:00:00", date(2027, 2, 1), date(2027, 1, 2), "1/2/2027: is that 1 February or 2 January?"),
    ],
)  # fmt: skip
def test_figures_that_could_be_either_are_asked_about(text, day_first, month_first, question):
    with pytest.raises(DateIsAmbiguous) as asked:
        understood(text)
    assert (asked.value.day_first, asked.value.month_first) == (day_first, month_first)
    assert str(asked.value) == question
    assert understood(text, day_first=True) == day_first
    assert understood(text, day_first=False) == month_first
    [phrase] = date_phrases(f"Send it by {text} @tom", today=MONDAY)
    assert (phrase.day, phrase.readings, phrase.problem) == (None, (day_first, month_first), question)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("15/12/2026", date(2026, 12, 15)),
        ("12/15/2026", date(2026, 12, 15)),
        ("12/12/2026", date(2026, 12, 12)),
        ("12.11.2026", date(2026, 11, 12)),
        ("12.11.", date(2026, 11, 12)),
        ("12.11", date(2026, 11, 12)),
        ("2026-12-11", date(2026, 12, 11)),
        ("2026/12/11", date(2026, 12, 11)),
        ("Fri 4/12/2026", date(2026, 12, 4)),
        ("Mon 4/12", date(2027, 4, 12)),
        ("Fri 4/12", date(2026, 12, 4)),
    ],
)
def test_figures_of_which_only_one_reading_can_be_are_not_asked_about(text, day):
    assert understood(text) == day
    if "/" not in text:
        assert understood(text, day_first=False) == day


def test_figures_that_neither_way_fall_on_the_weekday_beside_them_are_refused():
    with pytest.raises(DateNotUnderstood, match="4 December 2026 is a Friday, not a Tuesday"):
        understood("Tue 4/12/2026")


@pytest.mark.parametrize(
    "text",
    [
        "KW 50", "KW50", "CW 50", "CW50", "week 50", "W50", "2026-W50", "2026W50", "2026-W50-5", "KW 50/2026",
        "calendar week 50", "end of week 50", "Ende KW 50", "Fri CW 50", "Freitag, KW 50", "20261211",
        "week 50 of 2026",
    ],
)  # fmt: skip
def test_a_calendar_week_is_its_friday(text):
    assert understood(text) == date(2026, 12, 11)
    [phrase] = date_phrases(f"Send the paper by {text} @tom", today=MONDAY)
    assert phrase.day == date(2026, 12, 11)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("KW 2", date(2027, 1, 15)),
        ("KW 53", date(2027, 1, 1)),
        ("KW 40", date(2026, 10, 2)),
        ("KW 30", date(2027, 7, 30)),
        ("Wed CW 50", date(2026, 12, 9)),
        ("2026-W50-3", date(2026, 12, 9)),
    ],
)
def test_a_calendar_week_without_a_year_lies_where_a_day_without_one_does(text, day):
    assert understood(text) == day


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("46367", date(2026, 12, 11)),
        ("46367.0", date(2026, 12, 11)),
        ("46367,75", date(2026, 12, 11)),
        (" 46367 ", date(2026, 12, 11)),
        ("20261211", date(2026, 12, 11)),
        ("11 Dec", date(2026, 12, 11)),
    ],
)
def test_a_cell_may_hold_the_number_of_a_day(text, day):
    assert understand_date_cell(text, today=MONDAY) == day


@pytest.mark.parametrize("text", ["12345", "99999", "4636", "463671", "46367.", "4,6367"])
def test_another_number_in_a_cell_is_no_day(text):
    with pytest.raises(DateNotUnderstood, match="cannot be read as a date"):
        understand_date_cell(text, today=MONDAY)


def test_the_number_of_a_day_is_a_number_anywhere_but_in_a_cell():
    with pytest.raises(DateNotUnderstood, match="cannot be read as a date"):
        understood("46367")
    assert date_phrases("Close ticket by 46367 @tom", today=MONDAY) == []


def test_the_order_of_a_column_counts_in_its_cells():
    assert understand_date_cell("12/11/2026", today=MONDAY, day_first=False) == date(2026, 12, 11)
    with pytest.raises(DateIsAmbiguous):
        understand_date_cell("12/11/2026", today=MONDAY)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("31 Feb 2027", "There is no 31 February 2027: February 2027 has 28 days."),
        ("29 Feb", "There is no 29 February 2027: February 2027 has 28 days."),
        ("13/13/2026", "There is no month 13: a year has twelve."),
        ("Friday the 9th", "9 December 2026 is a Wednesday, not a Friday"),
        ("Mon 27 Nov 2026", "27 November 2026 is a Friday, not a Monday"),
        ("0000-01-01", "The year 0 cannot be used"),
        ("", "No date is given"),
        (
            "ASAP",
            "“ASAP” is no day anybody can be held to: write the one it will be done by, such as 15 Dec.",
        ),
        ("as soon as possible", "write the one it will be done by, such as 15 Dec."),
        ("KW 54", "There is no week 54 in 2026: it has 53 weeks."),
        ("2027-W53", "There is no week 53 in 2027: it has 52 weeks."),
        ("in 261 working days", "More than 260 working days are not counted: name a date."),
        ("May", "“May” cannot be read as a date"),
        ("x" * 10_000, "…” cannot be read as a date"),
    ],
)
def test_what_cannot_be_a_date_is_answered_with_its_reason(text, reason):
    with pytest.raises(DateNotUnderstood) as refusal:
        understood(text)
    assert reason in str(refusal.value)
    assert str(refusal.value).endswith(".")


def test_a_day_gone_by_is_understood_but_cannot_be_promised():
    assert understood("20 Nov") == date(2026, 11, 20)
    with pytest.raises(DateIsPast, match="20 November 2026 has already gone by"):
        to_promise("20 Nov")


def test_today_can_be_promised():
    assert to_promise("today") == MONDAY


def test_a_mistyped_century_cannot_be_promised():
    with pytest.raises(DateNotUnderstood, match="more than 10 years away: check the year"):
        to_promise("15 Dec 2206")


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("22 Aug", date(2027, 8, 22)), ("23 Aug", date(2026, 8, 23)), ("24 Aug", date(2026, 8, 24)),
        ("31 Jul", date(2027, 7, 31)), ("22 Nov", date(2026, 11, 22)), ("23 Nov", MONDAY),
        ("24 Nov", date(2026, 11, 24)),
    ],
)  # fmt: skip
def test_a_day_without_its_year_lies_within_three_months_behind_and_nine_ahead(text, meant):
    assert understood(text) == meant


@pytest.mark.parametrize(
    ("today", "month", "day", "meant"),
    [
        (date(2026, 1, 15), 10, 14, date(2026, 10, 14)), (date(2026, 1, 15), 10, 15, date(2025, 10, 15)),
        (date(2026, 1, 15), 10, 16, date(2025, 10, 16)), (date(2026, 3, 31), 12, 31, date(2025, 12, 31)),
        (date(2026, 3, 31), 12, 30, date(2026, 12, 30)), (date(2026, 4, 1), 1, 1, date(2026, 1, 1)),
    ],
)  # fmt: skip
def test_three_months_behind_may_lie_in_the_year_before(today, month, day, meant):
    assert day_without_year(month, day, today) == meant
