from datetime import datetime

from django.db import IntegrityError, transaction

from partners.access import Permission, require
from partners.actions.asking import ask
from partners.actions.places import checked_country, checked_time_zone
from partners.models import Partner, PartnerStanding, SideRequest, User
from partners.people_mail import tell_both
from partners.sides import speakers
from partners.verbs import Refused, verb

_ENDED = Partner.Status.ENDED


@verb
def edit_charter(
    partner: Partner, *, kind: str, expertise: str, status: str, country: str, time_zone: str,
    by: User, now: datetime, name: str | None = None, segment: str | None = None,
) -> Partner:  # fmt: skip
    """Changes what is said of a partner. None leaves the name, or our own classification; "" takes that one away.

    That it has ended is for both sides to say: it is asked of the other, and the rest is kept meanwhile.
    Names are for whoever adds partners: a name already taken must not tell one partner of another.
    """
    require(by, Permission.KEEP_CHARTER, partner)
    partner = Partner.objects.select_for_update().get(pk=partner.pk)
    if name is not None:
        require(by, Permission.START_PARTNERSHIP)
        _rename(partner, name)
    if status not in Partner.Status.values:
        raise Refused("Choose how the partnership stands.", field="status")
    asks_for_the_end = status == _ENDED and partner.status != _ENDED
    partner.kind, partner.expertise = kind.strip(), expertise.strip()
    partner.status = partner.status if asks_for_the_end else status
    partner.country, partner.time_zone = checked_country(country), checked_time_zone(time_zone)
    partner.save()
    if segment is not None:
        _classify(partner, segment, by)
    if asks_for_the_end:
        ask_to_end(partner, by=by, now=now)
    return partner


def ask_to_end(partner: Partner, *, by: User, now: datetime) -> None:
    """Asks the other side to end the partnership; ends it where that side has never had anybody to ask."""
    other = by.side.other
    if speakers(other, partner).exists():
        ask(SideRequest.Kind.END_PARTNERSHIP, side=other, partner=partner, by=by, now=now)
    else:
        partner.status = _ENDED
        partner.save(update_fields=["status"])


def end_partnership(request: SideRequest, *, by: User, now: datetime) -> None:
    """Ends the partnership, as one side asked and `by` says yes to. What is open in it stays open, and in sight."""
    assert request.partner is not None
    partner = Partner.objects.select_for_update().get(pk=request.partner.pk)
    partner.status = _ENDED
    partner.save(update_fields=["status"])
    tell_both(partner, "The partnership has ended", by=by, now=now)


def _rename(partner: Partner, name: str) -> None:
    name = " ".join(name.split())
    if not name:
        raise Refused("Give the partner's name.", field="name")
    try:
        with transaction.atomic():
            Partner.objects.filter(pk=partner.pk).update(name=name)
    except IntegrityError:
        raise Refused(f"There is already a partnership with {name}.", field="name") from None
    partner.name = name


def _classify(partner: Partner, segment: str, by: User) -> None:
    require(by, Permission.CLASSIFY, partner)
    if not segment:
        PartnerStanding.objects.filter(partner=partner).delete()
    elif segment not in PartnerStanding.Segment.values:
        raise Refused("Choose one of the segments.", field="segment")
    else:
        PartnerStanding.objects.update_or_create(partner=partner, defaults={"segment": segment})
