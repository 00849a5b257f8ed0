"""The pages of a grid: begun, typed in, proposed, answered, taken along."""

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from governance import verbs
from governance.models import ActionItem, RaciMatrix
from governance.raci.templates import TEMPLATES
from governance.raci.versions import latest, standing
from partners.isolation.scope import SYSTEM, entered
from partners.models import Membership, User
from tests.cast import Cast
from tests.governance.raci.grids import RESTORE, agreed, drafted, recorded, said
from tests.governance.scene import NOW, in_days
from tests.reading import without_terms

pytestmark = pytest.mark.django_db
SignedIn = Callable[[User], Client]
BASE = "/partnerships/meridian/raci/"


@pytest.fixture
def matrix(cast: Cast) -> RaciMatrix:
    """A grid whose first version is in force."""
    with entered(SYSTEM):
        return agreed(cast)


def now_said(cast: Cast, matrix: RaciMatrix) -> dict[str, dict[str, str]]:
    with entered(SYSTEM):
        return said(cast, latest(RaciMatrix.objects.get(pk=matrix.pk)))


def cell(matrix: RaciMatrix, person: User, row: str = "") -> str:
    with entered(SYSTEM):
        return f"cell-{row or latest(matrix)[0].row}-{person.pk}"


def text(client: Client, address: str) -> str:
    return without_terms(client.get(address).content.decode())


@pytest.mark.parametrize("who", ["manager", "lead"])
def test_a_grid_is_begun_typed_in_as_a_draft_and_proposed(cast: Cast, signed_in: SignedIn, who: str) -> None:
    client, other = signed_in(getattr(cast, who)), signed_in(cast.lead if who == "manager" else cast.manager)
    assert client.post(f"{BASE}new/", {"title": "Test data"}).status_code == 302
    with entered(SYSTEM):
        begun = RaciMatrix.objects.get()
    edit = f"{BASE}{begun.pk}/edit/"
    typed = {
        "title-n1": "Mask names",
        cell(begun, cast.lead, "n1"): "A",
        "version": begun.version,
        "do": "draft",
    }
    assert client.post(edit, typed).url == f"{BASE}{begun.pk}/"
    assert now_said(cast, begun) == {"Mask names": {"lead": "A"}}
    assert "nobody is responsible" in text(client, f"{BASE}{begun.pk}/")
    assert "Agree to version 1" not in text(other, f"{BASE}{begun.pk}/")
    client.post(edit, {cell(begun, cast.contributor): "R", "do": "propose"})
    assert "Agree to version 1" in text(other, f"{BASE}{begun.pk}/")
    assert "Agree to version 1" not in text(client, f"{BASE}{begun.pk}/")
    other.post(f"{BASE}{begun.pk}/agreement/")
    assert "version 1" in text(client, f"{BASE}{begun.pk}/")
    with entered(SYSTEM):
        assert RaciMatrix.objects.get().state == "agreed"


def test_two_accountable_people_can_be_drafted_and_are_not_proposed_and_nothing_typed_is_lost(
    cast: Cast, matrix: RaciMatrix, signed_in: SignedIn
) -> None:
    client, edit = signed_in(cast.manager), f"{BASE}{matrix.pk}/edit/"
    typed = {cell(matrix, cast.teammate): "A", "title-n1": "Patch", cell(matrix, cast.cio, "n1"): "I"}
    refused = client.post(edit, {**typed, "do": "propose"})
    page = without_terms(refused.content.decode())
    assert refused.status_code == 422
    assert "more than one person is accountable: Tom Okafor and Jonas Stein" in page
    assert 'value="Patch"' in page
    assert page.count("<option selected>A</option>") == 2
    assert now_said(cast, matrix) == RESTORE
    client.post(edit, {**typed, "do": "draft"})
    assert now_said(cast, matrix) == {
        "Restore a database": {"lead": "A", "contributor": "R", "teammate": "A"},
        "Patch": {"cio": "I"},
    }


def test_what_somebody_else_recorded_meanwhile_stays_and_so_does_what_was_typed(
    cast: Cast, matrix: RaciMatrix, signed_in: SignedIn
) -> None:
    client, edit = signed_in(cast.manager), f"{BASE}{matrix.pk}/edit/"
    with entered(SYSTEM):
        seen, version = matrix.versions.agreed().get(), RaciMatrix.objects.get(pk=matrix.pk).version
        theirs = {"Restore a database": {"lead": "A", "contributor": "R", "teammate": "C"}, "Plan": {}}
        recorded(cast, matrix, theirs, by=cast.cio, propose=False)
    typed = {
        cell(matrix, person): letter
        for person, letter in ((cast.lead, "A"), (cast.contributor, "R"), (cast.teammate, ""))
    }
    typed |= {cell(matrix, cast.manager): "I", "title-n1": "Patch", "seen": seen.pk, "do": "draft"}
    answer = client.post(edit, {**typed, "version": version})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Somebody else changed this in the meantime" in page
    assert ('value="Plan"' in page, 'value="Patch"' in page) == (True, True)
    with entered(SYSTEM):
        version = RaciMatrix.objects.get(pk=matrix.pk).version
    client.post(edit, {**typed, "version": version})
    both = {"lead": "A", "contributor": "R", "teammate": "C", "manager": "I"}
    assert now_said(cast, matrix) == {"Restore a database": both, "Plan": {}, "Patch": {}}


