"""Replies at the edge of each rule: what still counts as the writer's own words, and what just does not."""

from datetime import date

import pytest

from governance.replies import Kind, Unreadable, answers_in, bounds, markup, names, names_foreign, understood
from governance.replies.addresses import is_address
from governance.replies.markup import text_of_html
from governance.replies.parts import letters
from governance.replies.quotation import above_quotation, is_header, is_marked, without_quotation

TODAY = date(2026, 11, 23)
FROM, SENT, TO = "From: Tandem <t@example.com>", "Sent: Monday, 09:00", "To: Jonas"


@pytest.mark.parametrize(
    ("text", "own"),
    [
        (f"Done.\n{FROM}\n{SENT}\n{TO}", "Done."),
        (f"Done.\n{FROM}\n{SENT}", f"Done.\n{FROM}\n{SENT}"),
        (f"Done.\n{FROM}", f"Done.\n{FROM}"),
        ("Done.\nOd: T <t@example.com>\nDatum: 23. 11. 09:00\nKomu: Jonas", "Done."),
        ("Done.\nXx: T <t@example.com>\nYy: 23. 11. 09:00\nZz: Jonas", "Done."),
        (
            "Done.\nXx: T <t@example.com>\nYy: Monday\nZz: Jonas",
            "Done.\nXx: T <t@example.com>\nYy: Monday\nZz: Jonas",
        ),
        ("Done.\nXx: T\nYy: 23. 11. 09:00\nZz: Jonas", "Done.\nXx: T\nYy: 23. 11. 09:00\nZz: Jonas"),
        ("Done.\nXx: t@example.com\nYy: 09:00", "Done.\nXx: t@example.com\nYy: 09:00"),
    ],
)
def test_three_labels_in_a_row_are_a_header_and_two_are_not(text: str, own: str) -> None:
    assert without_quotation(text) == own


@pytest.mark.parametrize(
    ("line", "is_one"),
    [
        (f"{'x' * 28}: y", True), (f"{'x' * 29}: y", False), ("xy: z", True), ("x: z", False), ("xy:", False),
        ("*Sent:* Monday", True), ("2nd: z", False), ("a+b: z", False), ("Re-sent: z", True), ("差出人：T", True),
        ("no label", False), ("-----Original Message-----", True), ("__________", True), ("_________", False),
    ],
)  # fmt: skip
def test_a_label_is_a_short_name_with_something_behind_its_colon(line: str, is_one: bool) -> None:
    assert is_header(line) is is_one


def test_a_line_is_marked_by_its_first_sign() -> None:
    assert [is_marked(line) for line in ("> x", " | x", "x > y", "")] == [True, True, False, False]


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("Done.\nOn Mon, 23 Nov 2026\nTandem <t@example.com>\nwrote:\n> x", "Done."),
        ("Done.\nOn Mon, 23 Nov 2026\n\nTandem wrote:\n> x", "Done.\nOn Mon, 23 Nov 2026\n\nTandem wrote:"),
        ("Done.\nOn Mon\nthe 23rd\nTandem\nwrote:\n> x", "Done.\nOn Mon\nthe 23rd\nTandem\nwrote:"),
        ("On Mon, 23 Nov 2026, Tandem wrote:\n\nDone.", ""),
        ("On Mon, 23 Nov 2026, Tandem wrote:\n\n> x\nDone.", "Done."),
        ("> 90 % of the servers\nDone.", "> 90 % of the servers\nDone."),
        ("> 90 servers\nDone.", "Done."),
    ],
)
def test_somebody_wrote_may_be_broken_over_three_lines(text: str, own: str) -> None:
    assert without_quotation(text) == own


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("Thanks\nDone.", "Thanks\nDone."), ("Done.\nThanks\nJonas", "Done."), ("\nThanks\nDone.", "Thanks\nDone."),
        ("Done.\n-- \nJonas\nPS: the log\nis there\n\nnot this", "Done.\n\nPS: the log\nis there"),
        ("Done.\n-- \nJonas\nPS: the log", "Done.\n\nPS: the log"),
        ("Done.\n-- \n> PS: theirs\nPS: the log", "Done."),
        (f"Done.\n-- \n{FROM}\n{SENT}\n{TO}\nPS: theirs", "Done."),
        ("Done. Sent from my iPhone", "Done."), ("Done.\nSent from my iPhone\nmore", "Done."),
        (f"Done. {'_' * 20} more\nand more", "Done."), (f"Done. {'_' * 19} more", f"Done. {'_' * 19} more"),
    ],
)  # fmt: skip
def test_a_signature_ends_the_words_but_for_a_postscript(text: str, own: str) -> None:
    assert without_quotation(text) == own


