from datetime import date, datetime, timedelta
from typing import ClassVar

from django.db import models
from django.db.models import Q

from partners.access import InternalRole, Permission, Role, sees_every_partnership
from partners.finding import in_order
from partners.isolation.constraints import CompositeForeignKey
from partners.isolation.rowsecurity import RowAccess
from partners.models.base import PartnerOwned, PartnerOwnedQuerySet, WithPartner, tracked
from partners.models.enterprise import enterprise_name
from partners.models.people import Side, User


class PartnerQuerySet(models.QuerySet["Partner"]):
    """Partners, reached through a person."""

    def visible_to(self, user: User) -> "PartnerQuerySet":
        """The partnerships whose content `user` may read: all for the CIO and portfolio readers, else by membership."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        if sees_every_partnership(user):
            return self.all()
        return self.filter(pk__in=Membership.objects.current().filter(person=user).values("partner"))

    def in_which(self, user: User, permission: Permission) -> "PartnerQuerySet":
        """The partnerships in which `user` holds `permission`; for an administrator also those they cannot read."""
        if permission in InternalRole(user.internal_role).permissions:
            return self.all()
        return self.filter(
            pk__in=[pk for pk, role in user.roles.items() if permission in Role(role).permissions]
        )


@tracked()
class Partner(models.Model):
    """An organisation we govern a partnership with."""

    row_access = RowAccess.PARTNER_ITSELF

    class Status(models.TextChoices):
        PROSPECTIVE = "prospective", "prospective"
        ACTIVE = "active", "active"
        EXITING = "exiting", "exiting"
        ENDED = "ended", "ended"

    name = models.CharField(max_length=120, unique=True)
    slug = models.SlugField(max_length=60, unique=True)
    kind = models.CharField(
        max_length=80, blank=True, help_text="What they do for us, such as 'databases, ERP basis'."
    )
    expertise = models.TextField(blank=True, help_text="What they know that we do not.")
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.ACTIVE)
    country = models.CharField(max_length=2, blank=True)
    time_zone = models.CharField(max_length=64, blank=True)
    code = models.CharField(max_length=20, blank=True, help_text="Their code in imported files.")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = PartnerQuerySet.as_manager()

    class Meta:
        ordering = [in_order("name"), "name"]
        constraints = [
            models.UniqueConstraint(fields=["code"], condition=~Q(code=""), name="partner_code_unique"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def side_names(self) -> dict[str, str]:
        """What each side is called: the enterprise's name and the partner's."""
        return {Side.OURS: enterprise_name(), Side.THEIRS: self.name}

    def name_of(self, side: str) -> str:
        """What one side is called."""
        return self.side_names[side]

    @property
    def both_names(self) -> str:
        """ "Northgate Group and Meridian Systems": where it is not known which side reads."""
        return " and ".join(self.side_names.values())

    def named_to(self, side: str) -> str:
        """What the partnership is called where `side` reads: by the name of the other side."""
        return self.name_of(Side(side).other)


class MembershipQuerySet(PartnerOwnedQuerySet["Membership"]):
    """Who takes which part in a partnership."""

    def current(self) -> "MembershipQuerySet":
        """Memberships that have not ended."""
        return self.filter(until=None)


@tracked()
class Membership(PartnerOwned):
    """A person's role in one partnership. It ends; it is never deleted."""

    row_access = RowAccess.MEMBERSHIP

    person = models.ForeignKey("partners.User", models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=24, choices=Role.choices)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    objects: ClassVar = MembershipQuerySet.as_manager()

    class Meta(PartnerOwned.Meta):
        constraints = [
            *PartnerOwned.Meta.constraints,
            models.UniqueConstraint(
                fields=["partner", "person"], condition=Q(until=None), name="membership_one_current_role"
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=models.F("since")),
                name="membership_ends_after_it_began",
            ),
        ]
        indexes = [models.Index(fields=["person", "until"], name="membership_of_person")]


