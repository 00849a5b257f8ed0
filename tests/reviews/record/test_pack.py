"""The PDF: made from the seal alone, accessible, and closed to whatever stands in its words."""

import io
import re
import socket
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pikepdf
import pytest
from pypdf import PdfReader
from pytest_django.fixtures import Settings

from governance.models import ActionItem
from partners.isolation.scope import SYSTEM, entered
from reviews.facts import CoverFacts
from reviews.models import ReviewPack
from reviews.record.pack.making import sealed_of
from reviews.record.pack.rendering import Printed, html_of, printed
from reviews.record.verbs.sealing import reply
from tests.ground import laid
from tests.reviews.record.pack_people import AT, SHA
from tests.reviews.record.pack_story import long_story, same_words_everywhere, sealed, story
from tests.reviews.record.test_pack_making import hold
from tests.reviews.scene import Scene, promise

HOSTILE = (
    "<b onclick=x>&\"'<script>alert(1)</script>"
    '<img src="file:///etc/passwd"><img src="http://127.0.0.1:9/x.png"><link rel="stylesheet" href="file:///etc/hosts">'
    "<style>@import url(http://127.0.0.1:9/y.css)</style>{{ 7|add:7 }} مرحبا שלום 🎉 \u202eevil\u202c \x07"
)


@pytest.fixture(scope="module")
def pack() -> Printed:
    return printed(sealed())


def text_of(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)


def one_line(text: str) -> str:
    return " ".join(text.split())


# --- what it says -------------------------------------------------------------------------------------------------


def test_page_one_says_what_an_executive_needs(pack: Printed) -> None:
    page = one_line(PdfReader(io.BytesIO(pack.content)).pages[0].extract_text())
    for words in (
        "Meridian Systems",
        "chaired by Anand Kulkarni",
        "The databases can grow.",
        "Archiving policy",
        "Finance board, by 2 December. They have waited 19 days.",
        "2 of 4",
        "1 moved with notice",
        "3 of 4",
        "Over twelve months 33 of 58 kept, falling",
        "What changed since October",
        "What is red, and why",
        "We were the bottleneck this month",
        "Under five hours by January",
        "Thanks to Ines and Farid",
    ):
        assert words in page


def test_every_page_carries_seal_hash_and_number(pack: Printed) -> None:
    pages = PdfReader(io.BytesIO(pack.content)).pages
    assert len(pages) == pack.pages
    for number, page in enumerate(pages, start=1):
        words = one_line(page.extract_text())
        assert "9f2c 41aa e07b" in words
        assert "amends no contract, waives no right" in words
        assert f"{number} / {len(pages)}" in words


def test_the_whole_hash_stands_on_the_last_page(pack: Printed) -> None:
    assert SHA in text_of(pack.content).replace(" ", "").replace("\n", "")


def test_the_partners_edition_has_no_page_for_our_side_alone() -> None:
    ours, theirs = (
        one_line(text_of(printed(sealed(story(edition))).content)) for edition in ("ours", "partner")
    )
    assert "meet the successor early" in ours
    assert "meet the successor early" not in theirs
    assert "Strategic" not in theirs


def test_each_edition_addresses_its_own_readers() -> None:
    assert "They promised" in html_of(sealed(story("ours")))
    partner = html_of(sealed(story("partner")))
    assert "Northgate Group promised" in partner
    assert partner.index("Night shift for the year-end") < partner.index("Archiving policy</b>")


def test_a_cover_since_the_last_review_stands_on_page_one_and_is_counted_apart() -> None:
    base = story("partner")
    ours = replace(base.promises[0], since_last=replace(base.promises[0].since_last, covered=2))
    shelter = CoverFacts("The reports can wait.", base.review.chair, date(2026, 11, 2), date(2026, 11, 16))
    sheltered = replace(base, covers=(shelter,), promises=(ours, base.promises[1]))
    page = one_line(PdfReader(io.BytesIO(printed(sealed(sheltered)).content)).pages[0].extract_text())
    assert "1 missed · 2 under cover" in page
    assert "Under cover from 2 November to 16 November: “The reports can wait.” Anand Kulkarni" in page


def test_a_long_tracker_repeats_who_owes_on_every_page() -> None:
    pages = [
        page.extract_text() for page in PdfReader(io.BytesIO(printed(sealed(long_story())).content)).pages
    ]
    tracked = [page for page in pages if "Archiving policy to the finance board, part" in page]
    assert len(tracked) > 2
    assert all("We owe" in page and "They owe" in page for page in tracked)


def test_a_review_with_nothing_in_it_still_makes_a_pack() -> None:
    empty = replace(
        story(),
        actions=(),
        outcomes=(),
        asks=(),
        indicators=(),
        changes=(),
        reds=(),
        moves=(),
        minutes=(),
        agenda=(),
        attendance=(),
        statements=(),
        thanks=(),
        raci=(),
        promises=(),
        ours_only=None,
        review=replace(story().review, previous_on=None, next_on=None),
    )
    words = one_line(text_of(printed(sealed(empty)).content))
    assert "This is the first review" in words
    assert "Neither side owes the other anything" in words


