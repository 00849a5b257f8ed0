"""A review, frozen: facts in, canonical text out. See docs/pack.md."""

from reviews.snapshot.canonical import read, read_reply, written
from reviews.snapshot.facts import Snapshot

__all__ = ["Snapshot", "read", "read_reply", "written"]
