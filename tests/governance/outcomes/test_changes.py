"""What both sides agreed changes, or ends, with both their yeses: one asks, the other answers."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from governance import verbs
from governance.models import OutcomeChange, OutcomeIntent
from governance.outcomes.terms import differences, end_asked
from governance.outcomes.verbs.changing import TERMS
from partners.isolation.scope import SYSTEM, entered
from partners.models import Side, User
from partners.verb import Refused
from tests.cast import Cast
from tests.governance.scene import NOW, TODAY, in_days
from tests.reviews import scene

pytestmark = pytest.mark.django_db
BOTH_SIDES = pytest.mark.parametrize("side", list(Side))
OTHER_TERMS = {
    "statement": "Databases at the best level", "target": "Three times the load", "baseline": "Slow",
    "granted_months": 15, "due_on": in_days(300),
}  # fmt: skip
WHY = {"reason": "Data grow faster than we knew."}


@pytest.fixture(autouse=True)
def _everywhere(cast: Cast) -> object:
    with entered(SYSTEM):
        yield


def leads(cast: Cast, side: Side) -> tuple[User, User]:
    """Who leads on a side, and who on the other one."""
    ours = (cast.manager, cast.lead)
    return ours if side is Side.OURS else ours[::-1]


def edited(outcome: OutcomeIntent, by: User, **fields: object) -> OutcomeIntent:
    return verbs.edit_outcome(outcome, by=by, now=NOW, version=outcome.version, **{**WHY, **fields})


def running(outcome: OutcomeIntent) -> OutcomeChange:
    return outcome.changes.running().get()


@BOTH_SIDES
@pytest.mark.parametrize("term", TERMS)
def test_a_term_stays_until_the_other_side_agrees_and_the_rest_is_kept_current(
    cast: Cast, side: Side, term: str
) -> None:
    asks, answers = leads(cast, side)
    outcome = scene.outcome(cast.partner)
    stood = getattr(outcome, term)
    edited(outcome, asks, **{term: OTHER_TERMS[term]}, vision="Nobody wakes up")
    outcome.refresh_from_db()
    assert (getattr(outcome, term), outcome.vision) == (stood, "Nobody wakes up")
    change = running(outcome)
    [difference] = differences(outcome, change)
    assert end_asked(change) == ""
    assert difference.after != difference.before
    with pytest.raises(Refused, match="The other side answers this"):
        verbs.agree_change(change, by=asks, now=NOW)
    verbs.agree_change(change, by=answers, now=NOW)
    outcome.refresh_from_db()
    assert getattr(outcome, term) == OTHER_TERMS[term]
    assert (outcome.state, change.state, change.answered_by) == ("agreed", "agreed", answers)


@BOTH_SIDES
def test_declined_or_taken_back_it_stays_as_it_was(cast: Cast, side: Side) -> None:
    asks, answers = leads(cast, side)
    outcome = scene.outcome(cast.partner)
    edited(outcome, asks, target="Three times the load")
    change = running(outcome)
    with pytest.raises(Refused, match="Only the side that asked"):
        verbs.take_back_change(change, by=answers, now=NOW)
    with pytest.raises(Refused, match="The other side answers this"):
        verbs.decline_change(change, answer="No.", by=asks, now=NOW)
    with pytest.raises(Refused, match="Say why it stays"):
        verbs.decline_change(change, answer=" ", by=answers, now=NOW)
    verbs.decline_change(change, answer="Not before the quarter closes.", by=answers, now=NOW)
    edited(outcome, asks, target="Four times the load")
    again = running(outcome)
    verbs.take_back_change(again, by=asks, now=NOW)
    for answer in (verbs.agree_change, verbs.take_back_change):
        with pytest.raises(Refused, match="answered already"):
            answer(change, by=answers, now=NOW)
    outcome.refresh_from_db()
    assert outcome.target == "Twice the load"
    assert [each.state for each in outcome.changes.all()] == ["declined", "taken_back"]


def test_a_change_says_why_and_nothing_is_changed_where_it_does_not(cast: Cast) -> None:
    outcome = scene.outcome(cast.partner)
    with pytest.raises(Refused) as refused:
        edited(outcome, cast.manager, target="Three times the load", vision="Nobody wakes up", reason="")
    assert refused.value.field == "reason"
    outcome.refresh_from_db()
    assert (outcome.target, outcome.vision) == ("Twice the load", "")


def test_one_change_waits_at_a_time(cast: Cast) -> None:
    outcome = scene.outcome(cast.partner)
    edited(outcome, cast.manager, target="Three times the load")
    for ask in (
        lambda: edited(outcome, cast.lead, due_on=in_days(90)),
        lambda: verbs.ask_to_conclude(outcome, becomes="missed", reason="Over.", by=cast.lead, now=NOW),
    ):
        with pytest.raises(Refused, match="has asked for a change already"):
            ask()
    edited(outcome, cast.lead, vision="Nobody wakes up")
    assert running(outcome).target == "Three times the load"


@BOTH_SIDES
@pytest.mark.parametrize("becomes", ["achieved", "missed", "retired"])
def test_it_is_concluded_with_what_shows_it_and_the_other_side_s_yes(
    cast: Cast, side: Side, becomes: str
) -> None:
    asks, answers = leads(cast, side)
    outcome = scene.outcome(cast.partner, check_in_every=1, next_check_in_on=in_days(3))
    asked = {"becomes": becomes, "by": asks, "now": NOW}
    with pytest.raises(Refused) as refused:
        verbs.ask_to_conclude(outcome, reason=" ", **asked)
    assert refused.value.field == "reason"
    change = verbs.ask_to_conclude(outcome, reason="Five hours, three months in a row.", **asked)
    outcome.refresh_from_db()
    assert (outcome.state, differences(outcome, change)) == ("agreed", ())
    assert end_asked(change) == {"retired": "no longer wanted"}.get(becomes, becomes)
    verbs.agree_change(change, by=answers, now=NOW)
    outcome.refresh_from_db()
    assert (outcome.state, outcome.concluded_on) == (becomes, TODAY)
    assert (outcome.conclusion, outcome.next_check_in_on) == ("Five hours, three months in a row.", None)
    with pytest.raises(Refused, match="Only an agreed outcome"):
        verbs.ask_to_conclude(outcome, reason="Again.", **asked)


@pytest.mark.parametrize("becomes", ["draft", "agreed", "", "over"])
def test_it_ends_in_one_of_three_ways(cast: Cast, becomes: str) -> None:
    with pytest.raises(Refused) as refused:
        verbs.ask_to_conclude(
            scene.outcome(cast.partner), becomes=becomes, reason="So.", by=cast.lead, now=NOW
        )
    assert refused.value.field == "becomes"


def test_what_differs_is_said_term_by_term() -> None:
    outcome = OutcomeIntent(statement="One", target="Two", granted_months=1, due_on=date(2027, 1, 5))
    asked = {name: getattr(outcome, name) for name in TERMS}
    asked |= {"granted_months": 12, "due_on": None, "baseline": "Nine hours"}
    change = OutcomeChange(**asked, becomes="agreed")
    said = [(each.name, each.before, each.after) for each in differences(outcome, change)]
    assert said == [
        ("Where it stood at the start", "", "Nine hours"),
        ("Months granted", "1 month", "12 months"),
        ("Due", date(2027, 1, 5), ""),
    ]


_DEEDS = st.lists(
    st.tuples(
        st.sampled_from(["edit", "conclude", "agree", "decline", "take_back"]), st.sampled_from(list(Side))
    ),
    min_size=4,
    max_size=12,
)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(deeds=_DEEDS)
def test_no_side_alone_changes_what_was_agreed_and_swapping_the_sides_swaps_who_may(
    cast: Cast, deeds: list[tuple[str, Side]]
) -> None:
    def played(swapped: bool) -> tuple[list[bool], str]:
        outcome, went, asked_by = scene.outcome(cast.partner), [], None
        for number, (deed, at) in enumerate(deeds):
            side = at.other if swapped else at
            by, before = leads(cast, side)[0], (outcome.target, outcome.state)
            change = outcome.changes.running().first()
            try:
                if deed == "edit":
                    edited(outcome, by, target=f"{number + 3} times the load")
                elif deed == "conclude":
                    verbs.ask_to_conclude(outcome, becomes="missed", reason="Over.", by=by, now=NOW)
                elif change is None:
                    went.append(False)
                    continue
                elif deed == "decline":
                    verbs.decline_change(change, answer="No.", by=by, now=NOW)
                else:
                    verb = verbs.agree_change if deed == "agree" else verbs.take_back_change
                    verb(change, by=by, now=NOW)
            except Refused:
                went.append(False)
            else:
                went.append(True)
            outcome = OutcomeIntent.objects.get(pk=outcome.pk)
            if (outcome.target, outcome.state) != before:
                assert deed == "agree"
                assert asked_by is not None
                assert asked_by != side
            open_one = outcome.changes.running().first()
            asked_by = open_one.side if open_one else None
        return went, outcome.state

    assert played(swapped=False) == played(swapped=True)
