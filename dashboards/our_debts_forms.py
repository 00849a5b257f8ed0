from datetime import datetime
from typing import Any

from django import forms

from governance.forms.verb_form import VerbForm
from partners.fields import CodeField
from partners.models import User
from partners.verbs import name_responsible


class Responsible(VerbForm):
    """Who of one's own people answers for what one business function owes."""

    function = CodeField(max_length=80, required=False, widget=forms.HiddenInput)
    person = forms.ModelChoiceField(
        User.objects.none(),
        label="Who answers for it",
        required=False,
        empty_label="Nobody",
        error_messages={"invalid_choice": "Choose one of your own colleagues."},
    )

    def __init__(self, data: Any = None, *, by: User, now: datetime, **options: Any) -> None:
        super().__init__(data, by=by, now=now, **options)
        person = self.fields["person"]
        assert isinstance(person, forms.ModelChoiceField)
        person.queryset = User.objects.visible_to(by).filter(employer=by.employer_id, is_active=True)

    def act(self) -> None:
        name_responsible(**self.typed_values(), by=self.by, now=self.now)
        person = self.cleaned_data["person"]
        self.success_message = (
            f"{person.full_name if person else 'Nobody'} answers for {self.cleaned_data['function']} now."
        )
