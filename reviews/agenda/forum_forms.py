"""Forms of a forum: set it up, change it, end it. Each calls one verb."""

from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from django import forms
from django.db import transaction

from governance import verbs as agreed
from governance.forms.fields import DayField, PersonField, line
from governance.forms.verb_form import VerbForm
from governance.forums import LONGEST_REVIEW, SHORTEST_REVIEW
from governance.models import Forum
from governance.models.forums import PapersAhead
from governance.people import people_offered, people_who
from partners.access import Permission, can
from partners.models import Membership, User
from partners.verb import Refused
from reviews.agenda.forms import Schedule, hour
from reviews.agenda.verbs.forums import change_forum, close_forum
from reviews.agenda.verbs.scheduling import schedule_review
from reviews.clock import zone_of
from reviews.models import Review

_LISTS = ("attends", "gets_pack")


@dataclass(frozen=True)
class Guest:
    """Somebody who may belong to the forum: whether they come, and whether they receive the pack."""

    person: User
    attends: bool
    gets_pack: bool


def _people(label: str) -> forms.ModelMultipleChoiceField:
    return forms.ModelMultipleChoiceField(
        User.objects.none(), label=label, required=False, widget=forms.CheckboxSelectMultiple
    )


class PapersAheadField(forms.TypedChoiceField):
    """A form that does not name it, drawn before there was such a setting, leaves it as it is."""

    def clean(self, value: Any) -> Any:
        return None if value in self.empty_values else super().clean(value)


