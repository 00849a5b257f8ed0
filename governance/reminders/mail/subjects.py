"""What the things are that a morning's mails name: three queries, and one for how the two sides stand."""

from collections.abc import Collection, Mapping
from datetime import date
from textwrap import shorten
from typing import NamedTuple

from django.db.models import Count, FilteredRelation, Q

from governance.models import ActionItem, Ask, DateRequest
from governance.models.action_items import late_on

State = ActionItem.State


class AnotherDate(NamedTuple):
    """The last date that was asked for: by whom and why; and, once there is one, the answer."""

    due_on: date
    by: str
    why: str
    is_granted: bool
    answered_by: str
    answer: str


class Subject(NamedTuple):
    """An action or ask as a mail speaks of it. `who` is its owner, or who raised the ask; `side` is who has to act."""

    title: str
    who: str
    side: str
    kind: str = "action"
    asked_by: str = ""
    waits_for: str = ""
    waits_since: date | None = None
    due_on: date | None = None
    another_date: AnotherDate | None = None
    asks_how: str = ""
    """Who of the other side asks how it stands."""


class SideStanding(NamedTuple):
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
        "due_on",
        "question_by__full_name",
    )
    dates = _dates_asked_for(actions)
    told: dict[Key, Subject] = {
        ("action", pk): Subject(
            title,
            owner,
            side,
            "action",
            asked_by,
            waits_for or "",
            since,
            due_on,
            dates.get(pk),
            asks_how or "",
        )
        for pk, title, owner, side, asked_by, waits_for, since, due_on, asks_how in found.values_list(
            *columns
        )
    }
    raised = Ask.objects.filter(pk__in=asks).values_list(
        "pk", "title", "raised_by__full_name", "on_side", "kind"
    )
    return told | {("ask", pk): Subject(title, who, side, kind) for pk, title, who, side, kind in raised}


def _dates_asked_for(actions: Collection[int]) -> dict[int, AnotherDate]:
    """Action → the last date that the other side asked for and that nobody took back."""
    asked = DateRequest.objects.filter(item__in=actions).exclude(
        state__in=[DateRequest.State.TAKEN_BACK, DateRequest.State.OVER]
    )
    columns = (
        "item", "due_on", "asked_by__full_name", "reason", "state", "answered_by__full_name", "answer",
    )  # fmt: skip
    return {
        item: AnotherDate(
            due_on,
            by,
            _in_short(why),
            state == DateRequest.State.ACCEPTED,
            answered_by or "",
            _in_short(answer),
        )
        for item, due_on, by, why, state, answered_by, answer in asked.order_by("pk").values_list(*columns)
    }


def _in_short(words: str) -> str:
    """As much of somebody's words as a line of the letter holds; all of them stand on the page."""
    return shorten(words, 200, placeholder=" …")


def standings(partners: Collection[int], today: date) -> Mapping[tuple[int, str], SideStanding]:
    """(partner, side) → what that side owes there."""
    promised = ActionItem.objects.filter(partner__in=partners, state=State.OPEN).order_by()
    late = Count("pk", filter=late_on(today))
    counted = promised.values("partner", "side").annotate(owed=Count("pk"), late=late)
    return {(row["partner"], row["side"]): SideStanding(row["owed"], row["late"]) for row in counted}
