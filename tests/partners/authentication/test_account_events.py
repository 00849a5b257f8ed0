"""What becomes of accounts is kept, shown to whoever may know, and changed by nobody."""

from datetime import timedelta
from ipaddress import ip_address

import pytest
import time_machine
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.utils import timezone

from partners.history.chain import verify
from partners.isolation.scope import SYSTEM, acting_as, entered
from partners.models import AccountEvent, User
from tests.cast import PASSWORD, Cast
from tests.partners.authentication.test_second_factor import CODES, TAKE_OFF, give, set_up
from tests.partners.people import browser, is_in, signed_in, with_an_address_of_their_own
from tests.partners.telephone import code_of
from tests.tampering import as_the_owner

LOG, MINE = "/settings/sign-ins/", "/settings/sign-in/"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"


@pytest.fixture(autouse=True)
def _people(cast: Cast) -> None:
    with_an_address_of_their_own(cast.lead, cast.cio, cast.administrator, cast.rival_lead)


def kept(person: User) -> list[tuple[str, str]]:
    """What was kept of a person's account, oldest first: what and how."""
    with entered(SYSTEM):
        return [
            (event.what, event.how) for event in AccountEvent.objects.filter(person=person).order_by("pk")
        ]


def latest(person: User) -> AccountEvent:
    with entered(SYSTEM):
        return AccountEvent.objects.select_related("by").filter(person=person).latest("pk")


def test_a_sign_in_is_kept_with_its_way_network_and_browser(cast: Cast) -> None:
    client = signed_in(cast.lead, browser(**{"User-Agent": FIREFOX}))
    event = latest(cast.lead)
    assert (event.what, event.how, event.by) == ("signed_in", "password", cast.lead)
    assert ip_address(event.network) == ip_address(client.defaults["REMOTE_ADDR"])
    assert event.browser == FIREFOX


def test_a_wrong_password_is_kept_with_nobody_s_name_on_it(cast: Cast) -> None:
    signed_in(cast.lead, password="not the password")
    assert kept(cast.lead) == [("refused", "password")]
    assert latest(cast.lead).by is None


def test_what_was_typed_as_an_address_is_not_kept(cast: Cast) -> None:
    browser().post("/accounts/login/", {"login": "my-password-by-mistake@example.com", "password": PASSWORD})
    with entered(SYSTEM):
        assert not AccountEvent.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_every_change_of_a_factor_is_kept(cast: Cast) -> None:
    client = signed_in(cast.lead)
    set_up(client)
    client.post(f"{CODES}generate/")
    client.post(TAKE_OFF)
    assert kept(cast.lead) == [
        ("signed_in", "password"),
        ("factor_added", "an app"),
        ("codes_made", ""),
        ("codes_made", ""),
        ("factor_removed", "an app"),
    ]


def test_a_wrong_code_and_the_way_in_by_two_factors_are_kept(cast: Cast) -> None:
    secret, _ = set_up(signed_in(cast.lead))
    with time_machine.travel(timezone.now() + timedelta(minutes=2)):
        client = signed_in(cast.lead)
        give(client, "000000")
        give(client, code_of(secret))
        assert kept(cast.lead)[-2:] == [
            ("refused", "a code of the app"),
            ("signed_in", "password, a code of the app"),
        ]


def test_a_lost_factor_taken_off_names_the_administrator(cast: Cast) -> None:
    set_up(signed_in(cast.lead))
    signed_in(cast.administrator).post(f"/settings/our-people/{cast.lead.pk}/second-factor/removal/")
    event = latest(cast.lead)
    assert (event.what, event.by) == ("factor_removed", cast.administrator)


