"""Which rows the tracker finds and counts: for each condition one that belongs and one that just does not."""

from datetime import date, timedelta
from typing import Any

import pytest

from governance.models import ActionItem, ActionWatcher, WaitingPeriod
from governance.tracker import filters as tracker
from governance.tracker.filters import Filters, SideCount, column, counts, rows
from governance.tracker.views.tracker import sentence
from partners.isolation.scope import SYSTEM, acting_as, entered
from partners.models import Partner, Side, User
from tests.cast import Cast
from tests.reviews.scene import EARLIER, TODAY, outcome, promise

A_DAY = timedelta(days=1)
REPORTED = {"state": "reported", "reported_at": EARLIER, "reported_on": TODAY}


def over(state: str, owner: User, by: User) -> dict[str, Any]:
    closed = {"confirmed_by": by, "reported_at": EARLIER, "reported_on": TODAY} if state == "closed" else {}
    return {"state": state, "closed_at": EARLIER, "closed_on": TODAY, **closed}


@pytest.fixture
def kept(cast: Cast) -> dict[str, ActionItem]:
    """Promises of every state, before, on and after today; most of the manager's."""
    me, them, here = cast.manager, cast.lead, cast.partner
    with entered(SYSTEM):
        found = [
            promise(here, me, "late", due_on=TODAY - A_DAY),
            promise(here, me, "today", due_on=TODAY),
            promise(here, me, "tomorrow", due_on=TODAY + A_DAY),
            promise(here, me, "proposed", due_on=TODAY - 3 * A_DAY, state="proposed"),
            promise(here, me, "reported", due_on=TODAY - 2 * A_DAY, **REPORTED),
            promise(here, me, "closed", due_on=TODAY - 9 * A_DAY, **over("closed", me, them)),
            promise(here, me, "closed later", due_on=TODAY - 8 * A_DAY, **over("closed", me, them)),
            promise(here, me, "withdrawn", due_on=TODAY - 7 * A_DAY, **over("withdrawn", me, them)),
            promise(here, cast.teammate, "a teammate's", due_on=TODAY + 2 * A_DAY, reference="INC-7"),
            promise(here, them, "theirs", due_on=TODAY + 3 * A_DAY),
            promise(cast.rival, cast.rival_lead, "a rival's", due_on=TODAY),
        ]
        named = {item.title: item for item in found}
        for title, ended_on in (("tomorrow", None), ("today", TODAY), ("reported", None)):
            WaitingPeriod.objects.create(
                partner=here,
                item=named[title],
                on_side="theirs",
                began_on=TODAY,
                ended_on=ended_on,
                said_by=me,
            )
        for title, person in (("theirs", me), ("late", them)):
            ActionWatcher.objects.create(partner=here, item=named[title], person=person, since=EARLIER)
        ActionItem.objects.filter(title__in=["late", "theirs"]).update(outcome=outcome(here))
    return named


def found(reader: User, partner: Partner | None, today: date = TODAY, **asked: str) -> list[str]:
    with acting_as(reader):
        return [item.title for item in rows(reader, partner, Filters(**asked), today)]


def test_each_filter_finds_what_fits_and_nothing_beside_it(cast: Cast, kept: dict[str, ActionItem]) -> None:
    everything = ["proposed", "reported", "late", "today", "tomorrow", "a teammate's", "theirs"]
    with entered(SYSTEM):
        served = str(ActionItem.objects.get(title="late").outcome_id)
    for asked, titles in (
        ({}, everything),
        ({"show": "overdue"}, ["late"]),
        ({"show": "coming"}, ["today", "tomorrow", "a teammate's", "theirs"]),
        ({"show": "waiting"}, ["tomorrow"]),
        ({"show": "confirm"}, ["reported"]),
        ({"show": "proposed"}, ["proposed"]),
        ({"show": "done"}, ["closed later", "closed"]),
        ({"show": "withdrawn"}, ["withdrawn"]),
        ({"owner": "me"}, everything[:5]),
        ({"owner": str(cast.teammate.pk)}, ["a teammate's"]),
        ({"follow": "me"}, ["theirs"]),
        ({"outcome": served}, ["late", "theirs"]),
        ({"text": "TEAM"}, ["a teammate's"]),
        ({"text": "inc-7"}, ["a teammate's"]),
        ({"text": "inc"}, []),
    ):
        assert found(cast.manager, cast.partner, **asked) == titles, asked


