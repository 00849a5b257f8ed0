"""Which person a name stands for, among those who may be meant."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property
from typing import Protocol

from partners.normalize import fold


class Keyed(Protocol):
    pk: int


FEWEST_LETTERS_OF_A_PREFIX = 2
LONGEST_NAME = 254
"""Of an address; what is longer is nobody's name."""
LIKENESS = 0.6
CLOSEST_SHOWN = 3


@dataclass(frozen=True)
class Candidate:
    """Someone who may be named.

    `id` is the caller's own key; `side` is "ours" or "theirs"; `aliases` are other names for the person,
    such as the e-mail address or what stands before its @. `is_invited`: who has not come in yet.
    """

    id: object
    full_name: str
    side: str
    aliases: tuple[str, ...] = ()
    is_invited: bool = False

    @property
    def first_name(self) -> str:
        """The name the person is called by: "Priya"."""
        return (self.full_name.split() or [""])[0]

    @cached_property
    def parts(self) -> tuple[str, ...]:
        """The folded words of the full name; "Lena-Marie Moser" has three."""
        return _words(self.full_name)

    @cached_property
    def other_names(self) -> frozenset[tuple[str, ...]]:
        """The aliases, folded into words."""
        return frozenset(_words(alias) for alias in self.aliases)


def invited_key(invitation: Keyed) -> str:
    """The key of somebody who is invited, among the keys of people."""
    return f"invited {invitation.pk}"


@dataclass(frozen=True)
class PersonMatch:
    """What a name led to: one `person`; or several `candidates` it fits; or none, and the `closest` few."""

    person: Candidate | None = None
    candidates: tuple[Candidate, ...] = ()
    closest: tuple[Candidate, ...] = ()


def match_person(
    name: str, people: Sequence[Candidate], *, shortened: bool = True, closest: bool = True
) -> PersonMatch:
    """The one person that `name` stands for; where it is nobody's, the `closest` names, if they are wanted.

    Tried in this order: full name or alias ("Raman, Priya" too), first name, last name, initials, and, where
    `shortened` names may be expected, beginnings of the name's parts ("P. Raman", "pri"). The first way that
    fits anyone decides, so "Tom" is Tom Okafor even beside a Tomas. Accents and capitals do not count.
    """
    words = _words(_first_name_first(name)) if len(name) <= LONGEST_NAME else ()
    if not words:
        return PersonMatch()
    for fits in _WAYS if shortened else _WAYS_WITHOUT_BEGINNINGS:
        found = _distinct(person for person in people if fits(words, person))
        if found:
            return PersonMatch(person=found[0]) if len(found) == 1 else PersonMatch(candidates=found)
    return PersonMatch(closest=_closest(words, people) if closest else ())


def is_full_name(name: str, people: Sequence[Candidate]) -> bool:
    """Whether `name` is all of somebody's name, or one of the aliases."""
    words = _words(name)
    return any(_is_whole_name(words, person) for person in people)


def _is_whole_name(words: tuple[str, ...], person: Candidate) -> bool:
    return words == person.parts or words in person.other_names


def _is_first_name(words: tuple[str, ...], person: Candidate) -> bool:
    return words == _words(person.first_name)


def _is_last_name(words: tuple[str, ...], person: Candidate) -> bool:
    return len(person.parts) > 1 and words == person.parts[-len(words) :]


def _are_initials(words: tuple[str, ...], person: Candidate) -> bool:
    initials = tuple(part[0] for part in person.parts)
    letters = tuple("".join(words)) if len(words) == 1 or all(len(word) == 1 for word in words) else ()
    return len(letters) > 1 and letters in (initials, initials[:1] + initials[-1:])


def _begin_its_parts(words: tuple[str, ...], person: Candidate) -> bool:
    if sum(map(len, words)) < FEWEST_LETTERS_OF_A_PREFIX:
        return False
    parts = iter(person.parts)
    return all(any(part.startswith(word) for part in parts) for word in words)


def _without_umlauts(words: tuple[str, ...], person: Candidate) -> bool:
    """ "Juergen" for Jürgen: `fold` has already made a plain u of his ü."""
    plain = tuple(_UMLAUT_SPELLED_OUT.sub("", word) for word in words)
    return plain != words and plain in (person.parts, person.parts[:1], person.parts[-1:])


_UMLAUT_SPELLED_OUT = re.compile(r"(?<=[aou])e")
_WAYS_WITHOUT_BEGINNINGS: tuple[Callable[[tuple[str, ...], Candidate], bool], ...] = (
    _is_whole_name,
    _is_first_name,
    _is_last_name,
    _are_initials,
    _without_umlauts,
)
_WAYS = (*_WAYS_WITHOUT_BEGINNINGS, _begin_its_parts)


def _closest(words: tuple[str, ...], people: Sequence[Candidate]) -> tuple[Candidate, ...]:
    likeness = [(_likeness(words, person), person) for person in _distinct(people)]
    near = sorted((pair for pair in likeness if pair[0] >= LIKENESS), key=lambda pair: -pair[0])
    return tuple(person for _, person in near[:CLOSEST_SHOWN])


def _likeness(words: tuple[str, ...], person: Candidate) -> float:
    typed = " ".join(words)[:80]
    return max(
        (SequenceMatcher(None, typed, name).ratio() for name in (*person.parts, " ".join(person.parts))),
        default=0.0,
    )


def _distinct(people: Iterable[Candidate]) -> tuple[Candidate, ...]:
    return tuple({person.id: person for person in people}.values())


def _first_name_first(name: str) -> str:
    last, comma, first = name.partition(",")
    return f"{first} {last}" if comma else name


def _words(name: str) -> tuple[str, ...]:
    spaced = "".join(letter if letter.isalnum() or letter == "'" else " " for letter in _straight(fold(name)))
    return tuple(spaced.split())


def _straight(name: str) -> str:
    return name.replace("’", "'")
