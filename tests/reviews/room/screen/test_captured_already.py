"""Two who write down the same promise, or one who does so twice: the second is asked, and nothing typed is lost."""

import re

import pytest
from django.test import Client

from governance.models import ActionItem
from partners.isolation.scope import SYSTEM, entered
from reviews import verbs
from reviews.models import RoomMove
from reviews.room.captured_already import CapturedAlready
from tests.reviews.room.screen.shown import SignedIn, at, captured, item_called, text_of, undo_form
from tests.reviews.scene import Scene

LINE = "Archive 2019 invoices @priya 15 Dec"
AGAIN = "archive 2019, invoices! @priya 18 Dec"


def promised(scene: Scene) -> list[str]:
    with entered(SYSTEM):
        moves = RoomMove.objects.filter(review=scene.review, kind="promised", undone_at=None)
        return [move.words for move in moves]


@pytest.fixture
def scribe(opened: Scene, chair: Client, signed_in: SignedIn) -> Client:
    chair.post(at(opened, "scribe/"), {"person": opened.cast.lead.pk})
    return signed_in(opened.cast.lead)


@pytest.fixture
def twin(opened: Scene, chair: Client) -> ActionItem:
    captured(opened, chair, LINE)
    return item_called("Archive 2019 invoices")


def test_the_second_of_two_is_told_who_captured_it_and_their_line_stays(
    opened: Scene, chair: Client, scribe: Client, twin: ActionItem
) -> None:
    for screen, by in ((scribe, opened.cast.cio.full_name), (chair, "you")):
        answer = captured(opened, screen, AGAIN)
        page = text_of(answer)
        assert answer.status_code == 422
        assert f"Captured already by {by}: Priya Raman, 15 Dec." in page
        assert f'name="line" value="{AGAIN}"' in page
        assert f'name="same_as" value="{twin.pk}">It is the same</button>' in page
        assert f'name="other_than" value="{twin.pk}">It is another one</button>' in page
    assert promised(opened) == ["Archive 2019 invoices"]


def test_it_is_said_while_the_line_is_typed_and_before_anybody_is_named(
    opened: Scene, scribe: Client, twin: ActionItem
) -> None:
    for line in (AGAIN, "Archive 2019 invoices"):
        page = text_of(scribe.post(at(opened, "lines/preview/"), {"line": line}))
        assert "Captured already by Anand Kulkarni" in page
        assert "Nobody is named yet" not in page
    page = text_of(scribe.post(at(opened, "lines/preview/"), {"line": "Archive 2018 invoices @priya 15 Dec"}))
    assert "Captured already" not in page


def test_the_same_one_is_not_captured_twice(opened: Scene, scribe: Client, twin: ActionItem) -> None:
    answer = captured(opened, scribe, AGAIN, same_as=f"{twin.pk}")
    assert answer.status_code == 302
    assert promised(opened) == ["Archive 2019 invoices"]


def test_another_one_is_captured_and_is_asked_about_in_its_turn(
    opened: Scene, scribe: Client, twin: ActionItem
) -> None:
    assert captured(opened, scribe, AGAIN, other_than=f"{twin.pk}").status_code == 302
    assert promised(opened) == ["Archive 2019 invoices", "Archive 2019, invoices!"]
    third = captured(opened, scribe, LINE, other_than=f"{twin.pk}")
    assert third.status_code == 422
    assert "Captured already by you: Priya Raman, 18 Dec." in text_of(third)
    assert captured(opened, scribe, LINE, same_as=f"{twin.pk}").status_code == 302
    assert len(promised(opened)) == 2


def test_that_it_is_another_one_is_remembered_while_who_owes_it_is_asked(
    opened: Scene, scribe: Client, twin: ActionItem
) -> None:
    line = "Archive 2019 invoices 18 Dec"
    answer = captured(opened, scribe, line, other_than=f"{twin.pk}")
    page = text_of(answer)
    assert answer.status_code == 422
    assert "Nobody is named yet" in page
    (told,) = re.findall(r'name="other_than" value="(\d+)"', page)
    fixes = {"fixed_line": line, "owner": f"{opened.cast.manager.pk}"}
    assert captured(opened, scribe, line, other_than=told, **fixes).status_code == 302
    assert len(promised(opened)) == 2


def test_what_another_person_owes_or_was_taken_back_or_is_of_another_kind_is_no_twin(
    opened: Scene, chair: Client, scribe: Client, twin: ActionItem
) -> None:
    assert captured(opened, scribe, "Archive 2019 invoices @tom 15 Dec").status_code == 302
    assert captured(opened, scribe, LINE, **{"as": "note"}).status_code == 302
    for _ in range(3):
        chair.post(at(opened, "undo/"), undo_form(chair, opened))
    assert captured(opened, scribe, LINE).status_code == 302
    assert len(promised(opened)) == 1


def test_the_line_is_not_lost_where_its_twin_was_taken_back_meanwhile(
    opened: Scene, chair: Client, scribe: Client, twin: ActionItem
) -> None:
    chair.post(at(opened, "undo/"), undo_form(chair, opened))
    answer = captured(opened, scribe, AGAIN, same_as=f"{twin.pk}")
    assert answer.status_code == 422
    assert "has been taken back since" in text_of(answer)
    assert f'name="line" value="{AGAIN}"' in text_of(answer)


def test_a_line_that_is_sent_again_with_its_own_key_is_one_and_asks_nothing(
    opened: Scene, chair: Client
) -> None:
    for _ in range(2):
        answer = captured(opened, chair, LINE, once="the-key-of-this-form")
        assert "Captured already" not in text_of(answer)
        assert answer.status_code == 302
    assert promised(opened) == ["Archive 2019 invoices"]


def test_of_two_who_write_at_once_the_second_is_told_by_the_verb(opened: Scene, twin: ActionItem) -> None:
    """What the page saw is of before: the verb looks again, under the lock of the review."""
    said = {"title": "Archive 2019 Invoices.", "owner": opened.cast.manager, "due_on": twin.due_on}
    with entered(SYSTEM), pytest.raises(CapturedAlready, match="by you") as told:
        verbs.keep_promise(opened.review, **said, by=opened.cast.cio, now=opened.at(21), other_than=0)
    assert told.value.twin.item == twin
    with entered(SYSTEM):
        verbs.keep_promise(opened.review, **said, by=opened.cast.cio, now=opened.at(21), other_than=twin.pk)
    assert len(promised(opened)) == 2
