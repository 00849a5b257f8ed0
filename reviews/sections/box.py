"""A word on page one."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Box:
    """How something stands, in a word and the state of its sign: good, warn, bad or none."""

    label: str
    state: str
    word: str
