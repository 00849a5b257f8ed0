"""What begins is offered where it may begin: by the menu as by the pages, and to nobody else."""

import pytest
from django.test import Client
from django.urls import resolve

from governance.asks.forms import NEW
from partners.beginnings import ACTION, BEGINNINGS, BY_SLUG, IMPORT, PERSON, menu_of
from partners.isolation.scope import SYSTEM, entered
from partners.models import Partner, User
from tests.cast import Cast

pytestmark = pytest.mark.django_db
TAKE_PART = {"action", "decision", "impediment", "recommendation", "risk"}
LEAD = TAKE_PART | {"outcome", "standing", "indicator", "matrix", "bet", "review", "person"}
HERE: dict[str, set[str]] = {
    "manager": LEAD, "lead": LEAD, "partner_sponsor": LEAD, "cio": LEAD, "contributor": TAKE_PART,
    "teammate": TAKE_PART, "observer": set(), "reader": set(),
    "administrator": {"person"}, "rival_lead": set(), "stranger": set(),
}  # fmt: skip


def offered(person: User, partner: Partner | None) -> set[str]:
    with entered(SYSTEM):
        return {beginning.slug for beginning, _ in menu_of(person, partner)}


@pytest.mark.parametrize("who", HERE)
def test_the_menu_offers_what_the_reader_may_begin_there(cast: Cast, who: str) -> None:
    assert offered(getattr(cast, who), cast.partner) == HERE[who]


def test_where_it_has_ended_people_alone_are_invited(cast: Cast) -> None:
    cast.partner.status = Partner.Status.ENDED
    assert offered(cast.lead, cast.partner) == {"person"}


def test_outside_a_partnership_it_is_chosen_first(cast: Cast) -> None:
    with entered(SYSTEM):
        found = dict(menu_of(cast.lead, None))
    assert found[ACTION] == "/new/action/"
    assert offered(cast.observer, None) == set()
    assert offered(cast.administrator, None) == {"person"}


@pytest.mark.parametrize("beginning", BEGINNINGS, ids=lambda each: each.slug)
def test_the_door_behind_it_asks_for_the_same_permission(cast: Cast, beginning: object) -> None:
    url = beginning.url(cast.partner).partition("?")[0]  # type: ignore[attr-defined]
    assert resolve(url).func.required_permission == beginning.permission  # type: ignore[attr-defined]


def test_every_kind_of_ask_can_be_begun() -> None:
    assert {each.kind for each in BEGINNINGS if each.route == "ask_new"} == set(NEW)
    assert list(BY_SLUG.values()) == list(BEGINNINGS)


def client_of(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def test_one_partnership_is_not_asked_for_and_several_are(cast: Cast) -> None:
    answer = client_of(cast.lead).get("/new/action/")
    assert answer.headers["Location"] == "/partnerships/meridian/actions/new/"
    chosen = client_of(cast.cio).get("/new/action/").content.decode()
    for slug in ("meridian", "halden"):
        assert f'href="/partnerships/{slug}/actions/new/"' in chosen
    with entered(SYSTEM):
        Partner.objects.filter(slug="halden").update(status=Partner.Status.ENDED)
    assert (
        client_of(cast.cio).get("/new/action/").headers["Location"] == "/partnerships/meridian/actions/new/"
    )
    assert client_of(cast.administrator).get("/new/person/").status_code == 200


def test_whoever_may_not_is_turned_away_and_what_is_not_is_not_there(cast: Cast) -> None:
    assert client_of(cast.observer).get("/new/action/").status_code == 403
    assert client_of(cast.contributor).get("/new/import/").status_code == 403
    assert client_of(cast.lead).get("/new/nothing/").status_code == 404


def test_the_bar_offers_what_the_page_is_about_and_the_room_nothing(cast: Cast) -> None:
    page = client_of(cast.lead).get("/partnerships/meridian/tracker/").content.decode()
    assert 'href="/partnerships/meridian/asks/new/decision/"' in page
    assert f'href="{PERSON.url(cast.partner)}"' in page
    assert "new-menu" not in client_of(cast.observer).get("/partnerships/meridian/tracker/").content.decode()


@pytest.mark.parametrize(("who", "may"), [("lead", True), ("contributor", False)])
def test_the_tracker_offers_new_actions_and_the_import(cast: Cast, who: str, may: bool) -> None:
    client = client_of(getattr(cast, who))
    here = client.get("/partnerships/meridian/tracker/").content.decode().partition("<main")[2]
    across = client.get("/tracker/").content.decode().partition("<main")[2]
    assert 'href="/partnerships/meridian/actions/new/"' in here
    assert 'href="/new/action/"' in across
    assert (IMPORT.url(cast.partner) in here) is may
    assert ('href="/new/import/"' in across) is may
