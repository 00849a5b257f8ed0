"""The page behind a mail opens what is named in it and nothing else, for its person, until it is over."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from governance.models import ActionItem, ActionNote, QuietPeriod
from partners.isolation.scope import SYSTEM, acting_as, entered
from partners.models import Membership, User
from tests.cast import Cast
from tests.governance.by_mail.page.opened import SLUGS, changed, fresh, page, proposed
from tests.governance.mails import Mailed, mail_to, over
from tests.governance.scene import promised_now

pytestmark = pytest.mark.django_db


# --- bound to person and things ---------------------------------------------------------------------------------------


def test_nothing_but_what_the_mail_names_is_opened(cast: Cast, owed: ActionItem, mail: Mailed) -> None:
    with acting_as(cast.manager):
        other = promised_now(cast, cast.lead, title="Another promise of theirs")
    elsewhere = mail_to(cast.lead, other)
    for noun in ("", "report", "due-date"):
        address = f"{mail.all_of_it}{elsewhere.numbers[0]}/{noun and noun + '/'}"
        assert Client().get(address).status_code == 404
        assert Client().post(address).status_code == 404
    assert fresh(other).state == "open"
    assert "Another promise of theirs" not in page(mail.all_of_it)


ANSWERED = {
    **dict.fromkeys(("report", "undoing"), 302),
    **dict.fromkeys(("due-date", "waiting", "assignment", "notes"), 422),
    **dict.fromkeys(
        ("acceptance", "resumption", "agreement", "refusal", "request", "recall", "withdrawal", "question"),
        409,
    ),
    **dict.fromkeys(("confirmation", "return", "dispute"), 409),
    **dict.fromkeys(("decision", "backing", "completion", "clearance", "look", "treatment"), 404),
}
"""To whoever owes a promise, accepted a moment ago, and sends nothing but the button: done at once, refused in words,
not theirs to do as it stands, and not a button of a promise at all."""
BUTTONS = {f"{noun}/" for noun in SLUGS}


@pytest.mark.parametrize("noun", SLUGS)
def test_a_button_does_what_is_its_reader_s_and_no_other_is_there(
    cast: Cast, owed: ActionItem, mail: Mailed, noun: str
) -> None:
    answered = Client().post(mail.at(noun=noun)).status_code
    assert answered == ANSWERED[noun]
    assert fresh(owed).state == {"report": "reported", "undoing": "proposed"}.get(noun, "open")
    assert (fresh(owed).version == owed.version) is (answered != 302)


@pytest.mark.parametrize("noun", SLUGS)
def test_the_address_of_a_button_leads_to_the_thing_when_it_is_only_opened(mail: Mailed, noun: str) -> None:
    answer = Client().get(mail.at(noun=noun))
    assert (answer.status_code, answer.headers["Location"]) == (302, mail.at())


@pytest.mark.parametrize("method", ["get", "head", "options", "put", "patch", "delete"])
def test_looking_changes_nothing_by_whatever_method(owed: ActionItem, mail: Mailed, method: str) -> None:
    before = changed()
    for address in (mail.all_of_it, mail.at(), *(mail.at(noun=noun) for noun in SLUGS)):
        answer = getattr(Client(), method)(address, headers={"Sec-Purpose": "prefetch"})
        assert answer.status_code == (302 if address.removeprefix(mail.at()) in BUTTONS else 200)
    assert changed(since=before) == 0
    assert fresh(owed).version == owed.version


def test_a_form_needs_the_token_of_the_page_although_nobody_is_signed_in(
    owed: ActionItem, mail: Mailed
) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(mail.at(noun="report")).status_code == 403
    html = strict.get(mail.at()).content.decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', html)
    assert token
    assert strict.post(mail.at(noun="report")).status_code == 403
    assert fresh(owed).state == "open"
    assert strict.post(mail.at(noun="report"), {"csrfmiddlewaretoken": token[1]}).status_code == 302
    assert fresh(owed).state == "reported"
    assert "tandem" not in strict.cookies, "no session is begun"


@pytest.mark.parametrize("written", [str.upper, str.lower, str.title])
def test_the_secret_may_be_written_in_any_case(mail: Mailed, written: Callable[[str], str]) -> None:
    assert "Rebuild the index" in page(f"/m/{written(mail.secret)}/")


@pytest.mark.parametrize("cut", [".", ",", ")", ">", "/", "%20"])
def test_what_a_mail_program_adds_or_cuts_off_does_no_harm(mail: Mailed, cut: str) -> None:
    address = f"/m/{mail.secret}".rstrip("/") + cut.replace("/", "")
    answer = Client().get(address, follow=True)
    assert answer.status_code == 200
    assert "Rebuild the index" in answer.content.decode()


def test_an_address_all_in_capitals_leads_there_too(mail: Mailed) -> None:
    answer = Client().get(mail.at().upper(), follow=True)
    assert "Rebuild the index" in answer.content.decode()


def test_the_page_acts_for_its_person_whoever_is_signed_in(
    cast: Cast, owed: ActionItem, mail: Mailed, signed_in: Callable[[User], Client]
) -> None:
    somebody = signed_in(cast.rival_lead)
    said = page(mail.at(), client=somebody)
    assert "for Jonas Stein" in said
    assert "You are signed in as Rhona Halden in this browser." in said
    somebody.post(mail.at(noun="notes"), {"word": "Said from a borrowed telephone"})
    with entered(SYSTEM):
        assert ActionNote.objects.get().author == cast.lead


def test_a_link_that_is_over_opens_nothing_and_changes_nothing(owed: ActionItem, mail: Mailed) -> None:
    over(mail)
    assert "no longer opens anything" in page(mail.all_of_it, status=410)
    assert Client().post(mail.at(noun="report")).status_code == 410
    assert fresh(owed).state == "open"


def test_whose_access_has_ended_opens_nothing(cast: Cast, owed: ActionItem, mail: Mailed) -> None:
    with entered(SYSTEM):
        User.objects.filter(pk=cast.lead.pk).update(is_active=False)
    page(mail.all_of_it, status=410)
    assert Client().post(mail.at(noun="report")).status_code == 410
    assert fresh(owed).state == "open"


def test_of_a_partnership_one_has_left_nothing_is_told_any_more(cast: Cast, owed: ActionItem) -> None:
    mail = mail_to(cast.contributor, owed)
    with entered(SYSTEM):
        Membership.objects.filter(person=cast.contributor).update(until=timezone.localdate())
    said = page(mail.all_of_it, status=410)
    assert "no longer yours" in said
    assert "Rebuild the index" not in said
    assert Client().post(mail.at(noun="report")).status_code == 410
    assert fresh(owed).state == "open"


def test_a_lesser_role_takes_the_buttons_away(cast: Cast, owed: ActionItem, mail: Mailed) -> None:
    with entered(SYSTEM):
        Membership.objects.filter(person=cast.lead).update(role="observer")
    assert "It is done" not in page(mail.at())
    assert Client().post(mail.at(noun="report")).status_code == 409
    assert fresh(owed).state == "open"


def test_a_rival_s_person_is_nobody_to_hand_over_to_or_to_wait_on(
    cast: Cast, owed: ActionItem, mail: Mailed
) -> None:
    assert Client().post(mail.at(noun="assignment"), {"to": cast.rival_lead.pk}).status_code == 422
    typed = {"on_side": "theirs", "on_person": cast.rival_lead.pk, "what_for": "A word"}
    assert Client().post(mail.at(noun="waiting"), typed).status_code == 422
    assert fresh(owed).owner == cast.lead


def test_whoever_steps_in_is_told_for_whom_and_until_when(cast: Cast) -> None:
    today = timezone.localdate()
    with acting_as(cast.manager):
        item = promised_now(cast, cast.manager)
    with entered(SYSTEM):
        QuietPeriod.objects.create(
            person=cast.manager, deputy=cast.teammate, first_on=today, last_on=today + timedelta(days=7)
        )
    said = page(mail_to(cast.teammate, item, instead_of=cast.manager).at())
    last_on = today + timedelta(days=7)
    assert "for Tom Okafor" in said
    assert re.search(rf"For Priya Raman ?, who is away until {last_on.day} {last_on:%B}", said)


@pytest.mark.parametrize(("ends_in", "said"), [(-1, False), (0, True), (1, True)])
def test_until_when_somebody_is_away_is_theirs_and_of_today(cast: Cast, ends_in: int, said: bool) -> None:
    today = timezone.localdate()
    last_on = today + timedelta(days=ends_in)
    with acting_as(cast.manager):
        item = promised_now(cast, cast.manager)
    with entered(SYSTEM):
        for person, deputy, last in (
            (cast.teammate, cast.manager, today + timedelta(days=40)),
            (cast.manager, cast.teammate, last_on),
        ):
            QuietPeriod.objects.create(
                person=person, deputy=deputy, first_on=today - timedelta(days=9), last_on=last
            )
    shown = page(mail_to(cast.teammate, item, instead_of=cast.manager).at())
    assert ("who is away until" in shown) is said
    assert (f"who is away until {last_on.day} {last_on:%B} " in f"{shown} ".replace(".", " ")) is said


# --- what a secret in an address asks for -----------------------------------------------------------------------------


def test_the_secret_is_told_to_no_site_and_no_search_engine(mail: Mailed) -> None:
    for address in (mail.all_of_it, mail.at(), "/m/nothing/"):
        headers = Client().get(address).headers
        assert headers["Referrer-Policy"] == "strict-origin"
        assert "noindex" in headers["X-Robots-Tag"]
        assert headers["Cache-Control"] == "no-store"


def test_no_link_leads_to_a_page_that_asks_for_a_password_but_the_one_that_says_so(
    cast: Cast, reported: ActionItem
) -> None:
    mail = mail_to(cast.manager, proposed(cast), reported)
    for address in (mail.all_of_it, mail.at(0), mail.at(1)):
        html = Client().get(address).content.decode()
        links = set(re.findall(r'<a [^>]*href="([^"]+)"', html)) - {"#main"}
        assert {link for link in links if not link.startswith(mail.all_of_it)} == {"/accounts/login/"}
        assert "Sign in to see everything" in html


def test_hostile_words_are_shown_as_they_are_written(cast: Cast) -> None:
    with acting_as(cast.manager):
        item = promised_now(cast, cast.lead, title="<script>alert('title')</script>")
    mail = mail_to(cast.lead, item)
    Client().post(mail.at(noun="notes"), {"word": "<img src=x onerror=alert(1)>"})
    html = Client().post(mail.at(noun="report"), {"word": "<b>"}, follow=True).content.decode()
    html += Client().get(mail_to(cast.manager, item).at()).content.decode()
    assert "<script>alert" not in html
    assert "<img src=x" not in html
    assert "&lt;script&gt;" in html


def test_a_long_mail_costs_no_more_queries_than_a_short_one(cast: Cast) -> None:
    counts = []
    for many in (2, 12):
        with acting_as(cast.manager):
            items = [promised_now(cast, cast.lead, title=f"Promise {number}") for number in range(many)]
        address = mail_to(cast.lead, *items).all_of_it
        with CaptureQueriesContext(connection) as asked:
            assert Client().get(address).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 25
