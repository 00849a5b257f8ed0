"""Who is invited and has not come in yet, as pages show it: what became of the invitation, and who looks after it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from partners.access import Permission, administers, can
from partners.finding import in_order
from partners.models import Invitation, Membership, Partner, Side, User
from partners.numbers import days_ago
from partners.sides import speaks_for


@dataclass(frozen=True)
class ShownInvitation:
    """An invitation as its reader sees it. `since` says when it was sent, `is_over` whether its link opens nothing."""

    invitation: Invitation
    since: str
    is_over: bool
    may_withdraw: bool
    may_send_again: bool
    may_object: bool


def invited_to(partner: Partner | None, *, reader: User, now: datetime) -> list[ShownInvitation]:
    """Who is invited to a partnership, or (None) to a role of ours across all, and neither in nor withdrawn.

    Somebody who has come in by another way is in.
    """
    found = Invitation.objects.pending().filter(partner=partner).select_related("invited_by", "partner")
    if partner is not None:
        members = Membership.objects.current().filter(partner=partner)
        found = found.exclude(email__in=members.values("person__email"))
    return [_shown(invitation, reader, now) for invitation in found.order_by(in_order("full_name"), "pk")]


def of_side(shown: Iterable[ShownInvitation], side: Side) -> list[ShownInvitation]:
    """Those to `side`."""
    return [each for each in shown if each.invitation.side is side]


def looks_after(by: User, invitation: Invitation) -> bool:
    """Whether `by` may send it again or withdraw it: who sent it, or who speaks for the side of either."""
    if invitation.partner is None:
        return administers(by)
    if not can(by, Permission.INVITE, invitation.partner):
        return False
    sides = {invitation.side, invitation.invited_by.side}
    return by.pk == invitation.invited_by_id or any(
        speaks_for(by, side, invitation.partner) for side in sides
    )


def may_withdraw(by: User, invitation: Invitation) -> bool:
    """`looks_after`, and an administrator in any case: they can end everybody's access."""
    return administers(by) or looks_after(by, invitation)


def may_object(by: User, invitation: Invitation) -> bool:
    """Whether `by` may object to it: a lead of the side that did not send it and looks after nobody in it."""
    partner = invitation.partner
    return (
        partner is not None
        and speaks_for(by, invitation.side.other, partner)
        and not looks_after(by, invitation)
    )


def _shown(invitation: Invitation, reader: User, now: datetime) -> ShownInvitation:
    passed = timezone.localdate(now) - timezone.localdate(invitation.invited_at)
    return ShownInvitation(
        invitation,
        since=days_ago(passed.days),
        is_over=invitation.expires_at <= now,
        may_withdraw=may_withdraw(reader, invitation),
        may_send_again=looks_after(reader, invitation),
        may_object=invitation.expires_at > now and may_object(reader, invitation),
    )
