"""The sentence on top of a page: what the figures mean, in words a person could say aloud. Pure.

Written from the reader's own side: "we" is the side of whoever reads. Both sides' sentences come from the same lines.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from dashboards.queries.kept import Counted, Kept, percent
from governance.counting.formula import FEW, Tally, kept_more_often
from partners.models import Side
from partners.numbers import counted, noun, number_in_words, of

BOTTLENECK = Fraction(10, 100)
"""A difference of the two sides' shares that tells; exact, so that ten points are ten points wherever they lie."""


@dataclass(frozen=True)
class Part:
    """A piece of a sentence: plain, hurting, or leading to a partnership."""

    text: str
    hurts: bool = False
    slug: str = ""


@dataclass(frozen=True)
class Waiting:
    """An item that cannot move because `on_side` is waited for."""

    on_side: Side
    what_for: str
    since: date


def of_partnership(kept: Kept, waits: Sequence[Waiting], *, reader: Side) -> list[Part]:
    """Both sides' year, where the bottleneck is, and what waits for it."""
    own, other = kept.year[reader], kept.year[reader.other]
    apart = _apart(own, other)
    if apart and not own.due and not other.due:
        return [Part(apart.strip())]
    if not own.due and not other.due:
        return [
            Part("No promise has fallen due yet. From the first one on, both sides are counted here alike.")
        ]
    theirs = f"{_kept('they', other)}{_direction(kept, reader.other)}"
    said = f"Over the year {theirs}. {_kept('We', own)}{_direction(kept, reader)}"
    tight = bottleneck(own, other, reader)
    if tight is None:
        return [Part(f"{said}.{_waiting_alone(waits, reader)}{apart}")]
    whose = "our" if tight is reader else "their"
    behind = _and((_held_up(own, other, tight, reader), _waiting(waits, tight, reader)))
    return [
        Part(f"{said}: "),
        Part(f"the bottleneck is on {whose} side", hurts=True),
        Part((f" — {behind}." if behind else ".") + apart),
    ]


def bottleneck(own: Tally, other: Tally, reader: Side) -> Side | None:
    """The side that clearly stops more of what fell due; None where the two are alike, or too few to say.

    A promise that was held up counts against the side that held it up, never against the one that had made it.
    """
    if min(own.due, other.due) < FEW:
        return None
    gap = _stopped(own, other) - _stopped(other, own)
    if abs(gap) < BOTTLENECK:
        return None
    return reader if gap > 0 else reader.other


def _stopped(side: Tally, other: Tally) -> Fraction:
    """How much a side stopped: what it missed and what it held up, of all it promised or was waited for with."""
    return Fraction(side.missed + other.held_up, side.due + other.held_up)


def of_ledger(
    year: Mapping[Side, Tally], waited: Mapping[Side, int], *, reader: Side, until: date
) -> list[Part]:
    """Both sides' twelve months to the month of `until`; `waited`: how many days each side held up the other's."""
    own, other = year[reader], year[reader.other]
    if not own.due and not other.due:
        return [Part("No promise fell due in these twelve months.")]
    said = f"In the twelve months to {until:%B %Y} {_kept('they', other)}. {_kept('We', own)}."
    return [Part(said + _waited(waited, reader))]


def _waited(waited: Mapping[Side, int], reader: Side) -> str:
    """ "They waited 61 days for us, and we waited nine days for them."; nothing where nobody waited."""
    for_us, for_them = waited[reader], waited[reader.other]
    said = [f"they waited {counted(for_us, 'day')} for us"] if for_us else []
    said += [f"we waited {counted(for_them, 'day')} for them"] if for_them else []
    words = ", and ".join(said)
    return f" {words[0].upper()}{words[1:]}." if words else ""


