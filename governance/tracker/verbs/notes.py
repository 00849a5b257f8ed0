"""A word about an action: one that both sides read, or one that a side keeps to itself."""

from datetime import datetime

from governance.locking import keep, lock
from governance.models import ActionItem, ActionNote, ActionPrivateNote
from governance.wording import in_words
from partners.access import Permission, require
from partners.models import User
from partners.verb import verb


@verb(did="added a note")
def add_note(item: ActionItem, *, text: str, by: User, now: datetime) -> ActionNote:
    """Adds a word that both sides read."""
    require(by, Permission.KEEP_PROMISES, item.partner)
    if by.side == item.side:
        lock(item)
        if item.question_by_id is not None:  # the word that the other side has asked for
            item.answered()
            keep(item)
    return write_note_on(item, text, by=by, now=now, missing="Write a word before you save it.")


@verb(did="wrote a private note")
def note_privately(item: ActionItem, *, text: str, by: User, now: datetime) -> ActionPrivateNote:
    """Adds a word that only the side of whoever writes it reads: on the action's page, and nowhere else."""
    require(by, Permission.WRITE_NOTES, item.partner)
    words = in_words(text, field="word", missing="Write a word before you save it.", limit=2_000)
    return ActionPrivateNote.objects.create(
        partner=item.partner, item=item, side=by.side, text=words, author=by, written_at=now
    )


def write_note_on(item: ActionItem, text: str, *, by: User, now: datetime, missing: str = "") -> ActionNote:
    """Writes the note as part of a larger verb."""
    words = in_words(text, field="word", missing=missing, limit=2_000)
    return ActionNote.objects.create(partner=item.partner, item=item, text=words, author=by, written_at=now)
