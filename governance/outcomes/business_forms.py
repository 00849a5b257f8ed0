"""Forms of a business outcome: what is said of it, how it ends, and which outcome serves it."""

from typing import Any, cast

from django import forms

from governance.forms.fields import DayField, line, words
from governance.forms.verb_form import VerbForm
from governance.models import BusinessOutcome, OutcomeIntent
from governance.outcomes.forms import OutcomeForm
from governance.outcomes.verbs.business import (
    EDITABLE,
    edit_business_outcome,
    end_business_outcome,
    resume_business_outcome,
    serve,
    want_business_outcome,
)
from partners.models import User

State = BusinessOutcome.State


class WhatIsWanted(VerbForm):
    """All that is said about a business outcome. Without a `wanted` it writes down a new one."""

    statement = line(
        "What the business wants, in one line", missing="Say in one line what the business wants."
    )
    target = words("How everyone will know it is reached", rows=2)
    stands = line("Where it stands", limit=120, placeholder="day five today")
    function = line("Business function", missing="Say which business function wants it.", limit=80)
    owner = forms.ModelChoiceField(
        User.objects.none(),
        label="Business owner",
        empty_label="Choose somebody",
        error_messages={"required": "Choose who answers for it in the business."},
    )
    due_on = DayField(label="Due", required=False)
    serves = forms.ModelChoiceField(
        BusinessOutcome.objects.none(),
        label="What it serves",
        required=False,
        empty_label="Nothing: it is what the business wants",
        help_text="Where this is what we change so that the business gets something, choose what.",
    )

    def __init__(self, *args: Any, wanted: BusinessOutcome | None = None, **options: Any) -> None:
        self.wanted = wanted
        if wanted is not None:
            known = {name: getattr(wanted, name) for name in (*EDITABLE, "version")}
            options["initial"] = known | {"owner": wanted.owner_id, "serves": wanted.serves_id}
        super().__init__(*args, **options)
        tops = BusinessOutcome.objects.visible_to(self.by).under_way().filter(serves=None)
        owner, serves = (cast(forms.ModelChoiceField, self.fields[name]) for name in ("owner", "serves"))
        owner.queryset = User.objects.filter(employer=None, is_active=True)
        serves.queryset = tops.exclude(pk=wanted.pk) if wanted else tops

    def act(self) -> BusinessOutcome:
        if self.wanted is None:
            return want_business_outcome(**self.typed_values(), **self.who_and_when)
        version = self.cleaned_data["version"]
        return edit_business_outcome(self.wanted, version=version, **self.typed_values(), **self.who_and_when)


class WhatBecame(VerbForm):
    """Whether it goes on: the button says which."""

    becomes = forms.ChoiceField(
        choices=State.choices,
        widget=forms.HiddenInput,
        error_messages={"required": "Say whether it is reached or no longer wanted."},
    )
    words = words("What shows it, or why it is no longer wanted", rows=2)

    def __init__(self, *args: Any, wanted: BusinessOutcome, **options: Any) -> None:
        self.wanted = wanted
        super().__init__(*args, initial={"version": wanted.version}, **options)

    @property
    def success_message(self) -> str:  # type: ignore[override]
        return f"It is {self.wanted.get_state_display()}."

    def act(self) -> BusinessOutcome:
        version = self.cleaned_data["version"]
        if self.cleaned_data["becomes"] == State.UNDER_WAY:
            return resume_business_outcome(self.wanted, version=version, **self.who_and_when)
        said = self.typed_values("becomes", "words")
        return end_business_outcome(self.wanted, version=version, **said, **self.who_and_when)


class Serves(OutcomeForm):
    """Which business outcome an outcome of a partner serves."""

    wanted = forms.ModelChoiceField(
        BusinessOutcome.objects.none(),
        label="Which business outcome it serves",
        required=False,
        empty_label="None that is written down",
    )

    def __init__(self, *args: Any, outcome: OutcomeIntent, **options: Any) -> None:
        super().__init__(*args, outcome=outcome, initial={"wanted": outcome.serves_id}, **options)
        field = cast(forms.ModelChoiceField, self.fields["wanted"])
        field.queryset = BusinessOutcome.objects.visible_to(self.by).under_way()

    def act(self) -> OutcomeIntent:
        said = self.typed_values("wanted", "version")
        return serve(self.outcome, **said, **self.who_and_when)
