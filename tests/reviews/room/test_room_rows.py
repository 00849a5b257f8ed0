"""A promise and an ask as they are read aloud in the room: before, on and after each day that changes the words."""

from datetime import date, timedelta
from typing import Any

import pytest

from governance.counting.formula import Tally, Verdict
from governance.models import ActionItem, Ask, DateRequest, RiskLook, WaitingPeriod
from partners.models import Partner, Side, User
from reviews.meeting.rows import AskRow, PromiseRow
from reviews.meeting.shown import Column

TODAY = date(2026, 11, 23)
A_DAY = timedelta(days=1)
NAMES = {"ours": "Northgate", "theirs": "Meridian"}
PRIYA = User(pk=1, full_name="Priya Raman")
JONAS = User(pk=2, full_name="Jonas Stein", employer=Partner(pk=1, name="Meridian"))


def in_days(days: int) -> date:
    return TODAY + timedelta(days=days)


def row(
    *, line: Any = None, apart: str = "", verdict: Verdict = Verdict.PENDING, **fields: Any
) -> PromiseRow:
    waits, requests = fields.pop("waits", []), fields.pop("requests", [])
    item = ActionItem(
        **{
            "pk": 7,
            "owner": PRIYA,
            "side": "ours",
            "state": "open",
            "due_on": TODAY,
            "first_due_on": TODAY,
            **fields,
        }
    )
    item.open_waits, item.open_requests = waits, requests
    return PromiseRow(item, verdict, TODAY, NAMES, line, apart)


class Line:
    """A line of the agenda with who answered it."""

    def __init__(self, *sides: str) -> None:
        self.answers = self
        self.sides = sides

    def all(self) -> list[Any]:
        return [type("Answer", (), {"side": side}) for side in self.sides]


ASKED = DateRequest(asked_by=JONAS, due_on=date(2027, 1, 4), reason="The audit")


@pytest.mark.parametrize(
    "fields, discussed, rank",
    [
        ({"due_on": in_days(-1)}, True, 0),
        ({"due_on": TODAY}, True, 0),
        ({"due_on": in_days(1)}, False, 2),
        ({"due_on": in_days(1), "requests": [ASKED]}, True, 0),
        ({"due_on": in_days(1), "state": "reported"}, True, 1),
        ({"due_on": in_days(-1), "state": "reported", "requests": [ASKED]}, True, 1),
        ({"due_on": in_days(-1), "state": "closed", "requests": [ASKED]}, False, 2),
    ],
)
def test_what_is_discussed_and_in_which_order(fields: dict[str, Any], discussed: bool, rank: int) -> None:
    found = row(**fields)
    assert found.to_discuss is discussed
    assert found.order == (rank, found.item.due_on, 7)
    assert found.is_open is (found.item.state == "open")
    assert found.wants_a_nod is (found.item.state == "reported")
    assert (found.key, found.person, found.other_side) == ("action-7", PRIYA, Side.THEIRS)


@pytest.mark.parametrize(
    "line, returned, questioned",
    [
        (None, 0, False), (None, 1, True), (Line(), 0, False), (Line("ours"), 0, False), (Line("ours"), 1, True),
        (Line("theirs"), 0, True), (Line("ours", "theirs"), 0, True),
    ],
)  # fmt: skip
def test_questioned_is_what_the_other_side_spoke_to_or_gave_back(
    line: Any, returned: int, questioned: bool
) -> None:
    found = row(line=line, returned=returned, state="reported")
    assert found.questioned is questioned
    column = Column(Side.OURS, "We owe", (found, row(), row(state="closed")))
    assert column.consent == ([] if questioned else [found])


def test_what_is_still_open_is_not_on_the_consent_list() -> None:
    asked = AskRow(ask(), TODAY, NAMES)
    assert Column(Side.OURS, "We owe", (row(), row(state="closed"), asked)).consent == []


