from collections.abc import Callable
from datetime import timedelta

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from governance import verbs
from governance.counting.covered_days import quarter_of
from governance.cover.queries import first_day_covered, number_last_given
from governance.cover.views import ShownCover
from governance.models import Cover
from partners.isolation.scope import SYSTEM, acting_as, entered
from partners.models import User
from tests.cast import Cast
from tests.governance.scene import promised_now

pytestmark = pytest.mark.django_db
SignedIn = Callable[[User], Client]
PARTNERSHIP = "/partnerships/meridian/"
COVER = f"{PARTNERSHIP}cover/"
WORDS = "Reschedule the reports. Give them my number."


@pytest.fixture(params=["cio", "partner_sponsor"])
def leader(request: pytest.FixtureRequest, cast: Cast) -> User:
    person: User = getattr(cast, request.param)
    return person


def given(cast: Cast, by: User, *, days_ago: int = 4) -> Cover:
    """A cover that lasts ten more days; given so long ago, over whichever weekend, it is in force."""
    now = timezone.now() - timedelta(days=days_ago)
    until = timezone.now().date() + timedelta(days=10)
    with acting_as(by):
        return verbs.give_cover(cast.partner, words=WORDS, until=until, number="+49 170 1", by=by, now=now)


def now_in_database() -> Cover:
    with entered(SYSTEM):
        return Cover.objects.get()


def read(client: Client, path: str) -> str:
    return " ".join(client.get(path).content.decode().split())


@pytest.mark.parametrize(
    ("days", "ended", "stands"), [(-1, False, False), (0, False, True), (1, False, True), (1, True, False)]
)
def test_a_cover_stands_until_the_end_of_its_last_day(days: int, ended: bool, stands: bool) -> None:
    today = timezone.now().date()
    found = Cover(until=today + timedelta(days=days), ended_on=today if ended else None)
    assert ShownCover(found, today, None).stands is stands


def test_a_leader_of_either_side_gives_it_in_one_line(cast: Cast, signed_in: SignedIn, leader: User) -> None:
    client = signed_in(leader)
    assert f'href="{COVER}">Give cover</a>' in read(client, PARTNERSHIP)
    answer = client.post(COVER, {"words": WORDS, "until": "in 2 weeks", "number": "+49 170 1"})
    assert answer.headers["Location"] == PARTNERSHIP
    assert now_in_database().given_by == leader
    page = read(client, PARTNERSHIP)
    assert WORDS in page
    assert "Give cover</a>" not in page


def test_both_sides_have_the_card_on_their_page_their_desk_and_their_tracker(
    cast: Cast, signed_in: SignedIn, leader: User
) -> None:
    given(cast, leader)
    for person in (cast.manager, cast.lead, cast.observer):
        for path in (PARTNERSHIP, "/", f"{PARTNERSHIP}tracker/", COVER):
            assert WORDS in read(signed_in(person), path), path
        assert 'href="tel:+491701"' in read(signed_in(person), PARTNERSHIP)


def test_an_action_due_under_cover_says_that_it_is_counted_apart(cast: Cast, signed_in: SignedIn) -> None:
    given(cast, cast.cio)
    pages = {}
    for due_in in (5, 20):
        with acting_as(cast.manager):
            item = promised_now(cast, cast.lead, due_in=due_in)
        pages[due_in] = read(signed_in(cast.lead), f"{PARTNERSHIP}actions/{item.pk}/")
    assert [due_in for due_in, page in pages.items() if "counted apart" in page] == [5]


def test_a_rival_and_a_stranger_see_no_card(cast: Cast, signed_in: SignedIn, leader: User) -> None:
    given(cast, leader)
    for person in (cast.rival_lead, cast.stranger):
        assert WORDS not in read(signed_in(person), "/")
        assert signed_in(person).get(COVER).status_code == 404


