"""What advice came to, read from what was really asked, promised and measured: the same for either side."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dashboards.advice.account import Advice, AdviceTo
from dashboards.advice.reading import advice_of
from dashboards.models import Indicator
from dashboards.verbs import define_indicator, record_reading
from governance import verbs
from governance.models import Ask, OutcomeIntent
from partners.isolation.scope import SYSTEM, acting_as, entered
from partners.models import Side, User
from tests.cast import Cast
from tests.governance.scene import TODAY, at, counterpart, in_days
from tests.reading import read

pytestmark = pytest.mark.django_db
SignedIn = Callable[[User], Client]
BOTH_SIDES = pytest.mark.parametrize("giver", ["manager", "lead"])
BEGAN = date(2026, 6, 1)


@pytest.fixture(autouse=True)
def _everywhere(cast: Cast) -> object:
    with entered(SYSTEM):
        yield


def outcome_of(cast: Cast, statement: str = "Invoices are right") -> OutcomeIntent:
    said = {"statement": statement, "target": "No complaint", "due_on": in_days(90)}
    outcome = verbs.draft_outcome(cast.partner, by=cast.manager, now=at(BEGAN), **said)
    return verbs.agree_outcome(outcome, by=cast.lead, now=at(BEGAN))


def advice(
    cast: Cast, by: User, on: date, outcome: OutcomeIntent | None, title: str = "Archive first"
) -> Ask:
    return verbs.raise_recommendation(cast.partner, title=title, by=by, now=at(on), outcome=outcome)


def declined(
    cast: Cast, by: User, on: date, outcome: OutcomeIntent | None, title: str = "Archive first"
) -> Ask:
    ask = advice(cast, by, on, outcome, title)
    return verbs.not_now(ask, answer="No budget.", by=counterpart(cast, by), now=at(on))


def measured(
    cast: Cast, outcome: OutcomeIntent | None, values: dict[int, int], name: str = "Invoices right"
) -> Indicator:
    """Month of 2026 → percent; the target is 95, and from 90 on it is closing in."""
    goal = {"target": Decimal(95), "amber": Decimal(90), "direction": "higher", "unit": "%"}
    found = define_indicator(cast.partner, name=name, outcome=outcome, by=cast.manager, now=at(BEGAN), **goal)
    for month, value in values.items():
        record_reading(found, month=date(2026, month, 1), value=Decimal(value), by=cast.lead, now=at(TODAY))
    return found


def missed(cast: Cast, owner: User, due_on: date, outcome: OutcomeIntent | None, title: str) -> None:
    item = verbs.propose(
        cast.partner,
        title=title,
        owner=owner,
        due_on=due_on,
        outcome=outcome,
        by=counterpart(cast, owner),
        now=at(BEGAN),
    )
    verbs.accept(item, by=owner, now=at(BEGAN))


def account(cast: Cast, reader: User | None = None) -> dict[Side, AdviceTo]:
    return {of.side: of for of in advice_of(cast.partner, reader or cast.manager, TODAY)}


def only(cast: Cast, to: Side) -> Advice:
    (found,) = account(cast)[to].not_taken
    return found


@BOTH_SIDES
def test_declined_advice_is_counted_to_the_side_that_declined_it(cast: Cast, giver: str) -> None:
    by = getattr(cast, giver)
    declined(cast, by, date(2026, 11, 13), outcome_of(cast))
    found = account(cast)
    assert (found[by.side.other].days, found[by.side].days) == (10, 0)
    assert (
        found[by.side.other].told(by.side.other)
        == "We did not follow one of their recommendations for 10 days."
    )
    assert found[by.side.other].told(by.side) == "They did not follow one of our recommendations for 10 days."


@BOTH_SIDES
def test_what_went_wrong_on_its_outcome_meanwhile_stands_beside_it_and_nothing_else(
    cast: Cast, giver: str
) -> None:
    by, outcome, other = getattr(cast, giver), outcome_of(cast), outcome_of(cast, "Orders are right")
    # Declined on 15 July: not taken from the 16th on.
    declined(cast, by, date(2026, 7, 15), outcome)
    measured(cast, outcome, {6: 80, 7: 89, 8: 90, 9: 95, 10: 70, 11: 60})
    measured(cast, other, {8: 10}, "Orders right")
    for owner in (cast.lead, cast.manager):
        missed(cast, owner, date(2026, 7, 15), outcome, "The day before")
        missed(cast, owner, date(2026, 7, 16), outcome, f"From the first day, {owner.side}")
        missed(cast, owner, date(2026, 8, 3), other, "For another outcome")
    kept = promised_and_kept(cast, outcome)
    impediment = verbs.raise_impediment(
        cast.partner,
        title="No access",
        cause="access",
        on_side=by.side,
        by=counterpart(cast, by),
        outcome=outcome,
        now=at(date(2026, 7, 10)),
    )
    verbs.clear(impediment, answer="Given.", by=by, now=at(date(2026, 7, 20)))
    beside = only(cast, by.side.other).meanwhile
    assert [(each.reading.month.month, each.words) for each in beside.readings] == [(7, "89%"), (10, "70%")]
    assert [each.title for each in beside.missed] == [
        "From the first day, theirs",
        "From the first day, ours",
    ]
    assert kept not in [each.title for each in beside.missed]
    assert [(each.ask.title, each.days) for each in beside.in_the_way] == [("No access", 5)]
    assert (
        account(cast)[by.side.other]
        .told(by.side)
        .endswith(
            "for 131 days: on the same outcomes two readings were off target, two promises were missed and "
            "one impediment was open meanwhile."
        )
    )


def promised_and_kept(cast: Cast, outcome: OutcomeIntent) -> str:
    item = verbs.propose(
        cast.partner,
        title="Kept",
        owner=cast.lead,
        due_on=date(2026, 8, 3),
        outcome=outcome,
        by=cast.manager,
        now=at(BEGAN),
    )
    verbs.accept(item, by=cast.lead, now=at(BEGAN))
    verbs.report_done(item, by=cast.lead, now=at(date(2026, 8, 3)))
    return "Kept"


def test_a_decision_that_came_too_late_is_a_missed_promise_too(cast: Cast) -> None:
    outcome = outcome_of(cast)
    declined(cast, cast.lead, date(2026, 7, 15), outcome)
    verbs.raise_decision(
        cast.partner,
        title="Who pays",
        on_side=Side.OURS,
        owner=cast.manager,
        needed_by=date(2026, 8, 3),
        outcome=outcome,
        by=cast.lead,
        now=at(date(2026, 7, 16)),
    )
    assert [each.title for each in only(cast, Side.OURS).meanwhile.missed] == ["Who pays"]


def test_advice_taken_in_the_end_stands_there_once_with_both(cast: Cast) -> None:
    ask = advice(cast, cast.lead, date(2026, 7, 1), outcome_of(cast))
    verbs.back(ask, words="Right", by=cast.manager, now=at(date(2026, 8, 10)))
    verbs.put_in_place(ask, answer="Archived.", by=cast.manager, now=at(date(2026, 8, 31)))
    (piece,) = account(cast)[Side.OURS].pieces
    assert (piece.days, piece.in_place_on) == (10, date(2026, 8, 31))


def test_what_two_pieces_of_advice_share_is_counted_once(cast: Cast) -> None:
    outcome = outcome_of(cast)
    for title in ("One", "Two"):
        declined(cast, cast.lead, date(2026, 9, 10), outcome, title)
    measured(cast, outcome, {9: 50, 10: 50})
    found = account(cast)[Side.OURS]
    assert found.counts == (2, 0, 0)
    assert found.told(Side.OURS).startswith(
        "We did not follow two of their recommendations for 148 days together:"
    )


def test_without_an_outcome_nothing_is_counted_beside_it(cast: Cast) -> None:
    declined(cast, cast.lead, date(2026, 7, 15), None)
    measured(cast, None, {8: 10})
    missed(cast, cast.lead, date(2026, 8, 3), None, "For no outcome")
    assert only(cast, Side.OURS).days == 131
    assert account(cast)[Side.OURS].counts == (0, 0, 0)


def test_the_days_end_with_the_outcome(cast: Cast) -> None:
    outcome = outcome_of(cast)
    declined(cast, cast.lead, date(2026, 9, 10), outcome)
    OutcomeIntent.objects.filter(pk=outcome.pk).update(
        state=OutcomeIntent.State.MISSED, concluded_on=date(2026, 9, 20), conclusion="It was late."
    )
    assert only(cast, Side.OURS).days == 10


@BOTH_SIDES
def test_advice_in_place_tells_the_last_month_before_and_the_latest_since(cast: Cast, giver: str) -> None:
    by, outcome = getattr(cast, giver), outcome_of(cast)
    ask = advice(cast, by, date(2026, 8, 3), outcome)
    verbs.back(ask, words="Right", by=counterpart(cast, by), now=at(date(2026, 8, 10)))
    verbs.put_in_place(ask, answer="Archived.", by=counterpart(cast, by), now=at(date(2026, 8, 31)))
    measured(cast, outcome, {6: 60, 7: 71, 8: 10, 9: 80, 10: 92})
    found = account(cast)[by.side.other]
    (taken,) = found.taken
    (gain,) = taken.gains
    assert (taken.in_place_on, gain.was, gain.is_now, gain.better) == (date(2026, 8, 31), "71%", "92%", True)
    assert found.not_taken == []
    assert found.told(by.side) == (
        "They put one of our recommendations in place; figures are better since then for one of them."
    )


@pytest.mark.parametrize(("now", "better"), [(70, False), (71, None), (72, True)])
def test_a_figure_is_better_only_where_it_moved_the_right_way(
    cast: Cast, now: int, better: bool | None
) -> None:
    outcome = outcome_of(cast)
    ask = advice(cast, cast.lead, date(2026, 8, 3), outcome)
    verbs.back(ask, words="Right", by=cast.manager, now=at(date(2026, 8, 10)))
    verbs.put_in_place(ask, answer="Archived.", by=cast.manager, now=at(date(2026, 8, 31)))
    measured(cast, outcome, {7: 71, 9: now})
    (taken,) = account(cast)[Side.OURS].taken
    assert [gain.better for gain in taken.gains] == [better]
    assert account(cast)[Side.OURS].moved_well == (better is True)


def test_a_rival_reads_none_of_it(cast: Cast) -> None:
    declined(cast, cast.lead, date(2026, 7, 15), outcome_of(cast))
    with acting_as(cast.rival_lead):
        assert [of.pieces for of in advice_of(cast.partner, cast.rival_lead, TODAY)] == [[], []]


def test_more_advice_costs_no_more_queries(cast: Cast) -> None:
    outcome = outcome_of(cast)
    declined(cast, cast.lead, date(2026, 7, 15), outcome)
    measured(cast, outcome, {8: 10})
    missed(cast, cast.lead, date(2026, 8, 3), outcome, "One")

    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            account(cast)
        return len(asked)

    before = cost()
    for number in range(5):
        another = outcome_of(cast, f"Outcome {number}")
        declined(cast, cast.lead, date(2026, 7, 15), another, f"Advice {number}")
        measured(cast, another, {8: 10, 9: 20}, f"Figure {number}")
        missed(cast, cast.lead, date(2026, 8, 3), another, f"Missed {number}")
    assert cost() == before


@time_machine.travel(at(TODAY), tick=False)
def test_the_page_reads_in_the_voice_of_each_side(cast: Cast, signed_in: SignedIn) -> None:
    outcome = outcome_of(cast)
    declined(cast, cast.lead, date(2026, 7, 15), outcome)
    measured(cast, outcome, {10: 70})
    for reader, we, to in ((cast.manager, "We", "us"), (cast.lead, "They", "Northgate Group")):
        page = read(
            signed_in(reader).get(f"/partnerships/{cast.partner.slug}/asks/recommendations/").content.decode()
        )
        assert f"{we} did not follow one of" in page
        assert f"Recommendations to {to}" in page
        assert "Archive first" in page
        assert "“No budget.”" in page
        assert "70% in October 2026" in page
