"""Who receives a pack, and in which edition: their own side decides."""

from django.db.models import Q

from governance.models import ForumMember
from partners.access import Permission, Role, can
from partners.models import Membership, Side, User
from reviews.models import Review
from reviews.models.seals import Edition

EDITION_OF = {Side.OURS: Edition.OURS, Side.THEIRS: Edition.PARTNER}


def recipients(review: Review, edition: str) -> list[User]:
    """Members of the forum who get its pack, and executive readers, as far as they may still read it."""
    members = ForumMember.objects.filter(forum=review.forum_id, gets_pack=True).values("person")
    readers = Membership.objects.filter(
        partner=review.partner, role=Role.EXECUTIVE_READER, until=None
    ).values("person")
    people = User.objects.filter(Q(pk__in=members) | Q(pk__in=readers), is_active=True).order_by("pk")
    return [
        person
        for person in people
        if EDITION_OF[person.side] == edition and can(person, Permission.SEE_PARTNERSHIP, review.partner)
    ]
