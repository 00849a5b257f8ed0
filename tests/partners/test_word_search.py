"""Words found as people mean them, by one fold in Python and in the database alike."""

import pytest
from django.db.models import Q

from partners.finding import MOST_WORDS, found_in, spans_in, words_of
from partners.isolation.scope import SYSTEM, entered
from partners.models import Partner
from tests.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("zurich", "Zürich Rück"),
        ("ZÜRICH", "Zurich Ruck"),
        ("Zu\u0308rich", "Zürich Rück"),
        ("ruck zur", "Zürich Rück"),
        ("zurich\u200f", "Zürich Rück"),
        ("łodz", "ŁÓDŹ"),
        ("αθηνα", "Αθήνα"),
        ("2026", "Plan ٢٠٢٦"),
        ("北京", "支付 北京"),
        ("100%", "100% cover"),
        ("a_b", "a_b"),
        ("c:\\x", "C:\\x"),
        ("[a-z]+(.*)", "[a-z]+(.*)"),
        ("^$|?{2}", "^$|?{2}"),
    ],
)
def test_a_word_is_found_however_it_is_written(cast: Cast, typed: str, name: str) -> None:
    with entered(SYSTEM):
        Partner.objects.create(name=name, slug="found")
        assert [partner.slug for partner in Partner.objects.filter(found_in(typed, "name"))] == ["found"]
    assert spans_in(name, words_of(typed))


@pytest.mark.parametrize("typed", ["zurich bern", "%", "_", ".", "zur.ch", "[z]urich", "zurich|x", "\\w"])
def test_what_is_not_there_is_not_found(cast: Cast, typed: str) -> None:
    with entered(SYSTEM):
        Partner.objects.create(name="Zürich", slug="found")
        assert not Partner.objects.filter(found_in(typed, "name")).exists()


def test_words_may_stand_in_different_columns_but_each_must_stand_somewhere(cast: Cast) -> None:
    with entered(SYSTEM):
        Partner.objects.create(name="Alpha", slug="found", kind="cloud")
        both = Partner.objects.filter(found_in("alpha cloud", "name", "kind"))
        assert [partner.slug for partner in both] == ["found"]
        assert not Partner.objects.filter(found_in("alpha network", "name", "kind")).exists()


@pytest.mark.parametrize("typed", ["", "  ", "\u200b", "\u200f\u200e"])
def test_nothing_that_can_be_seen_asks_for_nothing(typed: str) -> None:
    assert words_of(typed) == ()
    assert found_in(typed, "name") == Q()


def test_a_word_too_many_is_not_looked_for() -> None:
    many = " ".join(f"w{number}" for number in range(MOST_WORDS + 1))
    assert words_of(many) == tuple(many.split()[:MOST_WORDS])
    assert words_of("a a b") == ("a", "b")


def test_what_is_found_is_marked_where_it_stands() -> None:
    text = "Zürich: the zurichers"
    assert [text[begin:end] for begin, end in spans_in(text, ("zurich",))] == ["Zürich", "zurich"]
    assert spans_in("banana", ("ban", "ana")) == [(0, 4)]
    assert spans_in("banana", ("b", "na")) == [(0, 1), (2, 6)]
    assert spans_in("banana", ("x",)) == []
