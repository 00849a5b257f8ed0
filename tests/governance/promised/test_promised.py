"""The people one side promised the other: said by that side, read by both, and never a figure for a person."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from governance import verbs
from governance.models import PromisedRole, RaciVersion
from governance.promised.queries import empty_roles, kept, promised_by, unfilled
from governance.raci.vacancies import Vacancy
from governance.raci.vacant_rows import parts_in
from partners.isolation.scope import SYSTEM, acting_as, entered
from partners.models import Membership, Side, User
from partners.verb import Refused, Stale
from tests.cast import Cast
from tests.governance.raci.grids import agreed
from tests.governance.scene import NOW, TODAY, in_days
from tests.reviews import scene

pytestmark = pytest.mark.django_db
SignedIn = Callable[[User], Client]
BOTH_SIDES = pytest.mark.parametrize("side", list(Side))
DAYS = timedelta(days=1)


@pytest.fixture(autouse=True)
def _everywhere(cast: Cast) -> object:
    with entered(SYSTEM):
        Membership.objects.filter(partner=cast.partner).update(since=TODAY - 400 * DAYS)
        yield


def leads(cast: Cast, side: Side) -> tuple[User, User, User]:
    """Who speaks for that side, a colleague of theirs, and who speaks for the other."""
    ours = (cast.manager, cast.teammate, cast.lead)
    return ours if side is Side.OURS else (cast.lead, cast.contributor, cast.manager)


def promised(cast: Cast, by: User, **said: Any) -> PromisedRole:
    terms = {"role": "Leads the nights", "name": "Ida Roth", "starts_on": in_days(-10)} | said
    return verbs.promise_role(cast.partner, **terms, by=by, now=NOW)


def shown(row: PromisedRole) -> Vacancy | None:
    return kept(row, parts_in(row.partner), TODAY).vacant


@BOTH_SIDES
def test_a_side_promises_somebody_and_says_who_came(cast: Cast, side: Side) -> None:
    by, colleague, _ = leads(cast, side)
    row = promised(cast, by)
    assert (row.side, row.promised_on, row.came) == (side, TODAY, None)
    assert shown(row) == Vacancy(11, TODAY - 10 * DAYS)
    verbs.say_who_came(row, person=colleague, on=in_days(-4), by=by, now=NOW)
    assert shown(row) == Vacancy(6, None)
    assert kept(row, {}, TODAY).is_another
    Membership.objects.filter(person=colleague).update(until=in_days(-1))
    assert shown(row) == Vacancy(8, in_days(-1))
    verbs.end_promised(row, why="Nobody works at night any more.", by=by, now=NOW)
    assert (row.ended_on, row.is_over) == (TODAY, True)


def test_before_its_day_nobody_is_missing(cast: Cast) -> None:
    row = promised(cast, cast.lead, starts_on=in_days(1))
    assert shown(row) is None
    verbs.correct_promised(row, role="Leads days", name="Ida Roth", starts_on=TODAY, by=cast.lead, now=NOW)
    assert (row.role, shown(row)) == ("Leads days", Vacancy(1, TODAY))


@BOTH_SIDES
def test_the_other_side_reads_it_and_says_nothing_of_what_becomes_of_it(cast: Cast, side: Side) -> None:
    by, colleague, other = leads(cast, side)
    row = promised(cast, by)
    with acting_as(other):
        assert list(PromisedRole.objects.visible_to(other)) == [row]
    for verb, said in (
        (verbs.say_who_came, {"person": colleague, "on": TODAY}),
        (verbs.correct_promised, {"role": "x", "name": "y", "starts_on": TODAY}),
        (verbs.end_promised, {"why": "x"}),
    ):
        with pytest.raises(Refused, match="Only the side that promised this"):
            verb(row, **said, by=other, now=NOW)
    with acting_as(cast.rival_lead):
        assert not PromisedRole.objects.all().exists()


@BOTH_SIDES
def test_who_came_is_of_that_side_takes_part_and_is_here_already(cast: Cast, side: Side) -> None:
    by, colleague, other = leads(cast, side)
    row = promised(cast, by)
    for person, on, why in (
        (other, TODAY, "Choose somebody of your side"),
        (colleague, in_days(1), "still to come"),
    ):
        with pytest.raises(Refused, match=why):
            verbs.say_who_came(row, person=person, on=on, by=by, now=NOW)
    Membership.objects.filter(person=colleague).update(until=TODAY)
    with pytest.raises(Refused, match="takes part here"):
        verbs.say_who_came(row, person=colleague, on=TODAY, by=by, now=NOW)


@pytest.mark.parametrize(
    ("said", "why"), [({"role": " "}, "what they are promised for"), ({"name": ""}, "who is promised")]
)
def test_a_promise_says_what_for_and_who(cast: Cast, said: dict[str, str], why: str) -> None:
    with pytest.raises(Refused, match=why):
        promised(cast, cast.lead, **said)


def test_it_ends_once_and_with_a_reason(cast: Cast) -> None:
    row = promised(cast, cast.lead)
    with pytest.raises(Refused, match="why it ends"):
        verbs.end_promised(row, why=" ", by=cast.lead, now=NOW)
    verbs.end_promised(row, why="Done.", version=row.version, by=cast.lead, now=NOW)
    with pytest.raises(Refused, match="has ended"):
        verbs.end_promised(row, why="Again.", by=cast.lead, now=NOW)
    with pytest.raises(Stale):
        verbs.correct_promised(
            row, role="x", name="y", starts_on=TODAY, version=row.version - 1, by=cast.lead, now=NOW
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        PromisedRole.objects.update(ended_why="")
    with pytest.raises(IntegrityError), transaction.atomic():
        PromisedRole.objects.update(came=cast.lead)


def test_an_outcome_stands_on_the_rows_of_its_promises_and_on_who_was_promised_for_it(cast: Cast) -> None:
    matrix = agreed(cast)
    RaciVersion.objects.update(answered_on=TODAY - 60 * DAYS)
    outcome, other = scene.outcome(cast.partner), scene.outcome(cast.partner, statement="Another")
    row = promised(cast, cast.manager, outcome=outcome, role="Owns the archive")
    assert [each.role for each in empty_roles(cast.partner, TODAY)[outcome.pk]] == ["“Owns the archive”"]
    Membership.objects.filter(person=cast.contributor).update(until=in_days(-20))
    assert [(each.title, each.vacant.letter) for each in unfilled(cast.partner, TODAY)] == [
        ("Restore a database", "R")
    ]
    item = scene.promise(cast.partner, cast.teammate, activity=matrix.activities.get(), outcome=outcome)
    found = empty_roles(cast.partner, TODAY)
    assert [(each.role, each.since) for each in found[outcome.pk]] == [
        ("“Restore a database” (R)", in_days(-20)),
        ("“Owns the archive”", in_days(-10)),
    ]
    assert other.pk not in found
    verbs.say_who_came(row, person=cast.teammate, on=TODAY, by=cast.manager, now=NOW)
    item.state = "withdrawn"
    type(item).objects.filter(pk=item.pk).update(state="withdrawn", closed_at=NOW, closed_on=TODAY)
    assert empty_roles(cast.partner, TODAY) == {}
    verbs.correct_promised(
        row, role="Owns it", name="Ida", starts_on=in_days(9), outcome=outcome, by=cast.manager, now=NOW
    )
    assert empty_roles(cast.partner, TODAY) == {}
    over = promised(cast, cast.lead, outcome=outcome)
    verbs.end_promised(over, why="Promised otherwise.", by=cast.lead, now=NOW)
    assert empty_roles(cast.partner, TODAY) == {}


@BOTH_SIDES
def test_both_sides_read_the_page_and_the_side_that_promised_has_the_forms(
    cast: Cast, side: Side, signed_in: SignedIn
) -> None:
    by, colleague, other = leads(cast, side)
    page = reverse("promised", args=[cast.partner.slug])
    client = signed_in(by)
    typed = {"role": "Leads the nights", "name": "Ida Roth", "starts_on": "1 Mar 2027"}
    assert client.post(f"{page}new/", typed).status_code == 302
    row = PromisedRole.objects.get()
    assert "Ida Roth" in client.get(page).content.decode()
    own = row.get_absolute_url()
    assert "Say who came" in client.get(own).content.decode()
    theirs = signed_in(other).get(own).content.decode()
    assert "Ida Roth" in theirs
    assert "Say who came" not in theirs
    arrival = client.post(
        f"{own}arrival/", {"person": colleague.pk, "on": "1 Mar 2030", "version": row.version}
    )
    assert (arrival.status_code, "still to come" in arrival.content.decode()) == (422, True)
    with acting_as(by):
        assert [each.promised.name for each in promised_by(cast.partner, by, TODAY)[side]] == ["Ida Roth"]
