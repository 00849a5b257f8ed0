"""Names beside a seal: who the ids in it are, for as long as their names may be kept."""

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import Any, get_args, get_type_hints

from reviews.facts import PersonId

ERASED = "a person no longer named"


class Names:
    """Person id → full name; whoever has been erased since is said to be so."""

    def __init__(self, kept: Mapping[str, str]) -> None:
        self._kept = kept

    def __getitem__(self, person: int) -> str:
        return self._kept.get(str(person)) or ERASED


def people_in(facts: Any) -> set[int]:
    """Every person a snapshot names, found by the type of the field, so that none can be forgotten."""
    return set(_people(facts))


def _people(facts: Any) -> Iterator[int]:
    if isinstance(facts, tuple):
        for part in facts:
            yield from _people(part)
    elif is_dataclass(facts):
        hints = get_type_hints(type(facts))
        for field in fields(facts):
            value, hint = getattr(facts, field.name), hints[field.name]
            if value is not None and (hint is PersonId or PersonId in get_args(hint)):
                yield value
            else:
                yield from _people(value)
