"""Five questions a quarter: who answers, when, what is kept of it, and what is shown of it to whom."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from itertools import combinations, product

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction
from django.test import Client

from governance import verbs
from governance.models import PulseAnswered, SidePulse
from governance.pulse.period import is_open, open_until, quarter_shown
from governance.pulse.questions import QUESTIONS, PulseStep
from governance.pulse.shown import Pulse
from governance.together import LEAST, sides_found
from partners.access import Role
from partners.history.tables import history_of_rows
from partners.isolation.scope import SYSTEM, acting_as, entered
from partners.models import Membership, Partner, User
from partners.verb import Refused
from tests.cast import Cast

pytestmark = pytest.mark.django_db
SignedIn = Callable[[User], Client]
OPEN = datetime(2026, 10, 5, 9, tzinfo=UTC)
LAST, OVER = datetime(2026, 10, 14, 9, tzinfo=UTC), datetime(2026, 10, 15, 9, tzinfo=UTC)
ALL = {question.name: 4 for question in QUESTIONS}
ADDRESS = "/partnerships/meridian/pulse/"


@pytest.fixture
def our_sponsor(cast: Cast) -> User:
    with entered(SYSTEM):
        person = User.objects.create(email="paul.anders@example.com", full_name="Paul Anders")
        Membership.objects.create(
            person=person, partner=cast.partner, role=Role.EXECUTIVE_SPONSOR, since=date(2025, 9, 1)
        )
    return person


def answer(cast: Cast, person: User, now: datetime = OPEN, **answers: object) -> PulseAnswered:
    with acting_as(person):
        return verbs.answer_pulse(cast.partner, answers=answers or ALL, by=person, now=now)  # type: ignore[arg-type]


def row(cast: Cast, side: str) -> SidePulse:
    with entered(SYSTEM):
        return SidePulse.objects.get(partner=cast.partner, side=side)


def everybody(cast: Cast, ours: int, theirs: int, people: int = LEAST) -> None:
    for person in (cast.manager, cast.teammate, cast.reader)[:people]:
        answer(cast, person, **dict.fromkeys(ALL, ours))
    for person in (cast.lead, cast.contributor, cast.partner_sponsor)[:people]:
        answer(cast, person, **dict.fromkeys(ALL, theirs))


@pytest.mark.parametrize(
    ("now", "opened"),
    [
        (datetime(2026, 9, 30, 9, tzinfo=UTC), False),
        (datetime(2026, 10, 1, 9, tzinfo=UTC), True),
        (LAST, True),
        (OVER, False),
    ],
)
def test_they_are_open_in_the_first_ten_working_days_of_a_quarter(now: datetime, opened: bool) -> None:
    assert is_open(now) is opened
    assert open_until(date(2026, 10, 1)) == LAST.date()
    assert (
        quarter_shown(now) == date(2026, 10 if now == OVER else 4 if now.month == 9 else 7, 1) or not opened
    )


def test_while_it_is_open_the_quarter_before_is_shown() -> None:
    assert quarter_shown(LAST) == date(2026, 7, 1)
    assert quarter_shown(OVER) == date(2026, 10, 1)


@pytest.mark.parametrize("side", ["ours", "theirs"])
def test_an_answer_is_one_more_of_its_side_and_a_question_may_be_left_out(cast: Cast, side: str) -> None:
    people = {"ours": (cast.manager, cast.teammate), "theirs": (cast.lead, cast.contributor)}[side]
    answer(cast, people[0], trust=5, change="2")
    answer(cast, people[1], trust=5)
    found = row(cast, side)
    assert (found.trust, found.change, found.free_hand) == ([0, 0, 0, 0, 2], [0, 1, 0, 0, 0], [0, 0, 0, 0, 0])
    with entered(SYSTEM):
        assert set(PulseAnswered.objects.values_list("person", flat=True)) == {person.pk for person in people}


def test_it_is_answered_once_in_time_by_whoever_takes_part(cast: Cast) -> None:
    answer(cast, cast.lead)
    with pytest.raises(Refused, match="You have answered"):
        answer(cast, cast.lead, trust=1)
    with pytest.raises(Refused, match="until 14 October 2026"):
        answer(cast, cast.contributor, OVER)
    with pytest.raises(Refused, match="at least one"):
        answer(cast, cast.contributor, trust="")
    with pytest.raises(Refused, match="one of the five"):
        answer(cast, cast.contributor, trust=6)
    with pytest.raises(Refused, match="You have no part in it"):
        answer(cast, cast.cio)
    with pytest.raises(PermissionDenied), entered(SYSTEM):
        verbs.answer_pulse(cast.partner, answers=ALL, by=cast.rival_lead, now=OPEN)
    assert row(cast, "theirs").trust == [0, 0, 0, 1, 0]
    answer(cast, cast.lead, datetime(2027, 1, 4, 9, tzinfo=UTC))


def test_nothing_begins_where_a_partnership_has_ended(cast: Cast) -> None:
    with entered(SYSTEM):
        Partner.objects.filter(pk=cast.partner.pk).update(status=Partner.Status.ENDED)
    with pytest.raises(Refused):
        answer(cast, cast.lead)


def test_nobody_reads_what_was_answered_and_the_history_says_no_more_than_that_it_was(cast: Cast) -> None:
    answer(cast, cast.lead)
    for person in (cast.lead, cast.manager, cast.cio, cast.administrator, cast.rival_lead):
        with acting_as(person):
            assert not SidePulse.objects.exists()
    with entered(SYSTEM):
        told = history_of_rows(PulseAnswered)._base_manager.values()
        assert {each["pgh_context"]["verb"] for each in told} == {"answer_pulse"}
        assert {*told[0], *told[0]["pgh_context"]} & {*ALL, "answers"} == set()
    assert {field.name for field in SidePulse._meta.fields} == {"id", "partner", "quarter", "side", *ALL}


@pytest.mark.parametrize(
    "change",
    [
        "trust = '{0,0,0,0,1}'", "trust = '{0,0,0,3,0}'", "trust = '{0,0,1,0,1}'", "quarter = '2026-07-01'",
        "side = 'ours'", "trust = '{0,0,0,2,0}', change = '{0,0,0,0,0}'",
    ],
)  # fmt: skip
def test_the_database_takes_one_more_answer_and_no_other_change(cast: Cast, change: str) -> None:
    answer(cast, cast.lead)
    with entered(SYSTEM), connection.cursor() as cursor:
        with pytest.raises(DatabaseError, match="one answer at a time"), transaction.atomic():
            cursor.execute(f"UPDATE governance_sidepulse SET {change}")
        with pytest.raises(DatabaseError), transaction.atomic():
            cursor.execute("DELETE FROM governance_sidepulse")
        cursor.execute("UPDATE governance_sidepulse SET trust = '{0,0,0,2,0}'")


# --- what is shown -------------------------------------------------------------------------------------------------


def read(signed_in: SignedIn, person: User, path: str, now: datetime) -> str:
    with time_machine.travel(now, tick=False):
        return signed_in(person).get(path).content.decode()


def shown(cast: Cast, person: User) -> dict[str, object]:
    with acting_as(person):
        return {row.about: row.found for row in Pulse(cast.partner, person, OVER).rows}


def test_the_gap_is_read_by_both_sponsors_once_it_is_over_and_by_nobody_else(
    cast: Cast, our_sponsor: User, signed_in: SignedIn
) -> None:
    everybody(cast, 5, 1)
    path = "/partnerships/meridian/"
    for page in (path, ADDRESS):
        assert "We found that the other can be relied on, they did not." in read(
            signed_in, our_sponsor, page, OVER
        )
        theirs = read(signed_in, cast.partner_sponsor, page, OVER)
        assert "They found it clear who does what, we did not." in theirs
        assert "Give it an action with a date" in theirs
        assert "relied on, they" not in read(signed_in, our_sponsor, page, LAST)
        for person in (cast.cio, cast.manager, cast.lead, cast.reader, cast.observer):
            assert "How the sides see it" not in read(signed_in, person, page, OVER)


@pytest.mark.parametrize("people", range(LEAST + 1))
def test_nothing_is_told_from_fewer_than_the_least_of_either_side(
    cast: Cast, our_sponsor: User, people: int
) -> None:
    everybody(cast, 5, 1, people)
    found = shown(cast, our_sponsor)
    assert any(found.values()) is (people == LEAST)


def test_each_question_is_told_by_its_own_answers(cast: Cast, our_sponsor: User) -> None:
    everybody(cast, 5, 1, LEAST - 1)
    answer(cast, cast.reader, trust=5)
    answer(cast, cast.partner_sponsor, trust=1)
    assert [about for about, found in shown(cast, our_sponsor).items() if found] == ["Trust"]


def test_it_is_asked_on_desk_and_partnership_of_whoever_has_not_answered_while_it_is_open(
    cast: Cast, signed_in: SignedIn
) -> None:
    for path in ("/", "/partnerships/meridian/"):
        assert ADDRESS in read(signed_in, cast.lead, path, OPEN)
        assert ADDRESS not in read(signed_in, cast.lead, path, OVER)
        assert ADDRESS not in read(signed_in, cast.cio, path, OPEN)
    answer(cast, cast.lead)
    for path in ("/", "/partnerships/meridian/"):
        assert ADDRESS not in read(signed_in, cast.lead, path, OPEN)


def test_five_taps_on_a_page_of_ones_own(cast: Cast, signed_in: SignedIn) -> None:
    shown = read(signed_in, cast.lead, ADDRESS, OPEN)
    assert "What Northgate Group says can be relied on." in shown
    with time_machine.travel(OPEN, tick=False):
        said = signed_in(cast.lead).post(ADDRESS, {"trust": "4"}, follow=True).content.decode()
        assert "You have answered" in said
        assert signed_in(cast.contributor).post(ADDRESS, {}).status_code == 422
    assert row(cast, "theirs").trust == [0, 0, 0, 1, 0]


# --- nobody is unmasked --------------------------------------------------------------------------------------------

LEFT_OUT = 0
ANSWERS = (LEFT_OUT, *map(int, PulseStep))


def counted(given: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(given.count(step) for step in PulseStep)


def conspiracies(people: int) -> Iterator[tuple[int, ...]]:
    """Every set of fewer than half of a side's people."""
    for size in range((people + 1) // 2):
        yield from combinations(range(people), size)


@pytest.mark.parametrize("other", [(1, 1, 1), (3, 3, 3), (5, 5, 5, 5)])
@pytest.mark.parametrize("people", [LEAST, LEAST + 1, LEAST + 2])
def test_whoever_knows_fewer_than_half_of_a_side_learns_nobodys_answer(
    people: int, other: tuple[int, ...]
) -> None:
    """Of every set of answers, left out ones among them, with the whole of the other side's: at most that somebody left
    a question out, never how they answered it.
    """
    for knowing in conspiracies(people):
        possible: dict[object, list[set[int]]] = {}
        for given in product(ANSWERS, repeat=people):
            told = sides_found(counted(given), counted(other))
            seen = possible.setdefault((tuple(given[at] for at in knowing), told), [set() for _ in given])
            for at, step in enumerate(given):
                seen[at].add(step)
        for seen in possible.values():
            others = [seen[at] - {LEFT_OUT} for at in range(people) if at not in knowing]
            assert [each for each in others if len(each) == 1] == []
