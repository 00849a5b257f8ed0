"""Names beside a seal: who the ids in it are, for as long as their names may be kept."""

from collections.abc import Mapping

ERASED = "a person no longer named"


class Names:
    """Person id → full name; whoever has been erased since is said to be so."""

    def __init__(self, kept: Mapping[str, str]) -> None:
        self._kept = kept

    def __getitem__(self, person: int) -> str:
        return self._kept.get(str(person)) or ERASED
