"""One partnership at a glance."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import F
from django.utils import timezone

from dashboards.attention import Look, at_asks, at_outcomes, at_performance, counted, overall
from dashboards.queries.kept import Kept, kept
from dashboards.queries.performance import Performance, performance
from dashboards.queries.summary_sentence import Part, Waiting, of_partnership
from dashboards.queries.why_first import WaitingAsk, why_first
from governance.cover.queries import standing_cover
from governance.mandate.queries import Mandate, mandate_of
from governance.models import Ask, Cover, Forum, OutcomeIntent, RaciMatrix, WaitingPeriod
from governance.outcomes.queries import listed_outcomes
from governance.outcomes.standing import Outcome
from governance.owed import Status, owed_of, status_of
from governance.people import introduce
from governance.raci.open_rows import rows_with_gaps
from governance.slowness.reading import costs_of
from partners.access import Role
from partners.finding import in_order, plain
from partners.invited import ShownInvitation, invited_to, of_side
from partners.models import EngagementTerms, Membership, Partner, PartnerNote, PartnerStanding, Side, User
from partners.sentences import listed

NOTES_SHOWN = 5
_DAY_TO_DAY = (Role.RELATIONSHIP_MANAGER, Role.PARTNER_LEAD)


@dataclass(frozen=True)
class People:
    """Who takes part, by role and side, and who is invited."""

    memberships: tuple[Membership, ...]
    invited: tuple[ShownInvitation, ...] = ()

    @property
    def sponsors(self) -> list[User]:
        return self._with(Role.EXECUTIVE_SPONSOR)

    @property
    def day_to_day(self) -> list[User]:
        return self._with(*_DAY_TO_DAY)

    @property
    def sides(self) -> list[tuple[Side, list[Membership], list[ShownInvitation]]]:
        """Both sides, ours first, each in the order of their roles, and who is invited to it."""
        return [
            (side, [m for m in self.memberships if m.person.side is side], of_side(self.invited, side))
            for side in Side
        ]

    def _with(self, *roles: Role) -> list[User]:
        found = [m.person for m in self.memberships if m.role in roles]
        return sorted(found, key=lambda person: list(Side).index(person.side))


@dataclass(frozen=True)
class OpenAsk:
    """An ask that waits for an answer, and how it stands."""

    ask: Ask
    today: date

    @property
    def status(self) -> Status:
        return status_of(owed_of(self.ask), self.today)


@dataclass(frozen=True)
class Grid:
    """A RACI matrix: whose yes it has, and which rows leave something open."""

    matrix: RaciMatrix
    reader: Side
    open_rows: Sequence[tuple[str, str]] = ()
    """Activity and what it lacks."""

    @property
    def agreed_by(self) -> list[str]:
        return [agreement.side for agreement in self.matrix.agreements.all()]

    @property
    def said_yes(self) -> str:
        """Who has said yes, where it is not agreed yet; in the reader's voice, empty where nobody has."""
        sides = set(self.agreed_by)
        if self.matrix.state == RaciMatrix.State.AGREED or not sides:
            return ""
        if len(sides) == len(Side):
            return "Both sides have said yes."
        return f"{'We' if self.reader in sides else 'They'} have said yes; the other side has not."


@dataclass(frozen=True)
class Partnership:
    """Everything the page of one partnership shows, as `reader` may see it."""

    partner: Partner
    reader: User
    today: date
    people: People
    cover: Cover | None
    mandate: Mandate
    kept: Kept
    waits: tuple[Waiting, ...]
    performance: Performance
    outcomes: tuple[Outcome, ...]
    asks: tuple[OpenAsk, ...]
    grids: tuple[Grid, ...]
    forums: tuple[Forum, ...]
    notice_by: date | None
    segment: str
    notes: tuple[PartnerNote, ...]

    @property
    def sentence(self) -> list[Part]:
        """Why it needs attention, where it does; then both sides' year."""
        waiting = [WaitingAsk(open_.ask, open_.status, open_.ask.age(self.today)) for open_ in self.asks]
        why = why_first(self.outcomes, waiting, self.performance.measured, reader=self.reader.side)
        return [*why, *of_partnership(self.kept, self.waits, reader=self.reader.side)]

    @property
    def look(self) -> Look:
        agreed = [o.intent.health for o in self.outcomes if o.intent.state == OutcomeIntent.State.AGREED]
        return overall(
            [
                at_performance(counted(measured.standing for measured in self.performance.measured)),
                at_outcomes(agreed),
                *([at_asks(ask.status for ask in self.asks)] if self.asks else []),
            ]
        )

    @property
    def next_review_on(self) -> date | None:
        return min((f.next_review_on for f in self.forums if f.next_review_on), default=None)


