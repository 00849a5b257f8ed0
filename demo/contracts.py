"""How the contracts of a partnership went on: what changed, which papers expire, and what happens if it ends."""

from datetime import datetime
from decimal import Decimal
from typing import Any, NamedTuple

from demo.clock import Timeline
from demo.opening import Stage
from governance.charter.verbs import agree_charter
from governance.charter.words import charter_words
from governance.models import CharterAgreement
from partners.models import Engagement, EngagementChange, EngagementPaper, Partner, User
from partners.verbs import add_paper, agree_engagement_change, plan_parting, propose_change


class Amended(NamedTuple):
    """What somebody proposed so many days ago to change of a contract, at what cost, and who agreed to it when."""

    days_ago: int
    who: str
    contract: str
    words: str
    agreed_days_ago: int
    agreed_by: str
    value: int = 0


class Paper(NamedTuple):
    """A paper put on record so many days ago, and in how many days from today it expires."""

    days_ago: int
    who: str
    contract: str
    name: str
    kind: str
    expires_in: int


class Rehearsed(NamedTuple):
    """What happens if the two part, said so many days ago; when it was last rehearsed."""

    days_ago: int
    who: str
    plan: str
    owner: str
    rehearsed_days_ago: int


class Chartered(NamedTuple):
    """Who said yes so many days ago to the charter as it read."""

    days_ago: int
    who: str


def tell_contracts(
    timeline: Timeline, stage: Stage, told: tuple[Amended | Paper | Rehearsed | Chartered, ...]
) -> None:
    """Puts it on the timeline."""
    for each in told:
        day, who = timeline.working_day(each.days_ago), stage.people[each.who]
        if isinstance(each, Amended):
            costs = {"value": Decimal(each.value), "currency": "EUR"} if each.value else {}
            about: dict[str, Any] = {"contract": each.contract, "words": each.words, **costs}
            change = timeline.tell(day, who, _propose, stage.partner, **about, hour=15)
            answered = timeline.working_day(each.agreed_days_ago)
            timeline.tell(answered, stage.people[each.agreed_by], agree_engagement_change, change, hour=15)
        elif isinstance(each, Chartered):
            timeline.tell(day, who, _say_yes, stage.partner, hour=16)
        elif isinstance(each, Paper):
            expires_on = timeline.working_day(-each.expires_in)
            said: dict[str, Any] = {
                "contract": each.contract,
                "name": each.name,
                "kind": each.kind,
                "expires_on": expires_on,
            }
            timeline.tell(day, who, _add_paper, stage.partner, **said, hour=15)
        else:
            rehearsed_on = timeline.working_day(each.rehearsed_days_ago)
            plan: dict[str, Any] = {
                "plan": each.plan,
                "owner": stage.people[each.owner],
                "rehearsed_on": rehearsed_on,
            }
            timeline.tell(day, who, plan_parting, stage.partner, **plan, hour=15)


def _propose(partner: Partner, *, contract: str, by: User, now: datetime, **said: Any) -> EngagementChange:
    return propose_change(_of(partner, contract), by=by, now=now, **said)


def _add_paper(partner: Partner, *, contract: str, by: User, now: datetime, **said: Any) -> EngagementPaper:
    return add_paper(_of(partner, contract), by=by, now=now, **said)


def _of(partner: Partner, title: str) -> Engagement:
    return Engagement.objects.select_related("partner").get(partner=partner, title=title)


def _say_yes(partner: Partner, *, by: User, now: datetime) -> CharterAgreement:
    return agree_charter(partner, sha256=charter_words(partner, by).sha256, by=by, now=now)
