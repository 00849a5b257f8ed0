"""Every form of the demo, filled in well but for one field, which holds what nobody types: it is taken or refused."""

from copy import copy
from urllib.parse import quote_plus

import pytest
from django.db import transaction
from django.test import Client

from tests.demo.rivals.filled import FILLED, Filled
from tests.demo.rivals.places import MERIDIAN, World, address
from tests.demo.rivals.test_smuggled import WRITTEN

pytestmark = pytest.mark.django_db
ODD = {
    "NUL": "A+word%00and+another",
    "half a character": "%ED%A0%80",
    "control characters": "a%07b%1Bc%7Fd%C2%85e%0Bf",
    "endless": "x" * 100_000,
    "digits": "9" * 5_000,
    "an odd number": "1e999999999",
    "a day that is not": "31+Feb+99999",
    "a day too far": "in+9999+months",
    "a day that never was": "0000-00-00",
    "no number": "NaN",
}
"""As a form's body holds it."""
CHANGING = [
    Filled("settings_account", "", "k", "settings_account", "full_name=Mei&job_title=Lead&country=DE&time_zone=UTC"),
    Filled("partnerships_charter", "", "m", "partnerships_charter", "name=M&kind=K&expertise=E&status=active"),
    Filled("tracker_due_date", "", "m", "tracker_action", "due_on=4+Dec&reason=Late"),
    Filled("tracker_waiting", "", "m", "tracker_action", "on_side=theirs&what_for=A+word"),
    Filled("tracker_dispute", "", "m", "tracker_action", "words=Not+so"),
    Filled("tracker_views", "", "m", "tracker", "name=Mine"),
    Filled("tracker_import", "", "m", "tracker_import", "pasted=What%09Who%0APlan%09Mei"),
    Filled("performance_import", "", "m", "performance_import", "pasted=period,kpi"),
    Filled("reviews_answer", "", "m", "reviews_agenda", "text=So+it+is"),
    Filled("reviews_table", "", "m", "reviews_agenda", "title=Prices&detail=All&minutes=10"),
    Filled("reviews_reply", "", "m", "reviews_record", "text=Not+so"),
    Filled("reviews_move", "", "m", "reviews_move", "on=12+Jan&at=10:00&reason=Ill"),
    Filled("reviews_room_echo", "", "c", "reviews_room", "line=Archive+@jonas+15+Dec"),
    Filled("reviews_room_say", "", "c", "reviews_room", "stance=differ&differs_on=That&sentence=So"),
    Filled("reviews_room_attendance", "", "c", "reviews_room", "seat=1:present"),
    Filled("raci_edit", "", "m", "raci_edit", "do=draft&cell-1-1=R&title-n1=Patch"),
    Filled("cover", "", "c", "cover", "words=Let+them+work&until=9+Dec&number=%2B49"),
    Filled("our_house_responsible", "", "m", "our_house_room", "function=IT&person=1"),
    Filled("reminders_policy", "", "m", "reminders", "weekly_list_on=0"),
]  # fmt: skip
"""Forms that make nothing, with words in them."""


@pytest.mark.parametrize("filled", [*FILLED, *CHANGING], ids=str)
def test_no_field_of_a_form_breaks_on_what_nobody_types(
    world: World, clients: dict[str, Client], filled: Filled
) -> None:
    client = clients[filled.letter]
    numbers = {**world.ours, "kind": filled.part} if filled.part else world.ours
    path = address(WRITTEN[filled.route], filled.route, MERIDIAN, numbers)
    body = filled.body(world.ours)
    broken = {}
    client.raise_request_exception = False
    for name in body:
        for kind, odd in ODD.items():
            code = answered(client, path, encoded({**body, name: None}, name, odd))
            if code >= 500:
                broken[f"{name}: {kind}"] = code
    assert broken == {}


def encoded(body: dict[str, str | None], odd_name: str, odd: str) -> bytes:
    pairs = [f"{quote_plus(name)}={quote_plus(value)}" for name, value in body.items() if value is not None]
    return "&".join([*pairs, f"{quote_plus(odd_name)}={odd}"]).encode()


def answered(client: Client, path: str, body: bytes) -> int:
    """The status of one answer; whatever the request changed is taken back."""
    cookies = copy(client.cookies)
    with transaction.atomic():
        answer = client.post(path, body, content_type="application/x-www-form-urlencoded")
        transaction.set_rollback(True)
    client.cookies = cookies
    return answer.status_code
