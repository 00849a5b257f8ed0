"""Ctrl-C and its relatives: the first asks for an orderly stop, the second for an immediate one.

A signal only leaves a mark; whoever waits looks at it. So no signal can fall between starting a process
and writing down that it was started.
"""

import os
import signal
import time
from types import FrameType

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class StopRequested(Exception):
    """Somebody wants this to end; not an error."""


class _Received:
    count = 0
    parent: int | None = None


def listen(*, watch_parent: bool = False) -> None:
    """From now on signals are marked. A hang-up that was ignored (nohup) stays ignored; an ignored SIGINT
    does not, because a shell's `&` leaves it so and there would be no gentle way to stop.

    With `watch_parent` the end of the process that started us (make, killed hard) counts as a request too.
    """
    _Received.count = 0
    _Received.parent = os.getppid() if watch_parent else None
    for number in SIGNALS:
        if number != signal.SIGHUP or signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, _mark)


def _mark(_number: int, _frame: FrameType | None) -> None:
    _Received.count += 1


def requested() -> bool:
    orphaned = _Received.parent is not None and os.getppid() != _Received.parent
    return _Received.count > 0 or orphaned


def hard() -> bool:
    """Asked twice: no more waiting."""
    return _Received.count > 1


def check() -> None:
    """Raises StopRequested once a stop is wanted."""
    if requested():
        raise StopRequested


def pause(seconds: float) -> None:
    """Waits, unless a stop is wanted. Raises StopRequested."""
    check()
    time.sleep(seconds)
    check()
