"""A fault that could be in the product, and a copy of the checkout to plant it in."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

CHECKOUT = Path(__file__).resolve().parents[2]
LEFT_OUT = shutil.ignore_patterns(".*", "var", "var-*", "__pycache__", "node_modules")


@dataclass(frozen=True)
class Mutant:
    """`old` stands exactly once in `file`; with `new` in its place a person would notice what `notice` says.

    `asked` are the tests that must fail then: narrow ones, one module or test by its name.
    """

    notice: str
    file: str
    old: str
    new: str
    asked: tuple[str, ...]

    def planted_in(self, text: str) -> str:
        """The file's text with the fault in it. Raises ValueError when `old` does not stand in it exactly once."""
        found = text.count(self.old)
        if found != 1:
            raise ValueError(f"“{self.old}” stands {found} times in {self.file}, and once is wanted.")
        return text.replace(self.old, self.new)

    def meant_by(self, words: list[str]) -> bool:
        """Whether all the words stand in what it says of itself."""
        told = f"{self.notice} {self.file} {' '.join(self.asked)}".casefold()
        return all(word.casefold() in told for word in words)


class Fault(Protocol):
    """What can be planted: an entry of the table, or one that was drawn."""

    file: str

    def planted_in(self, text: str) -> str: ...


@contextmanager
def planted(mutant: Fault, copy: Path) -> Iterator[None]:
    """The fault stands in the copy, and is gone afterwards. Raises ValueError where it cannot be planted."""
    file = copy / mutant.file
    whole = file.read_text(encoding="utf-8")
    file.write_text(mutant.planted_in(whole), encoding="utf-8")
    try:
        yield
    finally:
        file.write_text(whole, encoding="utf-8")


def copied(into: Path) -> Path:
    """What the tests need of the checkout, where nobody works on it."""
    shutil.copytree(CHECKOUT, into, ignore=LEFT_OUT)
    return into
