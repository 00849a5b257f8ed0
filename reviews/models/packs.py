from django.db import models

from partners.isolation.constraints import CompositeForeignKey
from partners.isolation.rowsecurity import RowAccess, RowRights
from partners.models.base import PartnerOwned, tracked
from reviews.models.seals import Edition


@tracked()
class ReviewPack(PartnerOwned):
    """The PDF made from a seal: its bytes are kept with their own hash and the version of the template."""

    row_access = RowAccess.EDITION

    class State(models.TextChoices):
        BUILDING = "building", "being made"
        BUILT = "built", "made"
        SENT = "sent", "sent"
        FAILED = "failed", "could not be made"

    review = models.ForeignKey("reviews.Review", models.PROTECT, related_name="packs")
    edition = models.CharField(max_length=8, choices=Edition.choices)
    state = models.CharField(max_length=10, choices=State.choices, default=State.BUILDING)
    file = models.FileField(upload_to="packs/%Y/%m/", blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    pages = models.PositiveSmallIntegerField(null=True, blank=True)
    template_version = models.CharField(max_length=20, blank=True)
    asked_at = models.DateTimeField()
    built_at = models.DateTimeField(null=True, blank=True)
    leased_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    failure = models.CharField(max_length=300, blank=True)

    class Meta(PartnerOwned.Meta):
        constraints = [
            *PartnerOwned.Meta.constraints,
            CompositeForeignKey(field="review", name="reviewpack_review_same_partner"),
            models.UniqueConstraint(fields=["review", "edition"], name="pack_one_per_edition"),
            models.CheckConstraint(
                condition=models.Q(state__in=["building", "failed"])
                | (~models.Q(file="") & ~models.Q(sha256="") & ~models.Q(built_at=None)),
                name="pack_built_has_file_and_hash",
            ),
        ]


@tracked()
class PackDelivery(PartnerOwned):
    """A pack's way to one person; whether it arrived stands on the mail."""

    row_access = RowAccess.EDITION
    row_rights = RowRights.ADD

    pack = models.ForeignKey(ReviewPack, models.PROTECT, related_name="deliveries")
    edition = models.CharField(max_length=8, choices=Edition.choices)
    person = models.ForeignKey("partners.User", models.PROTECT, related_name="+")
    mail = models.OneToOneField("partners.OutgoingMail", models.PROTECT, related_name="+")

    class Meta(PartnerOwned.Meta):
        constraints = [
            *PartnerOwned.Meta.constraints,
            CompositeForeignKey(field="pack", name="packdelivery_pack_same_partner"),
            models.UniqueConstraint(fields=["pack", "person"], name="pack_once_a_person"),
        ]
