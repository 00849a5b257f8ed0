"""What a back-up says of itself: counts and hashes of all it holds. Written last, read strictly."""

import json
from dataclasses import asdict, dataclass, fields
from typing import Any, get_args, get_origin

from config.backups.trouble import BackupTrouble, Damaged

FORMAT = 1
"""The newest format this release writes and reads."""


@dataclass(frozen=True)
class Part:
    """One table or one file: its name, its size in bytes and their SHA-256."""

    name: str
    bytes: int
    sha256: str


@dataclass(frozen=True)
class Table(Part):
    """`columns` are pairs of name and PostgreSQL's type, in the order they were copied."""

    rows: int
    columns: list[list[str]]


@dataclass(frozen=True)
class Manifest:
    """All of one back-up. `missing` are files that the database names and that were not there."""

    format: int
    made_at: str
    address: str
    postgres: int
    migrations: list[list[str]]
    tables: list[Table]
    sequences: dict[str, int]
    files: list[Part]
    missing: list[str]
    keys: Part
    head: str

    @property
    def rows(self) -> int:
        return sum(table.rows for table in self.tables)

    def written(self) -> bytes:
        return json.dumps(asdict(self), indent=1, sort_keys=True).encode()

    @classmethod
    def read(cls, text: bytes) -> "Manifest":
        """Raises Damaged when anything is missing or is not what it should be."""
        try:
            return _dataclass(cls, json.loads(text))
        except (ValueError, TypeError, KeyError, RecursionError):
            raise Damaged("its list of contents cannot be read") from None


def refuse_newer(found: int) -> None:
    """Raises BackupTrouble for a format that only a later release reads."""
    if found > FORMAT:
        raise BackupTrouble(
            f"This back-up has format {found}, and this release reads up to {FORMAT}: it was made by a newer "
            "Tandem. Nothing was touched. Install that release and restore with it."
        )


def _dataclass(kind: Any, found: Any) -> Any:
    if not isinstance(found, dict):
        raise TypeError
    return kind(**{field.name: _value(field.type, found[field.name]) for field in fields(kind)})


def _value(kind: Any, found: Any) -> Any:
    if kind in (Part, Table):
        return _dataclass(kind, found)
    if get_origin(kind) is list and isinstance(found, list):
        return [_value(get_args(kind)[0], item) for item in found]
    if get_origin(kind) is dict and isinstance(found, dict):
        return {str(name): _value(get_args(kind)[1], item) for name, item in found.items()}
    if isinstance(kind, type) and isinstance(found, kind) and not isinstance(found, bool):
        return found
    raise TypeError
