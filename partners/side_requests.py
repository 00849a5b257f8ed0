"""What one side asks of the other, as pages show it."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from partners.access import Permission
from partners.models import Partner, Side, SideRequest, User
from partners.sides import speaks_for

_MOST = 30


@dataclass(frozen=True)
class ShownRequest:
    """A request as its reader sees it: theirs to answer, theirs to take back, or neither."""

    request: SideRequest
    may_answer: bool
    may_withdraw: bool


def requests_seen(reader: User, partner: Partner | None, *, now: datetime) -> list[ShownRequest]:
    """What waits in a partnership, and what waits for our own house; those that wait for the reader first."""
    found = SideRequest.objects.open(now).select_related("asked_by", "person", "partner")
    of_partner = found.filter(partner=partner) if partner else found.none()
    of_house = found.filter(partner=None) if reader.side is Side.OURS else found.none()
    shown = [_shown(reader, request) for request in (*of_partner, *of_house)]
    return sorted(shown, key=lambda each: not each.may_answer)


def requests_to_answer(reader: User, *, now: datetime) -> list[ShownRequest]:
    """What waits for a yes or no of the reader, in whichever partnership, the oldest first."""
    mine = Q(partner__in=Partner.objects.in_which(reader, Permission.SPEAK_FOR_SIDE)) | Q(partner=None)
    found = SideRequest.objects.open(now).filter(mine, side=reader.side).exclude(asked_by=reader)
    shown = (
        _shown(reader, request) for request in found.select_related("asked_by", "person", "partner")[:_MOST]
    )
    return [each for each in shown if each.may_answer]


def _shown(reader: User, request: SideRequest) -> ShownRequest:
    asked_it = request.asked_by_id == reader.pk
    return ShownRequest(
        request,
        may_answer=not asked_it and speaks_for(reader, request.of_side, request.partner),
        may_withdraw=asked_it or speaks_for(reader, request.asked_by.side, request.partner),
    )
