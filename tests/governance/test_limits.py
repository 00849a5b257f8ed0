"""Lengths, sizes and counts: what is just within each is taken, what is just beyond it refused or cut off."""

import io
import zipfile
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from PIL import Image

from governance import files, verbs
from governance.calendar.dates import DateNotUnderstood, understand_date
from governance.calendar.dates.understanding import not_past
from governance.models import QuietPeriod, SavedView
from governance.replies import bounds as mails
from governance.sheets import read_table
from governance.sheets.problems import reference_problem, shortened_title, title_problem
from governance.sheets.table import SheetNotUnderstood, SheetRow, Table, within_limits
from governance.tracker.filters import Filters
from governance.wording import day_to_come, in_words, one_line, within_reach
from partners.isolation.scope import acting_as
from partners.verb import Refused
from tests.cast import Cast
from tests.governance.scene import NOW, TODAY, in_days

A_DAY = timedelta(days=1)


def takes(attempt: Callable[[], object], refusal: type[Exception] = Refused) -> bool:
    try:
        attempt()
    except refusal:
        return False
    return True


# --- words and days ---------------------------------------------------------------------------------------------------


def test_a_line_and_some_words_are_taken_up_to_their_limit_without_the_blanks_around_them() -> None:
    assert one_line(f"  {'x' * 5}\n", field="f", limit=5) == "xxxxx"
    assert not takes(lambda: one_line("x" * 6, field="f", limit=5))
    assert in_words(f" {'x' * 20_000} ", field="f") == "x" * 20_000
    assert not takes(lambda: in_words("x" * 20_001, field="f"))
    assert one_line("", field="f", limit=5) == in_words("", field="f") == ""
    for missing in (
        lambda: one_line(" ", field="f", limit=5, missing="Say it."),
        lambda: in_words(" ", field="f", missing="Say it."),
    ):
        with pytest.raises(Refused, match="Say it"):
            missing()


@pytest.mark.parametrize("days, comes, reached", [(-1, False, True), (0, True, True), (3653, True, True),
                                                  (3654, False, False)])  # fmt: skip
def test_a_day_is_today_or_later_and_within_ten_years(days: int, comes: bool, reached: bool) -> None:
    assert takes(lambda: day_to_come(in_days(days), today=TODAY, field="f")) is comes
    assert takes(lambda: within_reach(in_days(days), today=TODAY, field="f")) is reached


def to_promise(text: str) -> date:
    return not_past(understand_date(text, today=TODAY), today=TODAY)


def test_a_date_is_promised_for_ten_years_ahead_at_most() -> None:
    assert to_promise("23 Nov 2036") == date(2036, 11, 23)
    for text in ("24 Nov 2036", "22 Nov 2026"):
        assert not takes(lambda text=text: to_promise(text), ValueError)


def test_a_date_is_looked_for_in_sixty_letters() -> None:
    padded = "15 Dec".ljust(61)
    assert understand_date(padded, today=TODAY) == date(2026, 12, 15)
    with pytest.raises(DateNotUnderstood, match=f"“{'x' * 60}” cannot be read"):
        understand_date("x" * 60, today=TODAY)
    with pytest.raises(DateNotUnderstood, match=f"“{'x' * 59}…” cannot be read"):
        understand_date("x" * 61, today=TODAY)


# --- mails that come in -----------------------------------------------------------------------------------------------


MOST = 26 * 1024 * 1024


def mail(*, headers: bytes = b"Subject: Yes", body: bytes = b"") -> bytes:
    return headers + b"\n\n" + body


@pytest.mark.parametrize(
    "within, beyond, words",
    [
        (mail(body=b"x" * (MOST - 14)), mail(body=b"x" * (MOST - 13)), "larger than"),
        (
            mail(headers=b"x" * (256 * 1024 + 2)),
            mail(headers=b"x" * (256 * 1024 + 3)),
            "headers are too long",
        ),
        (mail(body=b"boundary=" * 40), mail(body=b"boundary=" * 41), "parts within parts"),
        (mail(body=b"\n" * 1_199_998), mail(body=b"\n" * 1_199_999), "too many lines"),
        (
            mail(body=b"boundary=" * 7 + b"\n" * 999_998),
            mail(body=b"boundary=" * 7 + b"\n" * 999_999),
            "lines",
        ),
        (
            mail(body=b"content-type:" + b"x" * 3_987),
            mail(body=b"content-type:" + b"x" * 3_988),
            "described at too great a length",
        ),
    ],
    ids=["bytes", "headers", "nesting", "lines", "work", "description"],
)
def test_a_mail_is_read_up_to_its_bounds(within: bytes, beyond: bytes, words: str) -> None:
    mails.check(within)
    with pytest.raises(mails.Unreadable, match=words):
        mails.check(beyond)


