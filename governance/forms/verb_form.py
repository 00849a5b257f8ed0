"""A form that calls one verb and keeps what was typed when the verb refuses."""

from datetime import datetime
from http import HTTPStatus
from typing import Any

from django import forms

from governance.forms.fields import DayField, OwnerField, PersonField, RowField, SideField
from governance.local_day import day_of
from partners.forms import say_at_fault
from partners.models import Partner, User
from partners.undo_link import UndoLink
from partners.verb import Refused, Stale


class VerbForm(forms.Form):
    """Base of every form of this app. `success_message` is what to tell the person once it is done."""

    success_message = "Saved."
    partner: Partner
    """Only of forms that are about one partnership."""
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    use_required_attribute = False
    """What is missing is said in our words, beside what was typed; a browser says it in its own, and of one field."""

    def __init__(
        self, data: Any = None, *, by: User, now: datetime, partner: Partner | None = None, **options: Any
    ) -> None:
        options.setdefault("auto_id", f"{type(self).__name__.lower()}_%s")
        super().__init__(data, **options)
        self.by, self.now = by, now
        self.status = HTTPStatus.OK
        if partner is not None:
            self.partner = partner
        for field in self.fields.values():
            # A browser cuts what is pasted at this length and says nothing: what is too long is refused, and kept.
            field.widget.attrs.pop("maxlength", None)
            if isinstance(field, OwnerField):
                field.now = now
            if isinstance(field, DayField):
                field.today, field.country = day_of(by, now), by.country
            elif partner is not None and isinstance(field, PersonField | SideField | RowField):
                field.offer(partner, by=by, side=self.side_offered)

    @property
    def side_offered(self) -> str:
        """The side whose people can be chosen; both without one."""
        return ""

    def act(self) -> Any:
        """Calls the verb with what was typed; raises Refused."""
        raise NotImplementedError

    def carried_out(self) -> bool:
        """Whether it was valid and the verb did it. If not, the errors stand at their fields and `status` says why."""
        self.result: Any = None
        self.status = HTTPStatus.UNPROCESSABLE_ENTITY
        if not self.is_valid():
            return False
        try:
            self.result = self.act()
        except Refused as refused:
            self.status = HTTPStatus.CONFLICT if isinstance(refused, Stale) else self.status
            say_at_fault(self, refused)
            return False
        self.status = HTTPStatus.OK
        return True

    @property
    def refusals(self) -> list[str]:
        """What stood in the way, as sentences."""
        return [str(error) for errors in self.errors.values() for error in errors]

    def typed_values(self, *names: str) -> dict[str, Any]:
        """Of what was typed, the fields named, or all but the version."""
        chosen = names or tuple(name for name in self.cleaned_data if name != "version")
        return {name: self.cleaned_data[name] for name in chosen}

    def having_seen(self, version: int) -> None:
        """After a conflict: the person reads the current row, so that saving once more is a decision of theirs."""
        if self.status == HTTPStatus.CONFLICT:
            self.data = {**{name: self.data.get(name) for name in self.data}, "version": version}

    @property
    def undo_link(self) -> UndoLink | None:
        """Once it is done: where it can be taken back for a minute, if it can."""
        return None

    @property
    def undone_until(self) -> str:
        """A sentence that says until when it can be taken back, where that is worth saying."""
        return ""

    @property
    def who_and_when(self) -> dict[str, Any]:
        return {"by": self.by, "now": self.now}
