"""Every main screen, as three people see it, and what a mail opens: readable, true to the content policy, and as wide
as the window."""

from urllib.parse import urlencode

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request
from pytest_django import DjangoDbBlocker

from dashboards.models import Indicator
from demo.cast import ADMINISTRATOR, CIO, LEAD, READER
from governance.models import ActionItem, Ask, OutcomeIntent, RaciMatrix
from partners.isolation.scope import SYSTEM, acting_as, entered
from partners.mail import links
from partners.models import Partner, User
from reviews.models import AgendaInHand, Review
from reviews.verbs import open_review
from tests.browser.axe import violations
from tests.browser.people import DESK, walker
from tests.browser.services import NOW, Tandem
from tests.governance.mails import mail_to

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

WIDTHS = (1280, 360)
COLOURS = ("color-contrast", "link-in-text-block")
HOUSES = {LEAD: "Meridian Systems", **dict.fromkeys((CIO, READER, ADMINISTRATOR), "Northgate Group")}
EVERYONE = (
    "desk", "partnerships", "partnership", "tracker", "tracker_partnership", "tracker_action", "asks", "ask",
    "outcome", "raci", "raci_matrix", "performance", "performance_partner", "performance_indicator", "how_counted",
    "glossary",
    "reviews", "reviews_partner", "reviews_agenda", "reviews_room", "reviews_close", "reviews_record", "settings",
    "settings_account", "settings_sign_in", "settings_away", "reminders", "ledger", "ledger_partnership",
    "cover", "search",
)  # fmt: skip
LOOKED_AFTER = (
    "desk", "settings_people", "settings_colleagues", "settings_sign_ins", "settings_mail", "settings_replies",
    "settings_partnership_new", "settings_enterprise", "search",
)  # fmt: skip
SCREENS = {
    CIO: (
        *EVERYONE, "portfolio", "our_house", "our_house_room", "performance_import", "performance_define",
        "tracker_import", "tracker_new", "outcome_edit",
        "reviews_brief", "reviews_schedule", "settings_people", "settings_invite", "settings_functions",
    ),
    LEAD: (*EVERYONE, "tracker_new", "tracker_hand_over", "tracker_selected_hand_over"),
    READER: EVERYONE,
    ADMINISTRATOR: LOOKED_AFTER,
}  # fmt: skip
ACROSS = {
    *LOOKED_AFTER, "partnerships", "tracker", "tracker_selected_hand_over", "performance", "how_counted", "reviews",
    "glossary",
    "settings", "settings_account", "settings_sign_in", "settings_away", "portfolio", "our_house", "our_house_room",
    "performance_import", "settings_people", "settings_invite", "settings_functions", "ledger",
}  # fmt: skip


@pytest.fixture(scope="module")
def paths(tandem: Tandem, django_db_blocker: DjangoDbBlocker) -> dict[str, str]:
    """Where each screen is. Meridian's review of today is under way."""
    with django_db_blocker.unblock():
        chair = User.objects.get(full_name=CIO)
        with acting_as(chair):
            meridian = Partner.objects.get(slug="meridian-systems")
            rows = _rows(meridian)
            open_review(rows["reviews_agenda"], by=chair, now=NOW)
            several = ActionItem.objects.filter(partner=meridian, state="open", side="theirs")[:3]
            asked = {
                "tracker_selected_hand_over": "?" + urlencode([("item", item.pk) for item in several]),
                "our_house_room": "?function=Finance",
                "search": "?q=data",
            }
    names = {name for screens in SCREENS.values() for name in screens}
    return {name: _path(name, meridian, rows) + asked.get(name, "") for name in names}


def _rows(meridian: Partner) -> dict[str, object]:
    """The record that a screen about one record shows."""
    reviews = Review.objects.filter(partner=meridian).order_by("starts_at")
    outcome, todays = (
        OutcomeIntent.objects.filter(partner=meridian)[0],
        reviews.get(starts_at__date=NOW.date()),
    )
    of_today = ("reviews_agenda", "reviews_room", "reviews_close", "reviews_brief")
    return {
        **dict.fromkeys(("outcome", "outcome_edit"), outcome),
        **dict.fromkeys(of_today, todays),
        "reviews_record": reviews.filter(state="sealed").last(),
        "tracker_action": ActionItem.objects.filter(partner=meridian, state="open")[0],
        "tracker_hand_over": User.objects.get(full_name="Mei Chen"),
        "ask": Ask.objects.filter(partner=meridian)[0],
        "raci_matrix": RaciMatrix.objects.filter(partner=meridian)[0],
        "performance_indicator": Indicator.objects.filter(partner=meridian)[0],
    }


def _path(name: str, partner: Partner, rows: dict[str, object]) -> str:
    if name in ACROSS:
        return reverse(name)
    return reverse(name, args=[partner.slug, *([rows[name].pk] if name in rows else [])])


