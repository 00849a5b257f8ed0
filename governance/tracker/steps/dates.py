"""Another date: given by the side that owes it; asked for by the other side, and accepted or declined."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django import forms

from governance.calendar.dates import day_in_words, short_day
from governance.forms.fields import DayField, line
from governance.local_day import day_of
from governance.models import ActionItem
from governance.replies import Kind, ParsedReply
from governance.step import ActionForm, InRoom, MailButton, RowButton, Step
from governance.taking_part import may_ask, may_update
from governance.tracker.new_dates import day_in_words as aloud
from governance.tracker.new_dates import days_offered, in_how_long, what_counts
from governance.tracker.verbs.changing import accept_date, move_date
from governance.tracker.verbs.notes import add_note
from governance.tracker.verbs.requests import ask_for_date, decline_date, take_back_request
from partners.access import Permission, can
from partners.models import User
from partners.verb import Refused

State = ActionItem.State
_SAY_WHY = "Say why, in a few words: the other side reads it."


class NewDate(ActionForm):
    verb = staticmethod(move_date)
    success_message = "The new date is on record, beside the first one."
    due_on = DayField(label="New date")
    reason = line("Why", missing=_SAY_WHY, limit=1000)


class DateFromMail(NewDate):
    """A new date, chosen from a few or written. What is written counts."""

    field_order = ("quick", "due_on", "reason")
    quick = forms.DateField(label="Until when", required=False, widget=forms.RadioSelect)
    due_on = DayField(label="Or another day", required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        item, today = self.thing, day_of(self.by, self.now)
        offered = days_offered(item.due_on, today=today, country=item.owner.country)
        self.fields["quick"].widget.choices = [(day.isoformat(), _said(day, today)) for day in offered]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        said["due_on"] = said.get("due_on") or said.get("quick")
        if not said["due_on"] and "due_on" not in self.errors:
            self.add_error("due_on", "Choose a day, or write another one, such as 15 Dec.")
        return said

    @property
    def arguments(self) -> dict[str, Any]:
        return self.typed_values("due_on", "reason")


class NewDateInRoom(NewDate):
    reason = line("Why", missing="Say why, in a few words: both sides read it.", limit=300)


class MoveDate(Step[ActionItem]):
    slug, route = "due-date", "tracker_due_date"
    form, mail_form = NewDate, DateFromMail
    title, button = "New date", "Give the new date"
    replies = frozenset({Kind.DATE})
    in_room = InRoom(
        "moved", "New date", NewDateInRoom, "Save the new date", key="n", goes_on=True, by_scribe=True
    )

    def stands(self, thing: ActionItem, today: date) -> bool:
        return thing.state == State.OPEN

    def may(self, thing: ActionItem, reader: User, today: date) -> bool:
        return may_update(reader, thing, today=today)

    def mail_buttons(self, named: Any) -> Iterable[MailButton]:
        yield MailButton("I need a new date", what_counts(named.item, today=named.today), self.button)

    def is_meant(self, thing: ActionItem, parsed: ParsedReply, writer: User, today: date) -> bool:
        """Unless the other side writes it of what is open: then it asks for that date."""
        return parsed.kind in self.replies and not (thing.state == State.OPEN and writer.side != thing.side)

    def from_reply(self, thing: ActionItem, parsed: ParsedReply, *, by: User, now: datetime) -> None:
        move_date(thing, due_on=_day(parsed), reason=parsed.words, by=by, now=now)

    def reply_says(self, thing: ActionItem, reader: User, today: date) -> str:
        if thing.state != State.OPEN or reader.side != thing.side:
            return ""
        return "a date of your own and why" if thing.asked_date else "a new date and why (“4 Dec because …”)"

    def minutes(self, thing: ActionItem, said: dict[str, Any], speaker: User) -> str:
        return _moved(thing)


class DateAsked(ActionForm):
    verb = staticmethod(ask_for_date)
    success_message = "It is asked for. The date changes once they accept it."
    due_on = DayField(label="By when instead")
    reason = line("Why", missing="Say why, in a few words: they read it.", limit=1000)


class AskForDate(Step[ActionItem]):
    slug, route = "request", "tracker_request"
    form = mail_form = DateAsked
    title, button = "Ask for a new date", "Ask for it"
    replies = frozenset({Kind.DATE})

    def stands(self, thing: ActionItem, today: date) -> bool:
        return thing.state == State.OPEN

    def may(self, thing: ActionItem, reader: User, today: date) -> bool:
        return thing.asked_date is None and may_ask(reader, thing)

    def mail_buttons(self, named: Any) -> Iterable[MailButton]:
        hint = f"{named.item.owner.first_name} accepts it or says why not"
        yield MailButton(self.title, hint, self.button)

    def is_meant(self, thing: ActionItem, parsed: ParsedReply, writer: User, today: date) -> bool:
        return parsed.kind in self.replies and thing.state == State.OPEN and writer.side != thing.side

    def from_reply(self, thing: ActionItem, parsed: ParsedReply, *, by: User, now: datetime) -> None:
        ask_for_date(thing, due_on=_day(parsed), reason=parsed.words, by=by, now=now)

    def reply_says(self, thing: ActionItem, reader: User, today: date) -> str:
        if thing.state != State.OPEN or reader.side == thing.side:
            return ""
        return "a date and why, to ask them for it (“4 Dec because …”)"


class DateAccepted(ActionForm):
    verb = staticmethod(accept_date)
    success_message = "Accepted. The new date is on record, beside the first one."


class AcceptDate(Step[ActionItem]):
    slug, route = "agreement", "tracker_agreement"
    form = mail_form = DateAccepted
    button = "Accept the date"
    in_row = RowButton("Accept the date")
    replies = frozenset({Kind.YES})
    in_room = InRoom("moved", "Accept the date", DateAccepted, goes_on=True)

    def stands(self, thing: ActionItem, today: date) -> bool:
        return thing.state == State.OPEN and _may_be_given(thing, today)

    def may(self, thing: ActionItem, reader: User, today: date) -> bool:
        return may_update(reader, thing, today=today)

    def title_for(self, thing: ActionItem, reader: User, today: date) -> str:
        asked = thing.asked_date
        if asked is None:
            return "Another date is asked for"
        return f"{asked.asked_by.full_name} asks for {short_day(asked.due_on, today=today)}"

    def mail_buttons(self, named: Any) -> Iterable[MailButton]:
        if asked := named.item.asked_date:
            hint = f"{asked.asked_by.first_name} asks for it; it stands then"
            yield MailButton(f"{aloud(asked.due_on, today=named.today)} is fine", hint)

    def is_meant(self, thing: ActionItem, parsed: ParsedReply, writer: User, today: date) -> bool:
        return parsed.kind in self.replies and _is_asked_to_move(thing, writer)

    def from_reply(self, thing: ActionItem, parsed: ParsedReply, *, by: User, now: datetime) -> None:
        accept_date(thing, by=by, now=now)
        if parsed.words:
            add_note(thing, text=parsed.words, by=by, now=now)

    def reply_says(self, thing: ActionItem, reader: User, today: date) -> str:
        may_say = _is_asked_to_move(thing, reader) and self.stands(thing, today)
        return "“yes” to the date they ask for" if may_say else ""

    def minutes(self, thing: ActionItem, said: dict[str, Any], speaker: User) -> str:
        return _moved(thing)


class DateDeclined(ActionForm):
    verb = staticmethod(decline_date)
    success_message = "Declined. The date stays as it is, and they read why."
    word = line("Why the date stays", missing="Say why the date stays: they read it.", limit=1000)


class DateDeclinedInRoom(ActionForm):
    verb = staticmethod(decline_date)
    word = line("Why", missing="Say why the date stays.", limit=300)


class DeclineDate(Step[ActionItem]):
    slug, route = "refusal", "tracker_refusal"
    form = mail_form = DateDeclined
    title, button = "The date stays", "Decline"
    in_row = RowButton("It stays", opens=True, quiet=True)
    replies = frozenset({Kind.NO})
    in_room = InRoom(
        "discussed", "The date stays", DateDeclinedInRoom, "The date stays", quiet=True, goes_on=True
    )

    def stands(self, thing: ActionItem, today: date) -> bool:
        return thing.state == State.OPEN and thing.asked_date is not None

    def may(self, thing: ActionItem, reader: User, today: date) -> bool:
        return may_update(reader, thing, today=today)

    def mail_buttons(self, named: Any) -> Iterable[MailButton]:
        yield MailButton(self.title, "Say why: they read it", self.button)

    def is_meant(self, thing: ActionItem, parsed: ParsedReply, writer: User, today: date) -> bool:
        return parsed.kind in self.replies and _is_asked_to_move(thing, writer)

    def from_reply(self, thing: ActionItem, parsed: ParsedReply, *, by: User, now: datetime) -> None:
        decline_date(thing, word=parsed.words, by=by, now=now)

    def reply_says(self, thing: ActionItem, reader: User, today: date) -> str:
        if not _is_asked_to_move(thing, reader):
            return ""
        return "“no:” and why it stays" if _may_be_given(thing, today) else "“no:” and why the date stays"

    def minutes(self, thing: ActionItem, said: dict[str, Any], speaker: User) -> str:
        return f"{thing.title}: the date stays {thing.due_on:%-d %B}. {said['word']}"


class RequestTakenBack(ActionForm):
    verb = staticmethod(take_back_request)
    success_message = "No other date is asked for any more."


class TakeBackRequest(Step[ActionItem]):
    slug, route = "recall", "tracker_recall"
    form = mail_form = RequestTakenBack
    button = "Take that back"

    def stands(self, thing: ActionItem, today: date) -> bool:
        return thing.state == State.OPEN and thing.asked_date is not None

    def may(self, thing: ActionItem, reader: User, today: date) -> bool:
        """Whoever asked for it, or who leads there."""
        asked = thing.asked_date
        if asked is None or not may_ask(reader, thing):
            return False
        return asked.asked_by_id == reader.pk or can(reader, Permission.PROMISE, thing.partner)

    def title_for(self, thing: ActionItem, reader: User, today: date) -> str:
        asked = thing.asked_date
        return (
            f"{short_day(asked.due_on, today=today)} is asked for" if asked else "Another date is asked for"
        )

    def mail_buttons(self, named: Any) -> Iterable[MailButton]:
        if asked := named.item.asked_date:
            day = aloud(asked.due_on, today=named.today)
            yield MailButton("No other date is wanted any more", f"{day} is asked for; nobody answered yet")


def _is_asked_to_move(item: ActionItem, reader: User) -> bool:
    return item.state == State.OPEN and reader.side == item.side and item.asked_date is not None


def _may_be_given(item: ActionItem, today: date) -> bool:
    """Whether the date that is asked for can still be given: it may have passed unanswered."""
    return item.asked_date is not None and item.asked_date.can_be_given(today)


def _moved(item: ActionItem) -> str:
    given = item.dates.latest("id")
    return f"{item.title}: {given.due_on:%-d %B}. {given.reason}"


def _day(parsed: ParsedReply) -> date:
    if parsed.day is None:
        raise Refused("Say by which day.")
    return parsed.day


def _said(day: date, today: date) -> str:
    return f"{day_in_words(day, today=today)}, {in_how_long(day, today=today)}"
