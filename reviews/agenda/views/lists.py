"""The reviews of everyone one governs with: those to come, those held."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from partners.access import Permission
from partners.guards import PersonRequest, requires
from partners.models import Partner
from partners.untrusted_text import clean_search, is_primary_key
from reviews.agenda.review_lists import Lists
from reviews.models import Review


@requires(Permission.SEE_PARTNERSHIP)
def across(request: PersonRequest) -> HttpResponse:
    """Every review the person sees; `?partner=` shows those of one partnership."""
    slug = clean_search(request.GET.get("partner", ""))
    partner = Partner.objects.visible_to(request.user).filter(slug=slug).first() if slug else None
    return _listed(request, partner)


@requires(Permission.SEE_PARTNERSHIP)
def of_partnership(request: PersonRequest, *, partner: Partner) -> HttpResponse:
    """The reviews of one partnership."""
    return _listed(request, partner)


@requires(Permission.SEE_PARTNERSHIP)
def following(request: PersonRequest, *, partner: Partner) -> HttpResponse:
    """Leads to the review under way, else the next one, else to where one is scheduled."""
    live = Review.objects.visible_to(request.user).filter(partner=partner, state__in=["open", "scheduled"])
    review = live.order_by("starts_at").first()
    if review is None:
        return redirect(f"{reverse('reviews')}?partner={partner.slug}")
    return redirect("reviews_agenda", partner.slug, review.pk)


def _listed(request: PersonRequest, partner: Partner | None) -> HttpResponse:
    before = request.GET.get("before", "")
    lists = Lists(request.user, timezone.now(), partner, int(before) if is_primary_key(before) else 0)
    return render(request, "agenda/list.html", {"lists": lists, "partner": partner})
