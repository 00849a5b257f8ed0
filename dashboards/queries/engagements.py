"""The contracts of a partnership as one reader sees them: what runs, and apart from it what is over."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import QuerySet

from partners.access import Permission
from partners.models import (
    Engagement,
    EngagementChange,
    EngagementChangeAmount,
    EngagementPaper,
    EngagementTerms,
    PartingPlan,
    Partner,
    User,
)

RENEWALS_AHEAD = timedelta(days=90)
PAPERS_AHEAD = timedelta(days=30)
REHEARSAL_HOLDS = timedelta(days=365)


@dataclass(frozen=True)
class ShownEngagement:
    """A contract, with its terms where they are the reader's to see, and the one that follows it."""

    engagement: Engagement
    terms: EngagementTerms | None
    standing: str
    renewed_by: Engagement | None

    @property
    def notice_by(self) -> date | None:
        """The last day on which notice can be given; None where nobody has to, or the reader does not see it."""
        return self.terms.notice_by if self.terms and not self.engagement.was_ended else None

    @property
    def is_worth_something(self) -> bool:
        """Whether the reader sees a value."""
        return self.terms is not None and self.terms.value is not None


@dataclass(frozen=True)
class Engagements:
    """What runs or is to come, the latest first, and what is over, the last to end first."""

    running: list[ShownEngagement]
    over: list[ShownEngagement]


def engagements_of(partner: Partner, *, reader: User, today: date) -> Engagements:
    """Two queries, however many there are."""
    rows = list(Engagement.objects.visible_to(reader).filter(partner=partner).order_by("-starts_on", "-pk"))
    terms = {
        each.engagement_id: each
        for each in EngagementTerms.objects.visible_to(reader).filter(partner=partner)
    }
    following = {row.renews_id: row for row in rows if row.renews_id}
    running: list[ShownEngagement] = []
    over: list[ShownEngagement] = []
    for row in rows:
        shown = ShownEngagement(row, terms.get(row.pk), row.standing(today), following.get(row.pk))
        (over if row.is_over(today) else running).append(shown)
    over.sort(key=lambda shown: shown.engagement.ends_on or date.min, reverse=True)
    return Engagements(running, over)


@dataclass(frozen=True)
class ShownChange:
    """What is proposed to change of a contract, with what it costs where that is the reader's to see."""

    change: EngagementChange
    amount: EngagementChangeAmount | None
    may_answer: bool
    may_take_back: bool


def changes_of(engagement: Engagement, *, reader: User) -> list[ShownChange]:
    """The latest first."""
    rows = EngagementChange.objects.visible_to(reader).filter(engagement=engagement)
    costs = EngagementChangeAmount.objects.visible_to(reader).filter(change__engagement=engagement)
    amounts = {each.change_id: each for each in costs}
    return [
        ShownChange(
            row,
            amounts.get(row.pk),
            may_answer=row.state == EngagementChange.State.PROPOSED and row.side != reader.side,
            may_take_back=row.state == EngagementChange.State.PROPOSED and row.side == reader.side,
        )
        for row in rows.select_related("by", "answered_by")
    ]


def changes_waiting(person: User) -> QuerySet[EngagementChange]:
    """What the other side proposes to change, in the partnerships whose charter `person` keeps."""
    keep = Partner.objects.in_which(person, Permission.KEEP_CHARTER)
    rows = EngagementChange.objects.waiting().visible_to(person).filter(partner__in=keep)
    return rows.exclude(side=person.side).select_related("engagement", "partner", "by").order_by("on", "id")


def papers_of(engagement: Engagement, *, reader: User) -> list[EngagementPaper]:
    """Those that are needed, the one that expires first before the others."""
    rows = EngagementPaper.objects.visible_to(reader).filter(engagement=engagement, ended_on=None)
    return list(rows)


@dataclass(frozen=True)
class Parting:
    """The plan for the case that the two part; whether it was last rehearsed more than twelve months ago, or never."""

    plan: PartingPlan
    is_stale: bool


def parting_of(partner: Partner, *, reader: User, today: date) -> Parting | None:
    rows = PartingPlan.objects.visible_to(reader).filter(partner=partner)
    plan: PartingPlan | None = rows.select_related("owner").first()
    if plan is None:
        return None
    rehearsed = plan.rehearsed_on
    return Parting(plan, is_stale=rehearsed is None or rehearsed < today - REHEARSAL_HOLDS)


@dataclass(frozen=True)
class Renewal:
    """A contract that ends soon, or of which notice has to be given soon."""

    engagement: Engagement
    notice_by: date | None

    @property
    def on(self) -> date:
        """The day that comes first."""
        days = [day for day in (self.notice_by, self.engagement.ends_on) if day]
        return min(days)


@dataclass(frozen=True)
class Contracts:
    """What stands before somebody of contracts: renewals where notice is theirs to see, and papers that expire."""

    renewals: list[Renewal]
    papers: list[EngagementPaper]

    def __bool__(self) -> bool:
        return bool(self.renewals or self.papers)


def contracts_of(person: User, *, today: date) -> Contracts:
    """Of the partnerships in which `person` classifies the renewals of the next 90 days; of those whose charter they
    keep the papers that expire within 30, or have expired.
    """
    classify = Partner.objects.in_which(person, Permission.CLASSIFY).exclude(status=Partner.Status.ENDED)
    keep = Partner.objects.in_which(person, Permission.KEEP_CHARTER).exclude(status=Partner.Status.ENDED)
    papers = EngagementPaper.objects.visible_to(person).filter(
        partner__in=keep, ended_on=None, expires_on__lte=today + PAPERS_AHEAD, engagement__state="active"
    )
    return Contracts(_renewals(person, classify, today), list(papers.select_related("engagement", "partner")))


def _renewals(person: User, partners: "QuerySet[Partner]", today: date) -> list[Renewal]:
    rows = Engagement.objects.visible_to(person).filter(
        partner__in=partners, state=Engagement.State.ACTIVE, renewed_by=None
    )
    terms = (
        EngagementTerms.objects.visible_to(person)
        .running()
        .filter(partner__in=partners, notice_by__gte=today)
    )
    notice = dict(terms.values_list("engagement", "notice_by"))
    until = today + RENEWALS_AHEAD
    found = []
    for row in rows.select_related("partner"):
        ends = row.ends_on if row.ends_on and today <= row.ends_on <= until else None
        notice_by = notice.get(row.pk)
        if ends or (notice_by and notice_by <= until):
            found.append(Renewal(row, notice_by))
    return sorted(found, key=lambda renewal: (renewal.on, renewal.engagement.pk))
