"""Two things in turn, A B A B …, and the median of their ratios: it holds when the machine's speed drifts."""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

LONGEST = 8.0
"""Seconds spent on one figure, unless a single turn takes longer."""


@dataclass(frozen=True)
class Figure:
    """How one piece of work compares with its floor. Milliseconds are medians; `bar` is the ratio to stay under."""

    work: str
    milliseconds: float
    floor: float
    ratio: float
    bar: float

    @property
    def held(self) -> bool:
        return self.ratio <= self.bar


def compare(
    work: str,
    ours: Callable[[], object],
    floor: Callable[[], object],
    *,
    bar: float,
    runs: int = 40,
    warm: int = 4,
) -> Figure:
    """Measures `ours` against `floor`, up to `runs` times in turn after `warm` turns that do not count.

    After LONGEST seconds it is content with fewer, but never with less than three.
    """
    for _ in range(warm):
        ours()
        floor()
    began, pairs = time.monotonic(), []
    while len(pairs) < runs and (len(pairs) < 3 or time.monotonic() - began < LONGEST):
        pairs.append((_seconds(ours), _seconds(floor)))
    return Figure(
        work,
        1000 * statistics.median(a for a, _ in pairs),
        1000 * statistics.median(b for _, b in pairs),
        statistics.median(a / b for a, b in pairs),
        bar,
    )


def _seconds(call: Callable[[], object]) -> float:
    began = time.perf_counter()
    call()
    return time.perf_counter() - began
