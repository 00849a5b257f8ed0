"""What tests of standing promises begin with: whom each side sends, and a standing promise asked for or agreed."""

from datetime import date

from governance import verbs
from governance.models import StandingPromise
from partners.models import Partner, Side, User
from tests.cast import Cast
from tests.governance.scene import NOW


def leads(cast: Cast, side: Side) -> tuple[User, User]:
    """Who leads on a side, and who on the other one."""
    ours = (cast.manager, cast.lead)
    return ours if side is Side.OURS else ours[::-1]


def worker(cast: Cast, side: Side) -> User:
    """A contributor of a side."""
    return cast.teammate if side is Side.OURS else cast.contributor


def asked(partner: Partner, owner: User, *, by: User, **fields: object) -> StandingPromise:
    terms = {"title": "Capacity forecast", "kind": "day", "number": 5}
    return verbs.ask_for_standing(partner, owner=owner, by=by, **{**terms, "now": NOW, **fields})


def agreed(cast: Cast, side: Side, **fields: object) -> StandingPromise:
    """Owed by a contributor of `side`, asked for by the other side's lead and agreed to by their own."""
    own, other = leads(cast, side)
    standing = asked(cast.partner, worker(cast, side), by=other, **fields)
    return verbs.agree_standing(standing, by=own, now=fields.get("now", NOW))


def made(standing: StandingPromise) -> list[date]:
    return list(standing.occurrences.order_by("first_due_on").values_list("first_due_on", flat=True))
