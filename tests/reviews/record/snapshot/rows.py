"""Rows as a seal would gather them, and some that it would not."""

from datetime import datetime, timedelta

from governance.models import (
    ActionItem,
)
from reviews.models import Review, RoomMove
from tests.reviews.scene import MONDAY, Scene, promise

ON = MONDAY.date()


BEFORE = ON - timedelta(days=28)
"""The review before."""


SINCE = MONDAY - timedelta(days=28)


A_DAY, A_MOMENT = timedelta(days=1), timedelta(seconds=1)


def titles(found: tuple) -> list[str]:
    return [each.title for each in found]


def closed(scene: Scene, title: str, at: datetime, *, withdrawn: bool = False) -> None:
    owner = scene.cast.lead
    item = promise(scene.cast.partner, owner, title)
    state = ActionItem.State.WITHDRAWN if withdrawn else ActionItem.State.CLOSED
    done = (
        {}
        if withdrawn
        else {"reported_at": SINCE - A_DAY, "reported_on": BEFORE - A_DAY, "confirmed_by": scene.cast.manager}
    )
    ActionItem.objects.filter(pk=item.pk).update(state=state, closed_at=at, closed_on=at.date(), **done)


def moved(
    scene: Scene, kind: str, *, review: Review | None = None, undone: bool = False, **about: object
) -> None:
    RoomMove.objects.create(
        partner=scene.cast.partner,
        review=review or scene.review,
        kind=kind,
        words=f"{kind} {undone}",
        by=scene.cast.cio,
        at=MONDAY,
        undone_at=MONDAY if undone else None,
        **about,
    )


def review_on(scene: Scene, days: int, state: str, **fields: object) -> Review:
    given = {
        "partner": scene.cast.partner,
        "forum": scene.forum,
        "chair": scene.cast.cio,
        "state": state,
        **fields,
    }
    if state == Review.State.SEALED:
        given["sealed_by"] = scene.cast.cio
    return Review.objects.create(starts_at=scene.review.starts_at + timedelta(days=days), minutes=90, **given)
