"""What people look for, as it can be looked up."""

from partners.outside import marked, unmarked

_LONGEST = 80


def sought(typed: str) -> str:
    """The words on one line, without what nobody types."""
    return " ".join(unmarked(marked(typed)).split())[:_LONGEST]
