from typing import Any

from django.db import models

from partners.isolation.rowsecurity import RowAccess, RowRights
from partners.models.partnerships import Partner


class EventShape(models.Model):
    """Which columns a history table had when links were made of its rows: a digest covers these and no others.

    Written by the trigger that chains. It needs no guard of its own: a digest is taken of the names with the values,
    so that a link agrees with no other list than the one it was made with.
    """

    row_access, row_rights = RowAccess.OPEN, RowRights.READ

    table_name = models.CharField(max_length=80)
    columns = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["table_name", "columns"], name="event_shape_once"),
        ]

    def __str__(self) -> str:
        return f"{self.table_name}: {', '.join(self.columns)}"


OF_THE_PEOPLE, OF_THE_HOUSE = ("partners_userevent",), ("partners_enterpriseevent",)
"""Histories of what belongs to no partnership and is read in many: what is new in them is asked every few minutes."""


class AuditEventQuerySet(models.QuerySet["AuditEvent"]):
    def visible_to(self, user: Any) -> "AuditEventQuerySet":
        """Events of partnerships `user` sees; those private to a side only to that side."""
        events = self.filter(partner_id__in=Partner.objects.visible_to(user).values("pk"))
        events = events.filter(models.Q(side=None) | models.Q(side=user.side))
        return events if user.side == "ours" else events.filter(ours_only=False)


class AuditEvent(models.Model):
    """One link of the chain over all histories: who did what to which row, and a hash over everything before it.

    Written by a trigger at commit; nobody inserts, changes or deletes one. `hash` is
    SHA-256(previous hash ‖ digest), `digest` is SHA-256 of the history row as JSON, of the columns it had then: those
    of `shape`. Links that an early release made have none; partners/history/columns.py knows what they covered.
    """

    row_access, row_rights = RowAccess.HISTORY, RowRights.READ

    sequence = models.BigIntegerField(primary_key=True)
    table_name = models.CharField(max_length=80)
    event_id = models.BigIntegerField()
    partner_id = models.BigIntegerField(null=True)
    side = models.CharField(max_length=6, null=True)  # noqa: DJ001 -- null and '' differ: no side at all
    ours_only = models.BooleanField(default=False)
    object_id = models.BigIntegerField()
    operation = models.CharField(max_length=10)
    person_id = models.BigIntegerField(null=True)
    verb = models.CharField(max_length=80, blank=True)
    happened_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    # Of the database no key: it would be looked up again with every link.
    shape = models.ForeignKey(
        EventShape, models.PROTECT, null=True, db_constraint=False, db_index=False, related_name="+"
    )
    digest = models.BinaryField()
    hash = models.BinaryField()

    objects = AuditEventQuerySet.as_manager()

    class Meta:
        ordering = ["-sequence"]
        indexes = [
            models.Index(fields=["partner_id", "-sequence"], name="audit_of_partner"),
            models.Index(fields=["table_name", "object_id"], name="audit_of_object"),
            models.Index(
                fields=["sequence"],
                condition=models.Q(table_name__in=[*OF_THE_PEOPLE, *OF_THE_HOUSE]),
                name="audit_of_people_and_house",
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["table_name", "event_id"], name="audit_once_per_event"),
        ]


class Heartbeat(models.Model):
    """When each background process last showed a sign of life; read by config/health.py."""

    row_access = RowAccess.OPEN

    name = models.CharField(max_length=30, primary_key=True)
    beat_at = models.DateTimeField()
