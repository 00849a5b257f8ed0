"""Closes the books of the partnerships: what is settled is counted once by the ledger, and then only read.

docs/decisions/0009-closed-books.md says why the figures cannot differ from the ledger's.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta

from django.db import connection

from governance.counting.formula import Promise, Tally, by_month, settled_on
from governance.ledger.facts import settled_promises
from governance.models import BookedMonth, ClosedBooks
from governance.models.closed_books import COUNTS
from governance.models.rollup_triggers import LOCK
from partners.isolation.scope import SYSTEM, entered
from partners.models import Partner, Side

Booked = dict[tuple[date, Side, str | None], Tally]
"""What closed books say: by month, side and business function, None for all together; months in which nothing fell due
are left out."""

_FARTHEST_AHEAD = timedelta(hours=14)
"""Of all time zones from Greenwich: what happened longer before a midnight there had happened on the eve, anywhere."""
_FARTHEST_BEHIND = timedelta(days=2)
"""When a month has been over for so long, nobody asks any more for figures of a day before its last."""


def close_books(*, now: datetime) -> int:
    """Closes the books of every partnership whose books are old, stale or not there; returns of how many.

    Each in a transaction of its own. Run twice or beside itself it writes the same.
    """
    before = latest_close(now)
    with entered(SYSTEM):
        current = ClosedBooks.objects.current(before=before)
        partners = list(Partner.objects.exclude(pk__in=current.values("partner")))
    return sum(_close(partner, before, now) for partner in partners)


def latest_close(now: datetime) -> date:
    """The first day of the earliest month that books closed `now` leave open."""
    return (now.astimezone(UTC) - _FARTHEST_BEHIND).date().replace(day=1)


def wrong_books() -> Iterator[tuple[Partner, date, Side, str | None, Tally, Tally]]:
    """Where books that are read differ from the ledger: partner, month, side, business function (None: all together),
    what the books say, what it judges.
    """
    with entered(SYSTEM):
        read = list(
            ClosedBooks.objects.filter(stale=False).select_related("partner").order_by("partner__name")
        )
    for books in read:
        with entered(SYSTEM):
            _lock(books.partner)
            differences = list(_differences(books))
        yield from ((books.partner, *difference) for difference in differences)


def _close(partner: Partner, before: date, now: datetime) -> bool:
    with entered(SYSTEM):
        _lock(partner)
        settled_before = datetime.combine(before, time(), UTC) - _FARTHEST_AHEAD
        promises = settled_promises(partner, due_before=before, settled_before=settled_before)
        if not all(_is_settled(promise, before) for promise in promises):
            return False
        books, _ = ClosedBooks.objects.update_or_create(
            partner=partner,
            defaults={"before": before, "settled_before": settled_before, "stale": False, "closed_at": now},
        )
        books.months.all().delete()
        BookedMonth.objects.bulk_create(
            BookedMonth(
                partner=partner,
                books=books,
                month=month,
                side=side,
                function=function,
                **{name: getattr(tally, name) for name in COUNTS},
            )
            for (month, side, function), tally in _booked(promises, before).items()
        )
        return True


def _is_settled(promise: Promise, before: date) -> bool:
    """Always so of what people did; a date written into an action long closed, say by hand, may still be to come."""
    settled = settled_on(promise)
    return settled is not None and settled < before


def _booked(promises: Iterable[Promise], before: date) -> Booked:
    of: dict[str | None, list[Promise]] = {None: list(promises)}
    for promise in of[None]:
        of.setdefault(promise.function, []).append(promise)
    first = min((promise.first_due_on for promise in of[None]), default=before)
    eve = before - timedelta(days=1)
    return {
        (month, side, function): tally
        for function, every in of.items()
        for month, sides in by_month(every, first, eve, eve).items()
        for side, tally in sides.items()
        if tally.fell_due
    }


def _differences(books: ClosedBooks) -> Iterator[tuple[date, Side, str | None, Tally, Tally]]:
    books = ClosedBooks.objects.get(pk=books.pk)
    if books.stale:
        return
    promises = settled_promises(books.partner, due_before=books.before, settled_before=books.settled_before)
    judged = _booked(promises, books.before)
    said: Booked = {
        (month.month, Side(month.side), month.function): month.tally for month in books.months.all()
    }
    for key in sorted(judged.keys() | said.keys(), key=lambda key: (*key[:2], key[2] or "")):
        here = said.get(key, Tally()), judged.get(key, Tally())
        if here[0] != here[1]:
            yield *key, *here


def _lock(partner: Partner) -> None:
    """Until the transaction ends nobody else closes these books, and nobody changes what is settled."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [LOCK, partner.pk])
