"""What concerns one person today."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, TypeVar

from django.db.models import Q, QuerySet

from dashboards.queries.engagements import changes_waiting
from dashboards.queries.kept import year_before
from dashboards.queries.mandate_evidence import Evidence, to_be_widened
from dashboards.queries.our_debts import Debts, answered_for
from governance.counting.formula import Tally, tally
from governance.cover.queries import standing_covers
from governance.ledger.facts import promises_of_person
from governance.models import (
    ActionItem,
    Ask,
    CapabilityBet,
    Cover,
    Forum,
    OutcomeIntent,
    RaciMatrix,
    StandingPromise,
    WaitingPeriod,
)
from governance.outcomes.queries import outcomes_waiting
from governance.raci.versions import grids_waiting
from governance.standing.queries import standing_waiting
from governance.tracker.rows import Row, rows_of
from partners.access import InternalRole, Permission, Role
from partners.models import EngagementChange, Side, User
from partners.numbers import counted, number_in_words
from partners.side_requests import ShownRequest

Found = TypeVar("Found")

SHOWN = 30
FOLLOWED_SHOWN = 8

_DECIDING_ROLES = [role for role in Role if Permission.DECIDE in role.permissions]
_SPEAKING_ROLES = [role for role in Role if Permission.SPEAK_FOR_SIDE in role.permissions]
_CHARTER_ROLES = [role for role in Role if Permission.KEEP_CHARTER in role.permissions]
_CONFIRMING_ROLES = [role for role in Role if Permission.PROMISE in role.permissions]


@dataclass(frozen=True)
class First(Generic[Found]):
    """The first few of what may be many."""

    rows: tuple[Found, ...]
    goes_on: bool = False

    @classmethod
    def of(cls, found: QuerySet[Any]) -> "First[Any]":
        rows = tuple(found[: SHOWN + 1])
        return cls(rows[:SHOWN], goes_on=len(rows) > SHOWN)

    def __iter__(self) -> Iterator[Found]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def named(self, noun: str) -> str:
        """ "two reports", "more than 30 reports"."""
        return f"more than {SHOWN} {noun}s" if self.goes_on else counted(len(self), noun)


@dataclass(frozen=True)
class Desk:
    """What one person owes and is asked to promise, who waits for them, and what waits for their yes or answer."""

    owed: First[ActionItem]
    asked: First[ActionItem]
    waiting: First[WaitingPeriod]
    to_confirm: First[ActionItem]
    to_decide: First[Ask]
    look_backs: First[Ask]
    """One's own decisions of which it is time to say whether they worked."""
    bets: First[CapabilityBet]
    """One's own bets of which it is time to say what became."""
    climbed: First[Ask]
    """Recommendations to one's own side that nobody has touched for thirty days, for whoever answers at the top."""
    outcomes: First[OutcomeIntent]
    """Those that wait for one's yes or check-in, each with what for (`waits_for`)."""
    standing: First[StandingPromise]
    """Those that the other side asks for, or asks to change, where one may answer."""
    grids: First[RaciMatrix]
    """Those of which the other side has proposed a version, where one may answer."""
    changes: First[EngagementChange]
    """What the other side proposes to change of a contract, where one may answer."""
    reviews: tuple[Forum, ...]
    year: Tally
    """One's own promises that fell due within a year: shown to oneself and to nobody else."""
    followed: tuple[Row, ...]
    answers_for: dict[str, Debts]
    """The business functions this person answers for, and how much each owes."""
    covers: tuple[Cover, ...]
    """Those in force in the partnerships one takes part in."""
    today: date
    side: Side = Side.OURS
    """The side of the person, for what the other one is called."""
    requests: tuple[ShownRequest, ...] = ()
    """What waits for one's yes: asked by the other side, or by an administrator of one's own house."""
    mandates: tuple[Evidence, ...] = ()
    """The partnerships one sponsors where every figure speaks for a wider mandate: read by nobody else."""

    @property
    def is_clear(self) -> bool:
        waits = (
            self.requests
            or self.to_confirm
            or self.to_decide
            or self.look_backs
            or self.bets
            or self.climbed
            or self.outcomes
            or self.standing
            or self.grids
            or self.changes
        )
        return not (self.owed or self.asked or self.waiting or waits)

    @property
    def sentence(self) -> list[tuple[str, bool]]:
        """Pieces of the sentence on top, each with whether it hurts."""
        if self.is_clear:
            nothing = "Nothing else waits for you." if self._reviews_today else "Nothing waits for you today."
            return [*self._reviews_today, (nothing, False)]
        said: list[tuple[str, bool]] = [*self._reviews_today]
        if self.owed:
            said += [(f"You owe {self.owed.named('action')}", False), *self._late, (". ", False)]
        if self.requests:
            verb = "waits" if len(self.requests) == 1 else "wait"
            asked = counted(len(self.requests), "request").capitalize()
            said.append((f"{asked} {verb} for your yes. ", False))
        for what, noun, one, many, for_what in (
            (self.to_confirm, "report", "waits", "wait", "for your yes. "),
            (self.to_decide, "ask", "needs", "need", "your answer. "),
            (self.look_backs, "decision", "asks", "ask", "whether it worked. "),
            (self.bets, "bet", "asks", "ask", "what became of it. "),
            (self.climbed, "recommendation", "has", "have", "lain untouched for a month. "),
            (self.outcomes, "outcome", "waits", "wait", "for your word. "),
            (self.standing, "standing promise", "waits", "wait", "for your yes. "),
            (self.grids, "grid", "waits", "wait", "for your yes. "),
            (self.changes, "contract change", "waits", "wait", "for your yes. "),
            (self.waiting, "action", "waits", "wait", "for you."),
        ):
            if what:
                verb = one if len(what) == 1 else many
                said.append((f"{what.named(noun).capitalize()} {verb} {for_what}", False))
        if self.asked and len(said) == len(self._reviews_today):
            said.append((f"You are asked for {self.asked.named('promise')}.", False))
        return said

    @property
    def _reviews_today(self) -> list[tuple[str, bool]]:
        """ "Your review with Meridian Systems is today. ": before everything else, as it is what the day is about."""
        whom = [
            forum.partner.named_to(self.side) for forum in self.reviews if forum.next_review_on == self.today
        ]
        if not whom:
            return []
        reviews = "Your review" if len(whom) == 1 else "Your reviews"
        verb = "is" if len(whom) == 1 else "are"
        return [(f"{reviews} with {' and '.join(whom)} {verb} today. ", False)]

    @property
    def _late(self) -> list[tuple[str, bool]]:
        """Those due soonest are at hand, so that only where all of them are late there may be more."""
        late = sum(item.days_late(self.today) > 0 for item in self.owed)
        if late == SHOWN and self.owed.goes_on:
            return [("; ", False), (f"at least {late} are late", True)]
        return _late(late, len(self.owed))