class Witness:
    """Keeps what a page says against itself: errors, refused styles and scripts, calls to strangers."""

    def __init__(self, page: Page, home: str) -> None:
        self.page, self.home = page, home
        self.heard: list[str] = []
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.heard.append(f"script: {error}"))
        page.on("request", self._request)

    def _console(self, said: ConsoleMessage) -> None:
        if said.type == "error":
            self.heard.append(f"console: {said.text}")

    def _request(self, request: Request) -> None:
        if not request.url.startswith((self.home, "data:", "blob:")):
            self.heard.append(f"a stranger: {request.url}")

    def faults(self, path: str) -> list[str]:
        """What is wrong with the page at `path`, in either theme."""
        self.heard.clear()
        self.page.set_viewport_size(DESK)
        answer = self.page.goto(self.home + path)
        if answer is None or answer.status != 200:
            return [f"answers {answer and answer.status}"]
        found = _violations(self.page)
        if (headings := self.page.locator("h1").count()) != 1:
            found.append(f"{headings} first headings")
        return [*found, *self._too_wide(), *self.heard]

    def _too_wide(self) -> list[str]:
        found = []
        for width in WIDTHS:
            if width != DESK["width"]:  # as wide it is already
                self.page.set_viewport_size({"width": width, "height": 800})
            if (wide := self.page.evaluate("document.documentElement.scrollWidth")) > width:
                found.append(f"{wide} wide in a window of {width}")
        return found


def _violations(page: Page) -> list[str]:
    """By every rule in the light; in the dark by those of colour, since nothing else differs there."""
    page.emulate_media(color_scheme="light")
    found = [f"axe, light: {broken}" for broken in violations(page)]
    page.emulate_media(color_scheme="dark")
    return found + [f"axe, dark: {broken}" for broken in violations(page, rules=COLOURS)]


@pytest.fixture(scope="module", params=SCREENS)
def person(request: pytest.FixtureRequest, chromium: Browser, tandem: Tandem) -> tuple[str, dict]:
    """Somebody's name, and the cookies of their sign-in."""
    visitor = walker(chromium, tandem, size=DESK)
    lands_on = "Settings" if request.param == ADMINISTRATOR else "My desk"
    visitor.sign_in(request.param, HOUSES[request.param], lands_on=lands_on)
    state = visitor.page.context.storage_state()
    visitor.page.context.close()
    return request.param, state


def test_every_screen_is_fit_to_be_seen(
    chromium: Browser, tandem: Tandem, paths: dict[str, str], person: tuple[str, dict]
) -> None:
    name, signed_in = person
    context: BrowserContext = chromium.new_context(
        viewport=DESK, reduced_motion="reduce", storage_state=signed_in
    )
    witness = Witness(context.new_page(), tandem.address)
    faults = {screen: found for screen in SCREENS[name] if (found := witness.faults(paths[screen]))}
    context.close()
    assert faults == {}


@pytest.fixture(scope="module")
def mailed(tandem: Tandem, django_db_blocker: DjangoDbBlocker) -> list[str]:
    """What mails to three people open: everything Meridian has open in every state, and the coming agenda."""
    with django_db_blocker.unblock(), entered(SYSTEM):
        items = ActionItem.objects.filter(partner__slug="meridian-systems").select_related("partner")
        asks = Ask.objects.filter(partner__slug="meridian-systems").select_related("partner")
        by_state = [items.filter(state=state).last() for state in ActionItem.State.values]
        by_kind = [asks.filter(kind=kind).last() for kind in Ask.Kind.values]
        things = [thing for thing in (*by_state, *by_kind) if thing]
        addresses = [_agenda_of(LEAD)]
        for name in (CIO, LEAD, READER):
            mail = mail_to(User.objects.get(full_name=name), *things, now=NOW)
            addresses += [mail.all_of_it, *(mail.at(place) for place in range(len(things)))]
    return addresses


def _agenda_of(name: str) -> str:
    issued = links.issue(User.objects.get(full_name=name), now=NOW)
    issued.link.save()
    review = Review.objects.filter(partner__slug="meridian-systems").order_by("starts_at").last()
    AgendaInHand.objects.create(partner=review.partner, link=issued.link, review=review)
    return f"/agenda/{issued.secret}/"


def test_what_a_mail_opens_is_fit_to_be_seen_by_whoever_has_not_signed_in(
    chromium: Browser, tandem: Tandem, mailed: list[str]
) -> None:
    context = chromium.new_context(viewport=DESK, reduced_motion="reduce")
    witness = Witness(context.new_page(), tandem.address)
    witness.page.on("load", _unfold)
    faults = {path: found for path in mailed if (found := witness.faults(path))}
    context.close()
    assert faults == {}


def _unfold(page: Page) -> None:
    """Opens every short form, so that it is looked at as well."""
    page.evaluate("document.querySelectorAll('details').forEach((fold) => { fold.open = true })")
