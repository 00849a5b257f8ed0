"""The mirror ledger over every partnership its reader sees: counted in the database, never read promise by promise."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from dashboards.charts.months import months_between, next_month
from dashboards.queries.ledger import named
from dashboards.queries.ledger_asked import UNNAMED, Asked
from governance.counting.formula import Tally
from governance.ledger.by_function import function_tallies, tallies_and_functions
from governance.ledger.tallies import Period, Tallies
from governance.ledger.waiting import waiting_days
from partners.finding import plain
from partners.models import Partner, Side, User

PAGE = 50


@dataclass(frozen=True)
class Across:
    """Twelve months of all partnerships: by partner and month, of one business function where one is asked for.

    `functions` are always all of them, by name.
    """

    period: Period
    asked: Asked
    partners: tuple[Partner, ...]
    by_partner: dict[int, dict[date, Tallies]]
    functions: list[tuple[str, Tallies]]
    waited_by_partner: dict[int, dict[Side, int]]
    """Where anybody waited: how many days each side held up what the other had promised."""

    @property
    def waited(self) -> dict[Side, int]:
        return {side: sum(days[side] for days in self.waited_by_partner.values()) for side in Side}

    @cached_property
    def months(self) -> dict[date, Tallies]:
        """Both sides' counts by month, every month present, oldest first."""
        every = months_between(self.period.first, self.period.last)
        return {month: added(months[month] for months in self.by_partner.values()) for month in every}

    @cached_property
    def year(self) -> Tallies:
        return added(self.months.values())

    @cached_property
    def partnerships(self) -> list[tuple[Partner, Tallies]]:
        """The partnerships in which anything fell due, with their twelve months, by name."""
        # In an order of our own: the database's depends on its language, and the pages are cut by it.
        named = sorted(self.partners, key=lambda partner: _in_order(partner.name))
        years = ((partner, added(self.by_partner[partner.pk].values())) for partner in named)
        return [(partner, year) for partner, year in years if any(tally.fell_due for tally in year.values())]

    def page(self, after: str) -> tuple[list[tuple[Partner, Tallies]], str]:
        """The partnerships after the name `after`, and the name to go on from, if there are more."""
        rest = [row for row in self.partnerships if _in_order(row[0].name) > _in_order(after)]
        return rest[:PAGE], rest[PAGE - 1][0].name if len(rest) > PAGE else ""


def ledger_across(reader: User, asked: Asked, *, today: date) -> Across:
    """What fell due in every partnership `reader` may see, ended ones too; always in as many queries."""
    period = asked.period(today)
    partners = tuple(Partner.objects.visible_to(reader))
    months = _months(period)
    function = ("" if asked.function == UNNAMED else asked.function) if asked.function else None
    counts, functions = tallies_and_functions(partners, list(months.values()))
    if function is not None:
        counts = function_tallies(partners, list(months.values()), function)[function]
    return Across(
        period=period,
        asked=asked,
        partners=partners,
        by_partner={partner.pk: dict(zip(months, counts[partner.pk], strict=True)) for partner in partners},
        functions=named(functions),
        waited_by_partner=waiting_days(partners, period, function),
    )


def _in_order(name: str) -> tuple[str, str]:
    return plain(name), name


def added(counts: Iterable[Tallies]) -> Tallies:
    """The sum of both sides' counts."""
    whole = dict.fromkeys(Side, Tally())
    for sides in counts:
        for side, more in sides.items():
            whole[side] += more
    return whole


def _months(period: Period) -> dict[date, Period]:
    """Each month of the twelve as a period of its own, all as they stood on the same day."""
    return {
        month: Period(month, min(next_month(month) - timedelta(days=1), period.last), period.as_of)
        for month in months_between(period.first, period.last)
    }