@tracked()
class Engagement(PartnerOwned):
    """A contract or statement of work. Its notice dates and values are ours only: EngagementTerms."""

    class State(models.TextChoices):
        DRAFT = "draft", "draft"
        ACTIVE = "active", "active"
        EXPIRED = "expired", "expired"
        TERMINATED = "terminated", "terminated"

    title = models.CharField(max_length=200)
    scope = models.TextField(blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=12, choices=State.choices, default=State.DRAFT)
    renews = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="renewed_by",
        help_text="The one it follows; each is followed by one.",
    )

    class Meta(PartnerOwned.Meta):
        constraints = [
            *PartnerOwned.Meta.constraints,
            CompositeForeignKey(field="renews", name="engagement_renews_same_partner"),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=models.F("starts_on")),
                name="engagement_ends_after_it_began",
            ),
        ]

    @property
    def was_ended(self) -> bool:
        """Whether somebody has ended it, be its last day still to come."""
        return self.state in (self.State.EXPIRED, self.State.TERMINATED)

    def is_over(self, today: date) -> bool:
        """Whether it is over on `today`: past its last day; ended by somebody, on its last day already."""
        if self.ends_on is None:
            return self.was_ended
        return self.ends_on < today or (self.was_ended and self.ends_on == today)

    def standing(self, today: date) -> str:
        """How it stands, in a word or two."""
        if self.is_over(today):
            return "ended"
        if self.was_ended:
            return "ends early"
        return "not begun" if self.starts_on > today else self.get_state_display()


class InvitationQuerySet(PartnerOwnedQuerySet["Invitation"]):
    """Invitations sent to people."""

    def open(self, now: datetime) -> "InvitationQuerySet":
        """Those whose link still works."""
        return self.pending().filter(expires_at__gt=now)

    def pending(self) -> "InvitationQuerySet":
        """Those nobody has taken or withdrawn, whether their link still works or not."""
        return self.filter(accepted_at=None, withdrawn_at=None)


@tracked(exclude=("token_digest",))
class Invitation(WithPartner):
    """An invitation bound to address, partner and role: expiring, single-use.

    Without a partner it is for one of our own people, to a role across all partnerships.
    """

    row_access = RowAccess.DIRECTORY
    VALID_FOR = timedelta(days=14)

    partner = models.ForeignKey("partners.Partner", models.PROTECT, null=True, blank=True, related_name="+")
    email = models.EmailField()
    full_name = models.CharField(max_length=120)
    role = models.CharField(max_length=24, choices=Role.choices, blank=True)
    internal_role = models.CharField(max_length=20, choices=InternalRole.choices, blank=True)
    theirs = models.BooleanField(help_text="The person works for the partner.")
    invited_by = models.ForeignKey("partners.User", models.PROTECT, related_name="+")
    token_digest = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    objected_by = models.ForeignKey(
        "partners.User",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="Who of the other side ended it.",
    )
    objection = models.CharField(max_length=300, blank=True, help_text="Why, in their words.")

    objects: ClassVar = InvitationQuerySet.as_manager()

    class Meta(WithPartner.Meta):
        constraints = [
            *WithPartner.Meta.constraints,
            models.CheckConstraint(
                condition=(Q(partner=None) & Q(role="") & ~Q(internal_role="") & Q(theirs=False))
                | (~Q(partner=None) & ~Q(role="") & Q(internal_role="")),
                name="invitation_to_a_partnership_or_an_internal_role",
            ),
            models.UniqueConstraint(
                fields=["partner", "email"],
                condition=Q(accepted_at=None, withdrawn_at=None),
                name="invitation_one_open_to_an_address",
                nulls_distinct=False,
            ),
        ]

    @property
    def side(self) -> Side:
        return Side.THEIRS if self.theirs else Side.OURS

    @property
    def invited_at(self) -> datetime:
        """When its link was mailed last."""
        return self.expires_at - self.VALID_FOR

    @property
    def role_name(self) -> str:
        """The role as people read it, with or without a partner."""
        return Role(self.role).label if self.role else InternalRole(self.internal_role).label
