"""The end of a review: it is sealed, it is read from the seal, and either side may answer it."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from partners.access import Permission
from partners.guards import PersonRequest, requires
from partners.models import Partner
from partners.once import once
from partners.verb import Refused
from reviews.finding import review_of
from reviews.models import Review
from reviews.rating.shown import Rating
from reviews.record.queries import Record
from reviews.record.verbs import sealing


@requires(Permission.SEE_PARTNERSHIP)
def record(request: PersonRequest, pk: int, *, partner: Partner) -> HttpResponse:
    """Page one, the seal, both sides' words, the packs and whom they reached."""
    return _page(request, review_of(request, partner, pk))


@require_POST
@requires(Permission.RUN_REVIEW)
def seal(request: PersonRequest, pk: int, *, partner: Partner) -> HttpResponse:
    """Seals the review; whoever comes second is shown the record and who sealed it. Where a side has not been heard it
    takes a second press, on a page that says so."""
    review = review_of(request, partner, pk)
    heard = request.POST.getlist("although_silent")
    try:
        sealing.seal_review(review, by=request.user, now=timezone.now(), although_silent=heard)
    except sealing.Unheard:
        return redirect(reverse("reviews_close", args=[partner.slug, pk]) + "?unheard=1#seal")
    except Refused as refused:
        messages.error(request, refused.sentence)
        review.refresh_from_db(fields=["state"])
        unsealed = "reviews_close" if review.state == Review.State.OPEN else "reviews_agenda"
        return redirect(
            "reviews_record" if review.state == Review.State.SEALED else unsealed, partner.slug, pk
        )
    messages.success(request, "Sealed. The packs are being made and go out by themselves.")
    return redirect("reviews_record", partner.slug, pk)


@require_POST
@requires(Permission.SPEAK_FOR_SIDE)
@once
def reply(request: PersonRequest, pk: int, *, partner: Partner) -> HttpResponse:
    """ "We see it differently", sealed beside the review."""
    review, text = review_of(request, partner, pk), request.POST.get("text", "")
    try:
        sealing.reply(review, text=text, by=request.user, now=timezone.now())
    except Refused as refused:
        return _page(
            request, review, status=HTTPStatus.UNPROCESSABLE_ENTITY, refusal=refused.sentence, typed=text
        )
    messages.success(
        request, "Sealed beside the review. Both sides read it, and the pack carries it from now on."
    )
    return redirect("reviews_record", partner.slug, pk)


def _page(
    request: PersonRequest, review: Review, *, status: int = HTTPStatus.OK, **context: Any
) -> HttpResponse:
    if review.state != Review.State.SEALED:
        raise Http404
    now = timezone.now()
    kept = Record(review, request.user, now, request.GET.get("edition", ""))
    context |= {"record": kept, "review": review, "partner": review.partner}
    context["rating"] = Rating(review, request.user, now)
    if kept.holds:
        context |= {"page": kept.page, "snapshot": kept.snapshot, "proceedings": kept.proceedings}
    return render(request, "record/record.html", context, status=status)
