"""The second wall: words that name what belongs to another partnership are not filed in this one."""

from collections.abc import Iterable
from dataclasses import dataclass

from governance.replies.letters import squeeze, words_of
from governance.replies.patterns import pattern

_PIECE = 16
"""Letters in a row of a title that cannot be chance."""
_SHORTEST_TITLE, _SHORTEST_WORD, _SHORTEST_GLUED = 8, 4, 10
_CAPITALISED = pattern(r"\pL[\pL\pM\pN]*")
_HAS_BOTH = pattern(r".*\pL.*[0-9]")
_WORDS_OF_ANY_FIRM = """
and the group groupe gruppe holding systems system services service solutions software technologies
technology consulting partners partner cloud data digital global international networks network
media labs bank energy logistics quality devices engineering industries company corporation limited
gmbh bits first united national europe european america asia north south east west central
management security health media retail
"""
_OF_ANY_FIRM = frozenset(_WORDS_OF_ANY_FIRM.split())


@dataclass(frozen=True)
class Names:
    """What things, people and partners are called. `single` are words that name one by themselves."""

    titles: frozenset[str]
    full: frozenset[tuple[str, ...]]
    single: frozenset[str]


def names(
    *,
    titles: Iterable[str] = (),
    people: Iterable[str] = (),
    partners: Iterable[str] = (),
    references: Iterable[str] = (),
) -> Names:
    """The names in the form they are looked for: a title by its letters, everything else by whole words.

    A reference is the number of a thing in a spreadsheet, such as "NF-12".
    """
    people, partners = list(people), list(partners)
    whole = [tuple(words_of(name)) for name in (*people, *partners)]
    whole += [tuple(words_of(each)) for each in references if _HAS_BOTH.match(each)]
    of_partners = [word for name in partners for word in words_of(name)]
    surnames = [words[-1] for name in people if len(words := words_of(name)) > 1]
    single = {
        word for word in (*of_partners, *surnames) if len(word) >= _SHORTEST_WORD and word not in _OF_ANY_FIRM
    }
    return Names(
        frozenset(squeeze(title) for title in titles),
        frozenset(name for name in whole if name),
        frozenset(single),
    )


def names_foreign(text: str, *, foreign: Names, own: Names) -> bool:
    """Whether `text` names something of `foreign` that is not called so in `own` too."""
    letters, words = squeeze(text), words_of(text)
    return (
        _names_a_title(letters, foreign, own)
        or _names_in_full(letters, words, foreign, own)
        or _names_with_a_word(text, foreign, own)
    )


def _names_a_title(letters: str, foreign: Names, own: Names) -> bool:
    theirs = {piece for title in foreign.titles for piece in _pieces(title)}
    here = {piece for title in own.titles for piece in _pieces(title)}
    wanted = theirs - here
    if any(letters[at : at + _PIECE] in wanted for at in range(len(letters) - _PIECE + 1)):
        return True
    short = {title for title in foreign.titles - own.titles if _SHORTEST_TITLE <= len(title) < _PIECE}
    return any(title in letters and not any(title in each for each in own.titles) for title in short)


def _pieces(title: str) -> Iterable[str]:
    return (title[at : at + _PIECE] for at in range(len(title) - _PIECE + 1))


def _names_in_full(letters: str, words: list[str], foreign: Names, own: Names) -> bool:
    spoken = f" {' '.join(words)} "
    for name in foreign.full - own.full:
        glued = "".join(name)
        is_whole = len(name) > 1 or any(letter.isdigit() for letter in glued)
        if is_whole and f" {' '.join(name)} " in spoken:
            return True
        if (len(glued) >= _SHORTEST_GLUED or (not glued.isascii() and len(glued) > 1)) and glued in letters:
            return True
    return False


def _names_with_a_word(text: str, foreign: Names, own: Names) -> bool:
    """A word such as "Halden" names a partner where it is written as a name."""
    wanted = foreign.single - own.single - {word for name in own.full for word in name}
    spoken = {squeeze(found) for found in _CAPITALISED.findall(text) if found[0].isupper()}
    return bool(wanted & spoken)
