"""Where a screen in the room looks: which line of the agenda, which row, which form. Every place is an address."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from partners.untrusted_text import is_primary_key


@dataclass(frozen=True)
class Place:
    """`item` is a line of the agenda, empty for the one in hand; `at` a row such as "action-7"; `do` its open form."""

    item: str = ""
    at: str = ""
    do: str = ""

    @classmethod
    def read(cls, asked: Mapping[str, str]) -> "Place":
        """From an address or a form; what makes no sense is left out."""
        item, at, do = (asked.get(name, "")[:40] for name in ("item", "at", "do"))
        return cls(item if is_primary_key(item) else "", at, do)

    def with_(self, **changes: str) -> "Place":
        return replace(self, **changes)

    @property
    def query(self) -> str:
        """ "?item=3&at=action-7", or "?" for wherever the chair is."""
        return "?" + urlencode({name: value for name, value in vars(self).items() if value})
