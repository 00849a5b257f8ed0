"""The owner's yes to what they are asked for: the promise begins."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from governance.forms.fields import DayField
from governance.models import ActionItem
from governance.replies import Kind, ParsedReply
from governance.step import ActionForm, MailButton, RowButton, Step
from governance.tracker.new_dates import day_in_words
from governance.tracker.verbs.notes import add_note
from governance.tracker.verbs.promising import accept
from partners.models import User


class Acceptance(ActionForm):
    verb = staticmethod(accept)
    success_message = "Promised. That is its first date now."
    due_on = DayField(label="I will do it by")


class Accept(Step[ActionItem]):
    slug, route = "acceptance", "tracker_acceptance"
    form = mail_form = Acceptance
    title, button = "Will you do it?", "Promise it"
    in_row = RowButton("Answer", opens=True)
    replies = frozenset({Kind.YES, Kind.DATE})

    def stands(self, thing: ActionItem, today: date) -> bool:
        return thing.state == ActionItem.State.PROPOSED

    def may(self, thing: ActionItem, reader: User, today: date) -> bool:
        return thing.owner_id == reader.pk

    def title_for(self, thing: ActionItem, reader: User, today: date) -> str:
        if thing.can_be_promised_as_asked(today):
            return self.title
        return "The day it was asked for has passed. By when will you do it?"

    def initial(self, thing: ActionItem, today: date) -> dict[str, Any]:
        return {"due_on": thing.due_on} if thing.can_be_promised_as_asked(today) else {}

    def mail_buttons(self, named: Any) -> Iterable[MailButton]:
        item = named.item
        if item.can_be_promised_as_asked(named.today):
            yield MailButton(
                f"I will do it by {day_in_words(item.due_on, today=named.today)}",
                "Promised: that is its first date then",
                name="due_on",
                value=item.due_on.isoformat(),
            )
        yield MailButton("I will do it by another day", "Promised for that day", self.button)

    def is_meant(self, thing: ActionItem, parsed: ParsedReply, writer: User, today: date) -> bool:
        is_asked = thing.state == ActionItem.State.PROPOSED and writer.pk == thing.owner_id
        return parsed.kind in self.replies and is_asked

    def from_reply(self, thing: ActionItem, parsed: ParsedReply, *, by: User, now: datetime) -> None:
        accept(thing, due_on=parsed.day, by=by, now=now)
        if parsed.words:
            add_note(thing, text=parsed.words, by=by, now=now)

    def reply_says(self, thing: ActionItem, reader: User, today: date) -> str:
        if thing.state != ActionItem.State.PROPOSED:
            return ""
        day = "the day by which you will do it"
        return f"“yes” to promise it, or {day}" if thing.can_be_promised_as_asked(today) else day
