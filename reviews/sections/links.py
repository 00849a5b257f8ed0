"""Addresses back into Tandem, whole, as mails and the PDF need them."""

from django.conf import settings
from django.urls import reverse

from reviews.facts import Snapshot


def ask(snapshot: Snapshot, ask_id: int) -> str:
    """Where a decision is answered."""
    return _whole(reverse("ask", args=[snapshot.partner.slug, ask_id]))


def from_mail(secret: str, reminder: int) -> str:
    """Where whoever holds the mail's link answers it, without a password."""
    return _whole(reverse("from_mail_item", args=[secret, reminder]))


def action(snapshot: Snapshot, action_id: int) -> str:
    return _whole(reverse("tracker_action", args=[snapshot.partner.slug, action_id]))


def record(snapshot: Snapshot) -> str:
    return _whole(reverse("reviews_record", args=[snapshot.partner.slug, snapshot.review.id]))


def _whole(path: str) -> str:
    return f"{settings.BASE_URL}{path}"
