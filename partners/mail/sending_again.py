"""Which mails that never left can still leave, and why the others stay.

A mail is sent again as it was written: the same row, the same words, the same Message-ID. So what it says must still
hold, and a link in it must still open.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Q, QuerySet

from partners.isolation.scope import SYSTEM, entered
from partners.mail.kept_invitations import leads_here, newest_invitations
from partners.mail.links import VALID_FOR
from partners.mail.recipient_rights import may_still_receive
from partners.models import MailContent, OutgoingMail
from partners.numbers import lasting

State = OutgoingMail.State
NEVER_LEFT = (State.KEPT, State.FAILED, State.BOUNCED)
MOST_AT_ONCE = 500
"""So many kept mails are looked at for one press of the button; the next press takes the next."""

_GOOD_FOR: Mapping[str, timedelta | None] = {"pack": None, "reminder": timedelta(days=1)}
"""How long a mail of a kind is worth reading; None: for good. All others as long as the links of mails open."""

_HAS_LEFT = "It has left, or waits to leave."
_NO_SERVER = "No mail server is named yet: it would be stored once more."
_INVENTED = "This is a demo: it was written to somebody invented."
_CODE = "It carried a way in that is over by now. Its reader asks for a new one where they sign in."
_INVITATION_OVER = (
    "Its link is over: the invitation was used, withdrawn or renewed, or has ended. Invite them once more."
)
_LINK_ELSEWHERE = "Its link leads to where Tandem was before. Invite them once more."
_REMINDER_STALE = "A reminder speaks of its morning; the next one has said how things stand since."
_STALE = "What it says is more than {length} old, and its links are over."
_NO_RIGHT = "Its reader may not receive it any more."


def kept_worth_sending(mails: QuerySet[OutgoingMail], *, now: datetime) -> list[OutgoingMail]:
    """Of `mails`, those kept that can leave now; the newest MOST_AT_ONCE are looked at."""
    fresh = Q(queued_at__gt=now - VALID_FOR) | Q(
        kind__in=[kind for kind, good in _GOOD_FOR.items() if good is None]
    )
    found = list(
        mails.filter(fresh, state=State.KEPT).select_related("person").order_by("-pk")[:MOST_AT_ONCE]
    )
    against = reasons_against(found, now=now)
    return [mail for mail in found if not against[mail.pk]]


def reasons_against(mails: Sequence[OutgoingMail], *, now: datetime) -> dict[int, str]:
    """Mail id → why it cannot be sent again, as a sentence; "" where it can.

    As many queries for many mails as for one.
    """
    said = {mail.pk: _by_itself(mail, now) for mail in mails}
    open_ones = [mail for mail in mails if not said[mail.pk]]
    if open_ones:
        with entered(SYSTEM):
            said |= _invitations_over([mail for mail in open_ones if _is_invitation(mail)], now)
            allowed = may_still_receive(open_ones, now=now)
        said |= {mail.pk: said[mail.pk] or _NO_RIGHT for mail in open_ones if mail.pk not in allowed}
    return said


def _by_itself(mail: OutgoingMail, now: datetime) -> str:
    """What the envelope alone tells."""
    if mail.state not in NEVER_LEFT:
        return _HAS_LEFT
    if not settings.EMAIL_URL:
        return _NO_SERVER
    if settings.DEMO and (mail.person is None or mail.person.invented):
        return _INVENTED
    if mail.secret:
        return "" if _is_invitation(mail) else _CODE
    good_for = _GOOD_FOR.get(mail.kind, VALID_FOR)
    if good_for is None or now - mail.queued_at < good_for:
        return ""
    return _REMINDER_STALE if mail.kind == "reminder" else _STALE.format(length=lasting(good_for))


def _is_invitation(mail: OutgoingMail) -> bool:
    """An invitation to take part, which is no mail about a meeting."""
    return mail.secret and mail.kind == "invitation"


def _invitations_over(mails: Sequence[OutgoingMail], now: datetime) -> dict[int, str]:
    """Reads within the scope SYSTEM: what a mail says is for the delivery alone."""
    if not mails:
        return {}
    newest = {mail.pk for mail in newest_invitations(now)}
    here = {content.mail_id for content in _contents(mails) if leads_here(content)}
    return {
        mail.pk: _INVITATION_OVER if mail.pk not in newest else "" if mail.pk in here else _LINK_ELSEWHERE
        for mail in mails
    }


def _contents(mails: Iterable[OutgoingMail]) -> QuerySet[MailContent]:
    return MailContent.objects.filter(mail__in=[mail.pk for mail in mails])
