"""Four ways to raise an ask. What can be answered is in governance/asks/steps.py."""

from typing import Any

from django import forms

from governance.asks.options import read_options
from governance.asks.verbs.raising import raise_decision, raise_impediment, raise_recommendation
from governance.asks.verbs.risks import raise_risk
from governance.forms.asked_twice import AskedTwice
from governance.forms.fields import DayField, OutcomeField, PersonField, SideField, line, words
from governance.forms.verb_form import VerbForm
from governance.local_day import day_of
from governance.models import Ask
from governance.outcomes.standing import method_asked
from partners.access import Permission


class _Raised(AskedTwice, VerbForm):
    """Base of the four kinds."""

    kind: Ask.Kind
    outcome = OutcomeField()

    def __init__(self, *args: Any, **options: Any) -> None:
        options["initial"] = {"on_side": options["by"].side.other, **options.get("initial", {})}
        super().__init__(*args, **options)
        for last in ("outcome", "all_the_same"):  # after each kind's own
            self.fields[last] = self.fields.pop(last)

    def told(self, cleaned: dict[str, Any]) -> str:
        """A question about the how, asked of whoever delivers beneath a free hand, is asked twice."""
        said = f"{cleaned.get('title') or ''}. {cleaned.get('detail') or ''}"
        side = cleaned.get("on_side") or self.by.side.other
        today = day_of(self.by, self.now)
        return method_asked(cleaned.get("outcome"), side, said, by=self.by, today=today)


class NewDecision(_Raised):
    success_message = "Raised. It is on the list, and on the agenda of the next review."
    kind = Ask.Kind.DECISION
    title = line("What has to be decided", missing="Say what has to be decided.")
    on_side = SideField(label="Who has to decide")
    needed_by = DayField(label="Needed by")
    forum_words = line("Where it is decided", limit=120, help_text="Such as “Finance board, 2 December”.")
    owner = PersonField(permission=Permission.KEEP_PROMISES, label="Who takes care of it", required=False)
    detail = words("What one has to know to decide it")
    options = words(
        "Options",
        help_text="One a line, as “Title: what it means”. The first is what you propose.",
    )
    worked_due_on = DayField(label="When to say whether it worked", required=False)

    def act(self) -> Ask:
        said = self.typed_values()
        said["options"] = read_options(said["options"])
        return raise_decision(self.partner, **said, **self.who_and_when)


class NewImpediment(_Raised):
    success_message = "Raised. It stays on the list until it is cleared."
    kind = Ask.Kind.IMPEDIMENT
    title = line("What the impediment is", missing="Say in one line what the impediment is.")
    on_side = SideField(label="On whose side")
    cause = forms.ChoiceField(
        label="What kind of impediment",
        choices=[("", "Choose one"), *Ask.Cause.choices],
        error_messages={"required": "Say what kind of impediment it is."},
    )
    owner = PersonField(label="Who takes it in hand", required=False)
    detail = words("What it holds up")

    def act(self) -> Ask:
        return raise_impediment(self.partner, **self.typed_values(), **self.who_and_when)


class NewRecommendation(_Raised):
    success_message = "Raised. The other side is asked to back it, or to decline it with a reason."
    kind = Ask.Kind.RECOMMENDATION
    title = line("What you recommend", missing="Say in one line what you recommend.")
    detail = words("Why, and what it would bring")

    def act(self) -> Ask:
        return raise_recommendation(self.partner, **self.typed_values(), **self.who_and_when)


class NewRisk(_Raised):
    success_message = "Named. Its owner looks at it by the day you gave."
    kind = Ask.Kind.RISK
    title = line("What may happen", missing="Say in one line what may happen.")
    risk_cause = words("Why it may happen", missing="Say why it may happen.", rows=2)
    risk_consequence = words("What it would do", missing="Say what it would do if it happened.", rows=2)
    on_side = SideField(label="Which side carries it")
    owner = PersonField(
        permission=Permission.KEEP_PROMISES,
        label="Who looks after it",
        error_messages={"required": "Choose somebody of the side that carries it."},
    )
    risk_treatment = words("What is done about it", rows=2)
    needed_by = DayField(label="Next look by")

    def act(self) -> Ask:
        return raise_risk(self.partner, **self.typed_values(), **self.who_and_when)


NEW: dict[str, type[VerbForm]] = {
    form.kind: form for form in (NewDecision, NewImpediment, NewRecommendation, NewRisk)
}
