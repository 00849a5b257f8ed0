from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from governance import verbs
from governance.models import ActionItem, Initiative, OutcomeChange, OutcomeIntent
from governance.outcomes.forms import Charter
from partners.isolation.scope import SYSTEM, acting_as, entered
from partners.models import Side, User
from tests.cast import Cast
from tests.governance.scene import NOW, TODAY
from tests.reviews import scene

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


def test_why_it_matters_is_said_or_said_to_be_missing(cast: Cast, signed_in: SignedIn) -> None:
    missing = "Nobody has said it yet"
    for said, is_missing in (
        ({}, True),
        ({"vision": "Nobody waits"}, False),
        ({"business_function": "IT"}, False),
    ):
        with acting_as(cast.cio):
            drafted = verbs.draft_outcome(cast.partner, by=cast.manager, now=timezone.now(), **SAID, **said)
        page = signed_in(cast.lead).get(f"{BASE}{drafted.pk}/").content.decode()
        assert (missing in page) is is_missing


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


ROUTES = ("", "edit/", "agreement/", "check-ins/", "free-hand/", "words/", "conclusion/", "initiatives/")


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


def test_a_draft_says_whose_yes_it_has_and_offers_it_to_the_other_side_alone(
    cast: Cast, signed_in: SignedIn
) -> None:
    signed_in(cast.manager).post(f"{BASE}new/", SAID)
    page = f"{BASE}{now_in_database().pk}/"
    button = "Agree it as it stands"
    assert button not in signed_in(cast.manager).get(page).content.decode()
    assert button in signed_in(cast.lead).get(page).content.decode()
    assert "a draft for your side" in signed_in(cast.lead).get("/").content.decode()
    assert "a draft for your side" not in signed_in(cast.manager).get("/").content.decode()


def test_it_is_talked_over(cast: Cast, signed_in: SignedIn) -> None:
    signed_in(cast.manager).post(f"{BASE}new/", SAID)
    page = f"{BASE}{now_in_database().pk}/"
    signed_in(cast.lead).post(f"{page}words/", {"words": "Twelve. Three go into learning.", "months": "12"})
    shown = signed_in(cast.manager).get(page).content.decode()
    assert "Twelve. Three go into learning." in shown
    assert "12 months" in shown
    wrong = signed_in(cast.lead).post(f"{page}words/", {"words": "Never", "months": "many"})
    assert wrong.status_code == 422
    assert "Never" in wrong.content.decode()


def test_other_terms_are_asked_for_and_answered(
    cast: Cast, outcome: OutcomeIntent, signed_in: SignedIn
) -> None:
    page, said = (
        f"{BASE}{outcome.pk}/",
        {**SAID, "target": "Three times the load", "version": outcome.version},
    )
    refused = signed_in(cast.manager).post(f"{page}edit/", said)
    assert refused.status_code == 422
    assert "Three times the load" in refused.content.decode()
    signed_in(cast.manager).post(f"{page}edit/", {**said, "reason": "Data grow faster."})
    change = the_change()
    asked = signed_in(cast.manager).get(page).content.decode()
    assert "Take it back" in asked
    assert "Decline" not in asked
    client = signed_in(cast.lead)
    shown = client.get(page).content.decode()
    for part in ("Twice the load", "Three times the load", "Data grow faster", "Agree", "Decline"):
        assert part in shown
    assert "a change is asked for" in client.get("/").content.decode()
    silent = client.post(f"{page}changes/{change.pk}/", {"does": "decline", "answer": ""})
    assert silent.status_code == 422
    assert "Say why it stays as it is." in silent.content.decode()
    client.post(f"{page}changes/{change.pk}/", {"does": "agree"})
    assert now_in_database().target == "Three times the load"
    late = client.post(f"{page}changes/{change.pk}/", {"does": "decline", "answer": "Too much"})
    assert late.status_code == 422


