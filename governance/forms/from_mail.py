"""Forms of the page behind a mail, where they ask less than those of the product. Each calls the same verb."""

from datetime import date
from typing import Any

from django import forms

from governance.dates import day_in_words
from governance.forms.actions import NewDate, Withdrawal
from governance.forms.asks import Decision
from governance.forms.fields import DayField, line, words
from governance.from_mail.days import days_offered, in_how_long
from governance.today import day_of


class DateFromMail(NewDate):
    """A new date, chosen from a few or written. What is written counts."""

    field_order = ("quick", "due_on", "reason")
    quick = forms.DateField(label="Until when", required=False, widget=forms.RadioSelect)
    due_on = DayField(label="Or another day", required=False)
    reason = line("Why", missing="Say why, in a few words: the other side reads it.", limit=1000)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        item, today = self.item, day_of(self.by, self.now)
        offered = days_offered(item.due_on, today=today, country=item.owner.country)
        self.fields["quick"].widget.choices = [(day.isoformat(), _said(day, today)) for day in offered]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        said["due_on"] = said.get("due_on") or said.get("quick")
        if not said["due_on"] and "due_on" not in self.errors:
            self.add_error("due_on", "Choose a day, or write another one, such as 15 Dec.")
        return said


class DeclineFromMail(Withdrawal):
    """A no to what one is asked for."""

    said = "Declined. It stays on record with your reason."
    reason = line("Why not", missing="Say why, in a few words: they read it.", limit=1000)


class DecisionFromMail(Decision):
    """A decision: a yes or a no in one tap, with words or without; or words alone."""

    QUICK = {"yes": "Yes, as proposed.", "no": "No."}
    quick = forms.ChoiceField(choices=list(QUICK.items()), required=False)
    answer = words("Your words")

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        quick = self.QUICK.get(said.get("quick", ""), "")
        said["answer"] = " ".join(filter(None, (quick, said.get("answer", "").strip())))
        return said


def _said(day: date, today: date) -> str:
    return f"{day_in_words(day, today=today)}, {in_how_long(day, today=today)}"
