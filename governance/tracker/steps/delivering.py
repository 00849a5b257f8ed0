"""How a promise ends well: reported done, confirmed, or given back with what is missing."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from governance.forms.fields import line, words
from governance.models import ActionItem
from governance.replies import Kind, ParsedReply
from governance.step import ActionForm, InRoom, MailButton, RowButton, SaidBy, Step
from governance.taking_part import may_update
from governance.tracker.verbs.delivering import confirm, give_back, report_done
from governance.tracker.verbs.notes import add_note
from partners.access import Permission, can
from partners.models import User

State = ActionItem.State
_MISSING = "Say what is missing, so that they know what to do next."


class Report(ActionForm):
    verb = staticmethod(report_done)
    success_message = "Reported done. The other side is asked to confirm."
    word = words("A word with it", rows=2)


class ReportInRoom(ActionForm):
    verb = staticmethod(report_done)


class ReportDone(Step[ActionItem]):
    slug, route = "report", "tracker_report"
    form = mail_form = Report
    title, button = "It is done", "Report it done"
    in_row, on_desk = RowButton("Done"), "Done"
    key, key_says = "d", ("done", "There is nothing to report done here.")
    replies = frozenset({Kind.DONE})
    in_room = InRoom("done", "Done", ReportInRoom, key="d", goes_on=True, by_scribe=True)

    def stands(self, thing: ActionItem, today: date) -> bool:
        return thing.state == State.OPEN

    def may(self, thing: ActionItem, reader: User, today: date) -> bool:
        return may_update(reader, thing, today=today)

    def mail_buttons(self, named: Any) -> Iterable[MailButton]:
        yield MailButton("It is done", f"{named.waiter} is asked to confirm")

    def from_reply(self, thing: ActionItem, parsed: ParsedReply, *, by: User, now: datetime) -> None:
        report_done(thing, word=parsed.words, by=by, now=now)

    def reply_says(self, thing: ActionItem, reader: User, today: date) -> str:
        return "“done”" if thing.state == State.OPEN and reader.side == thing.side else ""


class Confirmation(ActionForm):
    verb = staticmethod(confirm)
    success_message = "Confirmed. It is closed."


class Confirm(Step[ActionItem]):
    slug, route, permission = "confirmation", "tracker_confirmation", Permission.PROMISE
    form = mail_form = Confirmation
    title, button = "Is it done?", "Yes, confirm it"
    in_row, on_desk = RowButton("Confirm"), "Yes, done"
    key, key_says = "c", ("confirm what they reported", "There is nothing to confirm here.")
    replies = frozenset({Kind.DONE, Kind.YES})
    in_room = InRoom("confirmed", "Confirm", Confirmation, key="c", goes_on=True, said_by=SaidBy.WHO_IS_OWED)

    def stands(self, thing: ActionItem, today: date) -> bool:
        return thing.state == State.REPORTED

    def may(self, thing: ActionItem, reader: User, today: date) -> bool:
        return _may_confirm(thing, reader)

    def mail_buttons(self, named: Any) -> Iterable[MailButton]:
        yield MailButton("Yes, it is done", "Confirmed by you; it is closed then")

    def is_meant(self, thing: ActionItem, parsed: ParsedReply, writer: User, today: date) -> bool:
        return parsed.kind in self.replies and _is_asked_to_confirm(thing, writer)

    def from_reply(self, thing: ActionItem, parsed: ParsedReply, *, by: User, now: datetime) -> None:
        confirm(thing, by=by, now=now)
        if parsed.words:
            add_note(thing, text=parsed.words, by=by, now=now)

    def reply_says(self, thing: ActionItem, reader: User, today: date) -> str:
        return "“yes” to confirm it" if _is_asked_to_confirm(thing, reader) else ""

    def minutes(self, thing: ActionItem, said: dict[str, Any], speaker: User) -> str:
        return f"{speaker.full_name} confirmed: {thing.title}"


class GivenBack(ActionForm):
    verb = staticmethod(give_back)
    success_message = "Given back. It is open again, with your word on it."
    word = words("What is missing", missing=_MISSING, rows=2)


class GivenBackInRoom(ActionForm):
    verb = staticmethod(give_back)
    word = line("What is missing", missing=_MISSING, limit=300)


class GiveBack(Step[ActionItem]):
    slug, route, permission = "return", "tracker_return", Permission.PROMISE
    form = mail_form = GivenBack
    title, button = "Not yet", "Give it back"
    in_row = RowButton("Not yet", opens=True, quiet=True)
    replies = frozenset({Kind.NOT_YET, Kind.NO})
    in_room = InRoom(
        "returned",
        "Not yet",
        GivenBackInRoom,
        "Give back",
        key="b",
        quiet=True,
        goes_on=True,
        said_by=SaidBy.WHO_IS_OWED,
    )

    def stands(self, thing: ActionItem, today: date) -> bool:
        return thing.state == State.REPORTED

    def may(self, thing: ActionItem, reader: User, today: date) -> bool:
        return not thing.returned and _may_confirm(thing, reader)

    def mail_buttons(self, named: Any) -> Iterable[MailButton]:
        hint = f"Say what is missing: it goes back to {named.item.owner.first_name}"
        yield MailButton("Not yet", hint, self.button)

    def is_meant(self, thing: ActionItem, parsed: ParsedReply, writer: User, today: date) -> bool:
        return parsed.kind in self.replies and _is_asked_to_confirm(thing, writer)

    def from_reply(self, thing: ActionItem, parsed: ParsedReply, *, by: User, now: datetime) -> None:
        give_back(thing, word=parsed.words, by=by, now=now)

    def reply_says(self, thing: ActionItem, reader: User, today: date) -> str:
        return "“not yet:” and what is missing" if _is_asked_to_confirm(thing, reader) else ""

    def minutes(self, thing: ActionItem, said: dict[str, Any], speaker: User) -> str:
        return str(said["word"])


def _may_confirm(item: ActionItem, reader: User) -> bool:
    return reader.side != item.side and can(reader, Permission.PROMISE, item.partner)


def _is_asked_to_confirm(item: ActionItem, reader: User) -> bool:
    return item.state == State.REPORTED and reader.side != item.side
