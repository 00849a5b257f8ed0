"""Several rows of the tracker at once: handed over all together or not at all, and confirmed together."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from governance import verbs
from governance.models import ActionItem
from governance.tracker.selection import Selection, as_ticked
from partners.access import Role
from partners.isolation.scope import SYSTEM, acting_as, entered
from partners.models import Membership, User
from partners.verb import Refused, Stale
from tests.cast import Cast
from tests.governance.scene import NOW, counterpart, promised, promised_now

pytestmark = pytest.mark.django_db
SignedIn = Callable[[User], Client]
MERIDIAN, HAND_OVER, CONFIRM, ACCEPT = (
    "/partnerships/meridian/tracker/",
    "/tracker/hand-over/",
    "/tracker/confirmation/",
    "/tracker/acceptance/",
)
BOTH_SIDES = pytest.mark.parametrize(
    ("leader", "mate"), [("manager", "teammate"), ("lead", "contributor")], ids=["ours", "theirs"]
)


def promises_of(cast: Cast, owner: User, *titles: str) -> list[ActionItem]:
    with acting_as(counterpart(cast, owner)):
        return [promised_now(cast, owner, due_in=9, title=title) for title in titles]


def ticked(*items: ActionItem) -> list[str]:
    return [as_ticked(item) for item in items]


def owners(*items: ActionItem) -> list[User]:
    with entered(SYSTEM):
        found = ActionItem.objects.select_related("owner").in_bulk([item.pk for item in items])
    return [found[item.pk].owner for item in items]


def states(*items: ActionItem) -> list[str]:
    with entered(SYSTEM):
        found = ActionItem.objects.in_bulk([item.pk for item in items])
    return [found[item.pk].state for item in items]


# The verb


@BOTH_SIDES
def test_the_selected_go_to_a_colleague_with_their_dates(cast: Cast, leader: str, mate: str) -> None:
    by, to = getattr(cast, leader), getattr(cast, mate)
    items = promises_of(cast, by, "One", "Two")
    with acting_as(by):
        verbs.reassign_all(items, to=to, by=by, now=NOW, seen={item.pk: item.version for item in items})
        kept = [ActionItem.objects.get(pk=item.pk) for item in items]
    assert [item.owner for item in kept] == [to, to]
    assert [(item.first_due_on, item.due_on) for item in kept] == [
        (item.first_due_on, item.due_on) for item in items
    ]


@BOTH_SIDES
def test_what_stands_in_the_way_is_named_and_nothing_goes(cast: Cast, leader: str, mate: str) -> None:
    by, to = getattr(cast, leader), getattr(cast, mate)
    items = promises_of(cast, by, "Fine", "Done by now", "Done as well", "Moved")
    seen = {item.pk: item.version for item in items}
    with acting_as(by):
        for item in items[1:3]:
            verbs.report_done(item, by=by, now=NOW)
        verbs.add_note(items[0], text="A word changes nothing.", by=by, now=NOW)
        verbs.move_date(items[3], due_on=items[3].due_on.replace(year=2027), reason="Later", by=by, now=NOW)
        again = list(ActionItem.objects.filter(pk__in=seen))
        fresh = {**seen, **{item.pk: item.version for item in again if item.title.startswith("Done")}}
        with pytest.raises(Refused) as refused:
            verbs.reassign_all(again, to=to, by=by, now=NOW, seen=fresh)
    assert refused.value.sentence == (
        "“Done by now” and “Done as well”: This is done or withdrawn: there is nothing left to hand over. "
        "“Moved”: Somebody else changed this in the meantime. Look at it again, then hand it over."
    )
    assert not isinstance(refused.value, Stale)
    assert owners(*items) == [by] * 4


def test_when_somebody_else_was_quicker_that_is_all_it_says(cast: Cast) -> None:
    (item,) = promises_of(cast, cast.lead, "Moved")
    with acting_as(cast.lead), pytest.raises(Stale, match="“Moved”: Somebody else changed this"):
        verbs.reassign_all(
            [item], to=cast.contributor, by=cast.lead, now=NOW, seen={item.pk: item.version - 1}
        )


def test_what_the_colleague_owns_already_stays_and_stands_in_nobody_s_way(cast: Cast) -> None:
    mine, theirs = (
        *promises_of(cast, cast.lead, "Mine"),
        *promises_of(cast, cast.contributor, "Hers"),
    )
    with acting_as(cast.lead):
        handed = verbs.reassign_all([theirs, mine], to=cast.contributor, by=cast.lead, now=NOW)
        assert handed == [mine]
        with pytest.raises(Refused, match="owns all of this already"):
            verbs.reassign_all([theirs], to=cast.contributor, by=cast.lead, now=NOW)


@pytest.mark.parametrize(
    ("to", "words"),
    [("manager", "stays with the side"), ("observer", "does not take part"), ("leaver", "no longer works")],
)
def test_the_rules_of_handing_over_one_hold_for_many(cast: Cast, to: str, words: str) -> None:
    items = promises_of(cast, cast.lead, "One", "Two")
    with acting_as(cast.lead), pytest.raises(Refused, match=words):
        verbs.reassign_all(items, to=getattr(cast, to), by=cast.lead, now=NOW)
    assert owners(*items) == [cast.lead] * 2


def test_somebody_who_records_no_promises_hands_over_their_own_alone(cast: Cast) -> None:
    own, other = (
        *promises_of(cast, cast.contributor, "Own"),
        *promises_of(cast, cast.partner_sponsor, "Not own"),
    )
    with acting_as(cast.contributor):
        with pytest.raises(PermissionDenied):
            verbs.reassign_all([own, other], to=cast.lead, by=cast.contributor, now=NOW)
        own.refresh_from_db()
        verbs.reassign_all([own], to=cast.lead, by=cast.contributor, now=NOW)
    assert owners(own, other) == [cast.lead, cast.partner_sponsor]


# Across partnerships


@pytest.fixture
def manager_of_both(cast: Cast) -> User:
    with entered(SYSTEM):
        Membership.objects.create(
            partner=cast.rival, person=cast.manager, role=Role.RELATIONSHIP_MANAGER, since=NOW.date()
        )
    return User.objects.get(pk=cast.manager.pk)


def in_both(cast: Cast, by: User) -> list[ActionItem]:
    with acting_as(by):
        here = promised(cast, by, title="Here")
        there = verbs.promise(cast.rival, title="There", owner=by, due_on=here.due_on, by=by, now=NOW)
    return [here, there]


def test_the_partnership_in_which_the_new_owner_takes_no_part_is_named(
    cast: Cast, manager_of_both: User, signed_in: SignedIn
) -> None:
    items = in_both(cast, manager_of_both)
    answer = signed_in(manager_of_both).post(HAND_OVER, {"item": ticked(*items), "to": cast.teammate.pk})
    html = answer.content.decode()
    assert answer.status_code == 422
    assert (
        "“There”: Tom Okafor does not take part in the partnership of Northgate Group and Halden &amp; Roy"
        in html
    )
    assert "“Here”" not in html
    assert html.count("checked") == 2
    assert owners(*items) == [manager_of_both] * 2


def test_those_who_take_part_in_all_are_offered_first(
    cast: Cast, manager_of_both: User, signed_in: SignedIn
) -> None:
    items = in_both(cast, manager_of_both)
    html = signed_in(manager_of_both).get(HAND_OVER, {"item": ticked(*items)}).content.decode()
    everywhere = html.partition("In all of these partnerships")[2].partition("In some of them")[0]
    somewhere = html.partition("In some of them")[2]
    assert ("Anand Kulkarni" in everywhere, "Priya Raman" in everywhere) == (True, True)
    assert ("Tom Okafor" in everywhere, "Tom Okafor" in somewhere) == (False, True)
    assert "Jonas Stein" not in html.partition("<select")[2]
    assert "Rhona Halden" not in html


def test_of_two_partnerships_all_goes_to_somebody_of_both(
    cast: Cast, manager_of_both: User, signed_in: SignedIn
) -> None:
    items = in_both(cast, manager_of_both)
    form = {"item": ticked(*items), "to": cast.cio.pk, "next": "/tracker/"}
    answer = signed_in(manager_of_both).post(HAND_OVER, form, follow=True)
    assert "All 2 are Anand Kulkarni’s now." in answer.content.decode()
    assert owners(*items) == [cast.cio] * 2


# The pages


def test_boxes_stand_where_there_is_something_to_do_together(cast: Cast, signed_in: SignedIn) -> None:
    ours = promises_of(cast, cast.manager, "Ours")
    reported, to_come = promises_of(cast, cast.lead, "Reported", "To come")
    with acting_as(cast.lead):
        reported = verbs.report_done(reported, by=cast.lead, now=timezone.now())

    def boxes(person: User) -> set[str]:
        html = " ".join(signed_in(person).get(MERIDIAN).content.decode().split())
        return {
            item.title for item in (*ours, reported, to_come) if f'value="{as_ticked(item)}" aria-l' in html
        }

    assert boxes(cast.manager) == {"Ours", "Reported"}
    assert boxes(cast.lead) == {"To come"}
    assert boxes(cast.observer) == set()


def test_the_tracker_of_a_partnership_hands_over_in_one_step(cast: Cast, signed_in: SignedIn) -> None:
    items = promises_of(cast, cast.lead, "One", "Two")
    client = signed_in(cast.lead)
    bar = client.get(MERIDIAN).content.decode().partition('id="theirs-selected"')[2].partition("</form>")[0]
    assert ("Mei Chen" in bar, "Priya Raman" in bar) == (True, False)
    form = {"item": ticked(*items), "to": cast.contributor.pk, "next": MERIDIAN}
    answer = client.post(HAND_OVER, form)
    assert answer.headers["Location"] == MERIDIAN
    assert owners(*items) == [cast.contributor] * 2


def test_a_refusal_keeps_the_selection_and_shows_what_is_so_now(cast: Cast, signed_in: SignedIn) -> None:
    items = promises_of(cast, cast.lead, "One", "Two")
    before = ticked(*items)
    with acting_as(cast.lead):
        later = items[1].due_on.replace(year=items[1].due_on.year + 1)
        moved = verbs.move_date(items[1], due_on=later, reason="Later", by=cast.lead, now=timezone.now())
    client = signed_in(cast.lead)
    answer = client.post(HAND_OVER, {"item": before, "to": cast.contributor.pk})
    html = answer.content.decode()
    assert answer.status_code == 409
    assert "“Two”: Somebody else changed this in the meantime." in html
    assert f'value="{before[0]}" checked' in html
    assert f'value="{as_ticked(moved)}" checked' in html
    assert f'<option value="{cast.contributor.pk}" selected>' in html
    client.post(HAND_OVER, {"item": [before[0], as_ticked(moved)], "to": cast.contributor.pk})
    assert owners(*items) == [cast.contributor] * 2


def test_without_a_colleague_it_asks_for_one(cast: Cast, signed_in: SignedIn) -> None:
    (item,) = promises_of(cast, cast.lead, "One")
    answer = signed_in(cast.lead).post(HAND_OVER, {"item": ticked(item), "to": ""})
    assert answer.status_code == 422
    assert "Choose a colleague." in answer.content.decode()


def test_as_long_as_nobody_is_named_the_selected_are_shown(cast: Cast, signed_in: SignedIn) -> None:
    items = promises_of(cast, cast.lead, *(f"Step {number}" for number in range(40)))
    answer = signed_in(cast.lead).post(HAND_OVER, {"item": ticked(*items)})
    assert answer.status_code == 200
    assert answer.content.decode().count("checked") == 40
    assert owners(*items) == [cast.lead] * 40


@pytest.mark.parametrize("typed", [[], ["x"], ["987654321:1"], ["9" * 30, ":", "7:" + "9" * 40]])
def test_nothing_selected_leads_back_with_a_word(cast: Cast, signed_in: SignedIn, typed: list[str]) -> None:
    answer = signed_in(cast.lead).get(HAND_OVER, {"item": typed, "next": MERIDIAN}, follow=True)
    assert answer.redirect_chain == [(MERIDIAN, 302)]
    assert "Nothing was selected." in answer.content.decode()


@pytest.mark.parametrize(
    "elsewhere", ["https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)"]
)
def test_the_way_back_leads_nowhere_else(cast: Cast, signed_in: SignedIn, elsewhere: str) -> None:
    (item,) = promises_of(cast, cast.lead, "One")
    html = signed_in(cast.lead).get(HAND_OVER, {"item": ticked(item), "next": elsewhere}).content.decode()
    assert elsewhere not in html


def test_what_one_may_not_see_is_not_in_the_selection(cast: Cast) -> None:
    items = promises_of(cast, cast.lead, "One")
    with acting_as(cast.rival_lead):
        assert len(Selection.read(cast.rival_lead, ticked(*items))) == 0


def test_a_hostile_title_stays_text_in_a_refusal(cast: Cast, signed_in: SignedIn) -> None:
    (item,) = promises_of(cast, cast.lead, "<script>alert(1)</script>")
    answer = signed_in(cast.lead).post(HAND_OVER, {"item": f"{item.pk}:77", "to": cast.contributor.pk})
    assert answer.status_code == 409
    assert "<script>alert(1)" not in answer.content.decode()


@BOTH_SIDES
def test_what_the_other_side_reported_is_confirmed_together(
    cast: Cast, signed_in: SignedIn, leader: str, mate: str
) -> None:
    by = getattr(cast, leader)
    other = counterpart(cast, by)
    items = promises_of(cast, other, "One", "Two", "Three")
    with acting_as(other):
        items = [verbs.report_done(item, by=other, now=timezone.now()) for item in items]
    with acting_as(by):
        verbs.give_back(items[2], word="Not yet.", by=by, now=timezone.now())
    answer = signed_in(by).post(CONFIRM, {"item": ticked(*items), "next": MERIDIAN}, follow=True)
    html = answer.content.decode()
    assert "2 actions confirmed and closed. One action had been settled in the meantime." in html
    assert states(*items) == ["closed", "closed", "open"]


def test_nobody_confirms_what_their_own_side_reported(cast: Cast, signed_in: SignedIn) -> None:
    (item,) = promises_of(cast, cast.lead, "One")
    with acting_as(cast.lead):
        item = verbs.report_done(item, by=cast.lead, now=timezone.now())
    answer = signed_in(cast.lead).post(CONFIRM, {"item": ticked(item)}, follow=True)
    assert "The other side confirms what yours reports." in answer.content.decode()
    assert states(item) == ["reported"]


def test_with_nothing_left_to_confirm_it_says_so(cast: Cast, signed_in: SignedIn) -> None:
    answer = signed_in(cast.lead).post(CONFIRM, {"item": "987654321:1"}, follow=True)
    assert "None of this waits for a yes any more." in answer.content.decode()


def test_more_selected_take_no_more_queries_to_look_at(cast: Cast, signed_in: SignedIn) -> None:
    items = promises_of(cast, cast.lead, *(f"Step {number}" for number in range(9)))
    client = signed_in(cast.lead)

    def queries(count: int) -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get(HAND_OVER, {"item": ticked(*items[:count])})
        return len(captured)

    assert queries(9) == queries(2)


# What is proposed, promised together


@pytest.mark.parametrize(("owner", "asks"), [("lead", "manager"), ("manager", "lead")])
def test_what_is_proposed_to_somebody_is_promised_all_at_once(
    cast: Cast, signed_in: SignedIn, owner: str, asks: str
) -> None:
    """What has passed its day, is somebody else's, or was settled, stays as it is."""
    reader, other = getattr(cast, owner), getattr(cast, asks)
    mate = cast.contributor if owner == "lead" else cast.teammate
    now = timezone.now()
    today = timezone.localdate()
    with acting_as(other):
        said = {"by": other, "now": now}
        one, two, late, of_mate, settled = (
            verbs.propose(cast.partner, title=title, owner=whose, due_on=today, **said)
            for title, whose in (
                ("One", reader), ("Two", reader), ("Late", reader), ("Of a mate", mate), ("Withdrawn", reader),
            )
        )  # fmt: skip
        ActionItem.objects.filter(pk=late.pk).update(due_on=today - timedelta(days=1))
        verbs.withdraw(settled, reason="Not wanted", **said)
    every, client = (one, two, late, of_mate, settled), signed_in(reader)
    assert "Promise what is selected" in client.get(MERIDIAN).content.decode()
    answer = client.post(ACCEPT, {"item": ticked(*every), "next": MERIDIAN}, follow=True)
    assert "2 actions promised, by the day asked for. 3 actions were left" in answer.content.decode()
    assert states(*every) == ["open", "open", "proposed", "proposed", "withdrawn"]
    with entered(SYSTEM):
        assert {ActionItem.objects.get(pk=item.pk).first_due_on for item in (one, two)} == {today}
    answer = client.post(ACCEPT, {"item": ticked(*every), "next": MERIDIAN}, follow=True)
    assert "Nothing was promised" in answer.content.decode()
    assert "Promise what is selected" not in signed_in(other).get(MERIDIAN).content.decode()
