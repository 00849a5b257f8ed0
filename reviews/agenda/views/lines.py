"""One line of an agenda: its papers, and who is asked to it alone."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST, require_safe

from partners.access import Permission, can
from partners.guards import PersonRequest, requires
from partners.models import Partner
from partners.once import once
from partners.views.messages import telling
from reviews.agenda.forms import AskToItem, Paper
from reviews.agenda.paper_files import as_file
from reviews.agenda.verbs.guests import ask_no_longer
from reviews.agenda.verbs.papers import remove_paper
from reviews.clock import day_of
from reviews.finding import review_of
from reviews.models import AgendaItem, AgendaPaper, ItemGuest, Review


@require_safe
@requires(Permission.SEE_PARTNERSHIP)
def show(request: PersonRequest, pk: int, line: int, *, partner: Partner) -> HttpResponse:
    """What hangs on the line, and the forms that add to it before the meeting."""
    return _page(request, _line(request, partner, pk, line))


@require_POST
@requires(Permission.RAISE)
@once
def bring(request: PersonRequest, pk: int, line: int, *, partner: Partner) -> HttpResponse:
    """A paper for the line."""
    found = _line(request, partner, pk, line)
    form = Paper(request.POST, files=request.FILES, item=found, by=request.user, now=timezone.now())
    if not form.carried_out():
        return _page(request, found, status=form.status, paper_form=form)
    messages.success(request, form.success_message)
    return redirect("reviews_line", partner.slug, pk, line)


@require_GET
@requires(Permission.SEE_PARTNERSHIP)
def paper(request: PersonRequest, pk: int, line: int, brought: int, *, partner: Partner) -> HttpResponse:
    """The file of a paper."""
    return as_file(_paper(request, partner, pk, line, brought))


@require_POST
@requires(Permission.RAISE)
def take_out(request: PersonRequest, pk: int, line: int, brought: int, *, partner: Partner) -> HttpResponse:
    """The side that brought a paper takes it out."""
    found = _paper(request, partner, pk, line, brought)
    with telling(request, "It is taken out."):
        remove_paper(found, by=request.user, now=timezone.now())
    return redirect("reviews_line", partner.slug, pk, line)


@require_POST
@requires(Permission.PREPARE_REVIEW)
@once
def ask(request: PersonRequest, pk: int, line: int, *, partner: Partner) -> HttpResponse:
    """Somebody is asked to the line, and to nothing else."""
    found = _line(request, partner, pk, line)
    form = AskToItem(request.POST, item=found, by=request.user, now=timezone.now())
    if not form.carried_out():
        return _page(request, found, status=form.status, guest_form=form)
    messages.success(request, form.success_message)
    return redirect("reviews_line", partner.slug, pk, line)


@require_POST
@requires(Permission.PREPARE_REVIEW)
def ask_not(request: PersonRequest, pk: int, line: int, guest: int, *, partner: Partner) -> HttpResponse:
    """The side that asked somebody takes it back."""
    found = _line(request, partner, pk, line)
    rows = ItemGuest.objects.visible_to(request.user).filter(partner=partner, item=found)
    asked = get_object_or_404(rows.select_related("partner", "item__review"), pk=guest)
    with telling(request, "Taken back: the link of their mail opens nothing any more."):
        ask_no_longer(asked, by=request.user, now=timezone.now())
    return redirect("reviews_line", partner.slug, pk, line)


def _line(request: PersonRequest, partner: Partner, pk: int, line: int) -> AgendaItem:
    review = review_of(request, partner, pk)
    rows = (
        AgendaItem.objects.visible_to(request.user).filter(partner=partner, review=review).exclude(position=0)
    )
    found = get_object_or_404(rows, pk=line)
    found.review, found.partner = review, partner
    return found


def _paper(request: PersonRequest, partner: Partner, pk: int, line: int, brought: int) -> AgendaPaper:
    rows = AgendaPaper.objects.visible_to(request.user).filter(partner=partner, item=line, item__review=pk)
    return get_object_or_404(rows.select_related("partner", "item__review"), pk=brought)


def _page(
    request: PersonRequest, item: AgendaItem, *, status: int = HTTPStatus.OK, **forms: Any
) -> HttpResponse:
    review, partner = item.review, item.partner
    beforehand = review.state == Review.State.SCHEDULED
    may_bring = beforehand and can(request.user, Permission.RAISE, partner)
    told: dict[str, Any] = {"item": item, "by": request.user, "now": timezone.now()}
    if may_bring:
        forms.setdefault("paper_form", Paper(**told))
    if beforehand and can(request.user, Permission.PREPARE_REVIEW, partner):
        forms.setdefault("guest_form", AskToItem(**told))
    context = {
        "partner": partner,
        "review": review,
        "item": item,
        "on": day_of(review),
        "answers": item.answers.select_related("author").order_by("side"),
        "papers": item.papers.select_related("added_by"),
        "guests": item.guests.select_related("person", "asked_by"),
        "may_bring": may_bring,
        **forms,
    }
    return render(request, "agenda/line.html", context, status=status)
