"""Forms of a mandate: decided, corrected, opened up for; of bets: placed, corrected, and what became of them."""

from typing import Any

from django import forms

from governance.forms.fields import DayField, PersonField, line, words
from governance.forms.verb_form import VerbForm
from governance.mandate.bets import correct_bet, place_bet, say_what_became
from governance.mandate.queries import current_step
from governance.mandate.verbs import (
    correct_mandate,
    correct_opening,
    decide_mandate,
    open_up,
    put_off_widening,
)
from governance.models import CapabilityBet, MandatePutOff, MandateStep, Opening
from governance.models.mandate import Reach
from partners.models import Partner


def _trusted_with() -> forms.Field:
    return words(
        "What they are trusted with",
        missing="Say what they are trusted with, one thing a line.",
        help_text="One thing a line. Both sides read it.",
    )


def _reason() -> forms.Field:
    return words("Why", missing="Say why: both sides read it.", rows=2)


def _kind(*, required: bool) -> forms.ChoiceField:
    return forms.ChoiceField(
        label="What kind of opening",
        choices=Opening.Kind.choices,
        initial=Opening.Kind.BUSINESS,
        required=required,
        widget=forms.RadioSelect,
        error_messages={"required": "Say what kind of opening it is."},
    )


class MandateDecision(VerbForm):
    """How far the mandate goes from today on; where that is wider, what is opened up for it."""

    step = forms.ChoiceField(
        label="How far it goes",
        choices=Reach.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how far the mandate goes."},
    )
    trusted_with = _trusted_with()
    reason = _reason()
    kind = _kind(required=False)
    title = line("What is opened up, and owed", placeholder="Test-lab budget approved")
    owner = PersonField(label="Who answers for it", required=False)
    due_on = DayField(label="By when", required=False)

    def __init__(self, *args: Any, partner: Partner, **options: Any) -> None:
        before = current_step(partner)
        following = Reach(before.step).following if before else Reach.DELIVERING
        seen = {"version": before.pk if before else 0, "step": following or (before and before.step)}
        if before:
            seen["trusted_with"] = before.trusted_with
        options["initial"] = {**seen, **options.get("initial", {})}
        super().__init__(*args, partner=partner, **options)

    @property
    def side_offered(self) -> str:
        return self.by.side

    @property
    def success_message(self) -> str:  # type: ignore[override]
        decided: MandateStep = self.result
        if decided.widened:
            return f"{self.partner.name} is {decided} from today on. What was opened up is promised."
        return f"{self.partner.name} is {decided} from today on."

    def act(self) -> MandateStep:
        seen = self.cleaned_data["version"]
        return decide_mandate(self.partner, seen=seen, **self.typed_values(), **self.who_and_when)


class MandateWords(VerbForm):
    """Puts the words of the decision that holds right."""

    trusted_with = _trusted_with()
    reason = _reason()

    def __init__(self, *args: Any, step: MandateStep, **options: Any) -> None:
        self.step = step
        known = {name: getattr(step, name) for name in ("trusted_with", "reason", "version")}
        super().__init__(*args, partner=step.partner, initial=known, **options)

    def act(self) -> MandateStep:
        return correct_mandate(self.step, **self.typed_values(), **self._version, **self.who_and_when)

    @property
    def _version(self) -> dict[str, Any]:
        return {"version": self.cleaned_data["version"]}


class OneMoreOpening(VerbForm):
    """Opens up more for the mandate that holds."""

    kind = _kind(required=True)
    title = line(
        "What is opened up, and owed",
        missing="Say what is opened up.",
        placeholder="A seat in the planning of the first quarter",
    )
    owner = PersonField(label="Who answers for it", error_messages={"required": "Choose who answers for it."})
    due_on = DayField(label="By when")

    def __init__(self, *args: Any, step: MandateStep, **options: Any) -> None:
        self.step = step
        super().__init__(*args, partner=step.partner, **options)

    @property
    def side_offered(self) -> str:
        return self.by.side

    @property
    def success_message(self) -> str:  # type: ignore[override]
        return f"Opened up, and promised by {self.cleaned_data['owner'].full_name}."

    def act(self) -> Opening:
        return open_up(self.step, **self.typed_values(), **self.who_and_when)


class OpeningKind(VerbForm):
    """Says of another kind what was opened up."""

    kind = _kind(required=True)

    def __init__(self, *args: Any, opening: Opening, **options: Any) -> None:
        self.opening = opening
        super().__init__(*args, partner=opening.partner, initial={"kind": opening.kind}, **options)

    def act(self) -> Opening:
        return correct_opening(self.opening, kind=self.cleaned_data["kind"], **self.who_and_when)


class Later(VerbForm):
    """What speaks for a wider mandate is read, and left for a quarter."""

    @property
    def success_message(self) -> str:  # type: ignore[override]
        return f"Left as it is. It is said again from {self.result.until:%-d %B} on, if it still holds."

    def act(self) -> MandatePutOff:
        return put_off_widening(self.partner, **self.who_and_when)


class Bet(VerbForm):
    """A bet of one's own side, new or corrected."""

    title = line("What you bet on", missing="Say what you bet on.", placeholder="They run the night alone")
    look_back_on = DayField(label="When both look back", error_messages={"required": "Give the day."})
    detail = words("How everyone will know", rows=2)

    def __init__(self, *args: Any, bet: CapabilityBet | None = None, **options: Any) -> None:
        self.bet = bet
        if bet:
            known = ("title", "look_back_on", "detail", "version")
            options = {"partner": bet.partner, "initial": {n: getattr(bet, n) for n in known}} | options
        super().__init__(*args, **options)

    def act(self) -> CapabilityBet:
        if self.bet is None:
            return place_bet(self.partner, **self.typed_values(), **self.who_and_when)
        version = self.cleaned_data["version"]
        return correct_bet(self.bet, version=version, **self.typed_values(), **self.who_and_when)


class BetBecame(VerbForm):
    """What became of a bet: the button says which."""

    becomes = forms.ChoiceField(
        choices=CapabilityBet.State.choices,
        widget=forms.HiddenInput,
        error_messages={"required": "Say what became of it."},
    )
    words = words("What shows it", rows=2)

    def __init__(self, *args: Any, bet: CapabilityBet, **options: Any) -> None:
        self.bet = bet
        super().__init__(*args, partner=bet.partner, initial={"version": bet.version}, **options)

    @property
    def success_message(self) -> str:  # type: ignore[override]
        return f"The bet: {self.bet.get_state_display()}."

    def act(self) -> CapabilityBet:
        said = self.typed_values("becomes", "words", "version")
        return say_what_became(self.bet, **said, **self.who_and_when)
