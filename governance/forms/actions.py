"""Forms of one action. Each is a noun with an endpoint of its own and calls one verb."""

from typing import Any

from django import forms

from governance import actions
from governance.files import KINDS, MOST_BYTES
from governance.forms.fields import (
    ActivityField,
    AskField,
    DayField,
    OutcomeField,
    PersonField,
    SideField,
    code,
    line,
    words,
)
from governance.forms.verb_form import VerbForm
from governance.models import ActionItem
from partners.access import Permission, can
from partners.models import Side
from partners.verbs import Refused
from partners.way_back import WayBack

_NO_DATE = "Give a day, such as 15 Dec or next Friday."


class NewAction(VerbForm):
    """Something somebody is to do: asked of them, or recorded as they promised it."""

    said = "It is in the tracker."

    title = line("What is to be done", missing="Say what is to be done.")
    owner = PersonField(label="Who", error_messages={"required": "Choose who owes it."})
    due_on = DayField(label="By when", error_messages={"required": _NO_DATE})
    detail = words("Details")
    outcome = OutcomeField()
    ask = AskField()
    activity = ActivityField()
    promised = forms.BooleanField(
        label="They have promised it already",
        required=False,
        help_text="For people of your own side. Then it counts from now on, and is read back at the next review. "
        "Otherwise, and whoever is of the other side, they are asked first.",
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if not can(self.by, Permission.PROMISE, self.partner):
            del self.fields["promised"]

    def act(self) -> ActionItem:
        said = self.said_by_form("title", "owner", "due_on", "detail", "outcome", "ask", "activity")
        verb = actions.promise if self.cleaned_data.get("promised") else actions.propose
        return verb(self.partner, **said, **self.who_and_when)


class ItemForm(VerbForm):
    """Base of what happens to one action."""

    can_be_taken_back = False
    """Whether its verb can be taken back: actions.undoing.TAKEN_BACK."""

    def __init__(self, *args: Any, item: ActionItem, **options: Any) -> None:
        self.item = item
        options.setdefault("initial", {}).setdefault("version", item.version)
        super().__init__(*args, partner=item.partner, **options)

    @property
    def facts(self) -> dict[str, Any]:
        return {**self.who_and_when, "version": self.cleaned_data.get("version")}

    @property
    def way_back(self) -> WayBack | None:
        return self.item.way_back if self.can_be_taken_back else None


class Acceptance(ItemForm):
    said = "Promised. That is its first date now."
    can_be_taken_back = True
    due_on = DayField(label="I will do it by", error_messages={"required": _NO_DATE})

    def act(self) -> ActionItem:
        return actions.accept(self.item, due_on=self.cleaned_data["due_on"], **self.facts)


class Report(ItemForm):
    said = "Reported done. The other side is asked to confirm."
    can_be_taken_back = True
    word = words("A word with it", rows=2)

    def act(self) -> ActionItem:
        return actions.report_done(self.item, word=self.cleaned_data["word"], **self.facts)


class Confirmation(ItemForm):
    said = "Confirmed. It is closed."
    can_be_taken_back = True

    def act(self) -> ActionItem:
        return actions.confirm(self.item, **self.facts)


class GivenBack(ItemForm):
    said = "Given back. It is open again, with your word on it."
    can_be_taken_back = True
    word = words("What is missing", missing="Say what is missing, so that they know what to do next.", rows=2)

    def act(self) -> ActionItem:
        return actions.give_back(self.item, word=self.cleaned_data["word"], **self.facts)


class NewDate(ItemForm):
    said = "The new date is on record, beside the first one."
    can_be_taken_back = True
    due_on = DayField(label="New date", error_messages={"required": _NO_DATE})
    reason = line("Why", missing="Say why, in a few words: the other side reads it.", limit=1000)

    def act(self) -> ActionItem:
        return actions.move_date(self.item, **self.said_by_form("due_on", "reason"), **self.facts)


class DateAsked(ItemForm):
    said = "It is asked for. The date changes once they accept it."
    due_on = DayField(label="By when instead", error_messages={"required": _NO_DATE})
    reason = line("Why", missing="Say why, in a few words: they read it.", limit=1000)

    def act(self) -> Any:
        return actions.ask_for_date(self.item, **self.said_by_form("due_on", "reason"), **self.facts)


class DateAccepted(ItemForm):
    said = "Accepted. The new date is on record, beside the first one."
    can_be_taken_back = True

    def act(self) -> ActionItem:
        return actions.accept_date(self.item, **self.facts)


class DateDeclined(ItemForm):
    said = "Declined. The date stays as it is, and they read why."
    can_be_taken_back = True
    word = line("Why the date stays", missing="Say why the date stays: they read it.", limit=1000)

    def act(self) -> Any:
        return actions.decline_date(self.item, word=self.cleaned_data["word"], **self.facts)


class RequestTakenBack(ItemForm):
    said = "No other date is asked for any more."

    def act(self) -> Any:
        return actions.take_back_request(self.item, **self.facts)


class Waiting(ItemForm):
    said = "The clock runs on their side now."
    can_be_taken_back = True
    on_side = SideField(label="Who holds the ball")
    on_person = PersonField(label="Who exactly", required=False)
    what_for = line("What for", missing="Say what you are waiting for.")

    def __init__(self, *args: Any, item: ActionItem, **options: Any) -> None:
        options["initial"] = {"on_side": Side(item.side).other, **options.get("initial", {})}
        super().__init__(*args, item=item, **options)

    def act(self) -> Any:
        return actions.wait_on(
            self.item, **self.said_by_form("on_side", "on_person", "what_for"), **self.facts
        )


class BallBack(ItemForm):
    said = "The clock has stopped: the ball is back with the owner."
    can_be_taken_back = True

    def act(self) -> ActionItem:
        return actions.stop_waiting(self.item, **self.facts)


class Dispute(ItemForm):
    said = "Both views are shown from now on."
    words = line("How your side sees it", missing="Say how your side sees it.", limit=300)

    def act(self) -> Any:
        running = self.item.waiting
        if running is None:
            raise Refused("This is not waiting on anybody any more.")
        return actions.dispute_wait(running, words=self.cleaned_data["words"], **self.who_and_when)


class NewOwner(ItemForm):
    said = "Handed over. Its dates stay as they are."
    can_be_taken_back = True
    to = PersonField(label="Hand it to", error_messages={"required": "Choose a colleague."})

    @property
    def side_offered(self) -> str:
        return self.item.side

    def act(self) -> ActionItem:
        return actions.reassign(self.item, to=self.cleaned_data["to"], **self.facts)


class Withdrawal(ItemForm):
    said = "Withdrawn. It stays on record with its reason."
    can_be_taken_back = True
    reason = line("Why it is no longer wanted", missing="Say why it is no longer wanted.", limit=1000)

    def act(self) -> ActionItem:
        return actions.withdraw(self.item, reason=self.cleaned_data["reason"], **self.facts)


class Undoing(ItemForm):
    said = "Taken back. It is as it was before."

    def act(self) -> ActionItem:
        return actions.take_back(self.item, **self.facts)


class Proof(ItemForm):
    said = "It is on the action, for both sides to see."
    file = forms.FileField(
        label="A file",
        required=False,
        allow_empty_file=True,
        help_text=f"{KINDS}, up to {MOST_BYTES >> 20} MB.",
    )
    link = code("Or a link", limit=500, inputmode="url", placeholder="https://…")

    def act(self) -> Any:
        said = self.said_by_form("file", "link")
        return actions.add_evidence(self.item, **said, **self.who_and_when)


class Note(ItemForm):
    said = "Your word is on it."
    word = words("A word that both sides read", missing="Write a word before you keep it.", rows=2)

    def act(self) -> Any:
        return actions.add_note(self.item, text=self.cleaned_data["word"], **self.who_and_when)


class PrivateNote(ItemForm):
    said = "Kept. Only our side reads it."
    word = words("A word only our side reads", missing="Write a word before you keep it.", rows=2)

    def act(self) -> Any:
        return actions.note_privately(self.item, text=self.cleaned_data["word"], **self.who_and_when)