def test_it_is_concluded(cast: Cast, outcome: OutcomeIntent, signed_in: SignedIn) -> None:
    page = f"{BASE}{outcome.pk}/"
    said = {"becomes": "achieved", "reason": "Twice the load since March."}
    signed_in(cast.lead).post(f"{page}conclusion/", said)
    change = the_change()
    shown = signed_in(cast.manager).get(page).content.decode()
    assert "Is it achieved?" in shown
    assert "Conclude it" not in shown
    signed_in(cast.manager).post(f"{page}changes/{change.pk}/", {"does": "agree"})
    shown = signed_in(cast.observer).get(page).content.decode()
    assert "It was achieved on" in shown
    assert "Twice the load since March." in shown
    assert now_in_database().state == "achieved"


def test_the_work_beneath_it_is_begun_named_and_ended(
    cast: Cast, outcome: OutcomeIntent, signed_in: SignedIn
) -> None:
    page, client = f"{BASE}{outcome.pk}/", signed_in(cast.lead)
    assert client.post(f"{page}initiatives/", {"title": ""}).status_code == 422
    client.post(f"{page}initiatives/", {"title": "Rebuild the indexes"})
    with entered(SYSTEM):
        initiative = outcome.initiatives.get()
    there = f"{page}initiatives/{initiative.pk}/"
    client.post(f"{there}title/", {"title": "Rebuild every index"})
    new = {"title": "Twenty of forty", "owner": cast.contributor.pk, "due_on": "in 3 weeks"}
    client.post("/partnerships/meridian/actions/new/", {**new, "initiative": initiative.pk, "promised": "on"})
    shown = signed_in(cast.observer).get(page).content.decode()
    assert "Rebuild every index" in shown
    assert "Twenty of forty" in shown
    refused = client.post(f"{there}state/", {"becomes": "done"})
    assert refused.status_code == 422
    assert "is still open" in refused.content.decode()
    with entered(SYSTEM):
        item = initiative.milestones.get()
    action = signed_in(cast.observer).get(f"/partnerships/meridian/actions/{item.pk}/")
    assert "Milestone of" in action.content.decode()
    client.post(f"{there}milestones/", {"item": item.pk, "take_out": "on"})
    assert initiative_has_no_milestone(initiative.pk)
    wrong = client.post(f"{there}milestones/", {"item": item.pk, "take_out": "on"})
    assert "no milestone of this work" in wrong.content.decode()
    client.post(f"{there}milestones/", {"item": item.pk})
    assert not initiative_has_no_milestone(initiative.pk)
    client.post(f"{there}state/", {"becomes": "dropped", "words": "Nobody needs it."})
    shown = client.get(page).content.decode()
    assert "Nobody needs it." in shown
    assert "Take it up again" in shown


def test_beneath_a_free_hand_one_asks_twice(cast: Cast, outcome: OutcomeIntent, signed_in: SignedIn) -> None:
    signed_in(cast.cio).post(
        f"{BASE}{outcome.pk}/free-hand/", {"until": "in 3 months", "guardrails": "No loss"}
    )
    client, new = signed_in(cast.manager), "/partnerships/meridian/actions/new/"
    said = {"title": "Use more indexes", "due_on": "in 3 weeks", "outcome": outcome.pk}
    asked = client.post(new, {**said, "owner": cast.contributor.pk})
    assert asked.status_code == 422
    page = asked.content.decode()
    assert "ask for the result, not for the how" in page
    assert 'type="checkbox" name="all_the_same"' in page
    assert "Use more indexes" in page
    assert client.post(new, {**said, "owner": cast.teammate.pk}).status_code == 302
    assert client.post(new, {**said, "owner": cast.contributor.pk, "all_the_same": "on"}).status_code == 302


def test_words_that_say_how_are_shown_to_those_who_can_change_them(cast: Cast, signed_in: SignedIn) -> None:
    said = {**SAID, "target": "Six developers rewrite it in Java."}
    signed_in(cast.manager).post(f"{BASE}new/", said)
    page = f"{BASE}{now_in_database().pk}/"
    for person, is_shown in ((cast.manager, True), (cast.lead, True), (cast.observer, False)):
        assert ("Some words say how" in signed_in(person).get(page).content.decode()) is is_shown
    assert "Some words say how" in signed_in(cast.manager).get(f"{page}edit/").content.decode()


