"""Who may do what to whose promise: every verb by itself, for every role of both sides; and the pages offer no more."""

import inspect
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from governance import verbs
from governance.counting.formula import Promise, Verdict, judge
from governance.ledger.facts import promises, promises_of
from governance.ledger.reasons import reason
from governance.models import ActionDate, ActionItem, Ask, DateRequest, WaitingPeriod
from governance.step import steps_for
from governance.tracker.steps.of_actions import ACTION_STEPS
from partners.history.tables import history_of_rows
from partners.isolation.scope import SYSTEM, entered
from partners.models import Side, User
from partners.verb import Refused
from tests.cast import Cast
from tests.governance.scene import NOW, TODAY, at, in_days
from tests.governance.sides import DEEDS, LEADS_THERE, OTHER, ROLES, Deed, Played, people_of, promised

BOTH_SIDES = pytest.mark.parametrize("side", list(Side))
_IDS = [f"{deed.verb}-{deed.make.__name__}" for deed in DEEDS]
_OF_EVERYBODY = {
    "add_evidence", "follow_action", "stop_following", "may_take_out", "note_privately", "set_milestone",
    "take_out_evidence",
}  # fmt: skip
"""Verbs of an action that change nothing of what is promised."""


@pytest.fixture(autouse=True)
def _everywhere(cast: Cast) -> Iterator[None]:
    """Rows are hidden from nobody here: that the verbs refuse by themselves is the question."""
    with entered(SYSTEM):
        yield


def _as_it_stands(item: ActionItem) -> list[object]:
    return [
        ActionItem.objects.values().get(pk=item.pk),
        *(
            list(model.objects.filter(item=item).values())
            for model in (ActionDate, WaitingPeriod, DateRequest)
        ),
    ]


def _may(played: Played, deed: Deed, role: str) -> bool:
    """Tries it and puts everything back."""
    before = _as_it_stands(played.item)
    done = False
    with suppress(Refused, PermissionDenied), transaction.atomic():
        played.do(deed.verb, role, now=NOW + timedelta(seconds=20), **deed.said(played))
        done = True
        transaction.set_rollback(True)
    assert _as_it_stands(played.item) == before
    return done


@BOTH_SIDES
@pytest.mark.parametrize("deed", DEEDS, ids=_IDS)
def test_a_verb_lets_through_whom_the_table_names_and_nobody_else(cast: Cast, side: Side, deed: Deed) -> None:
    played = deed.make(cast, side)
    assert {role for role in ROLES if _may(played, deed, role)} == set(deed.who)


@BOTH_SIDES
@pytest.mark.parametrize("deed", [deed for deed in DEEDS if deed.noun], ids=lambda deed: deed.noun)
def test_a_page_offers_what_the_verb_lets_through_and_nothing_else(
    cast: Cast, side: Side, deed: Deed
) -> None:
    played = deed.make(cast, side)
    item = ActionItem.objects.with_facts().select_related("partner").get(pk=played.item.pk)
    offered = {
        role
        for role, person in played.people.items()
        if person.is_active
        and deed.noun in [step.slug for step in steps_for(ACTION_STEPS, item, person, TODAY)]
    }
    assert offered == set(deed.who)


def test_every_verb_of_an_action_stands_in_the_table() -> None:
    of_an_action = {
        name
        for name in verbs.__all__
        if callable(getattr(verbs, name))
        and not inspect.isclass(getattr(verbs, name))
        and next(iter(inspect.signature(getattr(verbs, name)).parameters), "") == "item"
    }
    assert of_an_action - _OF_EVERYBODY <= {deed.verb for deed in DEEDS}


@BOTH_SIDES
@pytest.mark.parametrize("verb", ["promise", "bring_in"])
def test_nobody_puts_a_promise_on_the_other_sides_ledger(cast: Cast, side: Side, verb: str) -> None:
    people = people_of(cast, side)
    said = {"title": "Rebuild", "owner": people["owner"], "due_on": in_days(9)}
    for role in LEADS_THERE:
        with suppress(Refused):
            getattr(verbs, verb)(cast.partner, **said, by=people[role], now=NOW)
    assert promises(cast.partner) == []
    assert getattr(verbs, verb)(cast.partner, **said, by=people["own_lead"], now=NOW).state == "open"


