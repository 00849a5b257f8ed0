"""The form of five questions, each of which may be left out."""

from typing import Any

from django import forms

from governance.forms.verb_form import VerbForm
from governance.models import PulseAnswered
from governance.pulse.questions import QUESTIONS, PulseStep
from governance.pulse.verbs import answer_pulse


def _five_steps() -> forms.ChoiceField:
    return forms.ChoiceField(
        choices=[(int(step), step.label) for step in PulseStep],
        widget=forms.RadioSelect,
        required=False,
        error_messages={"invalid_choice": "Choose one of the five."},
    )


class AnswerPulse(VerbForm):
    success_message = (
        "Answered. Your answers are counted with those of your side, and stand nowhere beside your name."
    )
    trust = _five_steps()
    free_hand = _five_steps()
    responsiveness = _five_steps()
    clear_roles = _five_steps()
    change = _five_steps()

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        them = self.partner.named_to(self.by.side)
        for question in QUESTIONS:
            self.fields[question.name].label = question.says.format(them=them)

    @property
    def questions(self) -> list[forms.BoundField]:
        return [self[question.name] for question in QUESTIONS]

    def act(self) -> PulseAnswered:
        names = [question.name for question in QUESTIONS]
        return answer_pulse(self.partner, answers=self.typed_values(*names), **self.who_and_when)
