from datetime import date
from typing import Any

import re2
from django import forms

from dashboards.marks import Marks, plain
from dashboards.models import Indicator
from governance.forms.fields import DayField
from governance.sheets.table import MOST_BYTES
from partners.fields import CodeField, TextField
from partners.models import Membership, Partner, PartnerStanding, Side, User
from partners.voice import voice

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH_FORMS = (
    re2.compile(r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})(?:[-/.]\d{1,2})?"),
    re2.compile(r"(?P<month>\d{1,2})[-/.](?P<year>\d{4})"),
    re2.compile(r"(?P<word>[a-z]{3})[a-z]*\.?,? (?P<year>\d{4})"),
)

MOST_MB = MOST_BYTES >> 20
"""What a file that is brought in may weigh."""


class NumberField(forms.DecimalField):
    """A number written with a point or a comma, of as many digits as a column holds."""

    widget = forms.TextInput(attrs={"inputmode": "decimal"})

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"max_digits": 20, "decimal_places": 4, **options})

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str) and value.count(",") == 1 and "." not in value:
            value = value.replace(",", ".")
        return super().to_python(value)


class MonthField(forms.CharField):
    """A month as people write it: 2026-10, 10/2026, Oct 2026. Cleans to its first day."""

    def clean(self, value: Any) -> date | None:
        text = super().clean(value).strip().lower()
        if not text:
            return None
        found = next((match for form in _MONTH_FORMS if (match := form.fullmatch(text))), None)
        if found:
            facts = found.groupdict()
            word = facts.get("word")
            month = _MONTHS.index(word) + 1 if word in _MONTHS else int(facts.get("month") or 0)
            if 1 <= month <= 12 and 1900 <= int(facts["year"]) <= 2200:
                return date(int(facts["year"]), month, 1)
        raise forms.ValidationError("Write the month like 2026-10 or Oct 2026.")


class SheetForm(forms.Form):
    """A file, or the same text pasted."""

    file = forms.FileField(label="File", required=False)
    pasted = forms.CharField(
        label="Or paste the rows", required=False, strip=False, widget=forms.Textarea(attrs={"rows": 6})
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        file, pasted = cleaned.get("file"), cleaned.get("pasted", "")
        if not self.errors and not file and not pasted.strip():
            raise forms.ValidationError("Choose a file, or paste its rows.")
        if file and pasted.strip():
            raise forms.ValidationError(
                "Choose a file or paste rows, not both: only one of them would come in."
            )
        if file and file.size > MOST_BYTES:
            self.add_error("file", f"It is larger than {MOST_MB} MB: split it into several files.")
        return cleaned

    @property
    def content(self) -> bytes | str:
        file = self.cleaned_data["file"]
        return file.read() if file else self.cleaned_data["pasted"]

    @property
    def filename(self) -> str:
        file = self.cleaned_data["file"]
        return file.name[:100] if file else ""


class IndicatorForm(forms.Form):
    """What is measured, and what is good."""

    name = TextField(label="What is measured", max_length=120)
    unit = TextField(max_length=30, required=False, help_text="Such as percent, hours or count.")
    direction = forms.ChoiceField(label="Which way is better", choices=Indicator.Direction.choices)
    target = NumberField(max_digits=16, required=False, help_text="The value to reach.")
    amber = NumberField(
        max_digits=16,
        label="Still near the target",
        required=False,
        help_text="Between this and the target it is amber, not red.",
    )
    kind = forms.ChoiceField(choices=Indicator.Kind.choices, initial=Indicator.Kind.KPI)
    outcome: Any = forms.ModelChoiceField(
        None, label="Measures the outcome", required=False, empty_label="None in particular"
    )
    source = TextField(max_length=200, required=False, help_text="Where the figures come from.")

    def __init__(self, *args: Any, outcomes: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        outcome = self.fields["outcome"]
        assert isinstance(outcome, forms.ModelChoiceField)
        outcome.queryset = outcomes


class TargetForm(forms.Form):
    """What is good, of one of many indicators. What was seen travels along, so that only what is changed is written."""

    direction = forms.ChoiceField(
        label="Which way is better", choices=Indicator.Direction.choices, show_hidden_initial=True
    )
    target = NumberField(max_digits=16, required=False, show_hidden_initial=True)
    amber = NumberField(max_digits=16, label="Still near it", required=False, show_hidden_initial=True)

    def __init__(self, data: Any = None, *, indicator: Indicator) -> None:
        self.indicator = indicator
        initial = {name: plain(getattr(indicator, name)) for name in ("direction", "target", "amber")}
        super().__init__(data, initial=initial, prefix=f"indicator-{indicator.pk}")
        for name, field in self.fields.items():
            field.widget.attrs["aria-label"] = f"{indicator.name}: {self[name].label}"

    @property
    def marks(self) -> tuple[Marks, Marks]:
        """As they were seen, and as they are to be. What somebody made up as seen is seen by nobody: it differs."""
        return self._seen(), Marks(**self.cleaned_data)

    def having_seen(self, indicator: Indicator) -> None:
        """After a conflict: the person has read what it says now, so that saving once more is a decision of theirs."""
        now = {self[name].html_initial_name: plain(getattr(indicator, name)) for name in self.fields}
        typed = {name: self.data.get(name) for name in self.data}
        self.data = typed | {name: "" if value is None else value for name, value in now.items()}

    def _seen(self) -> Marks:
        seen = {}
        for name, field in self.fields.items():
            written = self.data.get(self[name].html_initial_name)
            try:
                seen[name] = field.clean(written)
            except forms.ValidationError:
                seen[name] = written
        return Marks(**seen)


class ReadingForm(forms.Form):
    """One month's value."""

    month = MonthField(max_length=30, help_text="Such as Oct 2026.")
    value = NumberField()
    provisional = forms.BooleanField(label="Provisional: the final figure follows", required=False)


class EngagementForm(forms.Form):
    """A contract. Notice and value are ours alone, and left out for whoever may not see them."""

    title = TextField(max_length=200, help_text="Such as Master agreement.")
    scope = TextField(required=False, widget=forms.Textarea(attrs={"rows": 3}))
    starts_on = DayField(label="From")
    ends_on = DayField(label="Until", required=False)
    notice_by = DayField(
        label="Notice can be given until", required=False, help_text="Only our side sees it."
    )
    value = NumberField(required=False, max_digits=14, decimal_places=2, help_text="Only our side sees it.")
    currency = CodeField(max_length=3, required=False, help_text="Three letters, such as EUR.")

    def __init__(self, *args: Any, today: date, without: set[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in without:
            del self.fields[name]
        for field in self.fields.values():
            if isinstance(field, DayField):
                field.today = today


class EndEngagementForm(forms.Form):
    """The last day of a contract that ends earlier than it says."""

    on = DayField(label="Its last day")

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "ending_%s"} | kwargs)
        on = self.fields["on"]
        assert isinstance(on, DayField)
        on.today = today


class EngagementChangeForm(forms.Form):
    """What changes of a contract. What it costs is ours alone, and left out for whoever may not see it."""

    words = TextField(label="What changes", widget=forms.Textarea(attrs={"rows": 3}))
    value = NumberField(
        label="What it costs",
        required=False,
        max_digits=14,
        decimal_places=2,
        help_text="Only our side sees it.",
    )
    currency = CodeField(max_length=3, required=False, help_text="Three letters, such as EUR.")

    def __init__(self, *args: Any, without: set[str], **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "change_%s"} | kwargs)
        for name in without & set(self.fields):
            del self.fields[name]


class ChangeAnswerForm(forms.Form):
    """What becomes of a change that is proposed: the button says which."""

    does = forms.ChoiceField(choices=[(each, each) for each in ("agree", "decline", "take_back")])
    answer = TextField(
        label="Where you decline: why", required=False, widget=forms.Textarea(attrs={"rows": 2})
    )


class PaperForm(forms.Form):
    """A paper that expires."""

    name = TextField(max_length=160, help_text="Such as Liability insurance.")
    kind = TextField(max_length=80, required=False, help_text="Such as insurance, certificate.")
    expires_on = DayField(label="Expires on")

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "paper_%s"} | kwargs)
        expires_on = self.fields["expires_on"]
        assert isinstance(expires_on, DayField)
        expires_on.today = today