# --- in the room -----------------------------------------------------------------------------------------------------

_IN_THE_ROOM = (
    "report_done",
    "move_date",
    "wait_on",
    "stop_waiting",
    "reassign",
    "accept_date",
    "decline_date",
)


@pytest.mark.parametrize("deed", [d for d in DEEDS if d.verb in _IN_THE_ROOM], ids=lambda deed: deed.verb)
def test_in_the_room_whoever_chairs_writes_down_the_word_of_the_owners_side(cast: Cast, deed: Deed) -> None:
    played = deed.make(cast, Side.THEIRS)
    word = {**deed.said(played), "on_word_of": cast.contributor}
    for role in ("own_lead", "other_contributor"):  # neither of them may chair
        with pytest.raises(PermissionDenied):
            played.do(deed.verb, role, now=NOW, **word)
    with pytest.raises(Refused):
        played.do(deed.verb, "other_lead", now=NOW, **{**word, "on_word_of": cast.cio})
    played.do(deed.verb, "other_lead", now=NOW, **word)
    assert _last_context(played.item) == {"person": cast.manager.pk, "on_word_of": cast.contributor.pk}


def _last_context(item: ActionItem) -> dict[str, object]:
    events = history_of_rows(ActionItem)._base_manager.filter(pgh_obj_id=item.pk)
    context = events.latest("pgh_id").pgh_context
    return {name: context[name] for name in ("person", "on_word_of")}


@BOTH_SIDES
def test_who_reported_does_not_confirm_even_after_changing_sides(cast: Cast, side: Side) -> None:
    played = promised(cast, side)
    played.do("report_done", "own_lead", now=NOW)
    changed = played.people["own_lead"]
    User.objects.filter(pk=changed.pk).update(employer=None if changed.employer_id else cast.partner)
    changed = User.objects.get(pk=changed.pk)
    with pytest.raises(Refused, match="The other side confirms"):
        verbs.confirm(played.item, by=changed, now=NOW)
    with pytest.raises(IntegrityError, match="action_confirmed_by_another"), transaction.atomic():
        ActionItem.objects.filter(pk=played.item.pk).update(
            state="closed", confirmed_by=changed, closed_at=NOW, closed_on=TODAY
        )


# --- what is due does not vanish -------------------------------------------------------------------------------------


@BOTH_SIDES
def test_a_new_date_opens_no_way_out_of_what_is_due(cast: Cast, side: Side) -> None:
    played = promised(cast, side, due_on=in_days(21))
    due = at(in_days(21))
    played.do("move_date", "owner", now=due, due_on=in_days(111), reason="Later")
    with pytest.raises(Refused, match="only the other side"):
        played.do("withdraw", "owner", now=due, reason="Not wanted")
    assert judge(_facts(played.item), in_days(22)) is Verdict.MISSED
    played.do("withdraw", "other_lead", now=at(in_days(22)), reason="We release you")
    assert judge(_facts(played.item), in_days(300)) is Verdict.MISSED


@BOTH_SIDES
def test_what_was_moved_with_notice_is_released_by_the_other_side_once_its_first_date_has_passed(
    cast: Cast, side: Side
) -> None:
    played = promised(cast, side, due_on=in_days(21))
    played.do("move_date", "owner", now=NOW, due_on=in_days(111), reason="Later")
    with pytest.raises(Refused, match="only the other side"):
        played.do("withdraw", "owner", now=at(in_days(30)), reason="Not wanted")


# --- another date is asked for ---------------------------------------------------------------------------------------


