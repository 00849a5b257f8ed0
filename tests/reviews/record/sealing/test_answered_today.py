"""What was answered in the meeting itself is red no more on the page that leaves with it; what was not, stays."""

from datetime import timedelta

import pytest

from reviews import verbs as room
from reviews.record.pack.page_one import FULL, page_one
from tests.reviews.record.sealing.seals import edition, sealed
from tests.reviews.room.room_steps import (
    back,
    clear,
    decide,
    live_with,
    move_date,
    not_now,
    report_done,
    wait_on,
)
from tests.reviews.scene import TODAY, Scene, ask, promise

A_DAY = timedelta(days=1)
LONG_AGO = TODAY - 91 * A_DAY


@pytest.fixture
def red(opened: Scene) -> Scene:
    """A meeting with something red of every kind."""
    cast, here = opened.cast, opened.cast.partner
    old = {"raised_on": LONG_AGO, "on_side": "ours"}
    for title in ("Backed", "Not now", "Untouched"):
        ask(here, cast.lead, kind="recommendation", title=title, **old)
    for title in ("Cleared", "Accepted"):
        ask(here, cast.lead, title=title, **old)
    ask(here, cast.lead, kind="decision", title="Decided", needed_by=TODAY - 3 * A_DAY, **old)
    for title in ("Done", "New date", "Waits"):
        promise(here, cast.lead, title, due_on=TODAY - 12 * A_DAY)
    return opened


def reds(scene: Scene) -> dict[str, str]:
    mine = ("Backed", "Not now", "Untouched", "Cleared", "Accepted", "Decided", "Done", "New date", "Waits")
    return {each.title: each.why for each in edition(sealed(scene)).reds if each.title in mine}


def test_all_of_it_is_red_where_nothing_was_answered(red: Scene) -> None:
    assert len(reds(red)) == 9


def test_what_was_answered_leaves_the_reds_and_a_wait_leaves_it_late(red: Scene) -> None:
    from governance.models import ActionItem, Ask

    asks = {each.title: each for each in Ask.objects.filter(partner=red.cast.partner)}
    items = {each.title: each for each in ActionItem.objects.filter(partner=red.cast.partner)}
    said = {"by": red.cast.cio, "now": red.at(20)}
    for person in (red.cast.lead, red.cast.manager):
        room.mark_attendance(red.review, person=person, state="present", by=red.cast.cio, now=red.at(10))
    back(red.fresh(), asks["Backed"], words="It pays", **said)
    not_now(red.fresh(), asks["Not now"], answer="Next year", **said)
    clear(red.fresh(), asks["Cleared"], answer="Open", **said)
    live_with(red.fresh(), asks["Accepted"], answer="It is so", **said)
    decide(red.fresh(), asks["Decided"], answer="Yes", **said)
    report_done(red.fresh(), items["Done"], **said)
    move_date(red.fresh(), items["New date"], due_on=TODAY + 9 * A_DAY, reason="The board", **said)
    wait_on(red.fresh(), items["Waits"], on_side="ours", what_for="access.", **said)
    found = reds(red)
    assert found.keys() == {"Untouched", "Waits"}
    assert found["Waits"].startswith("12 days late. Waits on Northgate Group for access since 23 November")
    counts = {side.side: side.since_last for side in edition(red).promises}
    assert counts["theirs"].moved == 0, "a date given once it is late is no move with notice"


def test_page_one_shows_three_reds_at_least(red: Scene) -> None:
    from reviews.facts.seal import names_of
    from tests.reviews.record.sealing.seals import seal_of

    snapshot = edition(sealed(red))
    assert len(page_one(snapshot, names_of(seal_of(red)), FULL).reds) >= 3
