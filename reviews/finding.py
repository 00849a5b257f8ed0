"""The review an address speaks of, and the people a form of it names, for the person who asks."""

from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404

from governance.people import people_who
from partners.access import Permission
from partners.guards import PersonRequest
from partners.models import Partner, User
from partners.untrusted_text import is_primary_key
from reviews.models import Review


def review_of(request: PersonRequest, partner: Partner, pk: int) -> Review:
    """The review, with forum, chair and the one before at hand; 404 where it is not this partnership's."""
    visible = Review.objects.visible_to(request.user).filter(partner=partner)
    people = ("chair", "presenter", "scribe", "previous__chair")
    review = get_object_or_404(visible.select_related("forum", *people), pk=pk)
    review.partner = partner
    return review


def someone_of(review: Review, key: str) -> User:
    """Who takes part in the partnership or has a seat in the review; 404 for whoever has no business there."""
    if not is_primary_key(key):
        raise Http404
    takes_part = people_who(Permission.SEE_PARTNERSHIP, review.partner).values("pk")
    seated = review.attendance.values("person")
    return get_object_or_404(User, Q(pk__in=takes_part) | Q(pk__in=seated), pk=key)