@BOTH_SIDES
@pytest.mark.parametrize(("on", "verdict"), [(20, Verdict.MOVED), (21, Verdict.MOVED), (22, Verdict.MISSED)])
def test_a_date_the_other_side_asked_for_is_moved_if_it_is_given_by_the_day_it_replaces(
    cast: Cast, side: Side, on: int, verdict: Verdict
) -> None:
    played = promised(cast, side)
    played.do("ask_for_date", "other_lead", now=at(in_days(20)), due_on=in_days(60), reason="The board moved")
    assert played.item.due_on == in_days(21)
    played.do("accept_date", "owner", now=at(in_days(on)))
    facts, given = _facts(played.item), played.item.dates.last()
    assert (played.item.due_on, given.given_by, given.request.asked_by) == (
        in_days(60), played.people["owner"], played.people["other_lead"],
    )  # fmt: skip
    assert judge(facts, in_days(30)) is verdict
    assert ("as the other side asked" in reason(facts, in_days(30))) == (verdict is Verdict.MOVED)


@BOTH_SIDES
def test_a_request_ends_with_an_answer_or_with_the_action(cast: Cast, side: Side) -> None:
    ends = {
        "declined": ("decline_date", "owner", {"word": "We have planned it so"}),
        "taken_back": ("take_back_request", "other_lead", {}),
        "accepted": ("move_date", "owner", {"due_on": in_days(30), "reason": "Fine"}),
        "over": ("report_done", "owner", {}),
    }
    for state, (verb, role, said) in ends.items():
        played = promised(cast, side)
        played.do("ask_for_date", "other_lead", now=NOW, due_on=in_days(30), reason="The board moved")
        with pytest.raises(Refused, match="asked for already"):
            played.do("ask_for_date", "other_top", now=NOW, due_on=in_days(40), reason="Later still")
        played.do(verb, role, now=NOW, **said)
        request = played.item.date_requests.get()
        assert (request.state, request.answered_by) == (state, played.people[role])
        with pytest.raises(Refused):
            played.do("accept_date", "owner", now=NOW)


@BOTH_SIDES
def test_another_date_does_not_make_what_was_moved_in_time_missed(cast: Cast, side: Side) -> None:
    """Neither by the other side's own hand, nor by their asking in the last moment."""
    played = promised(cast, side)
    played.do("move_date", "owner", now=NOW, due_on=in_days(40), reason="Hardware")
    for role in OTHER:
        with pytest.raises(Refused, match="Ask for one"):
            played.do("move_date", role, now=at(in_days(39)), due_on=in_days(50), reason="Later")
    played.do("ask_for_date", "other_lead", now=at(in_days(39)), due_on=in_days(50), reason="Later")
    played.do("accept_date", "owner", now=at(in_days(39)))
    played.do("report_done", "owner", now=at(in_days(50)))
    assert judge(_facts(played.item), in_days(60)) is Verdict.MOVED


# --- days ------------------------------------------------------------------------------------------------------------

LATE_EVENING = datetime(2026, 12, 14, 23, 30, tzinfo=UTC)
"""On the first date in London, and the day after it from Berlin on."""


@BOTH_SIDES
def test_the_day_of_a_report_stays_wherever_people_live_later(cast: Cast, side: Side) -> None:
    in_time, late = promised(cast, side), promised(cast, side)
    owner = in_time.people["owner"]
    for played, zone in ((in_time, "Europe/London"), (late, "Pacific/Auckland")):
        User.objects.filter(pk=owner.pk).update(time_zone=zone)
        owner.time_zone = zone
        played.do("report_done", "owner", now=LATE_EVENING)
        played.do("confirm", "other_lead", now=LATE_EVENING)
    for zone in ("Pacific/Auckland", "Pacific/Honolulu", ""):
        User.objects.update(time_zone=zone)
        assert [judge(_facts(each.item), in_days(60)) for each in (in_time, late)] == [
            Verdict.KEPT,
            Verdict.MISSED,
        ]


