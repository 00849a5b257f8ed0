"""How something owed stands: its colour and its word, on each side of every threshold, and the same for both sides."""

from datetime import date, timedelta

import pytest

from governance.counting.formula import Verdict
from governance.owed import Owed, Status, What, status_of
from partners.models import Side

MONDAY = date(2026, 11, 23)
SIDES = list(Side)


def said(what: What, state: str, **facts: object) -> tuple[str, str]:
    """Level and words; the same whichever side owes it."""
    found = {_status(what, state, side, **facts) for side in SIDES}
    assert len(found) == 1, "a side is judged otherwise than the other"
    return found.pop()


def _status(what: What, state: str, side: Side, **facts: object) -> tuple[str, str]:
    status = status_of(Owed(what, side, state, **{"since": MONDAY, "due_on": None, **facts}), MONDAY)
    return status.level, status.words


def in_days(days: int) -> date:
    return MONDAY + timedelta(days)


@pytest.mark.parametrize(
    ("days", "level", "words"),
    [
        (-12, "bad", "12 days late"),
        (-1, "bad", "1 day late"),
        (0, "warn", "today"),
        (1, "warn", "tomorrow"),
        (4, "warn", "in 4 days"),
        (7, "warn", "in 7 days"),  # the Monday after: five working days
        (8, "none", "in 8 days"),
        (40, "none", "in 40 days"),
    ],
)
def test_what_is_promised_stands_by_its_date(days: int, level: str, words: str) -> None:
    assert said(What.ACTION, "open", due_on=in_days(days)) == (level, words)
    late = level == "bad"
    assert said(What.DECISION, "pending", due_on=in_days(days)) == (
        level,
        words if late else f"needed {words}",
    )


@pytest.mark.parametrize("what", [What.IMPEDIMENT, What.RECOMMENDATION])
@pytest.mark.parametrize(
    ("days", "level", "words"),
    [
        (0, "none", "today"), (1, "none", "1 day"), (13, "none", "13 days"), (14, "warn", "14 days"),
        (29, "warn", "29 days"), (30, "bad", "30 days"), (228, "bad", "228 days"),
    ],
)  # fmt: skip
def test_what_is_asked_without_a_date_stands_by_its_days_on_the_side_that_answers(
    what: What, days: int, level: str, words: str
) -> None:
    assert said(what, "raised", since=in_days(-days)) == (level, words)


@pytest.mark.parametrize(
    ("days", "level"),
    [(0, "none"), (4, "none"), (6, "none"), (7, "warn"), (30, "warn")],  # seven days: five working days
)
def test_a_report_turns_amber_once_it_waited_five_working_days_for_a_yes(days: int, level: str) -> None:
    reported = {"due_on": in_days(-90), "reported_on": in_days(-days)}
    assert said(What.ACTION, "reported", **reported) == (level, "reported done")


def test_who_has_to_confirm_reads_that_it_is_theirs_to_do() -> None:
    for side in SIDES:
        owed = Owed(What.ACTION, side, "reported", MONDAY, MONDAY, reported_on=MONDAY)
        assert status_of(owed, MONDAY, side).words == "reported done"
        assert status_of(owed, MONDAY, side.other).words == "to confirm"
        assert status_of(owed, MONDAY, side).level == status_of(owed, MONDAY, side.other).level


@pytest.mark.parametrize(
    ("verdict", "sign"),
    [
        (Verdict.KEPT, ("good", "kept")),
        (Verdict.MOVED, ("none", "moved with notice")),
        (Verdict.HELD_UP, ("warn", "held up by the other side")),
        (Verdict.MISSED, ("bad", "missed")),
        (Verdict.PENDING, ("none", "done")),
        (None, ("none", "done")),
    ],
)
def test_what_is_done_stands_as_the_ledger_counts_it(verdict: Verdict | None, sign: tuple[str, str]) -> None:
    late = in_days(-40)
    assert said(What.ACTION, "closed", due_on=late, reported_on=late, verdict=verdict) == sign


@pytest.mark.parametrize("state", ["proposed", "withdrawn"])
def test_what_nobody_owes_has_no_colour_however_old_its_date(state: str) -> None:
    assert said(What.ACTION, state, due_on=in_days(-40)) == ("none", state)


@pytest.mark.parametrize(
    ("what", "state", "sign"),
    [
        (What.DECISION, "made", ("good", "decided")),
        (What.DECISION, "superseded", ("none", "superseded")),
        (What.IMPEDIMENT, "cleared", ("good", "cleared")),
        (What.IMPEDIMENT, "lived_with", ("none", "accepted as it is")),
        (What.RECOMMENDATION, "in_place", ("good", "in place")),
        (What.RECOMMENDATION, "not_now", ("none", "declined")),
    ],
)
def test_what_was_answered_is_late_no_more(what: What, state: str, sign: tuple[str, str]) -> None:
    assert said(what, state, due_on=in_days(-40), since=in_days(-99)) == sign


def status(what: What, state: str, **facts: object) -> Status:
    return status_of(Owed(what, Side.OURS, state, **{"since": MONDAY, "due_on": None, **facts}), MONDAY)


@pytest.mark.parametrize(
    ("shown", "cell", "sentence"),
    [
        (status(What.ACTION, "open", due_on=in_days(-12)), "12 d late", "12 days late."),
        (status(What.DECISION, "pending", due_on=in_days(-1)), "1 d late", "Decision 1 day late."),
        (status(What.DECISION, "pending", due_on=in_days(3)), "in 3 d", "Needed in 3 days."),
        (status(What.IMPEDIMENT, "owned", since=in_days(-34)), "34 d", "Has waited 34 days for an answer."),
        (status(What.RECOMMENDATION, "backed", since=in_days(-1)), "1 d", "Has waited 1 day to be put in place."),
        (status(What.IMPEDIMENT, "raised"), "today", "Today."),
    ],
)  # fmt: skip
def test_each_length_says_the_same(shown: Status, cell: str, sentence: str) -> None:
    assert (shown.cell, shown.sentence) == (cell, sentence)
