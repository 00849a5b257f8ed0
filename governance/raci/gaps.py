"""What a RACI grid leaves open. A gap is a hint beside the row; it keeps a matrix from being agreed."""

from collections.abc import Iterable, Sequence

MANY_ACTIVITIES = 20


def gaps(letters: Iterable[str]) -> list[str]:
    """What is missing in a row with these letters, each a phrase that ends "… for this"; empty when it is whole."""
    found = list(letters)
    missing = []
    if found.count("A") == 0:
        missing.append("nobody is accountable")
    if found.count("A") > 1:
        missing.append("more than one person is accountable")
    if "R" not in found:
        missing.append("nobody is responsible")
    return missing


def size_warning(activities: Sequence[object]) -> str:
    """A sentence when the grid has outgrown what people keep in mind, else nothing."""
    if len(activities) <= MANY_ACTIVITIES:
        return ""
    return (
        f"This grid has {len(activities)} activities. Beyond {MANY_ACTIVITIES} nobody keeps it in mind: "
        "split it by subject."
    )