def test_as_one_types_it_says_what_is_missing_and_what_it_withdraws(
    cast: Cast, matrix: RaciMatrix, signed_in: SignedIn
) -> None:
    typed = {cell(matrix, cast.lead): "", "do": "draft"}
    answer = signed_in(cast.lead).post(f"{BASE}{matrix.pk}/edit/", typed, headers={"HX-Request": "true"})
    page = without_terms(answer.content.decode())
    assert "Proposing this withdraws the agreement of both sides for one row." in page
    assert "nobody is accountable" in page
    assert now_said(cast, matrix) == RESTORE, "nothing is kept by looking"


@pytest.mark.parametrize(("first", "second"), [("manager", "lead"), ("lead", "manager")])
def test_the_other_side_sees_what_changed_and_agrees_or_sends_it_back(
    cast: Cast, matrix: RaciMatrix, signed_in: SignedIn, first: str, second: str
) -> None:
    one, other = signed_in(getattr(cast, first)), signed_in(getattr(cast, second))
    page = f"{BASE}{matrix.pk}/"
    one.post(f"{page}edit/", {cell(matrix, cast.teammate): "I", "do": "propose"})
    assert "Tom Okafor" in text(other, page)
    assert "Version 1 stays in force until both sides agree." in text(other, page)
    empty = other.post(f"{page}return/", {"words": ""})
    assert (empty.status_code, "Say in a line" in empty.content.decode()) == (422, True)
    other.post(f"{page}return/", {"words": "Tom is away."})
    assert "Tom is away." in text(one, page)
    one.post(f"{page}edit/", {cell(matrix, cast.teammate): "C", "do": "propose"})
    other.post(f"{page}agreement/")
    assert "Tom Okafor" in text(one, f"{page}?version=2")
    with entered(SYSTEM):
        assert said(cast, standing(matrix))["Restore a database"]["teammate"] == "C"
    earlier = text(one, f"{page}?version=1")
    assert "This is version 1" in earlier
    for strange in ("?version=9", "?version=x", "?row=abc", "?row=99999999999999999999"):
        assert one.get(f"{page}{strange}").status_code == 200


def test_a_row_that_is_opened_is_told_as_a_sentence_with_what_uses_it(
    cast: Cast, matrix: RaciMatrix, signed_in: SignedIn
) -> None:
    with entered(SYSTEM):
        row = matrix.activities.get()
        about = {"title": "Drill", "owner": cast.teammate, "due_on": in_days(2), "activity": row}
        verbs.promise(cast.partner, **about, by=cast.manager, now=NOW)
    page = text(signed_in(cast.lead), f"{BASE}{matrix.pk}/?row={row.row}")
    assert (
        "Jonas Stein is accountable and Mei Chen does it. Nobody is asked before, and nobody needs to be told"
        in page
    )
    assert "Used by one open promise." in page
    assert "owes something here, and none of its people is responsible" in page


def test_a_gap_on_which_work_stands_still_leads_to_an_impediment(
    cast: Cast, matrix: RaciMatrix, signed_in: SignedIn
) -> None:
    with entered(SYSTEM):
        about = {
            "title": "Drill",
            "owner": cast.teammate,
            "due_on": in_days(300),
            "activity": matrix.activities.get(),
        }
        item = verbs.promise(cast.partner, **about, by=cast.manager, now=NOW)
    client = signed_in(cast.lead)
    assert "stands still" not in text(client, f"{BASE}{matrix.pk}/")
    with entered(SYSTEM):
        ActionItem.objects.filter(pk=item.pk).update(due_on=in_days(-400), promised_on=in_days(-500))
    assert "Drill stands still" in text(client, f"{BASE}{matrix.pk}/")
    assert "raise an impediment" in text(client, f"{BASE}{matrix.pk}/")


@pytest.mark.parametrize("who", ["cio", "manager", "lead", "partner_sponsor"])
def test_whoever_speaks_for_a_side_sees_the_load(
    cast: Cast, matrix: RaciMatrix, signed_in: SignedIn, who: str
) -> None:
    assert "Load per person" in text(signed_in(getattr(cast, who)), f"{BASE}{matrix.pk}/")


