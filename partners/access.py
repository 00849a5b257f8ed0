"""The one page of who may do what.

A permission is something a person does; a role is a set of permissions within one partnership, an internal role one
across all of them. Settings shows these sentences as they stand here.
"""

from typing import Protocol

from django.core.exceptions import PermissionDenied
from django.db.models import TextChoices


class Permission(TextChoices):
    """What can be done. The label is the sentence people read."""

    SEE_PARTNERSHIP = "see_partnership", "Read the partnership: outcomes, promises, performance, reviews"
    SEE_PORTFOLIO = "see_portfolio", "See all partnerships in one view"
    KEEP_PROMISES = "keep_promises", "Update the actions one owns: done, new date, waiting on, hand over"
    PROMISE = "promise", "Record promises and confirm the other side's"
    RAISE = "raise", "Raise asks: decisions, impediments, recommendations, risks"
    DECIDE = "decide", "Make decisions and clear impediments"
    KEEP_CHARTER = "keep_charter", "Keep outcome intents, RACI, engagements and indicators current"
    KEEP_BUSINESS = "keep_business", "Keep what the business wants: business outcomes, and what serves them"
    CLASSIFY = "classify", "Keep the enterprise's own classification and contract terms"
    NAME_PARTNER = "name_partner", "Correct a partner's name, and the code by which files name it"
    RECORD_READINGS = "record_readings", "Record and import performance readings"
    WRITE_NOTES = "write_notes", "Write private notes of one's own side"
    PREPARE_REVIEW = (
        "prepare_review",
        "Schedule, move and cancel reviews; put an item on the agenda; answer beforehand",
    )
    RUN_REVIEW = "run_review", "Chair a review: open, run, seal, send the pack"
    SPEAK_FOR_SIDE = "speak_for_side", "Say agree or differ, and write one's side's sentence"
    DECIDE_MANDATE = (
        "decide_mandate",
        "Decide how far the partner is trusted, for the side that hands outcomes over: the mandate",
    )
    GIVE_COVER = "give_cover", "Give cover: step in for the people of both sides, until a day"
    INVITE = "invite", "Invite people to the partnership and end their part in it"
    SEE_AUDIT = "see_audit", "Read who changed what"
    START_PARTNERSHIP = "start_partnership", "Add partners"
    KEEP_HOUSE = "keep_house", "Name who of one's own side answers for a business function"
    ADMINISTER = "administer", "People, sign-in, mail and settings, without a view of the content"


class Person(Protocol):
    """What is asked of a person to know what they may do. The models below (partners.models) answer it."""

    @property
    def is_authenticated(self) -> bool: ...

    @property
    def is_active(self) -> bool: ...

    @property
    def internal_role(self) -> str: ...

    @property
    def roles(self) -> dict[int, str]:
        """Partner id → role, of the partnerships they take part in now."""


class Partnership(Protocol):
    """What is asked of a partner to know who may do what with them."""

    @property
    def pk(self) -> int: ...


P = Permission
_READ = {P.SEE_PARTNERSHIP}
_TAKE_PART = _READ | {P.KEEP_PROMISES, P.RAISE}
_LEAD = _TAKE_PART | {P.PROMISE, P.DECIDE, P.KEEP_CHARTER, P.RECORD_READINGS, P.WRITE_NOTES, P.PREPARE_REVIEW}
_LEAD |= {P.SPEAK_FOR_SIDE, P.INVITE, P.SEE_AUDIT, P.KEEP_HOUSE}


class Role(TextChoices):
    """A person's part in one partnership, on either side."""

    EXECUTIVE_SPONSOR = "executive_sponsor", "Executive sponsor"
    RELATIONSHIP_MANAGER = "relationship_manager", "Relationship manager"
    PARTNER_LEAD = "partner_lead", "Partner lead"
    CONTRIBUTOR = "contributor", "Contributor"
    OBSERVER = "observer", "Observer"
    EXECUTIVE_READER = "executive_reader", "Executive reader"

    @property
    def meaning(self) -> str:
        return _ROLE_MEANINGS[self]

    @property
    def permissions(self) -> frozenset[Permission]:
        return _ROLE_PERMISSIONS[self]

    @property
    def sentences(self) -> list[str]:
        return _in_order(self.permissions)


