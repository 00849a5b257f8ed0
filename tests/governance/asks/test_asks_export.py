"""Asks go out as their page lists them, with every value as what it is."""

import csv
import io
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from governance import verbs
from governance.asks.export import ASKS, exported_asks
from governance.asks.filters import AskFilters, listed_asks
from governance.models import Ask
from governance.sheets.keys import read_key
from partners.isolation.scope import acting_as
from partners.models import User
from tests.cast import Cast
from tests.governance.scene import NOW, at, in_days

pytestmark = pytest.mark.django_db
SignedIn = Callable[[User], Client]
HERE = "/partnerships/meridian/asks/"


@pytest.fixture(autouse=True)
def _called_northgate(settings: Settings) -> None:
    settings.ENTERPRISE_NAME = "Northgate Group"


def decision(cast: Cast, title: str = "Which database", **said: Any) -> Ask:
    return verbs.raise_decision(
        cast.partner, title=title, on_side="ours", needed_by=in_days(5), by=cast.lead, now=NOW, **said
    )


def lines(cast: Cast, today: date, **asked: Any) -> list[dict[str, Any]]:
    found = exported_asks(listed_asks(cast.lead, cast.partner, AskFilters(**asked)), cast.partner, today)
    return [{column.header: column.value(row) for column in ASKS.columns} for row in found]


def test_a_line_says_what_is_asked_by_whom_of_whom_and_until_when(cast: Cast) -> None:
    with acting_as(cast.lead):
        ask = decision(cast, detail="One or two.", forum_words="Board", owner=cast.manager)
        (line,) = lines(cast, in_days(7))
    assert read_key(line.pop("Tandem")) == (Ask, ask.pk)
    assert line == {
        "Partner": "Meridian Systems", "Kind": "decision", "Ask": "Which database", "Raised by": "Jonas Stein",
        "Raised by side": "Meridian Systems", "Raised on": in_days(0), "Waits on": "Northgate Group",
        "Owner": "Priya Raman", "Status": "pending", "First needed by": in_days(5), "Needed by": in_days(5),
        "Days late": 2, "Days waited": 7, "Cause": "", "Where it is decided": "Board", "Answered on": None,
        "Answered by": "", "Answer": "", "Whether it worked": "", "By what one sees it": "",
            "Why it may happen": "", "What it would do": "", "What is done about it": "",
            "Outcome": "", "Note": "One or two.",
    }  # fmt: skip


@pytest.mark.parametrize(("day", "late"), [(5, 0), (6, 1)])
def test_an_answer_says_what_was_decided_and_how_late(cast: Cast, day: int, late: int) -> None:
    with acting_as(cast.cio):
        ask = decision(cast)
        assert lines(cast, in_days(day))[0]["Days late"] == late
        verbs.decide(ask, answer="One.", by=cast.manager, now=at(in_days(day)))
        assert lines(cast, in_days(20)) == []
        (line,) = lines(cast, in_days(20), answered=True)
    assert (line["Status"], line["Answer"], line["Answered by"]) == ("made", "One.", "Priya Raman")
    assert (line["Answered on"], line["Days late"], line["Days waited"]) == (in_days(day), late, day)


def test_what_has_no_date_is_never_late(cast: Cast) -> None:
    with acting_as(cast.lead):
        verbs.raise_recommendation(cast.partner, title="Try it", by=cast.lead, now=NOW)
        assert lines(cast, in_days(400))[0]["Days late"] is None


def test_the_file_holds_what_the_page_lists(cast: Cast, signed_in: SignedIn) -> None:
    with acting_as(cast.cio):
        decision(cast)
        verbs.raise_recommendation(cast.partner, title="Try it", by=cast.lead, now=NOW)
        verbs.decide(decision(cast, "Where"), answer="There.", by=cast.manager, now=NOW)
    for reader in (cast.manager, cast.lead, cast.observer):
        client = signed_in(reader)

        def titles(client: Client = client, **asked: str) -> list[str]:
            text = client.get(f"{HERE}export.csv", asked).getvalue().decode("utf-8-sig")
            return [row["Ask"] for row in csv.DictReader(io.StringIO(text))]

        assert titles() == ["Which database", "Try it"]
        assert titles(kind="recommendation") == ["Try it"]
        assert titles(answered="1") == ["Where"]
        assert titles(kind="nonsense") == ["Which database", "Try it"]


def test_the_page_leads_there(cast: Cast, signed_in: SignedIn) -> None:
    with acting_as(cast.lead):
        decision(cast)
    html = signed_in(cast.observer).get(HERE, {"kind": "decision"}).content.decode()
    assert "Export this one" in html
    assert f'href="{HERE}export.xlsx?kind=decision"' in html
