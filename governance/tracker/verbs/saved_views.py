"""Filters of the tracker that somebody keeps for themselves."""

from datetime import datetime

from governance.models import SavedView
from governance.tracker.filters import Filters
from governance.wording import one_line
from partners.access import Permission, require
from partners.models import Partner, User
from partners.verb import Refused, verb

MOST_VIEWS = 20
"""As many as one still finds one's way in; for each tracker page."""


@verb(did="saved a view")
def keep_view(partner: Partner | None, *, name: str, filters: Filters, by: User, now: datetime) -> SavedView:
    """Keeps `filters` under a name, for the tracker of `partner` or the one across all. The same name replaces them."""
    require(by, Permission.SEE_PARTNERSHIP, partner)
    name = one_line(name, field="name", limit=60, missing="Give it a name, such as “Late and mine”.")
    if filters == Filters():
        raise Refused("This is what the tracker shows by itself. Choose a filter first.", field="name")
    own = SavedView.objects.filter(person=by, partner=partner)
    if not own.filter(name=name).exists() and own.count() >= MOST_VIEWS:
        raise Refused(
            f"You have {MOST_VIEWS} views here, which is as many as there is room for. Remove one first, or use "
            "the name of one of them.",
            field="name",
        )
    view, _ = SavedView.objects.update_or_create(
        person=by, partner=partner, name=name, defaults={"query": filters.query(), "kept_at": now}
    )
    return view


@verb(did="removed a view")
def remove_view(view: SavedView, *, by: User, now: datetime) -> None:
    """Forgets a view. What it showed is not touched."""
    if view.person_id != by.pk:
        raise Refused("This view is somebody else's.")
    view.delete()
