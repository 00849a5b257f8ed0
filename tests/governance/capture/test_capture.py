"""A line typed in the room, understood."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance.capture import owner as capture_owner
from governance.capture.lines import capture
from governance.capture.title import tidy_title
from governance.sheets.people_matching import Candidate, PersonMatch, match_person

MONDAY = date(2026, 11, 23)
PRIYA = Candidate("priya", "Priya Raman", "ours", ("priya.raman@northgate.example",))
TOM = Candidate("tom", "Tom Okafor", "ours")
MEI = Candidate("mei", "Mei Chen", "theirs")
JONAS = Candidate("jonas", "Jonas Stein", "theirs")
OTHER_JONAS = Candidate("other jonas", "Jonas Weiss", "ours")
EVERYONE = (PRIYA, TOM, MEI, JONAS, OTHER_JONAS)


def captured(line):
    return capture(line, people=EVERYONE, today=MONDAY)


def sentences(line):
    return {problem.field: problem.sentence for problem in captured(line).problems}


@pytest.mark.parametrize(
    ("line", "title", "owner", "due"),
    [
        ("Archive 2019 invoices @priya 15 Dec", "Archive 2019 invoices", PRIYA, date(2026, 12, 15)),
        ("@priya send the paper by Friday", "Send the paper", PRIYA, date(2026, 11, 27)),
        ("Priya to open the firewall by 27 Nov", "Open the firewall", PRIYA, date(2026, 11, 27)),
        ("Mei: run the purge 30.11.", "Run the purge", MEI, date(2026, 11, 30)),
        ("order volume - tom - 4 dec", "Order volume", TOM, date(2026, 12, 4)),
        ("Send it, and the list, priya, 4 dec", "Send it, and the list", PRIYA, date(2026, 12, 4)),
        ("@priya raman to send the paper, 4 dec", "Send the paper", PRIYA, date(2026, 12, 4)),
        ("@tom mail the board by 4 dec", "Mail the board", TOM, date(2026, 12, 4)),
        ("Mei Chen will run the purge tomorrow", "Run the purge", MEI, date(2026, 11, 24)),
        ("Root cause by Mei by 4 Dec", "Root cause", MEI, date(2026, 12, 4)),
        ("Send the list (Mei Chen) end of month", "Send the list", MEI, date(2026, 11, 30)),
        ("iPhone rollout — TO — eow", "iPhone rollout", TOM, date(2026, 11, 27)),
        ("Friday: paper (tom)", "Paper", TOM, date(2026, 11, 27)),
        ("Does the purge run? @tom fri", "Does the purge run?", TOM, date(2026, 11, 27)),
        ("Paper @Priya, 15 Dec!", "Paper!", PRIYA, date(2026, 12, 15)),
        ("Paper @priya.raman@northgate.example 15 Dec", "Paper", PRIYA, date(2026, 12, 15)),
        ("Open the port (tom, fri)", "Open the port", TOM, date(2026, 11, 27)),
        ("Tom / open the port / fri", "Open the port", TOM, date(2026, 11, 27)),
        ("purge -> mei 30 nov", "Purge", MEI, date(2026, 11, 30)),
        ("Jonas S. to send the forecast by 4.12.26", "Send the forecast", JONAS, date(2026, 12, 4)),
        ("Fix incident 4711 @tom by EOD Friday", "Fix incident 4711", TOM, date(2026, 11, 27)),
        ("owner: tom, paper, fri", "Paper", TOM, date(2026, 11, 27)),
        ("Cut the close to <5 h> @priya 15 Dec", "Cut the close to <5 h>", PRIYA, date(2026, 12, 15)),
        ("Cut the close to <5 h> -> @priya 15 Dec", "Cut the close to <5 h>", PRIYA, date(2026, 12, 15)),
        ("Rename <old> to <new>, @priya 15 Dec", "Rename <old> to <new>", PRIYA, date(2026, 12, 15)),
        ("Test a -> b => @priya 15 Dec", "Test a -> b =", PRIYA, date(2026, 12, 15)),
        (
            ">99% of the servers patched @priya 15 Dec",
            ">99% of the servers patched",
            PRIYA,
            date(2026, 12, 15),
        ),
        (".NET upgrade @priya 15 Dec", ".NET upgrade", PRIYA, date(2026, 12, 15)),
        ("> .NET upgrade @priya 15 Dec", ".NET upgrade", PRIYA, date(2026, 12, 15)),
        ("Paper until 15 Dec\t@priya\x00", "Paper", PRIYA, date(2026, 12, 15)),
    ],
)
def test_title_owner_and_date_are_understood(line, title, owner, due):
    result = captured(line)
    assert (result.title, result.owner, result.due) == (title, owner, due)
    assert result.is_complete


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (">99 % patched", ">99 % patched"), ("- >99 % patched", ">99 % patched"), ("->99 % patched", "99 % patched"),
        (">>99 % patched", "99 % patched"), ("> patched", "Patched"), (".NET upgrade", ".NET upgrade"),
        ("..NET upgrade", "NET upgrade"), (".net upgrade", "Net upgrade"), ("/99 patched", "99 patched"),
        ("Paper, by", "Paper"), ("Paper (,)", "Paper"), ("Paper , now", "Paper, now"), ("Paper,!", "Paper!"),
        ("eBay list", "eBay list"), ("<5 h>", "<5 h>"), ("Paper>", "Paper"),
    ],
)  # fmt: skip
def test_a_title_has_no_loose_ends_and_keeps_the_marks_that_belong_to_it(text, title):
    assert tidy_title(text) == title


def test_somebody_behind_a_name_is_asked_about_unless_it_is_the_same_person():
    asked = captured("Send the list to @tom Mei 4 Dec")
    assert asked.owner is None
    assert sentences(asked.line)["owner"].endswith("choose Tom Okafor or Mei Chen.")
    assert captured("Send the list to @tom Tom 4 Dec").owner == TOM
    assert captured("Send the list @tom Mei 4 Dec").owner == TOM


def test_what_was_understood_is_said_back_with_the_side():
    assert captured("Send the paper @priya 27 Nov").echo == "Priya Raman (ours) · Fri 27 Nov"
    assert captured("Run the purge @mei 15 Jan").echo == "Mei Chen (theirs) · Fri 15 Jan 2027"


def test_what_was_understood_can_be_highlighted_in_the_line():
    line = "Send the paper @priya by 27 Nov"
    marked = [(line[span.start : span.end], span.kind) for span in captured(line).spans]
    assert marked == [("@priya", "owner"), ("27 Nov", "date")]


def test_a_line_without_owner_and_date_asks_for_both_and_keeps_its_title():
    assert captured("Open the firewall").title == "Open the firewall"
    assert sentences("Open the firewall") == {
        "owner": "Nobody is named yet: add the owner with an @, such as @priya.",
        "date": "No date yet: add one such as 15 Dec, Friday or in 2 weeks.",
    }


def test_a_first_name_of_two_people_asks_which():
    result = captured("@jonas send the paper 4 Dec")
    assert sentences(result.line) == {
        "owner": "“jonas” may be Jonas Stein or Jonas Weiss: write more of the name."
    }
    assert result.problems[0].candidates == (JONAS, OTHER_JONAS)


def test_somebody_of_nobody_here_is_refused_with_the_closest_names():
    assert sentences("Paper @prya 4 Dec") == {
        "owner": "Nobody called “prya” can own this here: did you mean Priya Raman?"
    }
    assert sentences("Paper @rivalslead 4 Dec") == {
        "owner": "Nobody called “rivalslead” can own this here: choose one of the people of this partnership."
    }


def test_a_promise_has_one_owner():
    assert sentences("@priya and @tom send the paper 4 Dec") == {
        "owner": "A promise has one owner, and several people are named: choose Priya Raman or Tom Okafor."
    }


@pytest.mark.parametrize(
    ("phrase", "sentence"),
    [
        ("20 Nov", "20 November 2026 has already gone by: give a date from today on."),
        ("31 Feb", "There is no 31 February 2027: February 2027 has 28 days."),
        (
            "Mon 27 Nov",
            "27 November 2026 is a Friday, not a Monday: correct the day or leave the weekday out.",
        ),
        ("15 Dec 2206", "15 December 2206 is more than 10 years away: check the year."),
    ],
)
def test_a_date_that_cannot_be_promised_is_refused_with_its_reason(phrase, sentence):
    result = captured(f"Send the paper @priya {phrase}")
    assert (result.title, result.due) == ("Send the paper", None)
    assert sentences(result.line) == {"date": sentence}


def test_an_owner_and_a_date_alone_promise_nothing():
    assert sentences("@priya by Friday") == {"title": "What is promised is missing: say it in a few words."}


def test_a_title_too_long_to_read_is_sent_back_whole():
    line = f"{'word ' * 50}@priya 15 Dec"
    assert captured(line).line == line
    assert sentences(line) == {
        "title": "The text has 249 characters and a title holds 200: shorten it, and write the rest as a note."
    }


def test_with_nobody_to_choose_from_the_line_is_still_kept():
    assert capture("Paper 4 Dec", people=(), today=MONDAY).line == "Paper 4 Dec"


PIECES = [
    "@",
    "priya",
    " ",
    "-",
    "—",
    ",",
    "(",
    ")",
    "15 Dec",
    "4/12",
    "5 Dec ",
    "by ",
    "January ",
    "jonas ",
    "and ",
    "2019 ",
    "<script>",
    "\u202e",
    "\x00",
    "👩‍🚀",
    ":",
]
HOSTILE = st.lists(st.sampled_from(PIECES) | st.text(max_size=5), max_size=25).map("".join)


@given(HOSTILE)
def test_any_line_is_kept_and_either_complete_or_asked_about(line):
    result = captured(line)
    assert result.line == line
    asked = {problem.field for problem in result.problems}
    assert ("title" in asked) == (not 0 < len(result.title) <= 200)
    assert ("owner" in asked) == (result.owner is None)
    assert ("date" in asked) >= (result.due is None)
    assert all(0 <= span.start < span.end <= len(line) for span in result.spans)


@given(HOSTILE)
def test_any_answer_leaves_nothing_to_ask_about_its_field(line):
    for problem in captured(line).problems:
        for answer in problem.answers:
            assert problem.field not in [left.field for left in captured(answer.line).problems]


@given(st.sampled_from(EVERYONE), st.dates(MONDAY, date(2036, 1, 1)))
def test_any_owner_and_any_coming_date_are_understood(person, due):
    result = captured(f"Archive the orders @{person.full_name} {due:%d.%m.%Y}")
    assert (result.title, result.owner, result.due) == ("Archive the orders", person, due)


@pytest.mark.parametrize(
    "line", ["a, " * 3_300, "@a " * 3_300, "@priya " * 1_400, " - " * 3_300, "by " * 3_300, "1 " * 5_000]
)
def test_a_hostile_line_is_looked_up_a_few_times_and_no_more(
    line: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each name is looked for among everybody: a line of thousands of names would cost minutes."""
    asked = []

    def counted(name: str, people: object, **how: object) -> PersonMatch:
        asked.append(name)
        return match_person(name, people, **how)  # type: ignore[arg-type]

    monkeypatch.setattr(capture_owner, "match_person", counted)
    capture(line, people=EVERYONE, today=MONDAY)
    assert len(asked) <= capture_owner.MOST_NAMES + 2
