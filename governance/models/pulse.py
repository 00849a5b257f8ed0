"""Five questions a quarter: that somebody answered in one table, and what a side answered in another."""

from collections.abc import Sequence

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from partners.isolation.rowsecurity import RowAccess, RowRights
from partners.models import Side
from partners.models.base import PartnerOwned, tracked

PULSE_STEPS = 5
PULSE_QUESTIONS = ("trust", "free_hand", "responsiveness", "clear_roles", "change")


def only_adds_up(key: Sequence[str], refused: str) -> pgtrigger.Trigger:
    """What a side answered has no history that would show a change: the database takes no other than one more answer.

    `key` is whose answers they are; `refused` what makes a change none of one more answer, in SQL.
    """
    new, old = (", ".join(f"{row}.{name}" for name in key) for row in ("NEW", "OLD"))
    return pgtrigger.Trigger(
        name="only_adds_up",
        when=pgtrigger.Before,
        operation=pgtrigger.Update | pgtrigger.Delete,
        func=f"""
        IF TG_OP = 'DELETE' THEN
            RAISE EXCEPTION 'What a side answered stays.';
        END IF;
        IF ({new}) <> ({old})
            OR {refused} THEN
            RAISE EXCEPTION 'What a side answered grows by one answer at a time.';
        END IF;
        RETURN NEW;
    """,
    )


_AT_MOST_ONE_MORE = """
    (SELECT sum(now) - sum(before) NOT IN (0, 1) OR bool_or(now < before)
     FROM unnest(NEW.{question}, OLD.{question}) AS said (now, before))
"""


def _counts(about: str) -> "ArrayField[Sequence[int], list[int]]":
    return ArrayField(models.PositiveIntegerField(), help_text=f"{about}: how many said 1, 2, 3, 4, 5.")


@tracked()
class PulseAnswered(PartnerOwned):
    """That somebody answered the questions of a quarter, once. What they answered stands nowhere beside their name."""

    row_rights = RowRights.ADD

    quarter = models.DateField(help_text="Its first day.")
    person = models.ForeignKey("partners.User", models.PROTECT, related_name="+")

    class Meta(PartnerOwned.Meta):
        constraints = [
            *PartnerOwned.Meta.constraints,
            models.UniqueConstraint(fields=["partner", "quarter", "person"], name="pulse_answered_once"),
        ]


class SidePulse(PartnerOwned):
    """What a side answered in a quarter, counted together: one row a side, however many answer.

    As of a review (`reviews.SideRating`) it has no row for an answer, no name, no time and no history. Nobody reads it
    but what counts (governance/pulse/shown.py).
    """

    row_access = RowAccess.SYSTEM

    quarter = models.DateField(help_text="Its first day.")
    side = models.CharField(max_length=6, choices=Side.choices)
    trust = _counts("They can be relied on")
    free_hand = _counts("Whoever delivers chooses how")
    responsiveness = _counts("What is asked is answered in time")
    clear_roles = _counts("It is clear who does what")
    change = _counts("They change what has to change")

    class Meta(PartnerOwned.Meta):
        constraints = [
            *PartnerOwned.Meta.constraints,
            models.UniqueConstraint(fields=["partner", "quarter", "side"], name="pulse_one_a_side"),
            models.CheckConstraint(
                condition=Q(**{f"{question}__len": PULSE_STEPS for question in PULSE_QUESTIONS}),
                name="pulse_five_steps",
            ),
        ]
        triggers = [
            only_adds_up(
                ("id", "partner_id", "quarter", "side"),
                " OR ".join(_AT_MOST_ONE_MORE.format(question=question) for question in PULSE_QUESTIONS),
            )
        ]