# --- how it is made -----------------------------------------------------------------------------------------------


def test_it_is_a_tagged_pdf_ua_with_a_language_and_a_title(pack: Printed) -> None:
    with pikepdf.open(io.BytesIO(pack.content)) as pdf:
        assert "/StructTreeRoot" in pdf.Root
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.Lang) == "en"
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        with pdf.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"
            assert "Meridian Systems" in metadata["dc:title"]


def test_every_picture_has_its_words(pack: Printed) -> None:
    with pikepdf.open(io.BytesIO(pack.content)) as pdf:
        figures = [each for each in structure(pdf.Root.StructTreeRoot.K) if each.get("/S") == "/Figure"]
        assert len(figures) >= 6
        assert all(str(figure.get("/Alt", "")) for figure in figures)


def structure(node: pikepdf.Object) -> Iterator[pikepdf.Object]:
    if isinstance(node, pikepdf.Array):
        for each in node:
            yield from structure(each)
    elif isinstance(node, pikepdf.Dictionary):
        yield node
        if "/K" in node:
            yield from structure(node.K)


def test_every_font_is_embedded(pack: Printed) -> None:
    with pikepdf.open(io.BytesIO(pack.content)) as pdf:
        descriptors = [
            each
            for each in pdf.objects
            if isinstance(each, pikepdf.Dictionary) and each.get("/Type") == "/FontDescriptor"
        ]
        assert descriptors
        assert all({"/FontFile", "/FontFile2", "/FontFile3"} & set(each.keys()) for each in descriptors)


def test_charts_are_vectors(pack: Printed) -> None:
    with pikepdf.open(io.BytesIO(pack.content)) as pdf:
        assert not [
            each
            for each in pdf.objects
            if isinstance(each, pikepdf.Stream) and each.get("/Subtype") == "/Image"
        ]


def test_its_chapters_are_bookmarks(pack: Printed) -> None:
    titles = [entry.title for entry in flat(PdfReader(io.BytesIO(pack.content)).outline)]
    assert titles[0] == "Meridian Systems"
    assert {"Operational performance", "Outcome intents", "The tracker", "The seal"} <= set(titles)


def flat(outline: list) -> Iterator:
    for entry in outline:
        if isinstance(entry, list):
            yield from flat(entry)
        else:
            yield entry


CHAPTERS = {
    "Promises": "Promises, both sides by one rule", "Performance": "Operational performance",
    "Outcomes": "Outcome intents", "Tracker": "The tracker", "Asks": "Asks of both sides",
    "Who does what": "Who does what", "Minutes": "What was said and decided", "Seal": "The seal",
}  # fmt: skip


def test_page_one_says_on_which_page_each_chapter_begins(pack: Printed) -> None:
    first, *inside = [one_line(page.extract_text()) for page in PdfReader(io.BytesIO(pack.content)).pages]
    for short, heading in CHAPTERS.items():
        begins_on = next(number for number, page in enumerate(inside, 2) if heading in page)
        assert f"{short} {begins_on}" in first


def test_its_links_lead_back_into_tandem(pack: Printed, settings: Settings) -> None:
    links = {
        note["/A"]["/URI"]
        for page in PdfReader(io.BytesIO(pack.content)).pages
        for note in (each.get_object() for each in page.get("/Annots", []))
        if "/A" in note and "/URI" in note["/A"]
    }
    assert any(link.endswith("/partnerships/meridian/asks/1/") for link in links)
    assert any(link.endswith("/partnerships/meridian/reviews/14/record/") for link in links)
    assert all(link.startswith(settings.BASE_URL) for link in links)


# --- hostile words ------------------------------------------------------------------------------------------------


def test_hostile_words_in_every_field_are_printed_as_words_and_fetch_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    printed(sealed())  # fonts and templates are known before the watch begins
    watch.opened.clear()
    monkeypatch.setattr(watch, "on", True)
    made = printed(sealed(same_words_everywhere(HOSTILE)))
    monkeypatch.setattr(watch, "on", False)
    assert "<script>alert(1)</script>" in text_of(made.content).replace("\n", "")
    assert "{{ 7|add:7 }}" in one_line(text_of(made.content))
    assert any(what.endswith("print.css") for what in watch.opened)
    assert not [what for what in watch.opened if not allowed(what)]


NAMES = "王小明 喆 田中さくら ｱｲ 김민수 뷁 عبد الرحمن דוד Zoë Đặng"


@pytest.fixture(scope="module")
def in_many_scripts() -> Printed:
    return printed(sealed(same_words_everywhere(NAMES)))


def test_names_of_every_script_are_printed_and_no_letter_is_a_box(in_many_scripts: Printed) -> None:
    said = text_of(in_many_scripts.content)
    for name in ("王小明", "喆", "田中さくら", "ｱｲ", "김민수", "뷁", "Zoë", "Đặng"):
        assert name in NAMES
        assert name in said, name
    assert boxes_in(in_many_scripts.content) == set()


def test_a_letter_that_no_font_has_is_found() -> None:
    assert boxes_in(printed(sealed(same_words_everywhere("\U0001243f"))).content)  # cuneiform


