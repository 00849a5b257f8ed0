"""Cover: the leader steps in. One page to give it, to add to it, to end it, and to read what was given before."""

from dataclasses import dataclass
from datetime import date, datetime
from http import HTTPStatus

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from governance.cover.forms import AddToCover, CoverForm, EndCover, GiveCover
from governance.cover.queries import first_day_covered, number_last_given, quarter
from governance.cover.verbs import may_change
from governance.local_day import day_of
from governance.models import Cover
from governance.models.leadership import CoverQuerySet
from governance.responses import with_message
from partners.access import Permission, require
from partners.ended_partnerships import may_begin
from partners.guards import PersonRequest, requires
from partners.models import Partner
from partners.once import once

_SHOWN = 40


@dataclass(frozen=True)
class ShownCover:
    """A cover as its reader sees it; `form` adds to it, for those who may."""

    cover: Cover
    today: date
    form: CoverForm | None

    @property
    def stands(self) -> bool:
        """Whether it is in force or about to be."""
        return self.cover.ended_on is None and self.cover.until >= self.today


@require_http_methods(["GET", "POST"])
@requires(Permission.SEE_PARTNERSHIP)
@once
def cover(request: PersonRequest, *, partner: Partner) -> HttpResponse:
    """The cover in force, the form to give one, and the covers of the past: both sides read the same."""
    now = timezone.now()
    if request.method != "POST":
        return _page(request, partner, now)
    require(request.user, Permission.GIVE_COVER, partner)
    form = GiveCover(request.POST, partner=partner, by=request.user, now=now)
    if form.carried_out():
        return with_message(request, form, redirect("partnership", partner.slug))
    return _page(request, partner, now, giving=form)


@require_POST
@requires(Permission.GIVE_COVER)
@once
def words(request: PersonRequest, cover: int, *, partner: Partner) -> HttpResponse:
    """Cause and concession."""
    return _change(request, AddToCover, cover, partner)


@require_POST
@requires(Permission.GIVE_COVER)
def end(request: PersonRequest, cover: int, *, partner: Partner) -> HttpResponse:
    """Ends it before its day."""
    return _change(request, EndCover, cover, partner)


def _change(request: PersonRequest, form_class: type[CoverForm], pk: int, partner: Partner) -> HttpResponse:
    now = timezone.now()
    found = get_object_or_404(_covers(request, partner), pk=pk)
    form = form_class(request.POST, cover=found, by=request.user, now=now)
    if form.carried_out():
        return with_message(request, form, redirect("cover", partner.slug))
    form.having_seen(_covers(request, partner).get(pk=pk).version)
    return _page(request, partner, now, changing=form)


def _page(
    request: PersonRequest,
    partner: Partner,
    now: datetime,
    *,
    giving: GiveCover | None = None,
    changing: CoverForm | None = None,
) -> HttpResponse:
    user, today = request.user, day_of(request.user, now)
    every = [_shown(request, found, today, now, changing) for found in _covers(request, partner)[:_SHOWN]]
    standing = next((shown for shown in every if shown.stands), None)
    begins = first_day_covered(partner, by=user, now=now)
    of_quarter = quarter(partner, standing.cover.began_on if standing else begins)
    may_give = may_begin(user, Permission.GIVE_COVER, partner)
    if may_give and giving is None and standing is None and not of_quarter.is_used_up:
        known = {"number": number_last_given(user)}
        giving = GiveCover(partner=partner, by=user, now=now, initial=known)
    context = {
        "partner": partner,
        "today": today,
        "standing": standing,
        "past": [shown for shown in every if shown is not standing],
        "form": giving,
        "begins": begins,
        "quarter": of_quarter,
        "may_give": may_give,
        "tried": changing,
    }
    refused = giving if giving is not None and giving.errors else changing
    return render(request, "cover/cover.html", context, status=refused.status if refused else HTTPStatus.OK)


def _shown(
    request: PersonRequest, found: Cover, today: date, now: datetime, tried: CoverForm | None
) -> ShownCover:
    if not may_change(found, request.user):
        return ShownCover(found, today, None)
    if tried is not None and tried.cover.pk == found.pk and isinstance(tried, AddToCover):
        return ShownCover(found, today, tried)
    return ShownCover(found, today, AddToCover(cover=found, by=request.user, now=now))


def _covers(request: PersonRequest, partner: Partner) -> CoverQuerySet:
    found = Cover.objects.visible_to(request.user).filter(partner=partner)
    return found.select_related("partner", "given_by", "ended_by")
