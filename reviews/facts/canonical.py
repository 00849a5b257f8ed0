"""Facts ↔ canonical JSON: sorted keys, no spaces, UTF-8, the same bytes on every machine and for ever."""

import json
import types
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints

from governance.counting.formula import Tally
from reviews.facts import ReplyFacts, Snapshot


def written(facts: Any) -> str:
    """The text that is hashed. Decimals are strings: a float would not be the same everywhere."""
    return json.dumps(_plain(facts), sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def read(text: str) -> Snapshot:
    """The snapshot back from its text. Raises ValueError when the text is none."""
    return _built(Snapshot, json.loads(text))


def read_reply(text: str) -> ReplyFacts:
    """The reply back from its text. Raises ValueError when the text is none."""
    return _built(ReplyFacts, json.loads(text))


_NOT_SEALED: Mapping[type, frozenset[str]] = {Tally: frozenset({"unconfirmed"})}
"""What is counted from day to day and stands in no seal."""


def _plain(value: Any) -> Any:
    if is_dataclass(value):
        left_out = _NOT_SEALED.get(type(value), frozenset())
        kept = (field.name for field in fields(value) if field.name not in left_out)
        return {name: _plain(getattr(value, name)) for name in kept}
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    return value


_FROM_TEXT: Mapping[type, Callable[[str], Any]] = {
    datetime: datetime.fromisoformat,
    date: date.fromisoformat,
    Decimal: Decimal,
}


def _built(kind: Any, plain: Any) -> Any:
    if get_origin(kind) is tuple:
        return tuple(_built(get_args(kind)[0], part) for part in plain)
    if get_origin(kind) in {Union, types.UnionType}:
        inner = next(part for part in get_args(kind) if part is not type(None))
        return None if plain is None else _built(inner, plain)
    if isinstance(kind, type) and is_dataclass(kind):
        return kind(
            **{name: _built(hint, plain[name]) for name, hint in _hints(kind).items() if name in plain}
        )
    return _FROM_TEXT.get(kind, _as_it_is)(plain)


def _as_it_is(plain: Any) -> Any:
    return plain


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)
