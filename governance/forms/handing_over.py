from typing import Any

from governance import actions
from governance.forms.fields import PersonField
from governance.forms.verb_form import VerbForm
from partners.models import User


class HandOver(VerbForm):
    """To whom everything goes that somebody holds."""

    to = PersonField(label="Hand it all to", error_messages={"required": "Choose a colleague."})

    def __init__(self, *args: Any, person: User, **options: Any) -> None:
        self.person = person
        super().__init__(*args, **options)

    @property
    def side_offered(self) -> str:
        return self.person.side

    def act(self) -> Any:
        to = self.cleaned_data["to"]
        self.said = f"{to.full_name} holds it now. Its dates stay as they are."
        return actions.hand_over_all(self.person, self.partner, to=to, **self.who_and_when)
