"""Dates found within a line, said back, and what holds of any text."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance.calendar.dates import (
    DateIsAmbiguous,
    DateNotUnderstood,
    date_phrases,
    day_in_words,
    understand_date,
    understand_date_cell,
)
from governance.calendar.dates.words import ENGLISH_MONTHS, ENGLISH_WEEKDAYS
from tests.governance.calendar.test_dates import MONDAY, understood


@pytest.mark.parametrize(
    ("line", "phrase", "day"),
    [
        ("Archive 2019 invoices @priya 15 Dec", "15 Dec", date(2026, 12, 15)),
        ("@priya send the paper by Friday", "Friday", date(2026, 11, 27)),
        ("Priya to open the firewall by 27 Nov", "27 Nov", date(2026, 11, 27)),
        ("Mei: run the purge 30.11.", "30.11.", date(2026, 11, 30)),
        ("order volume - tom - 4 dec", "4 dec", date(2026, 12, 4)),
        ("Move the 3 May freeze to 10.05.2027", "10.05.2027", date(2027, 5, 10)),
        ("Friday: send the paper", "Friday", date(2026, 11, 27)),
        ("Close the books (end of next month) @tom", "end of next month", date(2026, 12, 31)),
        ("Überprüfung à faire bis 4. März @mei", "4. März", date(2027, 3, 4)),
        ("Send İstanbul figures by 4 Dec", "4 Dec", date(2026, 12, 4)),
        ("Fix the Friday batch job by 14/12", "14/12", date(2026, 12, 14)),
        ("Send it by the 15th", "the 15th", date(2026, 12, 15)),
        ("Upgrade to version 3.2 tomorrow", "tomorrow", date(2026, 11, 24)),
        ("Upgrade Oracle 19.3 by end of Q1 @mei", "end of Q1", date(2027, 3, 31)),
        ("Send it by EOD Friday", "Friday", date(2026, 11, 27)),
        ("Meet the board Tuesday at 10", "Tuesday", date(2026, 11, 24)),
    ],
)
def test_the_last_date_in_a_line_is_found_where_it_stands(line, phrase, day):
    last = [found for found in date_phrases(line, today=MONDAY) if found.day][-1]
    assert (line[last.start : last.end], last.day) == (phrase, day)


@pytest.mark.parametrize(
    "line",
    [
        "Archive 2019 invoices", "Upgrade to version 3.2", "Upgrade to version 3.2.", "Q1 2026 plan",
        "Run support 24/7", "The top 10 may change", "Fix the Friday batch job", "Replace the Sun servers",
        "Patch to 19.12. @tom", "Fix what broke today in the archive", "Allow host 10.12.1.4", "Split it 50/50",
        "Run support 24/7 @tom", "Open the books of Q1",
        "Prepare the forecast for January", "May", "Ask tom@mon.example", "Use 1/2 of the budget",
        "Report on 24/7 support", "Report on Q1 figures", "Check by Friday's log", "Close ticket #15/12/2026", "", "15",
    ],
)  # fmt: skip
def test_figures_and_words_that_are_no_date_stay_alone(line):
    assert not any(found.day for found in date_phrases(line, today=MONDAY))


@pytest.mark.parametrize(
    ("line", "phrase", "day"),
    [
        ("Answer asks within 3 days", "within 3 days", date(2026, 11, 26)),
        ("Ship in May", "in May", date(2027, 5, 31)),
        ("Purge Q1 @mei", "Q1", date(2027, 3, 31)),
        ("Send it the 15th", "the 15th", date(2026, 12, 15)),
        ("Order volume @tom 15/12", "15/12", date(2026, 12, 15)),
    ],
)
def test_what_may_be_what_a_line_is_about_is_no_sure_date(line, phrase, day):
    [found] = date_phrases(line, today=MONDAY)
    assert (line[found.start : found.end], found.day, found.is_sure) == (phrase, day, False)


@pytest.mark.parametrize(
    ("line", "place", "day"),
    [
        ("Purge between 1 Dec and 4 Dec", "between 1 Dec and 4 Dec", date(2026, 12, 4)),
        ("Purge 1 Dec - 4 Dec", "1 Dec - 4 Dec", date(2026, 12, 4)),
        ("Purge 4 Dec or 1 Dec", "4 Dec or 1 Dec", date(2026, 12, 4)),
        ("Purge by 4 Dec at the latest", "by 4 Dec at the latest", date(2026, 12, 4)),
        ("Purge until Wednesday the 9th", "until Wednesday the 9th", date(2026, 12, 9)),
        ("Purge in the week of 7 December", "in the week of 7 December", date(2026, 12, 11)),
        ("Purge by end of business Friday", "by end of business Friday", date(2026, 11, 27)),
        ("Purge Friday, latest", "Friday, latest", date(2026, 11, 27)),
        ("Move the freeze from 3 May to 10 June", "10 June", date(2027, 6, 10)),
        ("Call 5-10 Jan", "5-10 Jan", date(2027, 1, 10)),
        ("Upgrade Windows 11 - 15 Dec", "15 Dec", date(2026, 12, 15)),
    ],
)
def test_two_days_that_are_joined_are_one_phrase_and_the_later_counts(line, place, day):
    found = date_phrases(line, today=MONDAY)[-1]
    assert (line[found.lead_in : found.lead_out], found.day) == (place, day)


def test_a_day_that_cannot_be_is_reported_where_it_stands():
    [phrase] = date_phrases("Send the paper by 31 Feb @tom", today=MONDAY)
    assert (phrase.day, phrase.problem) == (None, "There is no 31 February 2027: February 2027 has 28 days.")


def test_a_day_is_said_back_with_its_year_only_when_it_is_another_one():
    assert day_in_words(date(2026, 11, 27), today=MONDAY) == "Fri 27 Nov"
    assert day_in_words(date(2027, 1, 15), today=MONDAY) == "Fri 15 Jan 2027"


PRINTED_FORMS = (
    lambda day: day.isoformat(),
    lambda day: f"{day:%d.%m.%Y}",
    lambda day: f"{day.day} {ENGLISH_MONTHS[day.month - 1]} {day.year}",
    lambda day: f"{ENGLISH_MONTHS[day.month - 1][:3]} {day.day}, {day.year}",
    lambda day: f"{ENGLISH_WEEKDAYS[day.weekday()]}, {day.day} {ENGLISH_MONTHS[day.month - 1]} {day.year}",
    lambda day: f"{day.day}-{ENGLISH_MONTHS[day.month - 1][:3]}-{day.year % 100:02}",
)
DAYS = st.dates(date(2000, 1, 1), date(2099, 12, 31))


@given(DAYS, DAYS, st.sampled_from(PRINTED_FORMS))
def test_any_printed_date_is_understood_back(day, today, printed):
    assert understand_date(printed(day), today=today) == day


@given(st.integers(0, 260), DAYS)
def test_what_is_said_back_about_a_coming_day_is_understood_back(ahead, today):
    day = today + timedelta(days=ahead)
    assert understand_date(day_in_words(day, today=today), today=today) == day


@given(DAYS, st.sampled_from(PRINTED_FORMS))
def test_a_printed_date_is_found_behind_any_words(day, printed):
    line = f"Send the archiving paper by {printed(day)} @priya"
    [found] = date_phrases(line, today=MONDAY)
    assert (found.day, found.start, found.end) == (day, 28, 28 + len(printed(day)))


FRAGMENTS = st.sampled_from(
    [
        "by ",
        "31 ",
        "Feb ",
        "KW ",
        "q1 ",
        "or ",
        "in ",
        "two ",
        "weeks ",
        "may ",
        "last ",
        "between ",
        "2026",
        "-",
        ".",
        "/",
        "12",
        "mid ",
        "next ",
        "friday ",
        "end of ",
        "İ",
        "@",
    ]
)


@given(st.text(max_size=80) | st.lists(FRAGMENTS, max_size=12).map("".join))
def test_any_line_gets_an_answer(line):
    for found in date_phrases(line, today=MONDAY):
        assert 0 <= found.lead_in <= found.start < found.end <= found.lead_out <= len(line)
        assert bool(found.day) != bool(found.problem)


@given(st.text(max_size=80) | st.lists(FRAGMENTS, max_size=12).map("".join))
def test_any_text_in_a_date_field_is_a_date_or_a_sentence(text):
    try:
        answer = understood(text)
    except DateNotUnderstood as refusal:
        answer = str(refusal)
    assert isinstance(answer, date) or answer[-1] in ".?"


@given(DAYS, DAYS, st.sampled_from("/-"))
def test_a_day_in_figures_alone_is_read_right_or_asked_about(day, today, mark):
    figures = f"{day.day}{mark}{day.month}{mark}{day.year}"
    if day.day > 12 or day.day == day.month:
        assert understand_date(figures, today=today) == day
        return
    with pytest.raises(DateIsAmbiguous) as asked:
        understand_date(figures, today=today)
    assert asked.value.day_first == day != asked.value.month_first


@given(st.text(alphabet="0123456789.,/- ", max_size=14) | st.text(max_size=80))
def test_any_text_in_a_cell_is_a_date_or_a_sentence(text):
    try:
        answer = understand_date_cell(text, today=MONDAY)
    except DateNotUnderstood as refusal:
        answer = str(refusal)
    assert isinstance(answer, date) or answer[-1] in ".?"
