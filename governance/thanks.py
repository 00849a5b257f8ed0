"""What leaders say aloud."""

from datetime import datetime

from governance.local_day import day_of
from governance.models import Thanks
from governance.wording import one_line
from partners.access import Permission, require
from partners.models import Partner, User
from partners.verb import verb


@verb(did="gave thanks")
def thank(partner: Partner, *, names: str, words: str, by: User, now: datetime) -> Thanks:
    """Thanks people by name, as said. Never counted."""
    require(by, Permission.RAISE, partner)
    return Thanks.objects.create(
        partner=partner,
        names=one_line(names, field="names", limit=200, missing="Say whom you thank."),
        words=one_line(words, field="words", limit=300),
        on=day_of(by, now),
        by=by,
    )
