"""What prescribes is underlined in its text, and nothing somebody wrote becomes markup."""

from html.parser import HTMLParser

import pytest
from django.template import Context, Template
from django.utils.safestring import mark_safe
from hypothesis import given
from hypothesis import strategies as st

from governance.outcomes.prescribing import prescribed
from governance.outcomes.prescribing.kinds import HELP, How


def drawn(text: object) -> str:
    return Template("{% load prescribing %}{% prescribed text %}").render(Context({"text": text}))


class _Read(HTMLParser):
    """What a browser would show: the words, and which of them are marked."""

    def __init__(self, drawn: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.said, self.marked, self._open = "", [], False
        self.feed(drawn)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        assert [name for name, _ in attrs] == ["class", "title"]
        self._open = True
        self.marked.append("")

    def handle_endtag(self, tag: str) -> None:
        self._open = False

    def handle_data(self, data: str) -> None:
        self.said += data
        if self._open:
            self.marked[-1] += data


def test_a_place_is_underlined_and_says_what_to_write_instead() -> None:
    assert drawn("Orders arrive. Use Jira!") == (
        f'Orders arrive. <mark class="prescribes" title="{HELP[How.PRODUCT]}">Use Jira</mark>!'
    )


def test_a_result_is_drawn_as_it_is_written() -> None:
    assert drawn("SAP orders are\ninvoiced within a day.") == "SAP orders are\ninvoiced within a day."


@pytest.mark.parametrize("text", ["<b>. Use Jira</b>", "Use Jira & <script>alert(1)</script>", '" onload="x'])
@pytest.mark.parametrize("kind", [str, mark_safe])
def test_nothing_of_a_text_becomes_markup(text: str, kind: type[str]) -> None:
    """Also where it was called safe before: a place lies in its letters, not in its markup."""
    read = _Read(drawn(kind(text)))
    assert read.said == text
    assert set(read.tags) <= {"mark"}


def test_a_place_with_a_sign_of_markup_in_it_is_escaped() -> None:
    assert "Migrate R&amp;D to Temenos</mark>" in drawn("Migrate R&D to Temenos.")


_PIECES = st.sampled_from(
    [
        "use",
        "Jira",
        "<b>",
        "</mark>",
        "&lt;",
        "&",
        '"',
        "'",
        "migrate",
        "to",
        "SAP",
        "by means of",
        "<script>",
        ".",
    ]
)


@given(st.one_of(st.text(st.characters(exclude_categories=("Cs", "Cc"))), st.lists(_PIECES).map(" ".join)))
def test_whatever_is_written_is_shown_letter_by_letter(text: str) -> None:
    read = _Read(drawn(text))
    assert read.said == text
    assert set(read.tags) <= {"mark"}
    assert read.marked == [place.words for place in prescribed(text)]
