from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from partners.isolation.scope import SYSTEM, acting_as, entered
from partners.mail.outbox import Attachment, Letter, queue
from partners.models import Invitation, Membership, OutgoingMail, Partner, SideRequest, User
from partners.verbs import write_note
from tests.cast import Cast

In = Callable[[User], Client]
PAGES = [
    "",
    "account/",
    "people/",
    "people/invitations/",
    "our-people/",
    "partnerships/new/",
    "mail/",
    "history/",
]
OPEN_TO = {
    "": {"administrator", "cio", "manager", "lead", "observer"},
    "account/": {"administrator", "cio", "manager", "lead", "observer"},
    "people/": {"administrator", "cio", "manager", "lead"},
    "people/invitations/": {"administrator", "cio", "manager", "lead"},
    "our-people/": {"administrator"},
    "partnerships/new/": {"administrator", "cio"},
    "mail/": {"administrator", "cio", "manager", "lead", "observer"},
    "history/": {"cio", "manager", "lead"},
}


@pytest.mark.parametrize("who", ["administrator", "cio", "manager", "lead", "observer"])
@pytest.mark.parametrize("page", PAGES)
def test_who_may_open_which_settings(cast: Cast, signed_in: In, page: str, who: str) -> None:
    answer = signed_in(getattr(cast, who)).get(f"/settings/{page}")
    assert answer.status_code == (200 if who in OPEN_TO[page] else 403)


@pytest.mark.parametrize("page", PAGES)
def test_strangers_are_asked_to_sign_in(db: None, page: str) -> None:
    answer = Client().get(f"/settings/{page}")
    assert answer.headers["Location"].startswith("/accounts/login/")


def test_an_administrator_of_an_empty_installation_is_told_what_to_do(db: None, signed_in: In) -> None:
    ada = User.objects.create_user("ada@northgate.example", full_name="Ada", internal_role="administrator")
    text = signed_in(ada).get("/settings/").content.decode()
    assert "Next: invite the CIO" in text
    assert "Add a partner" in text


def test_a_partner_is_added_and_its_people_are_next(cast: Cast, signed_in: In) -> None:
    answer = signed_in(cast.administrator).post("/settings/partnerships/new/", {"name": "Öresund Data"})
    assert (
        answer.headers["Location"] == "/settings/people/invitations/?partner=oresund-data&role=partner_lead"
    )


def test_a_name_that_is_taken_keeps_what_was_typed(cast: Cast, signed_in: In) -> None:
    typed = {"name": "Meridian Systems", "kind": "databases and advice"}
    answer = signed_in(cast.cio).post("/settings/partnerships/new/", typed)
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "There is already a partnership with Meridian Systems." in text
    assert "databases and advice" in text


def test_only_who_classifies_is_asked_for_the_classification(cast: Cast, signed_in: In) -> None:
    def asks(person: User) -> bool:
        return "segment" in signed_in(person).get("/settings/partnerships/new/").content.decode()

    assert asks(cast.cio)
    assert not asks(cast.administrator)


def test_a_person_is_invited_from_the_page(cast: Cast, signed_in: In) -> None:
    typed = {
        "partner": "meridian", "full_name": "Noor Haddad", "email": "noor@meridian.example", "theirs": "yes",
        "role": "contributor",
    }  # fmt: skip
    answer = signed_in(cast.lead).post("/settings/people/invitations/", typed, follow=True)
    assert "Noor Haddad" in answer.content.decode()
    with entered(SYSTEM):
        assert Invitation.objects.get().invited_by == cast.lead


def test_whoever_asks_for_somebody_of_the_other_side_reads_that_it_waits(cast: Cast, signed_in: In) -> None:
    typed = {
        "partner": "meridian", "full_name": "Noor Haddad", "email": "noor@meridian.example", "theirs": "yes",
        "role": "contributor",
    }  # fmt: skip
    page = signed_in(cast.manager).post("/settings/people/invitations/", typed, follow=True).content.decode()
    assert "Not done yet" in page
    assert "takes a yes of Meridian Systems" in page
    assert "Take it back" in page
    with entered(SYSTEM):
        assert not Invitation.objects.exists()
        [asked] = SideRequest.objects.all()
    theirs = signed_in(cast.lead)
    for address in ("/", "/settings/people/?partner=meridian"):
        assert f"/settings/requests/{asked.pk}/answer/" in theirs.get(address, follow=True).content.decode()
    theirs.post(f"/settings/requests/{asked.pk}/answer/", {"answer": "yes"})
    with entered(SYSTEM):
        assert Invitation.objects.get().email == "noor@meridian.example"
    again = theirs.post(f"/settings/requests/{asked.pk}/answer/", {"answer": "no"}, follow=True)
    assert "has said yes to this already" in again.content.decode()


