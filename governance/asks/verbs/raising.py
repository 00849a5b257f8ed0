"""How an ask is raised: a decision needed, an impediment, or a recommendation. Either side raises each of them."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from governance.asks.options import Option, checked
from governance.local_day import day_of
from governance.models import Ask, AskDate, DecisionOption, OutcomeIntent
from governance.taking_part import belonging_to, owner_in
from governance.wording import day_to_come, in_words, one_line, within_reach
from partners.access import Permission, can
from partners.ended_partnerships import require_to_begin
from partners.models import Partner, Side, User
from partners.verb import Refused, verb


@verb(did="asked for a decision")
def raise_decision(
    partner: Partner,
    *,
    title: str,
    on_side: str,
    needed_by: date,
    by: User,
    now: datetime,
    detail: str = "",
    forum_words: str = "",
    owner: User | None = None,
    outcome: OutcomeIntent | None = None,
    options: Sequence[Option] = (),
    worked_due_on: date | None = None,
) -> Ask:
    """A decision `on_side` has to make by a day. A late one counts exactly as a late action.

    The first of the `options` is what is proposed. On `worked_due_on` whoever decided says whether it worked.
    """
    given = checked(options)
    today = day_of(by, now)
    ask = raised(
        partner,
        title=title,
        on_side=on_side,
        by=by,
        now=now,
        detail=detail,
        outcome=outcome,
        kind=Ask.Kind.DECISION,
        state=Ask.State.PENDING,
        owner=owner_of_ask(partner, owner, on_side) if owner else None,
        forum_words=one_line(forum_words, field="forum_words", limit=120),
        needed_by=day_to_come(needed_by, today=today, field="needed_by"),
        first_needed_by=needed_by,
        worked_due_on=worked_due_on and look_back_day(worked_due_on, after=needed_by, today=today),
    )
    for number, option in enumerate(given, 1):
        DecisionOption.objects.create(
            partner=partner, ask=ask, number=number, is_proposal=number == 1, **option._asdict()
        )
    AskDate.objects.create(
        partner=partner, ask=ask, needed_by=needed_by, given_on=today, given_by=by, with_notice=True
    )
    return ask


@verb(did="raised an impediment")
def raise_impediment(
    partner: Partner,
    *,
    title: str,
    on_side: str,
    cause: str,
    by: User,
    now: datetime,
    detail: str = "",
    owner: User | None = None,
    outcome: OutcomeIntent | None = None,
) -> Ask:
    """What keeps people from delivering, on `on_side`, with its cause (Ask.Cause)."""
    if cause not in Ask.Cause.values:
        raise Refused("Say what kind of impediment it is.", field="cause")
    return raised(
        partner,
        title=title,
        on_side=on_side,
        by=by,
        now=now,
        detail=detail,
        outcome=outcome,
        kind=Ask.Kind.IMPEDIMENT,
        state=Ask.State.OWNED if owner else Ask.State.RAISED,
        cause=cause,
        owner=owner_of_ask(partner, owner, on_side) if owner else None,
    )


@verb(did="recommended it")
def raise_recommendation(
    partner: Partner,
    *,
    title: str,
    by: User,
    now: datetime,
    detail: str = "",
    outcome: OutcomeIntent | None = None,
) -> Ask:
    """What one side recommends to the other, which is asked to back it."""
    return raised(
        partner,
        title=title,
        on_side=by.side.other,
        by=by,
        now=now,
        detail=detail,
        outcome=outcome,
        kind=Ask.Kind.RECOMMENDATION,
        state=Ask.State.RAISED,
    )


def look_back_day(day: date, *, after: date, today: date) -> date:
    """The day on which one says whether it worked: later than the decision itself."""
    if day <= after:
        raise Refused(
            "Give a day after the decision: before it nothing can have worked.", field="worked_due_on"
        )
    return within_reach(day, today=today, field="worked_due_on")


def owner_of_ask(partner: Partner, owner: User, on_side: str) -> User:
    """`owner`, who must take part on the side that has to answer."""
    if owner.side != on_side:
        raise Refused(
            f"{owner.full_name} is not on the side that has to answer. Choose one of their people.",
            field="owner",
        )
    # An executive reader owns no actions, but answers decisions.
    return owner if can(owner, Permission.DECIDE, partner) else owner_in(partner, owner)


def raised(
    partner: Partner,
    *,
    title: str,
    on_side: str,
    by: User,
    now: datetime,
    detail: str,
    outcome: OutcomeIntent | None,
    missing: str = "Say in one line what is needed.",
    begins: bool = True,
    **fields: Any,
) -> Ask:
    """The row of a new ask. `begins`: nothing that was raised before goes on in it, so the partnership must go on."""
    if begins:
        require_to_begin(by, Permission.RAISE, partner)
    belonging_to(partner, outcome=outcome)
    return Ask.objects.create(
        partner=partner,
        title=one_line(title, field="title", limit=200, missing=missing),
        detail=in_words(detail, field="detail"),
        on_side=Side(on_side),
        raised_by=by,
        raised_by_side=by.side,
        raised_on=day_of(by, now),
        outcome=outcome,
        **fields,
    )
