"""A slip is taken back within a minute: nothing of it is left but the history, which keeps both."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from governance import verbs as actions
from governance.counting.formula import days_waited_on
from governance.ledger.facts import promises_of
from governance.models import ActionDate, ActionItem, ActionNote, Ask, DateRequest, WaitingPeriod
from governance.undoing import TEN_MINUTES, may_take_back_until
from partners.history.tables import history_of_rows
from partners.isolation.scope import acting_as
from partners.models import User
from partners.verb import Refused, Stale
from tests.cast import Cast
from tests.governance.scene import NOW, in_days, promised
from tests.product import verbs

pytestmark = pytest.mark.django_db

SOON = NOW + timedelta(seconds=20)
ASKS = "governance/asks/verbs/"
"""Where the answers to an ask are."""
BESIDE = (ActionDate, WaitingPeriod, ActionNote, DateRequest)


def a_promise(cast: Cast) -> ActionItem:
    return promised(cast, cast.lead)


def a_proposal(cast: Cast) -> ActionItem:
    return actions.propose(
        cast.partner, title="Load test", owner=cast.lead, due_on=in_days(9), by=cast.manager, now=NOW
    )


def one_that_waits(cast: Cast) -> ActionItem:
    item = promised(cast, cast.lead)
    actions.wait_on(item, on_side="ours", what_for="Access", by=cast.lead, now=NOW - timedelta(days=3))
    return item


def one_reported(cast: Cast) -> ActionItem:
    item = one_that_waits(cast)
    return actions.report_done(item, by=cast.lead, now=NOW)


def one_with_a_date_asked_for(cast: Cast) -> ActionItem:
    item = promised(cast, cast.lead)
    actions.ask_for_date(item, due_on=in_days(30), reason="The board moved", by=cast.manager, now=NOW)
    return item


SLIPS: dict[str, tuple[Callable[[Cast], ActionItem], str, str, Callable[[Cast], dict[str, Any]]]] = {
    "a yes by another day": (a_proposal, "accept", "lead", lambda cast: {"due_on": in_days(12)}),
    "a report": (a_promise, "report_done", "lead", lambda cast: {}),
    "a report with a word that ends a wait": (
        one_that_waits, "report_done", "lead", lambda cast: {"word": "It ran in 40 minutes"},
    ),
    "a confirmation": (one_reported, "confirm", "manager", lambda cast: {}),
    "a return": (one_reported, "give_back", "manager", lambda cast: {"word": "The second node"}),
    "a new date": (
        a_promise, "move_date", "lead", lambda cast: {"due_on": in_days(40), "reason": "Hardware is late"},
    ),
    "a wait": (a_promise, "wait_on", "lead", lambda cast: {"on_side": "ours", "what_for": "Access"}),
    "a wait in place of another": (
        one_that_waits, "wait_on", "lead", lambda cast: {"on_side": "theirs", "what_for": "The disks"},
    ),
    "the end of a wait": (one_that_waits, "stop_waiting", "lead", lambda cast: {}),
    "new words": (a_promise, "reword", "lead", lambda cast: {"title": "In better words"}),
    "a handing over": (a_promise, "reassign", "lead", lambda cast: {"to": cast.contributor}),
    "a withdrawal": (one_that_waits, "withdraw", "manager", lambda cast: {"reason": "No longer wanted"}),
    "another date accepted": (one_with_a_date_asked_for, "accept_date", "lead", lambda cast: {}),
    "another date declined": (
        one_with_a_date_asked_for, "decline_date", "lead", lambda cast: {"word": "We have planned it so"},
    ),
    "a report that ends what was asked for": (one_with_a_date_asked_for, "report_done", "lead", lambda cast: {}),
    "a question how it stands": (
        a_promise, "ask_how_it_stands", "manager", lambda cast: {"word": "Is the second node there?"},
    ),
    "a withdrawn proposal": (a_proposal, "withdraw", "manager", lambda cast: {"reason": "A slip"}),
}  # fmt: skip


def slip(cast: Cast, item: ActionItem, kind: str) -> User:
    """Does the slip; returns who made it."""
    _, verb, who, said = SLIPS[kind]
    person: User = getattr(cast, who)
    with acting_as(person):
        getattr(actions, verb)(item, by=person, now=NOW, **said(cast))
    return person


def all_that_counts(item: ActionItem) -> dict[str, Any]:
    """Every value of the action and of the rows beside it, and what the ledger makes of them."""
    row = ActionItem.objects.values().get(pk=item.pk)
    row.pop("version")
    beside = {model.__name__: list(model.objects.filter(item=item).values()) for model in BESIDE}
    promises = promises_of([item.pk])
    return {
        **row,
        **beside,
        "ledger": promises,
        "held": [days_waited_on(each, in_days(5)) for each in promises],
    }


def test_every_verb_that_can_be_taken_back_is_tried_here() -> None:
    of_actions = {name for name, verb in verbs().items() if verb.undo and not verb.file.startswith(ASKS)}
    assert {verb for _, verb, *_ in SLIPS.values()} == of_actions


@pytest.mark.parametrize("kind", SLIPS)
def test_done_and_taken_back_is_the_same_as_never_done(cast: Cast, kind: str) -> None:
    with acting_as(cast.cio):
        item = SLIPS[kind][0](cast)
        before = all_that_counts(item)
    person = slip(cast, item, kind)
    with acting_as(person):
        assert all_that_counts(item) != before
        actions.take_back(item, by=person, now=SOON)
        assert all_that_counts(item) == before


@pytest.mark.parametrize("kind", SLIPS)
def test_the_version_goes_on_and_the_history_keeps_the_slip_and_its_undoing(cast: Cast, kind: str) -> None:
    with acting_as(cast.cio):
        item = SLIPS[kind][0](cast)
    person = slip(cast, item, kind)
    seen = item.version
    with acting_as(person):
        actions.take_back(item, by=person, now=SOON)
        told = history_of_rows(ActionItem)._base_manager.filter(pgh_obj_id=item.pk).order_by("pgh_id")
        verbs = [event.pgh_context["verb"] for event in told if event.pgh_context]
    assert item.version == seen + 1
    assert verbs[-2:] == [SLIPS[kind][1], "take_back"]


def test_a_minute_is_a_minute(cast: Cast) -> None:
    with acting_as(cast.lead):
        item = promised(cast, cast.lead)
        actions.report_done(item, by=cast.lead, now=NOW)
        with pytest.raises(Refused, match="More than a minute has passed"):
            actions.take_back(item, by=cast.lead, now=NOW + timedelta(seconds=61))
        actions.take_back(item, by=cast.lead, now=NOW + timedelta(seconds=60))
    assert item.state == "open"


def test_what_was_said_yesterday_stays(cast: Cast) -> None:
    """Or a day that is over would come to something else than it was read."""
    eve = NOW.replace(hour=23, minute=59, second=50)
    with acting_as(cast.lead):
        item = promised(cast, cast.lead)
        actions.report_done(item, by=cast.lead, now=eve)
        with pytest.raises(Refused, match="that day is over"):
            actions.take_back(item, by=cast.lead, now=eve + timedelta(seconds=20))
    assert item.state == "reported"


def test_what_another_did_is_theirs_to_take_back(cast: Cast) -> None:
    with acting_as(cast.lead):
        item = promised(cast, cast.lead)
        actions.report_done(item, by=cast.lead, now=NOW)
    with acting_as(cast.manager), pytest.raises(Refused, match="only they can take it back"):
        actions.take_back(item, by=cast.manager, now=SOON)


def test_what_somebody_changed_since_stays(cast: Cast) -> None:
    with acting_as(cast.lead):
        item = promised(cast, cast.lead)
        actions.report_done(item, by=cast.lead, now=NOW)
    seen = item.version
    with acting_as(cast.manager):
        actions.confirm(item, by=cast.manager, now=SOON)
    with acting_as(cast.lead):
        with pytest.raises(Stale, match="This has changed since"):
            actions.take_back(item, by=cast.lead, now=SOON, version=seen)
        with pytest.raises(Refused):
            actions.take_back(item, by=cast.lead, now=SOON)
    assert item.state == "closed"


def test_a_wait_the_other_side_has_answered_stays(cast: Cast) -> None:
    with acting_as(cast.lead):
        item = promised(cast, cast.lead)
        wait = actions.wait_on(item, on_side="ours", what_for="Access", by=cast.lead, now=NOW)
    with acting_as(cast.manager):
        actions.dispute_wait(wait, words="Granted on Friday", by=cast.manager, now=SOON)
    with acting_as(cast.lead):
        with pytest.raises(Stale, match="how it sees this wait"):
            actions.take_back(item, by=cast.lead, now=SOON, version=item.version)
        assert WaitingPeriod.objects.get().ended_on is None


def test_nothing_is_taken_back_twice_nor_what_was_never_a_slip(cast: Cast) -> None:
    with acting_as(cast.lead):
        item = a_proposal(cast)
        with pytest.raises(Refused, match="nothing here to take back"):
            actions.take_back(item, by=cast.lead, now=SOON)
        actions.accept(item, by=cast.lead, now=NOW)
        actions.report_done(item, by=cast.lead, now=NOW)
        actions.take_back(item, by=cast.lead, now=SOON)
        with pytest.raises(Refused, match="nothing here to take back"):
            actions.take_back(item, by=cast.lead, now=SOON)


def test_words_that_others_wrote_meanwhile_stay(cast: Cast) -> None:
    with acting_as(cast.lead):
        item = promised(cast, cast.lead)
        actions.report_done(item, word="Mine", by=cast.lead, now=NOW)
    with acting_as(cast.manager):
        actions.add_note(item, text="Theirs", by=cast.manager, now=SOON)
    with acting_as(cast.lead):
        actions.take_back(item, by=cast.lead, now=SOON)
        assert [note.text for note in item.notes.all()] == ["Theirs"]


# Answers to asks: the same way back, for ten minutes.

ANSWERS = {
    "decide": ("raise_decision", {"answer": "Yes."}),
    "back": ("raise_recommendation", {"words": "It is right."}),
    "not_now": ("raise_recommendation", {"answer": "After the move."}),
    "put_in_place": ("raise_recommendation", {"answer": "It is."}),
    "clear": ("raise_impediment", {"answer": "Opened."}),
    "live_with": ("raise_impediment", {"answer": "Too dear."}),
    "own": ("raise_impediment", {}),
}
TRIED_ELSEWHERE = {"look_at_risk", "treat_risk", "agree_to_live_with", "look_back"}
"""In tests/governance/asks: test_risks.py and test_options.py."""


def asked(cast: Cast, verb: str, asker: User, other: User) -> Ask:
    raise_it, _ = ANSWERS[verb]
    about = {
        "raise_decision": {"on_side": other.side, "needed_by": in_days(9)},
        "raise_impediment": {"on_side": other.side, "cause": "access"},
    }.get(raise_it, {})
    with acting_as(asker):
        ask = getattr(actions, raise_it)(cast.partner, title="Open it", by=asker, now=NOW, **about)
    if verb == "put_in_place":
        with acting_as(other):
            actions.back(ask, words="Yes", by=other, now=NOW)
    return ask


def answered(ask: Ask, verb: str, other: User) -> None:
    said = {**ANSWERS[verb][1], **({"owner": other} if verb == "own" else {})}
    with acting_as(other):
        getattr(actions, verb)(ask, by=other, now=NOW, **said)


def test_every_answer_that_can_be_taken_back_is_tried_here() -> None:
    undone = {name for name, verb in verbs().items() if verb.undo and verb.file.startswith(ASKS)}
    assert undone == ANSWERS.keys() | TRIED_ELSEWHERE


@pytest.mark.parametrize(("asks", "answers"), [("lead", "manager"), ("manager", "lead")])
@pytest.mark.parametrize("verb", ANSWERS)
def test_answered_and_taken_back_is_the_same_as_never_answered(
    cast: Cast, verb: str, asks: str, answers: str
) -> None:
    other, asker = getattr(cast, answers), getattr(cast, asks)
    ask = asked(cast, verb, asker, other)
    with acting_as(other):
        before = Ask.objects.filter(pk=ask.pk).values().get()
    answered(ask, verb, other)
    with acting_as(other):
        assert may_take_back_until(ask, other, NOW) == NOW + TEN_MINUTES
        actions.take_back_answer(ask, by=other, now=NOW + TEN_MINUTES)
        after = Ask.objects.filter(pk=ask.pk).values().get()
    assert {**after, "version": before["version"]} == before
    assert after["version"] == before["version"] + 2


@pytest.mark.parametrize("who", ["lead", "cio", "rival_lead", "observer"])
def test_nobody_takes_back_an_answer_of_somebody_else(cast: Cast, who: str) -> None:
    ask, person = asked(cast, "decide", cast.lead, cast.manager), getattr(cast, who)
    answered(ask, "decide", cast.manager)
    with pytest.raises((Refused, PermissionDenied, Ask.DoesNotExist)), acting_as(person):
        actions.take_back_answer(ask, by=person, now=NOW)
    with pytest.raises(Refused, match="More than ten minutes have passed"), acting_as(cast.manager):
        actions.take_back_answer(ask, by=cast.manager, now=NOW + TEN_MINUTES + timedelta(seconds=1))