def test_whoever_may_not_give_it_is_offered_nothing_and_refused(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in(cast.manager)
    assert "Give cover" not in read(client, PARTNERSHIP)
    assert "<form class" not in read(client, COVER).split("<main")[1]
    assert client.post(COVER, {"words": WORDS, "until": "Friday"}).status_code == 403


def test_what_is_refused_keeps_what_was_typed(cast: Cast, signed_in: SignedIn, leader: User) -> None:
    answer = signed_in(leader).post(COVER, {"words": WORDS, "until": "in 3 months", "number": "+49 170 1"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "A cover lasts eight weeks at most" in page
    assert WORDS in page


def test_the_number_given_last_stands_there_already(cast: Cast, signed_in: SignedIn, leader: User) -> None:
    now, client = timezone.now(), signed_in(leader)
    with acting_as(leader):
        verbs.end_cover(given(cast, leader), by=leader, now=now)
    assert 'value="+49 170 1"' in read(client, COVER)


def test_cause_and_concession_are_added_and_read_by_both_sides(
    cast: Cast, signed_in: SignedIn, leader: User
) -> None:
    cover = given(cast, leader)
    said = {"cause": "Eleven calls an hour.", "concession": "No morning report.", "version": "1"}
    signed_in(leader).post(f"{COVER}{cover.pk}/words/", said)
    for person in (cast.manager, cast.lead):
        page = read(signed_in(person), PARTNERSHIP)
        assert "Eleven calls an hour." in page
        assert "No morning report." in page


def test_words_that_come_too_late_are_kept_on_screen(cast: Cast, signed_in: SignedIn, leader: User) -> None:
    cover, client = given(cast, leader), signed_in(leader)
    address = f"{COVER}{cover.pk}/words/"
    client.post(address, {"cause": "First", "concession": "", "version": "1"})
    late: HttpResponse = client.post(address, {"cause": "Second", "concession": "", "version": "1"})
    assert late.status_code == 409
    assert "Second" in late.content.decode()
    assert "Somebody else changed this" in late.content.decode()


def test_it_is_ended_from_its_page_and_then_stands_among_the_past(
    cast: Cast, signed_in: SignedIn, leader: User
) -> None:
    cover, client = given(cast, leader), signed_in(leader)
    assert "End it today" in read(client, COVER)
    client.post(f"{COVER}{cover.pk}/end/", {"version": "1"})
    assert now_in_database().ended_by == leader
    assert f"ended by {leader.full_name}" in read(signed_in(cast.observer), COVER)
    again = client.post(f"{COVER}{cover.pk}/end/", {"version": "2"})
    assert "This cover is over already." in again.content.decode()


def test_one_given_today_says_when_it_begins_and_can_be_taken_back(
    cast: Cast, signed_in: SignedIn, leader: User
) -> None:
    cover, client = given(cast, leader, days_ago=0), signed_in(leader)
    begins = f"{cover.began_on:%-d %b}"
    for person in (cast.manager, cast.lead):
        page = read(signed_in(person), COVER)
        assert "Under cover</a> from" in page
        assert begins in page
        assert "1 of 2 this quarter" in page
    assert "Take it back" in read(client, COVER)
    client.post(f"{COVER}{cover.pk}/end/", {"version": "1"})
    page = read(signed_in(cast.observer), COVER)
    assert f"taken back by {leader.full_name} before it began" in page
    assert "0 of 2 this quarter" in page


def test_once_the_quarter_is_used_up_the_page_says_from_when_on_there_are_others(
    cast: Cast, signed_in: SignedIn, leader: User
) -> None:
    with entered(SYSTEM):
        begins = first_day_covered(cast.partner, by=leader, now=timezone.now())
        first, _ = quarter_of(begins)
        for number in range(2):
            day = first + timedelta(days=number)
            Cover.objects.create(
                partner=cast.partner,
                words=f"No {number}",
                began_on=day,
                until=day,
                given_by=cast.cio,
                ended_on=day,
                ended_by=cast.cio,
            )
    page = read(signed_in(leader), COVER)
    assert "This quarter’s covers are given. Another can begin from" in page
    assert "2 of 2 this quarter" in page
    assert ">Give cover</button>" not in page
    answer = signed_in(leader).post(COVER, {"words": WORDS, "until": "in 2 weeks"})
    assert answer.status_code == 422
    assert WORDS in answer.content.decode()


def test_the_other_side_s_leader_is_offered_no_end_to_it(
    cast: Cast, signed_in: SignedIn, leader: User
) -> None:
    cover = given(cast, leader)
    other = cast.partner_sponsor if leader == cast.cio else cast.cio
    assert "End it today" not in read(signed_in(other), COVER)
    refused = signed_in(other).post(f"{COVER}{cover.pk}/end/", {"version": "1"})
    assert "only their side adds to it or ends it" in refused.content.decode()
    assert now_in_database().ended_on is None


def test_a_number_is_one_s_own_and_the_last_one_given(cast: Cast, leader: User) -> None:
    other = cast.partner_sponsor if leader == cast.cio else cast.cio
    numbers = {
        "first": (leader, "+49 1"),
        "last": (leader, "+49 2"),
        "none": (leader, ""),
        "other": (other, "+49 3"),
    }
    offered = [number_last_given(leader)]
    for days, (by, number) in enumerate(numbers.values()):
        with entered(SYSTEM):
            day = timezone.localdate() - timedelta(days=400 + 9 * days)
            Cover.objects.create(
                partner=cast.partner,
                words=WORDS,
                number=number,
                began_on=day,
                until=day,
                given_by=by,
                version=1,
            )
        offered.append(number_last_given(leader))
    assert offered == ["", "+49 1", "+49 2", "+49 2", "+49 2"]
