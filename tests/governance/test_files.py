"""Files people bring: what is taken, as what, and what is left of it."""

import io
import zipfile

import pytest
from PIL import Image, ImageFile, PngImagePlugin

from governance.files import MOST_BYTES, made_harmless
from partners.verb import Refused

WHERE = "52.5163, 13.3777"


def picture(kind: str, **saved: object) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (20, 10), "teal").save(out, kind, **saved)
    return out.getvalue()


def archive(*names: str, content: bytes = b"<x/>") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as written:
        for name in names:
            written.writestr(name, content)
    return out.getvalue()


def noise(kind: str) -> bytes:
    out, small = io.BytesIO(), io.BytesIO()
    Image.effect_noise((20, 20), 90).save(small, "JPEG")
    exif = Image.Exif()
    exif[0x010E] = small.getvalue().decode("latin-1")  # as cameras keep a small picture within the large one
    Image.effect_noise((200, 200), 90).convert("RGB").save(out, kind, exif=exif)
    return out.getvalue()


WORD = archive("[Content_Types].xml", "word/document.xml")


@pytest.mark.parametrize(
    ("name", "content", "kept_as", "content_type"),
    [
        ("Report.PDF", b"%PDF-1.7 and so on", "Report.pdf", "application/pdf"),
        ("shot.png", picture("PNG"), "shot.png", "image/png"),
        ("shot.jpeg", picture("JPEG"), "shot.jpg", "image/jpeg"),
        ("shot.webp", picture("WEBP"), "shot.webp", "image/webp"),
        ("notes.docx", WORD, "notes.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ("log.txt", "grün".encode(), "log.txt", "text/plain"),
        ("old.csv", "grün;1".encode("cp1252"), "old.csv", "text/csv"),
    ],
    ids=lambda given: given if isinstance(given, str) else "",
)  # fmt: skip
def test_what_is_on_the_list_is_taken(name: str, content: bytes, kept_as: str, content_type: str) -> None:
    kept = made_harmless(name, content)
    assert (kept.name, kept.content_type) == (kept_as, content_type)


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("page.html", b"<script>alert(1)</script>", "cannot take a file of this kind"),
        ("drawing.svg", b"<svg onload='alert(1)'/>", "cannot take a file of this kind"),
        ("run.exe", b"MZ\x90\x00", "cannot take a file of this kind"),
        ("photo.png", b"<script>alert(1)</script>", "cannot take a file of this kind"),
        ("animation.gif", picture("GIF"), "cannot take a file of this kind"),
        ("everything.zip", archive("a.txt", "b.exe"), "takes no archives"),
        ("macros.docm", archive("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"), "macros"),
        ("broken.docx", WORD[:-20], "damaged"),
        ("notes.txt", b"MZ\x00\x00", "no plain text"),
        ("nothing.pdf", b"", "empty"),
        ("large.pdf", b"%PDF-" + b"x" * MOST_BYTES, "larger than 15 MB"),
    ],
    ids=lambda given: given if isinstance(given, str) else "",
)  # fmt: skip
def test_everything_else_is_refused_with_what_to_do(name: str, content: bytes, words: str) -> None:
    with pytest.raises(Refused, match=words) as refusal:
        made_harmless(name, content)
    assert refusal.value.field == "file"


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
@pytest.mark.parametrize("halves_are_taken", [True, False])
def test_half_a_picture_is_refused_whatever_else_in_the_process_thinks_of_halves(
    monkeypatch: pytest.MonkeyPatch, kind: str, halves_are_taken: bool
) -> None:
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", halves_are_taken)
    whole = noise(kind)
    assert made_harmless("whole", whole).content
    with pytest.raises(Refused, match="damaged"):
        made_harmless("half", whole[: len(whole) * 2 // 3])


def test_what_a_file_is_decides_and_not_what_it_calls_itself() -> None:
    assert made_harmless("invoice.html", picture("PNG")).name == "invoice.png"


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_a_picture_loses_everything_but_its_points(kind: str) -> None:
    exif = Image.Exif()
    exif[0x010E] = WHERE
    saved: dict[str, object] = {"exif": exif}
    if kind == "PNG":
        told = PngImagePlugin.PngInfo()
        told.add_text("Comment", WHERE)
        saved["pnginfo"] = told
    given = picture(kind, **saved) + b"<script>alert(1)</script>"
    assert WHERE.encode() in given
    kept = made_harmless("photo", given).content
    assert WHERE.encode() not in kept
    assert b"<script>" not in kept
    with Image.open(io.BytesIO(kept)) as drawn:
        assert (drawn.size, drawn.format, dict(drawn.getexif())) == ((20, 10), kind, {})


def test_a_picture_stands_upright_without_its_note_on_turning() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by a quarter
    with Image.open(io.BytesIO(made_harmless("photo", picture("JPEG", exif=exif)).content)) as drawn:
        assert drawn.size == (10, 20)


@pytest.mark.parametrize("mode", ["P", "L", "1", "RGBA", "LA"])
def test_a_picture_keeps_its_colours(mode: str) -> None:
    out = io.BytesIO()
    given = Image.new("RGBA", (4, 4), (200, 30, 40, 255)).convert(mode)
    given.save(out, "PNG")
    with Image.open(io.BytesIO(made_harmless("p.png", out.getvalue()).content)) as drawn:
        assert list(drawn.convert("RGBA").getdata()) == list(given.convert("RGBA").getdata())


def test_a_picture_of_too_many_points_is_not_unpacked() -> None:
    out = io.BytesIO()
    Image.new("1", (30_000, 30_000)).save(out, "PNG")
    assert len(out.getvalue()) < MOST_BYTES
    with pytest.raises(Refused, match="40 million points"):
        made_harmless("bomb.png", out.getvalue())


def test_a_document_that_unpacks_to_gigabytes_is_refused_unopened() -> None:
    bomb = archive(
        "[Content_Types].xml", *(f"word/{number}.xml" for number in range(30)), content=b"0" * 8_000_000
    )
    assert len(bomb) < MOST_BYTES
    with pytest.raises(Refused, match="unreasonable size"):
        made_harmless("bomb.docx", bomb)


@pytest.mark.parametrize(
    ("given", "kept_as"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Users\\mei\\plan.pdf", "plan.pdf"),
        ('a"b\r\nSet-Cookie: x.pdf', "abSet-Cookie x.pdf"),
        ("\u202efdp.exe", "fdp.pdf"),
        (".pdf", "pdf.pdf"),
        ("...", "file.pdf"),
        ("x" * 300 + ".pdf", "x" * 100 + ".pdf"),
        ("", "file.pdf"),
    ],
)
def test_a_hostile_name_is_made_plain(given: str, kept_as: str) -> None:
    assert made_harmless(given, b"%PDF-1.7").name == kept_as
