"""Files people bring: a few kinds, known by what is in them, made harmless before they are kept.

Nothing here trusts a file's name or what its sender says of it. What is kept is a picture drawn anew, or a document
that is only ever handed out to be saved.
"""

import io
import zipfile
from dataclasses import dataclass
from pathlib import PurePath

from partners.pictures import drawn_anew
from partners.verb import Refused

MOST_BYTES = 15 * 1024 * 1024
MOST_UNPACKED_BYTES = 200 * 1024 * 1024
KINDS = "PDF, a picture (PNG, JPEG, WebP), Word, Excel, PowerPoint, or plain text"
"""The allow-list in words."""

_PICTURES = {"PNG": (".png", "image/png"), "JPEG": (".jpg", "image/jpeg"), "WEBP": (".webp", "image/webp")}
_OFFICE = {
    "word/": (".docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "xl/": (".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "ppt/": (".pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
}
_TEXTS = {".txt": "text/plain", ".csv": "text/csv", ".md": "text/plain", ".log": "text/plain"}
_LONGEST_NAME = 100
_MOST_PARTS = 5_000


@dataclass(frozen=True)
class Harmless:
    """A file as it may be kept: its name with the ending of what it is, its type, its bytes."""

    name: str
    content_type: str
    content: bytes


def made_harmless(name: str, content: bytes) -> Harmless:
    """The file as it may be kept. Raises Refused, saying what to bring instead."""
    if len(content) > MOST_BYTES:
        raise _refused(
            f"It is larger than {MOST_BYTES // 1024 // 1024} MB. Bring a smaller one, or a link to it."
        )
    if not content:
        raise _refused("It is empty.")
    stem, ending = _plain(name)
    if content.startswith(b"%PDF-"):
        return Harmless(f"{stem}.pdf", "application/pdf", content)
    if content.startswith(b"PK\x03\x04"):
        return _office(stem, content)
    if ending in _TEXTS:
        return _text(stem, ending, content)
    return _picture(stem, content)


def _plain(name: str) -> tuple[str, str]:
    """Stem and ending of a name, without folders and without what no file system or header should see."""
    path = PurePath(name.replace("\\", "/"))
    stem = "".join(letter for letter in path.stem if letter.isprintable() and letter not in '<>:"/|?*')
    return stem.strip(" .")[:_LONGEST_NAME] or "file", path.suffix.lower()


def _picture(stem: str, content: bytes) -> Harmless:
    unknown = f"Tandem cannot take a file of this kind. Bring {KINDS}."
    kind, bare = drawn_anew(content, _PICTURES, unknown=unknown, field="file")
    ending, content_type = _PICTURES[kind]
    drawn = io.BytesIO()
    bare.save(drawn, kind, **({"quality": 90} if kind != "PNG" else {"optimize": False}))
    return Harmless(f"{stem}{ending}", content_type, drawn.getvalue())


def _office(stem: str, content: bytes) -> Harmless:
    if content.count(b"PK\x01\x02") > _MOST_PARTS:
        raise _refused("It unpacks to an unreasonable size. Bring a PDF of it.")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            if sum(part.file_size for part in parts) > MOST_UNPACKED_BYTES:
                raise _refused("It unpacks to an unreasonable size. Bring a PDF of it.")
            names = [part.filename for part in parts]
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        raise _refused("It is damaged. Save it once more and bring that.") from None
    kind = next(
        (kind for folder, kind in _OFFICE.items() if any(name.startswith(folder) for name in names)), None
    )
    if kind is None or "[Content_Types].xml" not in names:
        raise _refused(f"Tandem takes no archives. Bring {KINDS}.")
    if any(PurePath(name).name.lower().startswith("vbaproject") for name in names):
        raise _refused("It carries macros. Save it without them, or bring a PDF.")
    ending, content_type = kind
    return Harmless(f"{stem}{ending}", content_type, content)


def _text(stem: str, ending: str, content: bytes) -> Harmless:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    if "\x00" in text:
        raise _refused(f"This is no plain text. Bring {KINDS}.")
    return Harmless(f"{stem}{ending}", _TEXTS[ending], text.encode())


def _refused(sentence: str) -> Refused:
    return Refused(sentence, field="file")
