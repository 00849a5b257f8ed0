"""The line in which whoever chairs writes down what is said."""

import pytest
from django.test import Client

from governance.models import ActionItem
from partners.isolation.scope import SYSTEM, entered
from reviews.models import RoomMove
from tests.reviews.room.screen.shown import at, captured, item_called, text_of
from tests.reviews.scene import Scene


def test_a_line_becomes_a_promise(opened: Scene, chair: Client) -> None:
    captured(opened, chair, "Archive 2019 invoices @priya 15 Dec")
    item = item_called("Archive 2019 invoices")
    assert (item.owner, f"{item.due_on}", item.side) == (opened.cast.manager, "2026-12-15", "ours")


def test_the_echo_says_what_was_understood_and_changes_nothing(opened: Scene, chair: Client) -> None:
    page = text_of(chair.post(at(opened, "lines/preview/"), {"line": "Archive 2019 invoices @mei 15 Dec"}))
    assert "they owe" in page
    assert "Mei Chen · Tue 15 Dec" in page
    with entered(SYSTEM):
        assert not ActionItem.objects.filter(title__contains="2019").exists()


@pytest.mark.parametrize(
    "line, asks",
    [
        ("Archive the invoices 15 Dec", "Nobody is named yet"),
        ("Archive the invoices @rhona 15 Dec", "Nobody called “rhona” can own this here"),
        ("Archive the invoices @priya", "No date yet"),
        ("Archive the invoices @priya yesterday", "has already gone by"),
        ("@priya 15 Dec", "What is promised is missing"),
    ],
)
def test_a_line_that_is_not_understood_stays_and_asks(
    opened: Scene, chair: Client, line: str, asks: str
) -> None:
    answer = captured(opened, chair, line)
    assert answer.status_code == 422
    assert asks in text_of(answer)
    assert f'value="{line}"' in text_of(answer)


def test_what_is_missing_can_be_put_right_beside_the_line(opened: Scene, chair: Client) -> None:
    line = "Archive the invoices"
    captured(opened, chair, line, fixed_line=line, owner=str(opened.cast.contributor.pk), due="15 Dec")
    assert item_called("Archive the invoices").owner == opened.cast.contributor


def test_a_fix_for_an_earlier_line_does_not_change_a_later_one(opened: Scene, chair: Client) -> None:
    captured(
        opened,
        chair,
        "Archive it @priya 15 Dec",
        fixed_line="Something else",
        owner=str(opened.cast.contributor.pk),
    )
    assert item_called("Archive it").owner == opened.cast.manager


@pytest.mark.parametrize("kind", ["note", "decision", "parked", "thanks"])
def test_a_line_is_kept_as_what_its_button_says(opened: Scene, chair: Client, kind: str) -> None:
    captured(opened, chair, "Mei for the purge", **{"as": kind})
    assert "Mei" in text_of(chair.get(at(opened)))
    with entered(SYSTEM):
        assert opened.review.moves.count() == 1


def test_a_hostile_line_is_shown_as_text(opened: Scene, chair: Client) -> None:
    captured(opened, chair, "<script>alert(1)</script> 👩‍🚀 مرحبا", **{"as": "note"})
    page = text_of(chair.get(at(opened)))
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


@pytest.mark.parametrize("kind", ["promise", "note", "decision", "parked", "thanks"])
def test_a_line_that_is_too_long_is_refused_whole_and_nothing_of_it_is_cut(
    opened: Scene, chair: Client, kind: str
) -> None:
    pasted = f"Mei: {'what they said of it ' * 120}@mei 15 Dec the end"
    moves = RoomMove.objects.count()
    answer = chair.post(at(opened, "lines/"), {"line": pasted, "as": kind})
    assert answer.status_code == 422
    assert f"Keep this under 2000 characters: it has {len(pasted)}" in text_of(answer)
    assert f'value="{pasted}"' in text_of(answer)
    assert RoomMove.objects.count() == moves
    assert f"it has {len(pasted)}" in text_of(chair.post(at(opened, "lines/preview/"), {"line": pasted}))
