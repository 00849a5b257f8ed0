"""What one side asks of the other about its people, or whether the partnership goes on: it waits for a yes."""

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import Q

from partners.access import InternalRole, Role
from partners.isolation.rowsecurity import RowAccess
from partners.models.base import PartnerOwnedQuerySet, WithPartner, tracked
from partners.models.enterprise import enterprise_name
from partners.models.people import Side


class SideRequestQuerySet(PartnerOwnedQuerySet["SideRequest"]):
    """Requests of one side to the other."""

    def open(self, now: datetime) -> "SideRequestQuerySet":
        """Those that wait for a yes or a no."""
        return self.filter(answered_at=None, withdrawn_at=None, expires_at__gt=now)


@tracked()
class SideRequest(WithPartner):
    """Something that is not for whoever asked it to do: `side` is the side whose yes it needs.

    Without a partner it is about a role of ours across all partnerships. Who is meant is a `person`, or the address of
    somebody who is invited. It ends by a yes, a no, by being withdrawn, or after two weeks.
    """

    row_access = RowAccess.ASKED

    class Kind(models.TextChoices):
        INVITE = "invite", "invite a person"
        TAKE_PART = "take_part", "let a person take part"
        CHANGE_ROLE = "change_role", "change a role"
        END_PART = "end_part", "end a person's part"
        COLLEAGUE = "colleague", "invite a colleague"
        INTERNAL_ROLE = "internal_role", "change a role across partnerships"
        END_PARTNERSHIP = "end_partnership", "end the partnership"
        RESUME_PARTNERSHIP = "resume_partnership", "take the partnership up again"

    partner = models.ForeignKey("partners.Partner", models.PROTECT, null=True, blank=True, related_name="+")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    side = models.CharField(max_length=6, choices=Side.choices, help_text="The side whose yes it needs.")
    theirs = models.BooleanField(default=False, help_text="The person meant works for the partner.")
    person = models.ForeignKey("partners.User", models.PROTECT, null=True, blank=True, related_name="+")
    email = models.EmailField(blank=True)
    full_name = models.CharField(max_length=120, blank=True)
    role = models.CharField(max_length=24, choices=Role.choices, blank=True)
    internal_role = models.CharField(max_length=20, choices=InternalRole.choices, blank=True)
    asked_by = models.ForeignKey("partners.User", models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    answered_by = models.ForeignKey("partners.User", models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    agreed = models.BooleanField(default=False)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar = SideRequestQuerySet.as_manager()

    class Meta(WithPartner.Meta):
        ordering = ["asked_at", "id"]
        constraints = [
            *WithPartner.Meta.constraints,
            models.CheckConstraint(
                condition=Q(answered_at=None, answered_by=None, agreed=False)
                | Q(answered_at__isnull=False, answered_by__isnull=False, withdrawn_at=None),
                name="siderequest_answered_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(answered_by=None) | ~Q(answered_by=models.F("asked_by")),
                name="siderequest_not_answered_by_who_asked",
            ),
        ]
        indexes = [
            models.Index(
                fields=["partner", "side"],
                condition=Q(answered_at=None, withdrawn_at=None),
                name="siderequest_waiting",
            ),
        ]

    def __str__(self) -> str:
        return self.sentence

    @property
    def of_side(self) -> Side:
        """The side whose yes it needs."""
        return Side(self.side)

    @property
    def is_about_partnership(self) -> bool:
        """Whether it asks that the partnership end or go on, and not about anybody's part in it."""
        return self.kind in (self.Kind.END_PARTNERSHIP, self.Kind.RESUME_PARTNERSHIP)

    @property
    def whose(self) -> str:
        """The name of the side whose yes it needs."""
        return self.partner.name_of(self.side) if self.partner else enterprise_name()

    @property
    def whom(self) -> str:
        """The name of the person it is about; empty where it is about the partnership."""
        return self.person.full_name if self.person else self.full_name

    @property
    def role_name(self) -> str:
        if self.role:
            return Role(self.role).label
        return str(InternalRole(self.internal_role).label)

    @property
    def sentence(self) -> str:
        """What is asked, as the end of "Priya Raman asks to …"."""
        kind = SideRequest.Kind
        return {
            kind.INVITE: f"invite {self.whom} ({self.email}) as {self.role_name.lower()}",
            kind.TAKE_PART: f"let {self.whom} take part as {self.role_name.lower()}",
            kind.CHANGE_ROLE: f"make {self.whom} {self.role_name.lower()}",
            kind.END_PART: f"end the part of {self.whom}",
            kind.COLLEAGUE: f"invite {self.whom} ({self.email}) as {self.role_name}, across all partnerships",
            kind.INTERNAL_ROLE: f"give {self.whom} another role across all partnerships: {self.role_name}",
            kind.END_PARTNERSHIP: "end the partnership",
            kind.RESUME_PARTNERSHIP: "take the partnership up again",
        }[kind(self.kind)]
