"""A message may carry the way back from what it says was done: a button that takes it back."""

from dataclasses import dataclass

from django.contrib.messages.storage.base import Message

_MARK = "way-back"


@dataclass(frozen=True)
class UndoLink:
    """Where to take something back, and the version it must still have."""

    url: str
    version: int

    @property
    def tag(self) -> str:
        """For `extra_tags` of a message: kept with it until it is shown, signed like the rest of it."""
        return f"{_MARK} {self.version} {self.url}"


def undo_link_in(message: Message) -> UndoLink | None:
    """The way back that a message carries, if any."""
    mark, _, rest = (message.extra_tags or "").partition(" ")
    version, _, url = rest.partition(" ")
    return UndoLink(url, int(version)) if mark == _MARK else None
