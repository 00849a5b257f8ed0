from allauth.account.forms import LoginForm


class SignIn(LoginForm):
    """allauth's form in our words."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = "E-mail address"
        self.fields["remember"].label = "Stay signed in when the browser is closed"
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)
