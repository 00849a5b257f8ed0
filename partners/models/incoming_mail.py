from typing import ClassVar

import pgtrigger
from django.db import models

from partners.access import administers
from partners.isolation.rowsecurity import RowAccess, RowRights
from partners.models.people import User


class IncomingMailQuerySet(models.QuerySet["IncomingMail"]):
    """Envelopes of mails that came in."""

    def visible_to(self, user: User) -> "IncomingMailQuerySet":
        """All for whoever looks after mail; for everybody else what they sent themselves."""
        return self.all() if administers(user) else self.filter(person=user)


class IncomingMail(models.Model):
    """The envelope of a mail that came to the address for replies, and what became of it. What it said is not kept.

    `message_id` is unique: a mail that is read twice, or comes by two ways, acts once. `person` is known only where
    the mail came from the one whose reminder it answers.
    """

    row_access = RowAccess.ACCOUNT
    row_rights = RowRights.ADD

    class Fate(models.TextChoices):
        """The label is what people read."""

        DONE = "done", "done as it says"
        PARTLY = "partly", "done in part, asked back"
        ASKED_BACK = "asked_back", "asked back"
        OVER = "over", "too late, asked to sign in"
        AUTOMATIC = "automatic", "automatic, left alone"
        NOWHERE = "nowhere", "answers no reminder"
        STRANGER = "stranger", "unknown sender"
        FORGED = "forged", "forged sender"
        PASSED_ON = "passed_on", "passed on and acknowledged"
        BROKEN = "broken", "set aside"

    message_id = models.CharField(max_length=200, unique=True)
    received_at = models.DateTimeField()
    sender = models.CharField(
        max_length=254, blank=True, help_text="As the mail says; anybody can write anything."
    )
    person = models.ForeignKey("partners.User", models.PROTECT, null=True, blank=True, related_name="+")
    fate = models.CharField(max_length=10, choices=Fate.choices)
    reason = models.CharField(
        max_length=120, blank=True, help_text="Why it could not be read, in our words: nothing of the mail."
    )

    objects: ClassVar = IncomingMailQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        triggers = [pgtrigger.Protect(name="never_changed", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return self.get_fate_display()
