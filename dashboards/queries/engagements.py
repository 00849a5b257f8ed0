"""The contracts of a partnership as one reader sees them: what runs, and apart from it what is over."""

from dataclasses import dataclass
from datetime import date

from partners.models import Engagement, EngagementTerms, Partner, User


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
