"""The register of decisions: made in a review or between two, the newest first, and what has taken their place."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import Q
from django.utils.http import urlencode

from partners.access import Permission, can
from partners.finding import found_in
from partners.models import Partner, User
from partners.untrusted_text import clean_search, is_primary_key
from reviews.decisions.decision import ASK, MINUTE, SOURCES, RegisteredDecision
from reviews.models import Supersession

PAGE = 40
_SOUGHT_IN = {ASK: ("title", "answer", "forum_words"), MINUTE: ("text",)}


@dataclass(frozen=True)
class RegisterPlace:
    """Where a page of the register begins: behind the decision of that day, kind and number."""

    day: date
    kind: str
    pk: int

    @classmethod
    def read(cls, written: str) -> "RegisterPlace | None":
        """From an address ("2026-11-23.ask.12"); None for what is none."""
        day, _, rest = written.partition(".")
        kind, _, number = rest.partition(".")
        if kind not in SOURCES or not is_primary_key(number):
            return None
        try:
            return cls(date.fromisoformat(day), kind, int(number))
        except ValueError:
            return None

    @classmethod
    def of(cls, decision: RegisteredDecision) -> "RegisterPlace":
        return cls(decision.day, decision.kind, decision.row.pk)

    def __str__(self) -> str:
        return f"{self.day.isoformat()}.{self.kind}.{self.pk}"

    def behind(self, kind: str) -> Q:
        """The rows of a kind that come after this place, from new to old."""
        earlier = Q(day__lt=self.day)
        if kind == self.kind:
            return earlier | Q(day=self.day, pk__lt=self.pk)
        return earlier | Q(day=self.day) if kind < self.kind else earlier


@dataclass(frozen=True)
class RegisterEntry:
    """A decision in the register: what took its place and what it took the place of, both where they still stand."""

    decision: RegisteredDecision
    superseded_by: RegisteredDecision | None
    supersedes: tuple[RegisteredDecision, ...]


@dataclass(frozen=True)
class Register:
    """The decisions that `reader` may read, of one partnership or of all; `text` narrows them."""

    reader: User
    partner: Partner | None = None
    text: str = ""
    place: RegisterPlace | None = None

    @classmethod
    def read(cls, reader: User, asked: Mapping[str, str], partner: Partner | None = None) -> "Register":
        """As an address asks for it; what makes no sense is left out."""
        text = clean_search(asked.get("q", ""))
        return cls(reader, partner, text, RegisterPlace.read(asked.get("before", "")))

    @cached_property
    def _found(self) -> list[RegisteredDecision]:
        """One more than a page: of each kind at most so many are read, however many lie behind."""
        rows = [decision for kind in SOURCES for decision in self._of(kind)]
        return sorted(rows, key=lambda decision: decision.order, reverse=True)[: PAGE + 1]

    def _of(self, kind: str) -> Iterable[RegisteredDecision]:
        rows = SOURCES[kind]().visible_to(self.reader)
        if self.partner is not None:
            rows = rows.filter(partner=self.partner)
        if self.text:
            rows = rows.filter(found_in(self.text, *_SOUGHT_IN[kind]))
        if self.place is not None:
            rows = rows.filter(self.place.behind(kind))
        return (RegisteredDecision(kind, row, row.day) for row in rows.order_by("-day", "-pk")[: PAGE + 1])

    @cached_property
    def entries(self) -> list[RegisterEntry]:
        """A page of them."""
        shown = self._found[:PAGE]
        after, before = _around(shown, self.reader)
        return [RegisterEntry(each, after.get(each.key), tuple(before.get(each.key, ()))) for each in shown]

    @property
    def pages(self) -> dict[str, str]:
        """The addresses that components/pager.html leads to."""
        kept = {"q": self.text} if self.text else {}
        older = len(self._found) > PAGE
        return {
            "older_url": f"?{urlencode({**kept, 'before': str(RegisterPlace.of(self._found[PAGE - 1]))})}"
            if older
            else "",
            "newer_url": f"?{urlencode(kept)}" if self.place else "",
        }

    @property
    def may_supersede(self) -> bool:
        return self.partner is not None and can(self.reader, Permission.DECIDE, self.partner)


def _around(
    shown: Iterable[RegisteredDecision], reader: User
) -> tuple[dict[str, RegisteredDecision], dict[str, list[RegisteredDecision]]]:
    """By key: what took the place of each, and what each took the place of."""
    numbers: dict[str, list[int]] = {kind: [] for kind in SOURCES}
    for decision in shown:
        numbers[decision.kind].append(decision.row.pk)
    wanted = Q()
    for kind, found in numbers.items():
        wanted |= Q(**{f"old_{kind}__in": found}) | Q(**{f"new_{kind}__in": found})
    pairs = list(Supersession.objects.visible_to(reader).filter(wanted))
    others = _by_key(pairs, reader)
    after: dict[str, RegisteredDecision] = {}
    before: dict[str, list[RegisteredDecision]] = {}
    for pair in pairs:
        old, new = key_of(pair, "old"), key_of(pair, "new")
        if old in others and new in others:
            after[old] = others[new]
            before.setdefault(new, []).append(others[old])
    return after, before


def _by_key(pairs: Iterable[Supersession], reader: User) -> dict[str, RegisteredDecision]:
    pairs = list(pairs)
    found: dict[str, RegisteredDecision] = {}
    for kind, source in SOURCES.items():
        numbers = {getattr(pair, f"{end}_{kind}_id") for pair in pairs for end in ("old", "new")} - {None}
        if numbers:
            rows = source().visible_to(reader).filter(pk__in=numbers)
            found |= {each.key: each for each in (RegisteredDecision(kind, row, row.day) for row in rows)}
    return found


def key_of(pair: Supersession, end: str) -> str:
    """The key of the decision at that end of a pair, "old" or "new"."""
    kind = next(kind for kind in SOURCES if getattr(pair, f"{end}_{kind}_id"))
    return f"{kind}-{getattr(pair, f'{end}_{kind}_id')}"


def later_than(decision: RegisteredDecision, reader: User) -> list[RegisteredDecision]:
    """What may have taken its place: the newest decisions of the partnership that are not older than it."""
    register = Register(reader, decision.partner)
    return [each for each in register._found[:PAGE] if each.day >= decision.day and each.key != decision.key]
