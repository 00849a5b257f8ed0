"""Settled actions of both sides, and the books they are in."""

from governance import verbs
from governance.ledger.rollup import close_books
from governance.models import ActionItem
from partners.isolation.scope import acting_as
from tests.cast import Cast
from tests.governance.ledger.closed_books.kept import LATER, reported
from tests.governance.scene import NOW, at, counterpart, in_days, promised
from tests.ground import laid


@laid
def settled(cast: Cast) -> ActionItem:
    """One of several settled actions of both sides; others of each side are open or only reported."""
    for owner in (cast.lead, cast.manager):
        with acting_as(owner):
            reported(cast, owner, on=in_days(30))
            reported(cast, owner, on=in_days(10), confirmed=False)
            promised(cast, owner)
            moved = promised(cast, owner)
            verbs.move_date(moved, due_on=in_days(40), reason="Hardware", by=owner, now=NOW)
        with acting_as(counterpart(cast, owner)):
            verbs.withdraw(moved, reason="No longer needed", by=counterpart(cast, owner), now=at(in_days(30)))
    with acting_as(cast.lead):
        return reported(cast, cast.lead, on=in_days(21))


@laid
def closed(cast: Cast, settled: ActionItem) -> ActionItem:
    close_books(now=LATER)
    return settled
