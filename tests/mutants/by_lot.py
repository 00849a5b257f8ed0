"""Plants what was drawn, one after the other, and tells how many of each kind the tests found."""

import tempfile
import time
from collections import defaultdict
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from queue import SimpleQueue

from tests.mutants.asking import Ending, ending
from tests.mutants.drawing import Drawn, drawn
from tests.mutants.planting import copied, planted

WORK = 90
"""Seconds of a processor for each fault. Nobody chose which tests are asked: what takes longer counts as not found."""


def tried_by_lot(count: int, seed: int, at_once: int) -> int:
    """Prints each fault as it ends, then the rate of each kind and what survived. 1 when something did."""
    wanted = drawn(count, seed)
    with tempfile.TemporaryDirectory(prefix="tandem-mutants-") as folder:
        copies = {number: copied(Path(folder) / str(number)) for number in range(1, at_once + 1)}
        free: SimpleQueue[int] = SimpleQueue()
        for number in copies:
            free.put(number)

        def tried(fault: Drawn) -> Ending:
            number = free.get()
            began = time.monotonic()
            try:
                how, said = _ending(fault, copies[number], number)
            finally:
                free.put(number)
            print(f"{how:9} {time.monotonic() - began:4.0f} s  {fault.notice}\n{'':17}{said}", flush=True)
            return how

        with ThreadPoolExecutor(at_once) as together:
            endings = list(together.map(tried, wanted))
    return _told(wanted, endings)


def _ending(fault: Drawn, copy: Path, number: int) -> tuple[Ending, str]:
    """A test that fails without the fault as well has found nothing: it is left out, and the others are asked on."""
    left_out: list[str] = []
    while True:
        with planted(fault, copy):
            how, said = ending([*fault.asked, *left_out], copy, number, WORK)
        if how is not Ending.FOUND:
            return how, said
        if _passes(_failed(said), copy, number):
            return how, said
        left_out.append(f"--deselect={_failed(said)}")


def _failed(said: str) -> str:
    """`FAILED tests/test_one.py::test_it - why` → the test, as pytest is asked for it."""
    return said.partition(" ")[2].partition(" - ")[0]


@cache
def _passes(test: str, copy: Path, number: int) -> bool:
    return ending([test], copy, number)[0] is Ending.SURVIVED


def _told(wanted: Sequence[Drawn], endings: Sequence[Ending]) -> int:
    of_kind = defaultdict(list)
    for fault, how in zip(wanted, endings, strict=True):
        of_kind[fault.cut.kind].append(how)
    print()
    for kind, ends in sorted(of_kind.items()):
        print(f"{kind:20} {ends.count(Ending.FOUND):3} of {len(ends):3}")
    found = endings.count(Ending.FOUND)
    print(f"\n{found} of {len(endings)} faults found ({found / max(len(endings), 1):.0%}).")
    for fault, how in zip(wanted, endings, strict=True):
        if how is not Ending.FOUND:
            print(f"  {how}: {fault.notice}")
    return 0 if found == len(endings) else 1
