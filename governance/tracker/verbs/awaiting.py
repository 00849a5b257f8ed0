"""What waits for somebody who is invited: proposed to them when they come in, to a colleague before, or taken out."""

from collections.abc import Collection
from datetime import date, datetime

from governance.local_day import day_of
from governance.models import ActionItem, Activity, Ask, AwaitedAction, Initiative, OutcomeIntent
from governance.taking_part import belonging_to, owner_in
from governance.tracker.verbs.promising import ask_of
from governance.wording import day_to_come, in_words, one_line, within_reach
from partners.access import Permission, can, require
from partners.ended_partnerships import has_ended, require_to_begin
from partners.models import Invitation, Partner, User
from partners.verb import Refused, verb
from partners.verbs.memberships import took_part

_READ = ("partner", "invitation", "created_by", "outcome", "initiative__outcome", "ask", "activity")


def connect() -> None:
    """Whoever takes part from now on is asked for what waits for them."""
    took_part.connect(_ask_newcomer, dispatch_uid="tandem_governance_asks_newcomers")


@verb(did="wrote it down for somebody who is invited")
def await_owner(
    partner: Partner,
    *,
    title: str,
    invitation: Invitation,
    due_on: date,
    by: User,
    now: datetime,
    detail: str = "",
    reference: str = "",
    outcome: OutcomeIntent | None = None,
    initiative: Initiative | None = None,
    ask: Ask | None = None,
    activity: Activity | None = None,
    from_list: bool = True,
) -> AwaitedAction:
    """Keeps for whoever is invited what is asked of them: it is proposed to them when they come in. What a list brings
    may be overdue already; what is asked anew has a day to come.
    """
    require_to_begin(by, Permission.PROMISE, partner)
    belonging_to(partner, outcome=outcome, initiative=initiative, ask=ask, activity=activity)
    if invitation.partner_id != partner.pk or invitation.withdrawn_at or invitation.accepted_at:
        raise Refused(f"{invitation.full_name} is not invited any more: choose another owner.", field="owner")
    return AwaitedAction.objects.create(
        partner=partner,
        invitation=invitation,
        title=one_line(title, field="title", limit=200, missing="Say what is to be done."),
        detail=in_words(detail, field="detail"),
        due_on=(within_reach if from_list else day_to_come)(due_on, today=day_of(by, now), field="due_on"),
        reference=one_line(reference, field="reference", limit=60),
        outcome=initiative.outcome if initiative else outcome,
        initiative=initiative,
        ask=ask,
        activity=activity,
        created_by=by,
        created_at=now,
    )


@verb(did="proposed it to somebody who is here")
def propose_awaited(awaited: AwaitedAction, *, to: User, by: User, now: datetime) -> ActionItem:
    """Asks somebody else of the same side, who takes part already."""
    require_to_begin(by, Permission.PROMISE, awaited.partner)
    _lock(awaited)
    if to.side != awaited.side:
        raise Refused("It is asked of the side that is invited: choose one of them.", field="to")
    owner_in(awaited.partner, to, field="to")
    return _given(awaited, to, now)


@verb(did="took it out")
def take_out_awaited(awaited: AwaitedAction, *, by: User, now: datetime) -> None:
    """It is not wanted any more: nobody is asked for it."""
    require(by, Permission.PROMISE, awaited.partner)
    _lock(awaited)
    awaited.ended_by, awaited.ended_at = by, now
    awaited.save(update_fields=["ended_by", "ended_at"])


def end_with_their_list(partner: Partner, keys: Collection[int], *, by: User, now: datetime) -> list[int]:
    """Of what a list wrote down as waiting: nothing waits any more. Returns the actions that it has become since."""
    rows = AwaitedAction.objects.select_for_update(of=("self",)).filter(partner=partner, pk__in=keys)
    given = [row.action_id for row in rows.order_by("pk") if row.action_id is not None]
    AwaitedAction.objects.filter(partner=partner, pk__in=keys).waiting().update(
        ended_by=by, ended_at=now, never_was=True
    )
    return given


def _ask_newcomer(*, partner: Partner, person: User, now: datetime, **_: object) -> None:
    """Proposes what waits for their address, where they can own it; what they cannot goes on waiting."""
    if not can(person, Permission.KEEP_PROMISES, partner) or has_ended(partner):
        return
    rows = AwaitedAction.objects.waiting().filter(partner=partner, invitation__email=person.email)
    for awaited in rows.select_for_update(of=("self",)).select_related(*_READ):
        if awaited.side is person.side:
            _given(awaited, person, now)


def _given(awaited: AwaitedAction, owner: User, now: datetime) -> ActionItem:
    awaited.action = ask_of(
        awaited.partner,
        title=awaited.title,
        owner=owner,
        due_on=awaited.due_on,
        detail=awaited.detail,
        reference=awaited.reference,
        outcome=awaited.outcome,
        initiative=awaited.initiative,
        ask=awaited.ask,
        activity=awaited.activity,
        by=awaited.created_by,
        now=now,
    )
    awaited.save(update_fields=["action"])
    return awaited.action


def _lock(awaited: AwaitedAction) -> None:
    rows = AwaitedAction.objects.select_for_update(of=("self",)).select_related(
        "invitation", "created_by", "partner"
    )
    awaited.refresh_from_db(from_queryset=rows)
    if awaited.action_id or awaited.ended_at:
        raise Refused("This does not wait any more: somebody has proposed it or taken it out.")