def of_portfolio(
    kept: Iterable[Counted | Kept], ranked: Sequence[tuple[str, str, int, int]], *, reader: Side
) -> list[Part]:
    """Both sides' promises across all partnerships, and the two to look at first.

    `ranked`: name, slug, the weight of what needs attention, and the days the oldest ask has waited on the reader's
    side; the heaviest first.
    """
    every = list(kept)
    if not every:
        return [Part("No partnership to show yet.")]
    own = sum((each.year[reader] for each in every), Tally())
    other = sum((each.year[reader.other] for each in every), Tally())
    count = "Across one partnership" if len(every) == 1 else f"Across {len(every)} partnerships"
    parts = [
        Part(
            f"{count}, over the year: they kept {_of(other, 'promise')}, we kept {_of(own)}.{_apart(own, other)}"
        )
    ]
    looks = [row for row in ranked if row[2]]
    if not looks:
        return [*parts, Part(" Nothing needs attention today.")]
    name, slug, *_ = looks[0]
    parts += [Part(" Look at "), Part(name, slug=slug), Part(" first")]
    waiting = max((row for row in ranked if row[3] and row[1] != slug), key=lambda row: row[3], default=None)
    if waiting is None:
        return [*parts, Part(".")]
    return [
        *parts,
        Part(", then at what "),
        Part(waiting[0], slug=waiting[1]),
        Part(" is waiting for from us."),
    ]


def direction(kept: Kept, side: Side) -> str:
    """ "rising" or "falling" when the last six months differ clearly from the six before, else nothing."""
    word = kept_more_often(kept.half(side, later=False), kept.half(side, later=True))
    return "" if word == "steady" else word


def _kept(who: str, tally: Tally) -> str:
    if not tally.due and tally.apart:
        said = f"all {who.lower()} promised stood {_words(tally)}"
        return said if who != "We" else said.capitalize()
    if not tally.due:
        return f"nothing {who.lower()} promised fell due" if who != "We" else "Nothing we promised fell due"
    if who == "We":
        return f"We kept {tally.kept} of {tally.due}"
    return f"{who} kept {of(tally.kept, tally.due, 'promise')}"


def _apart(own: Tally, other: Tally) -> str:
    """ " Three promises fell due under cover." Both sides' together; nothing where there were none."""
    return "".join(
        f" {counted(count, 'promise').capitalize()} fell due {words}."
        for count, _, words in (own + other).apart
    )


def _words(tally: Tally) -> str:
    return " or ".join(words for _, _, words in tally.apart)


def _direction(kept: Kept, side: Side) -> str:
    word = direction(kept, side)
    return f" and are {word}" if word else ""


def _of(tally: Tally, what: str = "") -> str:
    if not tally.due:
        return f"none, as all stood {_words(tally)}" if tally.apart else "none, as none fell due"
    part = percent(tally)
    return f"{tally.kept if part is None else f'{part}%'} of {tally.due}" + (
        f" {noun(tally.due, what)}" if what else ""
    )


def _held_up(own: Tally, other: Tally, side: Side, reader: Side) -> str:
    """ "we held up three of theirs": of the year, what the side's own count of promises does not show."""
    count, who, whose = (other.held_up, "we", "theirs") if side is reader else (own.held_up, "they", "ours")
    return f"{who} held up {number_in_words(count)} of {whose}" if count else ""


def _and(said: Iterable[str]) -> str:
    return ", and ".join(filter(None, said))


def _waiting(waits: Sequence[Waiting], side: Side, reader: Side) -> str:
    """ "two of their items wait on us, the longest for “the archiving policy”"."""
    held = sorted((wait for wait in waits if wait.on_side is side), key=lambda wait: wait.since)
    if not held:
        return ""
    whose, whom = ("their", "us") if side is reader else ("our", "them")
    verb = "waits" if len(held) == 1 else "wait"
    what_for = next((wait.what_for for wait in held if wait.what_for), "")
    tail = f"{', the longest' if len(held) > 1 else ''} for “{what_for.rstrip(' .')}”" if what_for else ""
    return f"{number_in_words(len(held))} of {whose} items {verb} on {whom}{tail}"


def _waiting_alone(waits: Sequence[Waiting], reader: Side) -> str:
    said = [_waiting(waits, side, reader) for side in (reader, reader.other)]
    return "".join(f" {words[0].upper()}{words[1:]}." for words in said if words)
