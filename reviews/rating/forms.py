"""The form of two taps and a line."""

from typing import Any

from django import forms

from governance.forms.fields import line
from governance.forms.verb_form import VerbForm
from reviews.models import Rated, Review
from reviews.models.ratings import LONGEST_LINE
from reviews.rating.gap import Step
from reviews.rating.verbs import rate_review


def _four_steps(label: str) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        choices=[(int(step), step.label) for step in Step],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose one of the four.", "invalid_choice": "Choose one of the four."},
    )


class Rate(VerbForm):
    success_message = (
        "Rated. Your answer is counted with those of your side, and stands nowhere beside your name."
    )
    tough = _four_steps("Was it tough?")
    fair = _four_steps("Was it fair?")
    better = line("What can they do better?", limit=LONGEST_LINE)

    def __init__(self, *args: Any, review: Review, **options: Any) -> None:
        self.review = review
        super().__init__(*args, partner=review.partner, **options)
        self.fields["better"].label = f"What can {review.partner.named_to(self.by.side)} do better?"

    def act(self) -> Rated:
        return rate_review(self.review, **self.typed_values("tough", "fair", "better"), **self.who_and_when)