# --- files ------------------------------------------------------------------------------------------------------------


def test_a_file_is_taken_up_to_fifteen_megabytes_with_a_name_of_a_hundred_letters() -> None:
    most = 15 * 1024 * 1024
    text = b"x" * most
    assert files.made_harmless("a.txt", text).content == text
    assert not takes(lambda: files.made_harmless("a.txt", text + b"x"))
    assert files.made_harmless(f"{'n' * 101}.txt", b"x").name == f"{'n' * 100}.txt"


def test_a_picture_is_drawn_up_to_forty_million_points() -> None:
    def drawn(width: int) -> bytes:
        content = io.BytesIO()
        Image.new("1", (width, 5_000)).save(content, "PNG")
        return content.getvalue()

    assert files.made_harmless("a.png", drawn(8_000)).name == "a.png"
    assert not takes(lambda: files.made_harmless("a.png", drawn(8_001)))


def test_a_document_has_five_thousand_parts_at_most() -> None:
    def document(parts: int) -> bytes:
        content = io.BytesIO()
        with zipfile.ZipFile(content, "w") as archive:
            archive.writestr("[Content_Types].xml", "<Types/>")
            for number in range(parts - 1):
                archive.writestr(f"word/{number}", "")
        return content.getvalue()

    assert files.made_harmless("a.docx", document(5_000)).name == "a.docx"
    assert not takes(lambda: files.made_harmless("a.docx", document(5_001)))


# --- sheets -----------------------------------------------------------------------------------------------------------


def table(rows: int, columns: int) -> Table:
    return Table(tuple(SheetRow(line, ("x",) * columns) for line in range(1, rows + 1)))


def test_a_table_has_so_many_rows_and_sixty_columns_at_most() -> None:
    for rows, columns, taken in (
        (25_000, 1, True),
        (25_001, 1, False),
        (1, 60, True),
        (1, 61, False),
        (0, 0, False),
    ):
        assert takes(lambda r=rows, c=columns: within_limits(table(r, c)), SheetNotUnderstood) is taken


@pytest.mark.parametrize("line, found", [(1, True), (29, True), (30, True), (31, False)])
def test_the_names_of_columns_are_looked_for_in_the_first_thirty_rows(line: int, found: bool) -> None:
    rows = ["Our list,of the,year"] * (line - 1) + ["Action,Owner,Due date", "Rebuild it,Tom,15 Dec"]
    header = read_table("\n".join(rows)).header
    assert (header is not None and header.line == line) is found


def test_titles_and_references_of_a_row_have_the_length_an_action_keeps() -> None:
    assert shortened_title("x" * 200) == ("x" * 200, "")
    assert shortened_title("x" * 201)[1]
    assert title_problem("") is not None
    assert reference_problem("x" * 60) is None
    assert reference_problem("x" * 61) is not None


# --- what somebody keeps ----------------------------------------------------------------------------------------------


def test_twenty_views_are_kept_of_each_tracker(cast: Cast) -> None:
    def keep(name: str, partner: object = cast.partner) -> object:
        return verbs.keep_view(partner, name=name, filters=Filters(show="done"), by=cast.manager, now=NOW)

    with acting_as(cast.manager):
        SavedView.objects.bulk_create(
            SavedView(
                person=cast.manager, partner=cast.partner, name=f"{number}", query="?show=done", kept_at=NOW
            )
            for number in range(19)
        )
        keep("The twentieth")
        assert not takes(lambda: keep("One more"))
        keep("The twentieth")
        keep("Across all", None)
        assert takes(lambda: keep("n" * 60, None))
        assert not takes(lambda: keep("n" * 61, None))


def test_somebody_is_away_for_a_year_at_most_and_not_twice_at_once(cast: Cast) -> None:
    def away(first: int, last: int) -> bool:
        return takes(
            lambda: verbs.be_away(first_on=in_days(first), last_on=in_days(last), by=cast.lead, now=NOW)
        )

    with acting_as(cast.lead):
        assert not away(5, 4)
        assert not away(-5, -1)
        assert away(-5, 0)
        assert not away(0, 3), "today is spoken for"
        assert away(1, 1)
        assert not away(2, 369)
        assert away(2, 368)
        assert QuietPeriod.objects.count() == 3
