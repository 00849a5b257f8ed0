import time
from collections.abc import Callable

PATIENCE = 120.0
"""Seconds until something that must come true counts as never."""


def until(true: Callable[[], object], *, within: float = PATIENCE, every: float = 0.02) -> None:
    """Looks again and again."""
    ends = time.monotonic() + within
    while not true():
        assert time.monotonic() < ends, "it never came true"
        time.sleep(every)
