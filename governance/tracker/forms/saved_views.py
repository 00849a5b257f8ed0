from typing import Any

from governance.forms.fields import line
from governance.forms.verb_form import VerbForm
from governance.models import SavedView
from governance.tracker.filters import Filters
from governance.tracker.verbs.saved_views import keep_view
from partners.models import Partner


class KeepView(VerbForm):
    """The name under which the present filters are kept. `kept_in` is the partnership, or None across them all."""

    success_message = "Saved. Only you see it."
    name = line("Name of the view", missing="Give it a name, such as “Late and mine”.", limit=60)

    def __init__(self, *args: Any, kept_in: Partner | None, filters: Filters, **options: Any) -> None:
        self.kept_in, self.filters = kept_in, filters
        super().__init__(*args, **options)

    def act(self) -> SavedView:
        name = self.cleaned_data["name"]
        return keep_view(self.kept_in, name=name, filters=self.filters, **self.who_and_when)
