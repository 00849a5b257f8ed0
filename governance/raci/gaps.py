"""What a RACI grid leaves open. Pure. A gap is a hint beside the row; the first three keep it from being agreed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from partners.sentences import listed

MANY_ACTIVITIES = 20


@dataclass(frozen=True)
class Holder:
    """Somebody with a letter. `left` is None while they take part, then the day they left (" on 19 November") or ""."""

    name: str
    side: str
    letter: str
    left: str | None = None


@dataclass(frozen=True)
class Owing:
    """Whose open promise belongs to the activity."""

    name: str
    side: str


@dataclass(frozen=True)
class Gap:
    """A phrase that ends "… for this"; `is_open` where the row cannot be agreed so."""

    words: str
    is_open: bool = True


@dataclass(frozen=True)
class RowFacts:
    """What is known of one activity."""

    holders: Sequence[Holder] = ()
    owing: Sequence[Owing] = ()
    names: Mapping[str, str] = field(default_factory=dict)
    """What the sides are called."""


def gaps(row: RowFacts) -> list[Gap]:
    """What is missing in a row, the heaviest first; empty when it is whole.

    Whoever has left holds nothing any more: what is missing since is said with their name.
    """
    here = [holder for holder in row.holders if holder.left is None]
    gone = [holder for holder in row.holders if holder.left is not None]
    accountable = [holder.name for holder in here if holder.letter == "A"]
    doing = [holder for holder in here if holder.letter == "R"]
    found = []
    if not accountable:
        found.append(Gap(f"nobody is accountable{_since(gone, 'A')}"))
    if len(accountable) > 1:
        found.append(Gap(f"more than one person is accountable: {listed(accountable)}"))
    if not doing:
        found.append(Gap(f"nobody is responsible{_since(gone, 'R')}"))
    said = {"A"} if not accountable else set()
    said |= {"R"} if not doing else set()
    found += [
        Gap(f"{holder.name}, who had {_AN[holder.letter]}, has left", is_open=False)
        for holder in gone
        if holder.letter not in said
    ]
    return [*found, *(_of_promises(row, doing, here) if doing else ())]


def open_gaps(row: RowFacts) -> list[Gap]:
    """Those with which a row cannot be agreed."""
    return [gap for gap in gaps(row) if gap.is_open]


def size_warning(activities: Sequence[object]) -> str:
    """A sentence when the grid has outgrown what people keep in mind, else nothing."""
    if len(activities) <= MANY_ACTIVITIES:
        return ""
    return (
        f"This grid has {len(activities)} activities. Beyond {MANY_ACTIVITIES} nobody keeps it in mind: "
        "split it by subject."
    )


_AN = {"A": "an A", "R": "an R", "C": "a C", "I": "an I"}


def _since(gone: Iterable[Holder], letter: str) -> str:
    left = [f"{holder.name} left{holder.left}" for holder in gone if holder.letter == letter]
    return f" since {listed(left)}" if left else ""


def _of_promises(row: RowFacts, doing: Sequence[Holder], here: Sequence[Holder]) -> Iterable[Gap]:
    """A side that delivers and has no R; else whoever owes something for it and neither does it nor answers for it."""
    for side in dict.fromkeys(owing.side for owing in row.owing):
        owes = [owing.name for owing in row.owing if owing.side == side]
        if not any(holder.side == side for holder in doing):
            name = row.names.get(side, side)
            yield Gap(f"{name} owes something here, and none of its people is responsible", is_open=False)
            continue
        able = {holder.name for holder in here if holder.letter in "AR"}
        for name in dict.fromkeys(name for name in owes if name not in able):
            yield Gap(f"{name} owes something here, and is not responsible", is_open=False)
