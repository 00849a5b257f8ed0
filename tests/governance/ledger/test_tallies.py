"""What the database counts is what the ledger judges."""

from datetime import date, timedelta

import pytest

from governance import verbs
from governance.counting.formula import by_function, days_waited_on, has_fallen_due, tally
from governance.ledger.by_function import function_tallies
from governance.ledger.facts import promises
from governance.ledger.tallies import Period, tallies
from governance.ledger.waiting import waiting_days
from governance.models import ActionItem, OutcomeIntent
from partners.isolation.scope import acting_as
from partners.models import Side, User
from tests.cast import Cast
from tests.governance.scene import NOW, at, counterpart, in_days, promised
from tests.ground import laid

FIRST = in_days(21)


@laid
def every_kind(cast: Cast) -> Cast:
    """On both sides: kept, confirmed, late, never done, moved, moved there and back, waited, withdrawn, proposed."""
    cast.lead.time_zone = "Pacific/Auckland"
    cast.lead.save(update_fields=["time_zone"])
    for owner in (cast.lead, cast.manager):
        other = counterpart(cast, owner)
        with acting_as(owner):
            _reported(cast, owner, FIRST)
            confirmed = _reported(cast, owner, in_days(20))
            _reported(cast, owner, in_days(24))
            promised(cast, owner)
            _moved(cast, owner, in_days(30))
            _moved(cast, owner, in_days(30), FIRST)
            waits = promised(cast, owner)
            verbs.wait_on(waits, on_side=other.side, what_for="Access", by=owner, now=at(in_days(3)))
            verbs.propose(cast.partner, title="Perhaps", owner=other, due_on=FIRST, by=owner, now=NOW)
        with acting_as(other):
            verbs.confirm(confirmed, by=other, now=at(in_days(23)))
        with acting_as(owner):
            verbs.raise_decision(
                cast.partner, title="Budget", on_side=owner.side, needed_by=in_days(9), by=owner, now=NOW
            )
        _asked(cast, owner)
    return cast


def _asked(cast: Cast, owner: User) -> None:
    """Decisions needed from the owner's side and risks it carries: kept, late, moved, moved and late, not yet done."""
    other = counterpart(cast, owner)
    for moved, answered in ((None, 8), (None, 12), (20, 19), (20, 23), (20, None)):
        with acting_as(other):
            needed = verbs.raise_decision(
                cast.partner, title="Which", on_side=owner.side, needed_by=in_days(9), by=other, now=NOW
            )
        with acting_as(owner):
            risk = verbs.raise_risk(
                cast.partner,
                title="The disk fills",
                on_side=owner.side,
                risk_cause="It grows",
                risk_consequence="It stops",
                owner=owner,
                needed_by=in_days(10),
                by=owner,
                now=NOW,
            )
            for ask in (needed, risk):
                if moved:
                    verbs.move_needed_by(
                        ask, needed_by=in_days(moved), reason="Ill", by=owner, now=at(in_days(1))
                    )
            if answered:
                verbs.decide(needed, answer="This", by=owner, now=at(in_days(answered)))
                found = {
                    "answer": "It grows on",
                    "needed_by": in_days(answered + 20),
                    "now": at(in_days(answered)),
                }
                verbs.look_at_risk(risk, by=owner, **found)


def _reported(cast: Cast, owner: User, on: date) -> ActionItem:
    item = promised(cast, owner)
    verbs.report_done(item, by=owner, now=at(on))
    return item


def _moved(cast: Cast, owner: User, *to: date) -> None:
    item = promised(cast, owner)
    for day in to:
        verbs.move_date(item, due_on=day, reason="Hardware", by=owner, now=NOW)


@laid
def under_cover(every_kind: Cast) -> Cast:
    """The same, with a cover over the decisions and the first dates, ended on the last of these."""
    with acting_as(every_kind.partner_sponsor):
        said = {"by": every_kind.partner_sponsor, "now": at(in_days(8))}
        cover = verbs.give_cover(every_kind.partner, words="Let them work.", until=in_days(30), **said)
        verbs.end_cover(cover, by=every_kind.partner_sponsor, now=at(FIRST))
    with acting_as(every_kind.lead):
        promised(every_kind, every_kind.lead, due_on=in_days(8))
        promised(every_kind, every_kind.lead, due_on=in_days(22))
    return every_kind


