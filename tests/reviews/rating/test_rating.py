"""Rating a review: by whom, from when until when, once; and what is kept of it."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction

from partners.access import Role
from partners.history.tables import histories, history_of_rows
from partners.isolation.scope import SYSTEM, acting_as, entered
from partners.models import Membership, User
from partners.verb import Refused
from reviews.models import Attendance, Rated, SideRating
from reviews.rating.gap import Step
from reviews.rating.period import is_over, rated_until
from reviews.verbs import rate_review
from tests.reviews.rating.scene import LAST_DAY, SEALED_AT, AtTheEnd


def counted(end: AtTheEnd, side: str) -> SideRating:
    with entered(SYSTEM):
        return SideRating.objects.get(review=end.scene.review, side=side)


@pytest.mark.parametrize("side", ["ours", "theirs"])
def test_an_answer_is_one_more_of_its_side(read_back: AtTheEnd, side: str) -> None:
    one, two, *_ = getattr(read_back, side)
    now = read_back.scene.at(72)
    read_back.rate(one, 4, fair=1, better="Answer  sooner", now=now)
    read_back.rate(two, 4, fair=3, now=now)
    row = counted(read_back, side)
    assert (row.tough, row.fair, row.better) == ([0, 0, 0, 2], [1, 0, 1, 0], ["Answer sooner"])
    with entered(SYSTEM):
        assert set(Rated.objects.values_list("person", flat=True)) == {one.pk, two.pk}
        assert SideRating.objects.count() == 1


def test_it_is_rated_from_the_read_back_on(end: AtTheEnd) -> None:
    person, now = end.scene.cast.lead, end.scene.at(72)
    with pytest.raises(Refused, match="once its promises are read back"):
        end.rate(person, 3, now=now)
    end.read_back()
    assert end.rate(person, 3, now=now).person == person


def test_it_is_rated_until_two_working_days_after_the_seal(sealed: AtTheEnd) -> None:
    cast = sealed.scene.cast
    with entered(SYSTEM):
        review = sealed.scene.fresh()
    last = sealed.scene.at() + timedelta(days=2)
    assert rated_until(review) == LAST_DAY == last.date()
    assert not is_over(review, last)
    sealed.rate(cast.lead, 3, now=last)
    assert is_over(review, sealed.over)
    with pytest.raises(Refused, match="could be rated until 25 November 2026"):
        sealed.rate(cast.contributor, 3, now=sealed.over)


def test_nobody_gains_a_day_by_moving_house(sealed: AtTheEnd) -> None:
    """What is shown is shown once: whoever changes their zone or country changes nothing about the last day."""
    with entered(SYSTEM):
        User.objects.update(time_zone="Pacific/Pago_Pago", country="AE")
    with pytest.raises(Refused, match="could be rated until"):
        sealed.rate(sealed.scene.cast.lead, 3, now=sealed.over.replace(hour=1))


@pytest.mark.parametrize(("state", "may"), [("following", True), ("excused", False), ("invited", False)])
def test_whoever_took_part_rates_it(read_back: AtTheEnd, state: str, may: bool) -> None:
    person, now = read_back.scene.cast.lead, read_back.scene.at(72)
    with entered(SYSTEM):
        Attendance.objects.filter(person=person).update(state=state)
    if may:
        assert read_back.rate(person, 3, now=now).person == person
        return
    with pytest.raises(Refused, match="not marked as there"):
        read_back.rate(person, 3, now=now)


@pytest.mark.parametrize("side", ["ours", "theirs"])
def test_a_second_answer_is_refused_and_changes_nothing(read_back: AtTheEnd, side: str) -> None:
    person, now = getattr(read_back, side)[0], read_back.scene.at(72)
    read_back.rate(person, 4, now=now)
    with pytest.raises(Refused, match="You have rated this review"):
        read_back.rate(person, 1, better="Something else", now=now)
    assert counted(read_back, side).tough == [0, 0, 0, 1]
    assert counted(read_back, side).better == []


@pytest.mark.parametrize("step", [0, 5, -1])
def test_one_of_the_four_is_chosen(read_back: AtTheEnd, step: int) -> None:
    with pytest.raises(Refused, match="one of the four") as refused:
        read_back.rate(read_back.scene.cast.lead, step, now=read_back.scene.at(72))
    assert refused.value.field == "tough"


def test_a_rival_rates_nothing(read_back: AtTheEnd) -> None:
    with pytest.raises(PermissionDenied), entered(SYSTEM):
        by = read_back.scene.cast.rival_lead
        rate_review(read_back.scene.fresh(), tough=1, fair=1, by=by, now=read_back.scene.at(72))


def test_nobody_reads_what_was_answered_and_the_history_says_no_more_than_that_it_was(
    read_back: AtTheEnd,
) -> None:
    end, now = read_back, read_back.scene.at(72)
    with entered(SYSTEM):
        before = {model: model._base_manager.count() for model in histories()}
    for person in (*end.ours, *end.theirs):
        end.rate(person, Step.VERY, better="Less paper", now=now)
    for person in (*end.ours, *end.theirs):
        with acting_as(person):
            assert not SideRating.objects.exists()
            assert Rated.objects.filter(person=person).exists()
    with entered(SYSTEM):
        grown = {
            model.__name__ for model in histories() if model._base_manager.count() != before.get(model, 0)
        }
        assert grown == {"RatedEvent"}
        told = history_of_rows(Rated)._base_manager.values()
        assert {row["pgh_context"]["verb"] for row in told} == {"rate_review"}
        assert not any("Less paper" in str(row) for row in told)
        assert {*told[0], *told[0]["pgh_context"]} & {"tough", "fair", "better", "side"} == set()


def test_the_row_of_a_side_has_no_name_time_or_key_of_an_answer() -> None:
    assert {field.name for field in SideRating._meta.fields} == {
        "id", "partner", "review", "side", "tough", "fair", "better",
    }  # fmt: skip


def test_the_lines_stand_in_no_order_of_their_writers(read_back: AtTheEnd) -> None:
    """Of twelve lines of one after the other, the odds that chance leaves them in order are 1 in 479,001,600."""
    with entered(SYSTEM):
        people = [User.objects.create(email=f"p{n}@example.com", full_name=f"P {n}") for n in range(12)]
        review, partner = read_back.scene.review, read_back.scene.cast.partner
        for person in people:
            Membership.objects.create(
                person=person, partner=partner, role=Role.CONTRIBUTOR, since=date(2025, 9, 1)
            )
            Attendance.objects.create(partner=partner, review=review, person=person, state="present")
    lines = [f"Line {n}" for n in range(12)]
    for person, line in zip(people, lines, strict=True):
        read_back.rate(person, 3, better=line, now=read_back.scene.at(72))
    kept = counted(read_back, "ours").better
    assert sorted(kept) == sorted(lines)
    assert kept != lines


@pytest.mark.parametrize(
    "change",
    [
        "tough = '{0,0,1,1}'",
        "tough = '{0,0,0,1}', fair = '{0,0,0,1}'",
        "tough = '{1,0,0,2}', fair = '{0,0,2,0}'",
        "tough = '{1,1,0,0}', fair = '{0,0,2,0}'",
        "tough = '{1,0,0,1}', fair = '{0,0,2,0}', better = '{}'",
        "tough = '{1,0,0,1}', fair = '{0,0,2,0}', better = '{Less paper,More,Again}'",
        "tough = '{1,0,0,1}', fair = '{0,0,2,0}', side = 'ours'",
    ],
)
def test_the_database_takes_one_more_answer_and_no_other_change(read_back: AtTheEnd, change: str) -> None:
    read_back.rate(read_back.scene.cast.lead, 4, better="Less paper", now=read_back.scene.at(72))
    with entered(SYSTEM), connection.cursor() as cursor:
        with pytest.raises(DatabaseError, match="one answer at a time"), transaction.atomic():
            cursor.execute(f"UPDATE reviews_siderating SET {change}")
        cursor.execute("UPDATE reviews_siderating SET tough = '{1,0,0,1}', fair = '{0,0,2,0}'")
        with pytest.raises(DatabaseError), transaction.atomic():
            cursor.execute("DELETE FROM reviews_siderating")


def test_it_is_rated_after_the_seal_as_well(sealed: AtTheEnd) -> None:
    sealed.rate(sealed.sponsor, 2, now=sealed.scene.at(SEALED_AT + 5))
    assert counted(sealed, "ours").tough == [0, 1, 0, 0]
