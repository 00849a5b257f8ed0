"""The regions of the room, drawn once after a move and handed on to everybody who follows and sees the same.

They are drawn for nobody: for a reader who has a side and a role and no name, in a scope that is no person's, without a
session, a cookie or a token. What belongs to one alone, the button beside their own seat, is filled in for each.
Whoever chairs, presents or writes has forms all over, and has the room drawn for themselves. docs/decisions/0035 says
why.
"""

import hashlib
from dataclasses import asdict, astuple, dataclass

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.utils import timezone
from django.utils.safestring import mark_safe

from partners.access import Permission, can
from partners.models import Partner, User
from reviews.meeting.place import Place
from reviews.models import Attendance, Review
from reviews.room.presence import AtScreens

SECONDS_KEPT = 2
"""As long as it takes until every screen has asked."""
AGE = "X-Tandem-Age"
"""The header that says how many milliseconds ago the clocks were read (static/js/room.js)."""
OWN_SEAT = mark_safe("<!--own seat-->")
"""Where the button beside one's own seat stands. Nobody's words hold it: what people write is escaped."""
_TOKEN, _PERSON = mark_safe("<!--token-->"), mark_safe("<!--person-->")
BLANKS = {"csrf_token": _TOKEN, "user": {"pk": _PERSON}}
"""What that button is drawn with."""
_A_FORM = "csrfmiddlewaretoken"


@dataclass(frozen=True)
class Follower:
    """All that what is drawn may depend on, of the meeting and of whoever looks on."""

    review: int
    version: int
    partner: int
    employer: int | None
    internal_role: str
    role: str
    zone: str
    item: str
    at_screens: str

    @property
    def key(self) -> str:
        """Where it is kept."""
        return f"reviews.handed_on.{hashlib.sha256(repr(astuple(self)).encode()).hexdigest()}"

    def reader(self, person: int) -> User:
        """Somebody like them without a name. The rows they reach are found by `person`, whose number nothing shows."""
        reader = User(
            pk=person, employer_id=self.employer, internal_role=self.internal_role, time_zone=self.zone
        )
        reader.roles = {self.partner: self.role} if self.role else {}
        return reader


@dataclass(frozen=True)
class Drawn:
    """The regions with a blank in them, what stands there for whoever is not in the room, and when they were drawn."""

    regions: str
    own_seat: str
    at: float


def follower(
    request: HttpRequest, reader: User, review: Review, place: Place, seen: AtScreens
) -> Follower | None:
    """As whom `reader` is drawn the room; None for whoever does not merely follow, or looks at a single row.

    Of `review` its version, partner and who chairs, presents and writes are asked.
    """
    partner = Partner(pk=review.partner_id)
    has_a_part = reader.pk in (review.chair_id, review.presenter_id, review.scribe_id)
    asks_for_more = place.at or place.do or request.GET.get("writes") or "HX-Request" not in request.headers
    from_elsewhere = reader.employer_id not in (None, partner.pk)
    if has_a_part or asks_for_more or from_elsewhere or can(reader, Permission.RUN_REVIEW, partner):
        return None
    return Follower(
        review=review.pk,
        version=review.version,
        partner=partner.pk,
        employer=reader.employer_id,
        internal_role=reader.internal_role,
        role=reader.roles.get(partner.pk, ""),
        zone=reader.time_zone,
        item=place.item,
        at_screens=seen.mark,
    )


def keep(for_whom: Follower, drawn: Drawn) -> bool:
    """Keeps it for the others; not where it holds a form, which is somebody's."""
    if _A_FORM in drawn.regions:
        return False
    try:
        cache.set(for_whom.key, asdict(drawn), timeout=SECONDS_KEPT)
    except Exception:  # then it is handed to nobody else
        return True
    return True


def kept(for_whom: Follower) -> Drawn | None:
    """What was drawn for somebody like them, moments ago."""
    try:
        found = cache.get(for_whom.key)
    except Exception:  # a cache that is away has kept nothing
        return None
    return Drawn(**found) if found else None


def handed(request: HttpRequest, drawn: Drawn, person: int, seat: str | None) -> HttpResponse:
    """The answer for `person`, whose seat has the state `seat`."""
    own = ""
    if seat != Attendance.State.PRESENT:
        own = drawn.own_seat.replace(_TOKEN, get_token(request)).replace(_PERSON, str(person))
    answer = HttpResponse(drawn.regions.replace(OWN_SEAT, own))
    answer.headers[AGE] = str(max(0, round(1000 * (timezone.now().timestamp() - drawn.at))))
    return answer
