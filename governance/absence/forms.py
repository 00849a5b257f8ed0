from typing import Any

from django import forms

from governance.absence.verbs import be_away, colleagues_of
from governance.forms.fields import DayField
from governance.forms.verb_form import VerbForm
from governance.models import QuietPeriod
from partners.models import User

_NO_DAY = "Give a day, such as 21 Dec or next Monday."


class Away(VerbForm):
    """When somebody is away, and who steps in for them."""

    first_on = DayField(label="First day away", error_messages={"required": _NO_DAY})
    last_on = DayField(label="Last day away", error_messages={"required": _NO_DAY})
    deputy = forms.ModelChoiceField(
        User.objects.none(),
        label="Who steps in",
        required=False,
        empty_label="Nobody: it waits until I am back",
        help_text="They have your reminders in their own mail, and may update what you owe while you are away.",
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        deputy = self.fields["deputy"]
        assert isinstance(deputy, forms.ModelChoiceField)
        deputy.queryset = colleagues_of(self.by)

    def act(self) -> QuietPeriod:
        period = be_away(**self.typed_values(), by=self.by, now=self.now)
        deputy = period.deputy
        meanwhile = (
            f"{deputy.full_name} has your reminders meanwhile." if deputy else "Reminders wait for you."
        )
        self.success_message = f"Saved. {meanwhile}"
        return period
