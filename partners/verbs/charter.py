from datetime import datetime

from django.db import IntegrityError, transaction
from django.dispatch import Signal

from partners.access import Permission, require
from partners.models import Partner, PartnerStanding, SideRequest, User
from partners.sides import speakers
from partners.verb import Refused, verb
from partners.verbs.asking import ask
from partners.verbs.letters import tell_both
from partners.verbs.partner_names import checked_code, checked_name, code_taken, name_taken
from partners.verbs.places import checked_country, checked_time_zone

_ENDED, _ACTIVE = Partner.Status.ENDED, Partner.Status.ACTIVE
_Kind = SideRequest.Kind

ended = Signal()
"""Sent with `partner`, `by` and `now` when a partnership has ended, for the floors above to end what they planned."""


@verb(did="changed the charter")
def edit_charter(
    partner: Partner,
    *,
    kind: str,
    expertise: str,
    status: str,
    country: str,
    time_zone: str,
    by: User,
    now: datetime,
    name: str | None = None,
    code: str | None = None,
    segment: str | None = None,
) -> Partner:
    """Changes what is said of a partner. None leaves the name, the code, or our own classification; "" takes the code
    or the classification away.

    That it has ended, or goes on after all, is for both sides to say: it is asked of the other, and the rest is kept
    meanwhile.
    Name and code are for our side to correct: one that is taken must not tell one partner of another. The address of
    the partnership stays what it was begun with, so that mails and marks of before still open; what is sealed keeps the
    name it was sealed with.
    """
    require(by, Permission.KEEP_CHARTER, partner)
    partner = Partner.objects.select_for_update().get(pk=partner.pk)
    if name is not None or code is not None:
        require(by, Permission.NAME_PARTNER, partner)
        _rename(partner, name=name, code=code, by=by, now=now)
    if status not in Partner.Status.values:
        raise Refused("Choose how the partnership stands.", field="status")
    takes_both = status != partner.status and _ENDED in (status, partner.status)
    if takes_both and status not in (_ENDED, _ACTIVE):
        raise Refused(
            "This partnership has ended. To take it up again, which takes the other side's yes, choose "
            f"{_ACTIVE.label} here; after that either side says how it stands.",
            field="status",
        )
    partner.kind, partner.expertise = kind.strip(), expertise.strip()
    partner.status = partner.status if takes_both else status
    partner.country, partner.time_zone = checked_country(country), checked_time_zone(time_zone)
    partner.save()
    if segment is not None:
        _classify(partner, segment, by)
    if takes_both:
        _ask_for(Partner.Status(status), partner, by=by, now=now)
    return partner


def settle_partnership(request: SideRequest, *, by: User, now: datetime) -> None:
    """Ends the partnership or takes it up again, as one side asked and `by` says yes to."""
    assert request.partner is not None
    partner = Partner.objects.select_for_update().get(pk=request.partner.pk)
    ends = request.kind == _Kind.END_PARTNERSHIP
    _put(partner, _ENDED if ends else _ACTIVE, by=by, now=now)
    happened = "The partnership has ended" if ends else "The partnership has been taken up again"
    tell_both(partner, happened, by=by, now=now)


def _ask_for(status: Partner.Status, partner: Partner, *, by: User, now: datetime) -> None:
    """Asks the other side for the end, or to go on; does it where that side has never had anybody to ask."""
    other = by.side.other
    if speakers(other, partner).exists():
        kind = _Kind.END_PARTNERSHIP if status == _ENDED else _Kind.RESUME_PARTNERSHIP
        ask(kind, side=other, partner=partner, by=by, now=now)
    else:
        _put(partner, status, by=by, now=now)


def _put(partner: Partner, status: Partner.Status, *, by: User, now: datetime) -> None:
    """What is open in a partnership that ends stays open, and in sight."""
    partner.status = status
    partner.save(update_fields=["status"])
    if status == _ENDED:
        ended.send(Partner, partner=partner, by=by, now=now)


def _rename(partner: Partner, *, name: str | None, code: str | None, by: User, now: datetime) -> None:
    """Both sides are told of another name: it is what the one is called and the other calls it."""
    before = partner.name
    if name is not None:
        partner.name = checked_name(name, but=partner)
    if code is not None:
        partner.code = checked_code(code, but=partner)
    try:
        with transaction.atomic():
            partner.save(update_fields=["name", "code"])
    except IntegrityError as problem:  # somebody else has taken it this moment
        raise (
            code_taken(partner.code) if "partner_code_unique" in str(problem) else name_taken(partner.name)
        ) from None
    if partner.name != before:
        tell_both(partner, f"{before} is called {partner.name} now", by=by, now=now)


def _classify(partner: Partner, segment: str, by: User) -> None:
    require(by, Permission.CLASSIFY, partner)
    if not segment:
        PartnerStanding.objects.filter(partner=partner).delete()
    elif segment not in PartnerStanding.Segment.values:
        raise Refused("Choose one of the segments.", field="segment")
    else:
        PartnerStanding.objects.update_or_create(partner=partner, defaults={"segment": segment})
