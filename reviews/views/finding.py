"""The review an address speaks of, for the person who asks."""

from django.shortcuts import get_object_or_404

from partners.models import Partner
from partners.routes import PersonRequest
from reviews.models import Review


def review_of(request: PersonRequest, partner: Partner, pk: int) -> Review:
    """The review, with forum, chair and the one before at hand; 404 where it is not this partnership's."""
    visible = Review.objects.visible_to(request.user).filter(partner=partner)
    review = get_object_or_404(visible.select_related("forum", "chair", "previous__chair"), pk=pk)
    review.partner = partner
    return review
