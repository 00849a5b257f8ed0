from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from governance import verbs
from governance.models import Ask
from partners.isolation.scope import SYSTEM, acting_as, entered
from partners.models import User
from tests.cast import Cast

pytestmark = pytest.mark.django_db
SignedIn = Callable[[User], Client]
LIST = "/partnerships/meridian/asks/"


def decision(cast: Cast, *, title: str = "Weekly change window", asked_days_ago: int = 0) -> Ask:
    now = timezone.now() - timedelta(days=asked_days_ago)
    with acting_as(cast.lead):
        return verbs.raise_decision(
            cast.partner,
            title=title,
            on_side="ours",
            needed_by=now.date() + timedelta(days=7),
            by=cast.lead,
            now=now,
        )


def now_in_database(ask: Ask) -> Ask:
    with entered(SYSTEM):
        return Ask.objects.get(pk=ask.pk)


def test_asks_stand_under_the_side_that_has_to_answer_oldest_first(cast: Cast, signed_in: SignedIn) -> None:
    decision(cast, title="The younger one")
    decision(cast, title="The older one", asked_days_ago=34)
    page = signed_in(cast.manager).get(LIST).content.decode()
    ours = page.partition('id="theirs-asks"')[0]
    assert ours.index("The older one") < ours.index("The younger one")
    assert "The oldest has waited on us for 34 days." in page
    assert "27 days late" in page


def test_the_other_side_reads_who_it_waits_on(cast: Cast, signed_in: SignedIn) -> None:
    decision(cast)
    assert "Waiting on Northgate Group" in signed_in(cast.lead).get(LIST).content.decode()


def test_kinds_and_the_answered_are_addresses(cast: Cast, signed_in: SignedIn) -> None:
    ask = decision(cast)
    client = signed_in(cast.manager)
    assert ask.title not in client.get(f"{LIST}?kind=impediment").content.decode()
    client.post(f"{LIST}{ask.pk}/decision/", {"answer": "Every Thursday"})
    assert ask.title not in client.get(LIST).content.decode()
    assert ask.title in client.get(f"{LIST}?answered=1").content.decode()


@pytest.mark.parametrize(
    "kind, said",
    [
        ("decision", {"title": "Two regions", "on_side": "ours", "needed_by": "in 2 weeks"}),
        ("impediment", {"title": "Approvals take weeks", "on_side": "ours", "cause": "trust"}),
        ("recommendation", {"title": "Archive before you migrate"}),
    ],
)
@pytest.mark.parametrize("asker", ["lead", "manager", "contributor"])
def test_either_side_raises_each_kind(
    cast: Cast, signed_in: SignedIn, kind: str, said: dict[str, str], asker: str
) -> None:
    response = signed_in(getattr(cast, asker)).post(f"{LIST}new/{kind}/", said)
    with entered(SYSTEM):
        ask = Ask.objects.get()
    assert response.headers["Location"] == f"{LIST}{ask.pk}/"
    assert (ask.kind, ask.title) == (kind, said["title"])


def test_what_cannot_be_raised_keeps_what_was_typed(cast: Cast, signed_in: SignedIn) -> None:
    said = {"title": "Two regions", "on_side": "ours", "needed_by": "yesterday", "detail": "A long reason"}
    response = signed_in(cast.lead).post(f"{LIST}new/decision/", said)
    page = response.content.decode()
    assert response.status_code == 422
    assert "That day has passed" in page
    assert "A long reason" in page


def test_an_unknown_kind_is_missing(cast: Cast, signed_in: SignedIn) -> None:
    assert signed_in(cast.lead).get(f"{LIST}new/wish/").status_code == 404


def test_an_executive_reader_decides_in_words(cast: Cast, signed_in: SignedIn) -> None:
    ask = decision(cast)
    client = signed_in(cast.reader)
    assert client.post(f"{LIST}{ask.pk}/decision/", {"answer": ""}).status_code == 422
    client.post(f"{LIST}{ask.pk}/decision/", {"answer": "Every Thursday"})
    assert now_in_database(ask).answered_by == cast.reader
    assert "Every Thursday" in signed_in(cast.lead).get(f"{LIST}{ask.pk}/").content.decode()


