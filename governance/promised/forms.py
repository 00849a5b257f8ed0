"""Forms of who was promised: promised, corrected, come, ended."""

from typing import Any

from governance.forms.fields import DayField, OutcomeField, PersonField, line, words
from governance.forms.verb_form import VerbForm
from governance.models import PromisedRole
from governance.promised.verbs import correct_promised, end_promised, promise_role, say_who_came
from partners.access import Permission


class Promised(VerbForm):
    """Who is promised for what, from when."""

    role = line(
        "What for", limit=160, missing="Say what they are promised for.", placeholder="Leads the archive"
    )
    name = line("Who, by name", limit=120, missing="Say who is promised, by name.")
    starts_on = DayField(label="From when", error_messages={"required": "Give a day, such as 1 Mar."})
    outcome = OutcomeField()

    def act(self) -> PromisedRole:
        return promise_role(self.partner, **self.typed_values(), **self.who_and_when)


class PromisedForm(VerbForm):
    """Base of what becomes of one."""

    def __init__(self, *args: Any, promised: PromisedRole, **options: Any) -> None:
        self.promised = promised
        options.setdefault("initial", {}).setdefault("version", promised.version)
        super().__init__(*args, partner=promised.partner, **options)

    @property
    def side_offered(self) -> str:
        return self.promised.side

    @property
    def about(self) -> dict[str, Any]:
        return {"version": self.cleaned_data["version"], **self.who_and_when}


class OtherWords(PromisedForm, Promised):
    """The same in other words."""

    def __init__(self, *args: Any, promised: PromisedRole, **options: Any) -> None:
        known = {name: getattr(promised, name) for name in ("role", "name", "starts_on", "version")}
        options["initial"] = known | {"outcome": promised.outcome_id}
        super().__init__(*args, promised=promised, **options)

    def act(self) -> PromisedRole:
        return correct_promised(self.promised, **self.typed_values(), **self.about)


class WhoCame(PromisedForm):
    person = PersonField(
        Permission.SEE_PARTNERSHIP, label="Who came", error_messages={"required": "Choose who came."}
    )
    on = DayField(label="Since when", error_messages={"required": "Give the day they came."})

    def act(self) -> PromisedRole:
        return say_who_came(self.promised, **self.typed_values(), **self.about)


class EndPromised(PromisedForm):
    success_message = "It has ended, and stays to be read."
    why = words("Why it ends", missing="Say why it ends: the other side reads it.", rows=2)

    def act(self) -> PromisedRole:
        return end_promised(self.promised, **self.typed_values(), **self.about)
