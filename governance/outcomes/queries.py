from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, QuerySet

from governance.models import ActionItem, Initiative, OutcomeAgreement, OutcomeIntent
from partners.models import Partner, User


@dataclass(frozen=True)
class Work:
    """An initiative with its milestones, in the order of their days."""

    initiative: Initiative
    milestones: tuple[ActionItem, ...]
    today: date

    @property
    def held_up_by(self) -> ActionItem | None:
        """The promise it waits on: the first that is late, if any."""
        return next((each for each in self.milestones if each.days_late(self.today)), None)

    @property
    def is_under_way(self) -> bool:
        return self.initiative.state == Initiative.State.UNDER_WAY


def listed_outcomes(reader: User, partner: Partner) -> QuerySet[OutcomeIntent]:
    """The outcomes a partnership's page lists, in their order: all but the retired ones."""
    return (
        OutcomeIntent.objects.visible_to(reader)
        .filter(partner=partner)
        .exclude(state=OutcomeIntent.State.RETIRED)
    )


def agreed_by(outcome: OutcomeIntent) -> dict[str, OutcomeAgreement]:
    """Each side's yes to the outcome, by side; those that agreed before each yes was kept are not in it."""
    return {each.side: each for each in outcome.agreements.select_related("by")}


def work_beneath(outcome: OutcomeIntent, today: date) -> list[Work]:
    """The initiatives of an outcome with their milestones: what was proposed, stands or was confirmed."""
    milestones = (
        ActionItem.objects.exclude(state=ActionItem.State.WITHDRAWN)
        .select_related("owner")
        .order_by("due_on", "id")
    )
    found = outcome.initiatives.select_related("outcome__partner").prefetch_related(
        Prefetch("milestones", milestones)
    )
    return [Work(each, tuple(each.milestones.all()), today) for each in found]
