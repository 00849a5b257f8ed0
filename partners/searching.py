"""What people look for, as it can be looked up."""

_LONGEST = 80


def sought(typed: str) -> str:
    """The words on one line; without the NUL that PostgreSQL takes in no text."""
    return " ".join(typed.replace("\x00", "").split())[:_LONGEST]
