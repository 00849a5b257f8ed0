"""What a workbook would cost, counted before it is read: a small file can ask for gigabytes and for minutes.

The reader of workbooks lays each sheet out as a rectangle up to its last filled cell, and writes each shared text into
every cell that points to it. Neither its parts' names nor what it says of its own size is believed: every part is
counted, element by element, and the counting stops at the bound.
"""

import io
import zipfile
import zlib
from dataclasses import dataclass, field
from typing import IO
from xml.parsers import expat

from governance.sheets.table import MOST_COLUMNS, MOST_ROWS, SheetNotUnderstood

MOST_UNPACKED_BYTES = 60 * 1024 * 1024
MOST_PARTS = 2_000
MOST_CELLS = MOST_ROWS * MOST_COLUMNS
"""Filled cells of all sheets, cells of the rectangle of one, and cells that merged ones fill."""
WIDEST = 10 * MOST_COLUMNS
MOST_ELEMENTS = 3 * MOST_CELLS
"""Of a cell are made two, of a row one."""
_CHUNK = 1024 * 1024
_PACKED = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
"""How the parts of a workbook are packed. Another way is refused unopened: it asks for memory as it says itself, and
breaks on damage in words of its own."""
_ENTRY = b"PK\x01\x02"
"""How each entry of a zip's directory begins."""


@dataclass
class Cost:
    """What was counted so far, of all parts."""

    elements: int = 0
    cells: int = 0
    text: int = 0
    shared: list[int] = field(default_factory=list)
    """How long each shared text is."""


def refuse_bombs(content: bytes) -> Cost:
    """What a workbook costs. Raises SheetNotUnderstood for one that is damaged or costs more than a table may."""
    if content.count(_ENTRY) > MOST_PARTS:
        raise _unreasonable()
    cost = Cost()
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            if sum(part.file_size for part in parts) > MOST_UNPACKED_BYTES:
                raise _unreasonable()
            if any(part.compress_type not in _PACKED for part in parts):
                raise damaged()
            # Reading every part finds those that hold more than they declare: their checksum is off.
            if archive.testzip() is not None or not _is_workbook({part.filename for part in parts}):
                raise damaged()
            # Shared texts first: cells point into them, and may stand before them.
            for part in sorted(parts, key=lambda part: "sharedstrings" not in part.filename.lower()):
                if part.filename.lower().endswith((".xml", ".rels")):
                    with archive.open(part) as file:
                        _Counting(cost).read(file)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError) as problem:
        raise damaged() from problem
    except (expat.ExpatError, ValueError) as problem:
        raise problem if isinstance(problem, SheetNotUnderstood) else damaged() from problem
    return cost


def _is_workbook(names: set[str]) -> bool:
    """Whether the reader will take it for XLSX, whose parts are counted here, and for nothing else."""
    return "xl/workbook.xml" in names and not names & {"xl/workbook.bin", "content.xml"}


class _Counting:
    """Counts one part. Elements are known by their names in any namespace; others than those of sheets count alike."""

    def __init__(self, cost: Cost) -> None:
        self.cost = cost
        self.row = self.column = self.rows = self.columns = 0
        self.in_text = self.in_shared = self.is_shared_cell = False
        self.index = ""
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self.parser.StartDoctypeDeclHandler = self._refuse_entities

    def read(self, file: IO[bytes]) -> None:
        while chunk := file.read(_CHUNK):
            self.parser.Parse(chunk, False)
        self.parser.Parse(b"", True)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self.cost.elements += 1
        if self.cost.elements > MOST_ELEMENTS:
            raise _unreasonable()
        match name.rpartition(":")[2]:
            case "row":
                self.row, self.column = int(attributes.get("r") or self.row + 1), 0
            case "c":
                self._cell(attributes)
            case "v" | "is":
                self._filled()
            case "si":
                self.in_shared = True
                self.cost.shared.append(0)
            case "Relationship":
                _refuse_odd_places(attributes)

    def _cell(self, attributes: dict[str, str]) -> None:
        self.column += 1
        if place := attributes.get("r", ""):
            letters = place.rstrip("0123456789")
            self.row, self.column = int(place[len(letters) :]), _column_number(letters)
        self.is_shared_cell = attributes.get("t") == "s"

    def _filled(self) -> None:
        self.cost.cells += 1
        self.rows, self.columns = max(self.rows, self.row), max(self.columns, self.column)
        self.index = ""
        self.in_text = True
        if max(self.rows * self.columns, self.cost.cells) > MOST_CELLS or self.columns > WIDEST:
            raise SheetNotUnderstood(
                f"One of its sheets reaches to row {self.rows:,} and column {self.columns:,}: remove stray cells, "
                f"or copy your rows into a new file of at most {MOST_ROWS:,} rows and {MOST_COLUMNS} columns."
            )

    def _text(self, text: str) -> None:
        if self.in_shared:
            self.cost.shared[-1] += len(text)
        elif self.in_text and self.is_shared_cell:
            self.index += text[:12]

    def _end(self, name: str) -> None:
        match name.rpartition(":")[2]:
            case "si":
                self.in_shared = False
            case "v" if self.in_text:
                self.in_text = False
                self._write_shared_text()

    def _write_shared_text(self) -> None:
        place = self.index.strip()
        if (
            self.is_shared_cell
            and place.isascii()
            and place.isdecimal()
            and int(place) < len(self.cost.shared)
        ):
            self.cost.text += self.cost.shared[int(place)]
            if self.cost.text > MOST_UNPACKED_BYTES:
                raise _unreasonable()

    def _refuse_entities(self, *_: object) -> None:
        """No part of a workbook declares a type, and with it entities that unfold into others."""
        raise damaged()


def _refuse_odd_places(attributes: dict[str, str]) -> None:
    """A sheet that stands in a part which is not counted, because of how it is called, is none."""
    kind = attributes.get("Type", "").lower().rpartition("/")[2]
    if kind in ("worksheet", "sharedstrings") and not attributes.get("Target", "").lower().endswith(".xml"):
        raise damaged()


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters[:4].upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def _unreasonable() -> SheetNotUnderstood:
    return SheetNotUnderstood("It unpacks to an unreasonable size: copy your rows into a new file.")


def damaged() -> SheetNotUnderstood:
    """What is no workbook, or not a whole one."""
    return SheetNotUnderstood("It is damaged or no XLSX workbook: open it, save it as XLSX and try again.")
