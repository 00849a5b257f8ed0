from typing import Any

from django import forms

from governance.forms.verb_form import VerbForm
from governance.forums import set_reminders
from governance.models import Forum
from governance.models.forums import Weekday
from governance.reminders.ladder import WARNED_FOR
from partners.numbers import counted


class ReminderPolicy(VerbForm):
    """How a forum's promises are brought to mind."""

    success_message = "That holds from the next morning on, for both sides."

    weekly_list_on = forms.TypedChoiceField(
        label="The list of the week comes on",
        choices=[("", "No list"), *Weekday.choices],
        coerce=int,
        empty_value=None,
        required=False,
    )
    reminds_when_due = forms.BooleanField(label="A word on the day something is due", required=False)
    escalates = forms.BooleanField(
        label="Leads and sponsors are told of long lateness",
        required=False,
        help_text="Only where an outcome or a decision hangs on it, and never without "
        f"{counted(WARNED_FOR, 'working day')} of warning.",
    )

    def __init__(self, *args: Any, forum: Forum, **options: Any) -> None:
        self.forum = forum
        options["initial"] = {name: getattr(forum, name) for name in self.base_fields if name != "version"}
        options["auto_id"] = f"forum{forum.pk}_%s"
        super().__init__(*args, partner=forum.partner, **options)

    def act(self) -> Forum:
        return set_reminders(self.forum, **self.typed_values(), **self.who_and_when)
