"""The form that sends one item to one guest."""

from typing import Any

from governance.forms.fields import code, line
from governance.forms.verb_form import VerbForm
from reviews.models import Excerpt, Review
from reviews.record.verbs.excerpts import send_excerpt


class SendExcerpt(VerbForm):
    success_message = "On its way. That it was sent stands on the record, and the other side is told."
    name = line("Who gets it", missing="Say who gets it: both sides read it.", limit=120)
    email = code("Their e-mail address", limit=254, inputmode="email")

    def __init__(self, *args: Any, review: Review, item: int, **options: Any) -> None:
        self.review, self.item = review, item
        super().__init__(*args, partner=review.partner, **options)
        self.fields["email"].required = True
        self.fields["email"].error_messages["required"] = "Give their e-mail address."

    def act(self) -> Excerpt:
        return send_excerpt(
            self.review, item=self.item, **self.typed_values("name", "email"), **self.who_and_when
        )
