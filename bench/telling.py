"""What the bench says while it works, on standard error: the figures alone go to standard output."""

import sys
import time

_BEGAN = time.monotonic()


def progress(doing: str) -> None:
    """One line: how long this process has worked, and what it does next."""
    print(f"{time.monotonic() - _BEGAN:5.0f} s  {doing}", file=sys.stderr, flush=True)
