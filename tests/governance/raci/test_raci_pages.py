from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from governance import verbs
from governance.models import Activity, RaciAssignment, RaciMatrix
from governance.raci.grid import cell_name, read_cells
from partners.isolation.scope import SYSTEM, acting_as, entered
from partners.models import User
from tests.cast import Cast
from tests.reading import without_terms

pytestmark = pytest.mark.django_db
SignedIn = Callable[[User], Client]
BASE = "/partnerships/meridian/raci/"


@pytest.fixture
def matrix(cast: Cast) -> RaciMatrix:
    """A grid with one empty row."""
    with acting_as(cast.manager):
        begun = verbs.draft_matrix(
            cast.partner, title="Database operations", by=cast.manager, now=timezone.now()
        )
        verbs.add_activity(begun, title="Restore a database", by=cast.manager, now=timezone.now())
        return begun


@pytest.fixture
def activity(matrix: RaciMatrix) -> Activity:
    with entered(SYSTEM):
        return matrix.activities.get()


def letters(activity: Activity) -> dict[str, str]:
    with entered(SYSTEM):
        rows = RaciAssignment.objects.filter(activity=activity).select_related("person")
        return {row.person.full_name: row.letter for row in rows}


def test_a_grid_is_begun_and_gets_its_rows(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in(cast.lead)
    client.post(f"{BASE}new/", {"title": "Test data"})
    with entered(SYSTEM):
        begun = RaciMatrix.objects.get()
    client.post(f"{BASE}{begun.pk}/activities/", {"title": "Mask names"})
    page = client.get(f"{BASE}{begun.pk}/").content.decode()
    assert "Mask names" in page
    assert "nobody is accountable" in without_terms(page)


def test_all_letters_are_kept_in_one_save_and_the_a_can_change_hands(
    cast: Cast, matrix: RaciMatrix, activity: Activity, signed_in: SignedIn
) -> None:
    client = signed_in(cast.manager)
    lead, mei = cell_name(activity.pk, cast.lead.pk), cell_name(activity.pk, cast.contributor.pk)
    client.post(f"{BASE}{matrix.pk}/letters/", {mei: "R", lead: "A"})
    assert letters(activity) == {"Jonas Stein": "A", "Mei Chen": "R"}
    client.post(f"{BASE}{matrix.pk}/letters/", {mei: "A", lead: "R"})
    assert letters(activity) == {"Jonas Stein": "R", "Mei Chen": "A"}


def test_two_accountable_people_are_refused_and_the_letters_typed_stay(
    cast: Cast, matrix: RaciMatrix, activity: Activity, signed_in: SignedIn
) -> None:
    lead, mei = cell_name(activity.pk, cast.lead.pk), cell_name(activity.pk, cast.contributor.pk)
    response = signed_in(cast.manager).post(f"{BASE}{matrix.pk}/letters/", {mei: "A", lead: "A"})
    page = response.content.decode()
    assert response.status_code == 422
    assert "only one person can be" in page
    assert page.count("<option selected>A</option>") == 2
    assert letters(activity) == {}


def test_a_stale_save_keeps_the_letters_typed(
    cast: Cast, matrix: RaciMatrix, activity: Activity, signed_in: SignedIn
) -> None:
    lead = cell_name(activity.pk, cast.lead.pk)
    response = signed_in(cast.manager).post(f"{BASE}{matrix.pk}/letters/", {lead: "A", "version": "1"})
    assert response.status_code == 409
    assert "<option selected>A</option>" in response.content.decode()
    assert letters(activity) == {}


def test_each_side_agrees_and_an_edit_asks_both_again(
    cast: Cast, matrix: RaciMatrix, activity: Activity, signed_in: SignedIn
) -> None:
    lead, mei = cell_name(activity.pk, cast.lead.pk), cell_name(activity.pk, cast.contributor.pk)
    ours, theirs = signed_in(cast.manager), signed_in(cast.lead)
    early = ours.post(f"{BASE}{matrix.pk}/agreement/")
    assert early.status_code == 422
    assert "“Restore a database” is not whole yet" in early.content.decode()
    ours.post(f"{BASE}{matrix.pk}/letters/", {mei: "R", lead: "A"})
    ours.post(f"{BASE}{matrix.pk}/agreement/")
    assert "It counts once both sides agree." in theirs.get(f"{BASE}{matrix.pk}/").content.decode()
    theirs.post(f"{BASE}{matrix.pk}/agreement/")
    assert "Both sides agree to this grid." in ours.get(f"{BASE}{matrix.pk}/").content.decode()
    theirs.post(f"{BASE}{matrix.pk}/letters/", {lead: "", mei: "A"})
    assert "Both sides agree to" not in ours.get(f"{BASE}{matrix.pk}/").content.decode()


def test_a_row_is_taken_out(cast: Cast, matrix: RaciMatrix, activity: Activity, signed_in: SignedIn) -> None:
    signed_in(cast.manager).post(f"{BASE}{matrix.pk}/activities/{activity.pk}/removal/")
    with entered(SYSTEM):
        assert not matrix.activities.exists()


def test_with_htmx_the_grid_comes_back_alone(cast: Cast, matrix: RaciMatrix, signed_in: SignedIn) -> None:
    response = signed_in(cast.manager).post(
        f"{BASE}{matrix.pk}/activities/", {"title": "Patch"}, headers={"HX-Request": "true"}
    )
    assert response.content.decode().lstrip().startswith('<div class="stack" id="grid">')


def test_a_rival_cannot_be_given_a_letter(
    cast: Cast, matrix: RaciMatrix, activity: Activity, signed_in: SignedIn
) -> None:
    name = cell_name(activity.pk, cast.rival_lead.pk)
    answer = signed_in(cast.manager).post(f"{BASE}{matrix.pk}/letters/", {name: "R"})
    assert answer.status_code == 422
    assert "takes no part in this partnership" in answer.content.decode()
    assert "Rhona Halden" not in answer.content.decode()


@pytest.mark.parametrize("route", ["", "letters/", "activities/", "agreement/", "activities/{row}/removal/"])
def test_for_a_rival_it_is_the_same_as_missing(
    cast: Cast, matrix: RaciMatrix, activity: Activity, signed_in: SignedIn, route: str
) -> None:
    client = signed_in(cast.rival_lead)
    for method in (client.get, client.post):
        assert method(f"{BASE}{matrix.pk}/{route.format(row=activity.pk)}").status_code == 404
    assert client.get(BASE).status_code == 404


@pytest.mark.parametrize("route", ["letters/", "activities/", "agreement/", "activities/{row}/removal/"])
def test_a_contributor_reads_the_grid_and_changes_nothing(
    cast: Cast, matrix: RaciMatrix, activity: Activity, signed_in: SignedIn, route: str
) -> None:
    client = signed_in(cast.contributor)
    assert "Save the letters" not in client.get(f"{BASE}{matrix.pk}/").content.decode()
    assert client.post(f"{BASE}{matrix.pk}/{route.format(row=activity.pk)}").status_code == 403


def test_more_rows_take_no_more_queries(cast: Cast, matrix: RaciMatrix, signed_in: SignedIn) -> None:
    client = signed_in(cast.manager)

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get(f"{BASE}{matrix.pk}/")
        return len(captured)

    few = queries()
    with acting_as(cast.manager):
        for number in range(6):
            row = verbs.add_activity(matrix, title=f"Row {number}", by=cast.manager, now=timezone.now())
            verbs.assign(row, person=cast.lead, letter="A", by=cast.manager, now=timezone.now())
    assert queries() == few


def test_only_cells_are_read_from_a_form() -> None:
    assert read_cells({"cell-3-14": "A", "cell-x-1": "A", "version": "2", "cell-3": "R"}) == {(3, 14): "A"}