@pytest.mark.parametrize(
    "fields, standing",
    [
        ({"due_on": in_days(-2)}, ("bad", "2 days late", "21 Nov")),
        ({"due_on": in_days(-1)}, ("bad", "1 day late", "22 Nov")),
        ({"due_on": TODAY}, ("warn", "today", "23 Nov")),
        ({"due_on": in_days(1)}, ("warn", "tomorrow", "24 Nov")),
        ({"due_on": in_days(39)}, ("none", "in 39 days", "1 Jan 2027")),
        ({"due_on": in_days(1), "first_due_on": in_days(1)}, ("warn", "tomorrow", "24 Nov")),
        ({"due_on": in_days(1), "first_due_on": None}, ("warn", "tomorrow", "24 Nov")),
        ({"due_on": in_days(-3), "state": "reported"}, ("none", "reported done", "20 Nov")),
        ({"state": "closed", "reported_on": TODAY, "verdict": Verdict.KEPT}, ("good", "kept", "on time")),
        ({"state": "closed", "reported_on": in_days(-1)}, ("none", "done", "1 day early")),
        ({"state": "closed", "reported_on": in_days(-2)}, ("none", "done", "2 days early")),
        (
            {"state": "closed", "reported_on": in_days(1), "verdict": Verdict.MISSED},
            ("bad", "missed", "1 day late"),
        ),
        (
            {"state": "closed", "reported_on": in_days(2), "verdict": Verdict.MOVED},
            ("none", "moved with notice", "2 days late"),
        ),
        ({"state": "closed", "verdict": Verdict.HELD_UP}, ("warn", "held up by the other side", "23 Nov")),
        (
            {"state": "closed", "due_on": in_days(9), "reported_on": TODAY, "verdict": Verdict.KEPT},
            ("good", "kept", "on time"),
        ),
        (
            {"state": "closed", "first_due_on": None, "reported_on": in_days(-3)},
            ("none", "done", "3 days early"),
        ),
    ],
)
def test_how_a_promise_stands(fields: dict[str, Any], standing: tuple[str, str, str]) -> None:
    found = row(**fields)
    assert (found.status.level, found.status.words, found.below) == standing


def waits(days: int) -> list[WaitingPeriod]:
    return [WaitingPeriod(on_side="theirs", began_on=in_days(-days))]


@pytest.mark.parametrize(
    "fields, said",
    [
        ({}, []),
        ({"first_due_on": None}, []),
        ({"first_due_on": in_days(-5)}, ["first date 18 Nov"]),
        ({"apart": "under cover"}, ["due under cover"]),
        ({"waits": waits(0)}, ["waits for Meridian"]),
        ({"waits": waits(1)}, ["has waited 1 day for Meridian"]),
        ({"waits": waits(2)}, ["has waited 2 days for Meridian"]),
        ({"waits": waits(2), "state": "reported"}, ["not yet confirmed"]),
        ({"requests": [ASKED]}, []),  # it stands across the row
        ({"requests": [ASKED], "state": "closed", "confirmed_by": JONAS}, ["confirmed by Meridian"]),
        ({"state": "closed"}, []),
        ({"confirmed_by": JONAS}, []),
        ({"returned": 1}, ["given back once"]),
        ({"returned": 2}, ["given back 2 times"]),
    ],
)
def test_what_is_said_below_a_promise(fields: dict[str, Any], said: list[str]) -> None:
    assert row(**fields).meta == " · ".join(["Priya Raman", *said])


# --- asks -------------------------------------------------------------------------------------------------------------


def ask(kind: str = "impediment", **fields: Any) -> Ask:
    state = "pending" if kind == "decision" else "raised"
    return Ask(
        **{
            "pk": 3, "kind": kind, "state": state, "raised_by": JONAS, "raised_on": in_days(-4), "on_side": "ours",
            **fields,
        }
    )  # fmt: skip


