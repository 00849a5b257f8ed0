"""Runs a module as a program on a shifted clock: `python -m tests.browser.clocked SECONDS MODULE ARGUMENTS…`.

Every process of one Tandem is shifted by the same number of seconds, so that they agree on the time; it goes on
ticking. Children that a program forks inherit the clock.
"""

import runpy
import sys
import time
from datetime import timedelta

# time_machine imports pytest where it finds it; a process with pytest in it takes the owner's role: no row security.
sys.modules["pytest"] = None
import time_machine  # noqa: E402  # after the line above

del sys.modules["pytest"]

if __name__ == "__main__":
    shift = float(sys.argv[1])
    clock = time_machine.travel(timedelta(seconds=shift), tick=True).start()
    # On a busy machine it begins some milliseconds after it was told, in each process others: a mail that the web has
    # just written would not be due yet for the worker whom it wakes.
    clock.shift(shift - (time.time() - time_machine.escape_hatch.time.time()))
    sys.argv = sys.argv[2:]
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
