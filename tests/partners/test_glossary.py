"""What the words mean: one place for them, and a link to it where one first appears."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.template import engines
from django.test import Client, RequestFactory

from partners.glossary import TERM_OF, TERMS, in_pieces
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


def drawn(source: str, user: User | AnonymousUser | None, **context: str) -> str:
    request = RequestFactory().get("/")
    if user is not None:
        request.user = user
        context["request"] = request  # type: ignore[assignment]
    return str(engines["django"].from_string(source).render(context))


def terms_in(html: str) -> list[tuple[str, str]]:
    return re.findall(r'<a class="term" href="/words/#([\w-]+)" title="[^"]+">([^<]+)</a>', html)


def test_a_sentence_leads_to_each_term_where_the_page_says_it_first() -> None:
    source = "{% explained first %}|{% term 'kept' 'Kept' %}|{% explained second %}"
    said = {"first": "2 kept · 1 Moved with notice", "second": "Sealed, <b>kept</b> & unsealed"}
    html = drawn(source, User(), **said)
    assert terms_in(html) == [("kept", "kept"), ("moved", "Moved with notice"), ("seal", "Sealed")]
    assert html.endswith("|Kept|" + html.rpartition("|")[2])
    assert html.endswith("</a>, &lt;b&gt;kept&lt;/b&gt; &amp; unsealed")


@pytest.mark.parametrize("user", [None, AnonymousUser()])
def test_a_letter_a_pack_and_whoever_is_not_signed_in_read_it_as_it_is(user: AnonymousUser | None) -> None:
    assert (
        drawn("{% explained said %}", user, said="2 kept & <b>1 missed") == "2 kept &amp; &lt;b&gt;1 missed"
    )


def test_each_form_is_found_whole_and_belongs_to_one_term() -> None:
    forms = [form.casefold() for term in TERMS for form in term.forms]
    assert len(forms) == len(set(forms)) > 20
    for term in TERMS:
        for form in term.forms:
            assert [(words, of) for words, of in in_pieces(f"un{form} {form}, {form}ish") if of] == [
                (form, term)
            ]
