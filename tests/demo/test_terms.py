"""Each term of art that a page says leads once to what it means, where it stands first."""

import re
from collections import Counter
from collections.abc import Iterator

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection, models, transaction
from django.urls import resolve
from pytest_django import DjangoDbBlocker

from demo.cast import ADMINISTRATOR, CIO, LEAD
from partners.glossary import in_pieces
from partners.isolation.scope import SYSTEM, entered
from partners.models import User
from tests.demo.walking import walk
from tests.product import APPS
from tests.reading import lines_of

pytestmark = pytest.mark.django_db

_LINKED = re.compile(r'class="term" href="[^"#]*#([\w-]+)"')
_LEADS_ELSEWHERE = re.compile(
    r'<(a|button|summary|label|option|select|nav|blockquote)\b.*?</\1>|<details class="chart-table">.*?</details>',
    re.DOTALL,
)
"""What leads somewhere else cannot lead to a word as well; a figure as a table says what the figure shows."""
EXPLAINS_ITSELF = {
    "glossary": "the page of words",
    "how_counted": "the page that says how promises are counted",
    "settings": "what each role may do, in the words of the roles",
    "settings_invite": "the same",
    "settings_audit": "the history, in the words of what was done",
    "record_history": "the same",
}
"""Route → why its page needs no link."""
NOT_THE_TERM = {
    ("settings_enterprise", "pack"): "the help of a field, which is plain text",
    ("tracker_new", "read-back"): "the same",
    ("partnerships_charter", "seal"): "the same",
    ("settings_operation", "pack"): "what a program does, in its own list",
    ("tracker_action", "waiting"): "the label of a field in the fold",
}
LONG_ENOUGH_TO_BE_TYPED = 14


@pytest.fixture(scope="module")
def pages(_told: None, django_db_blocker: DjangoDbBlocker) -> Iterator[dict[tuple[str, str], str]]:
    """The main part of every page that three people come to, by who reads it and its path."""
    with django_db_blocker.unblock(), transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL ROLE {settings.SERVING_ROLE}")
        with entered(SYSTEM):
            people = [User.objects.get(full_name=name) for name in (CIO, LEAD, ADMINISTRATOR)]
        yield {
            (person.full_name, path): html.split("<main", 1)[-1].split("</main>")[0]
            for person in people
            for path, html in walk(person, of_each_kind=3).texts.items()
        }
        transaction.set_rollback(True)


def typed() -> set[str]:
    """What people have written."""
    found: set[str] = set()
    with entered(SYSTEM):
        for app in APPS:
            for model in apps.get_app_config(app).get_models():
                texts = [
                    field.attname
                    for field in model._meta.concrete_fields
                    if isinstance(field, models.CharField | models.TextField)
                ]
                if texts and not model.__name__.endswith("Event"):
                    for row in model._base_manager.values_list(*texts):
                        found |= {" ".join(value.split()) for value in row if value and len(value) < 3000}
    return {words for words in found if len(words) > LONG_ENOUGH_TO_BE_TYPED and said_in(words)}


def said_in(text: str) -> set[str]:
    return {term.slug for _, term in in_pieces(text) if term}


def test_each_term_that_a_page_says_leads_to_what_it_means(pages: dict[tuple[str, str], str]) -> None:
    own_words, unexplained = typed(), set()
    for (_, path), html in pages.items():
        route = str(resolve(path.partition("?")[0]).url_name)
        if route in EXPLAINS_ITSELF:
            continue
        linked = set(_LINKED.findall(html))
        for line in lines_of(f"<main>{_LEADS_ELSEWHERE.sub(' ', html)}</main>"):
            if not any(words in line for words in own_words):
                unexplained |= {(route, slug, line) for slug in said_in(line) - linked}
    found = {(route, slug, line) for route, slug, line in unexplained if (route, slug) not in NOT_THE_TERM}
    assert found == set()
    assert {(route, slug) for route, slug, _ in unexplained} == NOT_THE_TERM.keys(), (
        "nothing is left out in vain"
    )


def test_no_page_explains_a_term_twice(pages: dict[tuple[str, str], str]) -> None:
    explained = {page: Counter(_LINKED.findall(html)) for page, html in pages.items()}
    assert sum(map(len, explained.values())) > 100
    assert {page for page, slugs in explained.items() if any(count > 1 for count in slugs.values())} == set()
