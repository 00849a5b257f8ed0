"""A file kept between its preview and its import: on the server, for one person, for an hour."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.core.cache import cache
from django.utils.crypto import salted_hmac

from partners.models import User
from partners.numbers import lasting

KEPT_SECONDS = 60 * 60
GONE = f"The file is kept for {lasting(timedelta(seconds=KEPT_SECONDS))} only. Choose it again."


@dataclass(frozen=True)
class Draft:
    """What somebody uploaded or pasted, and what they have said about it so far."""

    content: bytes | str
    filename: str
    said: dict[str, Any]


def keep(content: bytes | str, *, filename: str, by: User, said: dict[str, Any] | None = None) -> str:
    """Keeps a file for `by`; returns the word that finds it again: the same for the same file, sent once more."""
    whole = content if isinstance(content, bytes) else content.encode("utf-8", "replace")
    token = salted_hmac(
        "dashboards.importing.drafts", f"{by.pk}/{filename}/".encode() + whole, algorithm="sha256"
    ).hexdigest()
    cache.set(_key(token, by), Draft(content, filename, said or {}), KEPT_SECONDS)
    return token


def kept(token: str, *, by: User) -> Draft | None:
    """The file, or None when an hour has passed or somebody else kept it."""
    return cache.get(_key(token, by))


def say(token: str, *, by: User, **said: Any) -> None:
    """Adds to what is said about a kept file."""
    if draft := kept(token, by=by):
        cache.set(_key(token, by), Draft(draft.content, draft.filename, {**draft.said, **said}), KEPT_SECONDS)


def forget(token: str, *, by: User) -> None:
    cache.delete(_key(token, by))


def _key(token: str, by: User) -> str:
    return f"import:{by.pk}:{token}"