def test_what_was_asked_is_taken_back_from_the_page(cast: Cast, signed_in: In) -> None:
    with entered(SYSTEM):
        part = Membership.objects.get(person=cast.contributor)
    ours = signed_in(cast.manager)
    ours.post(f"/settings/memberships/{part.pk}/end/")
    with entered(SYSTEM):
        [asked] = SideRequest.objects.all()
    assert signed_in(cast.rival_lead).post(f"/settings/requests/{asked.pk}/withdrawal/").status_code == 404
    page = ours.post(f"/settings/requests/{asked.pk}/withdrawal/", follow=True).content.decode()
    assert "Taken back: to end the part of Mei Chen." in page
    late = signed_in(cast.lead).post(f"/settings/requests/{asked.pk}/answer/", {"answer": "yes"}, follow=True)
    assert "taken back by those who asked" in late.content.decode()
    with entered(SYSTEM):
        assert Membership.objects.get(person=cast.contributor).until is None


def test_a_lead_invites_to_their_own_partnership_only(cast: Cast, signed_in: In) -> None:
    typed = {
        "partner": "halden", "full_name": "N", "email": "n@x.example", "theirs": "yes", "role": "contributor"
    }  # fmt: skip
    answer = signed_in(cast.lead).post("/settings/people/invitations/", typed)
    assert answer.status_code == 422
    with entered(SYSTEM):
        assert not Invitation.objects.exists()


def test_a_lead_sees_no_rival_among_the_people(cast: Cast, signed_in: In) -> None:
    client = signed_in(cast.lead)
    assert "Halden" not in client.get("/settings/people/").content.decode()
    assert client.get("/settings/people/?partner=halden").status_code == 404


def test_a_part_is_changed_and_ended_from_the_page(cast: Cast, signed_in: In) -> None:
    client = signed_in(cast.manager)
    with entered(SYSTEM):
        part = Membership.objects.get(person=cast.teammate)
    client.post(f"/settings/memberships/{part.pk}/role/", {"role": "observer"})
    client.post(f"/settings/memberships/{part.pk}/end/")
    with entered(SYSTEM):
        part.refresh_from_db()
    assert (part.role, part.until) == ("observer", timezone.localdate())


@pytest.mark.parametrize("what", ["role", "end"])
def test_a_rival_s_part_is_missing(cast: Cast, signed_in: In, what: str) -> None:
    with entered(SYSTEM):
        part = Membership.objects.get(person=cast.rival_lead)
    assert signed_in(cast.lead).post(f"/settings/memberships/{part.pk}/{what}/").status_code == 404


def test_a_refusal_is_told_on_the_page(cast: Cast, signed_in: In) -> None:
    with entered(SYSTEM):
        part = Membership.objects.get(person=cast.lead)
        Membership.objects.filter(person=cast.partner_sponsor).update(until=date(2026, 1, 1))
    answer = signed_in(cast.lead).post(f"/settings/memberships/{part.pk}/end/", follow=True)
    assert "is the last who speaks for their side" in answer.content.decode()


def test_an_administrator_ends_and_restores_access(cast: Cast, signed_in: In) -> None:
    client = signed_in(cast.administrator)
    client.post(f"/settings/our-people/{cast.lead.pk}/deactivation/")
    assert not User.objects.get(pk=cast.lead.pk).is_active
    client.post(f"/settings/our-people/{cast.lead.pk}/reactivation/")
    assert User.objects.get(pk=cast.lead.pk).is_active