@pytest.mark.parametrize("who", ["teammate", "reader", "contributor", "observer"])
def test_nobody_else_sees_the_load_or_edits(
    cast: Cast, matrix: RaciMatrix, signed_in: SignedIn, who: str
) -> None:
    client = signed_in(getattr(cast, who))
    page = text(client, f"{BASE}{matrix.pk}/")
    assert ("Load per person" in page, f"{matrix.pk}/edit/" in page) == (False, False)
    for route in ("edit/", "agreement/", "return/", "withdrawal/"):
        assert client.post(f"{BASE}{matrix.pk}/{route}").status_code == 403


def test_a_rival_cannot_be_given_a_letter_and_sees_nothing(
    cast: Cast, matrix: RaciMatrix, signed_in: SignedIn
) -> None:
    answer = signed_in(cast.manager).post(
        f"{BASE}{matrix.pk}/edit/", {cell(matrix, cast.rival_lead): "R", "do": "draft"}
    )
    assert answer.status_code == 422
    assert "takes no part in this partnership" in answer.content.decode()
    assert "Rhona Halden" not in answer.content.decode()
    client = signed_in(cast.rival_lead)
    for route in ("", "edit/", "agreement/", "return/", "withdrawal/", "export.csv"):
        assert client.get(f"{BASE}{matrix.pk}/{route}").status_code == 404
    for route in ("edit/", "agreement/", "return/", "withdrawal/"):
        assert client.post(f"{BASE}{matrix.pk}/{route}").status_code == 404


def test_a_version_of_another_grid_is_no_ground_to_compare_with(
    cast: Cast, matrix: RaciMatrix, signed_in: SignedIn
) -> None:
    with entered(SYSTEM):
        strange = agreed(cast, {"Other": {"lead": "A", "contributor": "R"}}).versions.agreed().get()
    typed = {cell(matrix, cast.teammate): "I", "seen": strange.pk, "do": "draft"}
    assert signed_in(cast.manager).post(f"{BASE}{matrix.pk}/edit/", typed).status_code == 422


def test_whoever_reads_along_has_a_column_where_they_have_a_letter(
    cast: Cast, matrix: RaciMatrix, signed_in: SignedIn
) -> None:
    client, page = signed_in(cast.manager), f"{BASE}{matrix.pk}/"
    for read in (page, f"{page}edit/"):
        assert "Lena Moser" not in text(client, read)
    client.post(f"{page}edit/", {cell(matrix, cast.reader): "I", "do": "propose"})
    signed_in(cast.lead).post(f"{page}agreement/")
    for read in (page, f"{page}edit/"):
        assert "Lena Moser" in text(client, read)


def test_more_rows_take_no_more_queries(cast: Cast, matrix: RaciMatrix, signed_in: SignedIn) -> None:
    client = signed_in(cast.manager)

    def queries(address: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get(f"{BASE}{address}")
        return len(captured)

    pages = (f"{matrix.pk}/", f"{matrix.pk}/edit/", "")
    few = [queries(page) for page in pages]
    more = RESTORE | {f"Row {number}": {"lead": "A", "contributor": "R", "cio": "I"} for number in range(6)}
    with entered(SYSTEM):
        recorded(cast, matrix, more, by=cast.manager)
        verbs.agree_matrix(matrix, by=cast.lead, now=NOW)
    assert [queries(page) for page in pages] == few
    assert max(few) < 40


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda each: each.slug)
def test_a_grid_begins_from_a_template(cast: Cast, signed_in: SignedIn, template: object) -> None:
    signed_in(cast.manager).post(f"{BASE}new/", {"title": "Run it", "template": template.slug})  # type: ignore[attr-defined]
    with entered(SYSTEM):
        begun = RaciMatrix.objects.get()
        assert [line.title for line in latest(begun)] == list(template.activities)  # type: ignore[attr-defined]
        assert "from the template" in begun.versions.get().origin


def test_a_grid_is_copied_with_the_letters_of_those_who_still_take_part_and_within_its_partnership_alone(
    cast: Cast, matrix: RaciMatrix, signed_in: SignedIn
) -> None:
    with entered(SYSTEM):
        Membership.objects.filter(person=cast.contributor).update(until=NOW.date())
    signed_in(cast.lead).post(f"{BASE}new/", {"title": "Likewise", "copy_of": matrix.pk})
    with entered(SYSTEM):
        assert said(cast, latest(RaciMatrix.objects.get(title="Likewise"))) == {
            "Restore a database": {"lead": "A"}
        }
    for who in (cast.rival_lead, cast.cio):
        answer = signed_in(who).post("/partnerships/halden/raci/new/", {"title": "x", "copy_of": matrix.pk})
        assert answer.status_code == 422, "a partnership's door opens to its own grids alone"