class PartingForm(forms.Form):
    """What happens if the two part."""

    plan = TextField(label="What happens then", widget=forms.Textarea(attrs={"rows": 4}))
    owner = forms.ModelChoiceField(
        User.objects.none(), label="Who answers for it", required=False, empty_label="Nobody yet"
    )
    rehearsed_on = DayField(label="Last rehearsed on", required=False)

    def __init__(self, *args: Any, today: date, partner: Partner, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        owner, rehearsed_on = self.fields["owner"], self.fields["rehearsed_on"]
        assert isinstance(owner, forms.ModelChoiceField)
        assert isinstance(rehearsed_on, DayField)
        here = Membership.objects.current().filter(partner=partner)
        owner.queryset = User.objects.filter(pk__in=here.values("person"), is_active=True)
        rehearsed_on.today = today


class CharterForm(forms.Form):
    """What is said of a partner."""

    name = TextField(
        max_length=120,
        help_text="Both sides are told of another name. Links already sent keep opening; what is sealed keeps its own.",
    )
    code = CodeField(
        label="Code in files",
        max_length=20,
        required=False,
        help_text="How imported figures name this partner.",
    )
    kind = TextField(max_length=80, required=False, help_text="Such as databases, ERP basis.")
    expertise = TextField(
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    status = forms.ChoiceField(label="The partnership is", choices=Partner.Status.choices)
    country = CodeField(
        max_length=2, required=False, help_text="Two letters, such as IN. Says which days are holidays there."
    )
    time_zone = CodeField(max_length=64, required=False, help_text="Such as Asia/Kolkata.")
    segment = forms.ChoiceField(
        required=False,
        choices=[("", "Not classified"), *PartnerStanding.Segment.choices],
        help_text="Only our side sees it.",
    )

    def __init__(self, *args: Any, partner: Partner, reader: Side, without: set[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        partners = voice(Side.THEIRS, reader)
        self.fields["kind"].label = f"What {partners.subject} do for {voice(Side.OURS, reader).object}"
        self.fields["expertise"].label = f"What {partners.subject} know best"
        if partner.status == Partner.Status.ENDED:
            # The only way on; another one in a form that was opened before is refused with a sentence.
            ways = (Partner.Status.ENDED, Partner.Status.ACTIVE)
            self.fields["status"].widget.choices = [(way.value, way.label) for way in ways]
        for name in without:
            del self.fields[name]