def test_a_new_password_is_kept(cast: Cast) -> None:
    client, new = signed_in(cast.lead), "an entirely different sentence"
    client.post("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert kept(cast.lead)[-1] == ("password", "")


@pytest.mark.django_db(transaction=True)
def test_they_are_links_of_the_chain_and_a_changed_one_is_found(cast: Cast) -> None:
    signed_in(cast.lead, password="not the password")
    with as_the_owner(), connection.cursor() as cursor:
        assert verify() == []
        cursor.execute("ALTER TABLE partners_accounteventevent DISABLE TRIGGER USER")
        cursor.execute("UPDATE partners_accounteventevent SET what = 'signed_in'")
        cursor.execute("ALTER TABLE partners_accounteventevent ENABLE TRIGGER USER")
        assert verify() != []


@pytest.mark.parametrize("change", ["update", "delete"])
def test_nobody_changes_or_removes_one(cast: Cast, change: str) -> None:
    signed_in(cast.lead)
    rows = AccountEvent.objects.filter(person=cast.lead)
    with entered(SYSTEM), pytest.raises(DatabaseError), transaction.atomic():
        rows.update(how="nothing") if change == "update" else rows.delete()


def test_everybody_sees_their_own_and_an_administrator_everybody_s(cast: Cast) -> None:
    for person in (cast.lead, cast.rival_lead):
        signed_in(person)
    for person, sees in ((cast.lead, {cast.lead}), (cast.administrator, {cast.lead, cast.rival_lead})):
        with acting_as(person):
            assert {event.person for event in AccountEvent.objects.visible_to(person)} == sees
            assert {event.person for event in AccountEvent.objects.all()} == sees


def test_the_log_is_read_by_administrators_alone(cast: Cast) -> None:
    assert signed_in(cast.administrator).get(LOG).status_code == 200
    for person in (cast.lead, cast.cio):
        assert signed_in(person).get(LOG).status_code == 403


def test_the_log_names_way_browser_and_person(cast: Cast) -> None:
    signed_in(cast.lead, browser(**{"User-Agent": FIREFOX}))
    page = signed_in(cast.administrator).get(LOG).content.decode()
    assert "Jonas Stein" in page
    assert "Firefox on Windows" in page


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"who": "jonas"}, 2),
        ({"who": "jonas", "what": "refused"}, 1),
        ({"what": "refused"}, 1),
        ({"since": "2099-01-01"}, 0),
        ({"until": "2000-01-01"}, 0),
        ({"since": "nonsense"}, 3),
    ],
)
@pytest.mark.usefixtures("drawn_from")
def test_the_log_is_narrowed(cast: Cast, asked: dict[str, str], found: int) -> None:
    signed_in(cast.lead, password="not the password")
    signed_in(cast.lead)
    page = signed_in(cast.administrator).get(LOG, asked)
    assert len(page.context["events"]) == found


@pytest.mark.usefixtures("drawn_from")
def test_a_long_log_has_pages(cast: Cast) -> None:
    with entered(SYSTEM):
        AccountEvent.objects.bulk_create(
            AccountEvent(person=cast.lead, what="signed_in", how=f"{number}", at=timezone.now())
            for number in range(130)
        )
    client = signed_in(cast.administrator)
    first = client.get(LOG)
    second = client.get(LOG + first.context["older_url"])
    assert [len(page.context["events"]) for page in (first, second)] == [100, 31]


@pytest.mark.usefixtures("drawn_from")
def test_one_s_own_page_shows_where_one_is_signed_in_and_what_happened(cast: Cast) -> None:
    signed_in(cast.lead, browser(**{"User-Agent": FIREFOX}))
    signed_in(cast.lead, password="not the password")
    page = signed_in(cast.lead).get(MINE)
    assert len(page.context["sessions"]) == 2
    assert "Firefox on Windows" in page.content.decode()
    assert "Refused" in page.content.decode()


@pytest.mark.usefixtures("drawn_from")
def test_one_browser_is_signed_out_and_no_other(cast: Cast) -> None:
    there, here = signed_in(cast.lead), signed_in(cast.lead)
    other = next(
        session for session in here.get(MINE).context["sessions"] if session.session_key != _key(here)
    )
    here.post(f"/settings/sign-in/sessions/{other.pk}/end/")
    assert (is_in(there), is_in(here)) == (False, True)
    assert kept(cast.lead)[-1] == ("session_ended", "")


@pytest.mark.usefixtures("drawn_from")
def test_nobody_signs_somebody_else_out(cast: Cast) -> None:
    theirs, here = signed_in(cast.rival_lead), signed_in(cast.lead)
    (session,) = theirs.get(MINE).context["sessions"]
    here.post(f"/settings/sign-in/sessions/{session.pk}/end/")
    assert is_in(theirs)
    assert kept(cast.lead)[-1] == ("signed_in", "password")


@pytest.mark.usefixtures("drawn_from")
def test_signing_out_everywhere_else_leaves_one_in_the_list(cast: Cast) -> None:
    signed_in(cast.lead)
    here = signed_in(cast.lead)
    here.post("/settings/sign-in/sessions/end/")
    (left,) = here.get(MINE).context["sessions"]
    assert left.session_key == _key(here)


def _key(client: Client) -> str:
    return client.cookies["tandem"].value
