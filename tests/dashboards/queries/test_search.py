"""The search: what each kind is found by, in which order, and that a reader finds nothing they may not see."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dashboards.models import Indicator
from dashboards.queries.search import CANDIDATES, search
from governance import verbs
from governance.models import ActionItem, CapabilityBet, RaciMatrix
from governance.sheets.keys import key_of
from partners.isolation.scope import SYSTEM, acting_as, entered
from partners.models import Partner, User
from tests.cast import Cast
from tests.governance.scene import NOW
from tests.reviews.scene import TODAY, ask, one_before, outcome, promise, set_the_scene

pytestmark = pytest.mark.django_db
MOST = 25


def found(reader: User, typed: str, *, today: date = TODAY, most: int = MOST) -> dict[str, list[str]]:
    with acting_as(reader):
        groups = search(reader, typed, today=today, most=most)
    return {group.heading: [hit.title for hit in group.hits] for group in groups}


def told(cast: Cast, partner: Partner, owner: User, word: str) -> None:
    """A thing of each kind that holds the word."""
    with entered(SYSTEM):
        promise(partner, owner, f"Action {word}")
        ask(partner, owner, title=f"Ask {word}")
        outcome(partner, f"Outcome {word}")
        Indicator.objects.create(partner=partner, name=f"Indicator {word}")
        RaciMatrix.objects.create(partner=partner, title=f"Grid {word}")
        days = {"placed_on": TODAY, "look_back_on": TODAY + timedelta(days=90)}
        CapabilityBet.objects.create(
            partner=partner, title=f"Bet {word}", side=owner.side, placed_by=owner, **days
        )
        User.objects.filter(pk=owner.pk).update(job_title=f"Head of {word}")
        Partner.objects.filter(pk=partner.pk).update(expertise=f"They know {word}")


def test_each_kind_is_found_by_a_word_of_it(cast: Cast) -> None:
    told(cast, cast.partner, cast.lead, "Zürich")
    assert found(cast.manager, "zurich") == {
        "Partners": ["Meridian Systems"],
        "Actions": ["Action Zürich"],
        "Asks": ["Ask Zürich"],
        "Outcomes": ["Outcome Zürich"],
        "People": ["Jonas Stein"],
        "Indicators": ["Indicator Zürich"],
        "Who does what": ["Grid Zürich"],
        "Capability bets": ["Bet Zürich"],
    }


@pytest.mark.parametrize(
    "reader", ["manager", "lead", "observer", "contributor", "reader", "partner_sponsor"]
)
def test_nobody_finds_anything_of_a_rival(cast: Cast, reader: str) -> None:
    told(cast, cast.rival, cast.rival_lead, "canary")
    person: User = getattr(cast, reader)
    assert found(person, "canary") == {}
    assert found(person, "rhona") == {}
    assert found(person, "halden") == {}
    assert set(found(cast.rival_lead, "canary")) >= {"Partners", "Actions", "Asks", "Outcomes", "People"}


@pytest.mark.parametrize("reader", ["stranger", "administrator"])
def test_whoever_takes_part_in_nothing_finds_no_content(cast: Cast, reader: str) -> None:
    told(cast, cast.partner, cast.lead, "canary")
    assert set(found(getattr(cast, reader), "canary")) <= {"People"}


def test_an_administrator_finds_people_where_they_are_looked_after(cast: Cast) -> None:
    with acting_as(cast.administrator):
        [group] = search(cast.administrator, "jonas", today=TODAY, most=MOST)
        [ours] = search(cast.administrator, "priya", today=TODAY, most=MOST)
    assert group.hits[0].url == "/settings/people/?partner=meridian"
    assert ours.hits[0].url == "/settings/our-people/?q=Priya+Raman"
    assert found(cast.stranger, "jonas") == {}


def test_a_partner_finds_those_of_our_house_who_take_part_and_nobody_else(cast: Cast) -> None:
    assert found(cast.lead, "priya") == {"People": ["Priya Raman"]}
    assert found(cast.lead, "stranger") == {}
    assert found(cast.cio, "stranger") == {"People": ["Stan Stranger"]}


def test_who_has_left_is_not_found(cast: Cast) -> None:
    assert "People" not in found(cast.cio, "gone away")


def test_a_partnership_is_found_by_what_its_reader_calls_it(cast: Cast) -> None:
    ours = settings.ENTERPRISE_NAME
    assert found(cast.lead, ours)["Partners"] == [ours]
    assert found(cast.lead, "meridian")["Partners"] == [ours]
    assert found(cast.manager, "meridian")["Partners"] == ["Meridian Systems"]
    assert "Partners" not in found(cast.manager, ours)


def test_a_number_a_key_and_a_code_are_found_exactly_and_first(cast: Cast) -> None:
    with entered(SYSTEM):
        promise(cast.partner, cast.lead, "Talk of A-12", due_on=TODAY - timedelta(days=9))
        item = promise(cast.partner, cast.lead, "Rebuild", reference="A-12")
        other = promise(cast.partner, cast.lead, "Another", reference="A-123")
        decision = ask(cast.partner, cast.lead, title="Which")
        Partner.objects.filter(pk=cast.partner.pk).update(code="MER")
        Partner.objects.filter(pk=cast.rival.pk).update(name="A merger", code="HAL")
    assert found(cast.manager, "a-12")["Actions"] == ["Rebuild", "Talk of A-12"]
    assert found(cast.manager, key_of(item, item.pk))["Actions"] == ["Rebuild"]
    assert found(cast.manager, key_of(decision, decision.pk)) == {"Asks": ["Which"]}
    assert found(cast.cio, "mer")["Partners"] == ["Meridian Systems", "A merger"]
    assert found(cast.rival_lead, key_of(other, other.pk)) == {}


def test_what_goes_on_comes_first_and_there_what_begins_with_the_word_then_words_then_letters(
    cast: Cast,
) -> None:
    with entered(SYSTEM):
        promise(cast.partner, cast.lead, "Metadata", due_on=TODAY)
        promise(cast.partner, cast.lead, "Read the data", due_on=TODAY + timedelta(days=1))
        promise(cast.partner, cast.lead, "Data later", due_on=TODAY + timedelta(days=9))
        promise(cast.partner, cast.lead, "Data sooner", due_on=TODAY + timedelta(days=2))
        done = promise(cast.partner, cast.lead, "Data done")
        ActionItem.objects.filter(pk=done.pk).update(
            state="closed",
            reported_at=cast.lead.joined_at,
            reported_on=TODAY,
            closed_at=cast.lead.joined_at,
            closed_on=TODAY,
            reported_by=cast.lead,
            confirmed_by=cast.manager,
        )
        promise(
            cast.partner,
            cast.lead,
            "Data withdrawn",
            state="withdrawn",
            closed_at=cast.lead.joined_at,
            closed_on=TODAY,
        )
        never = promise(cast.partner, cast.lead, "Data that never was")
        ActionItem.objects.filter(pk=never.pk).update(
            state="withdrawn",
            first_due_on=None,
            closed_at=cast.lead.joined_at,
            closed_on=TODAY,
            never_was=True,
        )
    assert found(cast.manager, "data")["Actions"] == [
        "Data sooner", "Data later", "Read the data", "Metadata", "Data done", "Data withdrawn",
    ]  # fmt: skip


@pytest.mark.parametrize(("zone", "day"), [("", "23"), ("Pacific/Kiritimati", "24"), ("Pacific/Niue", "22")])
def test_a_review_is_called_by_the_day_it_is_where_its_chair_lives(cast: Cast, zone: str, day: str) -> None:
    scene = set_the_scene(cast)
    with entered(SYSTEM):
        User.objects.filter(pk=cast.cio.pk).update(time_zone=zone)
        scene.review.starts_at = scene.review.starts_at.replace(hour=10)
        scene.review.save()
    called = [f"{settings.ENTERPRISE_NAME}, {day} November 2026"]
    assert found(cast.lead, "monthly review")["Reviews"] == called
    by_the_day = {other: found(cast.lead, f"{other} nov 2026").get("Reviews") for other in ("22", "23", "24")}
    assert by_the_day == {"22": None, "23": None, "24": None, day: called}


def test_a_sealed_review_leads_to_its_record_and_one_to_come_to_its_agenda(cast: Cast) -> None:
    scene = set_the_scene(cast)
    with entered(SYSTEM):
        before = one_before(scene)
    with acting_as(cast.lead):
        [group] = search(cast.lead, "october 2026", today=TODAY, most=MOST)
        [coming] = search(cast.lead, "november 2026", today=TODAY, most=MOST)
    assert [(hit.url, hit.word) for hit in group.hits] == [
        (f"/partnerships/meridian/reviews/{before.pk}/record/", "sealed")
    ]
    assert coming.hits[0].url == f"/partnerships/meridian/reviews/{scene.review.pk}/"
    assert found(cast.rival_lead, "november 2026") == {}


def test_a_review_that_was_held_is_found_by_the_day_it_was_held_on(cast: Cast) -> None:
    with entered(SYSTEM):
        before = one_before(set_the_scene(cast))
        before.held_on = before.starts_at.date() + timedelta(days=1)
        before.save()
        User.objects.filter(pk=cast.cio.pk).update(time_zone="Pacific/Niue")
    called = [f"{settings.ENTERPRISE_NAME}, {before.held_on:%-d %B %Y}"]
    assert found(cast.lead, f"{before.held_on:%-d %B %Y}")["Reviews"] == called


def test_business_outcomes_are_found_by_whom_they_concern(cast: Cast) -> None:
    with entered(SYSTEM):
        said = {"owner": cast.teammate, "by": cast.cio, "now": NOW}
        done = verbs.want_business_outcome(statement="Results on day one", function="Finance", **said)
        verbs.end_business_outcome(done, becomes="reached", words="They are", by=cast.cio, now=NOW)
        top = verbs.want_business_outcome(statement="Results on day three", function="Finance", **said)
        verbs.want_business_outcome(statement="Results nobody serves", function="Sales", **said)
        verbs.serve(outcome(cast.partner, "A month end by day"), wanted=top, by=cast.cio, now=NOW)
    ours = ["Results on day three", "Results nobody serves", "Results on day one"]
    assert found(cast.manager, "results")["Business outcomes"] == ours
    assert found(cast.manager, "finance")["Business outcomes"] == [ours[0], ours[2]]
    assert found(cast.lead, "results")["Business outcomes"] == ours[:1]
    assert "Business outcomes" not in found(cast.rival_lead, "results")
    assert "Business outcomes" not in found(cast.administrator, "results")


def test_no_more_of_a_kind_is_shown_than_is_wanted(cast: Cast) -> None:
    with entered(SYSTEM):
        for number in range(4):
            promise(cast.partner, cast.lead, f"Purge {number}")
    with acting_as(cast.manager):
        [three], [four] = (search(cast.manager, "purge", today=TODAY, most=most) for most in (3, 4))
    assert (len(three.hits), three.more, len(four.hits), four.more) == (3, True, 4, False)


def test_pages_are_found_by_those_who_may_open_them(cast: Cast) -> None:
    assert found(cast.cio, "portfolio")["Pages"] == ["Portfolio"]
    assert "Pages" not in found(cast.lead, "portfolio")
    assert found(cast.administrator, "operation")["Pages"] == ["Settings: operation"]
    assert "Pages" not in found(cast.cio, "operation")
    assert list(found(cast.lead, "")) == ["Pages"]


def test_a_page_named_in_full_stands_before_what_only_holds_its_name(cast: Cast) -> None:
    with entered(SYSTEM):
        promise(cast.partner, cast.lead, "Plan the portfolio")
    assert list(found(cast.cio, "portfol")) == ["Actions", "Pages"]
    assert list(found(cast.cio, "Portfolio")) == ["Pages", "Actions"]


def test_as_many_queries_whatever_is_found(cast: Cast) -> None:
    told(cast, cast.partner, cast.lead, "word")
    with CaptureQueriesContext(connection) as few:
        found(cast.manager, "word")
    with entered(SYSTEM):
        for number in range(CANDIDATES + 5):
            promise(cast.partner, cast.lead, f"word {number}", reference="word")
            ask(cast.partner, cast.teammate, title=f"word {number}", owner=cast.teammate)
    with CaptureQueriesContext(connection) as many:
        assert found(cast.manager, "word")["Actions"]
    assert len(many) <= len(few)


SIGNED_IN = Callable[[User], Client]


@pytest.mark.parametrize(
    "typed",
    [
        "\x00",
        "%",
        "_",
        "\\",
        "x" * 10_000,
        "\u202eabc\u202c",
        "\ud800".encode("utf-8", "surrogatepass"),
        "(" * 80,
    ],
)
def test_what_nobody_types_breaks_nothing(cast: Cast, signed_in: SIGNED_IN, typed: str | bytes) -> None:
    answer = signed_in(cast.manager).get("/search/", {"q": typed})
    assert answer.status_code == 200


def test_it_is_a_page_and_for_the_palette_a_part_of_it(cast: Cast, signed_in: SIGNED_IN) -> None:
    told(cast, cast.partner, cast.lead, "<b>Zürich")
    client = signed_in(cast.manager)
    page = client.get("/search/", {"q": "zurich"}).content.decode()
    part = client.get("/search/", {"q": "zurich"}, headers={"HX-Request": "true"}).content.decode()
    for shown in (page, part):
        assert "Action &lt;b&gt;<mark>Zürich</mark>" in shown
    assert "<html" in page
    assert "<html" not in part
    assert 'role="option"' in part
    assert 'class="found-hit" href="/partnerships/meridian/actions/' in page
    assert "Nothing that you may see holds “xyzzy”" in client.get("/search/", {"q": "xyzzy"}).content.decode()


@pytest.mark.usefixtures("drawn_from")
def test_what_was_typed_becomes_an_action_with_those_words(
    cast: Cast, signed_in: Callable[[User], Client]
) -> None:
    client = signed_in(cast.lead)
    page = client.get("/search/", {"q": "Archive 2019 & go"}).context
    assert page["new"].title == "New action: Archive 2019 & go"
    form = client.get(page["new"].url, follow=True)
    assert form.redirect_chain
    assert form.context["form"]["title"].value() == "Archive 2019 & go"
    choices = signed_in(cast.cio).get(page["new"].url).context["choices"]
    assert {partner for partner, _ in choices} == {cast.partner, cast.rival}
    assert all(url.endswith("?title=Archive+2019+%26+go") for _, url in choices)


@pytest.mark.usefixtures("drawn_from")
@pytest.mark.parametrize(
    ("who", "typed"), [("observer", "archive"), ("administrator", "archive"), ("lead", " ")]
)
def test_whoever_may_begin_none_and_who_typed_nothing_is_offered_none(
    cast: Cast, signed_in: Callable[[User], Client], who: str, typed: str
) -> None:
    assert signed_in(getattr(cast, who)).get("/search/", {"q": typed}).context["new"] is None


def test_within_one_partnership_nothing_of_another_is_found(cast: Cast, signed_in: SIGNED_IN) -> None:
    told(cast, cast.partner, cast.lead, "Zürich")
    told(cast, cast.rival, cast.rival_lead, "Zürich")
    with acting_as(cast.cio):
        everywhere = search(cast.cio, "zurich", today=TODAY, most=MOST)
        here = search(cast.cio, "zurich", today=TODAY, most=MOST, within=cast.partner)
    assert {len(group.hits) for group in everywhere} == {2}
    assert {group.heading: [hit.title for hit in group.hits] for group in here} == {
        "Actions": ["Action Zürich"],
        "Asks": ["Ask Zürich"],
        "Outcomes": ["Outcome Zürich"],
        "People": ["Jonas Stein"],
        "Indicators": ["Indicator Zürich"],
        "Who does what": ["Grid Zürich"],
        "Capability bets": ["Bet Zürich"],
    }
    assert {hit.narrows_to for group in everywhere for hit in group.hits} == {"meridian", "halden", ""}


def test_within_one_partnership_its_pages_are_named_as_far_as_they_open(cast: Cast) -> None:
    def pages(reader: User) -> list[str]:
        with acting_as(reader):
            groups = search(reader, "", today=TODAY, most=3, within=cast.partner)
        return [hit.title for group in groups for hit in group.hits]

    assert pages(cast.lead)[:2] == ["The partnership", "Tracker"]
    assert "Charter" in pages(cast.lead)
    assert "Charter" not in pages(cast.observer)
    assert pages(cast.administrator) == []


def test_a_partnership_out_of_sight_is_none_to_look_in(cast: Cast, signed_in: SIGNED_IN) -> None:
    client = signed_in(cast.lead)
    assert client.get("/search/", {"q": "a", "partner": "halden"}).status_code == 404
    assert client.get("/search/", {"q": "a", "partner": "nobody"}).status_code == 404
    page = client.get("/search/", {"q": "Archive", "partner": "meridian"}).content.decode()
    assert "Look everywhere" in page
    assert "/partnerships/meridian/actions/new/?title=Archive" in page
    everywhere = client.get("/search/", {"q": "Archive", "partner": ""}).content.decode()
    assert "Look everywhere" not in everywhere
