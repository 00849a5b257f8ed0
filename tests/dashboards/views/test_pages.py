"""What people see across partnerships: the same page for both sides, nothing of a rival's, at a constant cost."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from dashboards.models import Indicator, Reading
from dashboards.queries import desk
from governance import verbs
from governance.models import ActionItem, OutcomeIntent
from partners.isolation.scope import SYSTEM, acting_as, entered
from partners.models import Engagement, EngagementTerms, Partner, PartnerStanding, User
from partners.verbs import add_engagement, write_note
from tests.cast import Cast
from tests.governance.scene import promised_now
from tests.reading import without_terms

SignedIn = Callable[[User], Client]
PAGE = "/partnerships/meridian/"


def page(client: Client, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status
    return without_terms(answer.content.decode())


def measured(partner: Partner, by: User, name: str = "Availability", **facts) -> Indicator:
    """An indicator with last year's readings, a hole of two months in between."""
    fields = {"unit": "percent", "direction": "higher", "target": Decimal(99)} | facts
    indicator = Indicator.objects.create(partner=partner, name=name, **fields)
    last = timezone.localdate().replace(day=1)
    for number in range(1, 13):
        last = (last - timedelta(days=1)).replace(day=1)
        if number not in (4, 5):
            Reading.objects.create(
                partner=partner,
                indicator=indicator,
                month=last,
                value=Decimal("98.5"),
                recorded_by=by,
                recorded_at=timezone.now(),
            )
    return indicator


def an_ask(cast: Cast, title: str, on_side: str = "ours") -> None:
    verbs.raise_impediment(
        cast.partner, title=title, on_side=on_side, cause="process", by=cast.lead, now=timezone.now()
    )


# --- the partnership ---------------------------------------------------------------------------------------------


def test_both_sides_read_the_same_page(cast: Cast, signed_in: SignedIn) -> None:
    with acting_as(cast.lead):
        measured(cast.partner, cast.lead)
        an_ask(cast, "Change board meets monthly only")
    for reader in (cast.cio, cast.manager, cast.lead, cast.partner_sponsor, cast.observer):
        shown = page(signed_in(reader), PAGE)
        for words in (
            "Meridian Systems",
            "Availability",
            "off target",
            "Change board",
            "Jonas Stein",
            "Tom Okafor",
        ):
            assert words in shown


def test_a_rival_finds_no_page(cast: Cast, signed_in: SignedIn) -> None:
    for path in (PAGE, f"{PAGE}performance/", f"{PAGE}charter/"):
        page(signed_in(cast.rival_lead), path, status=404)
        page(signed_in(cast.stranger), path, status=404)


def test_what_is_ours_only_stays_ours(cast: Cast, signed_in: SignedIn) -> None:
    now = timezone.now()
    with acting_as(cast.manager):
        PartnerStanding.objects.create(partner=cast.partner, segment="tactical")
        add_engagement(
            cast.partner,
            title="Run",
            starts_on=date(2026, 1, 1),
            notice_by=date(2038, 3, 29),
            by=cast.manager,
            now=now,
        )
        write_note(cast.partner, text="CANARY of ours", by=cast.manager, now=now)
    with acting_as(cast.lead):
        write_note(cast.partner, text="CANARY of theirs", by=cast.lead, now=now)
    ours, theirs = page(signed_in(cast.manager), PAGE), page(signed_in(cast.lead), PAGE)
    assert "29 Mar 2038" in ours
    assert "CANARY of ours" in ours
    assert "CANARY of theirs" not in ours
    assert "CANARY of theirs" in theirs
    assert "CANARY of ours" not in theirs
    assert "2038" not in theirs + page(signed_in(cast.lead), f"{PAGE}charter/")
    assert "Tactical" in page(signed_in(cast.manager), f"{PAGE}charter/")
    assert "Tactical" not in theirs + page(signed_in(cast.lead), f"{PAGE}charter/")


def test_each_side_reads_we_as_itself(cast: Cast, signed_in: SignedIn) -> None:
    with acting_as(cast.lead):
        for number in range(6):
            item = promised_now(cast, cast.lead, due_in=-3, title=f"Late {number}")
            assert item.side == "theirs"
    with acting_as(cast.manager):
        for number in range(6):
            item = promised_now(cast, cast.manager, due_in=1, title=f"Early {number}")
            verbs.report_done(item, by=cast.manager, now=timezone.now())
            ActionItem.objects.filter(pk=item.pk).update(first_due_on=timezone.localdate())
    assert "the bottleneck is on their side" in page(signed_in(cast.manager), PAGE)
    assert "the bottleneck is on our side" in page(signed_in(cast.lead), PAGE)


