"""What fell due since the last review is one count: for the chair beforehand, in the room, and on page one."""

from datetime import timedelta

import pytest

from governance.models import ActionItem
from partners.isolation.scope import SYSTEM, acting_as, entered
from partners.models import Side
from reviews import verbs
from reviews.agenda.brief import Brief
from reviews.facts.seal import names_of, snapshot_of
from reviews.meeting.place import Place
from reviews.models import Review, Seal
from reviews.record.pack.page_one import page_one
from reviews.record.verbs.sealing import seal_review
from reviews.room.sections_shown import look_in
from reviews.sections import PROMISED
from tests.reviews.scene import BOTH, MONDAY, TODAY, Scene, one_before, promise, reported

A_DAY = timedelta(days=1)
LAST_TIME = TODAY - 28 * A_DAY

pytestmark = pytest.mark.usefixtures("everywhere")


def owed_around_the_last_review(scene: Scene) -> None:
    """Kept on its day, not kept on its day, the day after, yesterday, today and tomorrow, of either side."""
    cast = scene.cast
    for owner in (cast.teammate, cast.lead):
        then = {"promised_at": MONDAY - 60 * A_DAY}
        reported(
            cast.partner,
            owner,
            "Kept that day",
            due_on=LAST_TIME,
            reported_at=MONDAY - 28 * A_DAY,
            reported_on=LAST_TIME,
            **then,
        )
        for days in (28, 27, 1, 0, -1):
            promise(cast.partner, owner, f"{days} ago", due_on=TODAY - days * A_DAY, **then)


def test_the_brief_the_room_and_the_seal_count_alike(scene: Scene) -> None:
    cast = scene.cast
    one_before(scene)
    owed_around_the_last_review(scene)
    verbs.open_review(scene.review, by=cast.cio, now=scene.at())

    def counted() -> list[dict[Side, tuple[int, int]]]:
        brief = Brief(scene.fresh(), cast.cio, scene.at(20))
        room = look_in(scene.fresh(), reader=cast.cio, now=scene.at(20), place=Place())
        return [
            {side: (tally.due, tally.kept) for side, tally in brief.tallies.items()},
            {column.side: (column.tally.due, column.tally.kept) for column in PROMISED.in_room(room).columns},
        ]

    before = counted()
    seal_review(scene.review, by=cast.cio, now=scene.at(20), although_silent=BOTH)
    seal = Seal.objects.get(review=scene.review, edition="ours", kind="review")
    page = page_one(snapshot_of(seal), names_of(seal))
    sealed = {Side(side.side): (side.due, side.kept) for side in page.sides}
    assert before == [sealed, sealed]
    assert sealed[Side.OURS] == (3, 0)


def test_a_row_that_is_counted_is_read_out(scene: Scene) -> None:
    cast = scene.cast
    one_before(scene)
    owed_around_the_last_review(scene)
    ActionItem.objects.filter(state="open").update(
        state="closed",
        reported_at=MONDAY,
        reported_on=TODAY - A_DAY,
        closed_at=MONDAY,
        closed_on=TODAY,
        confirmed_by=cast.cio,
    )
    verbs.open_review(scene.review, by=cast.cio, now=scene.at())
    with entered(SYSTEM):
        assert Review.objects.get(pk=scene.review.pk).previous is not None
    with acting_as(cast.cio):
        room = look_in(scene.fresh(), reader=cast.cio, now=scene.at(20), place=Place())
        for column in PROMISED.in_room(room).columns:
            closed = [row for row in column.rows if row.item.state == "closed"]
            assert column.tally.due == len(closed) == 4
