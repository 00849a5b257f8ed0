"""One item of a sealed review goes to one guest by mail, and to nobody else; the other side is told."""

from datetime import datetime

from django.conf import settings

from governance.wording import one_line
from partners.access import Permission, require
from partners.isolation.scope import SYSTEM, entered
from partners.mail.outbox import queue, written
from partners.mail.recipient_rights import TO_A_GUEST
from partners.models import User
from partners.sides import leads
from partners.verb import Refused, verb
from partners.verbs.addresses import checked_address
from reviews.facts.seal import snapshot_of
from reviews.models import Excerpt, Review, Seal
from reviews.models.seals import Edition
from reviews.record.excerpt import item_told


@verb(did="sent an excerpt to a guest")
def send_excerpt(review: Review, *, item: int, name: str, email: str, by: User, now: datetime) -> Excerpt:
    """What the seal says of this one item, in the partner's edition. What was sent, and to whom, stands on record."""
    require(by, Permission.RUN_REVIEW, review.partner)
    review = (
        Review.objects.select_for_update(of=("self",)).select_related("partner", "forum").get(pk=review.pk)
    )
    if review.state != Review.State.SEALED:
        raise Refused("An excerpt is made from the seal: seal the review first.")
    seal = Seal.objects.get(review=review, kind=Seal.Kind.REVIEW, edition=Edition.PARTNER)
    snapshot = snapshot_of(seal)
    told = item_told(snapshot, item)
    if told is None:
        raise Refused("The seal has no such item.")
    name = one_line(name, field="name", limit=120, missing="Say who gets it: both sides read it.")
    address = checked_address(email)
    _require_no_rival(review, address)
    if review.excerpts.filter(item=item, address=address).exists():
        raise Refused(f"{name} has this item already.", field="email")
    context = {"told": told, "snapshot": snapshot, "seal": seal, "name": name, "by": by}
    subject = f"{told.item.title} · {snapshot.enterprise} and {snapshot.partner.name}"
    letter = written("record/mail/excerpt", context, subject=subject)
    mail = queue(letter, to=address, kind=TO_A_GUEST, now=now, partner=review.partner)
    excerpt = Excerpt.objects.create(
        partner=review.partner,
        review=review,
        item=item,
        title=told.item.title,
        text=told.text,
        name=name,
        address=address,
        mail=mail,
        sent_by=by,
        sent_at=now,
    )
    _tell_the_other_side(excerpt, now)
    return excerpt


def _require_no_rival(review: Review, address: str) -> None:
    """Where people of another partner have their addresses nothing of this one goes; nobody learns whose they are."""
    domain = address.rpartition("@")[2]
    if domain in settings.SHARED_DOMAINS:
        return
    with entered(SYSTEM):
        elsewhere = User.objects.filter(email__iendswith=f"@{domain}").exclude(employer=None)
        is_rival = elsewhere.exclude(employer=review.partner).exists()
    if is_rival:
        raise Refused(f"Nothing of this partnership can be sent to an address of {domain}.", field="email")


def _tell_the_other_side(excerpt: Excerpt, now: datetime) -> None:
    """Whoever leads the other side hears what went out, and to whom."""
    partner = excerpt.partner
    for person in leads(excerpt.sent_by.side.other, partner):
        subject = f"Sent to a guest: {excerpt.title}"
        context: dict[str, object] = {
            "excerpt": excerpt,
            "partner": partner,
            "reader": person,
            "review": excerpt.review,
        }
        queue(
            written("record/mail/excerpt_told", context, subject=subject),
            to=person,
            kind="excerpt_told",
            now=now,
            partner=partner,
        )
