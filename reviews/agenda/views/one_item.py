"""One item behind its mail: for whoever is asked to it, without a password, and nothing else of the review."""

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from partners.access import Permission, can
from partners.guards import by_mail
from partners.models import MailLink
from reviews.agenda.invitations import moment_for
from reviews.agenda.paper_files import as_file
from reviews.clock import day_of
from reviews.models import AgendaItem, ItemGuest


@dataclass(frozen=True)
class MailedItem:
    """The link, at the address it was opened by."""

    link: MailLink
    secret: str


@require_safe
@by_mail
def item(request: HttpRequest, link: MailLink) -> HttpResponse:
    """The item, when it is talked about, what both sides answered to it, its papers."""
    guest = _guest(link)
    assert request.resolver_match is not None
    review = guest.item.review
    context = {
        "mail": MailedItem(link, request.resolver_match.kwargs["secret"]),
        "reader": link.person,
        "guest": guest,
        "item": guest.item,
        "detail": _detail(guest.item),
        "review": review,
        "partner": guest.partner,
        "on": day_of(review),
        "answers": guest.item.answers.select_related("author").order_by("side"),
        "papers": guest.item.papers.all(),
        **moment_for(review, link.person),
    }
    return render(request, "agenda/one_item.html", context)


@require_safe
@by_mail
def paper(request: HttpRequest, link: MailLink, brought: int) -> HttpResponse:
    """The file of one of the item's papers."""
    return as_file(get_object_or_404(_guest(link).item.papers, pk=brought))


def _detail(item: AgendaItem) -> str:
    """What the line says, or what it is about says of itself."""
    return item.detail or (item.ask.detail if item.ask else item.action.detail if item.action else "")


def _guest(link: MailLink) -> ItemGuest:
    """404 where the link is of another kind of mail, was taken back, or its person takes no part any more."""
    rows = ItemGuest.objects.visible_to(link.person).filter(link=link, person=link.person)
    people = (
        "partner",
        "asked_by",
        "item__review__partner",
        "item__review__forum",
        "item__review__chair",
        "item__ask",
        "item__action",
    )
    guest = rows.select_related(*people).first()
    if guest is None or not can(link.person, Permission.SEE_PARTNERSHIP, guest.partner):
        raise Http404
    return guest
