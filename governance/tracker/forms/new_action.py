"""The form of a new action. What can be done with one that stands is in governance/steps."""

from typing import Any

from django import forms

from governance.forms.fields import (
    ActivityField,
    AskField,
    DayField,
    OutcomeField,
    PersonField,
    line,
    words,
)
from governance.forms.verb_form import VerbForm
from governance.models import ActionItem
from governance.tracker.verbs.promising import promise, propose
from partners.access import Permission, can


class NewAction(VerbForm):
    """Something somebody is to do: asked of them, or recorded as they promised it."""

    success_message = "It is in the tracker."

    title = line("What is to be done", missing="Say what is to be done.")
    owner = PersonField(label="Who", error_messages={"required": "Choose who owes it."})
    due_on = DayField(label="By when")
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
        said = self.typed_values("title", "owner", "due_on", "detail", "outcome", "ask", "activity")
        verb = promise if self.cleaned_data.get("promised") else propose
        return verb(self.partner, **said, **self.who_and_when)
