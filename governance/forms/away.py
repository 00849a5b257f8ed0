from datetime import datetime
from typing import Any

from django import forms

from governance import actions
from governance.forms.fields import DayField
from governance.models import QuietPeriod
from governance.today import day_of
from partners.forms import explain
from partners.models import User
from partners.verbs import Refused

_NO_DAY = "Give a day, such as 21 Dec or next Monday."


class Away(forms.Form):
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

    def __init__(self, *args: Any, by: User, now: datetime, **options: Any) -> None:
        super().__init__(*args, **options)
        self.by, self.now = by, now
        for name in ("first_on", "last_on"):
            day = self.fields[name]
            assert isinstance(day, DayField)
            day.today = day_of(by, now)
        deputy = self.fields["deputy"]
        assert isinstance(deputy, forms.ModelChoiceField)
        deputy.queryset = actions.colleagues_of(by)

    def carried_out(self) -> QuietPeriod | None:
        """The quiet period; or None, with the reasons at the fields."""
        if not self.is_valid():
            return None
        try:
            return actions.be_away(**self.cleaned_data, by=self.by, now=self.now)
        except Refused as refused:
            explain(self, refused)
            return None
