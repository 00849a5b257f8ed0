"""The mirror ledger as pages: the same for both sides, nothing for a rival, and the lines add up to the counts."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.template.loader import render_to_string
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from dashboards.ledger_tables import sums
from dashboards.queries.ledger import PAGE, ledger
from dashboards.queries.ledger_across import ledger_across
from dashboards.queries.ledger_asked import Asked
from governance import verbs
from governance.counting.formula import Tally
from governance.models import ActionItem, OutcomeIntent, WaitingPeriod
from partners.isolation.scope import SYSTEM, acting_as, entered
from partners.models import Partner, Side, User
from tests.cast import Cast
from tests.dashboards.views.test_pages import page
from tests.governance.scene import TODAY, counterpart, promised_now
from tests.ground import laid

SignedIn = Callable[[User], Client]
HERE = "/partnerships/meridian/ledger/"


def today():
    return timezone.localdate()


def late(cast: Cast, owner: User, title: str, days: int = 3) -> ActionItem:
    return promised_now(cast, owner, due_in=-days, title=title)


def kept(cast: Cast, owner: User, title: str) -> ActionItem:
    """Reported done today, on its first date; the other side has not looked at it yet."""
    item = promised_now(cast, owner, due_in=1, title=title)
    ActionItem.objects.filter(pk=item.pk).update(first_due_on=today())
    item.refresh_from_db()
    return verbs.report_done(item, by=owner, now=timezone.now())


@laid
def year(cast: Cast) -> Cast:
    """On both sides: kept, missed, and missed though it waited, which the side waited on sees differently."""
    for owner in (cast.manager, cast.lead):
        other = counterpart(cast, owner)
        with acting_as(owner):
            kept(cast, owner, f"Kept by {owner.side}")
            late(cast, owner, f"Late by {owner.side}")
            waits = late(cast, owner, f"Waits by {owner.side}", days=8)
            wait = verbs.wait_on(waits, on_side=other.side, what_for="A key", by=owner, now=timezone.now())
            WaitingPeriod.objects.filter(pk=wait.pk).update(began_on=today() - timedelta(days=2))
            wait.refresh_from_db()
        with acting_as(other):
            verbs.dispute_wait(wait, words="The key was there", by=other, now=timezone.now())
            verbs.raise_decision(
                cast.partner,
                title=f"Which, {owner.side}",
                on_side=owner.side,
                needed_by=today() + timedelta(days=1),
                by=other,
                now=timezone.now(),
            )
    return cast


# --- one partnership ---------------------------------------------------------------------------------------------


def test_both_sides_read_every_promise_and_why(year: Cast, signed_in: SignedIn) -> None:
    for reader in (year.cio, year.manager, year.lead, year.observer):
        shown = page(signed_in(reader), HERE)
        for words in (
            "Kept by ours", "Kept by theirs", "Late by ours", "Late by theirs", "on its first date.",
            "Still to be confirmed.", "Still to be reported, three days after its first date.",
        ):  # fmt: skip
            assert words in shown
        assert "Which, ours" not in shown, "it has not fallen due"


def test_a_disputed_wait_is_shown_with_both_views(year: Cast, signed_in: SignedIn) -> None:
    shown = page(signed_in(year.observer), f"{HERE}?side=ours")
    assert "A key" in shown
    assert "The key was there" in shown
    assert "Jonas Stein sees it differently" in shown


def test_a_rival_and_a_stranger_find_no_ledger(year: Cast, signed_in: SignedIn) -> None:
    page(signed_in(year.rival_lead), HERE, status=404)
    page(signed_in(year.stranger), HERE, status=404)


def test_a_filter_is_an_address(year: Cast, signed_in: SignedIn) -> None:
    client = signed_in(year.lead)
    missed = page(client, f"{HERE}?side=theirs&verdict=missed")
    assert "Late by theirs" in missed
    assert "Late by ours" not in missed
    assert "Kept by theirs" not in missed
    assert "Late by" not in page(client, f"{HERE}?kind=decision")
    assert "Late by" not in page(client, f"{HERE}?month={today() - timedelta(days=300):%Y-%m}")


def test_what_makes_no_sense_is_left_out(year: Cast, signed_in: SignedIn) -> None:
    nonsense = "?side=north&verdict=pending&kind=x&month=2001-01&until=soon&after=yesterday,action,x"
    assert "Late by ours" in page(signed_in(year.lead), HERE + nonsense)


def test_an_earlier_year_is_shown_as_it_stood(year: Cast, signed_in: SignedIn) -> None:
    with acting_as(year.lead):
        long_ago = late(year, year.lead, "Long ago", days=400)
    then = f"{long_ago.first_due_on:%Y-%m}"
    client = signed_in(year.manager)
    assert "Long ago" not in page(client, HERE)
    assert "the twelve months before" in page(client, HERE)
    shown = page(client, f"{HERE}?until={then}")
    assert "Long ago" in shown
    assert "Late by" not in shown
    assert "the twelve months after" in shown


def test_a_business_function_is_that_of_the_outcome_else_its_owner_s(year: Cast, signed_in: SignedIn) -> None:
    with entered(SYSTEM):
        User.objects.filter(pk=year.manager.pk).update(business_function="Finance")
    with acting_as(year.lead):
        outcome = OutcomeIntent.objects.create(
            partner=year.partner, statement="One", target="x", business_function="Sales"
        )
        item = late(year, year.lead, "For sales")
        ActionItem.objects.filter(pk=item.pk).update(outcome=outcome)
    client = signed_in(year.observer)
    whole, sales = page(client, HERE), page(client, f"{HERE}?function=Sales")
    for name in ("Finance", "Sales", "No function named"):
        assert name in whole
    assert "For sales" in sales
    assert "Late by" not in sales
    assert "Late by ours" in page(client, f"{HERE}?function=Finance")
    assert "Late by theirs" in page(client, f"{HERE}?function=No+function+named")


def test_more_than_a_page_goes_on_by_its_last_row(cast: Cast, signed_in: SignedIn) -> None:
    with acting_as(cast.lead):
        for number in range(PAGE + 2):
            late(cast, cast.lead, f"Line {number:02}", days=1 + number % 3)
    client = signed_in(cast.manager)
    first = page(client, HERE)
    after = re.search(r"after=[^#\"]*", first)
    assert after
    second = page(client, f"{HERE}?{after[0]}")
    titles = [re.findall(r">(Line \d\d)<", shown) for shown in (first, second)]
    assert [len(of) for of in titles] == [PAGE, 2]
    assert len({*titles[0], *titles[1]}) == PAGE + 2


def test_more_promises_cost_no_more_queries(year: Cast, signed_in: SignedIn) -> None:
    client = signed_in(year.lead)
    page(client, HERE)
    with CaptureQueriesContext(connection) as few:
        page(client, HERE)
    with acting_as(year.lead):
        for number in range(8):
            late(year, year.lead, f"More {number}")
    with CaptureQueriesContext(connection) as many:
        page(client, HERE)
    assert len(many) == len(few)


# --- across partnerships -----------------------------------------------------------------------------------------


def test_across_partnerships_one_sees_one_s_own(year: Cast, signed_in: SignedIn) -> None:
    with acting_as(year.rival_lead):
        verbs.promise(
            year.rival,
            title="Of the rival",
            owner=year.rival_lead,
            due_on=today() - timedelta(days=2),
            by=year.rival_lead,
            now=timezone.now() - timedelta(days=2),
        )
    assert "Halden &amp; Roy" in page(signed_in(year.cio), "/ledger/")
    for reader, other in ((year.lead, settings.ENTERPRISE_NAME), (year.manager, "Meridian Systems")):
        shown = page(signed_in(reader), "/ledger/")
        assert other in shown
        assert "Halden" not in shown
    assert "Meridian" not in page(signed_in(year.rival_lead), "/ledger/")


@pytest.mark.parametrize("function", ["", "Finance", "No function named", "Nowhere"])
def test_partners_and_months_add_up_to_what_the_partnership_counts(year: Cast, function: str) -> None:
    with entered(SYSTEM):
        User.objects.filter(pk=year.manager.pk).update(business_function="Finance")
    with acting_as(year.cio):
        across = ledger_across(year.cio, Asked(function=function), today=today())
        one = ledger(year.partner, Asked(function=function), today=today())
    for side in Side:
        listed = [entry for entry in one.fitting if entry.promise.side is side]
        assert across.year[side].due == len(listed)
        assert across.year[side].missed == sum(entry.verdict == "missed" for entry in listed)
        assert across.year[side].unconfirmed == sum(entry.is_unconfirmed for entry in listed)
        assert sum(year[side].due for _, year in across.functions) == one.year[side].due


def test_a_side_and_a_function_narrow_it(year: Cast, signed_in: SignedIn) -> None:
    with entered(SYSTEM):
        User.objects.filter(pk=year.manager.pk).update(business_function="Finance")
    client = signed_in(year.cio)
    ours = page(client, "/ledger/?side=ours")
    assert 'data-label="We kept"' in ours
    assert 'data-label="They kept"' not in ours
    assert "shown alone" in page(client, "/ledger/?function=Finance")


def test_more_partnerships_cost_no_more_queries(year: Cast, signed_in: SignedIn) -> None:
    client = signed_in(year.cio)
    page(client, "/ledger/")
    with CaptureQueriesContext(connection) as few:
        page(client, "/ledger/")
    with entered(SYSTEM):
        for number in range(6):
            Partner.objects.create(name=f"Partner {number}", slug=f"partner-{number}")
    with acting_as(year.lead):
        for number in range(4):
            late(year, year.lead, f"More {number}")
    with CaptureQueriesContext(connection) as many:
        page(client, "/ledger/")
    assert len(many) == len(few)


# --- what leads there --------------------------------------------------------------------------------------------


def test_the_counts_lead_to_their_promises(year: Cast, signed_in: SignedIn) -> None:
    assert f"{HERE}?side=ours&amp;verdict=missed#promises" in page(
        signed_in(year.lead), "/partnerships/meridian/"
    )
    assert f"{HERE}?side=theirs#promises" in page(signed_in(year.cio), "/portfolio/")


def test_an_action_says_what_it_came_to(year: Cast, signed_in: SignedIn) -> None:
    with acting_as(year.lead):
        item = ActionItem.objects.get(title="Late by theirs")
    shown = page(signed_in(year.manager), reverse("tracker_action", args=["meridian", item.pk]))
    assert "Still to be reported, three days after its first date." in shown


def test_a_decision_says_what_it_came_to(cast: Cast, signed_in: SignedIn) -> None:
    now = timezone.now() - timedelta(days=20)
    with acting_as(cast.lead):
        ask = verbs.raise_decision(
            cast.partner,
            title="Which",
            on_side="ours",
            needed_by=now.date() + timedelta(days=5),
            by=cast.lead,
            now=now,
        )
    shown = page(signed_in(cast.manager), reverse("ask", args=["meridian", ask.pk]))
    assert "days after its first date." in shown
    assert "Still to be made" in shown


@pytest.mark.parametrize(("due", "said"), [(19, ["10"]), (20, ["10", "50%"])])
def test_the_sums_say_a_percentage_of_what_was_kept_where_there_is_one(due: int, said: list[str]) -> None:
    year = {Side.OURS: Tally(due, 10, missed=due - 10), Side.THEIRS: Tally(due, 10, missed=due - 10)}
    context = {
        "sums": sums(year, None),
        "ledger": {"period": {"last": TODAY}},
        "today": TODAY,
        "waited": None,
    }
    html = render_to_string("ledger/_sums.html", {**context, "called": {"ours": "We", "theirs": "They"}})
    (row,) = re.findall(r"<tr>(?:(?!</tr>).)*\bkept\b(?:(?!</tr>).)*</tr>", html, re.DOTALL)
    assert re.findall(r"\d+%?", re.sub(r"<[^>]+>", " ", row)) == said * 2
