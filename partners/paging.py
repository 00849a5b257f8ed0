"""Lists by the page, from key to key: a page costs the same however much lies behind it."""

from collections.abc import Mapping
from typing import Any, TypeVar

from django.db.models import QuerySet
from django.utils.http import urlencode

from partners.untrusted_text import is_primary_key

T = TypeVar("T")


def first(rows: QuerySet[Any, T], size: int) -> tuple[list[T], T | None]:
    """The first `size` rows, and the last of them where there are more: the next page goes on from its key."""
    found = list(rows[: size + 1])
    return found[:size], found[size - 1] if len(found) > size else None


def before(rows: QuerySet[Any, T], asked: Mapping[str, str], *, key: str = "pk") -> QuerySet[Any, T]:
    """Those that lie behind the page the address comes from: `before` in its query; an unreadable one starts anew."""
    value = asked.get("before", "")
    return rows.filter(**{f"{key}__lt": int(value)}) if is_primary_key(value) else rows


def newest_first(
    rows: QuerySet[Any, T], asked: Mapping[str, str], *, size: int, kept: Mapping[str, str], key: str = "pk"
) -> tuple[list[T], dict[str, str]]:
    """A page of rows ordered by `key`, the newest first, and the addresses that components/pager.html leads to.

    `kept` is the rest of the query, what the list is narrowed to; empty values are left out.
    """
    shown, last = first(before(rows, asked, key=key), size)
    narrowed = {name: value for name, value in kept.items() if value}
    older = f"?{urlencode({**narrowed, 'before': getattr(last, key)})}" if last else ""
    newer = f"?{urlencode(narrowed)}" if asked.get("before") else ""
    return shown, {"older_url": older, "newer_url": newer}
