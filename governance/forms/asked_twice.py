"""What is asked of the other side beneath a free hand is asked for twice."""

from typing import Any

from django import forms


class AskedTwice(forms.Form):
    """Base of forms that somebody is told something about before they send it: ticked, it goes all the same.

    Stands before VerbForm among a form's bases.
    """

    all_the_same = forms.BooleanField(
        label="Ask for it all the same", required=False, widget=forms.HiddenInput
    )

    def told(self, cleaned: dict[str, Any]) -> str:
        """What is said first to whoever typed this; empty where it goes at once."""
        raise NotImplementedError

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if told := self.told(cleaned):
            self.fields["all_the_same"].widget = forms.CheckboxInput()
            if not cleaned.get("all_the_same"):
                self.add_error("all_the_same", told)
        return cleaned

    def typed_values(self, *names: str) -> dict[str, Any]:
        """Of what was typed, the fields named, or all but the tick and the version."""
        values: dict[str, Any] = super().typed_values(*names)  # type: ignore[misc]  # that of VerbForm
        return {name: value for name, value in values.items() if name != "all_the_same"}
