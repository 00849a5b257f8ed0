"""Actions that are settled, and whether books say of them what the ledger judges."""

from datetime import date, timedelta

from governance import verbs
from governance.counting.formula import Promise, Tally, by_function, tally
from governance.ledger.by_function import function_tallies, tallies_and_functions
from governance.ledger.facts import promises
from governance.ledger.tallies import Period, tallies
from governance.models import ActionItem, ClosedBooks
from partners.isolation.scope import SYSTEM, acting_as, entered
from partners.models import Side, User
from tests.cast import Cast
from tests.governance.scene import at, counterpart, promised

LATER = at(date(2027, 2, 20))
"""Everything of `settled` has long been over."""


def reported(cast: Cast, owner: User, *, on: date, confirmed: bool = True) -> ActionItem:
    other = counterpart(cast, owner)
    item = promised(cast, owner)
    with acting_as(owner):
        verbs.report_done(item, by=owner, now=at(on))
    if confirmed:
        with acting_as(other):
            verbs.confirm(item, by=other, now=at(on + timedelta(days=1)))
    return item


def books(cast: Cast) -> ClosedBooks:
    with entered(SYSTEM):
        return ClosedBooks.objects.get(partner=cast.partner)


def is_what_the_ledger_judges(cast: Cast, as_of: date) -> bool:
    """Of the year up to the day, of a month that is over, and of some days, which can rest on no books."""
    month = as_of.replace(day=1)
    over = month - timedelta(days=1)
    of_months = [
        Period(month.replace(year=month.year - 1), as_of, as_of),
        Period(over.replace(day=1), over, as_of),
    ]
    of_days = [Period(as_of - timedelta(days=9), as_of, as_of)]
    of_the_whole_month = [
        Period(month, (month + timedelta(days=31)).replace(day=1) - timedelta(days=1), as_of)
    ]
    of_a_part = [Period(over.replace(day=1), over - timedelta(days=1), as_of)]
    with acting_as(cast.manager):
        facts = promises(cast.partner)
        every = (of_months, of_the_whole_month, of_a_part, of_days)
        return all(_are_the_same(cast, facts, periods) for periods in every)


def _are_the_same(cast: Cast, facts: list[Promise], periods: list[Period]) -> bool:
    partners = [cast.partner, cast.rival]
    whole = tallies(partners, periods)[cast.partner.pk] == [tally(facts, *period) for period in periods]
    by_name = function_tallies(partners, periods)
    apart = all(
        _by_name({name: of[cast.partner.pk][number] for name, of in by_name.items() if cast.partner.pk in of})
        == _by_name(by_function(facts, *period))
        for number, period in enumerate(periods)
    )
    # Months have no day in common.
    months = [period for period in periods if len(periods) == 1]
    both = not months or tallies_and_functions(partners, months) == (
        tallies(partners, months),
        _by_name(by_function(facts, *months[0])),
    )
    return whole and apart and both


def _by_name(functions: dict[str, dict[Side, Tally]]) -> dict[str, dict[Side, Tally]]:
    """Without those for which nothing fell due."""
    return {
        name: sides for name, sides in functions.items() if any(tally.fell_due for tally in sides.values())
    }
