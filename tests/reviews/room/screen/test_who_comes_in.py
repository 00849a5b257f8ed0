"""Who comes into the room, what the screen of each shows, and the question every screen asks again."""

import re

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from governance.models import ActionItem
from governance.verbs import note_privately
from partners.isolation.scope import SYSTEM, acting_as, entered
from partners.models import PartnerNote
from reviews.models import Attendance, Review
from tests.reviews.room.screen.shown import SignedIn, at, text_of, turn_to
from tests.reviews.scene import EARLIER, Scene, promise


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
@pytest.mark.parametrize("rest", ["lines/", "undo/", "clock/", "confirmation/", "lines/preview/", "chair/"])
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


def test_the_poll_asks_for_next_to_nothing(
    opened: Scene, chair: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with entered(SYSTEM):
        version = Review.objects.get(pk=opened.review.pk).version
    with django_assert_max_num_queries(12):
        chair.get(at(opened, f"state/?v={version}"), headers={"HX-Request": "true"})


def test_whoever_only_follows_stands_beneath_those_in_the_room(opened: Scene, signed_in: SignedIn) -> None:
    follower = signed_in(opened.cast.contributor)
    follower.get(at(opened))
    aside = text_of(follower.get(at(opened))).split('class="room-aside"')[1].split("</aside>")[0]
    in_the_room, following = aside.split(">In the room<")[1].split(">Following from elsewhere<")
    names = [person.full_name for person in (opened.cast.lead, opened.cast.contributor)]
    assert [name in in_the_room for name in names] == [True, False]
    assert [name in following for name in names] == [False, True]


def states(scene: Scene) -> dict[str, str]:
    with entered(SYSTEM):
        return dict(scene.review.attendance.values_list("person__full_name", "state"))


def test_all_are_marked_as_here_with_one_key_and_who_left_stays_away(opened: Scene, chair: Client) -> None:
    mei, priya = opened.cast.contributor, opened.cast.manager
    page = text_of(chair.get(at(opened)))
    assert 'value="all:present" data-key="h"' in page
    chair.post(at(opened, "attendance/"), {"seat": f"{priya.pk}:excused"})
    page = text_of(chair.post(at(opened, "attendance/"), {"seat": "all:present"}, follow=True))
    assert states(opened)[mei.full_name] == "present"
    assert states(opened)[priya.full_name] == "excused"
    assert 'value="all:present"' not in page
    with entered(SYSTEM):
        assert not opened.review.minutes_taken.exists()


def test_only_who_may_chair_marks_all_as_here(opened: Scene, signed_in: SignedIn) -> None:
    assert (
        signed_in(opened.cast.lead).post(at(opened, "attendance/"), {"seat": "all:present"}).status_code
        == 403
    )
    assert states(opened)[opened.cast.contributor.full_name] == "invited"


def test_who_comes_and_goes_in_the_middle_is_written_down_with_the_item(opened: Scene, chair: Client) -> None:
    mei = opened.cast.contributor
    turn_to(opened, chair, 3)
    for state in ("present", "present", "excused"):
        page = text_of(chair.post(at(opened, "attendance/"), {"seat": f"{mei.pk}:{state}"}, follow=True))
    assert f"{mei.full_name} is here from item 3, Outcomes &amp; initiatives." in page
    assert f"{mei.full_name} left at item 3, Outcomes &amp; initiatives." in page
    with entered(SYSTEM):
        assert opened.review.minutes_taken.count() == 2