class ForumForm(VerbForm):
    """Base of what says all there is to say about a forum, and who belongs to it."""

    name = line("What it is called", missing="Give it a name, such as Monthly review.", limit=120)
    cadence = forms.ChoiceField(label="How often it meets", choices=Forum.Cadence.choices)
    minutes = forms.IntegerField(
        label="Minutes",
        min_value=SHORTEST_REVIEW,
        max_value=LONGEST_REVIEW,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    at = hour()
    place = line("Where", help_text="A room, or the address of a call.")
    papers_ahead = PapersAheadField(
        label="The agenda is frozen and goes out",
        choices=[(days, f"{label} ahead") for days, label in PapersAhead.choices],
        coerce=int,
        initial=PapersAhead.TWO,
        error_messages={"invalid_choice": "Choose 2, 5 or 10 working days."},
    )
    chair = PersonField(Permission.RUN_REVIEW, label="Who chairs", required=False)
    deputy_chair = PersonField(Permission.RUN_REVIEW, label="Who steps in for the chair", required=False)
    attends = _people("Who comes")
    gets_pack = _people("Who receives the pack")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        everyone = people_who(Permission.SEE_PARTNERSHIP, self.partner)
        for name in _LISTS:
            field = self.fields[name]
            assert isinstance(field, forms.ModelMultipleChoiceField)
            field.queryset = everyone

    @property
    def guests(self) -> list[Guest]:
        """Everybody of the partnership, with what is chosen for each of them: the lists as one table."""
        chosen = {name: {str(getattr(key, "pk", key)) for key in self[name].value() or ()} for name in _LISTS}
        people = people_offered(Permission.SEE_PARTNERSHIP, self.partner)
        return [Guest(person, *(str(person.pk) in chosen[name] for name in _LISTS)) for person in people]

    @property
    def said_first(self) -> list[forms.BoundField]:
        """The fields that stand above that table."""
        return [field for field in self.visible_fields() if field.name not in _LISTS]

    def said(self) -> dict[str, Any]:
        """What both verbs are told."""
        named = ("name", "cadence", "minutes", "place", "papers_ahead", "chair", "deputy_chair")
        return {**self.typed_values(*named), "starts_at": self.cleaned_data["at"]}

    def belonging(self) -> dict[str, Any]:
        """Who comes and who reads along."""
        return self.typed_values(*_LISTS)


class SetUpForum(ForumForm):
    """A forum with its members: set up once, then reviews are scheduled in it."""

    on = DayField(
        label="Day of the first review",
        required=False,
        help_text="Such as next Tuesday. Left empty, it is chosen later.",
    )
    field_order = ("name", "cadence", "on", "at", "minutes", "place", "papers_ahead", "chair", "deputy_chair")

    def __init__(self, *args: Any, **options: Any) -> None:
        usual = {"name": "Monthly review", "cadence": Forum.Cadence.MONTHLY, "minutes": 90, "at": time(10)}
        options.setdefault("initial", usual)
        super().__init__(*args, **options)
        # Whoever may chair and sets the forum up most likely will: a member or not, they are on the list.
        chairs = {self.by.pk} if can(self.by, Permission.RUN_REVIEW, self.partner) else set()
        self.initial.setdefault("chair", next(iter(chairs), None))
        members = Membership.objects.current().filter(partner=self.partner).values("person")
        for name, usually in (
            ("attends", people_who(Permission.KEEP_PROMISES, self.partner)),
            ("gets_pack", people_who(Permission.SEE_PARTNERSHIP, self.partner)),
        ):
            self.initial.setdefault(name, {each.pk for each in usually.filter(pk__in=members)} | chairs)

    @property
    def success_message(self) -> str:  # type: ignore[override]
        return Schedule.success_message if self.cleaned_data["on"] else "The forum is set up."

    @transaction.atomic
    def act(self) -> Review | None:
        """The first review, where its day was said; refused where it cannot be, and then there is no forum either."""
        forum = agreed.set_up_forum(self.partner, **self.said(), **self.who_and_when)
        attends, gets_pack = (set(people) for people in self.belonging().values())
        for person in sorted(attends | gets_pack, key=lambda each: each.pk):
            agreed.add_forum_member(
                forum,
                person=person,
                attends=person in attends,
                gets_pack=person in gets_pack,
                **self.who_and_when,
            )
        return self._first_review(forum) if self.cleaned_data["on"] else None

    def _first_review(self, forum: Forum) -> Review:
        starts_at = datetime.combine(self.cleaned_data["on"], forum.starts_at, zone_of(forum.chair))
        try:
            return schedule_review(forum, starts_at=starts_at, **self.who_and_when)
        except Refused as refused:
            at = "on" if refused.field == "starts_at" else refused.field
            raise type(refused)(refused.sentence, field=at) from refused


class ChangeForum(ForumForm):
    """Everything about a forum that was set up. Reviews that are planned follow it, but for their day and hour."""

    success_message = "Saved. Reviews that are planned follow, and everyone whom it concerns is told by mail."

    def __init__(self, *args: Any, forum: Forum, **options: Any) -> None:
        self.forum = forum
        named = ("name", "cadence", "minutes", "place", "papers_ahead", "version")
        belong = {
            name: set(forum.members.filter(**{name: True}).values_list("person", flat=True))
            for name in _LISTS
        }
        options["initial"] = {name: getattr(forum, name) for name in named} | belong
        options["initial"] |= {
            "at": forum.starts_at,
            "chair": forum.chair_id,
            "deputy_chair": forum.deputy_chair_id,
        }
        super().__init__(*args, partner=forum.partner, **options)
        self.fields[
            "at"
        ].help_text = "Of reviews still to be planned; those that are keep their day and hour."

    def act(self) -> Forum:
        version = self.cleaned_data["version"] or 0
        said = {**self.said(), **self.belonging()}
        return change_forum(self.forum, version=version, **said, **self.who_and_when)


class EndForum(VerbForm):
    """It meets no more."""

    success_message = "The forum has ended. What it reviewed stays on record."

    def __init__(self, *args: Any, forum: Forum, **options: Any) -> None:
        self.forum = forum
        options["initial"] = {"version": forum.version}
        super().__init__(*args, partner=forum.partner, **options)

    def act(self) -> Forum:
        return close_forum(self.forum, version=self.cleaned_data["version"] or 0, **self.who_and_when)
