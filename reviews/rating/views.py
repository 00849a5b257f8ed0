"""The page on which whoever took part rates a review: their own, never the room's shared screen."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from partners.access import Permission
from partners.guards import PersonRequest, requires
from partners.models import Partner
from reviews.finding import review_of
from reviews.rating.forms import Rate
from reviews.rating.shown import Rating


@requires(Permission.SEE_PARTNERSHIP)
def rate(request: PersonRequest, pk: int, *, partner: Partner) -> HttpResponse:
    """Two taps and a line; afterwards that one has rated it, and no word of what one answered."""
    review, now = review_of(request, partner, pk), timezone.now()
    form = Rate(request.POST or None, review=review, by=request.user, now=now)
    if request.method == "POST" and form.carried_out():
        messages.success(request, form.success_message)
        return redirect("reviews_rate", partner.slug, pk)
    context = {
        "form": form,
        "review": review,
        "partner": partner,
        "rating": Rating(review, request.user, now),
    }
    return render(request, "rating/rating.html", context, status=form.status)
