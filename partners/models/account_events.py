"""What became of people's accounts: who came in how, who was refused, whose factors changed."""

from typing import ClassVar

import pgtrigger
from django.db import models

from partners.access import Permission, can
from partners.isolation.rowsecurity import RowAccess, RowRights
from partners.models.base import tracked
from partners.models.people import User


class AccountEventQuerySet(models.QuerySet["AccountEvent"]):
    """What became of accounts."""

    def visible_to(self, user: User) -> "AccountEventQuerySet":
        """Everybody's for whoever looks after sign-in; one's own for everybody else."""
        return self.all() if can(user, Permission.ADMINISTER) else self.filter(person=user)


@tracked()
class AccountEvent(models.Model):
    """One thing that happened at somebody's door. `how` says by which way, `by` who did it where it was not they."""

    row_access = RowAccess.ACCOUNT
    row_rights = RowRights.ADD

    class What(models.TextChoices):
        """The label is what people read."""

        SIGNED_IN = "signed_in", "signed in"
        REFUSED = "refused", "refused"
        PASSWORD = "password", "new password"
        FACTOR_ADDED = "factor_added", "second factor set up"
        FACTOR_REMOVED = "factor_removed", "second factor taken off"
        CODES_MADE = "codes_made", "new recovery codes"
        SESSION_ENDED = "session_ended", "another browser signed out"
        ENDED_ELSEWHERE = "ended_elsewhere", "signed out everywhere else"
        LINKED = "linked", "tied to single sign-on"
        UNLINKED = "unlinked", "taken off single sign-on"

    person = models.ForeignKey("partners.User", models.PROTECT, related_name="account_events")
    what = models.CharField(max_length=20, choices=What.choices)
    how = models.CharField(max_length=80, blank=True)
    by = models.ForeignKey("partners.User", models.PROTECT, null=True, blank=True, related_name="+")
    network = models.GenericIPAddressField(null=True, blank=True)
    browser = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()

    objects: ClassVar = AccountEventQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["person", "-id"], name="account_event_of_person")]
        triggers = [
            pgtrigger.Protect(name="never_changed", operation=pgtrigger.Update | pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return self.get_what_display()
