"""Who chairs the review that a mail is about: its pack, or its agenda."""

from typing import Any

from governance.by_mail.reply_passing_on import chair_asked_for
from partners.access import Permission, can
from partners.models import MailLink, User
from reviews.models import AgendaInHand, PackDelivery, Review


def connect() -> None:
    """Once, as the application starts."""
    chair_asked_for.connect(_chair, dispatch_uid="tandem_reviews_chairs")


def _chair(*, link: MailLink, **_: Any) -> User | None:
    """Nobody, where the chair's own part has ended since."""
    packs = PackDelivery.objects.filter(mail=link.mail_id).values("pack__review")
    agendas = AgendaInHand.objects.filter(link=link).values("review")
    review = Review.objects.filter(pk__in=packs.union(agendas)).select_related("chair", "partner").first()
    if review is None or review.chair is None:
        return None
    return review.chair if can(review.chair, Permission.SEE_PARTNERSHIP, review.partner) else None
