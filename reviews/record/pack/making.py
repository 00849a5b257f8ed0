"""From an ordered pack to a file and its mails, once, however often a worker dies on the way.

A worker leases a pack, renders it with no transaction open, and then stores it only if nobody else has. A lease that
ran out is taken over; what a slower worker brings later is thrown away.
"""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.files.base import ContentFile
from django.db import transaction

from partners.isolation.scope import SYSTEM, entered
from partners.models import our_logo
from partners.verb import verb
from reviews.facts.seal import names_of, snapshot_of
from reviews.models import ReviewPack, Seal
from reviews.record.pack.mailing import mail_pack
from reviews.record.pack.rendering import TEMPLATE_VERSION, Printed, Reply, Sealed, printed
from reviews.record.snapshot import read_reply

logger = logging.getLogger(__name__)

LEASE = timedelta(minutes=2)
MOST_ATTEMPTS = 5


@dataclass(frozen=True)
class Order:
    """A leased pack: which, and as asked when."""

    pack: int
    asked_at: datetime


def make_next(*, now: datetime) -> bool:
    """Makes and mails one pack that waits; False when none does."""
    order = _lease(now)
    if order is None:
        return False
    try:
        sealed = _sealed(order)
        _deliver(order, sealed, printed(sealed), now=now)
    except Exception as problem:
        logger.exception("The pack %s could not be made.", order.pack)
        _failed(order, problem, now=now)
    return True


def _lease(now: datetime) -> Order | None:
    with entered(SYSTEM):
        waiting = ReviewPack.objects.select_for_update(skip_locked=True, of=("self",)).filter(
            state=ReviewPack.State.BUILDING
        )
        pack = (
            waiting.exclude(leased_until__gt=now)
            .select_related("partner", "review")
            .order_by("asked_at", "id")
            .first()
        )
        if pack is None:
            return None
        pack.leased_until = now + LEASE
        pack.attempts += 1
        pack.save(update_fields=["leased_until", "attempts"])
        return Order(pack.pk, pack.asked_at)


def _sealed(order: Order) -> Sealed:
    with entered(SYSTEM):
        return sealed_of(ReviewPack.objects.get(pk=order.pack))


def sealed_of(pack: ReviewPack) -> Sealed:
    """What the pack prints: its seal, and the replies sealed beside it. No live row is read but
    our logo, which says nothing of the review."""
    seals = list(Seal.objects.filter(review=pack.review_id).order_by("sealed_at", "id"))
    seal = next(each for each in seals if each.kind == Seal.Kind.REVIEW and each.edition == pack.edition)
    replies = tuple(_reply(each) for each in seals if each.kind == Seal.Kind.REPLY)
    return Sealed(snapshot_of(seal), names_of(seal), seal.sha256, replies, our_logo())


def _reply(seal: Seal) -> Reply:
    facts = read_reply(seal.content)
    return Reply(facts.side, facts.text, names_of(seal)[facts.by], facts.at, seal.sha256)


@verb(did="sent the pack")
def _deliver(order: Order, sealed: Sealed, made: Printed, *, now: datetime) -> None:
    """The file, its hash and its mails in one transaction: either all are there or none."""
    with entered(SYSTEM):
        pack = _still_ordered(order)
        if pack is None:
            return
        pack.file.save(f"{made.sha256[:16]}.pdf", ContentFile(made.content), save=False)
        pack.sha256, pack.pages, pack.template_version = made.sha256, made.pages, TEMPLATE_VERSION
        pack.state, pack.built_at, pack.leased_until, pack.failure = ReviewPack.State.BUILT, now, None, ""
        pack.save()
        mail_pack(pack, sealed, made.content, now=now)


def _still_ordered(order: Order) -> ReviewPack | None:
    """The pack, locked, unless another worker was faster or it has been asked for anew."""
    waiting = ReviewPack.objects.select_for_update(of=("self",)).select_related("partner", "review__forum")
    return waiting.filter(pk=order.pack, state=ReviewPack.State.BUILDING, asked_at=order.asked_at).first()


def _failed(order: Order, problem: Exception, *, now: datetime) -> None:
    with transaction.atomic(), entered(SYSTEM):
        pack = _still_ordered(order)
        if pack is None:
            return
        pack.failure = f"{type(problem).__name__}: {problem}"[:300]
        pack.leased_until = now + timedelta(minutes=2**pack.attempts)
        if pack.attempts >= MOST_ATTEMPTS:
            pack.state = ReviewPack.State.FAILED
        pack.save(update_fields=["failure", "leased_until", "state"])
