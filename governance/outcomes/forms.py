"""Forms of an outcome intent: the charter, the yes, a check-in, the free hand."""

from typing import Any

from django import forms

from governance.forms.fields import DayField, PersonField, line, whole_number, words
from governance.forms.verb_form import VerbForm
from governance.models import CheckIn, OutcomeIntent
from governance.models.outcomes import Health
from governance.outcomes.verbs import (
    EDITABLE,
    agree_outcome,
    check_in,
    draft_outcome,
    edit_outcome,
    give_free_hand,
)
from partners.access import Permission

_STANDS = [(value, label) for value, label in Health.choices if value != Health.UNKNOWN]


class Charter(VerbForm):
    """All that is said about an outcome. Without an `outcome` it drafts a new one."""

    statement = line("The outcome, in one line", missing="Say the outcome in one line.")
    target = words("How everyone will know it is reached", missing="Say how everyone will know.", rows=2)
    vision = words("What the business gains", rows=2)
    baseline = words("Where it stands as it begins", rows=2)
    forecast = words("What happens if nothing is done", rows=2)
    business_function = line("For which business function", limit=80)
    business_owner = PersonField(Permission.SEE_PARTNERSHIP, label="Business owner", required=False)
    sponsor = PersonField(Permission.SEE_PARTNERSHIP, label="Sponsor", required=False)
    asked_months = whole_number("Months asked for")
    granted_months = whole_number("Months granted")
    due_on = DayField(label="Due", required=False)
    benchmark = words("What a more demanding industry reaches", rows=2)
    benchmark_source = line("Source of the benchmark")
    benchmark_on = DayField(label="Of which day", required=False)

    def __init__(self, *args: Any, outcome: OutcomeIntent | None = None, **options: Any) -> None:
        self.outcome = outcome
        self.success_message = (
            "Saved. What it said before stays on record."
            if outcome
            else "Drafted. It counts once it is agreed."
        )
        if outcome is not None:
            known = {name: getattr(outcome, name) for name in (*EDITABLE, "version")}
            known |= {"business_owner": outcome.business_owner_id, "sponsor": outcome.sponsor_id}
            options["initial"] = known
        super().__init__(*args, **options)

    def act(self) -> OutcomeIntent:
        if self.outcome is None:
            return draft_outcome(self.partner, **self.typed_values(), **self.who_and_when)
        version = self.cleaned_data["version"] or 0
        return edit_outcome(self.outcome, version=version, **self.typed_values(), **self.who_and_when)


class OutcomeForm(VerbForm):
    """Base of what happens to one outcome."""

    def __init__(self, *args: Any, outcome: OutcomeIntent, **options: Any) -> None:
        self.outcome = outcome
        options.setdefault("initial", {}).setdefault("version", outcome.version)
        super().__init__(*args, partner=outcome.partner, **options)


class Agreement(OutcomeForm):
    success_message = "Agreed. From now on it has check-ins."

    def act(self) -> OutcomeIntent:
        return agree_outcome(self.outcome, version=self.cleaned_data["version"], **self.who_and_when)


class NewCheckIn(OutcomeForm):
    success_message = "Checked in."
    health = forms.ChoiceField(
        label="How it stands",
        choices=_STANDS,
        widget=forms.RadioSelect,
        error_messages={"required": "Say whether it is on track, at risk or off track."},
    )
    progress = whole_number("Percent of the way to the target", most=100)
    words = words("In a sentence or two", missing="Say in a sentence how it stands.")

    def act(self) -> CheckIn:
        return check_in(self.outcome, **self.typed_values("health", "progress", "words"), **self.who_and_when)


class FreeHand(OutcomeForm):
    success_message = "A free hand is given. Until then, ask for the result, not for the how."
    until = DayField(label="Until", error_messages={"required": "Give a day, such as 30 Jun."})
    guardrails = words(
        "What must not happen on the way",
        missing="Say in plain words what must not happen on the way.",
        rows=2,
    )

    def act(self) -> OutcomeIntent:
        said = self.typed_values("until", "guardrails")
        return give_free_hand(self.outcome, version=self.cleaned_data["version"], **said, **self.who_and_when)
