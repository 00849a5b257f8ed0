"""The agenda behind its mail: read and answered beforehand, for whom the link stands, without a password."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from partners.guards import by_mail
from partners.isolation.scope import SYSTEM, entered
from partners.models import MailLink
from partners.once import once
from partners.verb import Refused
from reviews.agenda.pages import Agenda
from reviews.agenda.paper_files import as_file
from reviews.agenda.verbs.preparing import answer_item
from reviews.models import AgendaInHand, AgendaItem, AgendaPaper, Review


@dataclass(frozen=True)
class MailedAgenda:
    """The review whose agenda a link opens, at the address it was opened by."""

    link: MailLink
    secret: str
    now: datetime

    @cached_property
    def review(self) -> Review | None:
        """None where the person no longer takes part; 404 where the link is of another kind of mail."""
        with entered(SYSTEM):
            in_hand = AgendaInHand.objects.filter(link=self.link).first()
        if in_hand is None:
            raise Http404
        seen = Review.objects.visible_to(self.link.person).select_related("partner", "forum", "chair")
        return seen.filter(pk=in_hand.review_id).first()

    @property
    def url(self) -> str:
        return reverse("reviews_from_mail", args=[self.secret])


@by_mail
def agenda(request: HttpRequest, link: MailLink) -> HttpResponse:
    """The lines of the review the mail is about, each with its answer."""
    return _page(request, _opened(request, link))


@require_safe
@by_mail
def paper(request: HttpRequest, link: MailLink, brought: int) -> HttpResponse:
    """The file of a paper that hangs on one of the lines."""
    mailed = _opened(request, link)
    if mailed.review is None:
        return _page(request, mailed)
    papers = AgendaPaper.objects.visible_to(link.person).filter(item__review=mailed.review)
    return as_file(get_object_or_404(papers, pk=brought))


@by_mail
@once
def answer(request: HttpRequest, link: MailLink, item: int) -> HttpResponse:
    """The answer of the person's side to one line; an empty one takes it back."""
    mailed = _opened(request, link)
    if request.method != "POST":
        return redirect(f"{mailed.url}#line-{item}")
    if mailed.review is None:
        return _page(request, mailed)
    lines = AgendaItem.objects.visible_to(link.person).filter(review=mailed.review)
    line = get_object_or_404(lines.select_related("partner", "review__partner"), pk=item)
    text = request.POST.get("text", "")
    if not Agenda(mailed.review, link.person, mailed.now).may_answer:
        refusal = "Nothing was saved: it can no longer be answered from here, or not by you."
        return _page(request, mailed, HTTPStatus.CONFLICT, refusal=refusal, refused=item, typed=text)
    try:
        kept = answer_item(line, text=text, by=link.person, now=mailed.now)
    except Refused as refused:
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        return _page(request, mailed, status, refusal=refused.sentence, refused=item, typed=text)
    messages.success(request, "Saved: both sides read it." if kept else "Taken back.")
    return redirect(f"{mailed.url}#line-{item}")


def _opened(request: HttpRequest, link: MailLink) -> MailedAgenda:
    assert request.resolver_match is not None
    return MailedAgenda(link, request.resolver_match.kwargs["secret"], timezone.now())


def _page(
    request: HttpRequest, mailed: MailedAgenda, status: int = HTTPStatus.OK, **context: Any
) -> HttpResponse:
    review = mailed.review
    if review is None:
        return render(request, "agenda/from_mail/gone.html", {"mail": mailed}, status=HTTPStatus.GONE)
    page = Agenda(review, mailed.link.person, mailed.now)
    context |= {
        "mail": mailed,
        "reader": mailed.link.person,
        "review": review,
        "partner": review.partner,
        "page": page,
        "today": page.today,
    }
    return render(request, "agenda/from_mail/agenda.html", context, status=status)
