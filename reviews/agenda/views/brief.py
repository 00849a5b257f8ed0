"""The chair's private brief, for a phone on the way to the meeting."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from partners.access import Permission
from partners.guards import PersonRequest, requires
from partners.models import Partner
from reviews.agenda.brief import Brief
from reviews.finding import review_of
from reviews.models import Review


@requires(Permission.RUN_REVIEW)
def brief(request: PersonRequest, pk: int, *, partner: Partner) -> HttpResponse:
    """Five minutes before the meeting: what to push, what to own up to, whom to thank, what is ours alone."""
    review = review_of(request, partner, pk)
    if review.state not in (Review.State.SCHEDULED, Review.State.OPEN):
        raise Http404
    context = {"brief": Brief(review, request.user, timezone.now()), "review": review, "partner": partner}
    return render(request, "agenda/brief.html", context)
