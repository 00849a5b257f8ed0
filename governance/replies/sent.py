"""What we sent, recognised in what comes back, whatever a program has made of it.

Both are squeezed to letters and digits, and compared in short pieces: prefixes, wraps, lost line breaks, other spaces
and quotation marks change none of them. All of it runs in time that grows with the two texts.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from governance.replies.letters import squeeze, squeezed
from governance.replies.patterns import pattern

PIECE = 12
"""Letters in a row that are compared."""
MOST_SENT = 400_000
"""Characters of what we sent that are looked through."""
_URL = pattern(r"(?:https?:|www\.|mailto:)[^\s<>\"]+")


@dataclass(frozen=True)
class Sent:
    """What we sent to somebody: `texts`, the mails; `marks`, what a program writes above one it quotes, such as our
    address and a subject; `titles`, names that people repeat in words of their own. `addresses` are ours.
    """

    texts: Sequence[str]
    marks: Sequence[str] = ()
    addresses: Sequence[str] = ()
    titles: Sequence[str] = ()
    _pieces: set[str] = field(default_factory=set, init=False, compare=False)
    _named: set[str] = field(default_factory=set, init=False, compare=False)

    def __post_init__(self) -> None:
        left = MOST_SENT
        for text in (*self.marks, *self.addresses, *self.texts):
            text, left = text[:left], max(0, left - len(text))
            for form in _forms(text):
                self._pieces.update(_pieces_of(squeeze(form)))
        for title in self.titles:
            self._named.update(_pieces_of(squeeze(title)))

    @property
    def is_known(self) -> bool:
        """Whether any mail is there to compare with."""
        return any(len(squeeze(text[:MOST_SENT])) >= PIECE for text in self.texts)

    def compared_with(self, text: str) -> "Compared":
        """Which letters of `text` were sent, within a run of at least `PIECE`."""
        covered = [False] * len(text)
        for form in _forms(text):
            letters, places = squeezed(form)
            for first, last in _runs(letters, self._pieces):
                for place in range(places[first], places[last] + 1):
                    covered[place] = True
        counts = [True] * len(text)
        for url in _URL.finditer(text):
            # An address that a program has changed on the way says nothing either way.
            for place in range(*url.span()):
                counts[place] = covered[place]
        places = [place for place in squeezed(text)[1] if counts[place]]
        return Compared(places, [covered[place] for place in places])

    def holds_our_address(self, text: str) -> bool:
        """Whether an address of ours stands in `text`, as it does where a program says who wrote what it quotes."""
        return any(address and address.lower() in text.lower() for address in self.addresses)

    def is_mention(self, text: str) -> bool:
        """Whether `text` holds nothing of the mail but a name in it."""
        letters = squeeze(text)
        named = sum(last + 1 - first for first, last in _runs(letters, self._named))
        return named > 0 and len(letters) - named <= PIECE - 2


@dataclass(frozen=True)
class Compared:
    """The letters of a text by their places in it, and of each whether it was sent."""

    places: Sequence[int]
    sent: Sequence[bool]


def _forms(text: str) -> list[str]:
    """`text`, without addresses of pages, which programs change, and in plain letters alone, for a program that has
    read it in a wrong alphabet. A letter stands in all of them at the same place.
    """
    without_urls = str(_URL.sub(lambda url: " " * len(url[0]), text))
    plain = "".join(letter if letter.isascii() else " " for letter in without_urls)
    return [text, without_urls, plain]


def _pieces_of(letters: str) -> Iterable[str]:
    return (letters[at : at + PIECE] for at in range(len(letters) - PIECE + 1))


def _runs(letters: str, pieces: set[str]) -> list[tuple[int, int]]:
    """The first and last letter of each run that is made of `pieces` one letter apart."""
    runs: list[tuple[int, int]] = []
    for at in range(len(letters) - PIECE + 1):
        if letters[at : at + PIECE] in pieces:
            if runs and at <= runs[-1][1] + 1 and letters[at - 1 : at - 1 + PIECE] in pieces:
                runs[-1] = (runs[-1][0], at + PIECE - 1)
            else:
                runs.append((at, at + PIECE - 1))
    return runs
