"""Minutes that somebody pastes: which lines promise something, and that all others are named."""

from datetime import date
from textwrap import dedent

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance.capture import minutes
from governance.capture.lines import capture
from governance.capture.minutes import MinutesLine, minutes_lines
from governance.sheets.people_matching import Candidate

TODAY = date(2026, 11, 28)
NORA = Candidate("nora", "Nora Feld", "ours")
TOMAS = Candidate("tomas", "Tomas Brink", "theirs")
PEOPLE = (NORA, TOMAS)


def read(text: str) -> list[MinutesLine]:
    return minutes_lines(dedent(text), people=PEOPLE, today=TODAY)


def promised(text: str) -> list[tuple[int, str, str, str]]:
    """Of each promise its line, title, owner and day."""
    return [
        (line.line, found.title, found.owner.first_name if found.owner else "", f"{found.due or ''}")
        for line in read(text)
        if (found := line.captured)
    ]


def passed_over(text: str) -> dict[int, str]:
    return {line.line: line.passed_over for line in read(text) if not line.is_promise}


SAMPLE = """\
    Minutes, 27 November
    Actions
    - Nora Feld: name the data owner by 11 Dec
    - [ ] @tomas send the capacity plan (due 2026-12-09)
    - AI: Tomas to write the runbook by Friday 4 December
"""


def test_three_lines_of_minutes_are_three_promises() -> None:
    assert promised(SAMPLE) == [
        (3, "Name the data owner", "Nora", "2026-12-11"),
        (4, "Send the capacity plan", "Tomas", "2026-12-09"),
        (5, "Write the runbook", "Tomas", "2026-12-04"),
    ]
    assert passed_over(SAMPLE) == {1: "a heading", 2: "a heading"}
    assert [line.text for line in read(SAMPLE)] == [line.strip() for line in SAMPLE.splitlines()]


@pytest.mark.parametrize(
    "line",
    [
        "- Nora Feld: send the plan by 11 Dec", "* Nora to send the plan by 11 Dec", "• send the plan @nora 11 Dec",
        "1. Nora Feld: send the plan, 11.12.", "2) Nora will send the plan by 11 Dec",
        "(3) Send the plan (Nora, 11 Dec)",
        "a) Nora – send the plan – 11 Dec", "[ ] Nora: send the plan 11 Dec", "- [ ] send the plan @nora 11 Dec",
        "☐ Nora: send the plan 11 Dec", "AI: Nora to send the plan by 11 Dec", "AI 3: Nora to send the plan by 11 Dec",
        "Action: Nora to send the plan by 11 Dec", "Action item: send the plan @nora 11 Dec",
        "ACTION Nora to send the plan by 11 Dec", "TODO(Nora): send the plan 11 Dec", "TODO Nora: send the plan 11 Dec",
        "To do: Nora to send the plan by 11 Dec", "Task 12 - Nora: send the plan 11 Dec",
        "Nora Feld: send the plan by 11 Dec", "Nora to send the plan by KW 50", "Nora will send the plan by 11 Dec",
        "- Nora Feld: send the plan bis 11.12.", "Aufgabe: Nora: send the plan bis 11.12.",
        "Nora soll send the plan bis 11.12.", "@nora send the plan 11 Dec", "send the plan @nora 11 Dec",
        "    - Nora: send the plan by 11 Dec",
    ],
)  # fmt: skip
def test_a_promise_is_found_however_minutes_write_it(line: str) -> None:
    assert promised(line) == [(1, "Send the plan", "Nora", "2026-12-11")]


@pytest.mark.parametrize(
    "line",
    [
        "Nora: I think the purge is fine", "Tomas: ok", "The purge ran in 40 minutes on 23 Nov",
        "- The purge ran in 40 minutes on 23 Nov", "- Nora Feld", "- Go live on 4 December",
        "- Next meeting: 10 December", "- Decision: Nora's plan of 4 December is ours",
        "Next meeting: Friday 4 December",
        "Attendees: Nora Feld, Tomas Brink", "Deadline: 4 December", "We met at 10:00 to talk about it",
        "https://example.com/a:b", "| 1 | Check | Nora Feld | 2026-12-11 |", "# Nora Feld: 4 December",
        "@nora what of it?",
        "1,Check interface,Nora Feld,2026-12-11", "Best regards", "- [ ] ", "----",
    ],
)  # fmt: skip
def test_what_promises_nothing_is_passed_over_and_named(line: str) -> None:
    found = read(line)
    assert not any(each.is_promise for each in found)
    assert [each.text for each in found] == ([] if line == "----" else [line.strip()])
    assert all(each.passed_over for each in found)


def test_beneath_a_heading_that_says_so_every_point_is_promised_and_asks_for_what_is_missing() -> None:
    text = """\
        Discussion
        - Open the access
        Next steps:
        - Open the access
        Nora: send the plan
        Decisions
        - Open the access
        ## Aufgaben
        1. Zugang einrichten
    """
    assert promised(text) == [
        (4, "Open the access", "", ""), (5, "Send the plan", "Nora", ""), (9, "Zugang einrichten", "", ""),
    ]  # fmt: skip
    [first, *_] = [line.captured for line in read(text) if line.captured]
    assert [problem.field for problem in first.problems] == ["owner", "date"]


def test_a_point_beneath_a_name_is_theirs() -> None:
    text = """\
        Actions
        Nora Feld:
        - name the data owner by 11 Dec
        - open the access
        Tomas
        - send the plan by 9 Dec
        - ask @nora for the key by 9 Dec
        Discussion:
        - the plan of 9 Dec is large
    """
    assert promised(text) == [
        (3, "Name the data owner", "Nora", "2026-12-11"),
        (4, "Open the access", "Nora", ""),
        (6, "Send the plan", "Tomas", "2026-12-09"),
        (7, "Ask for the key", "Nora", "2026-12-09"),
    ]


