"""The yes or no of a side to what the other asks about its people, or about the partnership."""

from datetime import datetime

from partners.models import SideRequest, User
from partners.verb import verb
from partners.verbs.accounts import put_into_internal_role
from partners.verbs.asking import locked_request, require_answerer
from partners.verbs.charter import settle_partnership
from partners.verbs.invitations import send_what_was_asked
from partners.verbs.letters import tell_of_answer
from partners.verbs.memberships import carry_out

_Kind = SideRequest.Kind


@verb(did="answered what was asked")
def answer_request(request: SideRequest, *, yes: bool, by: User, now: datetime) -> SideRequest:
    """Says yes, and it is done at once, or no. Whoever asked is told."""
    require_answerer(request, by)
    request = locked_request(request, now)
    request.answered_by, request.answered_at, request.agreed = by, now, yes
    request.save(update_fields=["answered_by", "answered_at", "agreed"])
    if yes:
        _do(request, by, now)
    tell_of_answer(request, by=by, now=now)
    return request


def _do(request: SideRequest, by: User, now: datetime) -> None:
    if request.kind in (_Kind.INVITE, _Kind.COLLEAGUE):
        send_what_was_asked(request, by=by, now=now)
    elif request.kind == _Kind.INTERNAL_ROLE:
        put_into_internal_role(request, by=by, now=now)
    elif request.is_about_partnership:
        settle_partnership(request, by=by, now=now)
    else:
        carry_out(request, by=by, now=now)
