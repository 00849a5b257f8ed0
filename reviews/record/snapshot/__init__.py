"""A review, frozen: facts in, canonical text out. See docs/pack.md."""

from reviews.facts import Snapshot
from reviews.facts.canonical import read, read_reply, written

__all__ = ["Snapshot", "read", "read_reply", "written"]
