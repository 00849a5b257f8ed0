"""Both sides read the demo, each in its own voice: swapping the reader swaps "we" and "they", "ours" and "theirs"."""

import json
from collections.abc import Iterator

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection, models, transaction
from pytest_django import DjangoDbBlocker

from demo.cast import CIO, LEAD, MERIDIAN
from partners.isolation.scope import SYSTEM, entered
from partners.models import MailContent, User
from reviews.models import Seal
from tests.demo.walking import Visited, walk
from tests.product import APPS
from tests.reading import lines_of
from tests.voices import OWN, heard, out_of_colour, said_by_nobody

pytestmark = pytest.mark.django_db
OURS, THEIRS = "Northgate Group", MERIDIAN.name
REFLEXIVE = {
    "Our house": "the reader's own, on either side",
    "our house": "the same",
    "Our notes": "the reader's side's, and only they read them",
    "only our side reads them": "the same",
    "A private note of our side": "the same",
    "Only our side reads it.": "the same",
    "A word only our side reads": "the same",
    "Save on our side": "the same",
    "Only our side sees it.": "the same",
    "Change our answer": "the same",
    "We owe": "the reader's column; its colour is asked for below",
    "We owe, again and again": "the same",
    "We:": "the reader's counts; their colour is asked for below",
    "Waiting on us": "the reader's column",
    "Recommendations to us": "the same",
    "risk · on our side": "either side carries one of its own",
    "What we owe": "the reader's house",
    "What we can do better": "said to the reader's side by the other, and read by it alone",
    "Our edition": "the edition of the reader's side",
    "What we talk about": "both sides together",
    "What changed with each of us": "both sides together",
    "Write ours": "the sentence of the reader's side",
    "How we meet": "both sides together",
    "If we part": "both sides together",
    "Agree, for our side": "the yes of the reader's side",
    "We see it differently": "whoever of a side seals a reply writes it as that side",
    "“We see it differently”": "the same",
}
"""Said alike to both sides, and true for each: it is the reader's own side that is meant."""
_OF_THE_READERS_EDITION = "SHA-256 of our edition:"


@pytest.fixture(scope="module")
def read(_told: None, django_db_blocker: DjangoDbBlocker) -> Iterator[dict[str, Visited]]:
    """What the CIO and the partner's lead come to, by the side they read for."""
    with django_db_blocker.unblock(), transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL ROLE {settings.SERVING_ROLE}")
        with entered(SYSTEM):
            people = {
                side: User.objects.get(full_name=name) for side, name in (("ours", CIO), ("theirs", LEAD))
            }
        yield {side: walk(person, of_each_kind=3) for side, person in people.items()}
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def typed(read: dict[str, Visited]) -> list[str]:
    """Everything that people have written in the demo with such a word in it."""
    found: set[str] = set()
    with entered(SYSTEM):
        for app in APPS:
            for model in apps.get_app_config(app).get_models():
                texts = [
                    each.attname
                    for each in model._meta.concrete_fields
                    if isinstance(each, models.CharField | models.TextField)
                ]
                if texts and not model.__name__.endswith("Event"):
                    for row in model._base_manager.values_list(*texts):
                        found |= {
                            " ".join(value.split())
                            for value in row
                            if value and OWN.search(value) and len(value) < 3000
                        }
        for content in Seal.objects.values_list("content", flat=True):
            found |= {" ".join(said.split()) for said in strings(json.loads(content)) if OWN.search(said)}
    return sorted(found)


def strings(sealed: object) -> Iterator[str]:
    """Every text in a seal."""
    if isinstance(sealed, str):
        yield sealed
    for part in sealed.values() if isinstance(sealed, dict) else sealed if isinstance(sealed, list) else ():
        yield from strings(part)


def own_words(page: str, typed: list[str]) -> set[str]:
    """The page's own lines with "we", "our", "ours" or "us" in them."""
    return {line for line in lines_of(page) if OWN.search(line) and said_by_nobody(line, typed)}


def test_a_sentence_that_both_sides_read_alike_speaks_for_neither(
    read: dict[str, Visited], typed: list[str]
) -> None:
    both = read["ours"].texts.keys() & read["theirs"].texts.keys()
    assert len(both) > 30
    alike = {
        (line, path)
        for path in both
        for line in own_words(read["ours"].texts[path], typed) & own_words(read["theirs"].texts[path], typed)
        if line not in REFLEXIVE and not line.endswith(_OF_THE_READERS_EDITION)
    }
    assert sorted(alike) == [], "\n".join(sorted({line for line, _ in alike}))


@pytest.mark.parametrize("side", ["ours", "theirs"])
def test_we_stands_in_the_readers_own_colour(read: dict[str, Visited], side: str) -> None:
    found = {(path, fault) for path, page in read[side].texts.items() for fault in out_of_colour(page, side)}
    assert sorted(found) == []


def test_each_side_calls_the_partnership_by_the_others_name(read: dict[str, Visited]) -> None:
    for side, own in (("ours", OURS), ("theirs", THEIRS)):
        named = {
            (path, said)
            for path, page in read[side].texts.items()
            for said in heard(page).called
            if own in said
        }
        assert sorted(named) == []
    assert any(OURS in said for page in read["theirs"].texts.values() for said in heard(page).called)


def test_words_that_swap_are_there_on_both_sides(read: dict[str, Visited]) -> None:
    """The rule above would hold of a demo in which nobody says "we"."""
    for side in ("ours", "theirs"):
        said = {text for page in read[side].texts.values() for _, text in heard(page).said}
        assert {"We owe", "They owe"} - said == set()


def test_the_partners_edition_speaks_for_nobody(read: dict[str, Visited], typed: list[str]) -> None:
    records = [page for path, page in read["theirs"].texts.items() if path.endswith("/record/")]
    assert records
    said = {line for page in records for line in own_words(page, typed)} - REFLEXIVE.keys()
    assert {line for line in said if not line.endswith(_OF_THE_READERS_EDITION)} == set()


def test_no_mail_speaks_to_its_reader_as_the_other_side(typed: list[str]) -> None:
    with entered(SYSTEM):
        mails = list(MailContent.objects.select_related("mail__person__employer").exclude(mail__person=None))
    assert {content.mail.person.side.value for content in mails} == {"ours", "theirs"}
    for content in mails:
        person = content.mail.person
        own = person.employer.name if person.employer else OURS
        assert not content.mail.subject.startswith((f"{own}:", f"Agenda: {own}")), content.mail.subject
        if person.employer and content.mail.kind != "pack":
            lines = lines_of(content.html, "<body", "</body>")
            said = {line for line in lines if OWN.search(line) and said_by_nobody(line, typed)}
            assert {line for line in said if not line.startswith("What we talk about")} == set()