def test_a_request_says_the_same_last_day_in_words_and_on_its_card(cast: Cast, signed_in: In) -> None:
    """Late in the evening of UTC it is the next day already where people read it."""
    typed = {
        "partner": "meridian", "full_name": "Noor Haddad", "email": "noor@meridian.example", "theirs": "yes",
        "role": "contributor",
    }  # fmt: skip
    with entered(SYSTEM):
        User.objects.filter(pk=cast.manager.pk).update(time_zone="Asia/Tokyo")
    with time_machine.travel(datetime(2026, 11, 24, 23, 30, tzinfo=UTC), tick=False):
        client = signed_in(cast.manager)
        page = client.post("/settings/people/invitations/", typed, follow=True).content.decode()
        again = client.post("/settings/people/invitations/", typed, follow=True).content.decode()
    assert "it waits until 9 December" in page
    assert '<time datetime="2026-12-09">9 Dec</time>' in page
    assert "it waits for a yes until 9 December" in again


def test_an_administrator_makes_a_cio_with_the_yes_of_one(cast: Cast, signed_in: In) -> None:
    asking = signed_in(cast.administrator)
    page = asking.post(f"/settings/our-people/{cast.stranger.pk}/role/", {"role": "cio"}, follow=True)
    assert "Not done yet" in page.content.decode()
    assert User.objects.get(pk=cast.stranger.pk).internal_role == ""
    with entered(SYSTEM):
        [asked] = SideRequest.objects.all()
    signed_in(cast.cio).post(f"/settings/requests/{asked.pk}/answer/", {"answer": "yes"})
    assert User.objects.get(pk=cast.stranger.pk).internal_role == "cio"


def test_an_account_is_kept_and_a_mistake_keeps_the_typing(cast: Cast, signed_in: In) -> None:
    client = signed_in(cast.lead)
    typed = {
        "full_name": "Jonas Stein-Maier",
        "job_title": "Lead",
        "country": "de",
        "time_zone": "Europe/Berlin",
    }
    client.post("/settings/account/", typed)
    jonas = User.objects.get(pk=cast.lead.pk)
    assert (jonas.full_name, jonas.country, jonas.time_zone) == ("Jonas Stein-Maier", "DE", "Europe/Berlin")
    answer = client.post("/settings/account/", {**typed, "country": "1!"})
    assert answer.status_code == 422
    assert "1!" in answer.content.decode()


def test_nobody_promotes_themselves_through_their_account(cast: Cast, signed_in: In) -> None:
    typed = {
        "full_name": "Jonas",
        "internal_role": "cio",
        "is_active": "1",
        "employer": "",
        "email": "x@y.example",
    }
    signed_in(cast.lead).post("/settings/account/", typed)
    jonas = User.objects.get(pk=cast.lead.pk)
    assert (jonas.internal_role, jonas.employer_id, jonas.email) == ("", cast.partner.pk, cast.lead.email)


@pytest.mark.parametrize(("chosen", "kept"), [("dark", "dark"), ("light", "light"), ("<script>", None)])
def test_light_or_dark_is_remembered(db: None, chosen: str, kept: str | None) -> None:
    client = Client()
    client.post("/theme/", {"theme": chosen})
    assert (client.cookies["theme"].value if "theme" in client.cookies else None) == kept


def test_the_way_back_from_the_theme_stays_here(db: None) -> None:
    answer = Client().post("/theme/", {"theme": "dark"}, headers={"referer": "https://evil.example/"})
    assert answer.headers["Location"] == "/"


# --- mail ---------------------------------------------------------------------------------------------------------


def sent(to: User, partner: Partner, *, secret: bool = False, now: datetime | None = None) -> OutgoingMail:
    letter = Letter(
        subject="Review pack",
        text="Two promises are late.",
        html="<html><head></head><body><script>alert(1)</script>Two promises are late.</body></html>",
        attachments=[Attachment("pack.html", "text/html", b"<script>alert(1)</script>")],
    )
    return queue(letter, to=to, kind="pack", now=now or timezone.now(), partner=partner, secret=secret)


@pytest.fixture
def demo(cast: Cast, settings: Settings) -> Cast:
    settings.DEMO = True
    with entered(SYSTEM):
        User.objects.update(invented=True)
    return cast


def test_an_administrator_reads_envelopes_and_no_content(cast: Cast, signed_in: In) -> None:
    mail = sent(cast.lead, cast.partner)
    client = signed_in(cast.administrator)
    listed = client.get("/settings/mail/").content.decode()
    assert "Jonas Stein" in listed
    assert "Pack" in listed
    assert "Review pack" not in listed
    assert "Two promises" not in listed
    assert client.get(f"/settings/mail/{mail.pk}/").status_code == 404


