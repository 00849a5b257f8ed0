"""An agenda that takes longer than its meeting says so in red while it is planned: by how much, and what to shorten."""

from collections.abc import Callable

import pytest
import time_machine
from django.test import Client

from partners.isolation.scope import SYSTEM, entered
from partners.models import User
from reviews import verbs
from reviews.agenda.timetable import Length, length_of, minutes_of_sections, most_carried
from reviews.agenda.verbs.preparing import MINUTES_TABLED
from reviews.models import AgendaItem, Review
from reviews.sections import OUTCOMES, TABLED
from tests.reviews.scene import EARLIER, Scene

SignedIn = Callable[[User], Client]


def planned(tabled: tuple[int, ...] = (), carried: int = 0, lasts: int = 90) -> Length:
    """A meeting with items of both sides, and with so many lines carried over, five minutes each."""
    shares = minutes_of_sections(lasts, 5 * carried)
    lines = [AgendaItem(section=number, position=0, minutes=share) for number, share in shares.items()]
    lines += [
        AgendaItem(section=TABLED.number, position=1, minutes=minutes, tabled_by_side=side)
        for side, minutes in zip(("ours", "theirs"), tabled, strict=False)
    ]
    lines += [
        AgendaItem(section=OUTCOMES.number, position=1, minutes=5, carried_from_id=7) for _ in range(carried)
    ]
    lines += [AgendaItem(section=OUTCOMES.number, position=2, minutes=0, carried_from_id=8)]
    return length_of(lines, lasts)


@pytest.mark.parametrize(
    ("tabled", "carried", "over"),
    [((), 0, 0), ((5, 5), 0, 0), ((10,), 0, 0), ((5, 6), 0, 1), ((30, 30), 0, 50), ((), 6, 0), ((), 7, 5),
     ((10, 10), 7, 15)],
)  # fmt: skip
def test_it_is_too_long_by_what_is_tabled_beyond_its_section_and_carried_beyond_a_third(
    tabled: tuple[int, ...], carried: int, over: int
) -> None:
    length = planned(tabled, carried)
    assert (length.over, bool(length.sentence), bool(length.remedies)) == (over, over > 0, over > 0)
    assert length.takes == 90 + over


def test_both_sides_items_fit_as_they_are_offered() -> None:
    assert planned((MINUTES_TABLED, MINUTES_TABLED)).over == 0


def test_it_says_what_to_shorten_the_worst_first() -> None:
    length = planned((20, 20), 8)
    assert length.sentence == "It takes 130 minutes of 90: 40 too many."
    assert length.remedies == [
        "Shorten the items from each side: they take 40 minutes, and 10 are set aside for them.",
        "Settle beforehand some of what was carried over: eight lines for 40 minutes, and 30 are set aside for them.",
    ]
    assert planned((), 20).remedies[0].startswith("Settle beforehand")
    assert most_carried(90) == 30


def test_the_agenda_and_where_it_is_tabled_say_so_to_both_sides_until_it_begins(
    scene: Scene, signed_in: SignedIn
) -> None:
    said = "It takes 110 minutes of 90: 20 too many."
    address = f"/partnerships/meridian/reviews/{scene.review.pk}/"

    def page(who: User) -> str:
        with time_machine.travel(EARLIER, tick=False):
            return " ".join(signed_in(who).get(address).content.decode().split())

    assert "too many" not in page(scene.cast.manager)
    with entered(SYSTEM):
        for who, minutes in ((scene.cast.manager, 10), (scene.cast.lead, 20)):
            verbs.table_item(scene.review, title="A seat", minutes=minutes, by=who, now=EARLIER)
    for who in (scene.cast.manager, scene.cast.lead):
        head, rest = page(who).split("</header>", 1)[1].split('id="table"')
        assert said in head
        assert said in rest
        assert (
            "Shorten the items from each side: they take 30 minutes, and 10 are set aside for them." in rest
        )
    assert said in page(scene.cast.observer)
    with entered(SYSTEM):
        Review.objects.update(state="open", held_on=EARLIER.date(), opened_at=EARLIER, chair=scene.cast.cio)
    assert "too many" not in page(scene.cast.manager)
