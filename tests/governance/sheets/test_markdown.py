"""Tables as Markdown draws them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance.sheets.markdown import markdown_rows
from governance.sheets.table import MOST_COLUMNS, MOST_ROWS, SheetNotUnderstood

SAMPLE = """\
# Action log

| ID | Action | Owner | Due | Status |
|----|--------|-------|-----|--------|
| 1 | Check interface | Nora Feld | 2026-12-11 | Open |
| 2 | Send plan | Tomas Brink | 2026-12-14 | Open |

Sent on Monday | to all
"""


def rows(text: str) -> list[tuple[int, tuple[str, ...]]]:
    return [(row.line, row.cells) for row in markdown_rows(text) or []]


def test_a_table_is_its_header_and_its_rows_with_their_lines() -> None:
    assert rows(SAMPLE) == [
        (3, ("ID", "Action", "Owner", "Due", "Status")),
        (5, ("1", "Check interface", "Nora Feld", "2026-12-11", "Open")),
        (6, ("2", "Send plan", "Tomas Brink", "2026-12-14", "Open")),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "a | b\n--|--\n1 | 2", "|a|b|\n|-|-|\n|1|2|", "| a | b |\n| :--- | ---: |\n| 1 | 2 |",
        "  | **a** | `b` |\n  |:-:|---|\n  | 1 | __2__ |  ", "\ufeff|a|b|\r\n|---|---|\r\n|1|2|\r\n",
        "```\n|a|b|\n|---|---|\n|1|2|\n```", "|a|b|\n|---|---|\n|1|2|\n| | |\n",
    ],
)  # fmt: skip
def test_a_table_is_one_however_it_is_drawn(text: str) -> None:
    assert [cells for _, cells in rows(text)] == [("a", "b"), ("1", "2")]


def test_a_bar_behind_a_stroke_belongs_to_its_cell() -> None:
    assert rows("|a|b|\n|-|-|\n|x \\| y|2|")[1] == (3, ("x | y", "2"))


def test_a_row_may_have_more_or_fewer_cells_than_the_header() -> None:
    assert [cells for _, cells in rows("|a|b|\n|-|-|\n|1|\n|1|2|3|")] == [("a", "b"), ("1",), ("1", "2", "3")]


@pytest.mark.parametrize(
    "text",
    ["", "a,b\n1,2", "Title\n-----\nwords", "a|b\n1|2", "|---|---|", "|a|b|\n|---|\n|1|2|",
     "| | |\n|-|-|\n|1|2|", "a\n---|---"],
)  # fmt: skip
def test_another_text_is_no_such_table(text: str) -> None:
    assert markdown_rows(text) is None


def test_too_large_a_table_is_refused() -> None:
    with pytest.raises(SheetNotUnderstood, match=f"has {MOST_COLUMNS + 1} columns"):
        markdown_rows("|a|b|\n|-|-|\n" + "|" + "x|" * (MOST_COLUMNS + 1))
    with pytest.raises(SheetNotUnderstood, match="more than 25,000 rows"):
        markdown_rows("|a|b|\n|-|-|\n" + "|1|2|\n" * (MOST_ROWS + 1))


@given(
    st.text(max_size=200)
    | st.lists(st.sampled_from(["|", "-", "\n", "a", "\\", ":", " ", "**", "\x00"]), max_size=60).map("".join)
)
def test_any_text_is_rows_with_lines_of_it_or_none(text: str) -> None:
    found = markdown_rows(text)
    lines = len(text.splitlines())
    assert found is None or [row.line for row in found] == sorted({row.line for row in found})
    assert all(1 <= row.line <= lines and any(row.cells) for row in found or [])
