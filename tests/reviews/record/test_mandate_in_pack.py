"""A mandate that is wider since the review before stands on page one; seals of before say what they said."""

import json
from dataclasses import replace
from datetime import date, timedelta

import pytest

from governance.models import ActionItem, MandateStep, Opening
from partners.isolation.scope import SYSTEM, entered
from reviews.facts import MandateFacts, OpenedFacts, Snapshot
from reviews.facts.canonical import read, written
from reviews.facts.names import people_in
from reviews.facts.rows import agreed
from reviews.record.pack.page_one import FULL, TIGHTER, page_one
from reviews.record.snapshot.changes import changes
from tests.reviews.record.pack_people import ANAND, NAMES, ON
from tests.reviews.record.pack_story import story
from tests.reviews.record.snapshot.rows import BEFORE
from tests.reviews.record.snapshot.rows import ON as HELD
from tests.reviews.scene import Scene, promise

WIDER = MandateFacts(
    "strategic",
    "trusted",
    True,
    "They found what nobody asked for",
    ANAND,
    ON,
    ("The ERP basis",),
    (OpenedFacts("Test-lab budget", "more business", date(2027, 1, 15)),),
)


def told(edition: str, *mandate: MandateFacts) -> Snapshot:
    return replace(story(edition), mandate=mandate)


@pytest.mark.parametrize(
    ("edition", "line"),
    [
        (
            "ours",
            "Meridian Systems moved from trusted to strategic. They found what nobody asked for. "
            "We opened up and owe “Test-lab budget” by 15 January.",
        ),
        (
            "partner",
            "Meridian Systems moved from trusted to strategic. They found what nobody asked for. "
            "Northgate Group opened up and owes “Test-lab budget” by 15 January.",
        ),
    ],
)
def test_page_one_celebrates_what_is_wider_in_the_voice_of_its_edition(edition: str, line: str) -> None:
    assert page_one(told(edition, WIDER), NAMES).widened == (line,)


def test_a_full_page_leaves_the_reason_out_before_it_leaves_out_what_is_red() -> None:
    lines = {
        shown.letters: page_one(told("ours", WIDER), NAMES, shown).widened[0] for shown in (FULL, *TIGHTER)
    }
    assert {letters for letters, line in lines.items() if "nobody asked for" in line} == {240, 200}
    assert all("owe “Test-lab budget”" in line for line in lines.values())


def test_what_is_narrower_is_no_thanks_and_stands_among_what_changed() -> None:
    narrower = replace(WIDER, step="trusted", was="strategic", widened=False, opened=())
    now = told("ours", narrower)
    assert page_one(now, NAMES).widened == ()
    said = [each.text for each in changes(story("ours"), now)]
    assert said[0] == "The mandate is trusted now; it was strategic."
    assert not any("mandate" in each.text for each in changes(story("ours"), told("ours", WIDER)))
    first = replace(narrower, step="delivering", was="delivering")
    assert not any("mandate" in each.text for each in changes(story("ours"), told("ours", first)))


def test_the_latest_two_have_room_and_long_words_are_clipped() -> None:
    many = [
        replace(WIDER, step=step, reason="Long " * 200) for step in ("trusted", "strategic", "at the table")
    ]
    lines = page_one(told("ours", *many), NAMES).widened
    assert [("strategic" in lines[0], "at the table" in lines[1], len(lines))] == [(True, True, 2)]
    assert max(map(len, lines)) < 600


def test_it_is_sealed_and_read_back_and_names_who_decided() -> None:
    sealed = told("ours", WIDER)
    assert read(written(sealed)) == sealed
    assert ANAND in people_in(WIDER)


def test_a_seal_of_before_is_read_as_one_without_a_mandate() -> None:
    plain = json.loads(written(story("partner")))
    del plain["mandate"]
    old = json.dumps(plain, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert read(old) == story("partner")
    assert page_one(read(old), NAMES).widened == ()


@pytest.mark.usefixtures("everywhere")
def test_a_seal_gathers_what_was_decided_since_the_review_before(scene: Scene) -> None:
    partner, cio, previous = scene.cast.partner, scene.cast.cio, None
    with entered(SYSTEM):
        for days, step in ((0, "trusted"), (1, "strategic")):
            day = BEFORE + timedelta(days=days)
            previous = _decided(scene, step, day, previous)
        previous = _decided(scene, "at_the_table", HELD, previous)
        action = promise(partner, cio, "Test-lab budget")
        Opening.objects.create(partner=partner, step=previous, kind="business", action=action)
        _decided(scene, "strategic", HELD + timedelta(days=1), previous)
        MandateStep.objects.create(partner=scene.cast.rival, step="trusted", **_words(scene, HELD))
        found = agreed.mandate(partner, HELD, BEFORE)
    assert [(each.step, each.was, each.widened) for each in found] == [
        ("strategic", "trusted", True),
        ("at the table", "strategic", True),
    ]
    due = ActionItem.objects.get(pk=action.pk).due_on
    assert found[1].opened == (OpenedFacts("Test-lab budget", "more business", due),)
    assert found[1].trusted_with == ("The ERP basis", "Forty databases")


def _words(scene: Scene, day: date) -> dict[str, object]:
    said = {"reason": "So.", "trusted_with": "The ERP basis\n\nForty databases"}
    return {**said, "decided_by": scene.cast.cio, "decided_on": day}


def _decided(scene: Scene, step: str, day: date, previous: MandateStep | None) -> MandateStep:
    words = _words(scene, day)
    return MandateStep.objects.create(partner=scene.cast.partner, step=step, previous=previous, **words)
