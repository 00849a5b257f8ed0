"""Words are found whatever their accents and capitals, by the same rule in Python and in the database."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from dashboards.queries.directory import directory
from partners.finding import found_in, plain, plain_sql
from partners.isolation.scope import SYSTEM, entered
from partners.models import BusinessFunction, Partner, User
from partners.normalize import fold
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


IN_ORDER = ["Ägypten", "Łódź", "Österreich", "oxford", "Zug", "zürich", "Zurich Re", "김"]


def test_people_partners_and_functions_are_listed_as_people_expect() -> None:
    with entered(SYSTEM):
        _listed()


def _listed() -> None:
    shuffled = IN_ORDER[::-1]
    for number, name in enumerate(shuffled):
        User.objects.create(email=f"{number}@order.example", full_name=name)
        Partner.objects.create(name=name, slug=f"order-{number}")
    assert (
        list(User.objects.filter(email__endswith="@order.example").values_list("full_name", flat=True))
        == IN_ORDER
    )
    assert list(Partner.objects.filter(slug__startswith="order-").values_list("name", flat=True)) == IN_ORDER
    assert "normalize(lower(" in str(BusinessFunction.objects.all().query).partition("ORDER BY")[2]
    assert sorted(shuffled, key=plain) == IN_ORDER


_BY_NAME = re.compile(r'"(\w+__)?(full_)?name"|\b(person|partner|member|user)\.(full_)?name\b')
_SORTS = re.compile(r"(order_by|sorted|\.sort)\(")


def test_nothing_is_sorted_by_a_name_as_the_database_or_python_would() -> None:
    """Zürich would stand behind Zypern, and “ada” behind “Zoe”."""
    found, sorts = [], 0
    for app in ("partners", "governance", "dashboards", "reviews"):
        for path in sorted(Path(settings.BASE_DIR, app).rglob("*.py")):
            if "migrations" in path.parts:
                continue
            for line in path.read_text().splitlines():
                if not (_SORTS.search(line) or "key=lambda" in line) or not _BY_NAME.search(line):
                    continue
                sorts += 1
                if not re.search(r"in_order\(|plain\(|key=plain", line):
                    found.append(f"{path.name}: {line.strip()}")
    assert sorts >= 15
    assert found == [
        'rollup.py: ClosedBooks.objects.filter(stale=False).select_related("partner").order_by("partner__name")'
    ]  # the order in which books are closed, which nobody reads


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Août", "aout"), ("ØŁĐı", "oldi"), ("Straße", "straße"), ("１２", "12"), ("٣", "3"), ("か", "か"),
        ("が", "が"), ("ぱ", "ぱ"), ("김", "김"), ("İstanbul", "istanbul"),
        ("Ångström", "angstrom"), ("½ – “x”", "½ – “x”"),
    ],
)  # fmt: skip
def test_a_word_without_accents_is_the_same_word_and_another_letter_another(text: str, folded: str) -> None:
    assert fold(text) == folded
    assert len(fold(text)) == len(text)
