"""Forms of an outcome intent: the charter, the conversation and the yes, check-ins, the free hand, its end."""

from typing import Any, cast

from django import forms

from governance.forms.fields import DayField, PersonField, line, whole_number, words
from governance.forms.verb_form import VerbForm
from governance.models import CheckIn, HandOverWord, OutcomeChange, OutcomeIntent, ValueClaim
from governance.models.outcomes import Confidence, Health
from governance.outcomes.verbs.changing import (
    CONCLUDED,
    agree_change,
    ask_to_conclude,
    decline_change,
    take_back_change,
)
from governance.outcomes.verbs.drafting import (
    EDITABLE,
    MOST_APART,
    MOST_MONTHS,
    agree_outcome,
    draft_outcome,
    edit_outcome,
    say_on_hand_over,
)
from governance.outcomes.verbs.following import check_in, give_free_hand
from governance.outcomes.verbs.value import answer_value, claim_value, take_back_value
from partners.access import Permission, can
from partners.models import Side

_STANDS = [(value, label) for value, label in Health.choices if value != Health.UNKNOWN]
_BECOMES = {
    OutcomeIntent.State.ACHIEVED: "Achieved", OutcomeIntent.State.MISSED: "Missed",
    OutcomeIntent.State.RETIRED: "No longer wanted",
}  # fmt: skip


class Charter(VerbForm):
    """All that is said about an outcome. Without an `outcome` it drafts a new one."""

    statement = line("The outcome, in one line", missing="Say the outcome in one line.")
    target = words("How everyone will know it is reached", missing="Say how everyone will know.", rows=2)
    vision = words("What the business gains", rows=2)
    value_expected = words("What it is worth, in figures where there are any", rows=2)
    baseline = words("Where it stands as it begins", rows=2)
    forecast = words("What happens if nothing is done", rows=2)
    business_function = line("For which business function", limit=80)
    business_owner = PersonField(Permission.SEE_PARTNERSHIP, label="Business owner", required=False)
    sponsor = PersonField(Permission.SEE_PARTNERSHIP, label="Sponsor", required=False)
    owner_ours = PersonField(Permission.SEE_PARTNERSHIP, required=False)
    owner_theirs = PersonField(Permission.SEE_PARTNERSHIP, required=False)
    asked_months = whole_number("Months asked for", most=MOST_MONTHS)
    granted_months = whole_number("Months granted", most=MOST_MONTHS)
    due_on = DayField(label="Due", required=False)
    check_in_every = whole_number("Months between check-ins", least=1, most=MOST_APART)
    benchmark = words("What a more demanding industry reaches", rows=2)
    benchmark_source = line("Source of the benchmark")
    benchmark_on = DayField(label="Of which day", required=False)
    reason = words("Why it changes", rows=2)

    def __init__(self, *args: Any, outcome: OutcomeIntent | None = None, **options: Any) -> None:
        self.outcome = outcome
        if outcome is not None:
            known = {name: getattr(outcome, name) for name in (*EDITABLE, "version")}
            people = ("business_owner", "sponsor", "owner_ours", "owner_theirs")
            options["initial"] = known | {name: getattr(outcome, f"{name}_id") for name in people}
        super().__init__(*args, **options)
        for side in Side:
            field = cast(PersonField, self.fields[f"owner_{side}"])
            field.label = f"Answers for it at {self.partner.side_names[side]}"
            field.offer(self.partner, by=self.by, side=side)
        if outcome is None or outcome.state == OutcomeIntent.State.DRAFT:
            del self.fields["reason"]

    @property
    def success_message(self) -> str:  # type: ignore[override]
        other = self.partner.named_to(self.by.side)
        if self.outcome is None:
            return f"Drafted. It counts once {other} agrees."
        if self.outcome.changes.running().exists():
            return f"Saved. What was agreed stays as it is until {other} agrees to the change."
        if self.outcome.state == OutcomeIntent.State.DRAFT:
            return f"Saved. It counts once {other} agrees to it as it stands now."
        return "Saved. What it said before stays on record."

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
    @property
    def success_message(self) -> str:  # type: ignore[override]
        if self.outcome.state == OutcomeIntent.State.DRAFT:
            return f"Your side agrees. It waits for {self.partner.named_to(self.by.side)}."
        return "Agreed by both. From now on it has check-ins."

    def act(self) -> OutcomeIntent:
        return agree_outcome(self.outcome, version=self.cleaned_data["version"], **self.who_and_when)


