"""Words are found whatever their accents and capitals, by the same rule in Python and in the database."""

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from dashboards.queries.directory import directory
from partners.finding import found_in, plain, plain_sql
from partners.isolation.scope import SYSTEM, entered
from partners.models import Partner, User
from tests.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("Zürich Re", "zurich"), ("Zürich Re", "ZÜRICH"), ("Zu\u0308rich", "zürich"), ("Straße 4", "strasse"),
        ("Łódź Works", "lodz"), ("Søren Ångström", "soren angstrom"), ("Renée", "RENEE"), ("Đỗ Nguyễn", "do nguyen"),
        ("İstanbul", "istanbul"), ("王小明", "小明"), ("김민준", "민준"), ("100 % Cotton_Co", "% cotton_"),
    ],
)  # fmt: skip
def test_a_name_is_found_as_people_type_it(cast: Cast, name: str, typed: str) -> None:
    with entered(SYSTEM):
        User.objects.filter(pk=cast.lead.pk).update(full_name=name)
        assert list(User.objects.filter(found_in(typed, "full_name"))) == [cast.lead]


@pytest.mark.parametrize("typed", ["zurch", "%", "_", "\\", "Jonas%Stein"])
def test_nothing_else_is(cast: Cast, typed: str) -> None:
    with entered(SYSTEM):
        assert not User.objects.filter(found_in(typed, "full_name")).exists()


@given(st.text(st.characters(min_codepoint=0x20, max_codepoint=0x24F), max_size=30))
def test_the_database_takes_letters_apart_as_python_does(text: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {plain_sql('%s')}", [text])
        assert cursor.fetchone() == (plain(text),)


def test_the_list_of_partnerships_is_in_people_s_order_and_turns_its_pages_by_it(cast: Cast) -> None:
    names = ["Ahlers", "Århus", "Österreich AG", "Ostrava", "Zurich", "Zürich", "zeta", "Żabka"]
    with entered(SYSTEM):
        Partner.objects.exclude(pk__in=[cast.partner.pk, cast.rival.pk]).delete()
        made = [Partner(name=name, slug=f"p{at}", code=f"P{at}") for at, name in enumerate(names)]
        Partner.objects.bulk_create(made)
        seen, after = [], ""
        while entries := directory(cast.cio, after=after).entries:
            seen += [entry.partner.name for entry in entries[:2]]
            after = seen[-1]
    assert [name for name in seen if name in names] == [
        "Ahlers", "Århus", "Österreich AG", "Ostrava", "Żabka", "zeta", "Zurich", "Zürich",
    ]  # fmt: skip
