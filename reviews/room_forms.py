"""What can be said of a row in the room. Each is a noun with an endpoint of its own and calls one verb."""

from typing import Any

from governance.forms.fields import DayField, PersonField, line
from governance.forms.verb_form import VerbForm
from governance.models import ActionItem, Ask
from partners.models import Side
from reviews import actions
from reviews.models import Review


class RoomForm(VerbForm):
    """Base of what happens to one promise. `verb` is what it says on its button."""

    verb = ""

    def __init__(self, *args: Any, review: Review, item: ActionItem, **options: Any) -> None:
        self.review, self.item = review, item
        options["initial"] = {"version": item.version, **options.get("initial", {})}
        super().__init__(*args, partner=review.partner, **options)

    @property
    def facts(self) -> dict[str, Any]:
        return {**self.who_and_when, "version": self.cleaned_data.get("version")}


class Report(RoomForm):
    verb = "Done"

    def act(self) -> ActionItem:
        return actions.done(self.review, self.item, **self.facts)


class Confirmation(RoomForm):
    verb = "Confirm"

    def act(self) -> ActionItem:
        return actions.nod(self.review, self.item, **self.facts)


class NotYet(RoomForm):
    verb = "Give back"
    word = line(
        "What is missing", missing="Say what is missing, so that they know what to do next.", limit=300
    )

    def act(self) -> ActionItem:
        return actions.not_yet(self.review, self.item, **self.said_by_form(), **self.facts)


class NewDate(RoomForm):
    verb = "Keep the new date"
    due_on = DayField(
        label="New date", error_messages={"required": "Give a day, such as 15 Dec or next Friday."}
    )
    reason = line("Why", missing="Say why, in a few words: both sides read it.", limit=300)

    def act(self) -> ActionItem:
        return actions.new_date(self.review, self.item, **self.said_by_form(), **self.facts)


class Waiting(RoomForm):
    verb = "It waits"
    what_for = line("What for", missing="Say what it waits for.")
    on_person = PersonField(label="For whom", required=False)

    def act(self) -> ActionItem:
        person = self.cleaned_data["on_person"]
        on_side = person.side if person else Side(self.item.side).other
        return actions.waits_on(self.review, self.item, on_side=on_side, **self.said_by_form(), **self.facts)


class DateAccepted(RoomForm):
    verb = "Accept the date"

    def act(self) -> ActionItem:
        return actions.answer_date(self.review, self.item, accepted=True, **self.facts)


class DateDeclined(RoomForm):
    verb = "The date stays"
    word = line("Why", missing="Say why the date stays.", limit=300)

    def act(self) -> ActionItem:
        return actions.answer_date(
            self.review, self.item, accepted=False, word=self.cleaned_data["word"], **self.facts
        )


class WaitOver(RoomForm):
    verb = "The wait is over"

    def act(self) -> ActionItem:
        return actions.wait_over(self.review, self.item, **self.facts)


class HandOver(RoomForm):
    verb = "Hand over"
    to = PersonField(label="To whom", error_messages={"required": "Choose a colleague on the same side."})

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        colleague = self.fields["to"]
        assert isinstance(colleague, PersonField)
        colleague.offer(self.partner, by=self.by, side=self.item.side)

    def act(self) -> ActionItem:
        return actions.hand_over(self.review, self.item, **self.said_by_form(), **self.facts)


ROOM_FORMS: dict[str, type[RoomForm]] = {
    "report": Report,
    "confirmation": Confirmation,
    "return": NotYet,
    "date": NewDate,
    "waiting": Waiting,
    "owner": HandOver,
    "agreement": DateAccepted,
    "refusal": DateDeclined,
    "ball": WaitOver,
}


class Answer(VerbForm):
    """The answer to an ask; the button says which."""

    answer = line(
        "In words",
        missing="Say it in a sentence: it stands on page one.",
        limit=1000,
        placeholder="What is decided",
        **{"data-key": "d"},
    )

    def __init__(self, *args: Any, review: Review, ask: Ask, how: str = "", **options: Any) -> None:
        self.review, self.ask, self.how = review, ask, how
        options["initial"] = {"version": ask.version, **options.get("initial", {})}
        super().__init__(*args, partner=review.partner, **options)

    def act(self) -> Ask:
        return actions.settle_ask(
            self.review, self.ask, how=self.how, answer=self.cleaned_data["answer"],
            version=self.cleaned_data.get("version"), **self.who_and_when,
        )  # fmt: skip
