"""The answer to an ask in the room. What can be said of a promise there are the steps of governance/steps."""

from typing import Any

from governance.forms.fields import line
from governance.forms.verb_form import VerbForm
from governance.models import Ask
from reviews.models import Review
from reviews.room.verbs.answers import settle_ask


class Answer(VerbForm):
    """The answer to an ask; the button says which."""

    answer = line(
        "In words",
        missing="Say it in a sentence: it stands on page one.",
        limit=1000,
        placeholder="What is decided",
        **{"data-key": "d"},
    )

    def __init__(self, *args: Any, review: Review, ask: Ask, how: str = "", **options: Any) -> None:
        self.review, self.ask, self.how = review, ask, how
        options["initial"] = {"version": ask.version, **options.get("initial", {})}
        super().__init__(*args, partner=review.partner, **options)

    def act(self) -> Ask:
        return settle_ask(
            self.review,
            self.ask,
            how=self.how,
            answer=self.cleaned_data["answer"],
            version=self.cleaned_data.get("version"),
            **self.who_and_when,
        )
