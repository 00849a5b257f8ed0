"""A form that makes something acts once: sent again, at the same moment, with other words, by somebody else."""

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from governance.models import ActionItem, Evidence
from partners.access import Role
from partners.isolation.scope import SYSTEM, acting_as, entered
from partners.models import Invitation, OutgoingMail, SentForm, User
from partners.once import FIELD, KEPT_FOR, sweep
from partners.verbs import invite, invite_colleague
from tests.cast import Cast, assemble
from tests.governance.scene import promised

In = Callable[[User], Client]
PLAN = "/partnerships/meridian/actions/new/"
WRITERS = 8
_KEY = re.compile(rf'name="{FIELD}" value="([^"]+)"')


def plan(cast: Cast, key: str, **said: str) -> dict[str, str]:
    return {"title": "Plan the nights", "owner": str(cast.lead.pk), "due_on": "in 9 days", FIELD: key, **said}


def actions_of(cast: Cast) -> int:
    with entered(SYSTEM):
        return ActionItem.objects.count()


def test_the_same_form_sent_again_leads_to_what_it_made_the_first_time(cast: Cast, signed_in: In) -> None:
    client = signed_in(cast.manager)
    key = _KEY.search(client.get(PLAN).content.decode())[1]  # type: ignore[index]
    places = {client.post(PLAN, plan(cast, key)).headers["Location"] for _ in range(50)}
    assert (actions_of(cast), len(places)) == (1, 1)
    assert client.get(places.pop()).status_code == 200


def test_every_form_that_is_drawn_has_a_key_of_its_own(cast: Cast, signed_in: In) -> None:
    client = signed_in(cast.manager)
    keys = [_KEY.search(client.get(PLAN).content.decode())[1] for _ in range(2)]  # type: ignore[index]
    assert keys[0] != keys[1]


def test_a_form_that_comes_back_for_an_error_keeps_its_key_and_then_acts_once(
    cast: Cast, signed_in: In
) -> None:
    client = signed_in(cast.manager)
    refused = client.post(PLAN, plan(cast, "k", due_on="soonish"))
    assert refused.status_code == 422
    assert _KEY.search(refused.content.decode())[1] == "k"  # type: ignore[index]
    for _ in range(2):
        assert client.post(PLAN, plan(cast, "k")).status_code == 302
    assert client.post(PLAN, plan(cast, "k", due_on="soonish")).status_code == 422
    assert actions_of(cast) == 1


def test_other_words_under_the_same_key_are_not_lost(cast: Cast, signed_in: In) -> None:
    """Somebody goes back in their browser and writes something else."""
    client = signed_in(cast.manager)
    first = client.post(PLAN, plan(cast, "k"))
    second = client.post(PLAN, plan(cast, "k", title="Plan the days"))
    assert first.headers["Location"] != second.headers["Location"]
    assert actions_of(cast) == 2


def test_a_key_is_one_s_own(cast: Cast, signed_in: In) -> None:
    signed_in(cast.manager).post(PLAN, plan(cast, "k"))
    signed_in(cast.teammate).post(PLAN, plan(cast, "k"))
    assert actions_of(cast) == 2
    with acting_as(cast.lead):
        assert not SentForm.objects.exists()


@pytest.mark.parametrize("key", ["", "x" * 10_000, "\x00", "'; --"])
def test_a_key_may_be_anything_and_none_is_no_obstacle(cast: Cast, signed_in: In, key: str) -> None:
    assert signed_in(cast.manager).post(PLAN, plan(cast, key)).status_code == 302


def test_a_file_sent_again_is_kept_once_and_another_of_the_same_name_as_well(
    cast: Cast, signed_in: In
) -> None:
    with acting_as(cast.lead):
        item = promised(cast, cast.lead)
    client, path = signed_in(cast.lead), f"/partnerships/meridian/actions/{item.pk}/evidence/"
    for content in (b"one", b"one", b"two"):
        assert (
            client.post(path, {"file": SimpleUploadedFile("a.txt", content), FIELD: "k"}).status_code == 302
        )
    with acting_as(cast.lead):
        assert [piece.size for piece in Evidence.objects.order_by("pk")] == [3, 3]