@pytest.mark.parametrize("as_of", [in_days(offset) for offset in (0, 8, 9, 20, 21, 22, 24, 60)])
def test_the_database_counts_as_the_ledger_judges_under_cover_too(under_cover: Cast, as_of: date) -> None:
    long, short = Period(in_days(-5), as_of, as_of), Period(as_of - timedelta(days=3), as_of, as_of)
    with acting_as(under_cover.manager):
        facts = promises(under_cover.partner)
        counted = tallies([under_cover.partner, under_cover.rival], [long, short])
    assert counted[under_cover.partner.pk] == [tally(facts, *long), tally(facts, *short)]
    assert any(count.covered for count in tally(facts, *long).values()) == (as_of >= in_days(9))


@pytest.mark.parametrize("as_of", [in_days(offset) for offset in (0, 9, 10, 20, 21, 22, 24, 29, 31, 60)])
def test_the_database_counts_as_the_ledger_judges(every_kind: Cast, as_of: date) -> None:
    long, short = Period(in_days(-5), as_of, as_of), Period(as_of - timedelta(days=3), as_of, as_of)
    with acting_as(every_kind.manager):
        facts = promises(every_kind.partner)
        counted = tallies([every_kind.partner, every_kind.rival], [long, short])
    assert counted[every_kind.partner.pk] == [tally(facts, *long), tally(facts, *short)]


@pytest.mark.parametrize("as_of", [in_days(offset) for offset in (9, 21, 24, 60)])
def test_the_database_counts_functions_as_the_ledger_judges(every_kind: Cast, as_of: date) -> None:
    long, short = Period(in_days(-5), as_of, as_of), Period(as_of - timedelta(days=3), as_of, as_of)
    partner, rival = every_kind.partner, every_kind.rival
    with acting_as(every_kind.manager):
        _serve_functions(every_kind)
        facts = promises(partner)
        counted = function_tallies([partner, rival], [long, short])
        alone = function_tallies([partner, rival], [long, short], "Finance")
    assert {name: of[partner.pk][0] for name, of in counted.items()} == by_function(facts, *long)
    short_ones = {name: of[partner.pk][1] for name, of in counted.items()}
    assert {
        name: of for name, of in short_ones.items() if any(tally.due for tally in of.values())
    } == by_function(facts, *short)
    assert all(rival.pk not in of for of in counted.values())
    assert alone == {name: of for name, of in counted.items() if name == "Finance"}


def _serve_functions(cast: Cast) -> None:
    """Some serve an outcome of sales; the manager, and nobody else, is in finance."""
    User.objects.filter(pk=cast.manager.pk).update(business_function="Finance")
    outcome = OutcomeIntent.objects.create(
        partner=cast.partner, statement="One", target="x", business_function="Sales"
    )
    nameless = OutcomeIntent.objects.create(partner=cast.partner, statement="Two", target="x")
    items = list(ActionItem.objects.order_by("pk"))
    assert len(items) > 3
    for number, item in enumerate(items):
        ActionItem.objects.filter(pk=item.pk).update(outcome=(outcome, nameless, None)[number % 3])


@pytest.mark.parametrize("as_of", [in_days(offset) for offset in (9, 22, 60)])
def test_the_days_waited_across_are_those_of_every_promise(every_kind: Cast, as_of: date) -> None:
    period = Period(in_days(-5), as_of, as_of)
    with acting_as(every_kind.manager):
        facts = [promise for promise in promises(every_kind.partner) if has_fallen_due(promise, as_of)]
        days = waiting_days([every_kind.partner, every_kind.rival], period)
    one_by_one = {
        side: sum(days_waited_on(promise, as_of)[side] for promise in facts if promise.side is side.other)
        for side in Side
    }
    assert days.get(every_kind.partner.pk, dict.fromkeys(Side, 0)) == one_by_one
    assert (sum(one_by_one.values()) > 0) == (as_of > FIRST)


def test_an_unknown_time_zone_is_the_house_s_own(every_kind: Cast) -> None:
    User.objects.filter(pk=every_kind.lead.pk).update(time_zone="Mars/Olympus")
    period = Period(FIRST, FIRST, in_days(40))
    with acting_as(every_kind.manager):
        counted = tallies([every_kind.partner], [period])
        assert counted[every_kind.partner.pk] == [tally(promises(every_kind.partner), *period)]
