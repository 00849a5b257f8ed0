"""Following an action without owing it: whoever may read it may follow it, and both sides see who does."""

from datetime import datetime

from governance.models import ActionItem, ActionWatcher
from partners.access import Permission, require
from partners.models import User
from partners.verb import verb


@verb(did="followed it")
def follow_action(item: ActionItem, *, by: User, now: datetime) -> ActionWatcher:
    """It stands on the person's desk from now on. Following twice is following."""
    require(by, Permission.SEE_PARTNERSHIP, item.partner)
    watcher, _ = ActionWatcher.objects.get_or_create(
        item=item, person=by, defaults={"partner": item.partner, "since": now}
    )
    return watcher


@verb(did="stopped following it")
def stop_following(item: ActionItem, *, by: User, now: datetime) -> None:
    """Whoever does not follow it any more, or never did, is not told off."""
    require(by, Permission.SEE_PARTNERSHIP, item.partner)
    ActionWatcher.objects.filter(item=item, person=by).delete()
