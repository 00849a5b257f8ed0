from django import forms


class AcceptInvitation(forms.Form):
    """What somebody invited says about themselves. The rules for passwords stand in the verb."""

    full_name = forms.CharField(label="Your name", max_length=120, help_text="As others will read it.")
    password = forms.CharField(
        label="Choose a password",
        strip=False,
        max_length=200,
        help_text="At least twelve characters. A sentence only you would say is easier to keep than a riddle.",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )


class JoinAsKnown(forms.Form):
    """Somebody who has an account says nothing more than yes."""
