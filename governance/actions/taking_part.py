"""Who may act on a promise, and who may be given one. Read the same for both sides."""

from datetime import date

from django.core.exceptions import PermissionDenied

from governance.models import ActionItem
from governance.standing_in import stood_in_for
from partners.access import Permission, can, require
from partners.models import Partner, User
from partners.ownership import PartnerOwned
from partners.verbs import Refused


def require_update(by: User, item: ActionItem, *, today: date) -> None:
    """The owner, or whoever stands in for them, updates what they owe; whoever records promises updates for others.

    Raises PermissionDenied.
    """
    if by.pk == item.owner_id:
        require(by, Permission.KEEP_PROMISES, item.partner)
    elif not can(by, Permission.PROMISE, item.partner):
        stands_in = can(by, Permission.KEEP_PROMISES, item.partner) and item.owner_id in stood_in_for(
            by, today
        )
        require(by, Permission.KEEP_PROMISES if stands_in else Permission.PROMISE, item.partner)


def may_update(by: User, item: ActionItem, *, today: date) -> bool:
    """Whether `require_update` lets `by` through."""
    try:
        require_update(by, item, today=today)
    except PermissionDenied:
        return False
    return True


def speaker(by: User, on_word_of: User | None, partner: Partner, permission: Permission) -> User:
    """Whose word it is: one's own, or that of someone in the room, recorded by whoever chairs.

    The speaker must hold `permission`; a recorder must be allowed to run the review.
    """
    if on_word_of is None or on_word_of.pk == by.pk:
        require(by, permission, partner)
        return by
    require(by, Permission.RUN_REVIEW, partner)
    if not can(on_word_of, permission, partner):
        raise Refused(f"{on_word_of.full_name} cannot decide this: their role does not allow it.")
    return on_word_of


def owner_in(partner: Partner, owner: User, *, field: str = "owner") -> User:
    """`owner`, who must take part in the partnership so that they can keep what is promised in their name."""
    if not owner.is_active:
        raise Refused(
            f"{owner.full_name} no longer works here with us. Choose someone who does.", field=field
        )
    if not can(owner, Permission.KEEP_PROMISES, partner):
        raise Refused(
            f"{owner.full_name} does not take part in the partnership with {partner.name} as someone who can own "
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
