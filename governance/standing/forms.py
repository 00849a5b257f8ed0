"""Forms of a standing promise: asked for, answered, changed, handed over and ended."""

from typing import Any

from django import forms

from governance.calendar.rhythms import LAST_DAY
from governance.forms.fields import DayField, OutcomeField, PersonField, line, whole_number, words
from governance.forms.verb_form import VerbForm
from governance.models import StandingChange, StandingPromise
from governance.models.standing_promises import HowOften, RhythmKind
from governance.standing.verbs.agreeing import (
    agree_standing,
    ask_for_standing,
    decline_standing,
    take_back_standing,
)
from governance.standing.verbs.changing import (
    agree_standing_change,
    ask_to_end_standing,
    change_standing,
    decline_standing_change,
    hand_over_standing,
    release_standing,
    take_back_standing_change,
)

_NO_DAY = f"Give the day as a number from 1 to {LAST_DAY}."


def _does() -> forms.ChoiceField:
    """Which of the three buttons was pressed."""
    return forms.ChoiceField(
        choices=[(each, each) for each in ("agree", "decline", "take_back")],
        widget=forms.HiddenInput,
        error_messages={"required": "Agree, or decline and say why."},
    )


class Terms(VerbForm):
    """What is owed each time, and by which day."""

    title = line(
        "What is owed each time", missing="Say what is owed each time.", placeholder="Capacity forecast"
    )
    every = forms.TypedChoiceField(
        label="How often",
        coerce=int,
        choices=HowOften.choices,
        initial=HowOften.EACH_MONTH,
        widget=forms.RadioSelect,
        error_messages={"required": "Say whether it is owed each month or each quarter."},
    )
    kind = forms.ChoiceField(
        label="By what",
        choices=RhythmKind.choices,
        initial=RhythmKind.DAY,
        widget=forms.RadioSelect,
        error_messages={"required": "Say whether it is by a day or by a working day of the month."},
    )
    number = whole_number(
        "Which day",
        least=1,
        most=LAST_DAY,
        help_text=f"5 for the 5th, 3 for the third; {LAST_DAY} for the last day.",
    )
    detail = words("What belongs to it", rows=2)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        number = self.fields["number"]
        number.required, number.error_messages["required"] = True, _NO_DAY


class NewStanding(Terms):
    """Asked of either side: the other side's yes makes it one."""

    owner = PersonField(
        label="Who owes it", error_messages={"required": "Choose who owes it: their side does."}
    )
    begins_on = DayField(label="From which day on", required=False, help_text="Empty: from today on.")
    outcome = OutcomeField()
    field_order = ("title", "owner", "every", "kind", "number", "begins_on", "detail", "outcome")

    @property
    def success_message(self) -> str:  # type: ignore[override]
        return f"Asked. It counts once {self.partner.named_to(self.by.side)} agrees."

    def act(self) -> StandingPromise:
        return ask_for_standing(self.partner, **self.typed_values(), **self.who_and_when)


class StandingForm(VerbForm):
    """Base of what happens to one standing promise."""

    def __init__(self, *args: Any, standing: StandingPromise, **options: Any) -> None:
        self.standing = standing
        options.setdefault("initial", {}).setdefault("version", standing.version)
        super().__init__(*args, partner=standing.partner, **options)

    @property
    def about(self) -> dict[str, Any]:
        return {"version": self.cleaned_data["version"], **self.who_and_when}


class StandingAnswer(StandingForm):
    """The other side's yes or no, or that it is taken back: the button says which."""

    does = _does()
    answer = words("Where you decline: why, or what you would agree to", rows=2)

    @property
    def success_message(self) -> str:  # type: ignore[override]
        if self.cleaned_data["does"] == "agree":
            return "Agreed by both. From now on it falls due by itself."
        return "Declined." if self.cleaned_data["does"] == "decline" else "Taken back."

    def act(self) -> StandingPromise:
        if self.cleaned_data["does"] == "agree":
            return agree_standing(self.standing, **self.about)
        if self.cleaned_data["does"] == "take_back":
            return take_back_standing(self.standing, **self.about)
        return decline_standing(self.standing, answer=self.cleaned_data["answer"], **self.about)


class OtherTerms(StandingForm, Terms):
    """Asks for other terms."""

    reason = words("Why it changes", missing="Say why it should change: the other side reads it.", rows=2)

    def __init__(self, *args: Any, standing: StandingPromise, **options: Any) -> None:
        known = ("title", "detail", "kind", "number", "every", "version")
        options["initial"] = {name: getattr(standing, name) for name in known}
        super().__init__(*args, standing=standing, **options)

    @property
    def success_message(self) -> str:  # type: ignore[override]
        return f"Asked. What both agreed stands until {self.partner.named_to(self.by.side)} agrees."

    def act(self) -> StandingChange:
        typed = self.typed_values("title", "detail", "kind", "number", "every", "reason")
        return change_standing(self.standing, **typed, **self.about)


class End(StandingForm):
    """The side it is owed to releases the other from it; the side that owes it asks for that."""

    reason = words("Why it is no longer needed", missing="Say why: the other side reads it.", rows=2)

    @property
    def is_asked(self) -> bool:
        """Whether the other side's yes is needed."""
        return self.by.side == self.standing.side

    @property
    def success_message(self) -> str:  # type: ignore[override]
        if self.is_asked:
            return f"Asked. It goes on until {self.partner.named_to(self.by.side)} agrees."
        return "It has ended. What fell due until today stays in the counts."

    def act(self) -> StandingPromise | StandingChange:
        verb = ask_to_end_standing if self.is_asked else release_standing
        return verb(self.standing, reason=self.cleaned_data["reason"], **self.about)


class NewStandingOwner(StandingForm):
    to = PersonField(label="To whom", error_messages={"required": "Choose a colleague of your side."})

    @property
    def side_offered(self) -> str:
        return self.standing.side

    @property
    def success_message(self) -> str:  # type: ignore[override]
        return f"{self.standing.owner.full_name} owns it from the next time on."

    def act(self) -> StandingPromise:
        return hand_over_standing(self.standing, to=self.cleaned_data["to"], **self.about)


class TermsAnswer(StandingForm):
    """What becomes of other terms, or an end, that are asked for: the button says which."""

    does = _does()
    answer = words("Where you decline: why it stays as it is", rows=2)

    def __init__(self, *args: Any, change: StandingChange, **options: Any) -> None:
        self.change = change
        super().__init__(*args, standing=change.standing, **options)

    @property
    def success_message(self) -> str:  # type: ignore[override]
        if self.cleaned_data["does"] == "decline":
            return "Declined. It goes on as it was agreed."
        if self.cleaned_data["does"] == "take_back":
            return "Taken back. It goes on as it was agreed."
        return (
            "Agreed by both. It has ended." if self.change.ends else "Agreed by both, from the next time on."
        )

    def act(self) -> StandingChange:
        if self.cleaned_data["does"] == "agree":
            return agree_standing_change(self.change, **self.who_and_when)
        if self.cleaned_data["does"] == "take_back":
            return take_back_standing_change(self.change, **self.who_and_when)
        return decline_standing_change(self.change, answer=self.cleaned_data["answer"], **self.who_and_when)