def _late(late: int, owed: int) -> list[tuple[str, bool]]:
    if not late:
        return []
    if late == owed:
        return [(", and ", False), ("it is late" if owed == 1 else "all are late", True)]
    return [("; ", False), (f"{number_in_words(late)} {'is' if late == 1 else 'are'} late", True)]


def desk(person: User, *, today: date) -> Desk:
    """The desk of `person`; the number of queries does not grow with what stands on it."""
    actions = ActionItem.objects.with_facts().select_related("partner", "owner").visible_to(person)
    mine = actions.filter(owner=person).order_by("due_on", "id")
    return Desk(
        owed=First.of(mine.filter(state=ActionItem.State.OPEN)),
        asked=First.of(mine.filter(state=ActionItem.State.PROPOSED)),
        waiting=First.of(_waiting_for(person)),
        to_confirm=First.of(_to_confirm(person, actions)),
        to_decide=First.of(_to_decide(person, today)),
        look_backs=First.of(_look_backs(person, today)),
        bets=First.of(_bets(person, today)),
        climbed=First.of(_climbed(person, today)),
        outcomes=First.of(
            outcomes_waiting(person, _where(person, Permission.SPEAK_FOR_SIDE, _SPEAKING_ROLES), today)
        ),
        standing=First.of(standing_waiting(person, _where(person, Permission.PROMISE, _CONFIRMING_ROLES))),
        grids=First.of(grids_waiting(person, _where(person, Permission.SPEAK_FOR_SIDE, _SPEAKING_ROLES))),
        changes=First.of(changes_waiting(person)),
        reviews=tuple(_next_reviews(person, today)),
        year=_own_year(person, today),
        followed=tuple(rows_of(_followed(person), person, today)),
        answers_for=answered_for(person, today=today),
        covers=tuple(standing_covers(person.roles, reader=person, today=today)),
        today=today,
        side=person.side,
        mandates=to_be_widened(person, today),
    )


