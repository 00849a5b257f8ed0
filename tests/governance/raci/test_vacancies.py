"""For how long nobody has had a role: of the row, never of a person."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance import verbs
from governance.models import RaciVersion
from governance.raci.vacancies import Part, Reign, Vacancy, vacancy
from governance.raci.vacant_rows import vacant_rows
from partners.isolation.scope import SYSTEM, entered
from partners.models import Membership
from tests.cast import Cast
from tests.governance.raci.grids import agreed, recorded
from tests.governance.scene import NOW, TODAY

BEGAN = date(2026, 9, 1)


def on(days: int) -> date:
    return BEGAN + timedelta(days=days)


ALWAYS = {1: [Part(on(-90), None)]}
HAS_IT = [Reign(BEGAN, frozenset({1}))]


def test_who_is_here_leaves_no_vacancy() -> None:
    assert vacancy(HAS_IT, ALWAYS, on(30)) is None


def test_nobody_has_it_from_the_day_on_which_they_left_that_day_and_today_among_them() -> None:
    left = {1: [Part(on(-90), on(10))]}
    assert vacancy(HAS_IT, left, on(9)) is None
    assert vacancy(HAS_IT, left, on(10), letter="A") == Vacancy(1, on(10), "A")
    assert vacancy(HAS_IT, left, on(21)) == Vacancy(12, on(10))


def test_once_somebody_has_it_again_the_days_stay_and_it_is_vacant_no_longer() -> None:
    reigns = [*HAS_IT, Reign(on(15), frozenset({2}))]
    parts = {1: [Part(on(-90), on(10))], 2: [Part(on(12), None)]}
    assert vacancy(reigns, parts, on(14)) == Vacancy(5, on(10))
    assert vacancy(reigns, parts, on(30)) == Vacancy(5, None)


def test_who_came_back_had_it_meanwhile_no_more() -> None:
    assert vacancy(HAS_IT, {1: [Part(on(-9), on(3)), Part(on(6), None)]}, on(9)) == Vacancy(3, None)


def test_of_two_who_have_it_one_is_enough() -> None:
    both = [Reign(BEGAN, frozenset({1, 2}))]
    assert vacancy(both, {1: [Part(on(-9), on(3))], 2: [Part(on(-9), on(5))]}, on(6)) == Vacancy(2, on(5))


def test_two_times_are_added_and_only_the_last_lasts() -> None:
    reigns = [Reign(BEGAN, frozenset()), Reign(on(2), frozenset({1})), Reign(on(6), frozenset())]
    assert vacancy(reigns, ALWAYS, on(7)) == Vacancy(4, on(6))


@pytest.mark.parametrize(
    ("found", "words"),
    [
        (Vacancy(12, BEGAN, "A"), "nobody accountable for 12 days"),
        (Vacancy(1, BEGAN, "R"), "nobody responsible for one day"),
        (Vacancy(20, None, "R"), "nobody was responsible for 20 days"),
        (Vacancy(20, BEGAN), "nobody there for 20 days"),
    ],
)
def test_it_is_said_in_words(found: Vacancy, words: str) -> None:
    assert found.words == words


SPANS = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=4)


@given(SPANS, st.integers(0, 40))
def test_it_is_never_longer_than_the_role_is_old_and_lasts_only_while_nobody_is_here(
    spans: list[tuple[int, int]], today: int
) -> None:
    parts = {1: [Part(on(first), on(first + length)) for first, length in spans]}
    found = vacancy(HAS_IT, parts, on(today))
    here = {day for part in parts[1] for day in range((part.since - BEGAN).days, (part.until - BEGAN).days)}
    assert (found.days if found else 0) == sum(day not in here for day in range(today + 1))
    assert bool(found and found.since) == (today not in here)


@pytest.mark.django_db
class TestRows:
    """Of grids in force."""

    @pytest.fixture(autouse=True)
    def _everywhere(self, cast: Cast) -> object:
        with entered(SYSTEM):
            yield

    def _left(self, cast: Cast, days_ago: int) -> None:
        day = TODAY - timedelta(days=days_ago)
        Membership.objects.filter(person=cast.contributor).update(until=day, since=day - timedelta(days=400))

    def test_a_row_whose_r_has_left_is_vacant_since_then(self, cast: Cast) -> None:
        matrix = agreed(cast)
        Membership.objects.filter(partner=cast.partner).update(since=TODAY - timedelta(days=400))
        RaciVersion.objects.update(answered_on=TODAY - timedelta(days=60))
        assert vacant_rows(cast.partner, TODAY) == {}
        self._left(cast, 4)
        assert vacant_rows(cast.partner, TODAY) == {
            (matrix.pk, 1): (Vacancy(5, TODAY - timedelta(days=4), "R"),)
        }

    def test_what_is_not_agreed_has_no_vacancy_and_a_later_version_fills_it(self, cast: Cast) -> None:
        matrix = agreed(cast)
        Membership.objects.filter(partner=cast.partner).update(since=TODAY - timedelta(days=400))
        RaciVersion.objects.update(answered_on=TODAY - timedelta(days=60))
        self._left(cast, 4)
        filled = {"Restore a database": {"lead": "A", "teammate": "R"}}
        recorded(cast, matrix, filled, by=cast.manager)
        assert [each.since for each in vacant_rows(cast.partner, TODAY)[matrix.pk, 1]] == [
            TODAY - timedelta(days=4)
        ]
        verbs.agree_matrix(matrix, by=cast.lead, now=NOW)
        assert vacant_rows(cast.partner, TODAY)[matrix.pk, 1] == (Vacancy(4, None, "R"),)
