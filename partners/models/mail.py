from typing import ClassVar

from django.db import models

from partners.access import Permission, can
from partners.isolation.rowsecurity import RowAccess, RowRights
from partners.models.base import tracked
from partners.models.partnerships import Partner
from partners.models.people import User


class OutgoingMailQuerySet(models.QuerySet["OutgoingMail"]):
    """Envelopes of mails."""

    def visible_to(self, user: User) -> "OutgoingMailQuerySet":
        """Mails `user` may follow: all for administrators and the CIO, else their own and their partnerships'."""
        if can(user, Permission.ADMINISTER) or can(user, Permission.SEE_PORTFOLIO):
            return self.all()
        prepared = Partner.objects.in_which(user, Permission.PREPARE_REVIEW)
        return self.filter(models.Q(person=user) | models.Q(partner__in=prepared))


@tracked(exclude=("leased_until",))
class OutgoingMail(models.Model):
    """The envelope of one mail to one person. Written in the business transaction, delivered afterwards.

    Its subject says what kind of mail it is and of which partnership; what was said stands in MailContent, which no
    person's scope reaches.
    """

    row_access = RowAccess.MAIL

    class State(models.TextChoices):
        QUEUED = "queued", "queued"
        DELIVERED = "delivered", "delivered"
        KEPT = "kept", "stored here"
        FAILED = "failed", "failed"
        BOUNCED = "bounced", "bounced"
        WITHDRAWN = "withdrawn", "withdrawn"

    partner = models.ForeignKey("partners.Partner", models.PROTECT, null=True, blank=True, related_name="+")
    person = models.ForeignKey("partners.User", models.PROTECT, null=True, blank=True, related_name="+")
    address = models.EmailField()
    kind = models.CharField(max_length=30)
    subject = models.CharField(max_length=250)
    message_id = models.CharField(max_length=120, unique=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.QUEUED)
    secret = models.BooleanField(
        default=False, help_text="Carries a sign-in code or link: never shown to anyone."
    )
    concerns = models.JSONField(
        default=list, blank=True, help_text="The partnerships it speaks of, where there are several."
    )
    queued_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField()
    leased_until = models.DateTimeField(null=True, blank=True)
    last_error = models.CharField(max_length=500, blank=True)
    without_files = models.BooleanField(
        default=False, help_text="The server took it only without the files it carries."
    )
    settled_at = models.DateTimeField(null=True, blank=True)
    about = models.CharField(
        max_length=40,
        blank=True,
        default="",
        help_text="What it speaks of: until it leaves, a later one says it all.",
    )

    objects: ClassVar = OutgoingMailQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["next_attempt_at"], condition=models.Q(state="queued"), name="mail_waiting"),
            models.Index(
                fields=["about", "person"],
                condition=models.Q(state="queued") & ~models.Q(about=""),
                name="mail_in_quiet",
            ),
        ]

    @property
    def partnerships(self) -> list[int]:
        """The ids of all partnerships it speaks of."""
        return self.concerns if self.partner_id is None else [self.partner_id]


class MailContent(models.Model):
    """What a mail says. Read by the delivery alone."""

    row_access = RowAccess.SYSTEM
    row_rights = RowRights.ADD

    mail = models.OneToOneField(OutgoingMail, models.CASCADE, related_name="content")
    text = models.TextField()
    html = models.TextField(blank=True)
    headers = models.JSONField(default=dict, blank=True)
    known = models.JSONField(
        default=dict,
        blank=True,
        help_text="What its reader knew before it, for the one that takes its place.",
    )


class MailAttachment(models.Model):
    """A file carried by a mail: stored, named by its place in the storage."""

    row_access = RowAccess.SYSTEM
    row_rights = RowRights.ADD

    mail = models.ForeignKey(OutgoingMail, models.CASCADE, related_name="attachments")
    file_name = models.CharField(max_length=150)
    content_type = models.CharField(max_length=100)
    content = models.BinaryField()


class MailLink(models.Model):
    """What opens without a password from one mail: for its person, for what the mail names, until it expires.

    The two secrets are kept as digests: one opens the page, the other is the address a reply goes to.
    """

    row_access = RowAccess.SYSTEM

    person = models.ForeignKey("partners.User", models.PROTECT, related_name="+")
    mail = models.OneToOneField(OutgoingMail, models.PROTECT, null=True, blank=True, related_name="link")
    page_digest = models.CharField(max_length=64, unique=True)
    reply_digest = models.CharField(max_length=64, unique=True)
    issued_at = models.DateTimeField()
    expires_at = models.DateTimeField()
