from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from governance import verbs
from governance.models import OutcomeIntent
from partners.isolation.scope import SYSTEM, acting_as, entered
from partners.models import User
from tests.cast import Cast

pytestmark = pytest.mark.django_db
SignedIn = Callable[[User], Client]
BASE = "/partnerships/meridian/outcomes/"
SAID = {"statement": "Databases at world-class level", "target": "Twice the load"}


@pytest.fixture
def outcome(cast: Cast) -> OutcomeIntent:
    with acting_as(cast.cio):
        drafted = verbs.draft_outcome(
            cast.partner, by=cast.manager, now=timezone.now(), sponsor=cast.cio, **SAID
        )
        return verbs.agree_outcome(drafted, by=cast.lead, now=timezone.now())


def now_in_database() -> OutcomeIntent:
    with entered(SYSTEM):
        return OutcomeIntent.objects.get()


def test_an_outcome_is_drafted_by_one_side_and_agreed_by_the_other(cast: Cast, signed_in: SignedIn) -> None:
    response = signed_in(cast.manager).post(
        f"{BASE}new/", {**SAID, "asked_months": "6", "due_on": "30 Jun 2027"}
    )
    drafted = now_in_database()
    assert response.headers["Location"] == f"{BASE}{drafted.pk}/"
    assert "This is a draft." in signed_in(cast.lead).get(f"{BASE}{drafted.pk}/").content.decode()
    signed_in(cast.lead).post(f"{BASE}{drafted.pk}/agreement/", {"version": drafted.version})
    assert now_in_database().state == "agreed"


def test_what_is_not_whole_keeps_what_was_typed(cast: Cast, signed_in: SignedIn) -> None:
    said = {**SAID, "benchmark": "Airlines restore in four minutes"}
    response = signed_in(cast.manager).post(f"{BASE}new/", said)
    page = response.content.decode()
    assert response.status_code == 422
    assert "Name the source of the benchmark." in page
    assert "Airlines restore in four minutes" in page


def test_an_edit_shows_at_once_and_a_stale_one_keeps_its_words(
    cast: Cast, outcome: OutcomeIntent, signed_in: SignedIn
) -> None:
    client = signed_in(cast.manager)
    said = {**SAID, "version": outcome.version}
    client.post(f"{BASE}{outcome.pk}/edit/", {**said, "vision": "Nobody hears of databases"})
    assert "Nobody hears of databases" in client.get(f"{BASE}{outcome.pk}/").content.decode()
    late = client.post(f"{BASE}{outcome.pk}/edit/", {**said, "vision": "Typed meanwhile"})
    assert late.status_code == 409
    assert "Typed meanwhile" in late.content.decode()
    assert now_in_database().vision == "Nobody hears of databases"


def test_a_check_in_says_how_it_stands(cast: Cast, outcome: OutcomeIntent, signed_in: SignedIn) -> None:
    client = signed_in(cast.lead)
    wrong = client.post(
        f"{BASE}{outcome.pk}/check-ins/", {"health": "at_risk", "progress": "140", "words": "Kept"}
    )
    assert wrong.status_code == 422
    assert "Kept" in wrong.content.decode()
    client.post(
        f"{BASE}{outcome.pk}/check-ins/", {"health": "at_risk", "progress": "40", "words": "Licences late"}
    )
    page = client.get(f"{BASE}{outcome.pk}/").content.decode()
    assert "Licences late" in page
    assert "at risk" in page


def test_a_free_hand_is_given_by_the_sponsor_s_side_and_shown(
    cast: Cast, outcome: OutcomeIntent, signed_in: SignedIn
) -> None:
    said = {"until": "in 3 months", "guardrails": "No data loss"}
    refused = signed_in(cast.lead).post(f"{BASE}{outcome.pk}/free-hand/", said)
    assert refused.status_code == 422
    assert "ask Anand Kulkarni" in refused.content.decode()
    signed_in(cast.cio).post(f"{BASE}{outcome.pk}/free-hand/", said)
    assert (
        "ask for the result, not for the how"
        in signed_in(cast.lead).get(f"{BASE}{outcome.pk}/").content.decode()
    )


ROUTES = ("", "edit/", "agreement/", "check-ins/", "free-hand/")


@pytest.mark.parametrize("route", ROUTES)
def test_for_a_rival_it_is_the_same_as_missing(
    cast: Cast, outcome: OutcomeIntent, signed_in: SignedIn, route: str
) -> None:
    client = signed_in(cast.rival_lead)
    for method in (client.get, client.post):
        assert method(f"{BASE}{outcome.pk}/{route}").status_code == 404
        assert method(f"/partnerships/halden/outcomes/{outcome.pk}/{route}").status_code == 404


@pytest.mark.parametrize("route", ROUTES[1:])
def test_a_contributor_reads_and_does_not_keep_the_charter(
    cast: Cast, outcome: OutcomeIntent, signed_in: SignedIn, route: str
) -> None:
    client = signed_in(cast.contributor)
    assert client.get(f"{BASE}{outcome.pk}/").status_code == 200
    assert client.post(f"{BASE}{outcome.pk}/{route}").status_code == 403
