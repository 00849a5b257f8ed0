"""Word to the leads of both sides: who joined, changed role or left, and what one side asks of the other."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.conf import settings
from django.urls import reverse

from partners.access import administers
from partners.mail.outbox import Outgoing, queue_all, written
from partners.models import Partner, Side, SideRequest, User, enterprise_name
from partners.sides import each_once, leads, leads_of_both

CHANGED, ASKED, ANSWERED, INVITED = "people_changed", "people_asked", "people_answered", "people_invited"


def tell_both(
    partner: Partner,
    happened: str,
    *,
    by: User,
    now: datetime,
    before: Iterable[User] = (),
    because: str = "",
) -> None:
    """Queues "`happened`." to the leads of both sides, and to those who were leads `before` it: whoever did it too,
    so that a stolen account is noticed. `because` is why, in the words of whoever did it.
    """
    everybody = each_once([*before, *leads_of_both(partner)])
    facts = {"partner": partner, "words": f"{happened}.", "by": by, "address": _page(partner)}
    facts |= {"because": because}
    queue_all([_letter(happened, facts, person, CHANGED, partner) for person in everybody], now=now)


def tell_side(partner: Partner, side: Side, happened: str, *, by: User, now: datetime) -> None:
    """Queues "`happened`." to the leads of one side: what the other has done alone, and they may object to."""
    facts = {
        "partner": partner,
        "words": f"{happened}.",
        "by": by,
        "address": _page(partner),
        "objecting": True,
    }
    people = leads(side, partner)
    queue_all([_letter(happened, facts, person, INVITED, partner) for person in people], now=now)


def tell_of_request(request: SideRequest, *, now: datetime) -> None:
    """Queues what is asked to those who may say yes or no to it."""
    happened = f"{request.asked_by.full_name} asks for your yes"
    facts = {
        "partner": request.partner, "request": request, "by": request.asked_by, "address": _page(request.partner),
        "words": f"{request.asked_by.full_name} asks to {request.sentence}.",
    }  # fmt: skip
    people = leads(request.of_side, request.partner)
    queue_all([_letter(happened, facts, person, ASKED, request.partner) for person in people], now=now)


def tell_of_answer(request: SideRequest, *, by: User, now: datetime) -> None:
    """Queues the yes or no to whoever asked."""
    said = "yes" if request.agreed else "no"
    facts = {
        "partner": request.partner, "by": by, "address": _page(request.partner),
        "words": f"{by.full_name} says {said}: to {request.sentence}.",
    }  # fmt: skip
    # An administrator reads no partnership's mails: theirs is about who was asked for, and names none as its own.
    asker = request.asked_by
    partner = None if administers(asker) else request.partner
    letter = _letter(f"{by.full_name} says {said}", facts, asker, ANSWERED, partner)
    queue_all([letter], now=now)


def _page(partner: Partner | None) -> str:
    page = settings.BASE_URL + reverse("settings_people")
    return f"{page}?partner={partner.slug}" if partner else page


def _letter(
    happened: str, facts: Mapping[str, object], person: User, kind: str, partner: Partner | None
) -> Outgoing:
    named = facts["partner"]
    whom = named.named_to(person.side) if isinstance(named, Partner) else enterprise_name()
    letter = written(
        "people/mail/people",
        {
            "because": "",
            "objecting": False,
            **facts,
            "person": person,
            "reader": person,
            "asked": kind == ASKED,
        },
        subject=f"{whom}: {happened}",
    )
    return Outgoing(letter, person, kind, partner)
