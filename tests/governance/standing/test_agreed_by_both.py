"""A standing promise is agreed by both sides, whoever owes it, and falls due by itself from then on."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from governance import verbs
from governance.models import ActionItem, StandingPromise
from partners.isolation.scope import SYSTEM, entered
from partners.models import Partner, Side, User
from partners.verb import Refused
from tests.cast import Cast
from tests.governance.scene import NOW, TODAY, at, in_days
from tests.governance.standing.scene import agreed, asked, leads, made, worker

pytestmark = pytest.mark.django_db
BOTH_SIDES = pytest.mark.parametrize("side", list(Side))


@pytest.fixture(autouse=True)
def _everywhere(cast: Cast) -> object:
    with entered(SYSTEM):
        yield


@BOTH_SIDES
@pytest.mark.parametrize("asking", ["its own", "the other"])
def test_the_other_side_s_yes_makes_it_one_whoever_owes_it(cast: Cast, side: Side, asking: str) -> None:
    own, other = leads(cast, side)
    by, answers = (own, other) if asking == "its own" else (other, own)
    standing = asked(cast.partner, worker(cast, side), by=by)
    assert (standing.state, standing.side, standing.next_on) == ("proposed", side, None)
    verbs.make_standing_promises(now=NOW)
    assert made(standing) == []
    with pytest.raises(Refused, match="It waits for"):
        verbs.agree_standing(standing, by=by, now=NOW)
    verbs.agree_standing(standing, by=answers, now=NOW)
    standing.refresh_from_db()
    assert (standing.state, standing.answered_by, standing.next_on) == ("agreed", answers, date(2027, 1, 5))
    item = standing.occurrences.get()
    assert (item.state, item.side, item.owner, item.title) == ("open", side, standing.owner, standing.title)
    assert (item.first_due_on, item.due_on, item.promised_on) == (date(2026, 12, 4), date(2026, 12, 4), TODAY)
    assert item.created_by == own
    assert [(each.due_on, each.given_by) for each in item.dates.all()] == [(date(2026, 12, 4), own)]


@BOTH_SIDES
def test_its_owner_answers_for_themselves_and_no_colleague_of_theirs_does(cast: Cast, side: Side) -> None:
    own, other = leads(cast, side)
    owner = worker(cast, side)
    standing = asked(cast.partner, owner, by=other)
    colleague = asked(cast.partner, own, by=other)
    assert verbs.agree_standing(standing, by=owner, now=NOW).state == "agreed"
    with pytest.raises(Exception, match=r"promise"):
        verbs.agree_standing(colleague, by=owner, now=NOW)
    assert colleague.occurrences.count() == 0


@BOTH_SIDES
def test_declined_or_taken_back_nothing_falls_due(cast: Cast, side: Side) -> None:
    own, other = leads(cast, side)
    standing, again = (asked(cast.partner, own, by=other) for _ in range(2))
    with pytest.raises(Refused, match="Only the side that asked"):
        verbs.take_back_standing(standing, by=own, now=NOW)
    with pytest.raises(Refused, match="It waits for"):
        verbs.decline_standing(standing, answer="No.", by=other, now=NOW)
    with pytest.raises(Refused, match="Say why not"):
        verbs.decline_standing(standing, answer=" ", by=own, now=NOW)
    verbs.decline_standing(standing, answer="By the 10th we can.", by=own, now=NOW)
    verbs.take_back_standing(again, by=other, now=NOW)
    for each, by in ((standing, own), (again, own)):
        with pytest.raises(Refused, match="answered already"):
            verbs.agree_standing(each, by=by, now=NOW)
    assert verbs.make_standing_promises(now=NOW + timedelta(days=90)) == 0
    assert [each.state for each in StandingPromise.objects.order_by("pk")] == ["declined", "taken_back"]


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"title": " "}, "title"),
        ({"kind": "week"}, "kind"),
        ({"number": 0}, "number"),
        ({"number": 32}, "number"),
        ({"kind": "working_day", "number": 16}, "number"),
        ({"every": 2}, "every"),
        ({"begins_on": in_days(-1)}, "begins_on"),
    ],
)  # fmt: skip
def test_terms_that_are_none_are_refused_at_their_field(
    cast: Cast, fields: dict[str, object], field: str
) -> None:
    with pytest.raises(Refused) as refused:
        asked(cast.partner, cast.lead, by=cast.lead, **fields)
    assert refused.value.field == field
    assert not StandingPromise.objects.exists()


def test_quarters_are_counted_from_the_first_month_it_falls_due_in(cast: Cast) -> None:
    standing = agreed(cast, Side.OURS, every=3, begins_on=date(2026, 12, 10))
    assert (standing.from_month, standing.next_on, made(standing)) == (
        date(2027, 1, 1), date(2027, 1, 5), [],
    )  # fmt: skip
    verbs.make_standing_promises(now=at(date(2027, 12, 1)))
    assert made(standing) == [date(2027, 1, 5), date(2027, 4, 5), date(2027, 7, 5), date(2027, 10, 5)]


def test_the_database_knows_that_both_sides_agree(cast: Cast) -> None:
    standing = asked(cast.partner, cast.lead, by=cast.manager)
    alone = {"state": "agreed", "next_on": TODAY, "answered_by": cast.manager, "answered_on": TODAY}
    for answered_side in ("", "ours"):
        with pytest.raises(IntegrityError, match="standing_agreed_by_both_sides"), transaction.atomic():
            StandingPromise.objects.filter(pk=standing.pk).update(**alone, answered_side=answered_side)
    StandingPromise.objects.filter(pk=standing.pk).update(**alone, answered_side="theirs")


STEPS = st.lists(
    st.tuples(
        st.sampled_from(
            ["ask", "agree", "change", "end", "release", "agree change", "decline change", "clock"]
        ),
        st.sampled_from(list(Side)),
        st.integers(1, 31),
    ),
    min_size=4,
    max_size=25,
)


def played(
    cast: Cast, partner: Partner, steps: list[tuple[str, Side, int]], *, swapped: bool
) -> list[object]:
    """What stands on the two ledgers after the steps, as (whose, day, state); with the sides swapped, as if not."""

    def who(side: Side) -> User:
        return leads(cast, side.other if swapped else side)[0]

    day = TODAY
    standing: StandingPromise | None = None
    by_both: set[frozenset[str]] = set()
    for step, side, number in steps:
        by = who(side)
        said = {"by": by, "now": at(day)}
        running = standing and standing.changes.running().first()
        try:
            if step == "ask":
                standing = asked(partner, who(Side.OURS), number=number, **said)
            elif step == "clock":
                day += timedelta(days=number)
                verbs.make_standing_promises(now=at(day))
            elif standing is None:
                continue
            elif step == "agree":
                verbs.agree_standing(standing, **said)
                by_both.add(frozenset({standing.asked_side, by.side}))
            elif step == "change":
                verbs.change_standing(standing, title="Else", kind="day", number=number, reason="So", **said)
            elif step == "end":
                verbs.ask_to_end_standing(standing, reason="So", **said)
            elif step == "release":
                verbs.release_standing(standing, reason="So", **said)
            elif running and step == "agree change":
                verbs.agree_standing_change(running, **said)
                by_both.add(frozenset({running.side, by.side}))
            elif running:
                verbs.decline_standing_change(running, answer="No", **said)
        except Refused:
            continue
    assert all(len(sides) == 2 for sides in by_both), "one side alone agreed"
    owed = ActionItem.objects.filter(partner=partner, standing__isnull=False)
    assert not owed.exclude(standing__state__in=["agreed", "ended"]).exists()
    rows = owed.order_by("standing_id", "first_due_on")
    flip = {"ours": "theirs", "theirs": "ours"} if swapped else {"ours": "ours", "theirs": "theirs"}
    return [(flip[row.side], row.first_due_on, row.promised_on, row.state, row.title) for row in rows]


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(STEPS)
def test_no_side_alone_puts_one_on_a_ledger_and_swapped_sides_swap_the_ledgers(
    cast: Cast, steps: list[tuple[str, Side, int]]
) -> None:
    ledgers = []
    for swapped in (False, True):
        with transaction.atomic():
            User.objects.filter(pk__in=[cast.manager.pk, cast.lead.pk]).update(country="GB")
            for person in (cast.manager, cast.lead):
                person.country = "GB"
            ledgers.append(played(cast, cast.partner, steps, swapped=swapped))
            transaction.set_rollback(True)
    assert ledgers[0] == ledgers[1]
