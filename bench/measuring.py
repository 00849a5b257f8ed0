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

    def __str__(self) -> str:
        return (
            f"{self.work:<40} {self.milliseconds:7.1f} ms  floor {self.floor:7.1f} ms  "
            f"{self.ratio:5.2f} ×  bar {self.bar:.3g}  {verdict(self.held)}"
        )


@dataclass(frozen=True)
class Rate:
    """How often something is done in a second, by several at once, and the floor likewise; `bar` is the least a second.

    `ratio` is how many pieces of the floor's work are done in the time of one of ours.
    """

    work: str
    per_second: float
    floor: float
    ratio: float
    bar: float

    @property
    def held(self) -> bool:
        return self.per_second >= self.bar

    def __str__(self) -> str:
        return (
            f"{self.work:<40} {self.per_second:7.0f} /s  floor {self.floor:7.0f} /s  "
            f"{self.ratio:5.2f} ×  bar {self.bar:.0f}/s  {verdict(self.held)}"
        )


@dataclass(frozen=True)
class Span:
    """How long a large piece of work takes once, in seconds; `bar` is what it may take."""

    work: str
    seconds: float
    bar: float

    @property
    def held(self) -> bool:
        return self.seconds <= self.bar

    def __str__(self) -> str:
        return f"{self.work:<40} {self.seconds:7.1f} s   bar {self.bar:.0f} s  {verdict(self.held)}"


def verdict(held: bool) -> str:
    return "held" if held else "MISSED"


def compare(
    work: str,
    ours: Work,
    floor: Work,
    *,
    bar: float,
    runs: int = 40,
    warm: int = 4,
    clock: Clock = time.perf_counter,
) -> Figure:
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
