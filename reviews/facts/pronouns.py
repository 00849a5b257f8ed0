"""How an edition calls the two sides. Ours says "we" and "they"; the partner's calls both by their names."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Pronouns:
    """One side in a sentence: "We"/"us"/"our", or its name throughout."""

    subject: str
    object: str
    possessive: str

    @property
    def whose(self) -> str:
        """ "ours", or its name's possessive."""
        return _WHOSE.get(self.possessive, self.possessive)


_WHOSE = {"our": "ours", "their": "theirs"}
PronounsOfSides = dict[str, Pronouns]


def pronouns_in(edition: str, *, enterprise: str, partner: str) -> PronounsOfSides:
    """Side → what it is called in `edition`."""
    if edition == "ours":
        return {"ours": Pronouns("We", "us", "our"), "theirs": Pronouns("They", "them", "their")}
    names = {"ours": enterprise, "theirs": partner}
    return {side: Pronouns(name, name, _possessive(name)) for side, name in names.items()}


def day(when: date) -> str:
    """ "2 December": a day as the pack writes it."""
    return f"{when.day} {when:%B}"


def capital(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]


def _possessive(name: str) -> str:
    return f"{name}’" if name.endswith("s") else f"{name}’s"
