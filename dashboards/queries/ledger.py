"""The mirror ledger of one partnership, down to each promise that fell due."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import Prefetch
from django.urls import reverse

from dashboards.queries.kept import Kept
from dashboards.queries.ledger_asked import UNNAMED, Asked
from governance.counting.formula import Promise, by_function, by_month
from governance.ledger.entries import Entry
from governance.ledger.facts import promises
from governance.ledger.tallies import Period, Tallies
from governance.models import ActionItem, Ask, RiskLook, WaitingPeriod
from partners.models import Partner, Side, User
from partners.untrusted_text import is_primary_key

PAGE = 40
Key = tuple[date, str, int]


@dataclass(frozen=True)
class Line:
    """One promise of the list; `disputed` are the waits of which the other side holds another view."""

    entry: Entry
    title: str
    url: str
    disputed: tuple[WaitingPeriod, ...] = ()


@dataclass(frozen=True)
class SideLines:
    """One side's lines of a month on one page; `count` are all of them, on whatever page."""

    side: Side
    count: int
    lines: list[Line]


@dataclass(frozen=True)
class Month:
    """A month of the list."""

    month: date
    sides: list[SideLines]


@dataclass(frozen=True)
class Ledger:
    """Everything of twelve months that fell due, the newest first, and what was asked for among it."""

    kept: Kept
    period: Period
    asked: Asked
    entries: tuple[Entry, ...]

    @property
    def year(self) -> Tallies:
        return self.kept.year

    @cached_property
    def fitting(self) -> list[Entry]:
        return [entry for entry in self.entries if self.asked.fits(entry)]

    @cached_property
    def waited(self) -> dict[Side, int]:
        """How many days each side held up what the other had promised."""
        days = dict.fromkeys(Side, 0)
        for entry in self.entries:
            days[entry.promise.side.other] += entry.days_waited
        return days

    @cached_property
    def functions(self) -> list[tuple[str, Tallies]]:
        """Both sides' counts by business function, by name, those without one last."""
        return named(by_function((entry.promise for entry in self.entries), *self.period))

    def counts(self, asked: Asked) -> Counter[str]:
        """In which of the counts those stand that `asked` asks for."""
        return Counter(entry.counted_as for entry in self.entries if asked.fits(entry))

    def page(self, after: str) -> tuple[list[Entry], str]:
        """What comes after the key `after` ("2026-11-23,action,17"), and the key to go on from, if there is more."""
        key = _read_key(after)
        rest = [entry for entry in self.fitting if key is None or _key(entry) < key]
        shown = rest[:PAGE]
        day, kind, pk = _key(shown[-1]) if len(rest) > PAGE else (None, "", 0)
        return shown, f"{day:%Y-%m-%d},{kind},{pk}" if day else ""


def ledger(partner: Partner, asked: Asked, *, today: date) -> Ledger:
    """The ledger of the twelve months asked for, read within the person's scope; always in as many queries."""
    period = asked.period(today)
    return ledger_of(promises(partner, since=period.first, until=period.last), asked, period)


def ledger_of(made: Iterable[Promise], asked: Asked, period: Period) -> Ledger:
    """The same from the facts at hand: all promises whose first date lies in the period. Pure."""
    made = tuple(made)
    entries = (Entry(promise, period.as_of) for promise in made)
    due = sorted((entry for entry in entries if entry.has_fallen_due), key=_key, reverse=True)
    return Ledger(Kept(by_month(made, *period)), period, asked.within(period), tuple(due))


def has_older(reader: User, period: Period, partner: Partner | None = None) -> bool:
    """Whether anything was promised for a day before the twelve months: in one partnership, or in any one sees."""
    actions = ActionItem.objects.visible_to(reader).filter(first_due_on__lt=period.first)
    decisions = Ask.objects.visible_to(reader).filter(
        kind=Ask.Kind.DECISION, first_needed_by__lt=period.first
    )
    looks = RiskLook.objects.visible_to(reader).filter(first_due_on__lt=period.first)
    earlier: list[Any] = [actions, decisions, looks]
    if partner is not None:
        earlier = [rows.filter(partner=partner) for rows in earlier]
    return any(rows.exists() for rows in earlier)


def months_of(found: Ledger, shown: Sequence[Entry], *, partner: Partner, reader: User) -> list[Month]:
    """The entries of one page as lines, by month and side; reads what they are called and what is disputed."""
    counts = Counter(map(_place, found.fitting))
    of: dict[tuple[date, Side], list[Line]] = defaultdict(list)
    for line in _lines(shown, partner, reader, found.period.as_of):
        of[_place(line.entry)].append(line)
    sides = [side for side in Side if found.asked.side in ("", side)]
    months = dict.fromkeys(month for month, _ in of)
    return [
        Month(month, [SideLines(side, counts[month, side], of.get((month, side), [])) for side in sides])
        for month in months
    ]


def named(functions: dict[str, Tallies]) -> list[tuple[str, Tallies]]:
    """Business functions as they are shown, by name, what has none last."""
    ordered = sorted(functions, key=lambda function: (not function, function.casefold()))
    return [(function or UNNAMED, functions[function]) for function in ordered]


def _lines(shown: Sequence[Entry], partner: Partner, reader: User, as_of: date) -> list[Line]:
    actions = ActionItem.objects.visible_to(reader).filter(partner=partner, pk__in=_ids(shown, "action"))
    decisions = Ask.objects.visible_to(reader).filter(partner=partner, pk__in=_ids(shown, "decision"))
    looks = RiskLook.objects.visible_to(reader).filter(partner=partner, pk__in=_ids(shown, "look"))
    disputes = WaitingPeriod.objects.filter(began_on__lte=as_of).exclude(disputed_by=None)
    disputed = Prefetch("waits", disputes.select_related("said_by", "disputed_by"), to_attr="disputed")
    found: dict[str, Mapping[int, ActionItem | Ask]] = {
        "action": actions.only("title", "partner").prefetch_related(disputed).in_bulk(),
        "decision": decisions.only("title", "partner").in_bulk(),
        "look": {look.pk: look.ask for look in looks.select_related("ask")},
    }
    return [_line(entry, found[entry.promise.kind][entry.promise.id], partner) for entry in shown]


def _ids(shown: Sequence[Entry], kind: str) -> list[int]:
    return [entry.promise.id for entry in shown if entry.promise.kind == kind]


def _line(entry: Entry, row: ActionItem | Ask, partner: Partner) -> Line:
    route = "tracker_action" if entry.promise.kind == "action" else "ask"
    disputed = tuple(getattr(row, "disputed", ()))
    return Line(entry, row.title, reverse(route, args=[partner.slug, row.pk]), disputed)


def _key(entry: Entry) -> Key:
    return entry.promise.first_due_on, entry.promise.kind, entry.promise.id


def _read_key(after: str) -> Key | None:
    day, _, rest = after.partition(",")
    kind, _, pk = rest.partition(",")
    try:
        return (date.fromisoformat(day), kind, int(pk)) if is_primary_key(pk) else None
    except ValueError:
        return None


def _place(entry: Entry) -> tuple[date, Side]:
    return entry.promise.first_due_on.replace(day=1), entry.promise.side
