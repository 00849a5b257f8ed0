import pytest
from django.core.exceptions import PermissionDenied

from governance import verbs
from governance.models import Activity, RaciMatrix
from governance.raci.gaps import gaps, size_warning
from partners.isolation.scope import acting_as
from partners.verb import Refused, Stale
from tests.cast import Cast
from tests.governance.scene import NOW


def grid(cast: Cast, *, whole: bool = True) -> tuple[RaciMatrix, Activity]:
    matrix = verbs.draft_matrix(cast.partner, title="Database operations", by=cast.manager, now=NOW)
    activity = verbs.add_activity(matrix, title="Restore a database", by=cast.manager, now=NOW)
    if whole:
        verbs.assign(activity, person=cast.lead, letter="A", by=cast.manager, now=NOW)
        verbs.assign(activity, person=cast.contributor, letter="R", by=cast.manager, now=NOW)
    return matrix, activity


def agree(cast: Cast, matrix: RaciMatrix) -> None:
    for person in (cast.manager, cast.lead):
        verbs.agree_matrix(matrix, by=person, now=NOW)


@pytest.mark.parametrize(
    "letters, missing",
    [
        ("AR", []),
        ("ARRCCI", []),
        ("R", ["nobody is accountable"]),
        ("AC", ["nobody is responsible"]),
        ("", ["nobody is accountable", "nobody is responsible"]),
        ("AAR", ["more than one person is accountable"]),
    ],
)
def test_a_row_needs_exactly_one_a_and_at_least_one_r(letters: str, missing: list[str]) -> None:
    assert gaps(letters) == missing


def test_more_than_twenty_rows_draw_a_warning() -> None:
    assert not size_warning([None] * 20)
    assert "21 activities" in size_warning([None] * 21)


@pytest.mark.parametrize("order", [("manager", "lead"), ("lead", "manager")])
def test_a_grid_is_agreed_once_both_sides_say_yes(cast: Cast, order: tuple[str, str]) -> None:
    first, second = (getattr(cast, name) for name in order)
    with acting_as(cast.manager):
        matrix, _ = grid(cast)
        verbs.agree_matrix(matrix, by=first, now=NOW)
        verbs.agree_matrix(matrix, by=first, now=NOW)
        assert matrix.state == "draft"
        verbs.agree_matrix(matrix, by=second, now=NOW)
        assert matrix.state == "agreed"


def test_a_grid_with_a_gap_cannot_be_agreed(cast: Cast) -> None:
    with acting_as(cast.manager):
        matrix, _ = grid(cast, whole=False)
        with pytest.raises(Refused, match="“Restore a database” is not whole yet: nobody is accountable and"):
            verbs.agree_matrix(matrix, by=cast.manager, now=NOW)


def test_an_empty_grid_cannot_be_agreed(cast: Cast) -> None:
    with acting_as(cast.manager):
        matrix = verbs.draft_matrix(cast.partner, title="Empty", by=cast.manager, now=NOW)
        with pytest.raises(Refused, match="nothing to agree to yet"):
            verbs.agree_matrix(matrix, by=cast.manager, now=NOW)


def test_any_later_edit_needs_both_yeses_again(cast: Cast) -> None:
    with acting_as(cast.manager):
        matrix, activity = grid(cast)
        agree(cast, matrix)
        verbs.assign(activity, person=cast.teammate, letter="I", by=cast.manager, now=NOW)
        matrix.refresh_from_db()
        assert (matrix.state, matrix.agreements.count()) == ("draft", 0)


def test_only_one_person_is_accountable(cast: Cast) -> None:
    with acting_as(cast.manager):
        _, activity = grid(cast)
        with pytest.raises(Refused, match="Jonas Stein is already accountable"):
            verbs.assign(activity, person=cast.manager, letter="A", by=cast.manager, now=NOW)


def test_a_letter_can_be_changed_and_taken_away(cast: Cast) -> None:
    with acting_as(cast.manager):
        _, activity = grid(cast)
        verbs.assign(activity, person=cast.lead, letter="C", by=cast.manager, now=NOW)
        assert activity.assignments.get(person=cast.lead).letter == "C"
        verbs.assign(activity, person=cast.lead, letter="", by=cast.manager, now=NOW)
        assert not activity.assignments.filter(person=cast.lead).exists()


def test_a_rival_has_no_letter(cast: Cast) -> None:
    with acting_as(cast.manager):
        _, activity = grid(cast)
        with pytest.raises(Refused, match="takes no part"):
            verbs.assign(activity, person=cast.rival_lead, letter="I", by=cast.manager, now=NOW)


def test_a_yes_to_a_grid_that_has_changed_is_stale(cast: Cast) -> None:
    with acting_as(cast.manager):
        matrix, activity = grid(cast)
        matrix.refresh_from_db()
        seen = matrix.version
        verbs.assign(activity, person=cast.teammate, letter="I", by=cast.manager, now=NOW)
        with pytest.raises(Stale):
            verbs.agree_matrix(matrix, by=cast.lead, now=NOW, version=seen)


def test_a_row_that_actions_point_at_stays(cast: Cast) -> None:
    with acting_as(cast.manager):
        _, activity = grid(cast)
        verbs.promise(
            cast.partner,
            title="Drill",
            owner=cast.teammate,
            due_on=NOW.date(),
            by=cast.manager,
            now=NOW,
            activity=activity,
        )
        with pytest.raises(Refused, match="Actions belong to this activity"):
            verbs.remove_activity(activity, by=cast.manager, now=NOW)


def test_a_yes_is_said_by_whoever_speaks_for_a_side_or_recorded_from_one_by_whoever_chairs(
    cast: Cast,
) -> None:
    with acting_as(cast.manager):
        matrix, _ = grid(cast)

        def may(by: str, voice: str = "") -> bool:
            word = getattr(cast, voice) if voice else None
            try:
                verbs.agree_matrix(matrix, by=getattr(cast, by), now=NOW, on_word_of=word)
            except PermissionDenied:
                return False
            return True

        assert [
            who for who in ("teammate", "reader", "contributor", "observer", "rival_lead") if may(who)
        ] == []
        assert not may("lead", "manager"), "only whoever chairs records another's yes"
        assert not may("manager", "contributor"), "who does not speak for their side has no yes to record"
        assert matrix.agreements.count() == 0
        assert may("manager", "lead")
        assert matrix.agreements.get().by == cast.lead
