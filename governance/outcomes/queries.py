from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

from django.db.models import Case, CharField, Exists, OuterRef, Prefetch, Q, QuerySet, Value, When

from governance.models import (
    ActionItem,
    Initiative,
    OutcomeAgreement,
    OutcomeChange,
    OutcomeIntent,
    ValueClaim,
)
from governance.outcomes.terms import (
    TERM_NAMES,
    ChangedTerm,
    differences,
    differing,
    end_asked,
    in_words,
)
from governance.owed import Status, owed_of, status_of
from partners.history.tables import history_of_rows
from partners.models import Partner, User

State = OutcomeIntent.State
_DONE = Status("good", "done", "done", "Done.")


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
    def told(self) -> Iterator[tuple[ActionItem, Status]]:
        """Each milestone with how it stands, in words for both sides."""
        for item in self.milestones:
            is_done = item.state == ActionItem.State.CLOSED
            yield item, _DONE if is_done else status_of(owed_of(item), self.today)

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


def value_of(outcome: OutcomeIntent) -> ValueClaim | None:
    """What it is said to have brought, last."""
    return values_of([outcome]).get(outcome.pk)


def values_of(outcomes: Iterable[OutcomeIntent]) -> dict[int, ValueClaim]:
    """For each outcome, by its number, what it is said to have brought, last."""
    claims = ValueClaim.objects.standing().filter(outcome__in=[outcome.pk for outcome in outcomes])
    last: dict[int, ValueClaim] = {}
    for claim in claims.select_related("outcome", "partner", "by", "answered_by"):
        last.setdefault(claim.outcome_id, claim)
    return last


def outcomes_waiting(person: User, speaks_in: Q, today: date) -> QuerySet[OutcomeIntent]:
    """The outcomes that wait for `person`, each with what for (`waits_for`).

    Where they speak for their side (`speaks_in`): a draft without its yes ("agreement"), a change that the other side
    asks for ("change"). Where they answer for it: a check-in whose day has come ("check_in"). Where they are its
    business owner: what it is said to have brought ("value").
    """
    said = OutcomeAgreement.objects.filter(outcome=OuterRef("pk"), side=person.side)
    asked = OutcomeChange.objects.running().filter(outcome=OuterRef("pk"), side=person.side.other)
    owned = Q(**{f"owner_{person.side}": person}, state=State.AGREED, next_check_in_on__lte=today)
    draft = Q(state=State.DRAFT) & ~Exists(said) & speaks_in
    change = Q(state=State.AGREED) & Exists(asked) & speaks_in
    claimed = ValueClaim.objects.running().filter(outcome=OuterRef("pk"))
    value = Q(business_owner=person) & Exists(claimed)
    waits_for = Case(
        When(draft, then=Value("agreement")),
        When(change, then=Value("change")),
        When(value, then=Value("value")),
        default=Value("check_in"),
        output_field=CharField(),
    )
    found = OutcomeIntent.objects.visible_to(person).filter(draft | change | value | owned)
    return found.annotate(waits_for=waits_for).select_related("partner").order_by("pk")


def work_beneath(outcome: OutcomeIntent, today: date) -> list[Work]:
    """The initiatives of an outcome, those under way first, with their milestones."""
    return works_beneath([outcome], today)[outcome.pk]


def works_beneath(outcomes: Iterable[OutcomeIntent], today: date) -> dict[int, list[Work]]:
    """For each outcome, by its number, its initiatives, those under way first. Their milestones are what was proposed,
    stands or was confirmed."""
    milestones = (
        ActionItem.objects.exclude(state=ActionItem.State.WITHDRAWN)
        .select_related("owner", "outcome")
        .prefetch_related("dates", "waits")
        .order_by("due_on", "id")
    )
    work: dict[int, list[Work]] = {outcome.pk: [] for outcome in outcomes}
    found = (
        Initiative.objects.filter(outcome__in=work)
        .select_related("outcome__partner")
        .prefetch_related(Prefetch("milestones", milestones))
    )
    for each in found:
        work[each.outcome_id].append(Work(each, tuple(each.milestones.all()), today))
    return {pk: sorted(each, key=lambda one: not one.is_under_way) for pk, each in work.items()}


@dataclass(frozen=True)
class ToldChange:
    """What one side asked for, and what it would change or has changed. `end`: as what the outcome is concluded."""

    change: OutcomeChange
    terms: tuple[ChangedTerm, ...]
    end: str

    @property
    def is_running(self) -> bool:
        return self.change.state == OutcomeChange.State.ASKED

    @property
    def is_agreed(self) -> bool:
        return self.change.state == OutcomeChange.State.AGREED

    def in_words(self, today: date) -> tuple[str, ...]:
        """Each term as it would be or is, and as it was."""
        return tuple(in_words(term, today=today) for term in self.terms)


def changes_since(outcomes: Iterable[OutcomeIntent], since: date) -> dict[int, list[ToldChange]]:
    """For each outcome, by its number, what waits for an answer, and what was answered after the day `since`.

    What was taken back is told to nobody: it was never answered.
    """
    by_pk = {outcome.pk: outcome for outcome in outcomes}
    found = list(
        OutcomeChange.objects.filter(outcome__in=by_pk)
        .filter(Q(state=OutcomeChange.State.ASKED) | Q(answered_on__gt=since))
        .exclude(state=OutcomeChange.State.TAKEN_BACK)
        .select_related("asked_by", "answered_by", "partner")
        .order_by("id")
    )
    before = _terms_before([each for each in found if each.state == OutcomeChange.State.AGREED])
    told: dict[int, list[ToldChange]] = {pk: [] for pk in by_pk}
    for each in found:
        if each.state == OutcomeChange.State.ASKED:
            terms = differences(by_pk[each.outcome_id], each)
        else:
            terms = differing(before[each.pk], each) if each.pk in before else ()
        told[each.outcome_id].append(ToldChange(each, terms, end_asked(each)))
    return told


def _terms_before(agreed: Sequence[OutcomeChange]) -> dict[int, dict[str, Any]]:
    """For each change that was agreed, by its number, the terms it changed: as the outcome's own history has them."""
    if not agreed:
        return {}
    rows = (
        history_of_rows(OutcomeIntent)
        ._base_manager.filter(pgh_obj_id__in={each.outcome_id for each in agreed})
        .order_by("pgh_id")
        .values("pgh_obj_id", *TERM_NAMES)
    )
    stood: dict[int, list[dict[str, Any]]] = {}
    for row in rows:
        stood.setdefault(row.pop("pgh_obj_id"), []).append(row)
    found = {}
    for each in agreed:
        became = {name: getattr(each, name) for name in TERM_NAMES}
        for earlier, later in pairwise(stood.get(each.outcome_id, ())):
            if later == became and earlier != became:
                found[each.pk] = earlier
    return found