@pytest.mark.parametrize(
    ("banner", "is_one"),
    [
        ("CAUTION: this mail came from outside. Do not click a link.", True),
        ("CAUTION: a\noutside\nclick a\nlink", True), ("CAUTION: a\noutside\nclick a\nlink\nx", False),
        ("CAUTION: the volume is outside.", False), ("We click the link from outside.", False),
        ("\n\nCAUTION: outside, click", True),
    ],
)  # fmt: skip
def test_a_banner_of_a_gateway_warns_in_four_lines_at_most_of_two_things(banner: str, is_one: bool) -> None:
    assert (without_quotation(f"{banner}\n\nDone.") == "Done.") is is_one


def test_so_many_lines_are_read_and_so_much_of_each() -> None:
    assert without_quotation("x\n" * 1_999 + "last\nmore").endswith("x\nlast")
    assert without_quotation("x" * 1_001) == "x" * 1_000
    assert above_quotation("Done.\nreally\n> x\nnot this") == "Done.\nreally"
    assert above_quotation(f"Done.\n{FROM}\n{SENT}\n{TO}\nnot this") == "Done."


@pytest.mark.parametrize(
    ("words", "kind", "beside"),
    [
        ("✅", Kind.DONE, ""), ("✅ x", Kind.WORD, ""), ("*Done*", Kind.DONE, ""), ("*Done it*", Kind.WORD, ""),
        ("Yes, done. See the log", Kind.DONE, "See the log"), ("Yes, see the log", Kind.YES, "see the log"),
        ("No, the log is missing", Kind.NO, "the log is missing"), ("No. 3 is done", Kind.WORD, ""),
        ("No.\n3 is done", Kind.NO, "3 is done"), ("Not now", Kind.NOT_NOW, ""), ("Not yet", Kind.NOT_YET, ""),
        ("Hi Priya,", Kind.WORD, ""), ("Hi Priya,\ndone", Kind.DONE, ""), ("High time\ndone", Kind.WORD, ""),
        ("Friday", Kind.DATE, ""), ("Friday is a holiday", Kind.WORD, ""),
        ("Friday, as Mei is ill", Kind.DATE, "Mei is ill"),
        ("Friday since Mei is ill", Kind.DATE, "Mei is ill"), ("Friday - Mei is ill", Kind.DATE, "Mei is ill"),
        ("Friday Mei is ill", Kind.WORD, ""), ("Move it to Friday Mei is ill", Kind.DATE, "Mei is ill"),
        ("by Friday", Kind.DATE, ""), ("We meet on Friday", Kind.WORD, ""),
    ],
)  # fmt: skip
def test_the_first_line_says_one_thing(words: str, kind: Kind, beside: str) -> None:
    found = understood(words, today=TODAY)
    assert (found.kind, found.words) == (kind, beside)


@pytest.mark.parametrize(
    ("words", "holds_back"),
    [
        ("Done", False), ("Done, except the last server", True), ("Done.\nexcept the last server", True),
        ("Done.\nThe log is here.\nexcept x", False), ("Done, the excepted one too", False),
        ("Done, but not the last", True),
        ("Done, the last is still missing", True), ("Done, exceptionally well", False),
        ("Yes, done, but not all of it", True),
    ],
)  # fmt: skip
def test_what_is_left_out_of_a_yes_is_noticed(words: str, holds_back: bool) -> None:
    assert understood(words, today=TODAY).holds_back is holds_back


