"""Packs asked for by hand: made again from the same seal, and sent to whoever has not had them."""

from datetime import datetime

from partners.access import Permission, require
from partners.models import User
from partners.verb import Refused, verb
from reviews.models import Review, ReviewPack
from reviews.record.pack.mailing import mail_pack
from reviews.record.pack.making import sealed_of
from reviews.record.pack.ordering import order_packs


@verb(did="had the packs made again")
def make_packs_again(review: Review, *, by: User, now: datetime) -> None:
    """Both editions from the seal, which says the same as before; nobody gets a second mail."""
    require(by, Permission.RUN_REVIEW, review.partner)
    if not Review.objects.filter(pk=review.pk, state=Review.State.SEALED).exists():
        raise Refused("A pack is made from the seal: seal the review first.")
    order_packs(review, now=now)


@verb(did="sent the packs")
def send_packs(review: Review, *, by: User, now: datetime) -> int:
    """Both editions to everyone who is to have them and has not; how many people those are."""
    require(by, Permission.RUN_REVIEW, review.partner)
    packs = ReviewPack.objects.select_for_update(of=("self",)).filter(review=review).order_by("edition")
    made = [pack for pack in packs.select_related("partner", "review__forum") if pack.file]
    if not made:
        raise Refused("The packs are not made yet. They are sent by themselves as soon as they are.")
    sent = sum(mail_pack(pack, sealed_of(pack), _bytes(pack), now=now) for pack in made)
    if not sent:
        raise Refused(
            "There is nobody left to send it to: everyone who receives the packs has had theirs. "
            "Add people to the forum, then send again."
        )
    return sent


def _bytes(pack: ReviewPack) -> bytes:
    with pack.file.open("rb") as file:
        return file.read()
