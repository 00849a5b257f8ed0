"""Verb × person: what the verb itself says, whatever page called it. Read a table beside partners/access.py.

A capital is the same part on their side as the small letter on ours:
a administrator, c CIO, m/M relationship manager and partner lead, s/S executive sponsors, k/K contributors,
o/O observers, r/R executive readers; x a rival's lead, n somebody without a part, g somebody whose access has ended.
"""

from collections.abc import Callable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.db import transaction

from partners.access import Role
from partners.models import Membership, SideRequest, User
from partners.scope import SYSTEM, acting_as, entered
from partners.verbs import Refused
from tests.cast import Cast

LETTERS = "acmskorMSKORxng"
OUTSIDERS = "xng"
_PARTS = {"s": Role.EXECUTIVE_SPONSOR, "o": Role.OBSERVER, "R": Role.EXECUTIVE_READER}


@dataclass(frozen=True)
class Row:
    """Who does it at once, and who asks for it: the other side's yes is needed then."""

    verb: str
    does: str
    asks: str


def rows(table: str) -> Iterator[Row]:
    for line in table.strip().splitlines():
        verb, does, asks = line.split()
        yield Row(verb, does.strip("·"), asks.strip("·"))


def everybody(cast: Cast) -> dict[str, User]:
    """Letter → person; those the cast has not are added to its partnership."""
    added = {letter: _added(cast, letter, role) for letter, role in _PARTS.items()}
    known = {
        "a": cast.administrator, "c": cast.cio, "m": cast.manager, "k": cast.teammate, "r": cast.reader,
        "M": cast.lead, "S": cast.partner_sponsor, "K": cast.contributor, "O": cast.observer, "x": cast.rival_lead,
        "n": cast.stranger, "g": cast.leaver,
    }  # fmt: skip
    return known | added


def _added(cast: Cast, letter: str, role: Role) -> User:
    employer = cast.partner if letter.isupper() else None
    with entered(SYSTEM):
        person = User.objects.create(
            email=f"{role}.{'theirs' if employer else 'ours'}@example.com", full_name=f"{role.label} {letter}",
            employer=employer,
        )  # fmt: skip
        Membership.objects.create(partner=cast.partner, person=person, role=role, since=date(2025, 9, 1))
    return person


def outcomes(people: dict[str, User], act: Callable[[User], object]) -> dict[str, str]:
    """Letter → "does", "asks" or "refused". Whatever it did is taken back before the next one tries.

    Outsiders try it past the row policies: the verb itself has to turn them away.
    """
    return {letter: _outcome(people[letter], letter, act) for letter in LETTERS}


def _outcome(person: User, letter: str, act: Callable[[User], object]) -> str:
    scope = entered(SYSTEM) if letter in OUTSIDERS else acting_as(person)
    with transaction.atomic(), nullcontext():
        try:
            with scope:
                made = act(person)
        except (Refused, PermissionDenied, ObjectDoesNotExist):
            made = None
            said = "refused"
        else:
            waits = isinstance(made, SideRequest) and made.answered_at is None
            said = "asks" if waits else "does"
        transaction.set_rollback(True)
    return said


def as_table(said: dict[str, str]) -> tuple[str, str]:
    """Who does it and who asks for it, in the order of the letters."""
    return tuple("".join(letter for letter in LETTERS if said[letter] == kind) for kind in ("does", "asks"))  # type: ignore[return-value]
