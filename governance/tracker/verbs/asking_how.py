"""A word about how a promise stands: asked for by the other side, given by the side that owes it."""

from datetime import date, datetime

from governance.local_day import day_of
from governance.locking import keep, lock
from governance.models import ActionItem
from governance.taking_part import may_ask, speaker
from governance.tracker.verbs.notes import write_note_on
from partners.access import Permission
from partners.models import User
from partners.verb import Refused, verb

HOW = "How does it stand?"


def has_free_hand(item: ActionItem, today: date) -> bool:
    """Whether it serves an outcome that was given a free hand, which stands on that day."""
    return item.outcome is not None and item.outcome.has_free_hand(today)


@verb(did="asked how it stands", undo=True)
def ask_how_it_stands(
    item: ActionItem,
    *,
    by: User,
    now: datetime,
    word: str = "",
    version: int | None = None,
    on_word_of: User | None = None,
) -> ActionItem:
    """The other side asks its owner for a word, which stands in the owner's next mail. Both read what is asked.

    It is answered by whatever the owner's side writes next: a word, a new date, what it waits for. Asked once until
    then, and never while a free hand lasts. Raises Refused.
    """
    voice = speaker(by, on_word_of, item.partner, Permission.KEEP_PROMISES)
    lock(item, "owner", "outcome", "question_by", version=version)
    if not may_ask(voice, item):
        raise Refused("Your own side owes this: say how it stands, and the other side reads it.")
    if item.state != ActionItem.State.OPEN:
        raise Refused("Only an open action can be asked about. Look at its state first.")
    today = day_of(voice, now)
    if has_free_hand(item, today):
        raise Refused(
            "This was left to them with a free hand, so nobody asks in between. The next review is the place for it."
        )
    if item.waiting is not None:
        raise Refused(
            "It waits, and says for whom: that is how it stands. Write a word if there is more to say."
        )
    if item.question_by is not None:
        raise Refused(f"{item.question_by.full_name} has asked already. Their next mail carries it.")
    write_note_on(item, word or HOW, by=voice, now=now)
    item.question_by, item.question_on = voice, today
    return keep(item)