def test_a_page_that_changes_in_place_shows_itself_anew(cast: Cast, signed_in: In) -> None:
    with acting_as(cast.lead):
        item = promised(cast, cast.lead)
    client, path = signed_in(cast.lead), f"/partnerships/meridian/actions/{item.pk}/notes/"
    asked = {"headers": {"HX-Request": "true"}}
    first, again = (client.post(path, {"word": "Well begun", FIELD: "k"}, **asked) for _ in range(2))
    assert (first.status_code, again.status_code) == (200, 200)
    assert again.headers["HX-Refresh"] == "true"


def test_keys_are_forgotten_after_some_days(cast: Cast, signed_in: In) -> None:
    signed_in(cast.manager).post(PLAN, plan(cast, "k"))
    for later, left in ((KEPT_FOR - timedelta(hours=1), 1), (KEPT_FOR + timedelta(hours=1), 0)):
        sweep(now=timezone.now() + later)
        with entered(SYSTEM):
            assert SentForm.objects.count() == left


@pytest.mark.faults
@pytest.mark.django_db(transaction=True)
def test_the_same_form_sent_many_times_at_once_makes_one_thing_and_every_answer_leads_to_it() -> None:
    cast = assemble()
    client = Client()
    client.force_login(cast.manager)
    signed_in = client.cookies[settings.SESSION_COOKIE_NAME].value
    together = Barrier(WRITERS)

    def send(_: int) -> HttpResponse:
        mine = Client()
        mine.cookies[settings.SESSION_COOKIE_NAME] = signed_in
        try:
            connection.ensure_connection()
            together.wait(timeout=60)
            return mine.post(PLAN, plan(cast, "k"))
        finally:
            connection.close()

    with ThreadPoolExecutor(WRITERS) as writers:
        answers = list(writers.map(send, range(WRITERS)))
    assert {answer.status_code for answer in answers} == {302}
    assert len({answer.headers["Location"] for answer in answers}) == 1
    assert actions_of(cast) == 1


def test_an_invitation_sent_again_is_renewed(cast: Cast, now: datetime) -> None:
    asked = {"email": "noor@meridian.example", "full_name": "Noor Haddad", "theirs": True, "by": cast.lead}
    with acting_as(cast.lead):
        first = invite(cast.partner, **asked, role=Role.CONTRIBUTOR, now=now)
        second = invite(cast.partner, **asked, role=Role.OBSERVER, now=now + timedelta(days=20))
        standing = Invitation.objects.get()
    assert first.pk == second.pk == standing.pk
    assert (standing.role, standing.expires_at) == (Role.OBSERVER, now + timedelta(days=34))
    assert first.token_digest != standing.token_digest


def test_a_colleague_s_invitation_sent_again_is_renewed(cast: Cast, now: datetime) -> None:
    with acting_as(cast.administrator):
        for name in ("Nils", "Nils Berg"):
            invite_colleague(
                email="nils@example.com",
                full_name=name,
                internal_role="administrator",
                by=cast.administrator,
                now=now,
            )
        assert Invitation.objects.get().full_name == "Nils Berg"


@pytest.mark.faults
@pytest.mark.django_db(transaction=True)
def test_of_many_invitations_of_an_address_at_once_one_is_open(now: datetime) -> None:
    cast = assemble()
    together = Barrier(WRITERS)

    def send(_: int) -> int:
        try:
            with acting_as(cast.lead):
                together.wait(timeout=60)
                return invite(
                    cast.partner,
                    email="noor@meridian.example",
                    full_name="Noor",
                    role=Role.OBSERVER,
                    theirs=True,
                    by=cast.lead,
                    now=now,
                ).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(WRITERS) as senders:
        assert len(set(senders.map(send, range(WRITERS)))) == 1
    with entered(SYSTEM):
        assert Invitation.objects.filter(accepted_at=None, withdrawn_at=None).count() == 1
        assert OutgoingMail.objects.filter(kind="invitation").count() == WRITERS
