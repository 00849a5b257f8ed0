"""The other side asks how a promise stands: the owner's next mail carries it, and both read the answer."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from governance.forms.fields import words
from governance.models import ActionItem
from governance.owed import owed_of, status_of
from governance.replies import Kind, ParsedReply
from governance.step import ActionForm, InRoom, MailButton, RowButton, SaidBy, Step
from governance.taking_part import may_ask
from governance.tracker.verbs.asking_how import ask_how_it_stands, has_free_hand
from partners.models import User


class HowItStands(ActionForm):
    verb = staticmethod(ask_how_it_stands)
    success_message = "Asked. Their next mail carries it, and both sides read the answer."
    word = words("What you would like to know", rows=2)


class HowItStandsAtOnce(ActionForm):
    verb = staticmethod(ask_how_it_stands)


class AskHowItStands(Step[ActionItem]):
    slug, route = "question", "tracker_question"
    form = mail_form = HowItStands
    title, button = "How does it stand?", "Ask them for a word"
    in_row = RowButton("How does it stand?", quiet=True)
    key, key_says = (
        "q",
        (
            "ask how it stands",
            "Nobody asks here just now: it is not open, was asked about already, waits, or has a free hand.",
        ),
    )
    in_room = InRoom(
        "noted", "How does it stand?", HowItStandsAtOnce, key="q", quiet=True, said_by=SaidBy.WHO_IS_OWED
    )

    def stands(self, thing: ActionItem, today: date) -> bool:
        """Of an open promise that nobody has asked about yet, that waits on nobody and was not left to a free hand."""
        is_open = thing.state == ActionItem.State.OPEN and thing.question_by_id is None
        return is_open and thing.waiting is None and not has_free_hand(thing, today)

    def may(self, thing: ActionItem, reader: User, today: date) -> bool:
        return may_ask(reader, thing)

    def in_row_of(self, thing: ActionItem, reader: User, today: date) -> bool:
        """In passing only where it hurts: nobody is to be asked because asking is one tap."""
        if not self.may(thing, reader, today):  # half of the rows are one's own
            return False
        hurts = bool(status_of(owed_of(thing), today, reader.side).hurts)
        return hurts and self.stands(thing, today)

    def mail_buttons(self, named: Any) -> Iterable[MailButton]:
        yield MailButton(self.title, f"{named.item.owner.first_name} is asked for a word, in their next mail")

    def is_meant(self, thing: ActionItem, parsed: ParsedReply, writer: User, today: date) -> bool:
        """A question of the other side about what is open. Where it may not be asked it stays a word, and is kept."""
        is_question = parsed.kind is Kind.WORD and parsed.whole.rstrip().endswith("?")
        return is_question and may_ask(writer, thing) and self.stands(thing, today)

    def from_reply(self, thing: ActionItem, parsed: ParsedReply, *, by: User, now: datetime) -> None:
        ask_how_it_stands(thing, word=parsed.whole, by=by, now=now)

    def minutes(self, thing: ActionItem, said: dict[str, Any], speaker: User) -> str:
        return f"{speaker.full_name} asks how it stands: {thing.title}"
