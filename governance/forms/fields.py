"""Fields in the house's own words: a day as people write it, a person of the partnership, a line, some words."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, ClassVar, cast

from django import forms
from django.db.models import QuerySet

from governance.calendar.dates import DateNotUnderstood, understand_date
from governance.models import Activity, Ask, DecisionOption, Initiative, OutcomeIntent, RaciMatrix
from governance.people import by_side, in_all_of, invited_who, people_offered, people_who
from partners.access import Permission, can
from partners.fields import CodeField, TextField
from partners.lengths import TOO_LONG
from partners.models import Partner, Side, User

INVITED = "invited"
"""Before the key of an invitation, where others have the key of a person."""


class DayField(forms.CharField):
    """A day as people write it ("15 Dec", "next Friday"). What cannot be read is kept on screen; figures that may
    be two days, such as 4/12, are asked about.

    The form it stands in sets `today`, the reader's own day, and the `country` whose working days are theirs.
    """

    today: date
    country: str = ""

    def __init__(self, **options: Any) -> None:
        options.setdefault(
            "widget", forms.TextInput(attrs={"placeholder": "15 Dec, next Friday, in 2 weeks"})
        )
        options.setdefault("error_messages", {"required": "Give a day, such as 15 Dec or next Friday."})
        super().__init__(max_length=60, **options)

    def clean(self, value: Any) -> date | None:
        text = super().clean(value)
        if not text:
            return None
        try:
            return understand_date(text, today=self.today, country=self.country)
        except DateNotUnderstood as unclear:
            raise forms.ValidationError(str(unclear)) from unclear

    def prepare_value(self, value: Any) -> Any:
        return f"{value.day} {value:%b %Y}" if isinstance(value, date) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(self.prepare_value(initial), data)


class PersonField(forms.ModelChoiceField):
    """Somebody of the partnership who may do what `permission` says, grouped by side."""

    def __init__(self, permission: Permission = Permission.KEEP_PROMISES, **options: Any) -> None:
        super().__init__(User.objects.none(), **options)
        self.permission = permission

    def offer(self, partner: Partner, *, by: User, side: str = "") -> None:
        """Fills the choices with the people of `partner`, or those of one side."""
        names = partner.side_names
        self.queryset = self._found(side, partner)
        offered = by_side(people_offered(self.permission, partner))
        self._choose({names[key]: members for key, members in offered.items() if not side or key == side})

    def leave_out(self, people: Iterable[int]) -> None:
        """Nobody of `people` is offered; the verb says why, where somebody is chosen all the same."""
        without, kept = set(people), []
        for name, named in cast(Any, self.choices):
            if not isinstance(named, list):
                kept.append((name, named))
            elif left := [choice for choice in named if choice[0] not in without]:
                kept.append((name, left))
        self.choices = kept

    def offer_in(self, partners: list[Partner], *, side: str) -> None:
        """Fills the choices with the people of one side in any of `partners`, first those who are in all of them."""
        self.queryset = self._found(side, *partners)
        people = list(self.queryset)
        whole = in_all_of(partners, people, self.permission)
        groups = {"In all of these partnerships": [person for person in people if person.pk in whole]}
        groups["In some of them"] = [person for person in people if person.pk not in whole]
        self._choose(groups if len(partners) > 1 else {"": people})

    def _found(self, side: str, *partners: Partner) -> QuerySet[User]:
        people = people_who(self.permission, *partners)
        return people.filter(employer__isnull=side == Side.OURS) if side else people

    def _choose(self, groups: dict[str, list[User]]) -> None:
        """Somebody of the groups, by their names; those of a group without one stand by themselves."""
        choices: list[Any] = [("", "Nobody" if not self.required else "Choose somebody")]
        for name, people in groups.items():
            named = [(person.pk, person.full_name) for person in people]
            choices += [(name, named)] if name and named else named
        self.choices = choices


class OwnerField(PersonField):
    """Whose something is to be: somebody of the partnership, or, for whoever may keep it for them, somebody who is
    invited and has not come in yet. The form it stands in sets `now`.
    """

    now: datetime

    def offer(self, partner: Partner, *, by: User, side: str = "") -> None:
        super().offer(partner, by=by, side=side)
        keeps = can(by, Permission.PROMISE, partner)
        invited = invited_who(self.permission, partner, now=self.now) if keeps else []
        self.invited = {f"{INVITED} {each.pk}": each for each in invited}
        names, offered = partner.side_names, cast(Any, self.choices)
        choices = list(offered)
        for each_side in Side:
            named = [(key, each.full_name) for key, each in self.invited.items() if each.side is each_side]
            if named:
                choices.append((f"{names[each_side]}, invited and not in yet", named))
        self.choices = choices

    def to_python(self, value: Any) -> Any:
        return self.invited.get(value) or super().to_python(value)


class SideField(forms.ChoiceField):
    """One of the two sides, by name."""

    def __init__(self, **options: Any) -> None:
        super().__init__(choices=Side.choices, widget=forms.RadioSelect, **options)

    def offer(self, partner: Partner, *, by: User, side: str = "") -> None:
        self.choices = list(partner.side_names.items())


class RowField(forms.ModelChoiceField):
    """One of the partnership's rows of a kind, or none."""

    rows: ClassVar[Any]
    """Which there are to choose from, as a query."""
    called: ClassVar[str]

    def __init__(self, **options: Any) -> None:
        usual = {"label": self.called, "required": False, "empty_label": "None in particular"}
        super().__init__(self.rows.none(), **{**usual, **options})

    def offer(self, partner: Partner, *, by: User, side: str = "") -> None:
        self.queryset = self.rows.visible_to(by).filter(partner=partner)


