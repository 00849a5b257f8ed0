"""A review before the meeting: both sides see the same agenda, answer it, and table one item each."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from partners.access import Permission
from partners.guards import PersonRequest, requires
from partners.models import Partner
from partners.once import once
from partners.verb import Refused
from reviews.agenda.forms import Table
from reviews.agenda.pages import Agenda
from reviews.agenda.verbs.news import say_news
from reviews.agenda.verbs.preparing import answer_item, rebuild_agenda, refresh_agenda
from reviews.finding import review_of
from reviews.models import AgendaItem, Review
from reviews.rating.shown import Rating


@requires(Permission.SEE_PARTNERSHIP)
def agenda(request: PersonRequest, pk: int, *, partner: Partner) -> HttpResponse:
    """The agenda; once sealed, the record."""
    review = review_of(request, partner, pk)
    if review.state == Review.State.SEALED and (record := _record(partner, pk)):
        return redirect(record)
    return agenda_page(request, review)


@require_POST
@requires(Permission.RAISE)
@once
def answer(request: PersonRequest, pk: int, item: int, *, partner: Partner) -> HttpResponse:
    """The side's answer to one line; an empty one takes it back."""
    review = review_of(request, partner, pk)
    visible = AgendaItem.objects.visible_to(request.user).filter(partner=partner, review=review)
    line = get_object_or_404(visible.select_related("partner", "review__partner"), pk=item)
    text = request.POST.get("text", "")
    try:
        kept = answer_item(line, text=text, by=request.user, now=timezone.now())
    except Refused as refused:
        return agenda_page(request, review, status=422, refusal=refused.sentence, answering=item, typed=text)
    messages.success(request, "Saved: both sides read it." if kept else "Taken back.")
    return redirect(reverse("reviews_agenda", args=[partner.slug, pk]) + f"#line-{item}")


@require_POST
@requires(Permission.PREPARE_REVIEW)
@once
def table(request: PersonRequest, pk: int, *, partner: Partner) -> HttpResponse:
    """The one item of the person's side."""
    review = review_of(request, partner, pk)
    form = Table(request.POST, review=review, by=request.user, now=timezone.now())
    if not form.carried_out():
        return agenda_page(request, review, status=form.status, table_form=form)
    refresh_agenda(review, now=timezone.now())
    messages.success(request, form.success_message)
    return redirect("reviews_agenda", partner.slug, pk)


@require_POST
@requires(Permission.PREPARE_REVIEW)
@once
def news(request: PersonRequest, pk: int, *, partner: Partner) -> HttpResponse:
    """What changed with the person's side; an empty sentence takes it back."""
    review = review_of(request, partner, pk)
    text = request.POST.get("text", "")
    try:
        said = say_news(review, text=text, by=request.user, now=timezone.now())
    except Refused as refused:
        return agenda_page(request, review, status=422, news_refusal=refused.sentence, news_typed=text)
    messages.success(request, "Saved: both sides read it." if said else "Taken back.")
    return redirect("reviews_agenda", partner.slug, pk)


@require_POST
@requires(Permission.PREPARE_REVIEW)
def rebuild(request: PersonRequest, pk: int, *, partner: Partner) -> HttpResponse:
    """A frozen agenda is built once more from the facts of now."""
    review = review_of(request, partner, pk)
    try:
        rebuild_agenda(review, by=request.user, now=timezone.now())
    except Refused as refused:
        return agenda_page(request, review, status=422, refusal=refused.sentence)
    messages.success(request, "Built again. Both sides read it as it stands now.")
    return redirect("reviews_agenda", partner.slug, pk)


def agenda_page(
    request: PersonRequest, review: Review, *, status: int = HTTPStatus.OK, **context: Any
) -> HttpResponse:
    """The agenda as it stands, with whatever a form or a refusal has to say beside it."""
    page = Agenda(review, request.user, timezone.now())
    if page.may_table and "table_form" not in context:
        mine = page.my_item
        typed = (
            {"title": mine.title, "detail": mine.detail, "minutes": mine.minutes, "kind": mine.kind}
            if mine
            else {}
        )
        context["table_form"] = Table(review=review, by=request.user, now=page.now, initial=typed)
    context |= {"page": page, "review": review, "partner": review.partner, "today": page.today}
    context["rating"] = Rating(review, request.user, page.now)
    return render(request, "agenda/agenda.html", context, status=status)


def _record(partner: Partner, pk: int) -> str:
    try:
        return reverse("reviews_record", args=[partner.slug, pk])
    except NoReverseMatch:
        return ""
