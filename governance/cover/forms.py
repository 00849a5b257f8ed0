"""Forms of a cover: one line and a day to give it; cause and concession; its end."""

from typing import Any

from governance.cover.verbs import add_to_cover, end_cover, give_cover
from governance.forms.fields import DayField, code, line, words
from governance.forms.verb_form import VerbForm
from governance.models import Cover
from governance.models.leadership import LONGEST_COVER
from partners.numbers import lasting


class GiveCover(VerbForm):
    success_message = "They are under cover. The card is on its way to everybody on both sides."
    words = line(
        "One line for the team to show",
        missing="Say in one line what the team may show.",
        placeholder="Reschedule the reports. Don’t argue, give them my number.",
    )
    until = DayField(
        label="Until",
        error_messages={"required": "Give a day, such as Friday or in 2 weeks."},
        help_text=f"From the next working day on, that day included, {lasting(LONGEST_COVER)} at most. "
        "Then it is over by itself.",
    )
    number = code("Your number", limit=40, inputmode="tel", autocomplete="tel")

    def act(self) -> Cover:
        return give_cover(self.partner, **self.typed_values(), **self.who_and_when)


class CoverForm(VerbForm):
    """Base of what happens to a cover that is given."""

    def __init__(self, *args: Any, cover: Cover, **options: Any) -> None:
        self.cover = cover
        known = {"version": cover.version, "cause": cover.cause, "concession": cover.concession}
        options.setdefault("auto_id", f"cover{cover.pk}_%s")
        super().__init__(*args, partner=cover.partner, initial=known, **options)


class AddToCover(CoverForm):
    success_message = "Saved. Both sides read it."
    cause = words("What you saw yourself", rows=2)
    concession = words("What the business gave", rows=2)

    def act(self) -> Cover:
        version = self.cleaned_data["version"] or 0
        return add_to_cover(self.cover, version=version, **self.typed_values(), **self.who_and_when)


class EndCover(CoverForm):
    success_message = "The cover is over. Today still counts as covered, and everybody is told."

    def act(self) -> Cover:
        ended = end_cover(self.cover, version=self.cleaned_data["version"], **self.who_and_when)
        if ended.was_taken_back:
            self.success_message = (
                "The cover is taken back before it began. It covers nothing, and everybody is told."
            )
        return ended
