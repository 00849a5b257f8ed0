"""Two things in turn, A B A B …, and the median of their ratios: it holds when the machine's speed drifts."""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass


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
    work: str, ours: Callable[[], object], floor: Callable[[], object], *, bar: float, runs: int = 60
) -> Figure:
    """Measures `ours` against `floor`, `runs` times in turn after a warm-up of five."""
    for _ in range(5):
        ours()
        floor()
    pairs = [(_seconds(ours), _seconds(floor)) for _ in range(runs)]
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