def test_the_large_fonts_are_opened_for_packs_alone_in_which_their_letters_stand(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for words, opens in (("Zoë", False), ("김", True)):
        watch.opened.clear()
        monkeypatch.setattr(watch, "on", True)
        printed(sealed(same_words_everywhere(words)))
        monkeypatch.setattr(watch, "on", False)
        assert any("NotoSansSC" in what for what in watch.opened) is opens, words


def boxes_in(pdf: bytes) -> set[str]:
    """The letters, as numbers, that are shown by the glyph that stands for “no such letter”, which is number 0 of its
    font. A font that lacks one has codes of its own, which say so.
    """
    with pikepdf.open(io.BytesIO(pdf)) as document:
        codes = [each.get("/Encoding") for each in document.objects if isinstance(each, pikepdf.Dictionary)]
        tables = [each.read_bytes().decode() for each in codes if isinstance(each, pikepdf.Stream)]
    return {code for table in tables for code in re.findall(r"<([0-9a-f]+)> 0$", table, re.MULTILINE)}


def test_words_without_end_are_printed_in_bearable_time() -> None:
    endless = printed(sealed(replace(story(), minutes=(replace(story().minutes[0], text="W" * 10_000),))))
    assert text_of(endless.content).count("W") >= 10_000


def test_turning_characters_cannot_hide_what_stands_beside_them() -> None:
    html = html_of(sealed(same_words_everywhere(HOSTILE)))
    assert "\u202e" not in html
    assert "\x07" not in html


class Watch:
    """Hears of every file opened and every address looked up while it is on."""

    on = False
    opened: list[str] = []

    def hear(self, event: str, arguments: tuple) -> None:
        if not self.on:
            return
        if event == "open":
            self.opened.append(str(arguments[0]))
        elif event in {"socket.connect", "socket.getaddrinfo", "subprocess.Popen", "urllib.Request"}:
            self.opened.append(event)


watch = Watch()
sys.addaudithook(watch.hear)


def allowed(what: str) -> bool:
    """Our assets and templates, Python's own modules, and the fonts of the machine."""
    if what in {"socket.connect", "socket.getaddrinfo", "subprocess.Popen", "urllib.Request"}:
        return False
    roots = [Path(__file__).parents[3] / "static", Path(__file__).parents[3] / "templates", Path(sys.prefix)]
    roots += [Path(sys.base_prefix), Path("/usr/share/fonts"), Path("/usr/share/zoneinfo")]
    temporary = what.isdigit() or "/tmp/weasyprint" in what
    return temporary or any(Path(what).resolve().is_relative_to(root.resolve()) for root in roots)


def test_the_watch_hears_of_a_socket(monkeypatch: pytest.MonkeyPatch) -> None:
    watch.opened.clear()
    monkeypatch.setattr(watch, "on", True)
    with pytest.raises(OSError), socket.socket() as probe:
        probe.settimeout(0.2)
        probe.connect(("127.0.0.1", 9))
    monkeypatch.setattr(watch, "on", False)
    assert "socket.connect" in watch.opened


# --- from a real seal ---------------------------------------------------------------------------------------------


@laid
def sealed_with_a_promise(scene: Scene) -> Scene:
    with entered(SYSTEM):
        promise(scene.cast.partner, scene.cast.lead, "Root cause of the slowdown", due_on=date(2026, 11, 20))
        return hold(scene)


@pytest.fixture
def held(sealed_with_a_promise: Scene, everywhere: None) -> Scene:
    return sealed_with_a_promise


def made_from(scene: Scene, edition: str = "partner") -> str:
    return text_of(printed(sealed_of(ReviewPack.objects.get(review=scene.review, edition=edition))).content)


@pytest.mark.parametrize("edition", ["ours", "partner"])
def test_a_pack_made_again_after_an_edit_says_the_same(held: Scene, edition: str) -> None:
    before = made_from(held, edition)
    ActionItem.objects.update(title="Something else", due_on=date(2027, 3, 1), state="open")
    held.cast.partner.name = "Renamed"
    held.cast.partner.save()
    held.cast.cio.full_name = "Somebody Else"
    held.cast.cio.save()
    assert made_from(held, edition) == before
    assert "Root cause of the slowdown" in before


def test_a_reply_stands_on_the_seals_page_of_a_pack_made_later(held: Scene) -> None:
    reply(held.review, text="The traces came late.", by=held.cast.lead, now=AT + timedelta(hours=5))
    assert "The traces came late." in one_line(made_from(held))


# --- page one -----------------------------------------------------------------------------------------------------


def test_page_one_stays_one_page_however_much_happened(pack: Printed) -> None:
    much = long_story()
    wordy = "A change that takes a whole sentence to tell, and then a second one because the first was not enough."
    much = replace(
        much,
        changes=tuple(replace(change, text=wordy) for change in much.changes * 9)[:9],
        reds=tuple(replace(red, why=wordy * 2) for red in much.reds * 5)[:5],
        thanks=much.thanks * 4,
    )
    made = PdfReader(io.BytesIO(printed(sealed(much)).content))
    assert "Promises, both sides by one rule" in made.pages[1].extract_text()
    assert "Thanks" in made.pages[0].extract_text()
