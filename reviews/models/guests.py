import uuid

from django.db import models
from django.db.models import Q

from partners.isolation.constraints import CompositeForeignKey
from partners.isolation.rowsecurity import RowRights
from partners.models import Side
from partners.models.base import PartnerOwned, tracked


@tracked()
class SideNews(PartnerOwned):
    """What changed with one side since last time, in a sentence: people, organisation, demand. Written beforehand."""

    row_rights = RowRights.DELETE

    review = models.ForeignKey("reviews.Review", models.CASCADE, related_name="news")
    side = models.CharField(max_length=6, choices=Side.choices)
    text = models.CharField(max_length=240)
    author = models.ForeignKey("partners.User", models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Meta(PartnerOwned.Meta):
        constraints = [
            *PartnerOwned.Meta.constraints,
            CompositeForeignKey(field="review", name="sidenews_review_same_partner"),
            models.UniqueConstraint(fields=["review", "side"], name="news_one_a_side"),
        ]

    def __str__(self) -> str:
        return self.text


def _somewhere(paper: "AgendaPaper", name: str) -> str:
    """A place nobody can guess, and whose name says nothing."""
    return f"agenda/{uuid.uuid4().hex}"


@tracked()
class AgendaPaper(PartnerOwned):
    """A paper to read before a line of the agenda: a file that is kept here, or a link. Both sides read it."""

    row_rights = RowRights.DELETE

    item = models.ForeignKey("reviews.AgendaItem", models.CASCADE, related_name="papers")
    side = models.CharField(max_length=6, choices=Side.choices, help_text="The side that brought it.")
    name = models.CharField(max_length=120, help_text="As people read it.")
    link = models.CharField(max_length=500, blank=True)
    file = models.FileField(upload_to=_somewhere, blank=True)
    content_type = models.CharField(max_length=100, blank=True)
    added_by = models.ForeignKey("partners.User", models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta(PartnerOwned.Meta):
        ordering = ["id"]
        constraints = [
            *PartnerOwned.Meta.constraints,
            CompositeForeignKey(field="item", name="agendapaper_item_same_partner"),
            models.CheckConstraint(condition=Q(link="") ^ Q(file=""), name="paper_is_file_or_link"),
        ]

    def __str__(self) -> str:
        return self.name


@tracked()
class ItemGuest(PartnerOwned):
    """Somebody of either side who is asked to one line of the agenda alone; their mail's link opens nothing else."""

    row_rights = RowRights.DELETE

    item = models.ForeignKey("reviews.AgendaItem", models.CASCADE, related_name="guests")
    person = models.ForeignKey("partners.User", models.PROTECT, related_name="+")
    why = models.CharField(max_length=200, blank=True, help_text="What they are wanted for.")
    side = models.CharField(max_length=6, choices=Side.choices, help_text="The side that asks for them.")
    asked_by = models.ForeignKey("partners.User", models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    link = models.OneToOneField(
        "partners.MailLink",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="What opens the line without a password.",
    )

    class Meta(PartnerOwned.Meta):
        ordering = ["id"]
        constraints = [
            *PartnerOwned.Meta.constraints,
            CompositeForeignKey(field="item", name="itemguest_item_same_partner"),
            models.UniqueConstraint(fields=["item", "person"], name="guest_once_an_item"),
        ]


@tracked()
class Excerpt(PartnerOwned):
    """One item of a sealed review, sent to one guest who takes no part: what was sent, to whom, by whom."""

    row_rights = RowRights.ADD

    review = models.ForeignKey("reviews.Review", models.PROTECT, related_name="excerpts")
    item = models.PositiveBigIntegerField(help_text="The item's number in the seal.")
    title = models.CharField(max_length=200)
    text = models.TextField(help_text="What the mail says of it.")
    name = models.CharField(max_length=120)
    address = models.EmailField()
    mail = models.OneToOneField("partners.OutgoingMail", models.PROTECT, related_name="+")
    sent_by = models.ForeignKey("partners.User", models.PROTECT, related_name="+")
    sent_at = models.DateTimeField()

    class Meta(PartnerOwned.Meta):
        ordering = ["id"]
        constraints = [
            *PartnerOwned.Meta.constraints,
            CompositeForeignKey(field="review", name="excerpt_review_same_partner"),
        ]
