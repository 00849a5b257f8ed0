"""What nobody can read in an answer of a form: a text loses it, and everything else refuses it. What is left when it is
taken out may be another person, day or number, or nobody at all, and none of these was said."""

from copy import copy
from urllib.parse import quote_plus

import pytest
from django.db import connection, transaction
from django.test import Client

from partners.untrusted_text import MARK
from tests.demo.rivals.filled import FILLED, Filled
from tests.demo.rivals.places import MERIDIAN, World, address
from tests.demo.rivals.rows import Rows, changed, changed_since, rows, written
from tests.demo.rivals.smuggled import SMUGGLED, Smuggled
from tests.demo.rivals.test_hostile import CHANGING
from tests.demo.rivals.test_smuggled import WRITTEN, number_of
from tests.demo.rivals.test_tables import MODELS
from tests.tampering import as_the_owner

pytestmark = pytest.mark.django_db
TEXTS = set(
    """title detail cause_words forum_words statement target vision baseline words guardrails word concession cause line
    name place full_name kind expertise text scope unit source job_title reason what_for pasted differs_on sentence
    options risk_cause risk_consequence risk_treatment whom stands function trusted_with role
    """.split()  # noqa: SIM905
)
"""Names of fields in which people write what they like."""
NO_TEXT = {
    ("ask_new impediment", "cause"),
    ("ask_advocacy", "kind"),
    ("our_house_responsible", "function"),
    ("performance_define", "kind"),
    ("standing_new", "kind"),
    ("settings_invite", "role"),
    ("mandate_decide", "kind"),
    ("mandate_open", "kind"),
    ("performance_define", "target"),
}
REFUSED = (403, 404, 409, 422)
FORMS = [*FILLED, *CHANGING]
ANSWERS = [
    (filled, name)
    for filled in FORMS
    for name in dict.fromkeys(pair.partition("=")[0] for pair in filled.typed.split("&"))
    if name not in TEXTS or (str(filled), name) in NO_TEXT
]


@pytest.mark.parametrize(("filled", "name"), ANSWERS, ids=[f"{filled} {name}" for filled, name in ANSWERS])
def test_an_answer_that_is_no_text_is_refused_with_something_illegible_in_it(
    world: World, clients: dict[str, Client], filled: Filled, name: str
) -> None:
    whole = filled.body(world.ours)
    for odd in (f"{whole[name]}\x07", "\x00"):
        assert sent(world, clients[filled.letter], filled, {**whole, name: odd})[0] in REFUSED, odd


@pytest.mark.parametrize("filled", FORMS, ids=str)
def test_a_text_loses_what_is_illegible_and_is_kept(
    world: World, clients: dict[str, Client], filled: Filled
) -> None:
    whole = filled.body(world.ours)
    odd = {name: f"{text[:1]}\x00{text[1:]}" for name, text in whole.items() if (filled, name) not in ANSWERS}
    as_it_is = sent(world, clients[filled.letter], filled, whole)
    assert sent(world, clients[filled.letter], filled, {**whole, **odd}) == as_it_is
    assert as_it_is[1] == []


ROWS = [(place, letter) for place in SMUGGLED if place.method == "post" for letter in place.who[:1]]


@pytest.mark.parametrize(
    ("place", "letter"), ROWS, ids=[f"{place.read_by} {place.route} {letter}" for place, letter in ROWS]
)
def test_the_number_of_a_row_with_something_illegible_in_it_is_no_number(
    world: World, clients: dict[str, Client], stood: Rows, place: Smuggled, letter: str
) -> None:
    numbers = {**world.ours, "kind": place.part, "move": place.part} if place.part else world.ours
    path = address(WRITTEN[place.route], place.route, MERIDIAN, numbers)
    client, cookies, before = clients[letter], copy(clients[letter].cookies), written()
    with transaction.atomic():
        form = place.form(f"{number_of(place, MERIDIAN, world.ours)}\x00", dict(world.ours))
        client.post(path, form)
        left = stood | rows(changed_since(before))
        transaction.set_rollback(True)
    client.cookies = cookies
    assert changed(left, stood) == []


def sent(world: World, client: Client, filled: Filled, body: dict[str, str]) -> tuple[int, list[str]]:
    """The status of the answer, and the tables in which a mark is kept then; whatever was changed is taken back."""
    numbers = {**world.ours, "kind": filled.part} if filled.part else world.ours
    path = address(WRITTEN[filled.route], filled.route, MERIDIAN, numbers)
    typed = "&".join(f"{quote_plus(name)}={quote_plus(value)}" for name, value in body.items())
    cookies, before = copy(client.cookies), written()
    with transaction.atomic():
        answer = client.post(path, typed, content_type="application/x-www-form-urlencoded")
        found = marked(changed_since(before)) if answer.status_code < 400 else []
        transaction.set_rollback(True)
    client.cookies = cookies
    return answer.status_code, found


def marked(written_to: set[str]) -> list[str]:
    """Those of the tables that hold a mark."""
    tables = sorted({model._meta.db_table for model in MODELS} & written_to)
    if not tables:
        return []
    each = (
        f"SELECT '{table}' WHERE EXISTS (SELECT FROM {table} t WHERE t::text LIKE %s)" for table in tables
    )
    with as_the_owner(), connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(each), [f"%{MARK}%"] * len(tables))
        return [table for (table,) in cursor.fetchall()]