class Word(OutcomeForm):
    """What somebody says as it is handed over."""

    success_message = "Said."
    words = words("In a sentence or two", missing="Say in a sentence what you think of it.", rows=2)
    months = whole_number("Months it takes", least=1, most=MOST_MONTHS)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if not can(self.by, Permission.KEEP_CHARTER, self.partner):
            del self.fields["months"]

    def act(self) -> HandOverWord:
        return say_on_hand_over(self.outcome, **self.typed_values(), **self.who_and_when)


class NewCheckIn(OutcomeForm):
    success_message = "Checked in."
    health = forms.ChoiceField(
        label="How it stands",
        choices=_STANDS,
        widget=forms.RadioSelect,
        error_messages={"required": "Say whether it is on track, at risk or off track."},
    )
    progress = whole_number("Percent of the way to the target", most=100)
    confidence = forms.ChoiceField(
        label="How sure you are", choices=Confidence.choices, widget=forms.RadioSelect, required=False
    )
    words = words("In a sentence or two", missing="Say in a sentence how it stands.")

    def act(self) -> CheckIn:
        said = self.typed_values("health", "progress", "confidence", "words")
        return check_in(self.outcome, **said, **self.who_and_when)


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


class Conclusion(OutcomeForm):
    """That it was reached, missed, or is no longer wanted."""

    becomes = forms.ChoiceField(
        label="What became of it",
        choices=[(state, _BECOMES[state]) for state in CONCLUDED],
        widget=forms.RadioSelect,
        error_messages={"required": "Say whether it was achieved, missed, or is no longer wanted."},
    )
    reason = words(
        "What shows it", missing="Say what shows it: a figure, a day, what everybody can see.", rows=2
    )

    @property
    def success_message(self) -> str:  # type: ignore[override]
        return f"Said. It is concluded once {self.partner.named_to(self.by.side)} agrees."

    def act(self) -> OutcomeChange:
        said = self.typed_values("becomes", "reason")
        version = self.cleaned_data["version"]
        return ask_to_conclude(self.outcome, version=version, **said, **self.who_and_when)


class ChangeAnswer(OutcomeForm):
    """What becomes of a change that one side asks for: the button says which of the three."""

    _DONE = {
        "agree": "Agreed. It says so from now on.",
        "decline": "Declined. It stays as it was agreed.",
        "take_back": "Taken back. It stays as it was agreed.",
    }  # fmt: skip
    does = forms.ChoiceField(
        choices=[(name, name) for name in _DONE],
        error_messages={"required": "Agree, or decline and say why."},
        widget=forms.HiddenInput,
    )
    answer = words("Why it stays as it is, where you decline", rows=2)

    def __init__(self, *args: Any, change: OutcomeChange, **options: Any) -> None:
        self.change = change
        super().__init__(*args, outcome=change.outcome, **options)

    @property
    def success_message(self) -> str:  # type: ignore[override]
        return self._DONE[self.cleaned_data["does"]]

    def act(self) -> OutcomeChange:
        does = self.cleaned_data["does"]
        if does == "decline":
            return decline_change(self.change, answer=self.cleaned_data["answer"], **self.who_and_when)
        answered = agree_change if does == "agree" else take_back_change
        return answered(self.change, **self.who_and_when)


class NewClaim(OutcomeForm):
    """What it has brought, for its business owner to confirm."""

    words = words(
        "What it has brought so far",
        missing="Say what it has brought: a figure, what everybody can see.",
        rows=2,
    )

    @property
    def success_message(self) -> str:  # type: ignore[override]
        owner = self.outcome.business_owner
        return f"Said. {owner.full_name if owner else 'Its business owner'} is asked whether it is so."

    def act(self) -> ValueClaim:
        return claim_value(self.outcome, **self.typed_values("words"), **self.who_and_when)


class ClaimForm(OutcomeForm):
    """Base of what becomes of a claim."""

    def __init__(self, *args: Any, claim: ValueClaim, **options: Any) -> None:
        self.claim = claim
        super().__init__(*args, outcome=claim.outcome, **options)


class ClaimAnswer(ClaimForm):
    """The business owner's word: the button says which of the three."""

    success_message = "Thank you. Both sides read it."
    verdict = forms.ChoiceField(
        choices=ValueClaim.Verdict.choices,
        error_messages={"required": "Say whether all of it is there, part of it, or nothing yet."},
        widget=forms.HiddenInput,
    )
    words = words("In a sentence, if you like", rows=2)

    def act(self) -> ValueClaim:
        return answer_value(self.claim, **self.typed_values("verdict", "words"), **self.who_and_when)


class ClaimTakenBack(ClaimForm):
    success_message = "Taken back."

    def act(self) -> ValueClaim:
        return take_back_value(self.claim, **self.who_and_when)
