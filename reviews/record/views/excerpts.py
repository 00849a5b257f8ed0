"""One item of the record, as it goes to a guest: read first, then sent."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from partners.access import Permission
from partners.guards import PersonRequest, requires
from partners.models import Partner
from partners.once import once
from reviews.clock import day_of
from reviews.facts.seal import snapshot_of
from reviews.finding import review_of
from reviews.models import Seal
from reviews.models.seals import Edition
from reviews.record.excerpt import item_told
from reviews.record.forms import SendExcerpt


@requires(Permission.RUN_REVIEW)
@once
def excerpt(request: PersonRequest, pk: int, sealed_item: int, *, partner: Partner) -> HttpResponse:
    """What the guest will read, to the word, and the form that sends it."""
    review = review_of(request, partner, pk)
    seals = Seal.objects.visible_to(request.user).filter(review=review, kind=Seal.Kind.REVIEW)
    seal = seals.filter(edition=Edition.PARTNER).first()
    told = item_told(snapshot_of(seal), sealed_item) if seal else None
    if told is None:
        raise Http404
    form = SendExcerpt(
        request.POST or None, review=review, item=sealed_item, by=request.user, now=timezone.now()
    )
    if request.method == "POST" and form.carried_out():
        messages.success(request, form.success_message)
        return redirect("reviews_record", partner.slug, pk)
    context = {"partner": partner, "review": review, "on": day_of(review), "told": told, "form": form}
    return render(request, "record/excerpt.html", context, status=form.status)
