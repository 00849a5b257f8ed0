"""Following an action without owing it."""

from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from governance import verbs
from governance.models import ActionItem, ActionWatcher
from governance.people import followers_of
from partners.isolation.scope import SYSTEM, acting_as, entered
from partners.models import Membership, User
from tests.cast import Cast
from tests.governance.scene import NOW, in_days, promised, promised_now

pytestmark = pytest.mark.django_db
SignedIn = Callable[[User], Client]


@pytest.fixture
def item(cast: Cast) -> ActionItem:
    with acting_as(cast.cio):
        return promised_now(cast, cast.lead, title="Rebuild the index")


def address(item: ActionItem, noun: str = "") -> str:
    return f"/partnerships/meridian/actions/{item.pk}/{noun}"


def shown(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("who", ["manager", "contributor", "observer", "reader", "cio"])
def test_whoever_may_read_it_may_follow_it_and_stop(
    cast: Cast, item: ActionItem, signed_in: SignedIn, who: str
) -> None:
    person: User = getattr(cast, who)
    client = signed_in(person)
    page = client.post(address(item, "following/"), follow=True).content.decode()
    assert "You follow this." in page
    assert "Stop following" in page
    assert (
        "Stop following" not in client.post(address(item, "following/removal/"), follow=True).content.decode()
    )


def test_both_sides_see_who_follows(cast: Cast, item: ActionItem, signed_in: SignedIn) -> None:
    signed_in(cast.teammate).post(address(item, "following/"))
    signed_in(cast.observer).post(address(item, "following/"))
    for reader in (cast.manager, cast.lead):
        assert "Tom Okafor, Ravi Desai" in shown(signed_in(reader), address(item))


def test_following_twice_is_following_once_and_stopping_twice_no_fault(cast: Cast, item: ActionItem) -> None:
    with acting_as(cast.observer):
        for _ in range(2):
            verbs.follow_action(item, by=cast.observer, now=NOW)
        assert ActionWatcher.objects.filter(item=item).count() == 1
        for _ in range(2):
            verbs.stop_following(item, by=cast.observer, now=NOW)
        assert not ActionWatcher.objects.exists()


def test_nobody_follows_what_they_may_not_read(cast: Cast, item: ActionItem, signed_in: SignedIn) -> None:
    for noun in ("following/", "following/removal/"):
        assert signed_in(cast.rival_lead).post(address(item, noun)).status_code == 404
    with acting_as(cast.rival_lead), pytest.raises(PermissionDenied):
        verbs.follow_action(item, by=cast.rival_lead, now=NOW)


def test_looking_makes_nobody_a_follower(cast: Cast, item: ActionItem, signed_in: SignedIn) -> None:
    assert signed_in(cast.observer).get(address(item, "following/")).status_code == 405
    with entered(SYSTEM):
        assert not ActionWatcher.objects.exists()


def test_whose_part_has_ended_is_not_shown_any_more(cast: Cast, item: ActionItem) -> None:
    with acting_as(cast.observer):
        verbs.follow_action(item, by=cast.observer, now=NOW)
    with entered(SYSTEM):
        Membership.objects.filter(person=cast.observer).update(until=in_days(-1))
    with acting_as(cast.manager):
        assert followers_of(item) == []


def test_the_tracker_shows_what_one_follows_at_an_address_of_its_own(
    cast: Cast, item: ActionItem, signed_in: SignedIn
) -> None:
    with acting_as(cast.cio):
        promised_now(cast, cast.lead, title="Root cause")
    client = signed_in(cast.manager)
    client.post(address(item, "following/"))
    for tracker in ("/tracker/", "/partnerships/meridian/tracker/"):
        page = shown(client, f"{tracker}?follow=me")
        assert "Rebuild the index" in page
        assert "Root cause" not in page
    assert "Rebuild the index" not in shown(signed_in(cast.teammate), "/tracker/?follow=me")


def test_the_filter_stays_with_the_others(cast: Cast, signed_in: SignedIn) -> None:
    page = shown(signed_in(cast.manager), "/partnerships/meridian/tracker/?follow=me&text=index")
    assert 'href="?show=overdue&amp;text=index&amp;follow=me"' in page
    assert '<input type="hidden" name="follow" value="me">' in page


def test_the_desk_lists_what_one_follows_if_there_is_any(
    cast: Cast, item: ActionItem, signed_in: SignedIn
) -> None:
    client = signed_in(cast.manager)
    assert "You follow" not in shown(client, "/")
    client.post(address(item, "following/"))
    client.get("/")
    desk = shown(client, "/")
    assert "You follow" in desk
    assert "Jonas Stein · Meridian Systems" in desk


def test_the_desk_tells_one_s_own_only_once_and_what_is_settled_not_at_all(
    cast: Cast, item: ActionItem, signed_in: SignedIn
) -> None:
    with acting_as(cast.manager):
        own = promised(cast, cast.manager, title="Archiving policy")
    with acting_as(cast.lead):
        verbs.report_done(item, by=cast.lead, now=timezone.now())
    with acting_as(cast.manager):
        for each in (own, item):
            verbs.follow_action(each, by=cast.manager, now=NOW)
        verbs.confirm(item, by=cast.manager, now=timezone.now())
    assert "You follow" not in shown(signed_in(cast.manager), "/")