def test_a_day_that_cannot_be_is_told_and_has_no_day() -> None:
    found = understood("31 February", today=TODAY)
    assert (found.kind, found.day) == (Kind.DATE, None)
    assert "February" in found.unclear
    assert understood("we said 31 February", today=TODAY).kind is Kind.WORD


@pytest.mark.parametrize(
    "words", ["4/12", "by 4/12", "4/12 because Mei is ill", "4/12, Mei is ill", "new date: 4/12"]
)
def test_figures_that_may_be_two_days_are_asked_back_and_never_guessed(words: str) -> None:
    found = understood(words, today=TODAY)
    assert (found.kind, found.day) == (Kind.DATE, None)
    assert found.unclear == "4/12: is that 4 December 2026 or 12 April 2027?"
    assert understood("4/12 was not what we said", today=TODAY).kind is Kind.WORD
    assert understood("May I ask why?", today=TODAY).kind is Kind.WORD


def test_a_day_that_is_counted_is_a_working_day_of_whoever_writes() -> None:
    assert understood("in 19 days", today=TODAY).day == date(2026, 12, 11)
    assert understood("in 19 days", today=TODAY, country="IL").day == date(2026, 12, 10)
    assert [
        answer.parsed.day for answer in answers_in("in 20 days", things=1, today=TODAY, country="IL")
    ] == [date(2026, 12, 13)]
    assert [
        answer.parsed.day for answer in answers_in("1 in 20 days", things=2, today=TODAY, country="IL")
    ] == [date(2026, 12, 13)]


def test_an_address_is_one_and_short_enough() -> None:
    assert is_address("a@b.example")
    assert not is_address("a@b.example, c@d.example")
    assert not is_address(f"{'a' * 500}@b.example")
    assert not is_address("nobody")


def mail(headers: str = "Subject: x", body: str = "x") -> bytes:
    return f"{headers}\n\n{body}".encode()


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (mail(body="x" * (bounds.MOST_BYTES - 12)), ""), (mail(body="x" * (bounds.MOST_BYTES - 11)), "larger"),
        (mail("x" * bounds.MOST_HEADER_BYTES), ""), (b"x" * bounds.MOST_HEADER_BYTES, ""),
        (b"x" * (bounds.MOST_HEADER_BYTES + 1), "headers are too long"),
        (mail(body="boundary=" * bounds.MOST_NESTING), ""),
        (mail(body="boundary=" * (bounds.MOST_NESTING + 1)), "parts within parts"),
        (mail(body="\n" * (2 * bounds.MOST_LINES - 2)), ""),
        (mail(body="\n" * (2 * bounds.MOST_LINES - 1)), "too many lines"),
        (mail(body="boundary=" * 9 + "\n" * 799_998), ""),
        (mail(body="boundary=" * 9 + "\n" * 799_999), "too many lines"),
        (mail(body=f"\nContent-Type: {'x' * 3_986}"), ""),
        (mail(body=f"\nContent-Type: {'x' * 3_987}"), "too great a length"),
    ],
    ids=range(13),
)  # fmt: skip
def test_a_mail_is_read_up_to_its_bounds(raw: bytes, why: str) -> None:
    if not why:
        bounds.check(raw)
        return
    with pytest.raises(Unreadable, match=why):
        bounds.check(raw)


@pytest.mark.parametrize(
    ("content", "charset", "text"),
    [
        ("好的".encode("gb18030"), "gb2312", "好的"), ("好的".encode("gb18030") + b"\xff", "gb2312", "好的\ufffd"),
        ("はい".encode("cp932") + b"\x81", "shift_jis", "はい\ufffd"), (b"F\xfcr \x80", "iso-8859-1", "Für €"),
        (b"F\xfcr", "utf-8", "Für"), (b"F\xc3\xbcr", "ascii", "Für"), (b"x\x81", "rot13", "x\x81"),
        (b"ab", "nobody's", "ab"),
        (b"F\xfcr\x81", "utf-8", "Für\x81"),
    ],
)  # fmt: skip
def test_letters_are_read_as_said_else_as_what_they_may_be(content: bytes, charset: str, text: str) -> None:
    assert letters(content, charset) == text


