"""What is not for one's own side to do is asked of the other, and waits there for a yes."""

from datetime import datetime, timedelta
from typing import Any

import pghistory
from django.utils import timezone

from partners.access import Permission, require
from partners.models import Partner, Side, SideRequest, User
from partners.numbers import lasting
from partners.sides import speakers, speaks_for
from partners.verb import Refused, verb
from partners.verbs.letters import tell_of_request

WAITS_FOR = timedelta(days=14)


def ask(
    kind: SideRequest.Kind, *, side: Side, partner: Partner | None, by: User, now: datetime, **whom: Any
) -> SideRequest:
    """Keeps that `by` asks `side` for something, and mails those who may say yes. Raises Refused where nobody may
    yet, or where the same is asked already."""
    if side is Side.THEIRS and not speakers(side, partner).exists():
        assert partner is not None
        raise Refused(
            f"Nobody of {partner.name} can say yes yet. Invite their partner lead first: from then on they look "
            "after their own people."
        )
    waiting = (
        SideRequest.objects.open(now).filter(kind=kind, partner=partner, **whom).select_related("asked_by")
    )
    if standing := waiting.first():
        raise Refused(
            f"{standing.asked_by.full_name} has asked for this already, and it waits for a yes until "
            f"{timezone.localdate(standing.expires_at):%-d %B}."
        )
    with pghistory.context(verb="ask_other_side"):
        request = SideRequest.objects.create(
            kind=kind,
            side=side,
            partner=partner,
            asked_by=by,
            asked_at=now,
            expires_at=now + WAITS_FOR,
            **whom,
        )
    tell_of_request(request, now=now)
    return request


@verb(did="took back what was asked")
def withdraw_request(request: SideRequest, *, by: User, now: datetime) -> None:
    """Takes back what was asked, before it is answered: whoever asked it, or somebody who speaks for their side."""
    request = locked_request(request, now)
    _require_part(request, by)
    if by.pk != request.asked_by_id and not speaks_for(by, request.asked_by.side, request.partner):
        raise Refused(f"{request.asked_by.full_name} asked for this: only their side takes it back.")
    request.withdrawn_at = now
    request.save(update_fields=["withdrawn_at"])


def locked_request(request: SideRequest, now: datetime) -> SideRequest:
    """The request, locked until the verb ends. Raises Refused where it does not wait any more."""
    rows = SideRequest.objects.select_for_update(of=("self",)).select_related("partner", "asked_by", "person")
    request = rows.get(pk=request.pk)
    if request.withdrawn_at:
        raise Refused("This was taken back by those who asked.")
    if request.answered_by:
        said = "yes" if request.agreed else "no"
        raise Refused(f"{request.answered_by.full_name} has said {said} to this already.")
    if request.expires_at <= now:
        raise Refused(f"This has waited for {lasting(WAITS_FOR)} and is over. It can be asked again.")
    return request


def require_answerer(request: SideRequest, by: User) -> None:
    """Raises unless `by` may say yes or no."""
    _require_part(request, by)
    if by.pk == request.asked_by_id:
        raise Refused("You asked for this yourself: somebody else says yes or no to it.")
    if not speaks_for(by, request.of_side, request.partner):
        raise Refused(f"This waits for a yes of those who speak for {request.whose}.")


def _require_part(request: SideRequest, by: User) -> None:
    require(by, Permission.INVITE, request.partner)
