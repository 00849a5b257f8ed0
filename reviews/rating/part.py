"""Who rates a review, who has, and who reads how the sides found it."""

from partners.access import Role
from partners.models import Partner, User
from reviews.models import Attendance, Rated, Review

_THERE = (Attendance.State.PRESENT, Attendance.State.FOLLOWING)


def took_part(review: Review, person: User) -> bool:
    """Whether they were in the room or followed from elsewhere."""
    return Attendance.objects.filter(review=review, person=person, state__in=_THERE).exists()


def has_rated(review: Review, person: User) -> bool:
    return Rated.objects.filter(review=review, person=person).exists()


def is_sponsor(person: User, partner: Partner) -> bool:
    """Whether they are an executive sponsor of the partnership, on either side: nobody else reads the gap."""
    return person.is_active and person.roles.get(partner.pk) == Role.EXECUTIVE_SPONSOR