def test_a_lead_follows_the_mails_of_their_partnership(cast: Cast, signed_in: In) -> None:
    sent(cast.reader, cast.partner)
    sent(cast.rival_lead, cast.rival)
    listed = signed_in(cast.lead).get("/settings/mail/").content.decode()
    assert "Lena Moser" in listed
    assert "Rhona Halden" not in listed


def test_an_observer_follows_their_own_mails_only(cast: Cast, signed_in: In) -> None:
    sent(cast.reader, cast.partner)
    assert "Lena Moser" not in signed_in(cast.observer).get("/settings/mail/").content.decode()


def test_in_the_demo_a_mail_to_an_invented_person_can_be_opened(demo: Cast, signed_in: In) -> None:
    mail = sent(demo.reader, demo.partner)
    assert "Two promises" in signed_in(demo.cio).get(f"/settings/mail/{mail.pk}/").content.decode()


@pytest.mark.parametrize("page", ["", "body/", "attachments/{file}/"])
def test_in_the_demo_too_an_administrator_opens_no_mail_of_a_partnership(
    demo: Cast, signed_in: In, page: str
) -> None:
    mail = sent(demo.reader, demo.partner)
    with entered(SYSTEM):
        page = page.format(file=mail.attachments.get().pk)
    address = f"/settings/mail/{mail.pk}/{page}"
    assert signed_in(demo.administrator).get(address).status_code == 404
    assert signed_in(demo.cio).get(address).status_code == 200


def test_in_the_demo_a_lead_opens_their_own_mail(demo: Cast, signed_in: In) -> None:
    mail = sent(demo.lead, demo.partner)
    assert "Two promises" in signed_in(demo.lead).get(f"/settings/mail/{mail.pk}/").content.decode()


@pytest.mark.parametrize("page", ["", "body/", "attachments/1/"])
def test_a_mail_with_a_secret_is_never_opened(demo: Cast, signed_in: In, page: str) -> None:
    mail = sent(demo.reader, demo.partner, secret=True)
    assert signed_in(demo.cio).get(f"/settings/mail/{mail.pk}/{page}").status_code == 404


def test_a_mail_to_a_real_person_is_never_opened(demo: Cast, signed_in: In) -> None:
    with entered(SYSTEM):
        User.objects.filter(pk=demo.reader.pk).update(invented=False)
    mail = sent(demo.reader, demo.partner)
    assert signed_in(demo.cio).get(f"/settings/mail/{mail.pk}/").status_code == 404


def test_the_other_side_s_mail_is_not_opened(demo: Cast, signed_in: In) -> None:
    mail = sent(demo.manager, demo.partner)
    assert signed_in(demo.lead).get(f"/settings/mail/{mail.pk}/").status_code == 404


def test_the_body_of_a_mail_can_run_and_fetch_nothing(demo: Cast, signed_in: In) -> None:
    mail = sent(demo.reader, demo.partner)
    answer = signed_in(demo.cio).get(f"/settings/mail/{mail.pk}/body/")
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "sandbox" in policy
    assert "allow-scripts" not in policy


def test_a_file_of_a_mail_is_saved_and_not_shown(demo: Cast, signed_in: In) -> None:
    mail = sent(demo.reader, demo.partner)
    with entered(SYSTEM):
        file = mail.attachments.get()
    answer = signed_in(demo.cio).get(f"/settings/mail/{mail.pk}/attachments/{file.pk}/")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="pack.html"'
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


# --- history ------------------------------------------------------------------------------------------------------


def test_the_history_shows_one_s_own_partnership_and_no_private_note_of_the_other_side(
    cast: Cast, signed_in: In
) -> None:
    with acting_as(cast.manager):
        write_note(cast.partner, text="between us", by=cast.manager, now=timezone.now())
    connection.check_constraints()
    ours = signed_in(cast.manager).get("/settings/history/").content.decode()
    theirs = signed_in(cast.lead).get("/settings/history/").content.decode()
    assert "wrote a private note" in ours
    assert "wrote a private note" not in theirs
    assert "between us" not in ours + theirs


def test_the_history_can_be_narrowed_to_a_person(cast: Cast, signed_in: In) -> None:
    connection.check_constraints()
    page = signed_in(cast.cio).get(f"/settings/history/?person={cast.lead.pk}&partner=meridian")
    assert "Nothing like that" in page.content.decode()