@pytest.mark.parametrize(
    "line",
    [
        "- [x] Nora: send the plan 20 Nov", "[X] Nora: send the plan 20 Nov", "✅ Nora: send the plan 20 Nov",
        "- [✓] Nora: send the plan 20 Nov", "- Nora: send the plan 20 Nov (done)",
        "- Nora: send the plan 20 Nov – done",
        "- ~~Nora: send the plan 20 Nov~~", "- Nora: send the plan 20.11. (erledigt)",
    ],
)  # fmt: skip
def test_what_is_ticked_off_is_done_and_its_day_may_have_gone_by(line: str) -> None:
    [found] = read(line)
    assert found.is_done
    assert promised(line) == [(1, "Send the plan", "Nora", "2026-11-20")]
    assert found.captured is not None
    assert found.captured.is_complete
    assert not read("- [ ] Nora: send the plan 20 Nov")[0].is_done


def test_a_line_goes_on_with_the_next() -> None:
    text = """\
        - Nora Feld: name the data owner of the archive
          and tell both sides by 11 Dec
        - Tomas to send the plan
        by 9 Dec
        - Tomas: check it
            - Nora: check it too, 4 Dec

        Otherwise nothing
    """
    assert promised(text) == [
        (1, "Name the data owner of the archive and tell both sides", "Nora", "2026-12-11"),
        (3, "Send the plan", "Tomas", "2026-12-09"),
        (6, "Check it too", "Nora", "2026-12-04"),
    ]
    assert (
        read(text)[0].text == "- Nora Feld: name the data owner of the archive\nand tell both sides by 11 Dec"
    )
    assert passed_over(text) == {5: "promises nothing", 8: "promises nothing"}


def test_days_are_counted_from_the_meeting_where_the_minutes_name_its_day() -> None:
    assert promised("Minutes of Monday, 23 November\n- Nora: send the plan by Friday") == [
        (2, "Send the plan", "Nora", "2026-11-27")
    ]
    assert promised("Protokoll vom 23.11.2026\n- Nora: send the plan in 2 Wochen")[0][3] == "2026-12-07"
    assert promised("Minutes\n- Nora: send the plan by Friday")[0][3] == "2026-12-04"
    # A meeting to come, or one of last year, is not the one these are of.
    assert promised("Minutes of 3 December\n- Nora: send the plan by Friday")[0][3] == "2026-12-04"
    assert promised("Minutes of 3 March 2026\n- Nora: send the plan by Friday")[0][3] == "2026-12-04"


def test_what_may_be_two_days_or_a_stranger_is_asked_about() -> None:
    [line] = read("- Zoe Park: ask the vendor by 4/12")
    assert line.captured is not None
    assert [problem.sentence for problem in line.captured.problems] == [
        "Nobody called “Zoe Park” can own this here: choose one of the people of this partnership.",
        "4/12: is that 4 December 2026 or 12 April 2027?",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "", "\n\n", "ID,Action,Owner,Due\n1,Check interface,Nora Feld,2026-12-11\n",
        "ID\tAction\tOwner\tDue\n1\tCheck interface\tNora Feld\t2026-12-11\n",
        "Dear Nora,\n\nthank you for the call.\n\nBest regards\nTomas Brink", "{\n  \"a\": 1\n}", "<p>Nora: 4 Dec</p>",
    ],
)  # fmt: skip
def test_a_text_that_is_no_minutes_promises_nothing(text: str) -> None:
    assert promised(text) == []


def test_too_much_is_named_and_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []
    monkeypatch.setattr(minutes, "capture", lambda line, **how: asked.append(line) or capture(line, **how))
    found = read(
        "- Nora: send the plan 11 Dec\n" * (minutes.MOST_LINES + 2) + f"- @nora {'a ' * 2_000}11 Dec"
    )
    assert len(found) == minutes.MOST_LINES + 3
    assert len(asked) == minutes.MOST_LINES
    assert {line.passed_over for line in found if not line.is_promise} == {minutes.TOO_MANY}
    assert read(f"- @nora {'a ' * 2_000}11 Dec")[0].passed_over == minutes.TOO_LONG
    asked.clear()
    assert {line.passed_over for line in read(f"- {'a ' * 900}\n" * 100)} == {
        minutes.NOTHING,
        minutes.TOO_MANY,
    }
    assert len("".join(asked)) <= minutes.MOST_LETTERS


PIECES = [
    "- ", "* ", "[ ] ", "[x] ", "AI: ", "TODO", "Actions\n", "Nora", "Tomas: ", "@", " to ", "by ", "11 Dec",
    "4/12", "\n",
    "\n  ", "|", "#", "---", "(done)", "~~", "Zoe Park: ", "1. ", "\t", "\u2028",
]  # fmt: skip


@given(st.text(max_size=200) | st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_any_text_is_kept_line_by_line(text: str) -> None:
    found = minutes_lines(text, people=PEOPLE, today=TODAY)
    numbers = [line.line for line in found]
    assert numbers == sorted(set(numbers))
    stripped = [line.strip() for line in text.expandtabs(4).splitlines()]
    written = [line for line in stripped if line and not minutes.UNDERLINE.fullmatch(line)]
    assert [part for line in found for part in line.text.split("\n")] == written
    for line in found:
        assert line.is_promise != bool(line.passed_over)
        assert line.captured is None or line.captured.title
