"""Draws faults by lot from the product's own source: what a careless change would break, with nobody choosing where.

`every_fault()` is all that can be drawn; `drawn(40, 2)` the forty of the second seed, the kinds taken in turn, so that
a rate of each can be told. A fault that changes nothing anybody could notice stands in `EQUIVALENT`, marked by hand.
"""

import random
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import chain, islice
from pathlib import Path

from tests.mutants.chosen import asked_about
from tests.mutants.equivalent import EQUIVALENT
from tests.mutants.faults_of_code import faults_of_code
from tests.mutants.faults_of_templates import faults_of_template
from tests.mutants.kinds import Cut, Kind
from tests.mutants.planting import CHECKOUT
from tests.product import APPS

LEFT_OUT = {"migrations", "tests"}


@dataclass(frozen=True)
class Drawn:
    """A cut in one file. It is planted like a fault of the table, by its place instead of by its text."""

    file: str
    cut: Cut
    line: int
    was: str

    @property
    def place(self) -> str:
        """What it is known by in EQUIVALENT: it survives that the file grows above it."""
        return f"{self.file}: {self.cut.kind}: {_short(self.was)} → {_short(self.cut.new)}"

    @property
    def notice(self) -> str:
        return f"{self.cut.kind} {self.file}:{self.line}: {_short(self.was)} → {_short(self.cut.new) or '(gone)'}"

    @property
    def asked(self) -> tuple[str, ...]:
        return asked_about(self.file, self.cut.within)

    def planted_in(self, text: str) -> str:
        """The file's text with the fault in it. Raises ValueError when the file has changed meanwhile."""
        if text[self.cut.start : self.cut.end] != self.was:
            raise ValueError(f"{self.file} has changed since the fault was drawn.")
        return text[: self.cut.start] + self.cut.new + text[self.cut.end :]


@cache
def every_fault(root: Path = CHECKOUT) -> dict[Kind, list[Drawn]]:
    """All that can be drawn, by kind, in the order of files and places."""
    found = defaultdict(list)
    for file in _files(root):
        text = file.read_text(encoding="utf-8")
        cuts = faults_of_code(text) if file.suffix == ".py" else faults_of_template(text)
        for cut in cuts:
            name, line = str(file.relative_to(root)), text.count("\n", 0, cut.start) + 1
            fault = Drawn(name, cut, line, text[cut.start : cut.end])
            if fault.place not in EQUIVALENT:
                found[cut.kind].append(fault)
    return found


def drawn(count: int, seed: int, root: Path = CHECKOUT) -> list[Drawn]:
    """As many faults, the kinds in turn, the same ones for the same seed and source."""
    lot = random.Random(seed)
    kinds = [lot.sample(faults, len(faults)) for _, faults in sorted(every_fault(root).items())]
    in_turn = chain.from_iterable(
        zip(*(islice(chain(kind, [None] * count), count) for kind in kinds), strict=True)
    )
    return list(islice((fault for fault in in_turn if fault is not None), count))


def _files(root: Path) -> Iterator[Path]:
    for app in APPS:
        yield from (file for file in sorted((root / app).rglob("*.py")) if not LEFT_OUT & set(file.parts))
    for file in sorted((root / "templates").rglob("*")):
        if file.suffix in (".html", ".txt") and "style_guide" not in file.parts:
            yield file


def _short(text: str) -> str:
    """On one line, and no longer than somebody reads."""
    line = " ".join(text.split())
    return line if len(line) <= 110 else f"{line[:70]} … {line[-35:]}"
