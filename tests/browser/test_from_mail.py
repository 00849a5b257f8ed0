"""From a mail to what it asks for: a tap to the page and one to save, no password; and a scanner changes nothing."""

from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django import DjangoDbBlocker

from demo.cast import READER
from governance.models import ActionItem, Ask
from partners.isolation.scope import SYSTEM, entered
from partners.models import AuditEvent, User
from tests.browser.people import PHONE, walker
from tests.browser.services import NOW, Tandem
from tests.governance.mails import Mailed, mail_to

pytestmark = [pytest.mark.browser, pytest.mark.django_db]


@dataclass(frozen=True)
class Told:
    """Mails that were sent, each with what it names first."""

    done: Mailed
    done_without_scripts: Mailed
    moved: Mailed
    decided: Mailed
    scanned: Mailed
    things: dict[str, ActionItem | Ask]


@pytest.fixture(scope="module")
def told(tandem: Tandem, django_db_blocker: DjangoDbBlocker) -> Told:
    """Written before any test begins its transaction, so that the server sees them."""
    with django_db_blocker.unblock(), entered(SYSTEM):
        meridian = {"partner__slug": "meridian-systems"}
        open_ones = ActionItem.objects.filter(state="open", **meridian).select_related("partner", "owner")
        theirs = list(open_ones.filter(owner__employer__isnull=False).order_by("due_on", "pk"))
        ours = list(open_ones.filter(owner__employer=None).order_by("due_on", "pk"))
        decisions = Ask.objects.filter(kind="decision", state="pending", on_side="ours", **meridian)
        decision, reader = (
            decisions.select_related("partner").earliest("pk"),
            User.objects.get(full_name=READER),
        )
        first, second, last = theirs[0], theirs[1], theirs[-1]
        return Told(
            mail_to(first.owner, first, now=NOW),
            mail_to(second.owner, second, now=NOW),
            mail_to(last.owner, last, now=NOW),
            mail_to(reader, decision, now=NOW),
            mail_to(ours[0].owner, ours[0], decision, now=NOW),
            {"done": first, "without": second, "moved": last, "decided": decision, "scanned": ours[0]},
        )


def fresh(thing: ActionItem | Ask) -> ActionItem | Ask:
    with entered(SYSTEM):
        return type(thing).objects.get(pk=thing.pk)


def recorded() -> int:
    with entered(SYSTEM):
        return AuditEvent.objects.count()


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_a_partner_s_lead_says_that_it_is_done_with_a_tap_to_the_page_and_a_tap_to_save(
    chromium: Browser, tandem: Tandem, told: Told, scripts: bool
) -> None:
    item = told.things["done" if scripts else "without"]
    lead = walker(chromium, tandem, size=PHONE, scripts=scripts)
    lead.open((told.done if scripts else told.done_without_scripts).at())  # the tap in the mail
    lead.page.get_by_label("A word to").fill("It ran twice")
    lead.click(lead.page.get_by_role("button", name="It is done"))
    expect(lead.page.get_by_text("Reported done. The other side is asked to confirm.")).to_be_visible()
    assert lead.clicks == 1
    assert fresh(item).state == "reported"
    lead.page.context.close()


def test_a_new_date_is_chosen_and_explained_with_two_taps_more(
    chromium: Browser, tandem: Tandem, told: Told
) -> None:
    lead = walker(chromium, tandem, size=PHONE, scripts=False)
    lead.open(told.moved.at())
    lead.click(lead.page.get_by_text("I need a new date"))
    lead.click(lead.page.get_by_role("radio").first)
    lead.page.get_by_label("Why", exact=True).fill("The disks arrive late")
    lead.click(lead.page.get_by_role("button", name="Give the new date"))
    expect(lead.page.get_by_text("The new date is on record, beside the first one.")).to_be_visible()
    assert lead.clicks == 3
    assert fresh(told.things["moved"]).due_on > told.things["moved"].due_on
    lead.page.context.close()


def test_a_scanner_that_runs_scripts_and_follows_every_link_changes_nothing(
    chromium: Browser, tandem: Tandem, told: Told
) -> None:
    before = recorded()
    scanner = walker(chromium, tandem, size=PHONE)
    sent: list[str] = []
    scanner.page.on("request", lambda request: sent.append(request.method))
    seen, waiting = set(), [told.scanned.all_of_it]
    while waiting:
        path = waiting.pop()
        if path not in seen:
            seen.add(path)
            scanner.open(path)
            waiting += [link for link in links_and_addresses_of_forms(scanner.page) if link not in seen]
    assert {f"{told.scanned.at(0)}report/", f"{told.scanned.at(1)}due-date/"} <= seen
    assert set(sent) == {"GET"}
    assert recorded() == before
    assert fresh(told.things["scanned"]).state == "open"
    scanner.page.context.close()


def test_an_executive_decides_in_two_taps(chromium: Browser, tandem: Tandem, told: Told) -> None:
    reader = walker(chromium, tandem, size=PHONE)
    reader.open(told.decided.at())  # the first tap, in the mail
    reader.click(reader.page.get_by_role("button", name="Yes, as proposed"))
    expect(reader.page.get_by_text("Decided by you")).to_be_visible()
    assert reader.clicks == 1
    assert fresh(told.things["decided"]).state == "made"
    reader.page.context.close()


def links_and_addresses_of_forms(page: Page) -> list[str]:
    """Where a page leads once all its scripts have run, and where its forms would go."""
    page.wait_for_load_state("networkidle")
    named = "a[href], form[action], button[formaction]"
    first = "['href', 'formaction', 'action'].map(name => each.getAttribute(name)).find(Boolean)"
    found = page.eval_on_selector_all(named, f"all => all.map(each => {first})")
    return [link for link in found if link.startswith("/")]