@BOTH_SIDES
def test_the_day_of_a_confirmation_is_that_of_whoever_confirms(cast: Cast, side: Side) -> None:
    played = promised(cast, side)
    played.people["owner"].time_zone, played.people["other_lead"].time_zone = (
        "Pacific/Auckland",
        "Europe/London",
    )
    played.do("report_done", "owner", now=LATE_EVENING)
    played.do("confirm", "other_lead", now=LATE_EVENING)
    assert (played.item.reported_on, played.item.closed_on) == (date(2026, 12, 15), date(2026, 12, 14))


@BOTH_SIDES
def test_dates_and_waits_stand_in_the_order_they_were_given_however_far_apart_people_live(
    cast: Cast, side: Side
) -> None:
    played = promised(cast, side)
    played.people["owner"].time_zone, played.people["own_lead"].time_zone = (
        "Pacific/Auckland",
        "Pacific/Honolulu",
    )
    evening = NOW.replace(hour=20)
    for role, days in (("owner", 40), ("own_lead", 50)):
        played.do("move_date", role, now=evening, due_on=in_days(days), reason="Later")
        played.do("wait_on", role, now=evening, on_side=side.other, what_for="Access")
        evening += timedelta(minutes=1)
    assert [given.due_on for given in played.item.dates.all()] == [in_days(21), in_days(40), in_days(50)]
    first, second = played.item.waits.all()
    assert first.ended_on <= second.began_on


# --- what was taken over ---------------------------------------------------------------------------------------------


@BOTH_SIDES
def test_what_was_taken_over_when_its_day_had_passed_is_in_none_of_the_counts(cast: Cast, side: Side) -> None:
    people = people_of(cast, side)
    item = verbs.bring_in(
        cast.partner, title="Old", owner=people["owner"], due_on=in_days(-60), by=people["own_lead"], now=NOW
    )
    facts = _facts(item)
    assert judge(facts, in_days(9)) is Verdict.PENDING
    assert "it is in none of the counts" in reason(facts, in_days(9))
    played = Played(cast, side, item, people)
    with pytest.raises(Refused, match="only the other side"):
        played.do("withdraw", "owner", now=at(in_days(1)), reason="Old")
    played.do("report_done", "owner", now=at(in_days(2)))
    assert judge(_facts(item), in_days(9)) is Verdict.PENDING


# --- decisions -------------------------------------------------------------------------------------------------------


@BOTH_SIDES
def test_who_waits_for_a_decision_may_wait_longer_but_not_hasten_it(cast: Cast, side: Side) -> None:
    people = people_of(cast, side)
    ask = verbs.raise_decision(
        cast.partner, title="Which?", on_side=side, needed_by=in_days(9), by=people["other_lead"], now=NOW
    )
    with pytest.raises(Refused, match="itself less time"):
        verbs.move_needed_by(ask, needed_by=in_days(5), reason="Soon", by=people["other_lead"], now=NOW)
    verbs.move_needed_by(
        ask, needed_by=in_days(30), reason="We can wait", by=people["other_lead"], now=at(in_days(8))
    )
    verbs.decide(ask, answer="This one.", by=people["own_lead"], now=at(in_days(30)))
    assert [judge(each, in_days(40)) for each in promises(cast.partner)] == [Verdict.MOVED]


@BOTH_SIDES
def test_the_side_that_was_asked_says_who_takes_care_of_it(cast: Cast, side: Side) -> None:
    people = people_of(cast, side)
    ask = verbs.raise_decision(
        cast.partner, title="Which?", on_side=side, needed_by=in_days(9), by=people["other_lead"], now=NOW
    )
    with pytest.raises(Refused, match="says who takes care"):
        verbs.own(ask, owner=people["owner"], by=people["other_lead"], now=NOW)
    verbs.own(ask, owner=people["owner"], by=people["own_lead"], now=NOW)
    assert Ask.objects.get().owner == people["owner"]


def _facts(item: ActionItem) -> Promise:
    (facts,) = promises_of([item.pk])
    return facts
