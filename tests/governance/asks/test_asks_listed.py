"""How asks stand in their list and behind a mail: before, on and after each day and age that changes the words."""

from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.test import Client

from governance.asks.views import AskRow, _sentence
from governance.by_mail.page.ask import NamedAsk
from governance.models import Ask, Reminder
from partners.isolation.scope import SYSTEM, entered
from partners.models import Side, User
from tests.cast import Cast
from tests.governance.scene import NOW, TODAY, in_days
from tests.reading import read
from tests.reviews.scene import ask as raised

NAMES = {"ours": "Northgate", "theirs": "Meridian"}


def asked(days: int = 0, **fields: Any) -> Ask:
    return Ask(
        **{"kind": "impediment", "state": "raised", "on_side": "ours", "raised_on": in_days(-days), **fields}
    )


def decision(needed_in: int) -> Ask:
    return asked(kind="decision", state="pending", needed_by=in_days(needed_in))


@pytest.mark.parametrize(
    "ask, sign",
    [
        (asked(0), ("none", "today")),
        (asked(29), ("warn", "29 days")),
        (decision(-1), ("bad", "1 day late")),
        (decision(0), ("warn", "needed today")),
        (asked(9, state="lived_with", answered_on=TODAY), ("none", "accepted as it is")),
        (asked(9, kind="decision", state="made", answered_on=TODAY), ("good", "decided")),
        (asked(60, kind="recommendation", state="backed", answered_on=in_days(-3)), ("none", "3 days")),
    ],
)
def test_an_ask_stands_alike_in_its_list_and_behind_a_mail(ask: Ask, sign: tuple[str, str]) -> None:
    for status in (AskRow(ask, TODAY).status, NamedAsk(Reminder(), User(), TODAY, ask).status):
        assert (status.level, status.words) == sign


@pytest.mark.parametrize(
    "asks, sentence",
    [
        ([], "Nothing is asked of anybody right now."),
        ([asked(3)], "One ask waits on us, nothing on Meridian. The oldest has waited on us for 3 days."),
        (
            [asked(1), asked(2, on_side="theirs"), asked(0)],
            "Two asks wait on us, one on Meridian. The oldest has waited on Meridian for 2 days.",
        ),
        (
            [asked(1, on_side="theirs"), asked(0, on_side="theirs")],
            "Nothing waits on us, two on Meridian. The oldest has waited on Meridian for 1 day.",
        ),
    ],
)
def test_the_sentence_on_top_of_asks(asks: list[Ask], sentence: str) -> None:
    assert _sentence([AskRow(ask, TODAY) for ask in asks], Side.OURS, NAMES) == sentence


def test_the_list_shows_what_is_open_oldest_first_or_what_was_answered_latest_first(
    cast: Cast, signed_in: Callable[[User], Client]
) -> None:
    made = {"kind": "decision", "state": "made", "answer": "Yes."}
    with entered(SYSTEM):
        raised(cast.partner, cast.lead, title="Younger", raised_on=in_days(-1))
        raised(cast.partner, cast.lead, title="Older", raised_on=in_days(-2))
        raised(cast.partner, cast.lead, title="Drop the copy", kind="recommendation", raised_on=in_days(-3))
        for title, days in (("Answered before", 5), ("Answered last", 4)):
            raised(cast.partner, cast.lead, title=title, answered_on=in_days(-days), **made)
        raised(cast.rival, cast.rival_lead, title="A rival's")
    every = ("Younger", "Older", "Drop the copy", "Answered before", "Answered last", "A rival's")

    def shown(query: str) -> list[str]:
        with time_machine.travel(NOW, tick=False):
            page = read(signed_in(cast.cio).get(f"/partnerships/meridian/asks/{query}").content.decode())
        return sorted((title for title in every if f"| {title} |" in page), key=page.index)

    assert shown("") == ["Drop the copy", "Older", "Younger"]
    assert shown("?kind=recommendation") == ["Drop the copy"]
    assert shown("?kind=nonsense") == ["Drop the copy", "Older", "Younger"]
    assert shown("?answered=1") == ["Answered last", "Answered before"]
