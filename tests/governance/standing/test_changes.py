"""Other terms and an end, with both sides' yes; what was made stays as it was promised."""

from datetime import date, timedelta

import pytest

from governance import verbs
from governance.models import StandingChange, StandingPromise
from governance.models.standing_promises import TERMS
from governance.standing.forms import OtherTerms
from partners.isolation.scope import SYSTEM, entered
from partners.models import Side, User
from partners.verb import Refused
from tests.cast import Cast
from tests.governance.scene import NOW, TODAY, at
from tests.governance.standing.scene import agreed, asked, leads, made, worker

pytestmark = pytest.mark.django_db
BOTH_SIDES = pytest.mark.parametrize("side", list(Side))
OTHER = {"title": "Forecast of volumes", "kind": "working_day", "number": 3, "detail": "As a sheet"}


@pytest.fixture(autouse=True)
def _everywhere(cast: Cast) -> object:
    with entered(SYSTEM):
        yield


def changed(standing: StandingPromise, **fields: object) -> StandingChange:
    return verbs.change_standing(standing, **{**OTHER, "reason": "The plant asks", "now": NOW, **fields})


@pytest.mark.parametrize(
    ("begins", "from_day", "falls"),
    [
        (date(2027, 2, 4), TODAY, date(2027, 2, 5)), (date(2027, 2, 5), TODAY, date(2027, 2, 5)),
        (date(2027, 2, 6), TODAY, date(2027, 3, 5)), (TODAY, date(2027, 2, 6), date(2027, 3, 5)),
    ],
)  # fmt: skip
def test_nothing_falls_due_before_it_begins(cast: Cast, begins: date, from_day: date, falls: date) -> None:
    terms = {"kind": "day", "number": 5, "every": 1, "from_month": date(2026, 1, 1)}
    standing = StandingPromise(owner=User(country=""), begins_on=begins, **terms)
    assert standing.next_day(from_day=from_day) == falls


def test_the_form_of_other_terms_begins_with_all_that_stand(cast: Cast) -> None:
    terms = {"title": "Order book", "detail": "By product", "kind": "working_day", "number": 3, "every": 3}
    standing = agreed(cast, Side.OURS, **terms)
    begun = OtherTerms(standing=standing, by=cast.lead, now=NOW).initial
    assert {name: begun[name] for name in terms} == terms
    assert set(terms) == set(TERMS) - {"from_month"}


@pytest.mark.parametrize(("days", "state"), [(-1, "open"), (0, "open"), (1, "withdrawn")])
def test_an_end_withdraws_what_was_made_for_later_days_alone(cast: Cast, days: int, state: str) -> None:
    standing = agreed(cast, Side.THEIRS)
    (item,) = standing.occurrences.all()
    standing.refresh_from_db()
    verbs.release_standing(
        standing, reason="Done with", by=cast.manager, now=at(item.first_due_on - timedelta(days))
    )
    item.refresh_from_db()
    assert item.state == state


@BOTH_SIDES
@pytest.mark.parametrize("asking", ["its own", "the other"])
def test_in_mid_month_terms_hold_from_the_next_time_that_is_not_made(
    cast: Cast, side: Side, asking: str
) -> None:
    standing = agreed(cast, side)
    own, other = leads(cast, side)
    by, answers = (own, other) if asking == "its own" else (other, own)
    change = changed(standing, by=by)
    standing.refresh_from_db()
    assert (standing.title, standing.kind, standing.number) == ("Capacity forecast", "day", 5)
    with pytest.raises(Refused, match="The other side answers"):
        verbs.agree_standing_change(change, by=by, now=NOW)
    verbs.agree_standing_change(change, by=answers, now=at(date(2026, 12, 10)))
    standing.refresh_from_db()
    assert (standing.title, standing.kind, standing.number) == ("Forecast of volumes", "working_day", 3)
    items = list(standing.occurrences.order_by("first_due_on"))
    assert [(each.title, each.first_due_on) for each in items] == [
        ("Capacity forecast", date(2026, 12, 4)),
        ("Capacity forecast", date(2027, 1, 5)),
    ]
    assert standing.next_on == date(2027, 2, 3)
    verbs.make_standing_promises(now=at(date(2027, 1, 20)))
    last = standing.occurrences.order_by("first_due_on").last()
    assert (last.title, last.detail, last.first_due_on) == (
        "Forecast of volumes",
        "As a sheet",
        date(2027, 2, 3),
    )


def test_an_earlier_day_of_the_month_never_makes_a_second_one_or_one_that_passed(cast: Cast) -> None:
    standing = agreed(cast, Side.OURS, number=28)
    assert made(standing) == [date(2026, 11, 27)]
    change = changed(standing, kind="day", number=2, by=cast.lead)
    verbs.agree_standing_change(change, by=cast.manager, now=at(date(2026, 12, 10)))
    standing.refresh_from_db()
    assert made(standing) == [date(2026, 11, 27), date(2026, 12, 28), date(2027, 1, 1)]
    assert standing.next_on == date(2027, 2, 2)


