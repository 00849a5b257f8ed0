"""Drawn faults that nobody could notice, each with its reason: they are not drawn again."""

EQUIVALENT: dict[str, str] = {}
