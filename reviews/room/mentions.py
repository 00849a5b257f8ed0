"""Who is meant behind an @ in what is noted, decided, parked or thanked for: the full name takes its place. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from governance.capture.owner import MENTION, SENTENCE_END
from governance.sheets.people_matching import Candidate, match_person


@dataclass(frozen=True)
class Mentioned:
    """The line with everybody named in full; `unknown` is what stands behind an @ and is nobody's, or several people's,
    name.
    """

    line: str
    unknown: tuple[str, ...] = ()


def named_in_full(line: str, people: Sequence[Candidate]) -> Mentioned:
    """ "@mei for the purge" → "Mei Chen for the purge". What is nobody's name stays as it was typed."""
    unknown: list[str] = []

    def in_full(mention: re.Match[str]) -> str:
        typed = mention["name"]
        for end in sorted({found.start() for found in re.finditer(r" |$", typed)}, reverse=True):
            name = typed[:end].rstrip(SENTENCE_END)
            if person := match_person(name, people, shortened=" " not in name, closest=False).person:
                return person.full_name + typed[len(name) :]
        unknown.append(typed.split(" ")[0].rstrip(SENTENCE_END))
        return mention.group()

    return Mentioned(MENTION.sub(in_full, line), tuple(unknown))