@pytest.mark.parametrize(("days", "is_due"), [(1, False), (0, True), (-1, True)])
def test_a_check_in_that_is_due_waits_on_the_desk_of_whoever_answers_for_it(
    cast: Cast, outcome: OutcomeIntent, signed_in: SignedIn, days: int, is_due: bool
) -> None:
    with entered(SYSTEM):
        OutcomeIntent.objects.update(
            owner_theirs=cast.contributor, next_check_in_on=timezone.now().date() + timedelta(days=days)
        )
    for person, is_theirs in ((cast.contributor, True), (cast.manager, False), (cast.teammate, False)):
        desk = signed_in(person).get("/").content.decode()
        assert ("check-in is due" in desk) is (is_due and is_theirs)


def the_change() -> OutcomeChange:
    with entered(SYSTEM):
        return OutcomeChange.objects.get()


def initiative_has_no_milestone(pk: int) -> bool:
    with entered(SYSTEM):
        return not Initiative.objects.get(pk=pk).milestones.exists()


@pytest.fixture
def left_to_them(cast: Cast, outcome: OutcomeIntent, signed_in: SignedIn) -> ActionItem:
    """A promise of the partner beneath an outcome with a free hand."""
    hand = {"until": "in 3 months", "guardrails": "No loss"}
    signed_in(cast.cio).post(f"{BASE}{outcome.pk}/free-hand/", hand)
    with entered(SYSTEM):
        return scene.promise(cast.partner, cast.contributor, "A standby that takes over", outcome=outcome)


def test_a_word_about_the_how_is_written_twice_beneath_a_free_hand(
    cast: Cast, left_to_them: ActionItem, signed_in: SignedIn
) -> None:
    notes = f"/partnerships/meridian/actions/{left_to_them.pk}/notes/"
    ours, theirs = signed_in(cast.manager), signed_in(cast.lead)
    for how in ("Move it into Kubernetes first.", "How will you move the data?"):
        told = ours.post(notes, {"word": how})
        assert told.status_code == 422
        page = told.content.decode()
        assert "ask for the result, not for the how" in page
        assert 'type="checkbox" name="all_the_same"' in page
        assert how in page
        assert ours.post(notes, {"word": how, "all_the_same": "on"}).status_code == 302
        assert theirs.post(notes, {"word": how}).status_code == 302
    assert ours.post(notes, {"word": "How does it stand? We need it by March."}).status_code == 302
    with entered(SYSTEM):
        OutcomeIntent.objects.update(free_hand_until=TODAY - timedelta(days=1))
    assert ours.post(notes, {"word": "How will you move the data?"}).status_code == 302


@pytest.mark.parametrize(
    ("kind", "said"),
    [("decision", {"on_side": "theirs", "needed_by": "in 3 weeks"}), ("recommendation", {})],
)
def test_a_question_about_the_how_is_asked_twice_beneath_a_free_hand(
    cast: Cast,
    left_to_them: ActionItem,
    signed_in: SignedIn,
    kind: str,
    said: dict[str, str],
) -> None:
    new = f"/partnerships/meridian/asks/new/{kind}/"
    asked = {**said, "title": "Use Kafka for the copies", "outcome": left_to_them.outcome_id}
    told = signed_in(cast.manager).post(new, asked)
    assert told.status_code == 422
    assert "ask for the result, not for the how" in told.content.decode()
    assert signed_in(cast.manager).post(new, {**asked, "all_the_same": "on"}).status_code == 302
    to_us = {**asked, **({"on_side": "ours"} if said else {})}
    assert signed_in(cast.lead).post(new, to_us).status_code == 302
    if said:
        assert signed_in(cast.manager).post(new, to_us).status_code == 302


def test_whoever_answers_for_it_on_a_side_is_of_that_side(cast: Cast) -> None:
    with acting_as(cast.manager):
        form = Charter(partner=cast.partner, by=cast.manager, now=NOW)
        offered = {side: {person.side for person in form.fields[f"owner_{side}"].queryset} for side in Side}
    assert offered == {side: {side} for side in Side}
    assert [form.fields[f"owner_{side}"].label for side in Side] == [
        f"Answers for it at {cast.partner.side_names[side]}" for side in Side
    ]
