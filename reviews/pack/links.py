"""Addresses back into Tandem, whole, as mails and the PDF need them."""

from django.conf import settings
from django.urls import reverse

from reviews.snapshot.facts import Snapshot


def ask(snapshot: Snapshot, ask_id: int) -> str:
    return _whole(f"/partnerships/{snapshot.partner.slug}/asks/{ask_id}/")


def action(snapshot: Snapshot, action_id: int) -> str:
    return _whole(f"/partnerships/{snapshot.partner.slug}/actions/{action_id}/")


def outcome(snapshot: Snapshot, outcome_id: int) -> str:
    return _whole(f"/partnerships/{snapshot.partner.slug}/outcomes/{outcome_id}/")


def record(snapshot: Snapshot) -> str:
    return _whole(reverse("reviews_record", args=[snapshot.partner.slug, snapshot.review.id]))


def _whole(path: str) -> str:
    return f"{settings.BASE_URL}{path}"
