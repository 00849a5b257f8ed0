"""What an outcome's slip is made of, read from what was really promised, waited for and asked, on either side."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from governance import verbs
from governance.models import ActionItem, OutcomeIntent
from governance.owed.status import DAYS_TO_HURT
from governance.slowness.reading import SlipCost, costs_of
from partners.isolation.scope import SYSTEM, entered
from partners.models import Side, User
from tests.cast import Cast
from tests.governance.scene import at, in_days

pytestmark = pytest.mark.django_db
BOTH_SIDES = pytest.mark.parametrize("side", list(Side))
DUE = in_days(30)


@pytest.fixture(autouse=True)
def _everywhere(cast: Cast) -> object:
    with entered(SYSTEM):
        yield


def leads(cast: Cast, side: Side) -> tuple[User, User]:
    """Who leads on a side, and who on the other one."""
    ours = (cast.manager, cast.lead)
    return ours if side is Side.OURS else ours[::-1]


def handed_over(cast: Cast, **fields: object) -> OutcomeIntent:
    """An outcome that both agreed on, due in thirty days."""
    said = {"statement": "Invoices are right", "target": "No complaint", "due_on": DUE, **fields}
    outcome = verbs.draft_outcome(cast.partner, by=cast.manager, now=at(in_days(0)), **said)
    return verbs.agree_outcome(outcome, by=cast.lead, now=at(in_days(0)))


def promised_for(cast: Cast, outcome: OutcomeIntent, owner: User, due_in: int) -> ActionItem:
    other = leads(cast, Side(owner.side))[1]
    item = verbs.propose(
        cast.partner,
        title="Nine tables",
        owner=owner,
        due_on=in_days(due_in),
        outcome=outcome,
        by=other,
        now=at(in_days(0)),
    )
    return verbs.accept(item, by=owner, now=at(in_days(0)))


def cost(outcome: OutcomeIntent, today: date) -> SlipCost | None:
    fresh = OutcomeIntent.objects.select_related("partner", "sponsor").get(pk=outcome.pk)
    return costs_of([fresh], today).get(outcome.pk)


def told(outcome: OutcomeIntent, today: date) -> list[tuple[str, int, str]]:
    found = cost(outcome, today)
    return [(line.side, line.days, line.told.title) for line in found.lines] if found else []


def moved(cast: Cast, outcome: OutcomeIntent, asks: User, due_on: date, on: date) -> None:
    outcome.refresh_from_db()
    agrees = leads(cast, Side(asks.side))[1]
    verbs.edit_outcome(
        outcome, by=asks, now=at(on), version=outcome.version, due_on=due_on, reason="It takes longer."
    )
    verbs.agree_change(outcome.changes.running().get(), by=agrees, now=at(on))


def test_nothing_has_slipped_until_its_day_is_over(cast: Cast) -> None:
    outcome = handed_over(cast)
    assert cost(outcome, DUE) is None
    assert told(outcome, in_days(31)) == [("theirs", 1, "The outcome itself")]


def test_months_that_were_granted_are_a_date_as_well(cast: Cast) -> None:
    outcome = handed_over(cast, due_on=None, granted_months=1)
    assert cost(outcome, DUE) is None
    assert told(outcome, in_days(33)) == [("theirs", 3, "The outcome itself")]


@BOTH_SIDES
def test_whoever_is_given_the_free_hand_delivers(cast: Cast, side: Side) -> None:
    sponsor = leads(cast, side.other)[0]
    outcome = handed_over(cast, sponsor=sponsor)
    assert told(outcome, in_days(32)) == [(side, 2, "The outcome itself")]


@BOTH_SIDES
def test_a_promise_that_comes_late_is_its_owners_but_for_what_it_waited(cast: Cast, side: Side) -> None:
    owner, other = leads(cast, side)
    outcome = handed_over(cast)
    item = promised_for(cast, outcome, owner, 20)
    verbs.wait_on(item, on_side=other.side, what_for="The list of tables.", by=owner, now=at(in_days(15)))
    verbs.stop_waiting(item, by=owner, now=at(in_days(22)))
    verbs.report_done(item, by=owner, now=at(in_days(30)))
    moved(cast, outcome, owner, in_days(40), in_days(30))
    assert told(outcome, in_days(31)) == [(side.other, 7, "The list of tables"), (side, 3, "Nine tables")]
    found = cost(outcome, in_days(31))
    assert found.of_each_side == {side: 3, side.other: 7}
    assert [line.told.why for line in found.lines] == [
        "“Nine tables” waited for it from 8 Dec until 15 Dec.",
        "First promised for 13 Dec, done 23 Dec.",
    ]


@BOTH_SIDES
def test_days_for_which_the_other_side_asked_are_theirs(cast: Cast, side: Side) -> None:
    owner, other = leads(cast, side)
    outcome = handed_over(cast)
    item = promised_for(cast, outcome, owner, 20)
    verbs.ask_for_date(item, due_on=in_days(26), reason="Not in this week.", by=other, now=at(in_days(1)))
    verbs.move_date(item, due_on=in_days(26), reason="As asked.", by=owner, now=at(in_days(2)))
    verbs.report_done(item, by=owner, now=at(in_days(28)))
    moved(cast, outcome, owner, in_days(38), in_days(29))
    assert [line[:2] for line in told(outcome, in_days(30))] == [(side.other, 6), (side, 2)]


@BOTH_SIDES
def test_a_decision_costs_its_days_from_the_day_it_was_needed_by(cast: Cast, side: Side) -> None:
    decides, asks = leads(cast, side)
    outcome = handed_over(cast)
    ask = verbs.raise_decision(
        cast.partner,
        title="Ten years on call",
        on_side=side,
        needed_by=in_days(25),
        outcome=outcome,
        by=asks,
        now=at(in_days(1)),
    )
    assert told(outcome, in_days(34)) == [(side, 4, "Ten years on call")]
    verbs.decide(ask, answer="Yes.", by=decides, now=at(in_days(32)))
    assert told(outcome, in_days(40)) == [(side, 7, "Ten years on call"), ("theirs", 3, "The outcome itself")]


@BOTH_SIDES
def test_advice_costs_what_it_waits_beyond_its_patience_for_an_answer_and_again_to_be_in_place(
    cast: Cast, side: Side
) -> None:
    answers, advises = leads(cast, side)
    outcome = handed_over(cast)
    ask = verbs.raise_recommendation(
        cast.partner, title="Archive", outcome=outcome, by=advises, now=at(in_days(0))
    )
    backed = DAYS_TO_HURT + 5
    verbs.back(ask, words="Yes.", by=answers, now=at(in_days(backed)))
    assert told(outcome, in_days(35)) == [(side, 5, "Archive")]
    assert told(outcome, in_days(65))[0] == (side, 5, "Archive")
    assert told(outcome, in_days(68))[0] == (side, 8, "Archive")
    verbs.put_in_place(ask, answer="Live.", by=answers, now=at(in_days(66)))
    assert told(outcome, in_days(68))[0] == (side, 6, "Archive")
    assert cost(outcome, in_days(68)).lines[0].told.why == "Raised 23 Nov 2026, in place 28 Jan."


@BOTH_SIDES
def test_a_later_date_that_nothing_else_explains_is_whose_asked_for_it(cast: Cast, side: Side) -> None:
    asks, _ = leads(cast, side)
    outcome = handed_over(cast)
    moved(cast, outcome, asks, in_days(41), in_days(10))
    assert told(outcome, in_days(12)) == [(side, 11, "A later date")]
    assert "“It takes longer.”" in cost(outcome, in_days(12)).lines[0].told.why


def test_what_is_no_longer_wanted_costs_nobody_a_day_and_what_is_reached_stops(cast: Cast) -> None:
    for becomes, days in (("retired", None), ("achieved", 4), ("missed", 4)):
        outcome = handed_over(cast)
        verbs.ask_to_conclude(outcome, becomes=becomes, reason="So it is.", by=cast.lead, now=at(in_days(33)))
        verbs.agree_change(outcome.changes.running().get(), by=cast.manager, now=at(in_days(34)))
        found = cost(outcome, in_days(60))
        assert (found.days if found else None) == days
        assert found is None or found.is_over


def test_what_waits_on_ones_own_side_is_ones_own(cast: Cast) -> None:
    outcome = handed_over(cast)
    item = promised_for(cast, outcome, cast.lead, 28)
    verbs.wait_on(item, on_side=Side.THEIRS, what_for="Our own list", by=cast.lead, now=at(in_days(28)))
    assert told(outcome, in_days(32)) == [("theirs", 2, "Nine tables")]


def test_of_however_many_outcomes_in_as_many_queries(cast: Cast) -> None:
    def queries(count: int) -> int:
        while OutcomeIntent.objects.count() < count:
            outcome = handed_over(cast)
            item = promised_for(cast, outcome, cast.lead, 20)
            verbs.wait_on(item, on_side=Side.OURS, what_for="A list", by=cast.lead, now=at(in_days(15)))
            verbs.raise_recommendation(
                cast.partner, title="Archive", outcome=outcome, by=cast.lead, now=at(in_days(0))
            )
        outcomes = list(OutcomeIntent.objects.select_related("partner", "sponsor"))
        with CaptureQueriesContext(connection) as asked:
            assert len(costs_of(outcomes, in_days(45))) == count
        return len(asked)

    assert queries(1) == queries(3)
