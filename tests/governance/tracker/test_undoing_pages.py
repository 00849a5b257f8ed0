"""Undo on the pages: beside the word that says what was done, wherever it was done."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from governance import verbs
from governance.models import ActionItem
from partners.isolation.scope import SYSTEM, acting_as, entered
from partners.models import User
from tests.cast import Cast
from tests.governance.scene import promised_now

pytestmark = pytest.mark.django_db
SignedIn = Callable[[User], Client]
HTMX = {"HX-Request": "true"}
FORM = re.compile(r'<form method="post" action="([^"]+/undoing/)">(.*?)</form>', re.DOTALL)


@pytest.fixture
def item(cast: Cast) -> ActionItem:
    with acting_as(cast.cio):
        return promised_now(cast, cast.lead, title="Rebuild the index")


def address(item: ActionItem, noun: str = "") -> str:
    return f"/partnerships/meridian/actions/{item.pk}/{noun}"


def state_of(item: ActionItem) -> str:
    with entered(SYSTEM):
        return ActionItem.objects.get(pk=item.pk).state


def press_undo(client: Client, page: str) -> str:
    """Sends the form of the page's message as a browser without JavaScript does; returns the page one comes to."""
    found = FORM.search(page)
    assert found, "no way back is offered"
    typed = dict(re.findall(r'name="(version|next)" value="([^"]*)"', found[2]))
    return client.post(found[1], typed, follow=True).content.decode()


@pytest.mark.parametrize("next_page", ["", "/tracker/", "/partnerships/meridian/tracker/?owner=me"])
def test_what_was_reported_on_any_page_is_taken_back_from_its_message(
    cast: Cast, item: ActionItem, signed_in: SignedIn, next_page: str
) -> None:
    client = signed_in(cast.lead)
    said = {"version": item.version, "next": next_page or address(item)}
    page = client.post(address(item, "report/"), said, follow=True).content.decode()
    named = f"{item.title}: " if next_page else ""
    assert f"{named}{'r' if named else 'R'}eported done. The other side is asked to confirm." in page
    assert f"{named}{'t' if named else 'T'}aken back. It is as it was before." in press_undo(client, page)
    assert state_of(item) == "open"


def test_the_tap_of_the_desk_is_taken_back_on_the_desk(
    cast: Cast, item: ActionItem, signed_in: SignedIn
) -> None:
    client = signed_in(cast.lead)
    tapped = client.post(
        address(item, "report/"), {"version": item.version, "next": reverse("desk")}, follow=True
    )
    after = press_undo(client, tapped.content.decode())
    assert "My desk" in after
    assert "taken back" in after
    assert state_of(item) == "open"


def test_an_updated_row_of_the_tracker_offers_the_way_back_in_place(
    cast: Cast, item: ActionItem, signed_in: SignedIn
) -> None:
    client = signed_in(cast.lead)
    row = client.post(address(item, "report/"), {"version": item.version}, headers=HTMX).content.decode()
    assert "Reported done. The other side is asked to confirm." in row
    assert f'hx-post="{address(item, "undoing/")}"' in row
    version = {"version": item.version + 1}
    again = client.post(address(item, "undoing/"), version, headers=HTMX).content.decode()
    assert "Taken back" in again
    assert ">Done</button>" in again
    assert "undoing/" not in again


def test_the_other_side_s_confirmation_is_theirs_to_take_back(
    cast: Cast, item: ActionItem, signed_in: SignedIn
) -> None:
    with acting_as(cast.lead):
        verbs.report_done(item, by=cast.lead, now=timezone.now())
    manager = signed_in(cast.manager)
    page = manager.post(address(item, "confirmation/"), {"version": item.version}, follow=True)
    press_undo(manager, page.content.decode())
    assert state_of(item) == "reported"


def test_after_a_minute_it_is_kindly_refused(cast: Cast, item: ActionItem, signed_in: SignedIn) -> None:
    with acting_as(cast.lead):
        verbs.report_done(item, by=cast.lead, now=timezone.now() - timedelta(minutes=2))
    answer = signed_in(cast.lead).post(address(item, "undoing/"), {"version": item.version})
    assert answer.status_code == 422
    assert "More than a minute has passed" in answer.content.decode()
    assert state_of(item) == "reported"


def test_what_somebody_changed_since_is_a_conflict(cast: Cast, item: ActionItem, signed_in: SignedIn) -> None:
    client = signed_in(cast.lead)
    client.post(address(item, "report/"), {"version": item.version})
    signed_in(cast.manager).post(address(item, "confirmation/"))
    for headers in ({}, HTMX):
        answer = client.post(address(item, "undoing/"), {"version": item.version + 1}, headers=headers)
        assert answer.status_code == 409
        assert "This has changed since" in answer.content.decode()
    assert state_of(item) == "closed"


def test_another_s_doing_is_not_mine_to_take_back(cast: Cast, item: ActionItem, signed_in: SignedIn) -> None:
    signed_in(cast.lead).post(address(item, "report/"))
    answer = signed_in(cast.manager).post(address(item, "undoing/"))
    assert answer.status_code == 422
    assert "only they can take it back" in answer.content.decode()


def test_the_story_tells_the_slip_and_that_it_was_taken_back(
    cast: Cast, item: ActionItem, signed_in: SignedIn
) -> None:
    client = signed_in(cast.lead)
    client.post(address(item, "report/"), {"word": "Ran in 40 minutes"})
    client.post(address(item, "undoing/"))
    page = signed_in(cast.manager).get(address(item)).content.decode()
    assert "reported it done" in page
    assert "took it back: the report" in page
    assert "Ran in 40 minutes" not in page


@pytest.mark.parametrize("noun", ["notes/", "dispute/"])
def test_words_are_not_taken_back_by_the_button(
    cast: Cast, item: ActionItem, signed_in: SignedIn, noun: str
) -> None:
    with acting_as(cast.lead):
        verbs.wait_on(item, on_side="ours", what_for="Access", by=cast.lead, now=timezone.now())
    typed = {"word": "Hello", "words": "Granted on Friday"}
    page = signed_in(cast.manager).post(address(item, noun), typed, follow=True).content.decode()
    assert not FORM.search(page)
