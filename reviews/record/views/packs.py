"""Packs on their way: downloaded by whoever may read the edition, made again, sent to whoever has not had them."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST

from partners.access import Permission
from partners.guards import PersonRequest, requires
from partners.models import Partner
from partners.numbers import in_figures
from partners.verb import Refused
from reviews.finding import review_of
from reviews.models import ReviewPack
from reviews.record.pack.mailing import file_name
from reviews.record.pack.making import sealed_of
from reviews.record.verbs import packing


@requires(Permission.SEE_PARTNERSHIP)
def download(request: PersonRequest, pk: int, edition: str, *, partner: Partner) -> HttpResponse:
    """The PDF, always as a file to keep. An edition that is not one's own side's is not there."""
    packs = ReviewPack.objects.visible_to(request.user).filter(partner=partner, review=pk, edition=edition)
    pack = get_object_or_404(packs.exclude(file=""))
    try:
        with pack.file.open("rb") as file:
            content = file.read()
    except FileNotFoundError as gone:
        raise Http404 from gone
    as_file = content_disposition_header(as_attachment=True, filename=file_name(sealed_of(pack)))
    return HttpResponse(content, content_type="application/pdf", headers={"Content-Disposition": as_file})


@require_POST
@requires(Permission.RUN_REVIEW)
def again(request: PersonRequest, pk: int, *, partner: Partner) -> HttpResponse:
    """Both editions once more, from the same seal."""
    review = review_of(request, partner, pk)
    try:
        packing.make_packs_again(review, by=request.user, now=timezone.now())
    except Refused as refused:
        messages.error(request, refused.sentence)
    else:
        messages.success(request, "The packs are being made again from the seal. They say the same.")
    return redirect("reviews_record", partner.slug, pk)


@require_POST
@requires(Permission.RUN_REVIEW)
def send(request: PersonRequest, pk: int, *, partner: Partner) -> HttpResponse:
    """Both editions to whoever has not had them."""
    review = review_of(request, partner, pk)
    try:
        sent = packing.send_packs(review, by=request.user, now=timezone.now())
    except Refused as refused:
        messages.error(request, refused.sentence)
    else:
        messages.success(request, f"On its way to {in_figures(sent, 'person', 'people')}.")
    return redirect("reviews_record", partner.slug, pk)
