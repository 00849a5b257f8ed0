"""What people type about people and partnerships. The rules stand in the verbs."""

from collections.abc import Iterable
from zoneinfo import available_timezones

from django import forms
from django.db.models import Q, QuerySet
from django.http import QueryDict

from partners.access import InternalRole, Role
from partners.authentication.password_validators import PASSWORD_RULE
from partners.fields import CodeField, TextField
from partners.finding import found_in
from partners.history.activity_log import kinds_of_rows
from partners.models import AccountEvent, Partner, PartnerStanding, User
from partners.models.account_events import AccountEventQuerySet
from partners.models.history import AuditEventQuerySet
from partners.verb import Refused


def say_at_fault(form: forms.Form, refused: Refused) -> None:
    """Puts a verb's refusal at the field it names, or on top; what was typed stays."""
    form.add_error(refused.field if refused.field in form.fields else None, refused.sentence)


def time_zones() -> list[tuple[str, str]]:
    """Every place of the time zone database, by name."""
    named = sorted(name for name in available_timezones() if "/" in name and not name.startswith("Etc/"))
    return [("", "As the installation"), ("UTC", "UTC"), *((name, name.replace("_", " ")) for name in named)]


class AcceptInvitation(forms.Form):
    """What somebody invited says about themselves."""

    full_name = TextField(label="Your name", max_length=120, help_text="As others will read it.")
    password = forms.CharField(
        label="Choose a password",
        strip=False,
        max_length=200,
        required=False,
        help_text=f"{PASSWORD_RULE} Leave it empty to come in with a code by mail.",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )


class JoinAsKnown(forms.Form):
    """Somebody who has an account says nothing more than yes."""


class Invite(forms.Form):
    """Whom to invite to which partnership, as what."""

    partner = forms.ModelChoiceField(
        Partner.objects.none(), label="Partnership", to_field_name="slug", empty_label=None
    )
    full_name = TextField(label="Name", max_length=120)
    email = CodeField(label="E-mail address", max_length=254, widget=forms.EmailInput)
    theirs = forms.TypedChoiceField(
        label="Works for", coerce=lambda value: value == "yes", widget=forms.RadioSelect
    )
    role = forms.ChoiceField(label="Part in it", choices=Role.choices)

    def __init__(
        self,
        data: QueryDict | None,
        *,
        partners: QuerySet[Partner],
        sides: list[tuple[str, str]],
        initial: dict[str, str | None],
    ) -> None:
        super().__init__(data, initial=initial)
        partner, theirs = self.fields["partner"], self.fields["theirs"]
        assert isinstance(partner, forms.ModelChoiceField)
        assert isinstance(theirs, forms.TypedChoiceField)
        partner.queryset = partners
        theirs.choices = sides


class InviteColleague(forms.Form):
    """Whom of our own people to invite to a role across all partnerships."""

    full_name = TextField(label="Name", max_length=120)
    email = CodeField(label="E-mail address", max_length=254, widget=forms.EmailInput)
    internal_role = forms.ChoiceField(
        label="Role", choices=[(role.value, role.label) for role in InternalRole if role]
    )


class StartPartnership(forms.Form):
    """The facts a partnership starts with; only the name is needed."""

    name = TextField(label="Partner", max_length=120, help_text="As the partner writes its own name.")
    kind = TextField(
        label="What they do for us", max_length=80, required=False, help_text="Such as databases, ERP basis."
    )
    expertise = TextField(
        label="What they know that we do not", required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    country = CodeField(
        label="Country",
        max_length=2,
        required=False,
        help_text="Two letters, such as DE: whose holidays count.",
    )
    time_zone = forms.ChoiceField(label="Time zone", choices=time_zones, required=False)
    code = CodeField(
        label="Code in files",
        max_length=20,
        required=False,
        help_text="How imported figures name this partner.",
    )
    segment = forms.ChoiceField(
        label="Our classification",
        choices=[("", "Not yet"), *PartnerStanding.Segment.choices],
        required=False,
        help_text="Seen by our side alone.",
    )


class OwnAccount(forms.Form):
    """What a person says about themselves."""

    full_name = TextField(label="Name", max_length=120, help_text="As others read it.")
    job_title = TextField(label="Job title", max_length=120, required=False)
    business_function = TextField(
        label="Business function",
        max_length=80,
        required=False,
        help_text="Such as Finance: what you owe is listed under it.",
    )
    country = CodeField(
        label="Country",
        max_length=2,
        required=False,
        help_text="Two letters, such as DE: on its holidays nobody reminds you.",
    )
    time_zone = forms.ChoiceField(
        label="Time zone",
        choices=time_zones,
        required=False,
        help_text="Mails reach you in the morning there.",
    )

    @classmethod
    def about(cls, person: User) -> "OwnAccount":
        """The form as it stands for a person."""
        return cls(initial={name: getattr(person, name) for name in cls.base_fields})


def _day(label: str) -> forms.DateField:
    return forms.DateField(
        label=label,
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"invalid": "Choose a day, written like 2026-11-23."},
    )


