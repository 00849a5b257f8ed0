"""The card in everybody's hand: a cover is mailed to both sides when it is given, and when it is ended early."""

from datetime import datetime

from django.conf import settings

from governance.cover.queries import quarter
from governance.models import Cover
from partners.mail.outbox import Outgoing, queue_all, written
from partners.models import Membership, User

KIND = "cover"


def tell_of_cover(cover: Cover, *, by: User, now: datetime) -> None:
    """Queues the card to every member of the partnership but its giver."""
    days = f"from {cover.began_on:%-d %B} until {cover.until:%-d %B}"
    _tell(cover, f"under cover {days}", by, now)


def tell_of_its_end(cover: Cover, *, by: User, now: datetime) -> None:
    """Queues the word that it holds no longer, to every member but whoever ended it."""
    _tell(cover, "the cover has ended", by, now)


def _tell(cover: Cover, happened: str, by: User, now: datetime) -> None:
    so_far = quarter(cover.partner, cover.began_on)
    facts = {
        "cover": cover,
        "by": by,
        "quarter": so_far,
        "address": settings.BASE_URL + cover.get_absolute_url(),
    }
    letters = [
        Outgoing(
            written(
                "cover/mail/cover",
                {**facts, "person": person, "reader": person},
                subject=f"{cover.partner.named_to(person.side)}: {happened}",
            ),
            person,
            KIND,
            cover.partner,
        )
        for person in _members_but(cover, by)
    ]
    queue_all(letters, now=now)


def _members_but(cover: Cover, by: User) -> list[User]:
    members = Membership.objects.current().filter(partner=cover.partner, person__is_active=True)
    return [member.person for member in members.exclude(person=by).select_related("person").order_by("pk")]
