from django.db import connection
from django.test.utils import CaptureQueriesContext

from governance import verbs
from governance.counting.formula import Verdict, judge
from governance.ledger.facts import promise_of, promises, promises_of, promises_of_person
from governance.models import ActionItem
from partners.isolation.scope import acting_as
from partners.models import Side
from tests.cast import Cast
from tests.governance.scene import NOW, TODAY, at, in_days, promised


def test_actions_and_decisions_of_both_sides_are_promises(cast: Cast) -> None:
    with acting_as(cast.manager):
        promised(cast, cast.lead)
        promised(cast, cast.manager)
        verbs.raise_decision(
            cast.partner,
            title="Regional budget",
            on_side="ours",
            needed_by=in_days(9),
            by=cast.manager,
            now=NOW,
        )
        assert [(one.kind, one.side) for one in promises(cast.partner)] == [
            ("action", Side.THEIRS),
            ("action", Side.OURS),
            ("decision", Side.OURS),
        ]


def test_the_facts_carry_every_date_and_wait(cast: Cast) -> None:
    with acting_as(cast.lead):
        item = promised(cast, cast.lead)
        verbs.move_date(item, due_on=in_days(30), reason="Hardware", by=cast.lead, now=NOW)
        verbs.wait_on(item, on_side="ours", what_for="Access", by=cast.lead, now=at(in_days(25)))
        verbs.report_done(item, by=cast.lead, now=at(in_days(35)))
        (facts,) = promises([cast.partner])
        assert (facts.first_due_on, facts.due_on, facts.reported_on) == (
            in_days(21),
            in_days(30),
            in_days(35),
        )
        assert judge(facts, in_days(40)) is Verdict.HELD_UP


def test_a_late_decision_counts_as_a_late_action(cast: Cast) -> None:
    with acting_as(cast.manager):
        ask = verbs.raise_decision(
            cast.partner,
            title="Regional budget",
            on_side="ours",
            needed_by=in_days(9),
            by=cast.manager,
            now=NOW,
        )
        verbs.decide(ask, answer="Granted", by=cast.manager, now=at(in_days(12)))
        (facts,) = promises(cast.partner)
        assert judge(facts, in_days(20)) is Verdict.MISSED


def test_a_proposal_is_no_promise_yet(cast: Cast) -> None:
    with acting_as(cast.manager):
        verbs.propose(
            cast.partner, title="Rebuild", owner=cast.lead, due_on=in_days(5), by=cast.manager, now=NOW
        )
        assert promises(cast.partner) == []


def test_the_period_is_of_first_dates(cast: Cast) -> None:
    with acting_as(cast.lead):
        promised(cast, cast.lead, due_on=in_days(5))
        inside = promised(cast, cast.lead, due_on=in_days(10))
        assert [one.id for one in promises(cast.partner, since=in_days(6), until=in_days(10))] == [inside.pk]


def test_actions_and_decisions_of_both_sides_due_under_cover_are_covered(cast: Cast) -> None:
    with acting_as(cast.cio):
        verbs.give_cover(cast.partner, words="Let them work.", until=in_days(9), by=cast.cio, now=NOW)
    with acting_as(cast.manager):
        for owner in (cast.lead, cast.manager):
            promised(cast, owner, due_on=in_days(9))
            promised(cast, owner, due_on=in_days(10))
            verbs.raise_decision(
                cast.partner,
                title="Budget",
                on_side=owner.side,
                needed_by=in_days(9),
                by=cast.manager,
                now=NOW,
            )
        found = promises(cast.partner)
        assert [one.covered for one in found] == [one.first_due_on == in_days(9) for one in found]
        assert sum(one.covered for one in found) == 4
        item = ActionItem.objects.filter(due_on=in_days(9), owner=cast.manager).get()
        alone = promise_of(item, item.dates.all())
        of_person = promises_of_person(cast.manager, TODAY, in_days(30))
        assert alone is not None
        assert alone.covered
        assert [one.covered for one in of_person] == [True, False]
        assert [one.covered for one in promises_of([item.pk])] == [True]


def test_a_cover_ended_early_covers_until_the_day_it_really_ended(cast: Cast) -> None:
    with acting_as(cast.cio):
        cover = verbs.give_cover(cast.partner, words="Let them work.", until=in_days(9), by=cast.cio, now=NOW)
        verbs.end_cover(cover, by=cast.cio, now=at(in_days(4)))
    with acting_as(cast.lead):
        for offset in (4, 5):
            promised(cast, cast.lead, due_on=in_days(offset))
        assert [one.covered for one in promises(cast.partner)] == [True, False]


def test_a_rival_reads_none_of_it(cast: Cast) -> None:
    with acting_as(cast.lead):
        promised(cast, cast.lead)
    with acting_as(cast.rival_lead):
        assert promises([cast.partner, cast.rival]) == []


def test_more_promises_take_no_more_queries(cast: Cast) -> None:
    with acting_as(cast.lead):
        for number in range(6):
            promised(cast, cast.lead, title=f"Step {number}")
        verbs.raise_decision(
            cast.partner, title="Budget", on_side="ours", needed_by=in_days(9), by=cast.lead, now=NOW
        )
        with CaptureQueriesContext(
            connection,
        ) as queries:
            promises(cast.partner)
    assert len(queries) == 7
