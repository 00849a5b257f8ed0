"""How the year began: people, partnerships, forums and contracts."""

from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from decimal import Decimal

from django.contrib.auth.hashers import make_password

from demo.cast import CIO, HOUSES, OURS, OURS_ANSWERS, PASSWORD, Contract, House, hire
from demo.clock import HOME, Timeline, Told
from governance.models import Forum
from governance.verbs import add_forum_member, set_up_forum
from partners.access import Role
from partners.isolation.scope import SYSTEM, acting_as, entered
from partners.models import Partner, User
from partners.verbs import add_engagement, name_responsible, start_partnership, take_part

BEGAN = 425
"""Days before today on which the first partnership was entered: fourteen months."""


@dataclass(frozen=True)
class Stage:
    """One partnership with everyone in it, ready for its story."""

    partner: Partner
    people: dict[str, User]
    manager: User
    lead: User
    cio: User
    forum: Forum
    meetings: dict[int, Told] = field(default_factory=dict)
    """The reviews held, by how many days ago."""

    def confirms(self, owner: User) -> User:
        """Who on the other side says yes to what `owner` did."""
        return self.lead if owner.side is self.manager.side else self.manager


def open_house(timeline: Timeline, enterprise: str) -> dict[str, Stage]:
    """Enters the enterprise, its partners, their people and forums; returns a stage for each partner by name."""
    began = datetime.combine(timeline.working_day(BEGAN), time(9), HOME)
    hashed = make_password(PASSWORD)
    with entered(SYSTEM):
        ours = hire(OURS, employer=None, organisation=enterprise, hashed=hashed)
    stages = {
        house.name: _enter(timeline, house, ours, hashed, began + timedelta(hours=n))
        for n, house in enumerate(HOUSES)
    }
    _answer_for(OURS_ANSWERS, ours, by=ours[CIO], now=began)
    for house in HOUSES:
        stage = stages[house.name]
        _answer_for(house.answers, stage.people, by=stage.lead, now=began)
    return stages


def _answer_for(answers: dict[str, str], people: dict[str, User], *, by: User, now: datetime) -> None:
    with acting_as(by):
        for function, name in answers.items():
            name_responsible(function, person=people[name], by=by, now=now)


def _enter(timeline: Timeline, house: House, ours: dict[str, User], hashed: str, now: datetime) -> Stage:
    cio = ours[CIO]
    with acting_as(cio):
        partner = start_partnership(
            house.name,
            by=cio,
            now=now,
            kind=house.kind,
            country=house.country,
            time_zone=house.time_zone,
            expertise=house.expertise,
            segment=house.segment,
        )
    with entered(SYSTEM):
        theirs = hire(house.people, employer=partner, organisation=house.name, hashed=hashed)
    people = {**{name: ours[name] for name in house.ours}, **theirs}
    roles = {**house.ours, **{part.full_name: Role(part.role) for part in house.people}}
    by_role = {role: people[name] for name, role in roles.items() if role is not Role.CONTRIBUTOR}
    manager, lead = by_role[Role.RELATIONSHIP_MANAGER], by_role[Role.PARTNER_LEAD]
    _let_in(partner, house.ours, people, by=cio, now=now)
    _let_in(partner, {lead.full_name: Role.PARTNER_LEAD}, people, by=cio, now=now)
    colleagues = {name: role for name, role in roles.items() if name in theirs and people[name] != lead}
    _let_in(partner, colleagues, people, by=lead, now=now)
    forum = _meet(partner, people, roles, cio, manager, now)
    _sign(timeline, partner, house.contracts, manager)
    return Stage(partner, people, manager, lead, cio, forum)


def _let_in(
    partner: Partner, roles: dict[str, Role], people: dict[str, User], *, by: User, now: datetime
) -> None:
    """The host lets in the partner's first lead, and from then on each side its own people."""
    with acting_as(by):
        for name, role in roles.items():
            take_part(partner, person=people[name], role=role, by=by, now=now)


def _meet(
    partner: Partner, people: dict[str, User], roles: dict[str, Role], cio: User, manager: User, now: datetime
) -> Forum:
    with acting_as(cio):
        forum = set_up_forum(
            partner,
            by=cio,
            now=now,
            chair=cio,
            deputy_chair=manager,
            minutes=90,
            place="Room Elbe and online",
            starts_at=time(14),
        )
        for name, person in people.items():
            reads = roles[name] is Role.EXECUTIVE_READER
            add_forum_member(forum, person=person, by=cio, now=now, attends=not reads, gets_pack=True)
    return forum


def _sign(timeline: Timeline, partner: Partner, contracts: tuple[Contract, ...], manager: User) -> None:
    day = timeline.working_day
    for contract in contracts:
        timeline.tell(
            day(contract.days_ago),
            manager,
            add_engagement,
            partner,
            title=contract.title,
            starts_on=day(contract.days_ago),
            ends_on=day(-contract.ends_in),
            notice_by=day(-contract.notice_in),
            notice_days=contract.notice_days,
            value=Decimal(contract.value),
            currency="EUR",
            hour=8,
        )
