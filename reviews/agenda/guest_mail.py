"""The mail to somebody who is asked to one item: what about, when, and a link that opens that item alone."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse

from partners.isolation.scope import SYSTEM, entered
from partners.mail.links import issue
from partners.mail.outbox import Letter, queue, written
from partners.models import MailLink
from reviews.agenda.invitations import moment_for
from reviews.models import ItemGuest, Review

KIND = "item"


def guest_letter(
    guest: ItemGuest, *, now: datetime, heading: str = "You are asked to one item"
) -> tuple[Letter, MailLink]:
    """The mail, and the link in it, for `send_to_guest`."""
    issued = issue(guest.person, now=now)
    review = guest.item.review
    context = {
        "guest": guest,
        "item": guest.item,
        "review": review,
        "partner": review.partner,
        "reader": guest.person,
        "heading": heading,
        **moment_for(review, guest.person),
        "address": settings.BASE_URL + reverse("reviews_one_item", args=[issued.secret]),
        "expires_at": issued.link.expires_at,
    }
    subject = f"{guest.item.title}: {review.partner.named_to(guest.person.side)}, {context['when']}"
    return written("agenda/mail/one_item", context, subject=subject), issued.link


def send_to_guest(guest: ItemGuest, letter: Letter, link: MailLink, *, now: datetime) -> None:
    """Queues the mail and keeps the guest with the link that stands in it. An earlier link opens nothing any more."""
    link.mail = queue(letter, to=guest.person, kind=KIND, now=now, partner=guest.partner)
    with entered(SYSTEM):
        link.save()
        guest.link = link
        guest.save()


def tell_guests(review: Review, *, now: datetime, heading: str) -> None:
    """Whoever is asked to one item hears that the meeting has moved or is cancelled, as everyone invited does."""
    guests = ItemGuest.objects.filter(item__review=review).select_related(
        "item", "person", "asked_by", "partner"
    )
    for guest in guests:
        guest.item.review = review
        letter, link = guest_letter(guest, now=now, heading=heading)
        send_to_guest(guest, letter, link, now=now)
