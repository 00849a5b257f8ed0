"""The scope row security reads: which person, which side, which partners. It lives and dies with a transaction."""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Protocol

from django.db import connection, transaction
from django.db.models import TextChoices
from psycopg import sql
from psycopg.errors import error_from_result
from psycopg.pq import ExecStatus
from psycopg.pq.abc import PGconn

from partners import access
from partners.access import Partnership, administers, sees_every_partnership

EVERY: tuple[int, ...] = (0,)
"""The reach that spans all partners; no partner has the id 0."""

SHARED = "shared"
"""The side of a screen that both look at: neither one's private rows."""

_SETTINGS = ("person", "side", "partners", "directory")


class ScopePerson(access.Person, Protocol):
    """What is asked of a person to know their scope: besides what they may do, who they are and of which side."""

    @property
    def pk(self) -> int: ...

    @property
    def side(self) -> TextChoices: ...


@dataclass(frozen=True)
class Scope:
    """What the database shows. `partners` reaches content, `directory` who and what is administered."""

    person: int | None
    side: str
    partners: tuple[int, ...]
    directory: tuple[int, ...]

    def values(self) -> dict[str, str]:
        return {
            "person": str(self.person or ""),
            "side": self.side,
            "partners": _array(self.partners),
            "directory": _array(self.directory),
        }


def _array(ids: tuple[int, ...]) -> str:
    return "{" + ",".join(map(str, ids)) + "}"


SYSTEM = Scope(person=None, side="system", partners=EVERY, directory=EVERY)
"""Background jobs: every partnership, no side's private rows."""


def oneself(user: ScopePerson) -> Scope:
    """What holds before anything is read: a person sees their own memberships."""
    return Scope(person=user.pk, side=user.side.value, partners=(), directory=())


def scope_of(user: ScopePerson, partner: Partnership | None = None) -> Scope:
    """The scope of a person; narrowed to `partner` where a page concerns one partnership alone.

    Must run inside `entered(...)` or a transaction whose scope already names the person: memberships are read.
    """
    everywhere = sees_every_partnership(user)
    reach = EVERY if everywhere else tuple(sorted(user.roles))
    if partner is not None:
        reach = (partner.pk,) if everywhere or partner.pk in user.roles else ()
    directory = EVERY if administers(user) else reach
    return Scope(person=user.pk, side=user.side.value, partners=reach, directory=directory)


def shared_edition(user: ScopePerson | None, partner: Partnership) -> Scope:
    """The scope of the projector: one partnership, and neither side's private rows, whoever signed in; None for what is
    drawn for nobody in particular, where nobody's own rows are seen either."""
    return Scope(
        person=user.pk if user else None, side=SHARED, partners=(partner.pk,), directory=(partner.pk,)
    )


@contextmanager
def entered(scope: Scope) -> Iterator[None]:
    """Within the block the database shows what `scope` allows; what held before holds again afterwards."""
    outermost = not connection.in_atomic_block
    with transaction.atomic():
        before = None if outermost else _held()
        narrow(scope)
        yield
        # The settings end with the transaction; after an error a savepoint takes them back.
        if before is not None:
            _apply(before)


def narrow(scope: Scope) -> None:
    """For the rest of the enclosing `entered` block the database shows what `scope` allows."""
    _apply(scope.values())


@contextmanager
def acting_as(user: ScopePerson, partner: Partnership | None = None) -> Iterator[None]:
    """Within the block the database shows what `user` may see."""
    # Where memberships decide nothing they are not read, and the scope is set once.
    if sees_every_partnership(user):
        with entered(scope_of(user, partner)):
            yield
        return
    with entered(oneself(user)):
        narrow(scope_of(user, partner))
        yield


Row = tuple[Any, ...]