def test_a_note_that_says_nothing_is_refused_and_one_that_does_is_kept(
    cast: Cast, signed_in: SignedIn
) -> None:
    client = signed_in(cast.lead)
    answer = client.post(f"{PAGE}notes/", {"text": "  "})
    assert answer.status_code == 422
    assert "Write the note first." in answer.content.decode()
    pasted = "They said it again. " * 201
    answer = client.post(f"{PAGE}notes/", {"text": pasted})
    assert (answer.status_code, pasted in answer.content.decode()) == (422, True)
    assert f"under 4000 characters: it has {len(pasted.strip())}" in answer.content.decode()
    assert client.post(f"{PAGE}notes/", {"text": "Push for the pilot"}).status_code == 302
    assert "Push for the pilot" in page(client, PAGE)
    assert signed_in(cast.observer).post(f"{PAGE}notes/", {"text": "x"}).status_code == 403
    form = f'action="{PAGE}notes/'
    assert [form in page(signed_in(person), PAGE) for person in (cast.lead, cast.observer)] == [True, False]


def test_the_page_costs_the_same_with_more_on_it(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in(cast.lead)
    with acting_as(cast.lead):
        measured(cast.partner, cast.lead)
        an_ask(cast, "First")
        OutcomeIntent.objects.create(partner=cast.partner, statement="One", target="x")
    page(client, PAGE)
    with CaptureQueriesContext(connection) as few:
        page(client, PAGE)
    with acting_as(cast.lead):
        for number in range(5):
            measured(cast.partner, cast.lead, name=f"Indicator {number}")
            an_ask(cast, f"Ask {number}")
            OutcomeIntent.objects.create(partner=cast.partner, statement=f"Outcome {number}", target="x")
            promised_now(cast, cast.lead, title=f"Promise {number}")
    with CaptureQueriesContext(connection) as many:
        page(client, PAGE)
    assert len(many) == len(few)


def test_a_hostile_name_is_shown_as_text(cast: Cast, signed_in: SignedIn) -> None:
    with entered(SYSTEM):
        Partner.objects.filter(pk=cast.partner.pk).update(
            name="<script>alert(1)</script>", expertise="<img src=file:///etc/passwd>"
        )
    shown = page(signed_in(cast.lead), PAGE)
    assert "<script>alert" not in shown
    assert "<img" not in shown


# --- the portfolio and the list ----------------------------------------------------------------------------------


def test_the_portfolio_is_for_those_who_see_every_partnership(cast: Cast, signed_in: SignedIn) -> None:
    shown = page(signed_in(cast.cio), "/portfolio/")
    assert "Meridian Systems" in shown
    assert "Halden &amp; Roy" in shown
    for other in (cast.manager, cast.lead, cast.administrator):
        page(signed_in(other), "/portfolio/", status=403)


def test_the_portfolio_filters_by_segment(cast: Cast, signed_in: SignedIn) -> None:
    with acting_as(cast.cio):
        PartnerStanding.objects.create(partner=cast.partner, segment="strategic")
    shown = page(signed_in(cast.cio), "/portfolio/?segment=strategic")
    assert "Meridian Systems" in shown
    assert "Halden" not in shown


@pytest.mark.parametrize("path", ["/portfolio/", "/partnerships/", "/performance/", "/our-house/", "/"])
def test_no_page_across_partnerships_costs_more_with_more_of_them(
    cast: Cast, signed_in: SignedIn, path: str
) -> None:
    client = signed_in(cast.cio)
    with acting_as(cast.cio):
        measured(cast.partner, cast.manager)
    page(client, path)
    with CaptureQueriesContext(connection) as few:
        page(client, path)
    with entered(SYSTEM):
        for number in range(6):
            partner = Partner.objects.create(name=f"Partner {number}", slug=f"partner-{number}")
            measured(partner, cast.manager)
            OutcomeIntent.objects.create(partner=partner, statement="One", target="x", state="agreed")
    with CaptureQueriesContext(connection) as many:
        page(client, path)
    assert len(many) == len(few)


def test_the_list_holds_one_s_own_partnerships(cast: Cast, signed_in: SignedIn) -> None:
    shown = page(signed_in(cast.lead), "/partnerships/")
    assert settings.ENTERPRISE_NAME in shown, "it is called by the other side's name"
    assert "Halden" not in shown
    assert "Halden" not in page(signed_in(cast.lead), "/partnerships/?q=halden")
    assert "Priya Raman" in page(signed_in(cast.cio), "/partnerships/?q=databases")


# --- the charter -------------------------------------------------------------------------------------------------


CHARTER = {
    "name": "Meridian Systems",
    "kind": "databases",
    "expertise": "Scale",
    "status": "active",
    "country": "IN",
    "time_zone": "",
}


def test_either_lead_keeps_the_charter(cast: Cast, signed_in: SignedIn) -> None:
    for number, person in enumerate((cast.manager, cast.lead)):
        answer = signed_in(person).post(f"{PAGE}charter/", CHARTER | {"expertise": f"Words {number}"})
        assert answer.status_code == 302
        assert f"Words {number}" in page(signed_in(cast.observer), PAGE)


def test_a_wrong_country_keeps_what_was_typed(cast: Cast, signed_in: SignedIn) -> None:
    answer = signed_in(cast.lead).post(
        f"{PAGE}charter/", CHARTER | {"country": "1X", "expertise": "Kept words"}
    )
    assert answer.status_code == 422
    assert "Kept words" in answer.content.decode()


def test_the_partner_s_lead_can_neither_rename_nor_classify(cast: Cast, signed_in: SignedIn) -> None:
    signed_in(cast.lead).post(f"{PAGE}charter/", CHARTER | {"name": "Halden & Roy", "segment": "strategic"})
    with entered(SYSTEM):
        assert Partner.objects.get(pk=cast.partner.pk).name == "Meridian Systems"
    with acting_as(cast.cio):
        assert not PartnerStanding.objects.exists()


def test_the_relationship_manager_corrects_name_and_code_and_a_taken_one_loses_nothing_typed(
    cast: Cast, signed_in: SignedIn
) -> None:
    client = signed_in(cast.manager)
    taken = client.post(f"{PAGE}charter/", CHARTER | {"name": "Halden & Roy", "expertise": "Kept words"})
    assert taken.status_code == 422
    assert "There is already a partnership with Halden &amp; Roy." in taken.content.decode()
    assert "Kept words" in taken.content.decode()
    assert client.post(f"{PAGE}charter/", CHARTER | {"name": "Meridian AG", "code": "M"}).status_code == 302
    assert "<h1>Meridian AG</h1>" in page(client, PAGE)
    assert 'name="code"' not in page(signed_in(cast.lead), f"{PAGE}charter/")


def test_a_contract_is_added_and_its_terms_stay_ours(cast: Cast, signed_in: SignedIn) -> None:
    form = {"title": "Run", "starts_on": "1 Jan 2026", "ends_on": "31 Dec 2027"}
    terms = {"notice_by": "30 Jun 2027", "value": "1200000", "currency": "eur"}
    assert signed_in(cast.manager).post(f"{PAGE}charter/engagements/new/", form | terms).status_code == 302
    assert signed_in(cast.lead).post(f"{PAGE}charter/engagements/new/", form | terms).status_code == 302
    with acting_as(cast.manager):
        assert EngagementTerms.objects.count() == 1
    assert "1,200,000" in page(signed_in(cast.manager), f"{PAGE}charter/")
    assert "1,200,000" not in page(signed_in(cast.lead), f"{PAGE}charter/")
    backwards = signed_in(cast.lead).post(f"{PAGE}charter/engagements/new/", form | {"ends_on": "1 Jan 2020"})
    assert backwards.status_code == 422
    assert "ends before it begins" in backwards.content.decode()


def test_a_contract_is_corrected_renewed_and_ended_and_what_ended_stands_apart(
    cast: Cast, signed_in: SignedIn
) -> None:
    client, theirs = signed_in(cast.manager), signed_in(cast.lead)
    form = {
        "title": "Run",
        "starts_on": "1 Jan 2026",
        "ends_on": "31 Dec 2040",
        "value": "7",
        "currency": "EUR",
    }
    client.post(f"{PAGE}charter/engagements/new/", form | {"notice_by": "30 Jun 2039"})
    with acting_as(cast.manager):
        contract = Engagement.objects.get()
    one = f"{PAGE}charter/engagements/{contract.pk}/"
    assert 'value="31 Dec 2040"' in page(client, one)
    assert "2039" not in page(theirs, one)
    assert theirs.post(one, form | {"title": "Run all of it"}).status_code == 302
    assert "Run all of it" in page(client, f"{PAGE}charter/")
    assert "30 Jun 2039" in page(client, f"{PAGE}charter/"), "the other side corrects no terms of ours"
    assert 'value="1 Jan 2041"' in page(client, f"{one}renewal/")
    early = client.post(f"{one}renewal/", form | {"title": "Next run", "starts_on": "31 Dec 2040"})
    assert early.status_code == 422
    assert "runs until 31 December 2040" in early.content.decode()
    follows = form | {"title": "Next run", "starts_on": "1 Jan 2041", "ends_on": ""}
    assert client.post(f"{one}renewal/", follows).status_code == 302
    assert "renewed by Next run" in page(client, f"{PAGE}charter/")
    before = client.post(f"{one}end/", {"on": "1 Jan 2020"})
    assert before.status_code == 422
    assert "That is before it began" in before.content.decode()
    assert "1 Jan 2020" in before.content.decode()
    assert client.post(f"{one}end/", {"on": "2 Jan 2026"}).status_code == 302
    found = page(client, f"{PAGE}charter/")
    assert found.index("Next run") < found.index("One engagement that ended") < found.rindex("Run all of it")
    assert "30 Jun 2039" not in found, "nobody is reminded of its notice"
    assert "End it early" not in page(client, one)
    elsewhere = one.replace(cast.partner.slug, cast.rival.slug)
    assert [signed_in(cast.cio).get(address).status_code for address in (one, elsewhere)] == [200, 404]


# --- the desk ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("owner, other", [("manager", "lead"), ("lead", "manager")])
def test_one_tap_reports_and_one_tap_confirms(
    cast: Cast, signed_in: SignedIn, owner: str, other: str
) -> None:
    promiser, confirmer = getattr(cast, owner), getattr(cast, other)
    with acting_as(promiser):
        item = promised_now(cast, promiser, title="Order the volume")
    assert "Order the volume" in page(signed_in(promiser), "/")
    assert "Order the volume" not in page(signed_in(confirmer), "/")
    signed_in(promiser).post(f"{PAGE}actions/{item.pk}/report/", {"version": item.version})
    assert "Order the volume" in page(signed_in(confirmer), "/")
    signed_in(confirmer).post(f"{PAGE}actions/{item.pk}/confirmation/", {"version": item.version + 1})
    with acting_as(promiser):
        item.refresh_from_db()
    assert item.state == ActionItem.State.CLOSED


def test_a_stale_tap_changes_nothing_and_says_so(cast: Cast, signed_in: SignedIn) -> None:
    with acting_as(cast.lead):
        item = promised_now(cast, cast.lead)
    answer = signed_in(cast.lead).post(f"{PAGE}actions/{item.pk}/report/", {"version": 99}, follow=True)
    assert "Somebody else changed this" in answer.content.decode()
    with acting_as(cast.lead):
        item.refresh_from_db()
    assert item.state == ActionItem.State.OPEN


@pytest.mark.parametrize(
    ("days", "said"),
    [
        ((-3, -2, -1), "You owe more than 2 actions; <em>at least 2 are late</em>."),
        ((-3, 4, 5), "You owe more than 2 actions; <em>one is late</em>."),
        ((-3, -2), "You owe two actions, and <em>all are late</em>."),
    ],
)
def test_the_desk_never_says_less_than_is_owed(
    cast: Cast, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch, days: tuple[int, ...], said: str
) -> None:
    monkeypatch.setattr(desk, "SHOWN", 2)
    with acting_as(cast.lead):
        for n in days:
            promised_now(cast, cast.manager, due_in=n)
    text = page(signed_in(cast.manager), "/")
    assert said in text
    assert ("All I owe" in text) is (len(days) > 2)


def test_ones_own_promises_are_counted_on_ones_own_desk_alone(cast: Cast, signed_in: SignedIn) -> None:
    with acting_as(cast.lead):
        promised_now(cast, cast.lead, due_in=-3)
    desk = page(signed_in(cast.lead), "/")
    assert "1 due · 0 kept · 1 missed" in " ".join(desk.split())
    assert "Only you see this" in desk
    for other in (cast.manager, cast.contributor, cast.cio):
        assert "Only you see this" not in page(signed_in(other), "/")


def test_a_tap_is_a_post(cast: Cast, signed_in: SignedIn) -> None:
    with acting_as(cast.lead):
        item = promised_now(cast, cast.lead)
    assert signed_in(cast.lead).get(f"{PAGE}actions/{item.pk}/report/").status_code == 302
    with acting_as(cast.lead):
        assert ActionItem.objects.get(pk=item.pk).state == ActionItem.State.OPEN
    assert signed_in(cast.rival_lead).post(f"{PAGE}actions/{item.pk}/report/").status_code == 404


def test_an_administrator_is_told_what_to_do_first(cast: Cast, signed_in: SignedIn) -> None:
    assert "/settings/" in page(signed_in(cast.administrator), "/")


def test_somebody_without_a_partnership_is_told_whom_to_ask(cast: Cast, signed_in: SignedIn) -> None:
    assert "Ask whoever invited you" in page(signed_in(cast.stranger), "/")


def test_nobody_reads_a_page_without_signing_in(db: None, client: Client) -> None:
    for path in (
        "/",
        "/portfolio/",
        "/partnerships/",
        PAGE,
        "/performance/",
        "/our-house/",
        "/import/readings/",
    ):
        answer = client.get(path)
        assert answer.status_code == 302
        assert answer["Location"].startswith("/accounts/login/")
