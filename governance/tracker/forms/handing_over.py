from typing import Any

from governance.forms.fields import PersonField
from governance.forms.verb_form import VerbForm
from governance.tracker.selection import Selection
from governance.tracker.verbs.delivering import confirm_all
from governance.tracker.verbs.handing_over import hand_over_all, reassign_all
from governance.tracker.verbs.promising import NOT_PROMISED, accept_all
from partners.models import User
from partners.verb import Refused


class HandOverEverything(VerbForm):
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
        self.success_message = f"{to.full_name} holds it now. Its dates stay as they are."
        return hand_over_all(self.person, self.partner, to=to, **self.who_and_when)


class HandOverSelected(VerbForm):
    """To whom the selected actions go, whatever partnerships they are of."""

    to = PersonField(label="Hand them to", error_messages={"required": "Choose a colleague."})

    def __init__(self, *args: Any, selection: Selection, **options: Any) -> None:
        self.selection = selection
        super().__init__(*args, **options)
        person = self.fields["to"]
        assert isinstance(person, PersonField)
        person.offer_in(selection.partners, side=selection.side)

    def act(self) -> Any:
        to, chosen = self.cleaned_data["to"], self.selection
        handed = reassign_all(chosen.items, to=to, seen=chosen.seen, **self.who_and_when)
        them = "It is" if len(handed) == 1 else f"All {len(handed)} are"
        self.success_message = f"{them} {to.full_name}’s now. Dates stay as they are."
        return handed


class AcceptSelected(VerbForm):
    """The reader's promise of all that was proposed to them, by the days it was asked for."""

    def __init__(self, *args: Any, selection: Selection, **options: Any) -> None:
        self.selection = selection
        super().__init__(*args, **options)

    def act(self) -> Any:
        accepted = accept_all(self.selection.items, **self.who_and_when)
        left = len(self.selection) - len(accepted)
        self.success_message = f"{_of_actions(len(accepted))} promised, by the day asked for."
        if left:
            self.success_message += (
                f" {_of_actions(left)} {'was' if left == 1 else 'were'} left: {NOT_PROMISED}"
            )
        return accepted


class ConfirmSelected(VerbForm):
    """A yes to what the other side reported, for all that was selected."""

    def __init__(self, *args: Any, selection: Selection, **options: Any) -> None:
        self.selection = selection
        super().__init__(*args, **options)

    def act(self) -> Any:
        confirmed = confirm_all(self.selection.items, **self.who_and_when)
        if not confirmed:
            raise Refused("None of this waits for a yes any more.")
        settled = len(self.selection) - len(confirmed)
        self.success_message = f"{_of_actions(len(confirmed))} confirmed and closed."
        if settled:
            self.success_message += f" {_of_actions(settled)} had been settled in the meantime."
        return confirmed


def _of_actions(count: int) -> str:
    return "One action" if count == 1 else f"{count} actions"
