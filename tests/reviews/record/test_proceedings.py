"""The record on screen has what the pack has: decided, promised, said, noted, who was there."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from html import unescape

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from partners.isolation.scope import SYSTEM, entered
from partners.models import User
from reviews import verbs as room
from reviews.facts.seal import names_of, snapshot_of
from reviews.models import Seal
from reviews.record.proceedings import Proceedings
from reviews.record.verbs.sealing import seal_review
from tests.ground import laid
from tests.reading import lines_of
from tests.reviews.room.room_steps import move_date
from tests.reviews.scene import BOTH, MONDAY, Scene, promise

SignedIn = Callable[[User], Client]
AT_THE_END = time_machine.travel(MONDAY + timedelta(minutes=150), tick=True)


@pytest.fixture(autouse=True)
def _at_the_end_of_the_meeting() -> Iterator[None]:
    with AT_THE_END:
        yield


@laid
def held(scene: Scene) -> Scene:
    """A meeting in which each kind of thing happened once, sealed."""
    cast, review = scene.cast, scene.review
    with entered(SYSTEM), AT_THE_END:
        late = promise(cast.partner, cast.lead, "Root cause of the slowdown", due_on=date(2026, 11, 20))
        room.open_review(review, by=cast.cio, now=scene.at())
        said = {"by": cast.cio}
        room.mark_attendance(review, person=cast.lead, state="present", now=scene.at(1), **said)
        room.mark_attendance(review, person=cast.contributor, state="excused", now=scene.at(1), **said)
        move_date(review, late, due_on=date(2026, 12, 1), reason="The vendor", now=scene.at(5), **said)
        for owner, title in ((cast.manager, "Order the archive volume"), (cast.lead, "Run the purge")):
            room.keep_promise(
                review, title=title, owner=owner, due_on=date(2026, 12, 4), now=scene.at(10), **said
            )
        room.decide_aloud(review, text="Finance closes two hours later", now=scene.at(20), **said)
        room.note(review, text="They sounded tired", now=scene.at(30), **said)
        room.park(review, text="Prices", now=scene.at(40), **said)
        room.say(
            review, stance="differ", differs_on="Our addresses were sent", by=cast.lead, now=scene.at(70)
        )
        room.say(review, stance="agree", sentence="We were the bottleneck", by=cast.manager, now=scene.at(71))
        seal_review(review, by=cast.cio, now=timezone.now(), although_silent=BOTH)
    return scene


def page(scene: Scene, person: User, signed_in: SignedIn) -> str:
    address = f"/partnerships/{scene.cast.partner.slug}/reviews/{scene.review.pk}/record/"
    return signed_in(person).get(address).content.decode()


def section(html: str, anchor: str) -> list[str]:
    """What is said below the heading with that anchor, until the section ends."""
    return lines_of(html, f'id="{anchor}"', "<h2")


@pytest.mark.parametrize("person", ["cio", "lead", "reader"])
def test_all_that_was_done_and_said_in_the_room_stands_on_the_record(
    held: Scene, signed_in: SignedIn, person: str
) -> None:
    html = page(held, getattr(held.cast, person), signed_in)
    read = unescape(html)
    with entered(SYSTEM):
        seals = list(Seal.objects.filter(review=held.review))
    assert len(seals) == 2
    for seal in seals:
        snapshot, names = snapshot_of(seal), names_of(seal)
        words = [move.words for move in snapshot.moves]
        words += [minute.text for minute in snapshot.minutes]
        words += [statement.sentence or statement.differs_on for statement in snapshot.statements]
        words += [names[presence.person] for presence in snapshot.attendance]
        assert len(words) == 4 + 3 + 2 + 4
        assert [missing for missing in words if missing not in read] == []


def test_each_stands_where_one_looks_for_it(held: Scene, signed_in: SignedIn) -> None:
    html = page(held, held.cast.lead, signed_in)
    assert section(html, "decided")[2] == "10:20 Finance closes two hours later"
    assert [line for line in section(html, "promised") if line[:1].isupper()] == [
        "Promised in the room", "Northgate Group owes 1", "Order the archive volume", "Priya Raman",
        "Meridian Systems owes 1", "Run the purge", "Jonas Stein",
    ]  # fmt: skip
    assert section(html, "done")[1].startswith("10:05 New date Root cause of the slowdown")
    assert any("They sounded tired" in line for line in section(html, "noted"))
    assert section(html, "said")[1:4] == [
        "agrees with the promises read back",
        "Northgate Group · Priya Raman",
        "“We were the bottleneck” Priya Raman",
    ]


def test_our_own_edition_says_we(held: Scene, signed_in: SignedIn) -> None:
    html = page(held, held.cast.cio, signed_in)
    assert {"We owe 1", "They owe 1"} <= set(section(html, "promised"))


def test_the_chair_and_whoever_stayed_away_are_told_apart(held: Scene, signed_in: SignedIn) -> None:
    read = " ".join(section(page(held, held.cast.cio, signed_in), "present"))
    assert "Anand Kulkarni chaired" in read
    assert "Jonas Stein in the room" in read
    assert "Mei Chen excused" in read


def test_what_nobody_came_to_is_named(held: Scene, signed_in: SignedIn) -> None:
    with entered(SYSTEM):
        seal = Seal.objects.filter(review=held.review).earliest("pk")
        left = Proceedings(snapshot_of(seal), names_of(seal)).left
    assert left
    assert all(item.title in unescape(page(held, held.cast.cio, signed_in)) for item in left)


def test_contents_lead_to_what_there_is(held: Scene, signed_in: SignedIn) -> None:
    html = page(held, held.cast.cio, signed_in)
    anchors = ["page-one", "said", "decided", "promised", "noted", "present"]
    assert [
        anchor for anchor in anchors if f'<a href="#{anchor}">' in html and f'id="{anchor}"' in html
    ] == anchors
    assert "1 decided" in html
    assert "2 promised" in html
