"""Every partnership in one line each; the number of queries does not grow with them."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from django.db.models import Min, Q
from django.urls import reverse

from dashboards.attention import Look, Standings, at_asks, at_outcomes, at_performance
from dashboards.queries.kept import Counted, counted, percent
from dashboards.queries.standings import last_standings
from dashboards.queries.summary_sentence import Part, of_portfolio
from governance.counting.formula import Tally
from governance.in_sight import in_sight
from governance.models import Ask, Forum, OutcomeIntent
from governance.owed import Owed, What, status_of
from partners.finding import plain
from partners.models import Partner, PartnerStanding, Side, User

PAGE = 50


@dataclass(frozen=True)
class Share:
    """One side's promises over twelve months: a percentage from twenty on, else counts."""

    side: Side
    tally: Tally
    a_month_ago: Tally

    @property
    def percent(self) -> int | None:
        return percent(self.tally)

    @property
    def change(self) -> str:
        """Points of change since the end of last month, signed, "=" when none; empty below twenty promises."""
        now, then = percent(self.tally), percent(self.a_month_ago)
        if now is None or then is None:
            return ""
        return "=" if now == then else f"{now - then:+d}".replace("-", "−")


@dataclass(frozen=True)
class PortfolioRow:
    """One partnership: what each cell says, and how much it needs attention."""

    partner: Partner
    segment: str
    kept: Counted
    performance: Look
    outcomes: Look
    ask: Look
    ask_days: int | None
    next_review_on: date | None

    @property
    def shares(self) -> list[Share]:
        return [Share(side, self.kept.year[side], self.kept.year_a_month_ago[side]) for side in Side]

    @property
    def url(self) -> str:
        return _page_of(self.partner.slug, "partnership")

    @property
    def ledger_url(self) -> str:
        return _page_of(self.partner.slug, "ledger_partnership")

    @property
    def weight(self) -> int:
        return self.performance.weight + self.outcomes.weight + self.ask.weight


@dataclass(frozen=True)
class Portfolio:
    """The partnerships of one segment, or all; `segments` counts them before the filter."""

    rows: tuple[PortfolioRow, ...]
    """All of them, by the day of the next review: what the sentence says is true of all, whatever page is shown."""
    segments: dict[str, int]
    total: int
    reader: User

    def page(self, start: int) -> tuple[PortfolioRow, ...]:
        """The rows of a page, from the one numbered `start` on."""
        return self.rows[start : start + PAGE]

    @property
    def last_start(self) -> int:
        """Where the last page starts."""
        return max(0, len(self.rows) - 1) // PAGE * PAGE

    @property
    def sentence(self) -> list[Part]:
        ranked = sorted(
            self.rows, key=lambda row: (-row.weight, -(row.ask_days or 0), plain(row.partner.name))
        )
        facts = [
            (
                row.partner.named_to(self.reader.side),
                row.partner.slug,
                row.weight,
                (row.ask_days or 0) if row.ask.wash else 0,
            )
            for row in ranked
        ]
        return of_portfolio([row.kept for row in self.rows], facts, reader=self.reader.side)


def portfolio(reader: User, *, today: date, segment: str = "") -> Portfolio:
    """Every partnership `reader` may see that goes on or has something open, by the day of its next review."""
    every = list(in_sight(Partner.objects.visible_to(reader)))
    standing = dict(PartnerStanding.objects.visible_to(reader).values_list("partner_id", "segment"))
    partners = [p for p in every if standing.get(p.pk) == segment] if segment else every
    promised, measured = counted(partners, today=today), last_standings(partners, today=today)
    health, asks, reviews = _healths(partners), _asks(partners, reader.side), next_reviews(partners)
    rows = [
        PortfolioRow(
            partner=partner,
            segment=_segment_name(standing.get(partner.pk, "")),
            kept=promised[partner.pk],
            performance=at_performance(measured.get(partner.pk, Standings())),
            outcomes=at_outcomes(health[partner.pk]),
            ask=asks.get(partner.pk, _NOTHING_ASKED).look(reader.side, today),
            ask_days=asks.get(partner.pk, _NOTHING_ASKED).days(today),
            next_review_on=reviews.get(partner.pk),
        )
        for partner in partners
    ]
    rows.sort(key=lambda row: (row.next_review_on or date.max, plain(row.partner.name)))
    counts = Counter(standing[partner.pk] for partner in every if partner.pk in standing)
    return Portfolio(tuple(rows), dict(counts), len(every), reader)


def next_reviews(partners: Iterable[Partner]) -> dict[int, date]:
    """Partner id → the day of the next review of any of its forums."""
    forums = Forum.objects.filter(partner__in=list(partners), next_review_on__isnull=False)
    return dict(forums.order_by().values_list("partner_id").annotate(day=Min("next_review_on")))


def _healths(partners: list[Partner]) -> dict[int, list[str]]:
    agreed = OutcomeIntent.objects.filter(partner__in=partners, state=OutcomeIntent.State.AGREED)
    of: dict[int, list[str]] = defaultdict(list)
    for partner, health in agreed.order_by().values_list("partner_id", "health"):
        of[partner].append(health)
    return of


class _Asks(NamedTuple):
    """What waits for an answer of one side in one partnership, by what tells how the worst of it stands."""

    oldest: date | None = None
    """Since when the one waits that waits longest."""
    undated: date | None = None
    """The same of those that are needed by no day."""
    needed: date | None = None
    """The first day on which a decision is needed."""
    look_by: date | None = None
    """The first day by which a risk is to be looked at."""

    def days(self, today: date) -> int | None:
        return (today - self.oldest).days if self.oldest else None

    def look(self, side: Side, today: date) -> Look:
        owed = []
        if self.needed:
            owed.append(Owed(What.DECISION, side, Ask.State.PENDING, self.needed, self.needed))
        if self.look_by:
            owed.append(Owed(What.RISK, side, Ask.State.RAISED, self.look_by, self.look_by))
        if self.undated:
            owed.append(Owed(What.IMPEDIMENT, side, Ask.State.RAISED, self.undated, None))
        owed.sort(key=lambda each: each.since)
        return at_asks(status_of(each, today) for each in owed)


def _asks(partners: list[Partner], side: Side) -> dict[int, _Asks]:
    """Partner id → what waits on the side there."""
    waiting = Ask.objects.filter(partner__in=partners).waiting_on(side).order_by().values_list("partner_id")
    since = Ask.since_in_sql()
    found = waiting.annotate(
        oldest=Min(since),
        undated=Min(since, filter=Q(needed_by=None)),
        needed=Min("needed_by", filter=Q(kind=Ask.Kind.DECISION)),
        look_by=Min("needed_by", filter=Q(kind=Ask.Kind.RISK)),
    )
    return {partner: _Asks(*days) for partner, *days in found}


_NOTHING_ASKED = _Asks()


@lru_cache(maxsize=4096)
def _page_of(slug: str, page: str) -> str:
    """Where a partnership is shown: to look up a hundred addresses costs as much as a few queries."""
    return reverse(page, args=[slug])


def _segment_name(segment: str) -> str:
    return PartnerStanding.Segment(segment).label if segment else ""
