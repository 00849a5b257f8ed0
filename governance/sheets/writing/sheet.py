"""What a sheet consists of, said once for every format: its columns, what stands in them, and of what type."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any, Generic, TypeVar

Row = TypeVar("Row")


class CellKind(Enum):
    """What the cells of a column hold. An empty cell is None, or a text of no letters."""

    TEXT = auto()
    """Words, whatever they look like: never a formula, a number or a date."""
    DAY = auto()
    """A date."""
    MONTH = auto()
    """A month, as its first day."""
    WHOLE = auto()
    """A whole number."""
    NUMBER = auto()
    """A number with as many decimals as it has."""


@dataclass(frozen=True)
class SheetColumn(Generic[Row]):
    """One column: its heading, how its value is got from a row, its kind, and its width in letters."""

    header: str
    value: Callable[[Row], Any]
    kind: CellKind = CellKind.TEXT
    width: int = 14


@dataclass(frozen=True)
class Sheet(Generic[Row]):
    """`title` names the sheet and begins the name of its file."""

    title: str
    columns: tuple[SheetColumn[Row], ...]

    @property
    def headers(self) -> list[str]:
        return [column.header for column in self.columns]


class TooManyRows(Exception):
    """There are more rows than the format takes: `most`."""

    def __init__(self, most: int) -> None:
        super().__init__(f"More than {most} rows.")
        self.most = most


def within(rows: Iterable[Row], most: int) -> Iterator[Row]:
    """The rows one by one. Raises TooManyRows at the first one too many: nothing is cut without a word."""
    for number, row in enumerate(rows, 1):
        if number > most:
            raise TooManyRows(most)
        yield row


def in_batches(rows: Iterable[Row], size: int) -> Iterator[list[Row]]:
    """The rows, so many at a time."""
    batch: list[Row] = []
    for row in rows:
        batch.append(row)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch
