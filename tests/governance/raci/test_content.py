"""What differs between two versions, and what somebody typed laid over what stands. Pure."""

from hypothesis import given
from hypothesis import strategies as st

from governance.raci.content import Content, GridLine, changes
from governance.raci.typed import Cells, differing, laid_over, read_cells

PEOPLE = st.integers(1, 4)
LETTERS = st.dictionaries(PEOPLE, st.sampled_from("ARCI"), max_size=4)


@st.composite
def contents(draw: st.DrawFn) -> Content:
    rows = draw(st.lists(st.integers(1, 6), unique=True, max_size=5))
    return tuple(
        GridLine(row, draw(st.sampled_from(["Patch", "Restore", "Plan"])), draw(LETTERS)) for row in rows
    )


def sent(lines: Content) -> dict[str, str]:
    """A form as a browser sends it: every field."""
    fields = {f"title-{line.row}": line.title for line in lines}
    return fields | {
        f"cell-{line.row}-{person}": line.letters.get(person, "") for line in lines for person in range(1, 5)
    }


@given(contents())
def test_nothing_differs_from_itself(lines: Content) -> None:
    assert changes(lines, lines) == ()


@given(contents(), contents())
def test_changes_are_told_of_just_the_rows_that_differ(before: Content, after: Content) -> None:
    stood, stands = ({line.row: line for line in each} for each in (before, after))
    assert {each.row for each in changes(before, after)} == {
        row for row in stood | stands if stood.get(row) != stands.get(row)
    }


@given(contents(), contents())
def test_the_way_back_tells_the_same_rows_and_swapped_moves(before: Content, after: Content) -> None:
    there, back = ({each.row: each for each in changes(*pair)} for pair in ((before, after), (after, before)))
    assert there.keys() == back.keys()
    for row, change in there.items():
        assert {(each.person, each.before, each.after) for each in change.moves} == {
            (each.person, each.after, each.before) for each in back[row].moves
        }


@given(contents())
def test_a_form_sent_as_it_was_changes_nothing_whatever_somebody_else_did(lines: Content) -> None:
    for stands in (lines, lines[:1], (*lines, GridLine(9, "Theirs", {1: "A"}))):
        untouched = differing(lines, read_cells(sent(lines)))
        assert laid_over(stands, untouched) == stands


@given(contents(), st.data())
def test_what_two_people_change_in_different_cells_is_both_kept(lines: Content, data: st.DataObject) -> None:
    if not lines:
        return
    mine, theirs = (data.draw(st.sampled_from(lines)).row for _ in range(2))
    form = sent(lines) | {f"cell-{mine}-1": "C"}
    stands = tuple(
        GridLine(line.row, line.title, {**line.letters, 2: "I"}) if line.row == theirs else line
        for line in lines
    )
    merged = {line.row: line.letters for line in laid_over(stands, differing(lines, read_cells(form)))}
    assert merged[mine][1] == "C"
    assert merged[theirs][2] == "I"


def test_only_the_fields_of_a_grid_are_read_from_a_form() -> None:
    form = {
        "cell-3-14": "A", "cell-x-1": "A", "cell-3": "R", "cell-n1-14": "I", "title-3": "Patch", "title-n1": "New",
        "gone-4": "1", "gone-5": "", "version": "2", "cell-3-14-9": "C", "title-": "x",
    }  # fmt: skip
    assert read_cells(form) == Cells({("3", 14): "A", ("n1", 14): "I"}, {"3": "Patch", "n1": "New"}, {"4"})


def test_a_new_row_of_which_nothing_was_typed_is_none_and_one_without_a_name_is_asked_for() -> None:
    cells = read_cells(
        {"title-n1": " ", "title-n2": "", "cell-n2-1": "A", "title-n10": "Last", "title-n9": "Ninth"}
    )
    assert [line.title for line in laid_over((), cells)] == ["", "Ninth", "Last"]


def test_a_row_that_was_taken_out_meanwhile_is_not_lost_where_somebody_typed_in_it() -> None:
    seen = (GridLine(1, "Patch", {1: "A"}), GridLine(2, "Plan", {}))
    typed = differing(seen, read_cells(sent(seen) | {"cell-2-1": "R"}))
    assert laid_over(seen[:1], typed) == (seen[0], GridLine(2, "Plan", {1: "R"}))