def sheet(text: str, name: str = "grid.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, text.encode())


def test_what_goes_out_comes_back_in(cast: Cast, matrix: RaciMatrix, signed_in: SignedIn) -> None:
    client = signed_in(cast.lead)
    for ending in ("csv", "xlsx"):
        file = b"".join(client.get(f"{BASE}{matrix.pk}/export.{ending}"))
        brought = SimpleUploadedFile(f"grid.{ending}", file)
        client.post(f"{BASE}new/", {"title": f"Again {ending}", "sheet": brought})
        with entered(SYSTEM):
            assert said(cast, latest(RaciMatrix.objects.get(title=f"Again {ending}"))) == RESTORE


def test_a_sheet_is_shown_in_the_grid_before_anything_is_kept(
    cast: Cast, matrix: RaciMatrix, signed_in: SignedIn
) -> None:
    client, edit = signed_in(cast.manager), f"{BASE}{matrix.pk}/edit/"
    brought = "Activity,Tom Okafor,Jonas Stein\nrestore a database,r,A\nPatch,A,accountable\n"
    page = client.post(
        edit, {"do": "sheet", "sheet": sheet(brought), "title-n1": "Typed before"}
    ).content.decode()
    assert ('value="Patch"' in page, 'value="Typed before"' in page) == (True, True)
    assert now_said(cast, matrix) == RESTORE


@pytest.mark.parametrize(
    ("brought", "sentence"),
    [
        ("Activity,Rhona Halden\nPatch,R\n", "“Rhona Halden” takes no part in this partnership"),
        ("Activity,Tom Okafor\nPatch,A/R\n", "“A/R” for Tom Okafor in line 2 is no letter"),
        ("Activity,Tom Okafor,tom@northgate.example\n", "There is no activity in it"),
        ("", "empty"),
        (
            "Activity,Tom Okafor\n" + "".join(f"Row {n},R\n" for n in range(41)),
            "There are 41 activities in it",
        ),
        ("%PDF-1.4 nothing", "a PDF"),
    ],
)
def test_a_sheet_that_cannot_be_read_says_why_and_nothing_is_begun(
    cast: Cast, signed_in: SignedIn, brought: str, sentence: str
) -> None:
    answer = signed_in(cast.manager).post(f"{BASE}new/", {"title": "Kept words", "sheet": sheet(brought)})
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert "Kept words" in answer.content.decode()
    with entered(SYSTEM):
        assert not RaciMatrix.objects.exists()


@pytest.mark.parametrize(
    ("typed", "status"),
    [
        ({"title-n1": "x" * 5000, "do": "draft"}, 422),
        ({"title-n1": "a\x00b\u202ec", "do": "draft"}, 302),
        ({f"cell-n1-{'9' * 30}": "A", f"cell-{'9' * 30}-1": "A", "title-n99999999999999999999": "x"}, 302),
        ({f"title-n{n}": f"Row {n}" for n in range(1, 200)}, 422),
        ({"do": "destroy"}, 422),
        ({"seen": "x", "version": "x"}, 422),
        ({"title-n2": "RESTORE A DATABASE"}, 422),
    ],
)
def test_what_nobody_types_is_answered(
    cast: Cast, matrix: RaciMatrix, signed_in: SignedIn, typed: dict[str, str], status: int
) -> None:
    assert signed_in(cast.manager).post(f"{BASE}{matrix.pk}/edit/", typed).status_code == status


def test_one_thing_to_begin_with(cast: Cast, matrix: RaciMatrix, signed_in: SignedIn) -> None:
    said_twice = {"title": "x", "template": "platform", "copy_of": matrix.pk}
    answer = signed_in(cast.manager).post(f"{BASE}new/", said_twice)
    assert (answer.status_code, "Choose one thing" in answer.content.decode()) == (422, True)


def test_a_draft_beside_what_is_in_force_is_taken_back(
    cast: Cast, matrix: RaciMatrix, signed_in: SignedIn
) -> None:
    client, page = signed_in(cast.manager), f"{BASE}{matrix.pk}/"
    client.post(f"{page}edit/", {cell(matrix, cast.teammate): "I", "do": "draft"})
    assert "Drop the draft" in text(client, page)
    client.post(f"{page}withdrawal/")
    assert now_said(cast, matrix) == RESTORE
    assert "Drop the draft" not in text(client, page)


def test_a_grid_nobody_has_proposed_is_proposed_from_its_page(cast: Cast, signed_in: SignedIn) -> None:
    with entered(SYSTEM):
        begun = drafted(cast)
    client = signed_in(cast.manager)
    assert "Propose it as it stands" in text(client, f"{BASE}{begun.pk}/")
    client.post(f"{BASE}{begun.pk}/edit/", {"do": "propose", "version": begun.version})
    with entered(SYSTEM):
        assert begun.versions.open().get().state == "proposed"
