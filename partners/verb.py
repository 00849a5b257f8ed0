"""What every verb has in common: one transaction, one person, one name in the history."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Any, ParamSpec, TypeVar

import pghistory
from django.db import transaction

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")

_running: ContextVar[str | None] = ContextVar("running_verb", default=None)


@dataclass
class Watched:
    """Whether a verb was carried out, to the end, while somebody watched."""

    done: bool = False


_watched: ContextVar[Watched | None] = ContextVar("watched_verbs", default=None)


@contextmanager
def watching(watched: Watched) -> Iterator[None]:
    """Within the block `watched` learns of every verb that is carried out."""
    token = _watched.set(watched)
    try:
        yield
    finally:
        _watched.reset(token)


class Refused(Exception):
    """A rule does not allow this. The message is a whole sentence for the person; `field` names the input at fault."""

    def __init__(self, sentence: str, *, field: str | None = None) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.field = field


class Stale(Refused):
    """Somebody else changed the row since it was read: the person's text must be kept on screen (409)."""


_DID = {
    # Named by what writes a history without being a verb.
    "ask_other_side": "asked the other side for a yes",
    "deliver_mail": "delivered the mail",
    "mend_upgrade": "gave it the day that its history tells, in an upgrade",
    # What older releases called the steps that were taken in the room.
    "done": "reported it done in the room",
    "nod": "confirmed it in the room",
    "nod_to_all": "confirmed the list in the room",
    "settle_ask": "answered it in the room",
    "not_yet": "said what is missing",
    "new_date": "gave a new date in the room",
    "waits_on": "said in the room what it waits for",
    "wait_over": "ended the wait in the room",
    "answer_date": "answered in the room whether another date stands",
    "hand_over": "handed it over in the room",
}
"""What a verb did, by its name in the history."""
_CAN_BE_TAKEN_BACK: set[str] = set()


@contextmanager
def recorded_as(name: str, *, by: Any, now: Any, **beside: Any) -> Iterator[None]:
    """What is done inside is one transaction, which the history tells as the verb `name` of the person `by`.

    Within another verb it belongs to that one. `now` is the time it happened, where that is known; `beside` is kept
    with it.
    """
    if _running.get() is not None:
        with transaction.atomic():
            yield
        return
    token = _running.set(name)
    try:
        # The transaction outside: its own statements change no row, and pghistory would tell them all the same.
        with transaction.atomic(), pghistory.context(**_who_and_when(name, by, now), **beside):
            yield
    finally:
        _running.reset(token)
    if (watched := _watched.get()) is not None:
        watched.done = True


def verb(
    *, did: str, undo: bool = False
) -> Callable[[Callable[Arguments, Result]], Callable[Arguments, Result]]:
    """Makes a function a verb: atomic, and recorded in the history with the person (`by=`) and its own name.

    `did` is what the history says it did, in the past tense: "Priya Raman *moved the date*". `undo`: whoever did
    it can take it back. A verb called by another verb is recorded under the outer one. `now=`, where given, is the time
    it happened.
    """

    def make(function: Callable[Arguments, Result]) -> Callable[Arguments, Result]:
        name = function.__name__
        if name in _DID:
            raise ValueError(
                f"There is a verb called {name} already, and the history tells them by their names."
            )
        _DID[name] = did
        if undo:
            _CAN_BE_TAKEN_BACK.add(name)

        @wraps(function)
        def recorded(*args: Arguments.args, **kwargs: Arguments.kwargs) -> Result:
            with recorded_as(name, by=kwargs.get("by"), now=kwargs.get("now")):
                return function(*args, **kwargs)

        return recorded

    return make


def did_in_words(name: str, operation: str = "") -> str:
    """What the verb `name` did, in the past tense; what became of the row, where the history names no verb."""
    if name:
        return _DID.get(name, name.replace("_", " "))
    return {"insert": "wrote it", "update": "changed it", "delete": "removed it"}.get(operation, "")


def can_be_taken_back(name: str) -> bool:
    """Whether what the verb `name` did can be taken back."""
    return name in _CAN_BE_TAKEN_BACK


def _who_and_when(name: str, by: Any, now: Any) -> dict[str, Any]:
    facts: dict[str, Any] = {"verb": name}
    if by is not None:
        facts["person"] = by.pk
    if isinstance(now, datetime):
        facts["at"] = now.isoformat()
    return facts
