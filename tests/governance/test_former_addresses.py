"""Pages one has kept, mails already sent and forms open since before an upgrade lead to the present address."""

from collections.abc import Callable
from datetime import date, timedelta
from urllib.parse import urlsplit

import pytest
from django.test import Client, RequestFactory
from django.urls import resolve
from django.utils import timezone

from governance import verbs
from governance.asks.steps import ASK_STEPS
from governance.former_steps import FORMER_SLUGS, OF_ACTIONS, OF_ASKS
from governance.models import ActionDate, ActionItem, Ask
from governance.tracker.steps.of_actions import ACTION_STEPS
from partners.former_addresses import NAME, leading_to
from partners.isolation.scope import SYSTEM, acting_as, entered
from partners.models import User
from tests.cast import Cast
from tests.governance.mails import mail_to
from tests.governance.scene import promised_now
from tests.test_routes import ALL

pytestmark = pytest.mark.django_db
SignedIn = Callable[[User], Client]
HERE = "/partnerships/meridian/"
NOTHING = 987654321


@pytest.fixture
def item(cast: Cast) -> ActionItem:
    """A promise of the partner's lead, due in three weeks."""
    with acting_as(cast.manager):
        return promised_now(cast, cast.lead)


@pytest.fixture
def ask(cast: Cast) -> Ask:
    """Something in the way, which the other side has to clear."""
    said = {"title": "No access", "on_side": "ours", "cause": "raci"}
    with acting_as(cast.lead):
        return verbs.raise_impediment(cast.partner, **said, by=cast.lead, now=timezone.now())


def dates_of(item: ActionItem) -> list[date]:
    with entered(SYSTEM):
        return list(ActionDate.objects.filter(item=item).order_by("pk").values_list("due_on", flat=True))


def in_a_month() -> dict[str, str]:
    return {"due_on": f"{timezone.localdate() + timedelta(days=30)}", "reason": "Hardware"}


def test_every_former_word_leads_to_a_step_and_is_none_itself() -> None:
    for words, steps in ((OF_ACTIONS, ACTION_STEPS), (OF_ASKS, ASK_STEPS)):
        slugs = {step.slug for step in steps}
        assert {FORMER_SLUGS[word] for word in words} <= slugs
        assert not {*words} & slugs
    assert {*OF_ACTIONS, *OF_ASKS} == set(FORMER_SLUGS)


@pytest.mark.parametrize("word", OF_ACTIONS)
def test_the_kept_page_of_a_step_opens_the_step(
    cast: Cast, signed_in: SignedIn, item: ActionItem, word: str
) -> None:
    answer = signed_in(cast.lead).get(f"{HERE}actions/{item.pk}/{word}/?next=/tracker/", follow=True)
    step = f"{HERE}actions/{item.pk}/{FORMER_SLUGS[word]}/?next=/tracker/"
    assert answer.redirect_chain == [(step, 308), (f"{HERE}actions/{item.pk}/#{FORMER_SLUGS[word]}", 302)]
    assert answer.status_code == 200


@pytest.mark.parametrize("word", OF_ASKS)
def test_the_kept_page_of_a_step_of_an_ask_opens_the_step(
    cast: Cast, signed_in: SignedIn, ask: Ask, word: str
) -> None:
    answer = signed_in(cast.manager).get(f"{HERE}asks/{ask.pk}/{word}/", follow=True)
    step = f"{HERE}asks/{ask.pk}/{FORMER_SLUGS[word]}/"
    assert answer.redirect_chain == [(step, 308), (f"{HERE}asks/{ask.pk}/#{FORMER_SLUGS[word]}", 302)]


@pytest.mark.parametrize("word", FORMER_SLUGS)
def test_the_page_of_a_mail_opens_what_the_mail_names(cast: Cast, item: ActionItem, word: str) -> None:
    mail = mail_to(cast.lead, item)
    answer = Client().get(mail.at(noun=word), follow=True)
    assert answer.redirect_chain == [(mail.at(noun=FORMER_SLUGS[word]), 308), (mail.at(), 302)]
    assert item.title in answer.content.decode()


def test_a_form_that_was_open_at_the_upgrade_is_sent_on_with_all_it_holds_and_acts_once(
    cast: Cast, signed_in: SignedIn, item: ActionItem
) -> None:
    client, former, typed = signed_in(cast.lead), f"{HERE}actions/{item.pk}/date/", in_a_month()
    for _ in range(2):
        answer = client.post(former, {**typed, "version": item.version}, follow=True)
        assert answer.redirect_chain[0] == (f"{HERE}actions/{item.pk}/due-date/", 308)
    assert [f"{due_on}" for due_on in dates_of(item)] == [f"{item.due_on}", typed["due_on"]]