_ROLE_MEANINGS = {
    Role.EXECUTIVE_SPONSOR: "Answers for the partnership at the top: decides what is escalated, and steps in.",
    Role.RELATIONSHIP_MANAGER: "The enterprise's day-to-day lead: prepares the review, keeps the charter, may chair.",
    Role.PARTNER_LEAD: "The partner's day-to-day lead: prepares the review and keeps the charter with them.",
    Role.CONTRIBUTOR: "Owns actions and raises asks.",
    Role.OBSERVER: "Reads along.",
    Role.EXECUTIVE_READER: "Receives the pack and answers the decisions it asks for.",
}
_ROLE_PERMISSIONS = {
    Role.EXECUTIVE_SPONSOR: frozenset(_LEAD | {P.DECIDE_MANDATE, P.GIVE_COVER}),
    Role.RELATIONSHIP_MANAGER: frozenset(_LEAD | {P.RUN_REVIEW, P.KEEP_BUSINESS, P.CLASSIFY, P.NAME_PARTNER}),
    Role.PARTNER_LEAD: frozenset(_LEAD),
    Role.CONTRIBUTOR: frozenset(_TAKE_PART),
    Role.OBSERVER: frozenset(_READ),
    Role.EXECUTIVE_READER: frozenset(_READ | {P.DECIDE}),
}


class InternalRole(TextChoices):
    """What one of our own people is across all partnerships."""

    NONE = "", "No role across partnerships"
    ADMINISTRATOR = "administrator", "Administrator"
    CIO = "cio", "CIO"
    PORTFOLIO_READER = "portfolio_reader", "Portfolio reader"

    @property
    def meaning(self) -> str:
        return _INTERNAL_MEANINGS[self]

    @property
    def permissions(self) -> frozenset[Permission]:
        return _INTERNAL_PERMISSIONS[self]

    @property
    def sentences(self) -> list[str]:
        return _in_order(self.permissions)

    @property
    def sees_every_partnership(self) -> bool:
        return P.SEE_PORTFOLIO in self.permissions


_INTERNAL_MEANINGS = {
    InternalRole.NONE: "Sees the partnerships they are a member of.",
    InternalRole.ADMINISTRATOR: "Looks after people, sign-in, mail and back-ups; reads no content.",
    InternalRole.CIO: "Chairs the reviews and sees the whole portfolio.",
    InternalRole.PORTFOLIO_READER: "Reads every partnership and changes nothing.",
}
_INTERNAL_PERMISSIONS: dict[InternalRole, frozenset[Permission]] = {
    InternalRole.NONE: frozenset(),
    InternalRole.ADMINISTRATOR: frozenset({P.ADMINISTER, P.START_PARTNERSHIP, P.INVITE}),
    InternalRole.CIO: frozenset(set(Permission) - {P.ADMINISTER}),
    InternalRole.PORTFOLIO_READER: frozenset({P.SEE_PARTNERSHIP, P.SEE_PORTFOLIO}),
}


def _in_order(permissions: frozenset[Permission]) -> list[str]:
    return [str(permission.label) for permission in Permission if permission in permissions]


def can(user: Person, permission: Permission, partner: Partnership | None = None) -> bool:
    """Whether `user` holds `permission`, in `partner` where one is given."""
    if not user.is_authenticated or not user.is_active:
        return False
    if permission in InternalRole(user.internal_role).permissions:
        return True
    if partner is None:
        return any(permission in Role(role).permissions for role in user.roles.values())
    role = user.roles.get(partner.pk)
    return role is not None and permission in Role(role).permissions


def sees_every_partnership(user: Person) -> bool:
    """Whether `user` reads every partnership, member or not."""
    active = user.is_authenticated and user.is_active
    return active and InternalRole(user.internal_role).sees_every_partnership


def administers(user: Person) -> bool:
    """Whether `user` looks after people and settings: of one's internal role alone, no part in a partnership."""
    active = user.is_authenticated and user.is_active
    return active and P.ADMINISTER in InternalRole(user.internal_role).permissions


class NotAllowed(PermissionDenied):
    """A role does not include `permission`, in `partner` where one is given: the page says who can help."""

    def __init__(self, permission: Permission, partner: Partnership | None) -> None:
        super().__init__(
            f"Your role does not allow this: {permission.label[0].lower()}{permission.label[1:]}."
        )
        self.permission, self.partner = permission, partner


def require(user: Person, permission: Permission, partner: Partnership | None = None) -> None:
    """Raises NotAllowed, a PermissionDenied, unless `can`."""
    if not can(user, permission, partner):
        raise NotAllowed(permission, partner)