def test_quarters_begin_with_the_next_time(cast: Cast) -> None:
    standing = agreed(cast, Side.OURS)
    change = changed(standing, kind="day", number=5, every=3, by=cast.lead)
    verbs.agree_standing_change(change, by=cast.manager, now=NOW)
    standing.refresh_from_db()
    assert (standing.next_on, standing.from_month) == (date(2027, 1, 5), date(2027, 1, 5).replace(day=1))
    verbs.make_standing_promises(now=at(date(2027, 7, 1)))
    assert made(standing)[1:] == [date(2027, 1, 5), date(2027, 4, 5), date(2027, 7, 5)]


@BOTH_SIDES
def test_declined_or_taken_back_it_goes_on_as_it_was(cast: Cast, side: Side) -> None:
    standing = agreed(cast, side)
    own, other = leads(cast, side)
    change = changed(standing, by=own)
    with pytest.raises(Refused, match="has asked for a change already"):
        changed(standing, by=other)
    with pytest.raises(Refused, match="Only the side that asked"):
        verbs.take_back_standing_change(change, by=other, now=NOW)
    with pytest.raises(Refused, match="Say why it stays"):
        verbs.decline_standing_change(change, answer="", by=other, now=NOW)
    verbs.decline_standing_change(change, answer="Too early", by=other, now=NOW)
    again = changed(standing, by=own)
    verbs.take_back_standing_change(again, by=own, now=NOW)
    with pytest.raises(Refused, match="answered already"):
        verbs.agree_standing_change(again, by=other, now=NOW)
    standing.refresh_from_db()
    assert standing.title == "Capacity forecast"
    assert [each.state for each in standing.changes.all()] == ["declined", "taken_back"]


def test_a_change_changes_something_and_says_why(cast: Cast) -> None:
    standing = agreed(cast, Side.OURS)
    same = {"title": standing.title, "kind": "day", "number": 5, "detail": ""}
    for fields, field in (({"reason": " "}, "reason"), (same, "title"), ({"number": 40}, "number")):
        with pytest.raises(Refused) as refused:
            changed(standing, by=cast.lead, **fields)
        assert refused.value.field == field
    assert not standing.changes.exists()
    waiting = asked(cast.partner, cast.lead, by=cast.manager)
    for act in (changed, lambda it, **said: verbs.ask_to_end_standing(it, reason="So", now=NOW, **said)):
        with pytest.raises(Refused, match="both agreed to"):
            act(waiting, by=cast.lead)


@BOTH_SIDES
@pytest.mark.parametrize("how", ["asked", "released"])
def test_it_ends_with_the_word_of_the_side_it_is_owed_to(cast: Cast, side: Side, how: str) -> None:
    standing = agreed(cast, side)
    own, other = leads(cast, side)
    then = at(date(2026, 12, 20))
    verbs.make_standing_promises(now=then)
    if how == "asked":
        with pytest.raises(Refused, match="release them"):
            verbs.ask_to_end_standing(standing, reason="Moved", by=other, now=then)
        change = verbs.ask_to_end_standing(standing, reason="Moved", by=own, now=then)
        assert verbs.make_standing_promises(now=then) == 0
        verbs.agree_standing_change(change, by=other, now=then)
    else:
        with pytest.raises(Refused, match="Ask them to end it"):
            verbs.release_standing(standing, reason="Moved", by=own, now=then)
        with pytest.raises(Refused, match="Say why"):
            verbs.release_standing(standing, reason="", by=other, now=then)
        verbs.release_standing(standing, reason="Moved", by=other, now=then)
    standing.refresh_from_db()
    assert (standing.state, standing.next_on, standing.ended_by, standing.end_reason) == (
        "ended", None, other, "Moved",
    )  # fmt: skip
    fell_due, ahead = standing.occurrences.order_by("first_due_on")
    assert (fell_due.state, ahead.state) == ("open", "withdrawn"), "what fell due stays in the counts"
    assert verbs.make_standing_promises(now=at(date(2027, 6, 1))) == 0


def test_a_release_answers_what_is_asked(cast: Cast) -> None:
    standing = agreed(cast, Side.THEIRS)
    changed(standing, by=cast.lead)
    verbs.release_standing(standing, reason="Moved", by=cast.manager, now=NOW)
    assert [each.state for each in standing.changes.all()] == ["declined"]
    other = agreed(cast, Side.THEIRS)
    verbs.ask_to_end_standing(other, reason="Moved", by=cast.lead, now=NOW)
    verbs.release_standing(other, reason="Moved", by=cast.manager, now=NOW)
    assert [each.state for each in other.changes.all()] == ["agreed"]


@BOTH_SIDES
def test_handed_over_within_a_side_what_is_made_stays_with_whoever_owns_it(cast: Cast, side: Side) -> None:
    standing = agreed(cast, side)
    own, other = leads(cast, side)
    for by, to, why in (
        (other, own, "Only the side that owes this"),
        (own, other, "stays with the side"),
        (own, worker(cast, side), "already owns this"),
    ):
        with pytest.raises(Refused, match=why):
            verbs.hand_over_standing(standing, to=to, by=by, now=NOW)
    own.country = "AE"
    own.save()
    verbs.hand_over_standing(standing, to=own, by=worker(cast, side), now=NOW)
    verbs.make_standing_promises(now=at(date(2027, 5, 10)))
    items = standing.occurrences.order_by("first_due_on")
    assert {each.owner for each in items[:1]} == {worker(cast, side)}
    assert {each.owner for each in items[1:]} == {own}
    assert items[5].first_due_on == date(2027, 5, 5)
