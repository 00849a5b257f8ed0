"""Who may act on a promise, and who may be given one. Read the same for both sides.

A promise is updated by the side that owes it: its dates, its waits, its report, its owner. The other side asks,
confirms, gives back, disputes and releases. In the room whoever chairs writes down what somebody of that side says.
"""

from datetime import date, datetime

import pghistory
from django.core.exceptions import PermissionDenied

from governance.deputies import stood_in_for
from governance.local_day import day_of
from governance.models import ActionItem
from partners.access import Permission, can, require
from partners.ended_partnerships import require_to_begin
from partners.models import Partner, User
from partners.models.base import PartnerOwned
from partners.verb import Refused


def updater(
    by: User, item: ActionItem, *, now: datetime, on_word_of: User | None = None, instead: str
) -> User:
    """Whose word an update of what `item`'s side owes is: one's own, or that of somebody in the room.

    Raises Refused with `instead`, what else can be done, for whoever is not of that side; PermissionDenied for whoever
    may not update it there.
    """
    voice = _voice(by, on_word_of, item.partner)
    if voice.side != item.side:
        require(voice, Permission.KEEP_PROMISES, item.partner)
        raise Refused(instead)
    _require_own(voice, item, today=day_of(voice, now))
    return voice


def may_update(by: User, item: ActionItem, *, today: date) -> bool:
    """Whether `updater` lets `by` through with a word of their own."""
    if by.side != item.side:
        return False
    try:
        _require_own(by, item, today=today)
    except PermissionDenied:
        return False
    return True


def may_ask(by: User, item: ActionItem) -> bool:
    """Whether `by` is of the other side, and takes part: they ask where the owner's side decides."""
    return by.side != item.side and can(by, Permission.KEEP_PROMISES, item.partner)


def _require_own(by: User, item: ActionItem, *, today: date) -> None:
    """The owner, or whoever stands in for them; else whoever records promises for that side."""
    if by.pk == item.owner_id:
        require(by, Permission.KEEP_PROMISES, item.partner)
    elif not can(by, Permission.PROMISE, item.partner):
        stands_in = can(by, Permission.KEEP_PROMISES, item.partner) and item.owner_id in stood_in_for(
            by, today
        )
        require(by, Permission.KEEP_PROMISES if stands_in else Permission.PROMISE, item.partner)


def speaker(by: User, on_word_of: User | None, partner: Partner, permission: Permission) -> User:
    """Whose word it is: one's own, or that of someone in the room, recorded by whoever chairs.

    The speaker must hold `permission`; a recorder must be allowed to run the review.
    """
    voice = _voice(by, on_word_of, partner)
    if voice.pk == by.pk:
        require(by, permission, partner)
    elif not can(voice, permission, partner):
        raise Refused(f"{voice.full_name} cannot decide this: their role does not allow it.")
    return voice


def promiser(by: User, on_word_of: User | None, partner: Partner, owner: User) -> User:
    """Whose word it is that `owner` promises: somebody's of the owner's own side, who may promise for them."""
    voice = _voice(by, on_word_of, partner)
    require_to_begin(
        voice, Permission.KEEP_PROMISES if _is(voice, owner, by) else Permission.PROMISE, partner
    )
    if voice.side != owner.side:
        raise Refused(
            f"{owner.full_name} has to promise this themselves, or somebody of their side. Propose it: they are asked.",
            field="promised",
        )
    return voice


def _is(voice: User, owner: User, by: User) -> bool:
    """In the room the owner's own word is enough; who writes their own promise down proposes it to themselves."""
    return voice.pk == owner.pk and voice.pk != by.pk


def _voice(by: User, on_word_of: User | None, partner: Partner) -> User:
    if on_word_of is None or on_word_of.pk == by.pk:
        return by
    require(by, Permission.RUN_REVIEW, partner)
    pghistory.context(
        on_word_of=on_word_of.pk
    )  # the history of the running verb says whose word was written down
    return on_word_of


def owner_in(partner: Partner, owner: User, *, field: str = "owner") -> User:
    """`owner`, who must take part in the partnership so that they can keep what is promised in their name."""
    if not owner.is_active:
        raise Refused(f"{owner.full_name} no longer works here. Choose someone who does.", field=field)
    if not can(owner, Permission.KEEP_PROMISES, partner):
        raise Refused(
            f"{owner.full_name} does not take part in the partnership of {partner.both_names} as someone who can own "
            "an action. Choose another owner, or invite them first.",
            field=field,
        )
    return owner


def belonging_to(partner: Partner, **rows: PartnerOwned | None) -> None:
    """Refuses rows (an outcome, an ask, an activity) of another partnership. None is allowed."""
    for field, row in rows.items():
        if row is not None and row.partner_id != partner.pk:
            raise Refused(
                f"This {field} belongs to another partnership. Choose one of this one.", field=field
            )