def partnership(partner: Partner, *, reader: User, today: date) -> Partnership:
    """The partnership, read within the scope of `reader`; the number of queries is always the same."""
    members = Membership.objects.current().visible_to(reader).filter(partner=partner).select_related("person")
    roles = list(Role)
    people = sorted(members, key=lambda m: (roles.index(Role(m.role)), plain(m.person.full_name)))
    outcomes = list(listed_outcomes(reader, partner).select_related("partner", "sponsor"))
    costs = costs_of(outcomes, today)
    asks = list(Ask.objects.open().visible_to(reader).filter(partner=partner).order_by("raised_on", "id"))
    forums, notes = (
        Forum.objects.visible_to(reader).standing().filter(partner=partner),
        _notes(partner, reader),
    )
    introduce([*asks, *forums, *notes], known=(member.person for member in people))
    return Partnership(
        partner=partner,
        reader=reader,
        today=today,
        people=People(tuple(people), tuple(invited_to(partner, reader=reader, now=timezone.now()))),
        cover=standing_cover(partner, reader=reader, today=today),
        mandate=mandate_of(partner, reader, today),
        kept=kept([partner], today=today)[partner.pk],
        waits=tuple(_waits(partner, reader)),
        performance=performance([partner], today=today)[0],
        outcomes=tuple(Outcome(intent, today, costs.get(intent.pk)) for intent in outcomes),
        asks=tuple(OpenAsk(ask, today) for ask in asks),
        grids=tuple(_grids(partner, reader)),
        forums=tuple(forums),
        notice_by=_next_notice(partner, reader, today),
        segment=_segment(partner, reader),
        notes=tuple(notes),
    )


def people_of(partners: list[Partner], *, reader: User) -> dict[int, list[Membership]]:
    """Partner id → those who lead it day to day, both sides."""
    found = Membership.objects.current().visible_to(reader).filter(partner__in=partners, role__in=_DAY_TO_DAY)
    ours_first = F("person__employer").asc(nulls_first=True)
    of: dict[int, list[Membership]] = defaultdict(list)
    for membership in found.select_related("person").order_by(
        ours_first, in_order("person__full_name"), "pk"
    ):
        of[membership.partner_id].append(membership)
    return of


def _waits(partner: Partner, reader: User) -> list[Waiting]:
    found = WaitingPeriod.objects.visible_to(reader).holding_up().filter(partner=partner)
    return [Waiting(Side(w.on_side), w.what_for, w.began_on) for w in found]


def _grids(partner: Partner, reader: User) -> list[Grid]:
    found = RaciMatrix.objects.visible_to(reader).filter(partner=partner)
    matrices = list(
        found.exclude(state=RaciMatrix.State.SUPERSEDED).prefetch_related(
            "activities__assignments", "agreements"
        )
    )
    open_rows: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for matrix, activity, missing in rows_with_gaps(partner, matrices):
        if missing:
            open_rows[matrix.pk].append((activity.title, listed([gap.words for gap in missing])))
    return [Grid(matrix, reader.side, open_rows[matrix.pk]) for matrix in matrices]


def _next_notice(partner: Partner, reader: User, today: date) -> date | None:
    terms = EngagementTerms.objects.visible_to(reader).running().filter(partner=partner, notice_by__gte=today)
    return terms.order_by("notice_by").values_list("notice_by", flat=True).first()


def _segment(partner: Partner, reader: User) -> str:
    standing = PartnerStanding.objects.visible_to(reader).filter(partner=partner).first()
    return standing.get_segment_display() if standing else ""


def _notes(partner: Partner, reader: User) -> list[PartnerNote]:
    return list(PartnerNote.objects.visible_to(reader).filter(partner=partner)[:NOTES_SHOWN])
