"""Forms of an initiative: begun, renamed, ended or taken up again, and which promises are its milestones."""

from typing import Any

from django import forms

from governance.forms.fields import RowField, line, words
from governance.models import ActionItem, Initiative
from governance.outcomes.forms import OutcomeForm
from governance.outcomes.verbs.initiatives import (
    begin_initiative,
    end_initiative,
    rename_initiative,
    resume_initiative,
    set_milestone,
)

_NAMELESS = "Say what the work is, in one line."


class NewInitiative(OutcomeForm):
    success_message = "Begun. Its milestones are promises: give each an owner and a day."
    title = line("A piece of work", missing=_NAMELESS, limit=160)

    def act(self) -> Initiative:
        return begin_initiative(self.outcome, **self.typed_values("title"), **self.who_and_when)


class InitiativeForm(OutcomeForm):
    """Base of what happens to one initiative."""

    def __init__(self, *args: Any, initiative: Initiative, **options: Any) -> None:
        self.initiative = initiative
        options["initial"] = {"version": initiative.version, "title": initiative.title}
        options["auto_id"] = f"{type(self).__name__.lower()}_{initiative.pk}_%s"
        super().__init__(*args, outcome=initiative.outcome, **options)


class InitiativeTitle(InitiativeForm):
    title = line("What the work is", missing=_NAMELESS, limit=160)

    def act(self) -> Initiative:
        said = self.typed_values("title", "version")
        return rename_initiative(self.initiative, **said, **self.who_and_when)


class InitiativeState(InitiativeForm):
    """Whether it goes on: the button says which."""

    becomes = forms.ChoiceField(
        choices=Initiative.State.choices,
        widget=forms.HiddenInput,
        error_messages={"required": "Say whether it is done or dropped."},
    )
    words = words("In a sentence; why, where it is dropped", rows=2)

    @property
    def success_message(self) -> str:  # type: ignore[override]
        return f"It is {self.initiative.get_state_display()}."

    def act(self) -> Initiative:
        version = self.cleaned_data["version"]
        if self.cleaned_data["becomes"] == Initiative.State.UNDER_WAY:
            return resume_initiative(self.initiative, version=version, **self.who_and_when)
        said = self.typed_values("becomes", "words")
        return end_initiative(self.initiative, version=version, **said, **self.who_and_when)


class PromiseField(RowField):
    rows = (
        ActionItem.objects.select_related("owner")
        .filter(state__in=[ActionItem.State.PROPOSED, ActionItem.State.OPEN, ActionItem.State.REPORTED])
        .order_by("due_on", "id")
    )
    called = "Which promise"


class Milestone(InitiativeForm):
    """A promise that becomes a milestone of the work, or is none any more."""

    item = PromiseField(
        required=True, empty_label="Choose a promise", error_messages={"required": "Choose a promise."}
    )
    take_out = forms.BooleanField(required=False, widget=forms.HiddenInput)

    @property
    def success_message(self) -> str:  # type: ignore[override]
        if self.cleaned_data["take_out"]:
            return "It is no milestone any more. The promise stands."
        return "It is a milestone of this work."

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        item = cleaned.get("item")
        if item and cleaned.get("take_out") and item.initiative_id != self.initiative.pk:
            self.add_error("item", "That promise is no milestone of this work.")
        return cleaned

    def act(self) -> ActionItem:
        initiative = None if self.cleaned_data["take_out"] else self.initiative
        return set_milestone(self.cleaned_data["item"], initiative=initiative, **self.who_and_when)
