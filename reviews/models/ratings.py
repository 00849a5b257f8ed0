"""How a review was rated: that somebody did in one table, and what a side answered in another."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from governance.models.pulse import only_adds_up
from partners.isolation.constraints import CompositeForeignKey
from partners.isolation.rowsecurity import RowAccess, RowRights
from partners.models import Side
from partners.models.base import PartnerOwned, tracked

LONGEST_LINE = 240

_ONE_MORE = """
    (SELECT sum(now) <> sum(before) + 1 OR bool_or(now < before)
     FROM unnest(NEW.{question}, OLD.{question}) AS said (now, before))
"""
_ONLY_ADDS_UP = only_adds_up(
    ("id", "partner_id", "review_id", "side"),
    f"""{_ONE_MORE.format(question="tough")} OR {_ONE_MORE.format(question="fair")}
            OR NOT NEW.better @> OLD.better OR cardinality(NEW.better) - cardinality(OLD.better) NOT IN (0, 1)""",
)


@tracked()
class Rated(PartnerOwned):
    """That somebody rated a review, once. What they answered stands nowhere beside their name."""

    row_rights = RowRights.ADD

    review = models.ForeignKey("reviews.Review", models.PROTECT, related_name="rated")
    person = models.ForeignKey("partners.User", models.PROTECT, related_name="+")

    class Meta(PartnerOwned.Meta):
        constraints = [
            *PartnerOwned.Meta.constraints,
            CompositeForeignKey(field="review", name="rated_review_same_partner"),
            models.UniqueConstraint(fields=["review", "person"], name="rated_once"),
        ]


class SideRating(PartnerOwned):
    """What a side answered about a review, counted together: one row a side, however many answer.

    It has no row for an answer, no name, no time and no history: a row for each, or the history of this one, would
    stand in the order in which people answered. Nobody reads it but what counts (reviews/rating/shown.py).
    """

    row_access = RowAccess.SYSTEM

    review = models.ForeignKey("reviews.Review", models.PROTECT, related_name="+")
    side = models.CharField(max_length=6, choices=Side.choices)
    tough = ArrayField(models.PositiveIntegerField(), help_text="How many said 1, 2, 3, 4.")
    fair = ArrayField(models.PositiveIntegerField(), help_text="How many said 1, 2, 3, 4.")
    better = ArrayField(
        models.CharField(max_length=LONGEST_LINE),
        default=list,
        blank=True,
        help_text="What the other side can do better, in an order that is drawn anew with every line.",
    )

    class Meta(PartnerOwned.Meta):
        constraints = [
            *PartnerOwned.Meta.constraints,
            CompositeForeignKey(field="review", name="siderating_review_same_partner"),
            models.UniqueConstraint(fields=["review", "side"], name="rating_one_a_side"),
            models.CheckConstraint(condition=Q(tough__len=4, fair__len=4), name="rating_four_steps"),
        ]
        triggers = [_ONLY_ADDS_UP]
