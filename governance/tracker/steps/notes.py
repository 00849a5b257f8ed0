"""What is said about an action besides: a word, a word of one's own side, evidence; and that a slip is taken back."""

from datetime import date, datetime
from typing import Any

from django import forms

from governance.files import KINDS, MOST_BYTES
from governance.forms.asked_twice import AskedTwice
from governance.forms.fields import code, words
from governance.local_day import day_of
from governance.models import ActionItem
from governance.outcomes.standing import method_asked
from governance.replies import Kind, ParsedReply
from governance.step import ActionForm, Step, Words
from governance.tracker.verbs.evidence import add_evidence
from governance.tracker.verbs.notes import add_note, note_privately
from governance.undoing import take_back
from partners.access import Permission, can
from partners.models import User

_WRITE = "Write a word before you save it."


class Note(ActionForm):
    verb = staticmethod(add_note)
    success_message = "Your word is on it."
    word = words("A word that both sides read", missing=_WRITE, rows=2)

    def act(self) -> Any:
        return self.through(self.verb, self.thing, text=self.cleaned_data["word"], **self.who_and_when)


class NoteOnPage(AskedTwice, Note):
    """The same on the page of the action: beneath a free hand a word about the how is written twice."""

    def told(self, cleaned: dict[str, Any]) -> str:
        today, word = day_of(self.by, self.now), cleaned.get("word") or ""
        return method_asked(self.thing.outcome, self.thing.side, word, by=self.by, today=today)


class AddNote(Step[ActionItem]):
    slug, route = "notes", "tracker_notes"
    form, mail_form = NoteOnPage, Note
    title, button = "A word", "Add it"
    is_answer = False
    replies = frozenset(Kind)

    def stands(self, thing: ActionItem, today: date) -> bool:
        return True

    def may(self, thing: ActionItem, reader: User, today: date) -> bool:
        return can(reader, Permission.KEEP_PROMISES, thing.partner)

    def title_for(self, thing: ActionItem, reader: User, today: date) -> str:
        asks = thing.question_by if thing.state == ActionItem.State.OPEN else None
        waits = asks is not None and reader.side == thing.side
        return f"{asks.full_name} asks how it stands" if asks and waits else self.title

    def mail_words(self, named: Any) -> Words:
        to = named.waiter if named.is_own_side else named.item.owner.first_name
        hint = "It goes with “It is done”, or alone." if named.offers("report") else "Both sides read it."
        return Words("word", f"A word to {to}", hint, "Send the word alone")

    def from_reply(self, thing: ActionItem, parsed: ParsedReply, *, by: User, now: datetime) -> None:
        add_note(thing, text=parsed.whole, by=by, now=now)


class PrivateNote(ActionForm):
    verb = staticmethod(note_privately)
    success_message = "Saved. Only our side reads it."
    word = words("A word only our side reads", missing=_WRITE, rows=2)

    def act(self) -> Any:
        return self.through(self.verb, self.thing, text=self.cleaned_data["word"], **self.who_and_when)


class NotePrivately(Step[ActionItem]):
    """The action's page has a place of its own for it."""

    slug, route, permission = "private-notes", "tracker_private_notes", Permission.WRITE_NOTES
    form = PrivateNote

    def stands(self, thing: ActionItem, today: date) -> bool:
        return False

    def may(self, thing: ActionItem, reader: User, today: date) -> bool:
        return can(reader, Permission.WRITE_NOTES, thing.partner)


class Proof(ActionForm):
    verb = staticmethod(add_evidence)
    success_message = "It is on the action, for both sides to see."
    file = forms.FileField(
        label="A file",
        required=False,
        allow_empty_file=True,
        help_text=f"{KINDS}, up to {MOST_BYTES >> 20} MB.",
    )
    link = code("Or a link", limit=500, inputmode="url", placeholder="https://…")

    @property
    def facts(self) -> dict[str, Any]:
        return self.who_and_when


class AddEvidence(Step[ActionItem]):
    slug, route = "evidence", "tracker_evidence"
    form = Proof
    title, button = "Evidence", "Put it on the action"

    def stands(self, thing: ActionItem, today: date) -> bool:
        return True

    def may(self, thing: ActionItem, reader: User, today: date) -> bool:
        return can(reader, Permission.KEEP_PROMISES, thing.partner)


class Undoing(ActionForm):
    verb = staticmethod(take_back)
    success_message = "Taken back. It is as it was before."


class TakeBack(Step[ActionItem]):
    """Offered with what was just saved, for a minute, and by no button of its own."""

    slug, route = "undoing", "tracker_undoing"
    form = mail_form = Undoing

    def stands(self, thing: ActionItem, today: date) -> bool:
        return False

    def may(self, thing: ActionItem, reader: User, today: date) -> bool:
        return can(reader, Permission.KEEP_PROMISES, thing.partner)