class HistoryFilter(forms.Form):
    """What of the history is asked for. What cannot be understood is said, and does not narrow."""

    partner = forms.ChoiceField(label="Partnership", required=False)
    who = TextField(label="Who", required=False, max_length=120)
    person = forms.ModelChoiceField(User.objects.none(), required=False, widget=forms.HiddenInput)
    """In addresses: one of those who have the same name. It is not drawn; people are sought by their names."""
    kind = forms.ChoiceField(label="What", required=False)
    since = _day("From")
    until = _day("Until")
    itself = forms.BooleanField(label="Also what Tandem did by itself", required=False)

    def __init__(self, data: QueryDict, *, partners: Iterable[Partner], by: User) -> None:
        super().__init__(data)
        self.partner_ids = {partner.slug: partner.pk for partner in partners}
        self._choose(
            "partner", "All of them", {partner.slug: partner.named_to(by.side) for partner in partners}
        )
        self._choose("kind", "Everything", kinds_of_rows())
        self.people = User.objects.visible_to(by)
        people = self.fields["person"]
        assert isinstance(people, forms.ModelChoiceField)
        people.queryset = self.people
        self.full_clean()
        for error in [*self.errors.get("person", ())]:
            self.add_error("who", error)
        if (person := self.cleaned_data.get("person")) and not self.cleaned_data.get("who"):
            self.data = data.copy()
            self.data["who"] = person.full_name

    def _choose(self, name: str, everything: str, choices: dict[str, str]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", everything), *sorted(choices.items(), key=lambda choice: choice[1].casefold())]

    def narrowed(self, events: AuditEventQuerySet) -> AuditEventQuerySet:
        """Of `events`, what was asked for."""
        said = self.cleaned_data
        if partner := said.get("partner"):
            events = events.filter(partner_id=self.partner_ids[partner])
        if person := said.get("person"):
            events = events.filter(person_id=person.pk)
        if who := said.get("who"):
            events = events.filter(person_id__in=self.people.filter(found_in(who, "full_name")).values("pk"))
        if kind := said.get("kind"):
            events = events.filter(table_name=kind)
        if since := said.get("since"):
            events = events.filter(happened_at__date__gte=since)
        if until := said.get("until"):
            events = events.filter(happened_at__date__lte=until)
        return events if said.get("itself") else events.exclude(person_id=None)


class SignInFilter(forms.Form):
    """Which of the things that happened at people's doors are asked for."""

    who = TextField(label="Who", required=False, max_length=120)
    what = forms.ChoiceField(
        label="What", required=False, choices=[("", "Everything"), *AccountEvent.What.choices]
    )
    since = _day("From")
    until = _day("Until")

    def narrowed(self, events: AccountEventQuerySet) -> AccountEventQuerySet:
        """Of `events`, what was asked for."""
        self.full_clean()
        said = self.cleaned_data
        if who := said.get("who"):
            events = events.filter(found_in(who, "person__full_name") | Q(person__email__icontains=who))
        if what := said.get("what"):
            events = events.filter(what=what)
        if since := said.get("since"):
            events = events.filter(at__date__gte=since)
        if until := said.get("until"):
            events = events.filter(at__date__lte=until)
        return events
