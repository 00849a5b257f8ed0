"""Where a text prescribes the how, instead of saying the result: pure, and only a hint to whoever wrote it.

An outcome intent says what is reached and how everyone will know. It prescribes where it says by what: a product or
a technology as the means, a method, how many people, which ones, how many hours, where they sit, who looks over their
shoulder.

The line runs by what a word does in its sentence, not by the word:

- A product that is there and has to work is context: "SAP orders are invoiced within a day", "No payment is lost while
  Temenos is down". It prescribes as the means: behind "using", "via" or "by", behind what is built, run or moved
  ("rewritten in Go", "moves into SharePoint"), or behind an order to take it ("Introduce Epic", "Jira must be used").
- A figure of the result prescribes nothing, be it a share, a time, a sum, a day or a count of those it is for: "2
  million customers", "the 40 clerks have their evenings back". Those who would do the work, counted, do: "six
  developers".
- What is there already is "the" app; "an app" is one to be made, and so a means.
- Names of methods and of ways to organise work prescribe wherever they stand: no result needs them.

Missed is what only its sense gives away ("Keep the present data model"); marked too much is what is meant as context
and stands like a means ("orders placed via SAP"). tests/governance/outcomes/test_prescribing.py says how often.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from governance.outcomes.prescribing.english import NO_NAMES
from governance.outcomes.prescribing.kinds import HELP, How
from governance.outcomes.prescribing.patterns import PATTERNS
from governance.outcomes.prescribing.plain import plain_ascii

LONGEST = 20_000
"""Characters that are read: as many as a field of an intent holds. What stands behind them is not marked."""


@dataclass(frozen=True)
class Marked:
    """A place that prescribes: text[start:end], and what kind of how it is."""

    start: int
    end: int
    words: str
    kind: How

    @property
    def help(self) -> str:
        """What to write instead."""
        return HELP[self.kind]


def prescribed(text: str) -> tuple[Marked, ...]:
    """Each place of `text` that prescribes the how, in order and apart from each other.

    Places that overlap are one, of the kind of the longest: "Provide six Java developers" is about people, not Java.
    """
    apart: list[tuple[int, int, int, How]] = []
    for start, end, kind in sorted(_found(plain_ascii(text[:LONGEST]))):
        length = end - start
        if apart and start < apart[-1][1]:
            start, before, longest, of_longest = apart.pop()
            end = max(end, before)
            length, kind = (length, kind) if length > longest else (longest, of_longest)
        apart.append((start, end, length, kind))
    return tuple(Marked(start, end, text[start:end], kind) for start, end, _, kind in apart)


def _found(plain: str) -> Iterator[tuple[int, int, How]]:
    for kind, pattern in PATTERNS:
        for match in pattern.finditer(plain):
            named = pattern.groups > 1 and match[2] in NO_NAMES
            if not named:
                start, end = match.span(1)
                yield start, end, kind
