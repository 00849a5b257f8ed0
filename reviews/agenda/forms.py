"""Forms around a review: schedule it, move it, table an item. Each calls one verb."""

from datetime import datetime, time
from typing import Any

from django import forms
from django.utils import timezone

from governance.files import KINDS, MOST_BYTES
from governance.forms.fields import DayField, PersonField, code, line, words
from governance.forms.verb_form import VerbForm
from governance.models import Forum
from partners.access import Permission
from partners.models import User
from partners.verb import Refused
from reviews.agenda.verbs.guests import ask_to_item
from reviews.agenda.verbs.papers import bring_paper
from reviews.agenda.verbs.preparing import MINUTES_TABLED, MOST_MINUTES_TABLED, table_item
from reviews.agenda.verbs.scheduling import cancel_review, change_chair, move_review, schedule_review
from reviews.clock import day_of, zone_of
from reviews.models import AgendaItem, Review

_NO_DAY = "Give a day, such as 15 Dec or next Tuesday."


def hour() -> forms.TimeField:
    """An hour of the day, in the chair's time zone."""
    return forms.TimeField(
        label="At",
        input_formats=["%H:%M", "%H.%M", "%H"],
        widget=forms.TimeInput(format="%H:%M", attrs={"placeholder": "10:00"}),
        error_messages={
            "required": "Give an hour, such as 10:00.",
            "invalid": "Give an hour, such as 10:00.",
        },
    )


class Meeting(VerbForm):
    """Base of what needs a day and an hour, in the chair's time zone."""

    on = DayField(label="Day", error_messages={"required": _NO_DAY})
    at = hour()

    def starts_at(self, chair: User | None) -> datetime:
        at: time = self.cleaned_data["at"]
        return timezone.make_aware(datetime.combine(self.cleaned_data["on"], at), zone_of(chair))

    def refusal_at(self, refused: Refused) -> Refused:
        """The verb speaks of a moment, the form of a day."""
        return type(refused)(refused.sentence, field="on" if refused.field == "starts_at" else refused.field)


class Schedule(Meeting):
    success_message = "Scheduled. Everyone on the list is invited, and the agenda has begun to build itself."
    chair = PersonField(Permission.RUN_REVIEW, label="Who chairs", required=False)

    def __init__(self, *args: Any, forum: Forum, **options: Any) -> None:
        self.forum = forum
        initial = {"at": forum.starts_at, "chair": forum.chair_id}
        options["initial"] = {**initial, **options.get("initial", {})}
        super().__init__(*args, partner=forum.partner, **options)

    def act(self) -> Review:
        chair = self.cleaned_data["chair"]
        starts_at = self.starts_at(chair or self.forum.chair)
        try:
            return schedule_review(self.forum, starts_at=starts_at, chair=chair, **self.who_and_when)
        except Refused as refused:
            raise self.refusal_at(refused) from refused


class Move(Meeting):
    success_message = "Moved. Everyone invited gets the new day in their calendar."
    reason = line("Why", missing="Say in a few words why it moves: both sides read it.")

    def __init__(self, *args: Any, review: Review, **options: Any) -> None:
        self.review = review
        local = timezone.localtime(review.starts_at, zone_of(review.chair))
        options.setdefault("initial", {"on": day_of(review), "at": local.time()})
        super().__init__(*args, partner=review.partner, **options)

    def act(self) -> Review:
        starts_at, reason = self.starts_at(self.review.chair), self.cleaned_data["reason"]
        try:
            return move_review(self.review, starts_at=starts_at, reason=reason, **self.who_and_when)
        except Refused as refused:
            raise self.refusal_at(refused) from refused


class Cancel(VerbForm):
    success_message = (
        "Cancelled. Everyone invited is told; what stood on the agenda waits for the next review."
    )
    reason = line("Why", missing="Say in a few words why it is cancelled: both sides read it.")

    def __init__(self, *args: Any, review: Review, **options: Any) -> None:
        self.review = review
        super().__init__(*args, partner=review.partner, **options)

    def act(self) -> Review:
        return cancel_review(self.review, reason=self.cleaned_data["reason"], **self.who_and_when)


class Chair(VerbForm):
    success_message = "The chair has changed."
    chair = PersonField(
        Permission.RUN_REVIEW, label="Who chairs", error_messages={"required": "Choose who chairs."}
    )

    def __init__(self, *args: Any, review: Review, **options: Any) -> None:
        self.review = review
        options.setdefault("initial", {"chair": review.chair_id})
        super().__init__(*args, partner=review.partner, **options)

    def act(self) -> Review:
        return change_chair(self.review, chair=self.cleaned_data["chair"], **self.who_and_when)


class Paper(VerbForm):
    success_message = "It hangs on the item, for both sides to read."
    file = forms.FileField(
        label="A file",
        required=False,
        allow_empty_file=True,
        help_text=f"{KINDS}, up to {MOST_BYTES >> 20} MB.",
    )
    link = code("Or a link", limit=500, inputmode="url", placeholder="https://…")

    def __init__(self, *args: Any, item: AgendaItem, **options: Any) -> None:
        self.item = item
        super().__init__(*args, partner=item.partner, **options)

    def act(self) -> Any:
        return bring_paper(self.item, **self.typed_values("file", "link"), **self.who_and_when)


class AskToItem(VerbForm):
    success_message = "Asked: the mail opens this item, and nothing else of the review."
    person = PersonField(
        Permission.SEE_PARTNERSHIP, label="Who", error_messages={"required": "Choose somebody."}
    )
    why = line("What for", help_text="They read it in their mail.")

    def __init__(self, *args: Any, item: AgendaItem, **options: Any) -> None:
        self.item = item
        super().__init__(*args, partner=item.partner, **options)
        field = self.fields["person"]
        assert isinstance(field, PersonField)
        field.leave_out(item.review.attendance.values_list("person", flat=True))

    def act(self) -> Any:
        return ask_to_item(self.item, **self.typed_values("person", "why"), **self.who_and_when)


class KindField(forms.ChoiceField):
    """What is wanted of the meeting; a form drawn before that was asked wants a word about it."""

    def clean(self, value: Any) -> Any:
        return super().clean(value or AgendaItem.Kind.DISCUSS)


class Table(VerbForm):
    success_message = "It is on the agenda, and nobody can take it off."
    title = line("What you want to talk about", missing="Say in a few words what you want to talk about.")
    detail = words("What the other side should know beforehand", rows=3)
    kind = KindField(
        label="What you want of the meeting",
        choices=AgendaItem.Kind.choices,
        initial=AgendaItem.Kind.DISCUSS,
        error_messages={"invalid_choice": "Say whether it is to be decided, discussed or known."},
    )
    minutes = forms.IntegerField(
        label="Minutes",
        initial=MINUTES_TABLED,
        min_value=1,
        max_value=MOST_MINUTES_TABLED,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )

    def __init__(self, *args: Any, review: Review, **options: Any) -> None:
        self.review = review
        super().__init__(*args, partner=review.partner, **options)

    def act(self) -> Any:
        said = self.typed_values("title", "detail", "kind", "minutes")
        return table_item(self.review, **said, **self.who_and_when)
