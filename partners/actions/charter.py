from datetime import datetime

from django.db import IntegrityError, transaction

from partners.access import Permission, require
from partners.actions.places import checked_country, checked_time_zone
from partners.models import Partner, PartnerStanding, User
from partners.verbs import Refused, verb


@verb
def edit_charter(
    partner: Partner, *, kind: str, expertise: str, status: str, country: str, time_zone: str,
    by: User, now: datetime, name: str | None = None, segment: str | None = None,
) -> Partner:  # fmt: skip
    """Changes what is said of a partner. None leaves the name, or our own classification; "" takes that one away.

    Names are for whoever adds partners: a name already taken must not tell one partner of another.
    """
    require(by, Permission.KEEP_CHARTER, partner)
    partner = Partner.objects.select_for_update().get(pk=partner.pk)
    if name is not None:
        require(by, Permission.START_PARTNERSHIP)
        _rename(partner, name)
    if status not in Partner.Status.values:
        raise Refused("Choose how the partnership stands.", field="status")
    partner.kind, partner.expertise, partner.status = kind.strip(), expertise.strip(), status
    partner.country, partner.time_zone = checked_country(country), checked_time_zone(time_zone)
    partner.save()
    if segment is not None:
        _classify(partner, segment, by)
    return partner


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
