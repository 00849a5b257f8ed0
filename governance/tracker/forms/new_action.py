"""The form of a new action. What can be done with one that stands is in governance/steps."""

from typing import Any, cast

from django import forms

from governance.forms.asked_twice import AskedTwice
from governance.forms.fields import (
    ActivityField,
    AskField,
    DayField,
    InitiativeField,
    OutcomeField,
    OwnerField,
    RowField,
    line,
    words,
)
from governance.forms.verb_form import VerbForm
from governance.local_day import day_of
from governance.models import ActionItem, AwaitedAction
from governance.outcomes.standing import hands_off
from governance.tracker.verbs.awaiting import await_owner
from governance.tracker.verbs.promising import promise, propose
from partners.access import Permission, can
from partners.models import Invitation
from partners.verb import Refused


class NewAction(AskedTwice, VerbForm):
    """Something somebody is to do: asked of them, or recorded as they promised it."""

    success_message = "It is in the tracker."

    title = line("What is to be done", missing="Say what is to be done.")
    owner = OwnerField(label="Who", error_messages={"required": "Choose who owes it."})
    due_on = DayField(label="By when")
    detail = words("Details")
    outcome = OutcomeField()
    initiative = InitiativeField()
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
        if not cast(RowField, self.fields["initiative"]).queryset.exists():  # type: ignore[union-attr]
            del self.fields["initiative"]

    def told(self, cleaned: dict[str, Any]) -> str:
        """What one side asks of the other beneath a free hand is asked for twice."""
        initiative, owner = cleaned.get("initiative"), cleaned.get("owner")
        outcome = initiative.outcome if initiative else cleaned.get("outcome")
        return hands_off(outcome, owner, by=self.by, today=day_of(self.by, self.now))

    def act(self) -> ActionItem | AwaitedAction:
        said = self.typed_values("title", "owner", "due_on", "detail")
        about = ("outcome", "initiative", "ask", "activity")
        said |= {name: self.cleaned_data.get(name) for name in about}
        if isinstance(said["owner"], Invitation):
            return self._kept_for(said.pop("owner"), said)
        verb = promise if self.cleaned_data.get("promised") else propose
        return verb(self.partner, **said, **self.who_and_when)

    def _kept_for(self, invitation: Invitation, said: dict[str, Any]) -> AwaitedAction:
        if self.cleaned_data.get("promised"):
            raise Refused(
                f"{invitation.full_name} is not in yet and cannot have promised it: they are asked when they come in.",
                field="promised",
            )
        self.success_message = f"It waits for {invitation.full_name}, who is asked when they come in."
        return await_owner(self.partner, invitation=invitation, from_list=False, **said, **self.who_and_when)
