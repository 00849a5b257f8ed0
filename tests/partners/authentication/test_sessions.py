"""How long a sign-in lasts, and how it ends everywhere."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.test import Client
from django.utils import timezone

from partners.authentication.sessions import POLL
from partners.models import User
from tests.cast import Cast

In = Callable[[User], Client]
PAGE = "/settings/account/"
HOUR = timedelta(hours=1)


def is_in(client: Client, after: timedelta = timedelta(0)) -> bool:
    with time_machine.travel(timezone.now() + after, tick=False):
        return client.get(PAGE).status_code == 200


def test_a_session_nobody_used_ends(cast: Cast, signed_in: In) -> None:
    idle = settings.SESSION_IDLE_HOURS * HOUR
    assert is_in(signed_in(cast.lead), idle - HOUR)
    assert not is_in(signed_in(cast.lead), idle + HOUR)


def test_using_it_keeps_a_session(cast: Cast, signed_in: In) -> None:
    client, idle = signed_in(cast.lead), settings.SESSION_IDLE_HOURS * HOUR
    assert is_in(client, idle - HOUR)
    assert is_in(client, 2 * idle - 3 * HOUR)


def test_a_room_left_open_on_an_empty_desk_keeps_no_session(cast: Cast, signed_in: In) -> None:
    client, idle = signed_in(cast.lead), settings.SESSION_IDLE_HOURS * HOUR
    with time_machine.travel(timezone.now() + idle - HOUR):
        assert client.get(PAGE, headers={POLL: "1"}).status_code == 200
    assert not is_in(client, idle + HOUR)


def test_no_session_outlives_its_time_however_busy(cast: Cast, signed_in: In) -> None:
    client, step = signed_in(cast.lead), settings.SESSION_IDLE_HOURS * HOUR - HOUR
    lasts, passed = settings.SESSION_LASTS_HOURS * HOUR, timedelta(0)
    while passed + step < lasts:
        passed += step
        assert is_in(client, passed)
    assert not is_in(client, lasts + HOUR)


def test_signing_out_everywhere_else_leaves_the_session_one_is_in(cast: Cast, signed_in: In) -> None:
    here, elsewhere = signed_in(cast.lead), signed_in(cast.lead)
    other = signed_in(cast.manager)
    here.post("/settings/sign-in/sessions/end/")
    assert (is_in(here), is_in(elsewhere), is_in(other)) == (True, False, True)


@pytest.mark.parametrize("method", ["get", "post"])
def test_an_ended_session_is_asked_to_sign_in(cast: Cast, signed_in: In, method: str) -> None:
    client = signed_in(cast.lead)
    with time_machine.travel(timezone.now() + settings.SESSION_LASTS_HOURS * HOUR + HOUR):
        answer = getattr(client, method)("/partnerships/meridian/tracker/")
    assert answer.headers["Location"].startswith("/accounts/login/")