def test_without_a_partnership_it_is_of_all_one_sees(cast: Cast, kept: dict[str, ActionItem]) -> None:
    assert "a rival's" in found(cast.cio, None)
    assert "a rival's" not in found(cast.cio, cast.partner)
    assert "a rival's" not in found(cast.manager, None)
    assert found(cast.cio, cast.rival) == ["a rival's"]


def test_the_counts_are_of_what_is_owed_late_and_reported(cast: Cast, kept: dict[str, ActionItem]) -> None:
    with acting_as(cast.manager):
        assert counts(cast.manager, cast.partner, TODAY) == {
            Side.OURS: SideCount(owed=4, late=1, reported=1, proposed=1),
            Side.THEIRS: SideCount(owed=1, late=0, reported=0, proposed=0),
        }
        assert counts(cast.manager, None, TODAY + A_DAY)[Side.OURS] == SideCount(
            owed=4, late=2, reported=1, proposed=1
        )


def test_counting_stops_one_beyond_the_most(
    cast: Cast, kept: dict[str, ActionItem], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tracker, "MOST_COUNTED", 1)
    with acting_as(cast.manager):
        assert counts(cast.manager, cast.partner, TODAY)[Side.OURS] == SideCount(
            owed=3, late=1, reported=1, proposed=1
        )


@pytest.mark.parametrize("show", ["open", "done"])
def test_pages_of_a_column_hold_each_row_once_in_their_order(
    cast: Cast, show: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with entered(SYSTEM):
        state = over("closed", cast.manager, cast.lead) if show == "done" else {}
        for number, days in enumerate((1, 2, 2, 2, 3)):
            promise(cast.partner, cast.manager, f"{days} {number}", due_on=TODAY + days * A_DAY, **state)
        promise(
            cast.partner, cast.lead, "Theirs", **(over("closed", cast.lead, cast.manager) if state else {})
        )
    monkeypatch.setattr(tracker, "PAGE", 2)
    filters, pages, after = Filters(show=show), [], ""
    with acting_as(cast.manager):
        while True:
            page = column(rows(cast.manager, cast.partner, filters, TODAY), Side.OURS, filters, after)
            pages.append([item.title for item in page.items])
            if not (after := page.more):
                break
    expected = ["1 0", "2 1", "2 2", "2 3", "3 4"]
    every = list(reversed(expected)) if show == "done" else expected
    assert pages == [every[:2], every[2:4], every[4:]]


def test_a_page_that_is_just_full_goes_no_further(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    with entered(SYSTEM):
        for number in range(2):
            promise(cast.partner, cast.manager, f"{number}")
    monkeypatch.setattr(tracker, "PAGE", 2)
    with acting_as(cast.manager):
        page = column(rows(cast.manager, cast.partner, Filters(), TODAY), Side.OURS, Filters(), "")
    assert (len(page.items), page.more) == (2, "")


@pytest.mark.parametrize(
    "asked, filters",
    [
        ({}, Filters()),
        ({"show": "done", "owner": "me", "outcome": "3", "text": " key ", "follow": "me"},
         Filters("done", "me", "3", "key", "me")),
        ({"owner": "7"}, Filters(owner="7")),
        ({"show": "coming", "owner": "you", "outcome": "x", "follow": "7"}, Filters()),
        ({"text": "x" * 80}, Filters(text="x" * 80)),
        ({"text": "x" * 81}, Filters(text="x" * 80)),
    ],
)  # fmt: skip
def test_what_makes_no_sense_in_an_address_is_left_out(asked: dict[str, str], filters: Filters) -> None:
    assert Filters.read(asked) == filters
    assert Filters.read({"show": "done"}).newest_first
    assert not filters.newest_first or filters.show == "done"


def test_a_filter_s_address_names_what_is_asked_and_what_changes() -> None:
    assert Filters("done", "me").query(outcome="3", owner="") == "?show=done&outcome=3"
    assert Filters("done").query(show="open") == Filters().query() == "?"
    assert Filters(text="a b").query() == "?text=a+b"


@pytest.mark.parametrize(("count", "said"), [(500, "500 actions"), (501, "500+ actions")])
def test_a_count_is_said_in_full_up_to_the_most_that_is_counted(cast: Cast, count: int, said: str) -> None:
    owed = {
        Side.OURS: SideCount(owed=count, late=0, reported=0, proposed=0),
        Side.THEIRS: SideCount(owed=1, late=0, reported=0, proposed=0),
    }
    assert sentence(owed, Side.OURS, cast.partner)[0] == (
        f"We owe Meridian Systems {said}; they owe us one action."
    )
