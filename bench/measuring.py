"""Two things in turn, A B A B …, and the median of their ratios: it holds when the machine's speed drifts."""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

Work = Callable[[], object]
Clock = Callable[[], float]

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
    work: str, ours: Work, floor: Work, *, bar: float, runs: int = 40, warm: int = 4, clock: Clock = time.perf_counter
) -> Figure:  # fmt: skip
    """Measures `ours` against `floor`, up to `runs` times in turn after `warm` turns that do not count.

    After LONGEST seconds it is content with fewer, but never with less than three. `clock`: time.process_time where
    both work in this process for seconds, since others who use the machine then change between the two.
    """

    def seconds(call: Work) -> float:
        began = clock()
        call()
        return clock() - began

    for _ in range(warm):
        ours()
        floor()
    began, pairs = time.monotonic(), []
    while len(pairs) < runs and (len(pairs) < 3 or time.monotonic() - began < LONGEST):
        pairs.append((seconds(ours), seconds(floor)))
    return Figure(
        work,
        1000 * statistics.median(a for a, _ in pairs),
        1000 * statistics.median(b for _, b in pairs),
        statistics.median(a / b for a, b in pairs),
        bar,
    )
