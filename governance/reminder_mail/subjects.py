"""What the things are that a morning's mails name: two queries, and one for how the two sides stand."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import NamedTuple

from django.db.models import Count, FilteredRelation, Q

from governance.models import ActionItem, Ask

State = ActionItem.State


class Subject(NamedTuple):
    """An action or ask as a mail speaks of it. `who` is its owner, or who raised the ask; `side` is who has to act."""

    title: str
    who: str
    side: str
    kind: str = "action"
    asked_by: str = ""
    waits_for: str = ""
    waits_since: date | None = None


class Standing(NamedTuple):
    """What one side owes in a partnership: how many open promises, and how many of them late."""

    owed: int
    late: int


Key = tuple[str, int]


def subjects(actions: Collection[int], asks: Collection[int]) -> dict[Key, Subject]:
    """(kind, id) → what it is, of the actions and asks with these ids."""
    running = FilteredRelation("waits", condition=Q(waits__ended_on=None))
    found = ActionItem.objects.filter(pk__in=actions).annotate(wait=running)
    columns = (
        "pk",
        "title",
        "owner__full_name",
        "side",
        "created_by__full_name",
        "wait__what_for",
        "wait__began_on",
    )
    told: dict[Key, Subject] = {
        ("action", pk): Subject(title, owner, side, "action", asked_by, waits_for or "", since)
        for pk, title, owner, side, asked_by, waits_for, since in found.values_list(*columns)
    }
    raised = Ask.objects.filter(pk__in=asks).values_list(
        "pk", "title", "raised_by__full_name", "on_side", "kind"
    )
    return told | {("ask", pk): Subject(title, who, side, kind) for pk, title, who, side, kind in raised}


def standings(partners: Collection[int], today: date) -> Mapping[tuple[int, str], Standing]:
    """(partner, side) → what that side owes there."""
    promised = ActionItem.objects.filter(partner__in=partners, state=State.OPEN).order_by()
    late = Count("pk", filter=Q(due_on__lt=today))
    counted = promised.values("partner", "side").annotate(owed=Count("pk"), late=late)
    return {(row["partner"], row["side"]): Standing(row["owed"], row["late"]) for row in counted}