HERE = names(
    titles=["Move the archive of 2019"], people=["Jonas Stein", "Mei Chen"], partners=["Meridian Systems"]
)
THERE = names(
    titles=["Consolidate the ledgers", "Nine ok"],
    people=["Rhona Halden", "Li Wu", "Jo Stein"],
    partners=["Halden & Roy", "United Data"],
    references=["NF-12", "2026"],
)


@pytest.mark.parametrize(
    ("text", "is_foreign"),
    [
        ("consolidate the l", False), ("Consolidate the le", True), ("we consolidatetheled", True), ("nine", False),
        ("the archive of 2019", False), ("Rhona Halden says so", True), ("li wu says so", True), ("Li says so", False),
        ("Halden says so", True), ("halden says so", False), ("Roy says so", False), ("united says so", False),
        ("Stein says so", False), ("NF-12 is done", True), ("nf 12 is done", True), ("2026 is done", False),
        ("unite data", False), ("uniteddata", True), ("", False),
    ],
)  # fmt: skip
def test_what_belongs_to_another_partnership_is_known_by_its_name(text: str, is_foreign: bool) -> None:
    assert names_foreign(text, foreign=THERE, own=HERE) is is_foreign


@pytest.mark.parametrize(
    "unseen",
    [f"<{tag}>them</{tag}>" for tag in sorted(markup._UNREAD - {"head", "title", "select", "textarea"})]
    + [f'<div class="x {mark}">them</div>' for mark in markup._SIGNATURES]
    + [
        "<p hidden>them</p>", '<p style="display:none">them</p>', '<p style="color:red; DISPLAY : None">them</p>',
        '<p style="visibility:hidden">them</p>', '<p style="font-size:0">them</p>',
        '<p style="font-size: 0px;">them</p>',
        '<p style="mso-hide: all">them</p>', '<div style="display:none"><p>them</p><i>them</i></div>',
    ],
)  # fmt: skip
def test_what_nobody_sees_of_a_mail_is_not_what_somebody_wrote(unseen: str) -> None:
    assert text_of_html(f"<body><p>Done</p>{unseen}<p>on Monday</p></body>").split() == [
        "Done",
        "on",
        "Monday",
    ]


@pytest.mark.parametrize(
    "style", ["display:block", "font-size:0.9em", "font-size:10px", "visibility:visible"]
)
def test_what_is_shown_is_read(style: str) -> None:
    assert text_of_html(f'<p style="{style}">Done</p>').strip() == "Done"


@pytest.mark.parametrize(
    "quoted",
    [
        f'<div class="{mark}"><p>theirs</p></div>'
        for mark in markup._QUOTES
        if mark not in markup._REST_IS_ORIGINAL
    ]
    + ['<blockquote type="CITE"><p>theirs</p></blockquote>'],
)
def test_what_a_program_marks_as_quoted_is_marked_and_what_follows_is_not(quoted: str) -> None:
    lines = text_of_html(f"<p>Done</p>{quoted}<p>Thanks</p>").split("\n")
    assert [line for line in lines if line.strip("> ")] == ["Done", "> theirs", "Thanks"]


@pytest.mark.parametrize("mark", markup._REST_IS_ORIGINAL)
def test_behind_some_marks_all_of_it_is_the_mail_replied_to(mark: str) -> None:
    lines = text_of_html(f'<p>Done</p><div id="{mark}"></div><p>theirs</p><p>as well</p>').split("\n")
    assert [line for line in lines if line.strip("> ")] == ["Done", "> theirs", "> as well"]


@pytest.mark.parametrize("tag", sorted(markup._LINES - {"br", "hr", "li", "tr", "dd", "dt"}))
def test_each_piece_that_stands_on_its_own_is_a_line(tag: str) -> None:
    assert [line for line in text_of_html(f"a<{tag}>b</{tag}>c").split("\n") if line] == ["a", "b", "c"]


def test_html_that_is_broken_is_read_as_far_as_it_goes() -> None:
    assert text_of_html("<p>Done <b>& tested</p></i><td>the log</table><p") == "Done & tested\nthe log"
    assert text_of_html(" ") == ""
