"""What is asked of the ledger: a year, and which of its promises. Every combination is an address."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from urllib.parse import urlencode

from dashboards.charts.months import next_month
from dashboards.queries.kept import year_before
from governance.counting.formula import APART
from governance.ledger.entries import SIGNS, Entry
from governance.ledger.tallies import Period
from partners.models import Side
from partners.untrusted_text import clean_search

UNNAMED = "No function named"
KINDS = {"action": "Actions", "decision": "Decisions", "look": "Looks at risks"}


@dataclass(frozen=True)
class Asked:
    """`until` and `month` are months as in "2026-08"; whatever is empty is not asked for."""

    until: str = ""
    side: str = ""
    verdict: str = ""
    kind: str = ""
    month: str = ""
    function: str = ""

    @classmethod
    def read(cls, asked: dict[str, str]) -> "Asked":
        """From the query of an address; what makes no sense is left out."""
        side, verdict, kind = (asked.get(name, "") for name in ("side", "verdict", "kind"))
        return cls(
            until=_month(asked.get("until", "")),
            side=side if side in Side.values else "",
            verdict=verdict if verdict in (*SIGNS, *APART) else "",
            kind=kind if kind in KINDS else "",
            month=_month(asked.get("month", "")),
            function=clean_search(asked.get("function", "")),
        )

    def query(self, **changes: str) -> str:
        """The query of the address that shows this, with `changes`; empty values are left out."""
        kept = {name: value for name, value in {**vars(self), **changes}.items() if value}
        return f"?{urlencode(kept)}" if kept else "?"

    @property
    def across(self) -> "Asked":
        """What of it is asked of all partnerships at once: the year, a side, a business function."""
        return Asked(until=self.until, side=self.side, function=self.function)

    def period(self, today: date) -> Period:
        """The twelve months that end with the month asked for, as they stood at its end; never later than `today`."""
        asked = (
            next_month(date.fromisoformat(f"{self.until}-01")) - timedelta(days=1) if self.until else today
        )
        last = min(asked, today)
        return Period(year_before(last), last, last)

    def within(self, period: Period) -> "Asked":
        """The same without a month that does not lie in the period: an old link then leads to the whole of it."""
        inside = f"{period.first:%Y-%m}" <= self.month <= f"{period.last:%Y-%m}"
        return self if inside or not self.month else replace(self, month="")

    def fits(self, entry: Entry) -> bool:
        """Whether a promise is among those asked for."""
        promise = entry.promise
        return (
            self.side in ("", promise.side)
            and self.verdict in ("", entry.counted_as)
            and self.kind in ("", promise.kind)
            and self.month in ("", f"{promise.first_due_on:%Y-%m}")
            and self.function in ("", promise.function or UNNAMED)
        )

    @property
    def is_narrowed(self) -> bool:
        """Whether less than the whole year is asked for."""
        return self != Asked(until=self.until)


def _month(text: str) -> str:
    """A month as it is written in an address, or nothing."""
    try:
        month = date.fromisoformat(f"{text}-01")
    except ValueError:
        return ""
    return text if 2000 <= month.year < 3000 else ""