def asked_at_once(
    person: int, who: str, what: str, values: Mapping[str, Any]
) -> tuple[Row | None, Row | None]:
    """The first row of `who` and that of `what`, within the shared scope of whoever has the id `person`, in a single
    exchange with the database; None for one that finds nothing.

    `who` is a SELECT that reads what is their own; its column `reach` lists the partners whose rows `what` then finds.
    `values` are those of both, filled in by name.
    """
    outermost = not connection.in_atomic_block
    with nullcontext() if outermost else transaction.atomic(), connection.cursor() as cursor:
        before = None if outermost else _held()
        held = Scope(person=person, side=SHARED, partners=(), directory=()).values()
        opening = _FILLED.format(*(held[name] for name in _SETTINGS)).as_string().replace("%", "%%")
        # Statements sent together are one transaction, with which the settings end.
        cursor.execute(f"{opening}; {_REACHING.format(who)}; {what}", values)
        cursor.nextset()
        known = cursor.fetchone()
        cursor.nextset()
        found = cursor.fetchone()
        if before is not None:
            _apply(before)
    return known and known[2:], found


class Underway:
    """A change the database is writing while the process goes on. Until `end` the connection takes nothing else."""

    def __init__(self, server: PGconn) -> None:
        self._server = server

    def end(self) -> None:
        """Waits until it is written. Raises DatabaseError where it was not."""
        failed = None
        while result := self._server.get_result():
            if result.status == ExecStatus.FATAL_ERROR:
                failed = result
        if failed:
            with connection.wrap_database_errors:
                raise error_from_result(failed)


def at_once(scope: Scope, statement: str, values: Sequence[Any], **context: str) -> Underway:
    """One statement that changes rows within `scope`, in a transaction of its own and a single exchange with the
    database; `context` is what the history keeps of it. Waits for no disk: a power cut may undo it.
    """
    if connection.in_atomic_block:
        raise transaction.TransactionManagementError("A transaction of its own cannot begin within another.")
    with connection.cursor() as cursor, connection.wrap_database_errors:
        whole = cursor.mogrify(f"{_opening(scope, json.dumps(context))}; {statement}", values)
        server = connection.connection.pgconn
        server.send_query(whole.encode())
        server.flush()
    return Underway(server)


@lru_cache(maxsize=16)
def _opening(scope: Scope, context: str) -> str:
    """What a transaction within `scope` begins with, its values filled in: to fill them costs as much as the rest."""
    held = scope.values()
    values = sql.SQL(_AT_ONCE).format(*(held[name] for name in _SETTINGS), context).as_string()
    return values.replace("%", "%%")


_READ = "SELECT " + ", ".join(f"coalesce(current_setting('tandem.{name}', true), '')" for name in _SETTINGS)
_SET = ", ".join(f"set_config('tandem.{name}', %s, true)" for name in _SETTINGS)
_TELL = ", ".join(f"set_config('pghistory.{name}', %s, true)" for name in ("context_id", "context_metadata"))
# What a verb told the history stays until the transaction ends: in another scope it would put the name of whoever
# acted last on changes that are not theirs. A verb that is still running says it again with its next change.
_WRITE = f"SELECT {_SET}, {_TELL}"
_NOTHING_TOLD = ["", ""]
_FILLED = sql.SQL("SELECT " + ", ".join(f"set_config('tandem.{name}', {{}}, true)" for name in _SETTINGS))
_REACHING = (
    "SELECT set_config('tandem.partners', reach, true), set_config('tandem.directory', reach, true), who.*"
    " FROM ({}) AS who"
)
_AT_ONCE = (
    "SELECT "
    + ", ".join(f"set_config('tandem.{name}', {{}}, true)" for name in _SETTINGS)
    + ", set_config('pghistory.context_id', gen_random_uuid()::text, true)"
    ", set_config('pghistory.context_metadata', {}, true), set_config('synchronous_commit', 'off', true)"
)


def _held() -> dict[str, str]:
    with connection.cursor() as cursor:
        cursor.execute(_READ)
        return dict(zip(_SETTINGS, cursor.fetchone(), strict=True))


def _apply(values: dict[str, str]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_WRITE, [*(values[name] for name in _SETTINGS), *_NOTHING_TOLD])
