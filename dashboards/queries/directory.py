"""The partnerships a person can see, as a list to find one in."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from dashboards.queries.partnership import people_of
from dashboards.queries.portfolio import next_reviews
from governance.in_sight import in_sight
from partners.finding import found_in, in_order, plain
from partners.models import Partner, User
from partners.paging import first

PAGE = 50


@dataclass(frozen=True)
class Entry:
    """A partnership, who leads it on both sides, and when they meet next."""

    partner: Partner
    people: list[User]
    next_review_on: date | None


@dataclass(frozen=True)
class Directory:
    entries: tuple[Entry, ...]
    after: str
    """The name after which the next page begins; empty on the last."""


def directory(reader: User, *, words: str = "", ended: bool = False, after: str = "") -> Directory:
    """The partnerships in sight, or those ended, whose name, kind or expertise holds `words`: fifty at a time."""
    found = Partner.objects.visible_to(reader).order_by(in_order("name"), "name")
    found = found.filter(status=Partner.Status.ENDED) if ended else in_sight(found)
    if words:
        found = found.filter(found_in(words, "name", "kind", "expertise") | Q(code__iexact=words))
    if after:
        beyond = Q(plain__gt=plain(after)) | Q(plain=plain(after), name__gt=after)
        found = found.filter(pk__in=Partner.objects.alias(plain=in_order("name")).filter(beyond).values("pk"))
    shown, last = first(found, PAGE)
    people, reviews = people_of(shown, reader=reader), next_reviews(shown)
    entries = (Entry(p, [m.person for m in people.get(p.pk, [])], reviews.get(p.pk)) for p in shown)
    return Directory(tuple(entries), last.name if last else "")
