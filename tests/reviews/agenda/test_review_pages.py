"""Lists, scheduling, the agenda before the meeting and the chair's brief, through a client."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta

import pytest
import time_machine
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from governance.models import Forum
from partners.isolation.scope import SYSTEM, acting_as, entered
from partners.models import Engagement, EngagementTerms, PartnerNote, User
from partners.verbs import invite
from reviews import verbs
from reviews.models import AgendaAnswer, AgendaItem, Review
from tests.cast import Cast
from tests.reviews.scene import EARLIER, MONDAY, TODAY, Scene, promise, reported

SignedIn = Callable[[User], Client]


@pytest.fixture(autouse=True)
def _a_fortnight_before() -> Iterator[None]:
    with time_machine.travel(EARLIER, tick=False):
        yield


def at(scene: Scene, rest: str = "") -> str:
    return f"/partnerships/meridian/reviews/{scene.review.pk}/{rest}"


def text_of(response: object) -> str:
    """An answer on one line, however many its template takes for a sentence."""
    return " ".join(response.content.decode().split())


# --- lists and scheduling -----------------------------------------------------------------------------------------


def test_everyone_finds_their_reviews_in_one_list(scene: Scene, signed_in: SignedIn) -> None:
    for person in (scene.cast.cio, scene.cast.lead, scene.cast.observer):
        assert "in 14 days" in text_of(signed_in(person).get("/reviews/"))


def test_a_rival_s_list_does_not_show_them(scene: Scene, signed_in: SignedIn) -> None:
    page = text_of(signed_in(scene.cast.rival_lead).get("/reviews/"))
    assert "Meridian" not in page
    assert "Schedule its review" in page


def test_next_leads_to_the_review_that_comes(scene: Scene, signed_in: SignedIn) -> None:
    answer = signed_in(scene.cast.lead).get("/partnerships/meridian/reviews/next/")
    assert answer["Location"] == at(scene)


def test_a_first_review_begins_with_its_forum(cast: Cast, signed_in: SignedIn) -> None:
    manager = signed_in(cast.manager)
    assert manager.get("/partnerships/meridian/reviews/new/")["Location"].endswith("/reviews/forum/")
    form = manager.get("/partnerships/meridian/reviews/forum/")
    assert "Jonas Stein" in text_of(form)
    assert f'<option value="{cast.manager.pk}" selected>Priya Raman' in form.content.decode()
    manager.post(
        "/partnerships/meridian/reviews/forum/",
        {
            "name": "Monthly review", "cadence": "monthly", "minutes": "60", "at": "9:30", "place": "Room Danube",
            "chair": cast.cio.pk, "deputy_chair": cast.manager.pk,
            "attends": [cast.lead.pk, cast.manager.pk], "gets_pack": [cast.lead.pk, cast.reader.pk],
        },
    )  # fmt: skip
    with entered(SYSTEM):
        forum = Forum.objects.get()
        members = {
            member.person.full_name: (member.attends, member.gets_pack) for member in forum.members.all()
        }
    assert (forum.minutes, forum.place) == (60, "Room Danube")
    assert members == {"Jonas Stein": (True, True), "Priya Raman": (True, False), "Lena Moser": (False, True)}


FORUM = {"name": "Monthly review", "cadence": "monthly", "minutes": "60", "at": "9:30"}


def test_the_day_of_the_first_review_is_said_with_its_forum(cast: Cast, signed_in: SignedIn) -> None:
    typed = {**FORUM, "on": "15 Dec", "chair": cast.manager.pk, "attends": [cast.lead.pk, cast.manager.pk]}
    answer = signed_in(cast.lead).post("/partnerships/meridian/reviews/forum/", typed)
    with entered(SYSTEM):
        review = Review.objects.get()
        assert f"{review.starts_at:%Y-%m-%d %H:%M}" == "2026-12-15 09:30"
        assert set(review.attendance.values_list("person", flat=True)) == {cast.lead.pk, cast.manager.pk}
    assert answer["Location"] == f"/partnerships/meridian/reviews/{review.pk}/"


def test_who_is_invited_and_not_in_yet_is_named_where_the_forum_is_set_up(
    cast: Cast, signed_in: SignedIn
) -> None:
    with acting_as(cast.lead):
        invite(
            cast.partner,
            email="noor@meridian.example",
            full_name="Noor Haddad",
            role="contributor",
            theirs=True,
            by=cast.lead,
            now=EARLIER,
        )
    for person in (cast.manager, cast.lead):
        page = text_of(signed_in(person).get("/partnerships/meridian/reviews/forum/"))
        assert "Invited, and not in yet: Noor Haddad." in page


@pytest.mark.usefixtures("drawn_from")
def test_a_first_day_that_cannot_be_sets_up_no_forum_and_keeps_what_was_typed(
    cast: Cast, signed_in: SignedIn
) -> None:
    typed = {**FORUM, "on": f"{EARLIER:%Y-%m-%d}", "at": "0:01", "place": "Room Danube"}
    answer = signed_in(cast.manager).post("/partnerships/meridian/reviews/forum/", typed)
    assert answer.status_code == 422
    assert answer.context["form"].errors.keys() == {"on"}
    assert 'value="Room Danube"' in answer.content.decode()
    with entered(SYSTEM):
        assert not Forum.objects.exists()


def test_a_review_is_scheduled_with_a_day_as_people_write_it(scene: Scene, signed_in: SignedIn) -> None:
    answer = signed_in(scene.cast.lead).post(
        "/partnerships/meridian/reviews/new/", {"on": "15 Dec", "at": "10:00", "chair": scene.cast.cio.pk}
    )
    with entered(SYSTEM):
        review = Review.objects.latest("pk")
    assert answer["Location"] == f"/partnerships/meridian/reviews/{review.pk}/"
    assert f"{review.starts_at:%Y-%m-%d}" == "2026-12-15"


def test_an_impossible_day_is_refused_and_kept(scene: Scene, signed_in: SignedIn) -> None:
    answer = signed_in(scene.cast.manager).post(
        "/partnerships/meridian/reviews/new/", {"on": "23 Nov", "at": "16:00", "chair": ""}
    )
    page = text_of(answer)
    assert answer.status_code == 422
    assert "already has a review on 23 November 2026" in page
    assert 'value="23 Nov"' in page


def test_moving_asks_for_a_reason_and_keeps_the_day(scene: Scene, signed_in: SignedIn) -> None:
    answer = signed_in(scene.cast.manager).post(
        at(scene, "move/"), {"on": "30 Nov", "at": "10:00", "reason": ""}
    )
    assert answer.status_code == 422
    assert 'value="30 Nov"' in text_of(answer)
    assert "Say in a few words why it moves" in text_of(answer)


def test_a_cancelled_review_says_why_to_both_sides(scene: Scene, signed_in: SignedIn) -> None:
    signed_in(scene.cast.manager).post(at(scene, "cancellation/"), {"reason": "The board meets that day"})
    assert "The board meets that day" in text_of(signed_in(scene.cast.lead).get(at(scene)))


def test_the_chair_can_be_changed_by_whoever_may_chair(scene: Scene, signed_in: SignedIn) -> None:
    signed_in(scene.cast.manager).post(at(scene, "chair/"), {"chair": scene.cast.manager.pk})
    assert "Priya Raman" in text_of(signed_in(scene.cast.lead).get("/reviews/"))


PAGES = ["", "brief/", "move/", "cancellation/", "chair/"]


@pytest.mark.parametrize("rest", PAGES)
def test_for_a_rival_the_review_does_not_exist(scene: Scene, signed_in: SignedIn, rest: str) -> None:
    assert signed_in(scene.cast.rival_lead).get(at(scene, rest)).status_code == 404


@pytest.mark.parametrize(
    "who, rest, status",
    [
        ("observer", "", 200), ("observer", "move/", 403), ("contributor", "cancellation/", 403),
        ("lead", "move/", 200), ("lead", "brief/", 403), ("lead", "chair/", 403), ("reader", "brief/", 403),
        ("manager", "brief/", 200), ("cio", "chair/", 200),
    ],
)  # fmt: skip
def test_a_role_sees_what_is_its_own(
    scene: Scene, signed_in: SignedIn, who: str, rest: str, status: int
) -> None:
    assert signed_in(getattr(scene.cast, who)).get(at(scene, rest)).status_code == status


# --- the agenda ---------------------------------------------------------------------------------------------------


def with_promises(scene: Scene) -> AgendaItem:
    with entered(SYSTEM):
        promise(
            scene.cast.partner, scene.cast.teammate, "Archiving policy", due_on=TODAY - timedelta(days=40)
        )
        reported(scene.cast.partner, scene.cast.contributor, "Index rebuild")
        verbs.refresh_agenda(scene.review, now=EARLIER)
        return AgendaItem.objects.get(title="Archiving policy")


def test_both_sides_see_the_same_lines(scene: Scene, signed_in: SignedIn) -> None:
    with_promises(scene)
    for person in (scene.cast.manager, scene.cast.lead):
        page = text_of(signed_in(person).get(at(scene)))
        assert "Archiving policy" in page
        assert "questioned by nobody: 1" in page
        assert "One line was added automatically." in page


def test_an_answer_beforehand_is_read_by_the_other_side(scene: Scene, signed_in: SignedIn) -> None:
    line = with_promises(scene)
    signed_in(scene.cast.teammate).post(at(scene, f"answers/{line.pk}/"), {"text": "On Thursday’s board."})
    assert "On Thursday’s board." in text_of(signed_in(scene.cast.lead).get(at(scene)))


def test_an_answer_that_is_too_long_is_kept(scene: Scene, signed_in: SignedIn) -> None:
    line = with_promises(scene)
    answer = signed_in(scene.cast.lead).post(at(scene, f"answers/{line.pk}/"), {"text": "x" * 2001})
    assert answer.status_code == 422
    assert "x" * 2001 in text_of(answer)


def test_an_observer_does_not_answer(scene: Scene, signed_in: SignedIn) -> None:
    line = with_promises(scene)
    answer = signed_in(scene.cast.observer).post(at(scene, f"answers/{line.pk}/"), {"text": "Hello"})
    with entered(SYSTEM):
        assert not AgendaAnswer.objects.exists()
    assert answer.status_code == 403


def test_a_side_tables_its_item(scene: Scene, signed_in: SignedIn) -> None:
    signed_in(scene.cast.lead).post(at(scene, "tabled/"), {"title": "A seat in planning", "minutes": "10"})
    assert "A seat in planning" in text_of(signed_in(scene.cast.manager).get(at(scene)))


def test_the_page_s_queries_do_not_grow_with_the_agenda(
    scene: Scene, signed_in: SignedIn, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with_promises(scene)
    lead = signed_in(scene.cast.lead)
    with django_assert_max_num_queries(40) as few:
        lead.get(at(scene))
    with entered(SYSTEM):
        for number in range(8):
            promise(scene.cast.partner, scene.cast.lead, f"More {number}")
        verbs.refresh_agenda(scene.review, now=EARLIER)
    with django_assert_max_num_queries(len(few)):
        lead.get(at(scene))


# --- opening ------------------------------------------------------------------------------------------------------


def test_opening_leads_into_the_room(scene: Scene, signed_in: SignedIn) -> None:
    with time_machine.travel(scene.at(), tick=False):
        answer = signed_in(scene.cast.cio).post(at(scene, "opening/"))
    assert answer["Location"] == at(scene, "room/")


def test_without_a_chair_the_page_says_what_to_do(scene: Scene, signed_in: SignedIn) -> None:
    with entered(SYSTEM):
        Review.objects.update(chair=None)
    with time_machine.travel(scene.at(), tick=False):
        answer = signed_in(scene.cast.manager).post(at(scene, "opening/"))
    assert answer.status_code == 422
    assert "This review has no chair" in text_of(answer)
    assert at(scene, "chair/") in text_of(answer)


def test_only_whoever_may_chair_is_offered_to_open(scene: Scene, signed_in: SignedIn) -> None:
    with time_machine.travel(scene.at(), tick=False):
        assert "Open the room" in text_of(signed_in(scene.cast.cio).get(at(scene)))
        assert "Open the room" not in text_of(signed_in(scene.cast.lead).get(at(scene)))


# --- the chair's brief --------------------------------------------------------------------------------------------


def test_the_brief_holds_what_is_ours_alone(scene: Scene, signed_in: SignedIn) -> None:
    with acting_as(scene.cast.manager):
        contract = Engagement.objects.create(
            partner=scene.cast.partner,
            title="Database operations",
            starts_on=date(2025, 1, 1),
            state="active",
        )
        EngagementTerms.objects.create(
            partner=scene.cast.partner, engagement=contract, notice_by=TODAY + timedelta(days=30)
        )
        PartnerNote.objects.create(
            partner=scene.cast.partner,
            side="ours",
            author=scene.cast.manager,
            text="Thank Jonas.",
            written_at=EARLIER,
        )
    with acting_as(scene.cast.lead):
        PartnerNote.objects.create(
            partner=scene.cast.partner,
            side="theirs",
            author=scene.cast.lead,
            text="their canary",
            written_at=EARLIER,
        )
    with_promises(scene)
    page = text_of(signed_in(scene.cast.cio).get(at(scene, "brief/")))
    assert "Thank Jonas." in page
    assert "23 Dec" in page
    assert "Archiving policy" in page
    assert "their canary" not in page


def test_after_the_meeting_there_is_no_brief_to_read(scene: Scene, signed_in: SignedIn) -> None:
    with entered(SYSTEM):
        Review.objects.update(state="sealed", sealed_at=MONDAY, sealed_by=scene.cast.cio)
    assert signed_in(scene.cast.cio).get(at(scene, "brief/")).status_code == 404
