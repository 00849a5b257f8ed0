"""Counts of the mirror ledger as words: counts first, never a percentage below twenty promises."""

from collections.abc import Sequence

from governance.counting.formula import Tally, kept_more_often
from reviews.facts import MonthCount, SidePromises

_HALF = 6


def rest_of(count: Tally) -> str:
    """ "kept · 1 moved with notice · 1 missed": what became of the others; what did not happen is not mentioned."""
    covered = [f"{count.covered} under cover"] if count.covered else []
    if not count.due:
        return f"nothing but {covered[0]}" if covered else "nothing fell due"
    return " · ".join(["kept", *(f"{number} {words}" for number, _, words in count.others), *covered])


def in_the_year(promises: SidePromises) -> str:
    """ "Over twelve months 33 of 58 kept, falling"."""
    if not promises.year.due:
        return "Nothing fell due in twelve months" + (" but under cover" if promises.year.covered else "")
    kept = f"Over twelve months {promises.year.kept} of {promises.year.due} kept"
    way = trend(promises.months)
    return f"{kept}, {way}" if way else kept


def trend(months: Sequence[MonthCount]) -> str:
    """ "rising", "falling" or "steady": the last six months against those before; "" when too little fell due."""
    before, now = months[:-_HALF][-_HALF:], months[-_HALF:]
    return kept_more_often(_sum(before), _sum(now))


def _sum(months: Sequence[MonthCount]) -> Tally:
    return sum((month.count for month in months), Tally())
