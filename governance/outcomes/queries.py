from dataclasses import dataclass
from datetime import date

from django.db.models import Case, CharField, Exists, OuterRef, Prefetch, Q, QuerySet, Value, When

from governance.models import ActionItem, Initiative, OutcomeAgreement, OutcomeChange, OutcomeIntent
from partners.models import Partner, User

State = OutcomeIntent.State


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


def outcomes_waiting(person: User, speaks_in: Q, today: date) -> QuerySet[OutcomeIntent]:
    """The outcomes that wait for `person`, each with what for (`waits_for`).

    Where they speak for their side (`speaks_in`): a draft without its yes ("agreement"), a change that the other side
    asks for ("change"). Where they answer for it: a check-in whose day has come ("check_in").
    """
    said = OutcomeAgreement.objects.filter(outcome=OuterRef("pk"), side=person.side)
    asked = OutcomeChange.objects.running().filter(outcome=OuterRef("pk"), side=person.side.other)
    owned = Q(**{f"owner_{person.side}": person}, state=State.AGREED, next_check_in_on__lte=today)
    draft = Q(state=State.DRAFT) & ~Exists(said) & speaks_in
    change = Q(state=State.AGREED) & Exists(asked) & speaks_in
    waits_for = Case(
        When(draft, then=Value("agreement")),
        When(change, then=Value("change")),
        default=Value("check_in"),
        output_field=CharField(),
    )
    found = OutcomeIntent.objects.visible_to(person).filter(draft | change | owned)
    return found.annotate(waits_for=waits_for).select_related("partner").order_by("pk")


def work_beneath(outcome: OutcomeIntent, today: date) -> list[Work]:
    """The initiatives of an outcome, those under way first, with their milestones: what was proposed, stands or was
    confirmed."""
    milestones = (
        ActionItem.objects.exclude(state=ActionItem.State.WITHDRAWN)
        .select_related("owner")
        .order_by("due_on", "id")
    )
    found = outcome.initiatives.select_related("outcome__partner").prefetch_related(
        Prefetch("milestones", milestones)
    )
    work = [Work(each, tuple(each.milestones.all()), today) for each in found]
    return sorted(work, key=lambda each: not each.is_under_way)
