"""Whose it is, and whether it is still wanted: handed over, withdrawn or released."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from governance.forms.fields import PersonField, line
from governance.models import ActionItem
from governance.step import ActionForm, InRoom, MailButton, Step
from governance.taking_part import may_update
from governance.tracker.verbs.changing import reassign, withdraw
from partners.access import Permission, can
from partners.models import User

State = ActionItem.State
_TO_DO = (State.PROPOSED, State.OPEN)


class NewOwner(ActionForm):
    verb = staticmethod(reassign)
    success_message = "Handed over. Its dates stay as they are."
    to = PersonField(label="Hand it to", error_messages={"required": "Choose a colleague."})

    @property
    def side_offered(self) -> str:
        return self.thing.side


class HandOver(Step[ActionItem]):
    slug, route = "assignment", "tracker_assignment"
    form = mail_form = NewOwner
    title, button = "Hand over", "Hand over"
    in_room = InRoom("reassigned", "Hand over", NewOwner, "Hand over", key="a", quiet=True, by_scribe=True)

    def stands(self, thing: ActionItem, today: date) -> bool:
        return thing.state in _TO_DO

    def may(self, thing: ActionItem, reader: User, today: date) -> bool:
        return may_update(reader, thing, today=today)

    def mail_buttons(self, named: Any) -> Iterable[MailButton]:
        hint = f"A colleague at {named.name_of(named.item.side)}; its dates stay"
        yield MailButton("Someone else should do it", hint, self.button)

    def minutes(self, thing: ActionItem, said: dict[str, Any], speaker: User) -> str:
        return f"{thing.title}: {said['to'].full_name}"


class Withdrawal(ActionForm):
    verb = staticmethod(withdraw)
    success_message = "Withdrawn. It stays on record with its reason."
    reason = line("Why it is no longer wanted", missing="Say why it is no longer wanted.", limit=1000)


class DeclineFromMail(ActionForm):
    """A no to what one is asked for."""

    verb = staticmethod(withdraw)
    success_message = "Declined. It stays on record with your reason."
    reason = line("Why not", missing="Say why, in a few words: they read it.", limit=1000)


class Withdraw(Step[ActionItem]):
    slug, route = "withdrawal", "tracker_withdrawal"
    form, mail_form = Withdrawal, DeclineFromMail
    title, button = "No longer wanted", "Withdraw it"

    def stands(self, thing: ActionItem, today: date) -> bool:
        return thing.state in _TO_DO

    def may(self, thing: ActionItem, reader: User, today: date) -> bool:
        """Whoever updates it; of what one asked for oneself, or the other side owes, whoever asked or leads."""
        if may_update(reader, thing, today=today):
            return True
        if thing.state == State.PROPOSED and thing.created_by_id == reader.pk:
            return True
        return reader.side != thing.side and can(reader, Permission.PROMISE, thing.partner)

    def by_mail_to(self, thing: ActionItem, reader: User, today: date) -> bool:
        """A promise is not withdrawn from a mail, only declined."""
        is_asked = thing.state == State.PROPOSED and reader.side == thing.side
        return is_asked and self.offered_to(thing, reader, today)

    def title_for(self, thing: ActionItem, reader: User, today: date) -> str:
        return "Release them from it" if self._releases(thing, reader) else self.title

    def button_for(self, thing: ActionItem, reader: User) -> str:
        return "Release them" if self._releases(thing, reader) else self.button

    def mail_buttons(self, named: Any) -> Iterable[MailButton]:
        hint = f"Say why: {named.item.created_by.first_name} reads it"
        yield MailButton("I will not do it", hint, "Decline it")

    def _releases(self, item: ActionItem, reader: User) -> bool:
        """What withdrawing is called where the other side owes it."""
        return item.state == State.OPEN and reader.side != item.side
