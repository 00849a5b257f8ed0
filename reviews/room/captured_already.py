"""The promise of an open review that says what somebody is about to write down once more."""

from dataclasses import dataclass

from governance.capture.sameness import is_same_promise
from governance.models import ActionItem
from partners.models import User
from partners.verb import Refused
from reviews.models import Review, RoomMove


@dataclass(frozen=True)
class Twin:
    """What was captured before, and how whoever writes is told of it."""

    item: ActionItem
    sentence: str


class CapturedAlready(Refused):
    """The same promise was captured in this review; whoever writes says whether theirs is the same or another one."""

    def __init__(self, twin: Twin) -> None:
        super().__init__(twin.sentence, field="line")
        self.twin = twin


def captured_already(review: Review, *, title: str, owner: User | None, reader: User) -> list[Twin]:
    """What was captured in this review, not taken back since, and is the same as `title` of `owner`; latest first."""
    promised = RoomMove.objects.filter(partner=review.partner_id, review=review, kind=RoomMove.Kind.PROMISED)
    captured = promised.exclude(action__state=ActionItem.State.WITHDRAWN)
    twins = []
    for move in captured.select_related("action__owner", "by").order_by("-at", "-id"):
        item = move.action
        assert item is not None  # it is what was promised
        if is_same_promise(title, owner.pk if owner else None, item.title, item.owner_id):
            twins.append(Twin(item, _sentence(item, "you" if move.by_id == reader.pk else move.by.full_name)))
    return twins


def _sentence(item: ActionItem, captured_by: str) -> str:
    return f"Captured already by {captured_by}: {item.owner.full_name}, {item.due_on:%-d %b}."
