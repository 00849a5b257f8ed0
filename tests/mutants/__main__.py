"""`make mutants`: plants each fault of the table in a copy, asks the tests, and prints how many they found.

ARGS="words" tries those of which all the words are said. Exits with 1 when one survived.
ARGS="draw 40 2" tries forty that nobody chose, drawn with the seed 2 (tests/mutants/drawing.py).
"""

import os
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import SimpleQueue

from tests.mutants.asking import Ending, ending
from tests.mutants.by_lot import tried_by_lot
from tests.mutants.planting import Mutant, copied, planted
from tests.mutants.table import MUTANTS

AT_ONCE = min(os.cpu_count() or 1, 8)
"""Copies, each with a database of Redis's own, which has sixteen."""


def main(words: list[str]) -> int:
    if words[:1] == ["draw"]:
        count, seed = (int(word) for word in words[1:])
        return tried_by_lot(count, seed, AT_ONCE)
    wanted = [mutant for mutant in MUTANTS if mutant.meant_by(words)]
    if not wanted:
        print(f"No fault of the table says {' '.join(words)}.")
        return 2
    with tempfile.TemporaryDirectory(prefix="tandem-mutants-") as folder:
        numbers = range(1, min(AT_ONCE, len(wanted)) + 1)
        return _tried(wanted, {number: copied(Path(folder) / str(number)) for number in numbers})


def _tried(wanted: Sequence[Mutant], copies: dict[int, Path]) -> int:
    asked = sorted({test for mutant in wanted for test in mutant.asked})
    print("First all that is asked, without a fault …", flush=True)
    whole, words = ending(asked, copies[1], 1)
    if whole is not Ending.SURVIVED:
        print(f"They do not pass as things are, so that nothing can be said of them: {words}")
        return 2
    free: SimpleQueue[int] = SimpleQueue()
    for number in copies:
        free.put(number)

    def tried(mutant: Mutant) -> Ending:
        number = free.get()
        began = time.monotonic()
        try:
            with planted(mutant, copies[number]):
                how, said = ending(mutant.asked, copies[number], number)
        finally:
            free.put(number)
        print(f"{how:9} {time.monotonic() - began:4.0f} s  {mutant.notice}\n{'':17}{said}", flush=True)
        return how

    with ThreadPoolExecutor(len(copies)) as together:
        endings = list(together.map(tried, wanted))
    return _told(wanted, endings)


def _told(wanted: Sequence[Mutant], endings: Sequence[Ending]) -> int:
    found = endings.count(Ending.FOUND)
    print(f"\n{found} of {len(endings)} faults found ({found / len(endings):.0%}).")
    for mutant, how in zip(wanted, endings, strict=True):
        if how is not Ending.FOUND:
            print(f"  {how}: {mutant.notice} ({mutant.file})")
    return 0 if found == len(endings) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