def test_the_side_that_asked_is_told_that_it_cannot_answer(cast: Cast, signed_in: SignedIn) -> None:
    ask = decision(cast)
    response = signed_in(cast.lead).post(f"{LIST}{ask.pk}/decision/", {"answer": "We say yes for you"})
    page = response.content.decode()
    assert response.status_code == 422
    assert "The side that was asked has to answer this." in page
    assert "We say yes for you" in page


def test_a_stale_answer_keeps_its_words(cast: Cast, signed_in: SignedIn) -> None:
    ask = decision(cast)
    seen = ask.version
    with acting_as(cast.manager):
        verbs.own(ask, owner=cast.manager, by=cast.manager, now=timezone.now())
    response = signed_in(cast.manager).post(
        f"{LIST}{ask.pk}/decision/", {"answer": "Typed meanwhile", "version": seen}
    )
    assert response.status_code == 409
    assert "Typed meanwhile" in response.content.decode()
    assert now_in_database(ask).state == "pending"


def test_an_impediment_is_taken_in_hand_and_cleared(cast: Cast, signed_in: SignedIn) -> None:
    with acting_as(cast.contributor):
        ask = verbs.raise_impediment(
            cast.partner,
            title="No access",
            on_side="ours",
            cause="access",
            by=cast.contributor,
            now=timezone.now(),
        )
    signed_in(cast.manager).post(f"{LIST}{ask.pk}/assignment/", {"owner": cast.teammate.pk})
    signed_in(cast.teammate).post(f"{LIST}{ask.pk}/clearance/", {"answer": "Granted"})
    assert now_in_database(ask).state == "cleared"


def test_advice_is_backed_or_answered_not_now(cast: Cast, signed_in: SignedIn) -> None:
    with acting_as(cast.lead):
        ask = verbs.raise_recommendation(
            cast.partner, title="Archive first", by=cast.lead, now=timezone.now()
        )
    client = signed_in(cast.cio)
    client.post(f"{LIST}{ask.pk}/backing/", {"words": "It saves a third"})
    assert now_in_database(ask).state == "backed"
    client.post(f"{LIST}{ask.pk}/refusal/", {"answer": "After the audit"})
    assert now_in_database(ask).state == "not_now"


def test_a_new_day_stands_beside_the_first_one(cast: Cast, signed_in: SignedIn) -> None:
    ask = decision(cast)
    client = signed_in(cast.manager)
    client.post(f"{LIST}{ask.pk}/due-date/", {"needed_by": "in 4 weeks", "reason": "The board meets later"})
    page = client.get(f"{LIST}{ask.pk}/").content.decode()
    assert "first day" in page
    assert "The board meets later" in page


NOUNS = ("decision", "backing", "completion", "refusal", "clearance", "acceptance", "assignment", "due-date")


@pytest.mark.parametrize("noun", ["", *(f"{noun}/" for noun in NOUNS)])
def test_for_a_rival_it_is_the_same_as_missing(cast: Cast, signed_in: SignedIn, noun: str) -> None:
    ask = decision(cast)
    client = signed_in(cast.rival_lead)
    for method in (client.get, client.post):
        assert method(f"{LIST}{ask.pk}/{noun}").status_code == 404
    assert client.get(LIST).status_code == 404
    assert client.get(f"{LIST}new/decision/").status_code == 404


@pytest.mark.parametrize("noun", [noun for noun in NOUNS if noun != "acceptance"])
def test_an_observer_answers_nothing(cast: Cast, signed_in: SignedIn, noun: str) -> None:
    ask = decision(cast)
    said = {
        "answer": "Yes",
        "words": "Yes",
        "owner": cast.manager.pk,
        "needed_by": "in 3 weeks",
        "reason": "Why",
    }
    assert signed_in(cast.observer).post(f"{LIST}{ask.pk}/{noun}/", said).status_code == 403


def test_more_asks_take_no_more_queries(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in(cast.manager)

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get(LIST)
        return len(captured)

    decision(cast)
    few = queries()
    for _ in range(6):
        decision(cast)
    assert queries() == few
