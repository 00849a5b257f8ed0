"""Which side a list means where it says so: by a name, or by a word that depends on who speaks."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from partners.normalize import fold

OURS, THEIRS = "ours", "theirs"
_OTHER = {OURS: THEIRS, THEIRS: OURS}
# Whose list it is says "we" of itself, on either side.
_OWN = {
    "ours", "our side", "our", "us", "we", "we owe", "wir", "uns", "unsere", "unsere seite", "nous", "notre cote",
}  # fmt: skip
_OF_THE_OTHER = {
    "theirs", "their side", "their", "them", "they", "they owe", "other side", "the other side", "sie", "ihre",
    "andere seite", "eux", "leur cote",
}  # fmt: skip
# What the two are to one another is the same whoever says it.
_PARTS = {
    **dict.fromkeys(("client", "customer", "kunde", "auftraggeber"), OURS),
    **dict.fromkeys(("vendor", "supplier", "provider", "lieferant", "auftragnehmer", "fournisseur"), THEIRS),
}
_ARTICLES = {"the", "die", "der", "das", "le", "la", "les"}


def names_of(company: str, *codes: str) -> frozenset[str]:
    """How lists call a company, folded: in full, by its first word, by a code."""
    words = plain(company).split()
    first = next((word for word in words if word not in _ARTICLES), "")
    return frozenset(filter(None, (plain(company), first, *map(plain, codes))))


@dataclass(frozen=True)
class Sides:
    """What a list calls the two sides. `speaker` is the side that says "we" in it, `names` what each is called."""

    speaker: str = OURS
    names: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def named(self, words: str) -> str | None:
        """The side that is called so; None where neither is, or both are."""
        called = [side for side, names in self.names.items() if plain(words) in names]
        return called[0] if len(called) == 1 else None

    def of(self, words: str) -> str | None:
        """The side that the words mean, or None."""
        said = plain(words)
        if said in _OWN:
            return self.speaker
        if said in _OF_THE_OTHER:
            return _OTHER[self.speaker]
        return self.named(said) or _PARTS.get(said)


def depends_on_who_speaks(words: str) -> bool:
    """Whether the other side would mean the other side by it: "ours"."""
    return plain(words) in _OWN | _OF_THE_OTHER


def plain(words: str) -> str:
    """As it is compared: without capitals, accents and spare blanks."""
    return " ".join(fold(words).split())
