"""Whom each side promised the other by name, and who came."""

from datetime import date, datetime

from demo.clock import Timeline, Told
from demo.opening import Stage
from demo.script import Named
from governance.models import PromisedRole
from governance.verbs import promise_role, say_who_came
from partners.models import User


def tell_named(timeline: Timeline, stage: Stage, named: Named, outcomes: dict[str, Told]) -> None:
    """Somebody is promised, and comes where somebody has come."""
    who = stage.people[named.who]
    told = timeline.tell(
        timeline.working_day(named.days_ago),
        who,
        promise_role,
        stage.partner,
        role=named.role,
        name=named.name,
        starts_on=timeline.working_day(named.from_days_ago),
        outcome=outcomes.get(named.outcome),
        hour=14,
    )
    if named.came:
        day = timeline.working_day(named.came_days_ago)
        timeline.tell(day, who, _came, told, person=stage.people[named.came], on=day, hour=14)


def _came(promised: PromisedRole, *, person: User, on: date, by: User, now: datetime) -> PromisedRole:
    return say_who_came(promised, person=person, on=on, by=by, now=now)
