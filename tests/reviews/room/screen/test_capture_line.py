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


def test_figures_that_may_be_two_days_are_asked_about_with_both_of_them(opened: Scene, chair: Client) -> None:
    answer = captured(opened, chair, "Archive it @priya by 4/12")
    page = text_of(answer)
    assert answer.status_code == 422
    assert "4/12: is that 4 December 2026 or 12 April 2027?" in page
    assert 'name="instead" value="Archive it @priya by Fri 4 Dec">Fri 4 Dec</button>' in page
    assert 'name="instead" value="Archive it @priya by Mon 12 Apr 2027">Mon 12 Apr 2027</button>' in page


def test_an_answer_is_the_line_as_it_reads_with_it_and_the_next_enter_keeps_it(
    opened: Scene, chair: Client
) -> None:
    typed, answered = "Archive it @priya by 4/12", "Archive it @priya by Fri 4 Dec"
    answer = captured(opened, chair, typed, instead=answered, fixed_line=typed, owner="", due="")
    page = text_of(answer)
    assert answer.status_code == 422
    assert f'value="{answered}"' in page
    assert "Priya Raman · Fri 4 Dec" in page
    with entered(SYSTEM):
        assert not ActionItem.objects.filter(title="Archive it").exists()
    captured(opened, chair, answered)
    assert f"{item_called('Archive it').due_on}" == "2026-12-04"


def test_whoever_was_chosen_stays_chosen_when_the_day_is_answered(opened: Scene, chair: Client) -> None:
    typed, mei = "Archive it by 5 Dec", f"{opened.cast.contributor.pk}"
    answered = "Archive it by Fri 4 Dec"
    page = text_of(captured(opened, chair, typed, instead=answered, fixed_line=typed, owner=mei, due=""))
    assert f'<option value="{mei}" selected>' in page
    captured(opened, chair, answered, fixed_line=answered, owner=mei, due="4 Dec 2026")
    assert item_called("Archive it").owner == opened.cast.contributor


@pytest.mark.parametrize("kept", ["Fri 4 Dec", "Sat 5 Dec", "Mon 7 Dec"])
def test_a_saturday_is_asked_about_and_can_be_kept(opened: Scene, chair: Client, kept: str) -> None:
    page = text_of(captured(opened, chair, "Archive it @priya 5 Dec"))
    assert "5 Dec is a Saturday: Friday 4 Dec or Monday 7 Dec?" in page
    # Nothing is sent along as if it had been put right: the next Enter would keep it.
    assert 'name="due" value=""' in page
    line = f"Archive it @priya {kept}"
    assert f'value="{line}"' in page
    captured(opened, chair, line)
    assert f"{item_called('Archive it').due_on:%a} {item_called('Archive it').due_on.day} Dec" == kept


def test_a_day_given_beside_the_line_is_asked_about_as_well(opened: Scene, chair: Client) -> None:
    line = "Archive it @priya"
    page = text_of(captured(opened, chair, line, fixed_line=line, owner="", due="4/12"))
    assert "4/12: is that 4 December 2026 or 12 April 2027?" in page


def test_we_is_nobody(opened: Scene, chair: Client) -> None:
    assert "“We” names nobody" in text_of(captured(opened, chair, "We archive it by 4 Dec"))