@pytest.mark.parametrize(
    "asked, standing",
    [
        (ask("decision", needed_by=in_days(-2)), ("bad", "2 days late", "21 Nov")),
        (ask("decision", needed_by=in_days(-1)), ("bad", "1 day late", "22 Nov")),
        (ask("decision", needed_by=TODAY), ("warn", "needed today", "23 Nov")),
        (ask("decision", needed_by=in_days(1)), ("warn", "needed tomorrow", "24 Nov")),
        (ask("impediment", raised_on=TODAY), ("none", "today", "raised")),
        (ask("impediment", raised_on=in_days(-1)), ("none", "1 day", "raised")),
        (ask("impediment", raised_on=in_days(-13)), ("none", "13 days", "raised")),
        (ask("impediment", raised_on=in_days(-14)), ("warn", "14 days", "raised")),
        (ask("impediment", raised_on=in_days(-22), state="owned"), ("warn", "22 days", "owned")),
        (ask("recommendation", raised_on=in_days(-29)), ("warn", "29 days", "raised")),
        (ask("recommendation", raised_on=in_days(-30)), ("bad", "30 days", "raised")),
        (ask("recommendation", raised_on=in_days(-31)), ("bad", "31 days", "raised")),
        (ask("impediment", state="cleared", answered_on=TODAY), ("good", "cleared", "")),
        (ask("decision", state="made", needed_by=in_days(-2), answered_on=TODAY), ("good", "decided", "")),
    ],
)
def test_how_an_ask_stands(asked: Ask, standing: tuple[str, str, str]) -> None:
    found = AskRow(asked, TODAY, NAMES)
    assert (found.status.level, found.status.words, found.below) == standing
    assert found.to_discuss is asked.is_open
    assert found.order == (not asked.is_open, asked.raised_on, 3)


def test_an_ask_says_who_wants_it_of_whom_and_where_it_is_decided() -> None:
    whole = AskRow(ask(owner=PRIYA, cause="trust", forum_words="Finance board"), TODAY, NAMES)
    assert whole.meta == (
        "Impediment · raised by Jonas Stein, 19 Nov · in hand of Priya Raman · approvals not delegated · Finance board"
    )
    bare = AskRow(ask(), TODAY, NAMES)
    assert bare.meta == "Impediment · raised by Jonas Stein, 19 Nov"
    assert (whole.person, bare.person, bare.key) == (PRIYA, JONAS, "ask-3")


@pytest.mark.parametrize(
    "asked, buttons",
    [
        (ask("decision", needed_by=TODAY), ["Decided"]),
        (ask("impediment"), ["Cleared", "Accepted as it is"]),
        (ask("recommendation"), ["Back it", "Decline it"]),
        (ask("recommendation", state="backed"), ["In place", "Decline it"]),
        (ask("recommendation", state="in_place"), []),
    ],
)
def test_each_ask_has_a_button_for_what_it_can_come_to(asked: Ask, buttons: list[str]) -> None:
    steps = AskRow(asked, TODAY, NAMES).steps
    assert [step.in_room.label for step in steps if step.in_room] == buttons


def test_a_side_s_facts_leave_out_what_did_not_happen() -> None:
    def facts(**counts: int) -> str:
        return Column(Side.OURS, "We owe", (), Tally(**counts)).facts

    assert facts(due=4, kept=4) == "4 due"
    assert facts(due=4, moved=1, held_up=2, missed=1, covered=3) == (
        "4 due · 1 moved with notice · 2 held up · 1 missed · 3 under cover"
    )


@pytest.mark.parametrize(
    ("looked_on", "is_dealt_with"), [(None, False), (TODAY - timedelta(days=1), False), (TODAY, True)]
)
def test_a_risk_is_dealt_with_once_it_is_looked_at_in_the_meeting(
    looked_on: date | None, is_dealt_with: bool
) -> None:
    risk = ask(kind="risk", state="raised", needed_by=TODAY + timedelta(days=21), looked_on=looked_on)
    looks = [RiskLook(words="It holds.", looked_on=looked_on)] if is_dealt_with else []
    row = AskRow(risk, TODAY, NAMES, looks=looks)
    assert row.to_discuss is not is_dealt_with
    assert row.said == ("It holds." if is_dealt_with else "")
    assert row.order[0] is is_dealt_with, "what is dealt with comes last"
    assert row.steps, "and can be looked at once more"
