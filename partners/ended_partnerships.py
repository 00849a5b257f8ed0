"""In a partnership that has ended nothing new begins; what is open there is finished, and what closes it may be said.

So whatever makes something that is owed, agreed or measured anew asks here. Answering, reporting, moving and handing
over what is open does not, nor do notes, thanks, evidence and the last figures: they are how a partnership is closed.
Which verb is which stands in tests/reviews/test_nothing_new.py, where each has to be named.
"""

from datetime import date

from django.db import connection
from django.utils import timezone

from partners.access import Permission, can, require
from partners.models import Partner, SideRequest, User
from partners.verb import Refused

WHAT_IS_LEFT = (
    "has ended: what is open can be finished, nothing new begins. If it is to go on, a lead asks for that in its "
    "charter, and the other side says yes."
)
_STANDS = "SELECT status FROM partners_partner WHERE id = %s FOR "
_AT_ONCE, _ALONE = "SHARE", "NO KEY UPDATE"
"""Many may begin something at once, or one after the other; whoever ends the partnership waits for them all, and they
for the end."""


def require_to_begin(by: User, permission: Permission, partner: Partner, *, alone: bool = False) -> None:
    """`require` for what begins something: Refused besides where the partnership has ended.

    How it stands is asked of the database, and stays so until what begins is written: the partner at hand may have been
    read before both sides said so, and the second yes may be given at this very moment. Whoever must know all that was
    begun before begins `alone`: of two at once the second waits here.
    """
    require(by, permission, partner)
    if has_ended(partner, alone=alone):
        raise Refused(nothing_new(partner))


def require_before_the_end(partner: Partner, month: date) -> None:
    """Refused where a month is to be measured that began after the partnership had ended: the last figures of what was
    measured come after the end, and then no more."""
    if has_ended(partner) and is_past_the_end(month, last_day(partner)):
        raise Refused(measured_no_more(partner, month), field="month")


def may_begin(by: User, permission: Permission, partner: Partner) -> bool:
    """Whether a page offers to begin something."""
    return partner.status != Partner.Status.ENDED and can(by, permission, partner)


def has_ended(partner: Partner, *, alone: bool = False) -> bool:
    """Whether it has by now; what this transaction writes comes before an end that is not agreed yet."""
    with connection.cursor() as cursor:
        cursor.execute(_STANDS + (_ALONE if alone else _AT_ONCE), [partner.pk])
        found = cursor.fetchone()
    return found is not None and found[0] == Partner.Status.ENDED


def last_day(partner: Partner) -> date | None:
    """The day of the second yes that ended it last; None where nobody was there to be asked."""
    ends = SideRequest.objects.filter(
        partner=partner, kind=SideRequest.Kind.END_PARTNERSHIP, agreed=True
    ).order_by("-answered_at")
    said = ends.values_list("answered_at", flat=True).first()
    return timezone.localdate(said) if said else None


def is_past_the_end(month: date, ended_on: date | None) -> bool:
    """Whether `month`, by its first day, began after the day of the end."""
    return ended_on is not None and month > ended_on


def measured_no_more(partner: Partner, month: date) -> str:
    """Why a month is not measured any more."""
    return (
        f"The partnership of {partner.both_names} ended before {month:%B %Y} began: record the months until then, and "
        "correct what is on record."
    )


def nothing_new(partner: Partner) -> str:
    """Why nothing begins in a partnership that has ended, and what can be done."""
    return f"The partnership of {partner.both_names} {WHAT_IS_LEFT}"