class OutcomeField(RowField):
    rows = OutcomeIntent.objects.all()
    called = "For which outcome"


class InitiativeField(RowField):
    rows = Initiative.objects.select_related("outcome").filter(state=Initiative.State.UNDER_WAY)
    called = "Milestone of which initiative"


class AskField(RowField):
    rows = Ask.objects.exclude(state=Ask.State.SUPERSEDED).order_by("-raised_on", "-id")
    called = "From which ask"


class DecisionField(RowField):
    rows = Ask.objects.filter(kind=Ask.Kind.DECISION, state=Ask.State.PENDING).order_by("needed_by", "id")
    called = "For which decision"


class OptionField(forms.ModelChoiceField):
    """One of the options of a decision. Whoever uses it says which there are."""

    def __init__(self, **options: Any) -> None:
        usual: dict[str, Any] = {
            "label": "Which of the options",
            "required": False,
            "empty_label": None,
            "widget": forms.RadioSelect,
        }
        super().__init__(DecisionOption.objects.none(), **{**usual, **options})

    def label_from_instance(self, option: Any) -> str:
        return f"{option.title} (proposed)" if option.is_proposal else option.title


class ActivityField(RowField):
    rows = Activity.objects.exclude(matrix__state=RaciMatrix.State.SUPERSEDED).order_by("title", "id")
    called = "For which activity of the RACI"


def line(label: str, *, missing: str = "", limit: int = 200, help_text: str = "", **attrs: Any) -> TextField:
    """One line; `missing` is what to say when it is empty, and makes it needed."""
    return TextField(
        label=label,
        required=bool(missing),
        max_length=limit,
        help_text=help_text,
        error_messages={"required": missing},
        widget=forms.TextInput(attrs={"autocomplete": "off", **attrs}),
    )


def code(label: str, *, limit: int, **attrs: Any) -> CodeField:
    """An optional line that stands for something, such as a number to call: it is taken as it is or not at all."""
    return CodeField(
        label=label,
        required=False,
        max_length=limit,
        error_messages={"max_length": TOO_LONG},
        widget=forms.TextInput(attrs={"autocomplete": "off", **attrs}),
    )


def words(label: str, *, missing: str = "", rows: int = 3, help_text: str = "") -> TextField:
    """Some sentences; `missing` is what to say when there are none, and makes them needed."""
    return TextField(
        label=label,
        required=bool(missing),
        help_text=help_text,
        error_messages={"required": missing},
        widget=forms.Textarea(attrs={"rows": rows}),
    )


def whole_number(label: str, *, least: int = 0, most: int = 600, help_text: str = "") -> forms.IntegerField:
    """An optional whole number within bounds."""
    return forms.IntegerField(
        label=label,
        required=False,
        min_value=least,
        max_value=most,
        help_text=help_text,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
