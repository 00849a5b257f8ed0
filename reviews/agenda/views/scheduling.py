"""Setting the day of a review: its forum's next one, another day, no day at all, another chair."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from governance.forms.verb_form import VerbForm
from partners.access import Permission
from partners.guards import PersonRequest, requires
from partners.models import Partner
from partners.once import once
from reviews.agenda.forms import Cancel, Chair, Move, Schedule
from reviews.agenda.review_lists import forums_of
from reviews.finding import review_of
from reviews.models import Review


@requires(Permission.PREPARE_REVIEW)
@once
def schedule(request: PersonRequest, *, partner: Partner) -> HttpResponse:
    """The next review of the forum; a partnership without a forum is asked to set one up first."""
    forums = list(forums_of(partner))
    if not forums:
        return redirect("reviews_forum", partner.slug)
    asked = (request.POST or request.GET).get("forum", "")
    forum = next((forum for forum in forums if asked in ("", str(forum.pk))), None)
    if forum is None:
        raise Http404
    form = Schedule(request.POST or None, forum=forum, by=request.user, now=timezone.now())
    if request.method == "POST" and form.carried_out():
        messages.success(request, form.success_message)
        return redirect("reviews_agenda", partner.slug, form.result.pk)
    return _form(
        request, form, partner, f"Schedule a {forum.name.lower()}", "Schedule it", forum=forum, forums=forums
    )


@requires(Permission.PREPARE_REVIEW)
def move(request: PersonRequest, pk: int, *, partner: Partner) -> HttpResponse:
    """Another day or hour."""
    review = review_of(request, partner, pk)
    form = Move(request.POST or None, review=review, by=request.user, now=timezone.now())
    return _changed(request, form, review, "Move the review", "Move it")


@requires(Permission.PREPARE_REVIEW)
def cancel(request: PersonRequest, pk: int, *, partner: Partner) -> HttpResponse:
    """It does not take place."""
    review = review_of(request, partner, pk)
    form = Cancel(request.POST or None, review=review, by=request.user, now=timezone.now())
    return _changed(request, form, review, "Cancel the review", "Cancel the review")


@requires(Permission.RUN_REVIEW)
def chair(request: PersonRequest, pk: int, *, partner: Partner) -> HttpResponse:
    """Somebody else chairs."""
    review = review_of(request, partner, pk)
    form = Chair(request.POST or None, review=review, by=request.user, now=timezone.now())
    return _changed(request, form, review, "Who chairs", "Change the chair")


def _changed(request: PersonRequest, form: VerbForm, review: Review, title: str, button: str) -> HttpResponse:
    if request.method == "POST" and form.carried_out():
        messages.success(request, form.success_message)
        return redirect("reviews_agenda", review.partner.slug, review.pk)
    return _form(request, form, review.partner, title, button, review=review)


def _form(
    request: PersonRequest, form: VerbForm, partner: Partner, title: str, button: str, **context: Any
) -> HttpResponse:
    status = form.status if request.method == "POST" else HTTPStatus.OK
    context |= {"form": form, "partner": partner, "title": title, "button": button}
    return render(request, "agenda/form.html", context, status=status)
