"""What the person at the terminal reads: steps with their time, and trouble in whole sentences."""

import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

HEARTBEAT = 5.0
"""Seconds after which a step that is still busy says so again."""


class Trouble(Exception):
    """Tandem cannot go on. The message says what happened and what to do next; `details` quotes a program."""

    def __init__(self, sentence: str, details: str = "") -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.details = details.strip()


def say(text: str = "") -> None:
    """Prints at once, also through a pipe."""
    print(text, flush=True)


def say_trouble(trouble: Trouble) -> None:
    """Prints the sentence last, where the eye ends up, under what the failing program said."""
    if trouble.details:
        indented = "\n".join(f"    {line}" for line in trouble.details.splitlines())
        print(f"\n{indented}", file=sys.stderr)
    print(f"\nTandem stopped: {trouble.sentence}", file=sys.stderr, flush=True)


class Step:
    """One step under way; `note` says how far it is."""

    def __init__(self, title: str) -> None:
        self.title = title
        self._note = ""
        self._began = time.monotonic()
        self._finished = threading.Event()
        self._beat = threading.Thread(target=self._keep_saying, daemon=True)

    def note(self, text: str) -> None:
        """What the next sign of life will mention."""
        self._note = text

    def elapsed(self) -> str:
        return f"{time.monotonic() - self._began:.1f} s"

    def _keep_saying(self) -> None:
        while not self._finished.wait(HEARTBEAT):
            say(f"    … {self._note or 'still working'} ({self.elapsed()})")

    def _finish(self) -> None:
        self._finished.set()
        self._beat.join()

    def __enter__(self) -> "Step":
        say(f"  {self.title} …")
        self._beat.start()
        return self

    def __exit__(self, kind: object, problem: object, trace: object) -> None:
        self._finish()
        if kind is None:
            say(f"    done in {self.elapsed()}")


@contextmanager
def quick_step(title: str) -> Iterator[None]:
    """One line for something that usually takes a moment; when it takes longer, the line grows by a dot."""
    began = time.monotonic()
    finished = threading.Event()

    def keep_dotting() -> None:
        while not finished.wait(HEARTBEAT):
            print("…", end=" ", flush=True)

    beat = threading.Thread(target=keep_dotting, daemon=True)
    print(f"  {title} … ", end="", flush=True)
    beat.start()
    outcome = ""
    try:
        yield
        outcome = f"{time.monotonic() - began:.1f} s"
    finally:
        finished.set()
        beat.join()
        say(outcome)


def last_lines(path: Path, count: int = 12) -> str:
    """The end of a log, for quoting; empty when there is none."""
    try:
        text = path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
    return "\n".join(text.splitlines()[-count:])