def test_a_part_of_a_page_that_was_open_is_answered_with_that_part(
    cast: Cast, signed_in: SignedIn, item: ActionItem
) -> None:
    wanted = {"headers": {"HX-Request": "true"}, "follow": True}
    answer = signed_in(cast.lead).post(f"{HERE}actions/{item.pk}/date/", in_a_month(), **wanted)
    assert (answer.status_code, "<html" in answer.content.decode()) == (200, False)
    assert len(dates_of(item)) == 2


def test_a_button_of_a_mail_s_page_that_was_open_still_does_what_it_says(
    cast: Cast, item: ActionItem
) -> None:
    mail = mail_to(cast.lead, item)
    answer = Client().post(mail.at(noun="date"), {**in_a_month(), "version": item.version}, follow=True)
    assert [code for _, code in answer.redirect_chain] == [308, 302]
    assert len(dates_of(item)) == 2


def test_an_impediment_is_lived_with_by_the_button_that_was_called_resignation(
    cast: Cast, signed_in: SignedIn, ask: Ask
) -> None:
    signed_in(cast.manager).post(f"{HERE}asks/{ask.pk}/resignation/", {"answer": "It stays"}, follow=True)
    with entered(SYSTEM):
        assert Ask.objects.get(pk=ask.pk).answer == "It stays"


def test_what_another_site_sends_is_refused_where_it_leads(cast: Cast, item: ActionItem) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.lead)
    answer = client.post(f"{HERE}actions/{item.pk}/date/", in_a_month(), follow=True)
    assert answer.redirect_chain[0][1] == 308
    assert (answer.status_code, len(dates_of(item))) == (403, 1)


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("who", ["a stranger", "an observer", "a rival"])
def test_nobody_learns_from_a_former_address_what_there_is(
    cast: Cast, item: ActionItem, ask: Ask, who: str, method: str
) -> None:
    client = Client()
    if who != "a stranger":
        client.force_login({"an observer": cast.observer, "a rival": cast.rival_lead}[who])
    secret = mail_to(cast.lead, item).all_of_it
    for there, nowhere, words in (
        (f"{HERE}actions/{item.pk}/", f"/partnerships/none/actions/{NOTHING}/", OF_ACTIONS),
        (f"{HERE}asks/{ask.pk}/", f"/partnerships/none/asks/{NOTHING}/", OF_ASKS),
        (f"{secret}1/", f"/m/nothing/{NOTHING}/", FORMER_SLUGS),
    ):
        for word in words:
            told = [getattr(client, method)(f"{place}{word}/") for place in (there, nowhere)]
            assert [answer.headers["Location"] for answer in told] == [
                f"{place}{FORMER_SLUGS[word]}/" for place in (there, nowhere)
            ]
            said = [{**answer.headers, "Location": ""} for answer in told]
            assert (told[0].status_code, said[0]) == (told[1].status_code, said[1])
            assert told[0].content == told[1].content == b""


def test_every_former_address_leads_to_one_that_is_there() -> None:
    """Of every app: the last word alone is another one."""
    former = [(written, route) for written, route in ALL if route.name == NAME]
    assert len(former) >= 20
    blanks = {"<slug:partner>": "a", "<int:": "1", "<str:secret>": "s", "<str:token>": "t"}
    for written, _ in former:
        place = "/" + "/".join(
            next((value for blank, value in blanks.items() if part.startswith(blank)), part)
            for part in written.split("/")
        )
        leads_to = urlsplit(Client().get(place).headers["Location"]).path
        assert resolve(leads_to).url_name != NAME, written
        assert leads_to.split("/")[:-2] == place.split("/")[:-2]


@pytest.mark.parametrize(
    ("asked", "led_to"),
    [
        ("/m/a%3Fb%0D%0Ac/1/day/?v=1&w=%20", "/m/a%3Fb%0D%0Ac/1/due-date/?v=1&w=%20"),
        ("/m/%2F%2Fevil.example/1/day/", "/m///evil.example/1/due-date/"),
        ("/m/é/1/day/", "/m/%C3%A9/1/due-date/"),
    ],
)
def test_the_address_is_led_on_as_it_came(asked: str, led_to: str) -> None:
    assert leading_to("due-date")(RequestFactory().get(asked)).headers["Location"] == led_to
