"""The room through a client: as chair, lead, observer and rival; every move is a plain form."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from governance.models import ActionItem, Ask
from governance.verbs import ask_for_date, note_privately
from partners.isolation.scope import SYSTEM, acting_as, entered
from partners.models import PartnerNote, User
from reviews import verbs
from reviews.models import AgendaItem, Attendance, Review, RoomMove, SideStatement
from tests.ground import laid
from tests.reviews.scene import EARLIER, TODAY, Scene, ask, outcome, promise, reported

SignedIn = Callable[[User], Client]


@laid
def opened(scene: Scene) -> Scene:
    with entered(SYSTEM), time_machine.travel(scene.at(20), tick=False):
        promise(
            scene.cast.partner, scene.cast.teammate, "Archiving policy", due_on=TODAY - timedelta(days=12)
        )
        promise(scene.cast.partner, scene.cast.contributor, "Root cause", due_on=TODAY - timedelta(days=3))
        reported(scene.cast.partner, scene.cast.contributor, "Index rebuild")
        ask(scene.cast.partner, scene.cast.lead, kind="decision", title="Freeze from the 12th?")
        outcome(scene.cast.partner)
        verbs.table_item(scene.review, title="A seat in planning", by=scene.cast.lead, now=EARLIER)
        verbs.open_review(scene.review, by=scene.cast.cio, now=scene.at())
        verbs.mark_attendance(
            scene.review, person=scene.cast.lead, state="present", by=scene.cast.cio, now=scene.at(1)
        )
    return scene


@pytest.fixture(autouse=True)
def _during_the_meeting(scene: Scene) -> object:
    with time_machine.travel(scene.at(20), tick=False):
        yield


@pytest.fixture
def chair(opened: Scene, signed_in: SignedIn) -> Client:
    return signed_in(opened.cast.cio)


def at(scene: Scene, rest: str = "") -> str:
    return f"/partnerships/meridian/reviews/{scene.review.pk}/room/{rest}"


def item_called(title: str) -> ActionItem:
    with entered(SYSTEM):
        return ActionItem.objects.get(title=title)


def text_of(response: object) -> str:
    return response.content.decode()


def line_of(scene: Scene, section: int) -> AgendaItem:
    with entered(SYSTEM):
        return AgendaItem.objects.get(review=scene.review, section=section, position=0)


def turn_to(scene: Scene, chair: Client, section: int) -> str:
    chair.post(at(scene, f"agenda/{line_of(scene, section).pk}/turn/"))
    return text_of(chair.get(at(scene)))


# --- who may come in ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "who", ["cio", "manager", "lead", "contributor", "observer", "reader", "partner_sponsor"]
)
def test_everyone_of_the_partnership_may_follow(opened: Scene, signed_in: SignedIn, who: str) -> None:
    assert signed_in(getattr(opened.cast, who)).get(at(opened)).status_code == 200


@pytest.mark.parametrize("who", ["rival_lead", "stranger", "administrator"])
@pytest.mark.parametrize("rest", ["", "state/", "close/"])
def test_for_outsiders_the_room_does_not_exist(
    opened: Scene, signed_in: SignedIn, who: str, rest: str
) -> None:
    assert signed_in(getattr(opened.cast, who)).get(at(opened, rest)).status_code == 404


@pytest.mark.parametrize("who, status", [("lead", 403), ("observer", 403), ("rival_lead", 404)])
@pytest.mark.parametrize("rest", ["lines/", "undo/", "clock/", "consent/", "lines/echo/", "chair/"])
def test_only_who_may_chair_moves_the_room(
    opened: Scene, signed_in: SignedIn, who: str, status: int, rest: str
) -> None:
    assert signed_in(getattr(opened.cast, who)).post(at(opened, rest)).status_code == status


def test_a_rival_s_promise_is_not_found_from_this_room(opened: Scene, chair: Client) -> None:
    with entered(SYSTEM):
        theirs = promise(opened.cast.rival, opened.cast.rival_lead, "Rival's secret")
    assert chair.post(at(opened, f"actions/{theirs.pk}/report/")).status_code == 404
    assert "Rival" not in text_of(chair.get(at(opened)))


def test_nothing_private_is_on_the_shared_screen(opened: Scene, chair: Client) -> None:
    with acting_as(opened.cast.manager):
        PartnerNote.objects.create(
            partner=opened.cast.partner,
            side="ours",
            text="canary",
            author=opened.cast.manager,
            written_at=EARLIER,
        )
        items = list(ActionItem.objects.filter(partner=opened.cast.partner))
        assert items
        for item in items:
            note_privately(item, text="canary", by=opened.cast.manager, now=EARLIER)
    for section in range(1, 7):
        assert "canary" not in turn_to(opened, chair, section)


def test_a_lead_sees_the_room_without_the_chair_s_buttons(opened: Scene, signed_in: SignedIn) -> None:
    page = text_of(signed_in(opened.cast.lead).get(at(opened)))
    assert "Archiving policy" in page
    assert 'name="line"' not in page
    assert "/turn/" not in page


def test_each_reader_s_own_side_is_we(opened: Scene, chair: Client, signed_in: SignedIn) -> None:
    ours, theirs = text_of(chair.get(at(opened))), text_of(signed_in(opened.cast.lead).get(at(opened)))
    assert re.search(r'id="owe-ours">We owe', ours)
    assert re.search(r'id="owe-ours">They owe', theirs)


def test_whoever_looks_is_following(opened: Scene, signed_in: SignedIn) -> None:
    signed_in(opened.cast.observer).get(at(opened))
    with entered(SYSTEM):
        assert Attendance.objects.get(review=opened.review, person=opened.cast.observer).state == "following"


def test_somebody_marks_themselves_present_but_nobody_else(opened: Scene, signed_in: SignedIn) -> None:
    observer = signed_in(opened.cast.observer)
    assert (
        observer.post(at(opened, "attendance/"), {"seat": f"{opened.cast.observer.pk}:present"}).status_code
        == 302
    )
    refused = observer.post(at(opened, "attendance/"), {"seat": f"{opened.cast.contributor.pk}:present"})
    assert refused.status_code == 403


def test_before_it_is_opened_the_room_leads_to_the_agenda(scene: Scene, signed_in: SignedIn) -> None:
    answer = signed_in(scene.cast.cio).get(at(scene))
    assert answer["Location"] == f"/partnerships/meridian/reviews/{scene.review.pk}/"


# --- the poll -----------------------------------------------------------------------------------------------------


def test_the_poll_says_nothing_while_nothing_moves(opened: Scene, chair: Client) -> None:
    with entered(SYSTEM):
        version = Review.objects.get(pk=opened.review.pk).version
    answer = chair.get(at(opened, f"state/?v={version}"), headers={"HX-Request": "true"})
    assert (answer.status_code, answer.content) == (204, b"")


def test_the_poll_brings_every_region_once_something_moved(
    opened: Scene, chair: Client, signed_in: SignedIn
) -> None:
    chair.post(at(opened, "lines/"), {"line": "The purge took forty minutes", "as": "note"})
    page = text_of(signed_in(opened.cast.lead).get(at(opened, "state/?v=1"), headers={"HX-Request": "true"}))
    assert "The purge took forty minutes" in page
    assert {"innerHTML:.room-top", "innerHTML:#main", "innerHTML:.room-aside"} <= set(
        re.findall(r'hx-swap-oob="([^"]+)"', page)
    )


def test_once_sealed_the_poll_leads_out_of_the_room(opened: Scene, chair: Client) -> None:
    with entered(SYSTEM):
        Review.objects.update(state="sealed", sealed_at=opened.at(90), sealed_by=opened.cast.cio)
    answer = chair.get(at(opened, "state/?v=1"), headers={"HX-Request": "true"})
    assert answer["HX-Redirect"] == f"/partnerships/meridian/reviews/{opened.review.pk}/"


# --- moves, without JavaScript ------------------------------------------------------------------------------------


def test_done_is_a_form_and_leads_back_into_the_room(opened: Scene, chair: Client) -> None:
    item = item_called("Root cause")
    answer = chair.post(
        at(opened, f"actions/{item.pk}/report/"), {"version": item.version, "next": "action-1"}
    )
    assert answer["Location"] == at(opened, "?at=action-1")
    assert item_called("Root cause").state == "reported"


def test_a_new_date_that_cannot_be_read_keeps_what_was_typed(opened: Scene, chair: Client) -> None:
    item = item_called("Root cause")
    answer = chair.post(
        at(opened, f"actions/{item.pk}/date/"),
        {"version": item.version, "due_on": "the other day", "reason": "The trace was lost"},
    )
    page = text_of(answer)
    assert answer.status_code == 422
    assert 'value="the other day"' in page
    assert 'value="The trace was lost"' in page


def test_a_stale_row_is_answered_with_conflict_and_keeps_the_words(opened: Scene, chair: Client) -> None:
    item = item_called("Root cause")
    answer = chair.post(
        at(opened, f"actions/{item.pk}/date/"),
        {"version": item.version - 1, "due_on": "15 Dec", "reason": "The trace was lost"},
    )
    assert answer.status_code == 409
    assert 'value="The trace was lost"' in text_of(answer)


@pytest.mark.parametrize("do, field", [("date", "due_on"), ("waiting", "what_for"), ("owner", "to")])
def test_each_form_of_a_row_has_an_address(opened: Scene, chair: Client, do: str, field: str) -> None:
    page = text_of(chair.get(at(opened, f"?at=action-{item_called('Root cause').pk}&do={do}")))
    assert f'name="{field}"' in page


def test_the_consent_list_is_confirmed_except_what_is_unticked(opened: Scene, chair: Client) -> None:
    chair.post(at(opened, "consent/"), {"confirm": [str(item_called("Index rebuild").pk)]})
    assert item_called("Index rebuild").state == "closed"


def test_an_ask_is_decided_from_the_room(opened: Scene, chair: Client) -> None:
    with entered(SYSTEM):
        asked = Ask.objects.get()
    chair.post(
        at(opened, f"asks/{asked.pk}/decision/"),
        {"answer": "From the 19th.", "version": asked.version},
    )
    assert "From the 19th." in turn_to(opened, chair, 4)


def test_a_decision_without_words_asks_for_them(opened: Scene, chair: Client) -> None:
    with entered(SYSTEM):
        asked = Ask.objects.get()
    chair.post(at(opened, f"agenda/{line_of(opened, 4).pk}/turn/"))
    answer = chair.post(at(opened, f"asks/{asked.pk}/decision/"), {"answer": ""})
    assert answer.status_code == 422
    assert "it stands on page one" in text_of(answer)


def test_undo_takes_back_from_the_room(opened: Scene, chair: Client) -> None:
    item = item_called("Root cause")
    chair.post(at(opened, f"actions/{item.pk}/report/"), {"version": item.version})
    chair.post(at(opened, "undo/"), undo_form(chair, opened))
    assert item_called("Root cause").state == "open"


def undo_form(chair: Client, scene: Scene) -> dict[str, str]:
    """What the form that the room shows sends."""
    (latest,) = re.findall(r'name="latest" value="(\d+)"', text_of(chair.get(at(scene))))
    return {"latest": latest}


def standing() -> list[str]:
    with entered(SYSTEM):
        return [move.words for move in RoomMove.objects.filter(undone_at=None)]


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}], ids=["page", "htmx"])
def test_one_form_sent_twice_takes_one_move_back(
    opened: Scene, chair: Client, headers: dict[str, str]
) -> None:
    captured(opened, chair, "Prices", **{"as": "parked"})
    captured(opened, chair, "They sounded tired", **{"as": "note"})
    first, _ = standing()
    form = undo_form(chair, opened)
    assert chair.post(at(opened, "undo/"), form, headers=headers).status_code in (200, 302)
    again = chair.post(at(opened, "undo/"), form, headers=headers)
    assert (again.status_code, standing()) == (409, [first])
    assert "That is taken back already." in text_of(again)
    chair.post(at(opened, "undo/"), undo_form(chair, opened))
    assert standing() == []
    assert chair.post(at(opened, "undo/"), form).status_code == 409


def test_what_another_chair_says_meanwhile_is_not_taken_back(
    opened: Scene, chair: Client, signed_in: SignedIn
) -> None:
    captured(opened, chair, "Prices", **{"as": "parked"})
    form = undo_form(chair, opened)
    captured(opened, signed_in(opened.cast.manager), "They sounded tired", **{"as": "note"})
    answer = chair.post(at(opened, "undo/"), form)
    assert (answer.status_code, len(standing())) == (409, 2)
    assert "Something else was said since." in text_of(answer)


@pytest.mark.parametrize("latest", [None, "", "x", "0", "987654321", "9" * 30])
def test_an_undo_that_names_no_move_of_this_room_takes_nothing_back(
    opened: Scene, chair: Client, latest: str | None
) -> None:
    captured(opened, chair, "Prices", **{"as": "parked"})
    answer = chair.post(at(opened, "undo/"), {} if latest is None else {"latest": latest})
    assert (answer.status_code, len(standing())) == (409, 1)


def test_every_section_can_be_turned_to(opened: Scene, chair: Client) -> None:
    titles = ["Promised last time", "Operational performance", "Outcomes", "Asks", "Tabled", "Read back"]
    for number, title in enumerate(titles, start=1):
        assert f"<h1>{title}" in turn_to(opened, chair, number)


def test_the_deputy_takes_the_chair_in_the_room(opened: Scene, signed_in: SignedIn) -> None:
    signed_in(opened.cast.manager).post(at(opened, "chair/"))
    with entered(SYSTEM):
        assert Review.objects.get(pk=opened.review.pk).chair == opened.cast.manager


# --- the capture line ---------------------------------------------------------------------------------------------


def captured(scene: Scene, chair: Client, line: str, **fields: str) -> object:
    return chair.post(at(scene, "lines/"), {"line": line, **fields})


def test_a_line_becomes_a_promise(opened: Scene, chair: Client) -> None:
    captured(opened, chair, "Archive 2019 invoices @priya 15 Dec")
    item = item_called("Archive 2019 invoices")
    assert (item.owner, f"{item.due_on}", item.side) == (opened.cast.manager, "2026-12-15", "ours")


def test_the_echo_says_what_was_understood_and_changes_nothing(opened: Scene, chair: Client) -> None:
    page = text_of(chair.post(at(opened, "lines/echo/"), {"line": "Archive 2019 invoices @mei 15 Dec"}))
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


# --- the read-back ------------------------------------------------------------------------------------------------


def test_the_lead_differs_on_their_own_screen(opened: Scene, signed_in: SignedIn) -> None:
    signed_in(opened.cast.lead).post(at(opened, "statement/"), {"stance": "differ", "differs_on": "The date"})
    with entered(SYSTEM):
        statement = SideStatement.objects.get()
    assert (statement.side, statement.stance, statement.differs_on) == ("theirs", "differ", "The date")


def test_to_differ_without_saying_on_what_keeps_the_sentence(opened: Scene, signed_in: SignedIn) -> None:
    answer = signed_in(opened.cast.lead).post(
        at(opened, "statement/"), {"stance": "differ", "sentence": "Tough, and fair."}
    )
    assert answer.status_code == 422
    assert "on what you differ" in text_of(answer)
    assert "Tough, and fair." in text_of(answer)


def test_what_one_differs_on_is_not_lost_where_differ_is_not_chosen(
    opened: Scene, signed_in: SignedIn
) -> None:
    lead = signed_in(opened.cast.lead)
    for stance in ("", "agree"):
        answer = lead.post(at(opened, "statement/"), {"stance": stance, "differs_on": "The addresses"})
        assert answer.status_code == 422
        assert "Choose differ with what you differ on" in text_of(answer)
        assert 'value="The addresses"' in text_of(answer)
    lead.post(at(opened, "statement/"), {"stance": "differ", "differs_on": "The addresses"})
    changed_their_mind = {"stance": "agree", "differs_on": "The addresses"}
    assert lead.post(at(opened, "statement/"), changed_their_mind).status_code == 302
    with entered(SYSTEM):
        assert SideStatement.objects.get().differs_on == ""


def test_new_dates_are_read_back_beside_new_promises(
    opened: Scene, chair: Client, signed_in: SignedIn
) -> None:
    late = item_called("Archiving policy")
    chair.post(
        at(opened, f"actions/{late.pk}/date/"),
        {"due_on": "in 3 weeks", "reason": "The board meets then", "version": late.version},
    )
    for reader in (opened.cast.cio, opened.cast.lead):
        page = text_of(signed_in(reader).get(at(opened, "close/")))
        read_back = page.split('id="new-ours"')[1].split('id="new-theirs"')[0]
        assert "Archiving policy" in read_back
        assert f'<s><time datetime="{late.due_on.isoformat()}"' in read_back


def test_after_an_answer_to_a_request_the_next_row_is_in_hand(opened: Scene, chair: Client) -> None:
    late = item_called("Archiving policy")
    with acting_as(opened.cast.lead):
        ask_for_date(
            late, due_on=TODAY + timedelta(days=20), reason="The 14th", by=opened.cast.lead, now=opened.at(5)
        )
    answer = chair.post(
        at(opened, f"actions/{late.pk}/agreement/"), {"at": f"action-{late.pk}", "next": "action-999"}
    )
    assert "at=action-999" in answer["Location"]


def test_on_the_page_that_reads_back_nobody_is_sent_to_it(opened: Scene, signed_in: SignedIn) -> None:
    lead = signed_in(opened.cast.lead)
    link = at(opened, "close/")
    assert f'href="{link}"' in text_of(lead.get(at(opened)))
    there = text_of(lead.get(link))
    assert f'href="{link}"' not in there
    assert "You say on this page whether you agree" in there
    assert "Our table" not in there


def picked(page: str) -> list[str]:
    """Who is chosen as the speaker, in each form that asks."""
    chosen = re.findall(
        r"<option value=\"\d+\"\s+selected\s*>\s*([^<]+?)\s*</option>", page.split("<main")[1]
    )
    return [name for name in chosen if name]


def test_the_speaker_stays_as_chosen_after_a_refusal(opened: Scene, chair: Client) -> None:
    with entered(SYSTEM):
        for who in (opened.cast.lead, opened.cast.partner_sponsor):
            Attendance.objects.update_or_create(
                partner=opened.review.partner, review=opened.review, person=who, defaults={"state": "present"}
            )
    page = text_of(chair.get(at(opened, "close/")))
    assert "Jonas Stein" not in picked(page)  # of two who may speak nobody is guessed
    said = {"side": "theirs", "voice": str(opened.cast.lead.pk), "stance": "differ", "sentence": "Used up."}
    answer = chair.post(at(opened, "statement/"), said)
    assert answer.status_code == 422
    assert "Jonas Stein" in picked(text_of(answer))
    chair.post(at(opened, "statement/"), {**said, "stance": "agree"})
    page = text_of(chair.get(at(opened, "close/")))
    assert "Jonas Stein" in picked(page)
    assert "agrees, on the word of Jonas Stein. Page one: “Used up.” Jonas Stein" in page


def test_nobody_is_recorded_for_the_other_side_by_an_oversight(opened: Scene, chair: Client) -> None:
    said = {"side": "theirs", "voice": "", "stance": "agree", "sentence": "Used up."}
    answer = chair.post(at(opened, "statement/"), said)
    assert answer.status_code == 422
    assert "Choose who says it" in text_of(answer)
    assert "Used up." in text_of(answer)
    with entered(SYSTEM):
        assert not SideStatement.objects.exists()


def test_an_observer_says_nothing_for_their_side(opened: Scene, signed_in: SignedIn) -> None:
    assert (
        signed_in(opened.cast.observer).post(at(opened, "statement/"), {"stance": "agree"}).status_code == 403
    )


def test_what_nobody_turned_to_is_named_before_the_seal(opened: Scene, chair: Client) -> None:
    page = text_of(chair.get(at(opened, "close/")))
    assert "Not reached, and first next time: Operational performance" in page


# --- cost ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("section", [1, 2, 3, 4, 5, 6])
def test_the_room_s_queries_do_not_grow_with_what_is_in_it(
    opened: Scene, chair: Client, section: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    turn_to(opened, chair, section)
    with django_assert_max_num_queries(60) as few:
        chair.get(at(opened))
    with entered(SYSTEM):
        for number in range(8):
            promise(opened.cast.partner, opened.cast.lead, f"More {number}")
            reported(opened.cast.partner, opened.cast.teammate, f"Done {number}")
            ask(opened.cast.partner, opened.cast.lead, title=f"Ask {number}")
            outcome(opened.cast.partner, f"Outcome {number}")
    with django_assert_max_num_queries(len(few)):
        chair.get(at(opened))


def test_the_poll_asks_for_next_to_nothing(
    opened: Scene, chair: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with entered(SYSTEM):
        version = Review.objects.get(pk=opened.review.pk).version
    with django_assert_max_num_queries(12):
        chair.get(at(opened, f"state/?v={version}"), headers={"HX-Request": "true"})


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
    assert f"it has {len(pasted)}" in text_of(chair.post(at(opened, "lines/echo/"), {"line": pasted}))


def test_a_sentence_for_page_one_that_is_too_long_is_kept_on_screen(
    opened: Scene, signed_in: SignedIn
) -> None:
    sentence, differs = "We kept our word. " * 20, "The date of the freeze. " * 10
    typed = {"stance": "differ", "sentence": sentence, "differs_on": differs}
    answer = signed_in(opened.cast.lead).post(at(opened, "statement/"), typed)
    assert answer.status_code == 422
    assert f"under 240 characters: it has {len(sentence.strip())}" in text_of(answer)
    assert sentence in text_of(answer)
    assert differs in text_of(answer)


def test_whoever_only_follows_stands_beneath_those_in_the_room(opened: Scene, signed_in: SignedIn) -> None:
    follower = signed_in(opened.cast.contributor)
    follower.get(at(opened))
    aside = text_of(follower.get(at(opened))).split('class="room-aside"')[1].split("</aside>")[0]
    in_the_room, following = aside.split(">In the room<")[1].split(">Following from elsewhere<")
    names = [person.full_name for person in (opened.cast.lead, opened.cast.contributor)]
    assert [name in in_the_room for name in names] == [True, False]
    assert [name in following for name in names] == [False, True]
