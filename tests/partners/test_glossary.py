"""What the words mean: one place for them, and a link to it where one first appears."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from django.template import engines
from django.test import Client

from partners.glossary import TERM_OF, TERMS
from partners.models import User
from tests.cast import Cast

USED = re.compile(r"{%\s*term\s+\"([^\"]*)\"")


def test_each_word_has_one_place_and_they_stand_in_the_order_of_the_alphabet() -> None:
    assert len(TERM_OF) == len(TERMS) == len({term.word for term in TERMS})
    assert [term.word.casefold() for term in TERMS] == sorted(term.word.casefold() for term in TERMS)
    assert [term.slug for term in TERMS if not re.fullmatch(r"[a-z]+(-[a-z]+)*", term.slug)] == []
    assert [term.word for term in TERMS if not term.means.endswith(".")] == []


def test_every_link_to_a_word_leads_to_one_that_is_there() -> None:
    pages = Path(settings.BASE_DIR, "templates").rglob("*.html")
    used = {slug for page in pages for slug in USED.findall(page.read_text())}
    assert len(used) >= 8
    assert used - TERM_OF.keys() == set()


def test_a_term_says_what_it_means_and_one_that_nobody_explains_fails_loudly() -> None:
    drawn = engines["django"].from_string('{% term "kept" "Kept by us" %}').render({})
    assert drawn == (
        '<a class="term" href="/words/#kept" title="Reported done on or before its first date.">Kept by us</a>'
    )
    with pytest.raises(KeyError):
        engines["django"].from_string('{% term "unheard-of" %}').render({})


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["cio", "lead", "observer", "administrator"])
def test_the_page_of_words_is_for_everybody(
    cast: Cast, signed_in: Callable[[User], Client], who: str
) -> None:
    page = signed_in(getattr(cast, who)).get("/words/").content.decode()
    assert [term.slug for term in TERMS if f'<div id="{term.slug}">' not in page] == []
