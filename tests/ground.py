"""What the tests of a module begin with, written into the database once and rolled back to before each of them.

A fixture declared with `laid` is written in a transaction that stands open while the module's tests run, each in a
savepoint of its own; what it gives is copied afresh for each. It sees what background jobs see, unless it acts as
somebody, and may ask for other laid fixtures and for values that need no database.
"""

import inspect
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
from itertools import count, takewhile
from typing import Any, TypeVar

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection, transaction

from partners.isolation.scope import SYSTEM, entered

Make = Callable[..., Any]
Value = TypeVar("Value")
_tries = count()


def laid(make: Callable[..., Value]) -> Callable[..., Value]:
    """The function as a fixture that is written once a module; a test that changes rows changes them for itself."""

    names = [*inspect.signature(make).parameters]

    def given(*, request: pytest.FixtureRequest, db: None, **asked: object) -> Value:
        if commits(request.node):
            return make(**{name: asked[name] for name in names})
        assert make.__name__ in GROUND.values, "nothing was written before the test's own transaction began"
        return GROUND.values[make.__name__]  # type: ignore[no-any-return]

    keyword_only = [
        inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY) for name in [*names, "request", "db"]
    ]
    given.__signature__ = inspect.Signature(keyword_only)  # type: ignore[attr-defined]  # what pytest is to provide
    given.lays = make  # type: ignore[attr-defined]
    return pytest.fixture(name=make.__name__)(given)


def layers(item: pytest.Item) -> dict[str, Make]:
    """The laid fixtures a test stands on, each after those that it asks for; none where it commits what it does."""
    if commits(item):
        return {}
    found: dict[str, Make] = {}
    definitions = item._fixtureinfo.name2fixturedefs  # type: ignore[attr-defined]

    def add(name: str) -> None:
        make = getattr(definitions[name][-1].func, "lays", None) if name in definitions else None
        if make is not None and name not in found:
            for asked in inspect.signature(make).parameters:
                add(asked)
            found[name] = make

    for name in sorted(definitions):
        add(name)
    return found


def commits(item: pytest.Item) -> bool:
    """Whether the test's changes are written for all connections to see, and cleared away afterwards."""
    marked = item.get_closest_marker("django_db")
    return "transactional_db" in item.fixturenames or bool(marked and marked.kwargs.get("transaction"))  # type: ignore[attr-defined]


@dataclass(frozen=True)
class Layer:
    """One laid fixture, the savepoint before it, and what it and those beneath it gave."""

    make: Make
    before: transaction.Atomic
    values: dict[str, Any]


class Ground:
    """The layers written at present, in the connection's open transaction; `values` are those of the running test."""

    def __init__(self) -> None:
        self._layers: list[Layer] = []
        self.values: dict[str, Any] = {}

    def stand_on(self, request: pytest.FixtureRequest, wanted: dict[str, Make]) -> None:
        """Takes away what the test does not want, writes what it lacks, and hands out a copy of all."""
        pairs = zip(self._layers, wanted.values(), strict=False)
        kept = sum(1 for _ in takewhile(lambda pair: pair[0].make is pair[1], pairs))
        self.leave(kept if connection.is_usable() else 0)
        for name, make in list(wanted.items())[len(self._layers) :]:
            self._lay(name, make, request)
        self.values = self._copied()
        # Rows have the numbers they had in the test before: what was remembered of those is not true of these.
        own = f".{next(_tries)}" if wanted else ""
        cache.key_prefix = settings.CACHES["default"]["KEY_PREFIX"] + own

    def leave(self, kept: int = 0) -> None:
        """Rolls back all but the lowest `kept` layers."""
        while len(self._layers) > kept:
            transaction.set_rollback(True)
            self._layers.pop().before.__exit__(None, None, None)

    def _lay(self, name: str, make: Make, request: pytest.FixtureRequest) -> None:
        values, asked = self._copied(), inspect.signature(make).parameters
        given = {each: values[each] if each in values else request.getfixturevalue(each) for each in asked}
        before = transaction.atomic()
        before.__enter__()
        self._layers.append(Layer(make, before, values))
        with connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL ROLE {settings.SERVING_ROLE}")
        try:
            with entered(SYSTEM):
                values[name] = make(**given)
            connection.check_constraints()  # here, and not again at the end of every test
        except BaseException:
            self.leave(len(self._layers) - 1)
            raise

    def _copied(self) -> dict[str, Any]:
        return deepcopy(self._layers[-1].values) if self._layers else {}


GROUND = Ground()
