"""A grid is proposed by one side and agreed by the other; what is in force stays until the next one is agreed."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import ProgrammingError, connection, transaction

from governance import verbs
from governance.models import RaciLetter, RaciLine, RaciMatrix, RaciVersion
from governance.raci.content import GridLine
from governance.raci.versions import agreed_versions, content, latest, open_version, standing
from partners.isolation.scope import SYSTEM, acting_as, entered
from partners.models import Membership, OutgoingMail
from partners.verb import Refused, Stale
from tests.cast import Cast
from tests.governance.raci.grids import RESTORE, agreed, drafted, lines, recorded, said
from tests.governance.scene import NOW

pytestmark = pytest.mark.django_db
OTHER = {"Restore a database": {"lead": "A", "contributor": "R", "teammate": "I"}}
SIDES = pytest.mark.parametrize(("first", "second"), [("manager", "lead"), ("lead", "manager")])


@pytest.fixture(autouse=True)
def _everywhere(cast: Cast) -> object:
    with entered(SYSTEM):
        yield


@SIDES
def test_whoever_proposes_has_said_yes_and_the_other_side_s_yes_brings_it_into_force(
    cast: Cast, first: str, second: str
) -> None:
    one, other = getattr(cast, first), getattr(cast, second)
    matrix = drafted(cast, by=one)
    recorded(cast, matrix, RESTORE, by=one)
    assert matrix.state == "draft"
    assert [each.side for each in matrix.agreements.all()] == [one.side]
    with pytest.raises(Refused, match="It waits for"):
        verbs.agree_matrix(matrix, by=one, now=NOW)
    version = verbs.agree_matrix(matrix, by=other, now=NOW)
    assert (matrix.state, version.number, version.by, version.answered_by) == ("agreed", 1, one, other)
    assert {each.side for each in matrix.agreements.all()} == {"ours", "theirs"}


@SIDES
def test_the_version_in_force_stays_until_the_other_side_agrees_to_the_next(
    cast: Cast, first: str, second: str
) -> None:
    one, other = getattr(cast, first), getattr(cast, second)
    matrix = agreed(cast)
    recorded(cast, matrix, OTHER, by=one)
    assert (matrix.state, said(cast, standing(matrix))) == ("agreed", RESTORE)
    verbs.agree_matrix(matrix, by=other, now=NOW)
    assert said(cast, standing(matrix)) == OTHER
    assert [said(cast, content(each)) for each in agreed_versions(matrix)] == [RESTORE, OTHER]
    assert [each.number for each in agreed_versions(matrix)] == [1, 2]


def test_two_who_agree_at_once_make_one_version(cast: Cast) -> None:
    matrix = drafted(cast)
    recorded(cast, matrix, RESTORE, by=cast.manager)
    seen = RaciMatrix.objects.get(pk=matrix.pk)
    verbs.agree_matrix(matrix, by=cast.lead, now=NOW, version=matrix.version)
    with pytest.raises(Stale):
        verbs.agree_matrix(seen, by=cast.partner_sponsor, now=NOW, version=seen.version)
    with pytest.raises(Refused, match="Nothing waits for a yes"):
        verbs.agree_matrix(seen, by=cast.partner_sponsor, now=NOW)
    assert matrix.versions.agreed().count() == 1


def test_a_yes_to_a_proposal_that_was_replaced_is_stale(cast: Cast) -> None:
    matrix = drafted(cast)
    recorded(cast, matrix, RESTORE, by=cast.manager)
    seen = matrix.version
    recorded(cast, matrix, OTHER, by=cast.manager)
    with pytest.raises(Stale):
        verbs.agree_matrix(matrix, by=cast.lead, now=NOW, version=seen)


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ({"Patch": {"contributor": "R"}}, "“Patch” is not whole yet: nobody is accountable"),
        ({"Patch": {"lead": "A"}}, "nobody is responsible"),
        (
            {"Patch": {"lead": "A", "teammate": "A", "contributor": "R"}},
            "more than one person is accountable: Tom Okafor and Jonas Stein",
        ),
        ({}, "nothing to agree to yet"),
    ],
)
def test_a_grid_with_a_gap_is_kept_as_a_draft_and_not_proposed(
    cast: Cast, rows: dict[str, dict[str, str]], sentence: str
) -> None:
    matrix = drafted(cast)
    with pytest.raises(Refused, match=sentence):
        recorded(cast, matrix, rows, by=cast.manager)
    recorded(cast, matrix, rows, by=cast.manager, propose=False)
    assert said(cast, latest(matrix)) == rows


def test_somebody_who_leaves_before_the_yes_keeps_it_from_being_agreed(cast: Cast) -> None:
    matrix = drafted(cast)
    recorded(cast, matrix, RESTORE, by=cast.manager)
    Membership.objects.filter(person=cast.contributor).update(until=NOW.date())
    with pytest.raises(Refused, match="nobody is responsible since Mei Chen left on"):
        verbs.agree_matrix(matrix, by=cast.lead, now=NOW)


def test_it_is_sent_back_with_a_line_and_is_a_draft_again(cast: Cast) -> None:
    matrix = agreed(cast)
    recorded(cast, matrix, OTHER, by=cast.manager)
    with pytest.raises(Refused, match="Say in a line"):
        verbs.send_back_matrix(matrix, words=" ", by=cast.lead, now=NOW)
    with pytest.raises(Refused, match="It waits for"):
        verbs.send_back_matrix(matrix, words="No.", by=cast.manager, now=NOW)
    verbs.send_back_matrix(matrix, words="Tom is on leave.", by=cast.lead, now=NOW)
    back = open_version(matrix)
    assert back
    assert (back.state, back.answer, back.answered_by) == ("draft", "Tom is on leave.", cast.lead)
    assert said(cast, standing(matrix)) == RESTORE
    assert said(cast, latest(matrix)) == OTHER, "what was proposed is not lost"


def test_a_side_takes_back_what_it_recorded_and_nothing_of_the_other(cast: Cast) -> None:
    matrix = agreed(cast)
    recorded(cast, matrix, OTHER, by=cast.manager)
    with pytest.raises(Refused, match="Only the side"):
        verbs.take_back_matrix(matrix, by=cast.lead, now=NOW)
    assert verbs.take_back_matrix(matrix, by=cast.manager, now=NOW).state == "draft"
    assert verbs.take_back_matrix(matrix, by=cast.manager, now=NOW).state == "dropped"
    with pytest.raises(Refused, match="nothing to take back"):
        verbs.take_back_matrix(matrix, by=cast.manager, now=NOW)
    assert said(cast, latest(matrix)) == RESTORE


def test_a_draft_does_not_push_the_other_side_s_proposal_aside_and_a_proposal_of_ones_own_does(
    cast: Cast,
) -> None:
    matrix = agreed(cast)
    recorded(cast, matrix, OTHER, by=cast.manager)
    with pytest.raises(Refused, match="Priya Raman has proposed a version"):
        recorded(cast, matrix, RESTORE, by=cast.lead, propose=False)
    mine = {"Restore a database": {"lead": "A", "contributor": "R", "manager": "I"}}
    recorded(cast, matrix, mine, by=cast.lead)
    found = open_version(matrix)
    assert found
    assert (found.by, said(cast, content(found))) == (cast.lead, mine)


def test_the_same_as_is_in_force_is_not_proposed(cast: Cast) -> None:
    matrix = agreed(cast)
    with pytest.raises(Refused, match="Nothing differs"):
        recorded(cast, matrix, RESTORE, by=cast.manager)


def test_a_row_that_actions_point_at_stays(cast: Cast) -> None:
    matrix = agreed(cast)
    activity = matrix.activities.get()
    about = {"title": "Drill", "owner": cast.teammate, "due_on": NOW.date(), "activity": activity}
    verbs.promise(cast.partner, **about, by=cast.manager, now=NOW)
    with pytest.raises(Refused, match="Actions belong to “Restore a database”"):
        recorded(cast, matrix, {"Patch": {"lead": "A", "contributor": "R"}}, by=cast.manager)
    renamed = (GridLine(activity.row, "Restore", dict(latest(matrix)[0].letters)),)
    verbs.record_matrix(matrix, lines=renamed, propose=True, by=cast.manager, now=NOW)
    verbs.agree_matrix(matrix, by=cast.lead, now=NOW)
    activity.refresh_from_db()
    assert (activity.title, activity.actions.count()) == ("Restore", 1)


def test_people_of_a_third_company_letters_that_are_none_and_rows_of_nobody_are_refused(cast: Cast) -> None:
    matrix = drafted(cast)
    about = {"propose": False, "by": cast.manager, "now": NOW}
    for line, sentence in (
        (GridLine(0, "Patch", {cast.rival_lead.pk: "I"}), "takes no part"),
        (GridLine(0, "Patch", {cast.lead.pk: "X"}), "“X” means nothing here"),
        (GridLine(0, "Patch", {cast.lead.pk: "AR"}), "“AR” means nothing here"),
        (GridLine(0, " ", {}), "in one line"),
        (GridLine(0, "restore A database", {}), "stands there twice"),
        (GridLine(987_654, "Patch", {}), "not in this grid any more"),
    ):
        with pytest.raises(Refused, match=sentence):
            verbs.record_matrix(matrix, lines=(*latest(matrix), line), **about)
    with pytest.raises(Refused, match="at most 40"):
        verbs.record_matrix(matrix, lines=tuple(GridLine(0, f"Row {n}") for n in range(41)), **about)
    assert said(cast, latest(matrix)) == RESTORE


def test_only_one_person_is_accountable_for_what_is_in_force_whoever_writes_it(cast: Cast) -> None:
    matrix = agreed(cast)
    held = matrix.activities.get().assignments.get(person=cast.contributor)
    held.letter = "A"
    with pytest.raises(Exception, match="raci_one_accountable_in_force"), transaction.atomic():
        held.save()


@pytest.mark.parametrize("model", [RaciLine, RaciLetter])
def test_what_a_version_says_never_changes_whoever_asks(cast: Cast, model: type) -> None:
    agreed(cast)
    table = model._meta.db_table  # type: ignore[attr-defined]
    with acting_as(cast.cio):
        assert model.objects.exists()  # type: ignore[attr-defined]
        for sentence in (f"UPDATE {table} SET partner_id = partner_id", f"DELETE FROM {table}"):
            with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
                connection.cursor().execute(sentence)


def test_who_may(cast: Cast) -> None:
    matrix = drafted(cast)
    everybody = (
        "cio",
        "manager",
        "teammate",
        "reader",
        "lead",
        "contributor",
        "observer",
        "rival_lead",
        "stranger",
    )

    def may(deed: object, who: str) -> bool:
        try:
            deed(getattr(cast, who))  # type: ignore[operator]
        except PermissionDenied:
            return False
        except Refused:
            return True
        return True

    deeds = (
        lambda by: recorded(cast, matrix, RESTORE, by=by, propose=False),
        lambda by: verbs.agree_matrix(matrix, by=by, now=NOW),
        lambda by: verbs.send_back_matrix(matrix, words="x", by=by, now=NOW),
        lambda by: verbs.take_back_matrix(matrix, by=by, now=NOW),
    )
    for deed in deeds:
        assert [who for who in everybody if may(deed, who)] == ["cio", "manager", "lead"]


def test_the_other_side_hears_of_a_proposal_and_not_of_a_draft(cast: Cast) -> None:
    matrix = drafted(cast)
    recorded(cast, matrix, RESTORE, by=cast.manager, propose=False)
    assert not OutgoingMail.objects.filter(kind="consent").exists()
    recorded(cast, matrix, RESTORE, by=cast.manager)
    assert [mail.person for mail in OutgoingMail.objects.filter(kind="consent")] == [cast.lead]


def test_what_is_recorded_beside_is_told_apart(cast: Cast) -> None:
    """Every recording is kept; one at most is open."""
    matrix = agreed(cast)
    for rows in (OTHER, RESTORE, OTHER):
        recorded(cast, matrix, rows, by=cast.lead, propose=False)
    assert [each.state for each in RaciVersion.objects.filter(matrix=matrix)].count("draft") == 1
    assert lines(cast, OTHER, latest(matrix)) == latest(matrix)
