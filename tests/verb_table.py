"""Verb × person: what the verb itself says, whatever page called it. Read a table beside partners/access.py.

Its last column is what the verb holds meanwhile: the tables of which it locks rows, so that of two at once the second
sees what the first has changed.

A capital is the same part on their side as the small letter on ours:
a administrator, c CIO, m/M relationship manager and partner lead, s/S executive sponsors, k/K contributors,
o/O observers, r/R executive readers; x a rival's lead, n somebody without a part, g somebody whose access has ended.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.db import connection, transaction
from django.db.models import Model

from partners.access import Role
from partners.isolation.scope import SYSTEM, acting_as, entered
from partners.models import Membership, SideRequest, User
from partners.verb import Refused
from tests.cast import Cast

LETTERS = "acmskorMSKORxng"
OUTSIDERS = "xng"
_PARTS = {"s": Role.EXECUTIVE_SPONSOR, "o": Role.OBSERVER, "R": Role.EXECUTIVE_READER}


@dataclass(frozen=True)
class Row:
    """Who does it at once, who asks for it (the other side's yes is needed then), and what is locked meanwhile."""

    verb: str
    does: str
    asks: str
    locks: frozenset[str]


def rows(table: str) -> Iterator[Row]:
    for line in table.strip().splitlines():
        verb, does, asks, locks = line.split()
        yield Row(verb, does.strip("·"), asks.strip("·"), frozenset(locks.strip("·").split(",")) - {""})


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
            email=f"{role}.{'theirs' if employer else 'ours'}@example.com",
            full_name=f"{role.label} {letter}",
            employer=employer,
        )
        Membership.objects.create(partner=cast.partner, person=person, role=role, since=date(2025, 9, 1))
    return person


def tried(verb: str, people: dict[str, User], act: Callable[[User], object]) -> Row:
    """The row of the table as it turns out. Whatever somebody did is taken back before the next one tries.

    Outsiders try it past the row policies: the verb itself has to turn them away.
    """
    said: dict[str, str] = {}
    locks: set[str] = set()
    for letter in LETTERS:
        with locking() as held:
            said[letter] = _outcome(people[letter], letter, act)
        locks |= held if said[letter] != "refused" else set()
    does, asks = ("".join(each for each in LETTERS if said[each] == kind) for kind in ("does", "asks"))
    return Row(verb, does, asks, frozenset(locks))


def _outcome(person: User, letter: str, act: Callable[[User], object]) -> str:
    """ "does", "asks" or "refused"."""
    scope = entered(SYSTEM) if letter in OUTSIDERS else acting_as(person)
    with transaction.atomic():
        try:
            with scope:
                made = act(person)
                unkept = _unkept(made)
        except (Refused, PermissionDenied, ObjectDoesNotExist):
            said = "refused"
        else:
            assert unkept == {}, f"what {made!r} gives back is not what it has kept"
            waits = isinstance(made, SideRequest) and made.answered_at is None
            said = "asks" if waits else "does"
        transaction.set_rollback(True)
    return said


def _unkept(made: object) -> dict[str, tuple[object, object]]:
    """Column → what a row given back has there, and what stands in the database, where they differ."""
    if not isinstance(made, Model):
        return {}
    kept = type(made)._base_manager.get(pk=made.pk)
    columns = [field.attname for field in made._meta.concrete_fields]
    pairs = {name: (getattr(made, name), getattr(kept, name)) for name in columns}
    return {name: (said, found) for name, (said, found) in pairs.items() if said != found}


@contextmanager
def locking() -> Iterator[set[str]]:
    """Gathers the tables of which rows are locked within the block; those of an app by the name of the model alone."""
    found: set[str] = set()

    def watched(execute: Callable[..., object], statement: str, *more: object) -> object:
        if statement.startswith("SELECT") and (
            " FOR UPDATE" in statement or " FOR NO KEY UPDATE" in statement
        ):
            table = statement.partition(" FROM ")[2].split()[0].strip('"')
            found.add(table.partition("_")[2])
        return execute(statement, *more)

    with connection.execute_wrapper(watched):
        yield found