def _own_year(person: User, today: date) -> Tally:
    first = year_before(today)
    return tally(promises_of_person(person, first, today), first, today, today)[person.side]


def _followed(person: User) -> QuerySet[ActionItem]:
    """What this person follows and others still have to do; their own stands above."""
    live = ActionItem.objects.visible_to(person).filter(watchers__person=person).exclude(owner=person)
    live = live.filter(
        state__in=[ActionItem.State.PROPOSED, ActionItem.State.OPEN, ActionItem.State.REPORTED]
    )
    return live.select_related("partner", "owner").order_by("due_on", "id")[:FOLLOWED_SHOWN]


def _waiting_for(person: User) -> QuerySet[WaitingPeriod]:
    open_waits = WaitingPeriod.objects.visible_to(person).filter(on_person=person, ended_on=None)
    found = open_waits.filter(item__state=ActionItem.State.OPEN)
    return found.select_related("item__owner", "partner").order_by("began_on", "id")


def _to_confirm(person: User, actions: QuerySet[ActionItem]) -> QuerySet[ActionItem]:
    """What the other side reports done, where this person may say yes."""
    reported = actions.filter(state=ActionItem.State.REPORTED).exclude(side=person.side)
    return reported.filter(_where(person, Permission.PROMISE, _CONFIRMING_ROLES)).order_by(
        "reported_at", "id"
    )


def _to_decide(person: User, today: date) -> QuerySet[Ask]:
    """What this person holds, what their side must answer and nobody holds yet, and the risks that the other side
    asks it to live with. What has climbed to them stands among that.
    """
    waiting = Ask.objects.open().visible_to(person)
    may = _where(person, Permission.DECIDE, _DECIDING_ROLES)
    on_us = Q(on_side=person.side) & (Q(owner=person) | (Q(owner=None) & may))
    mine = waiting.filter(on_us | (Q(acceptance_side=person.side.other) & may))
    mine = mine.exclude(pk__in=_climbed(person, today).values("pk"))
    return mine.select_related("partner", "raised_by", "owner").order_by("raised_on", "id")


def _look_backs(person: User, today: date) -> QuerySet[Ask]:
    """What this person decided and is to say of whether it worked."""
    may = _where(person, Permission.DECIDE, _DECIDING_ROLES)
    mine = Ask.objects.to_look_back(today).visible_to(person).filter(may, answered_by=person)
    return mine.select_related("partner", "raised_by").order_by("worked_due_on", "id")


def _bets(person: User, today: date) -> QuerySet[CapabilityBet]:
    """What this person bet on and is to say of what became of it."""
    may = _where(person, Permission.KEEP_CHARTER, _CHARTER_ROLES)
    mine = CapabilityBet.objects.visible_to(person).filter(may, placed_by=person, look_back_on__lte=today)
    open_ones = mine.filter(state=CapabilityBet.State.OPEN)
    return open_ones.select_related("partner").order_by("look_back_on", "id")


def _climbed(person: User, today: date) -> QuerySet[Ask]:
    """Of both sides alike: the executive sponsors of a partnership, and whoever answers for all of a house's. What
    they hold themselves has not climbed to them.
    """
    at_the_top = Q(partner__in=[key for key, role in person.roles.items() if role == Role.EXECUTIVE_SPONSOR])
    if person.internal_role == InternalRole.CIO:
        at_the_top = Q()
    found = Ask.objects.untouched(today).filter(at_the_top, on_side=person.side).visible_to(person)
    found = found.filter(Q(owner=None) | ~Q(owner=person))
    return found.select_related("partner", "raised_by", "owner")


def _next_reviews(person: User, today: date) -> QuerySet[Forum]:
    coming = Forum.objects.visible_to(person).filter(next_review_on__gte=today)
    mine = coming.filter(Q(chair=person) | Q(members__person=person)).distinct()
    return mine.select_related("partner").order_by("next_review_on", "id")[:5]


def _where(person: User, permission: Permission, roles: list[Role]) -> Q:
    """The partnerships in which the person holds `permission`."""
    if permission in InternalRole(person.internal_role).permissions:
        return Q()
    return Q(partner__in=[partner for partner, role in person.roles.items() if role in roles])
