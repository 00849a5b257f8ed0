"""Whatever people of both sides try, in whichever order: nobody of a side comes to a part there without its yes.

The rules are told here a second time, from the rows alone, so that a hole in the verbs is none in the test.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from partners.access import InternalRole, Role
from partners.isolation.scope import SYSTEM, acting_as, entered
from partners.models import (
    Invitation,
    MailContent,
    Membership,
    OutgoingMail,
    Partner,
    Side,
    SideRequest,
    User,
)
from partners.verb import Refused
from partners.verbs import (
    accept_invitation,
    answer_request,
    change_role,
    end_part,
    invite,
    take_part,
    withdraw_invitation,
    withdraw_request,
)

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
PARTS = ("lead", "sponsor", "contributor", "observer", "reader")
ROLES = {
    "lead": (Role.RELATIONSHIP_MANAGER, Role.PARTNER_LEAD), "sponsor": (Role.EXECUTIVE_SPONSOR,) * 2,
    "contributor": (Role.CONTRIBUTOR,) * 2, "observer": (Role.OBSERVER,) * 2, "reader": (Role.EXECUTIVE_READER,) * 2,
}  # fmt: skip
SPEAKING = {Role.RELATIONSHIP_MANAGER, Role.PARTNER_LEAD, Role.EXECUTIVE_SPONSOR}
LEADING = {Role.RELATIONSHIP_MANAGER, Role.PARTNER_LEAD}
SIDES = (Side.OURS, Side.THEIRS)


@dataclass(frozen=True)
class Step:
    """Something tried by the `actor`-th of a side, of somebody on a side. Swapped, both sides change places."""

    deed: str
    side: int
    actor: int
    about_side: int
    whom: int
    part: str
    yes: bool

    @property
    def swapped(self) -> "Step":
        return Step(self.deed, 1 - self.side, self.actor, 1 - self.about_side, self.whom, self.part, self.yes)


STEPS = st.lists(
    st.builds(
        Step,
        deed=st.sampled_from(
            ["invite", "accept", "answer", "withdraw_request", "withdraw", "role", "end", "take_part"]
        ),
        side=st.integers(0, 1),
        actor=st.sampled_from([0, 0, 1, 2, 3, 4]),
        about_side=st.integers(0, 1),
        whom=st.integers(0, 6),
        part=st.sampled_from(PARTS),
        yes=st.sampled_from([True, True, False]),
    ),
    min_size=4,
    max_size=14,
)


@dataclass
class World:
    """Two sides of five people each, alike but for the names of the leads' roles, and two of each side outside."""

    partner: Partner
    people: list[list[User]] = field(default_factory=list)
    consented: dict[int, Side] = field(default_factory=dict)
    """Invitation → the side that had said yes to it when it was sent."""

    @classmethod
    def begin(cls) -> "World":
        world = cls(Partner.objects.create(name="Meridian", slug="meridian"))
        for side, domain in enumerate(("northgate", "meridian")):
            employer = world.partner if side else None
            names = [*PARTS, "outside", "outsider"]
            world.people.append(
                [
                    User.objects.create(
                        email=f"{name}@{domain}.example", full_name=f"{name} {domain}", employer=employer
                    )
                    for name in names
                ]
            )
            for part, person in zip(PARTS, world.people[side], strict=False):
                Membership.objects.create(
                    partner=world.partner, person=person, role=ROLES[part][side], since=date(2026, 1, 1)
                )
        return world

    def parts(self) -> dict[int, str]:
        """Person → role, of those who take part now."""
        current = Membership.objects.filter(partner=self.partner, until=None)
        return dict(current.values_list("person", "role"))


def token_of(invitation: Invitation) -> str:
    letters = MailContent.objects.filter(mail__kind="invitation", mail__address=invitation.email)
    found = re.search(r"/invitations/([^/\s]+)/", letters.latest("pk").text)
    assert found
    return found.group(1)


def nth(rows: Any, number: int) -> Any:
    """Of what there is, one; DoesNotExist where there is nothing."""
    found = list(rows)
    if not found:
        raise Refused("There is nothing of it.")
    return found[number % len(found)]


def attempt(world: World, step: Step, by: User) -> object:
    partner, now = world.partner, NOW
    subject = world.people[step.about_side][step.whom]
    role = ROLES[step.part][step.about_side]
    side = SIDES[step.about_side]
    requests = SideRequest.objects.filter(side=side).select_related("partner", "asked_by").order_by("pk")
    invitations = Invitation.objects.filter(theirs=side is Side.THEIRS).select_related(
        "partner", "invited_by"
    )
    domain = ("northgate", "meridian")[step.about_side]
    deeds: dict[str, Callable[[], object]] = {
        "invite": lambda: invite(
            partner, email=f"new{step.whom}@{domain}.example", full_name=f"New {step.whom}", role=role,
            theirs=side is Side.THEIRS, by=by, now=now,
        ),
        "take_part": lambda: take_part(partner, person=subject, role=role, by=by, now=now),
        "role": lambda: change_role(_part(subject), role=role, by=by, now=now),
        "end": lambda: end_part(_part(subject), by=by, now=now),
        "answer": lambda: answer_request(nth(requests, step.whom), yes=step.yes, by=by, now=now),
        "withdraw_request": lambda: withdraw_request(nth(requests, step.whom), by=by, now=now),
        "withdraw": lambda: withdraw_invitation(nth(invitations.order_by("pk"), step.whom), by=by, now=now),
    }  # fmt: skip
    if step.deed == "accept":
        with entered(SYSTEM):
            token = token_of(nth(invitations.order_by("pk"), step.whom))
        return accept_invitation(token, password="", now=now)
    with acting_as(by):
        return deeds[step.deed]()


def _part(person: User) -> Membership:
    return nth(Membership.objects.filter(person=person, until=None).select_related("person", "partner"), 0)


def play(steps: list[Step], newcomer: User | None = None) -> list[str]:
    """What came of each step. `newcomer` acts in place of the first of our side: an administrator, say."""
    said = []
    with transaction.atomic():
        with entered(SYSTEM):
            world = World.begin()
            before = world.parts()
            if newcomer:
                newcomer.save()
        for step in steps:
            by = newcomer if newcomer and step.side == 0 else world.people[step.side][step.actor]
            by = User.objects.get(pk=by.pk)
            with entered(SYSTEM):
                mails = OutgoingMail.objects.count()
            try:
                with transaction.atomic():
                    made = attempt(world, step, by)
                said.append("asked" if isinstance(made, SideRequest) and step.deed != "answer" else "done")
            except (Refused, PermissionDenied) as refusal:
                said.append(type(refusal).__name__)
            with entered(SYSTEM):
                after = world.parts()
                _nobody_came_without_their_side_s_yes(world, step, by, before, after)
                _both_leads_were_told(before, after, mails)
                _remember_consent(world, by, before)
                before = after
        transaction.set_rollback(True)
    return said


def _nobody_came_without_their_side_s_yes(
    world: World, step: Step, by: User, before: dict[int, str], after: dict[int, str]
) -> None:
    for person in User.objects.filter(pk__in=changed(before, after)):
        if step.deed == "accept":
            sent = Invitation.objects.get(email=person.email, accepted_at=NOW)
            assert world.consented[sent.pk] is person.side
            assert after[person.pk] == sent.role
        else:
            assert by.side is person.side
            assert before.get(by.pk) in SPEAKING
    for side in SIDES:
        of_side = User.objects.filter(pk__in=after, employer__isnull=side is Side.OURS)
        assert any(after[person.pk] in SPEAKING for person in of_side)


def _both_leads_were_told(before: dict[int, str], after: dict[int, str], mails: int) -> None:
    if not changed(before, after):
        return
    count = OutgoingMail.objects.count() - mails
    new = list(OutgoingMail.objects.order_by("-pk")[:count])
    told = {mail.person_id for mail in new if mail.kind == "people_changed"}
    led = {person for parts in (before, after) for person, role in parts.items() if role in LEADING}
    assert led <= told


def _remember_consent(world: World, by: User, before: dict[int, str]) -> None:
    for sent in Invitation.objects.exclude(pk__in=world.consented):
        assert before.get(by.pk) in SPEAKING
        world.consented[sent.pk] = by.side


def changed(before: dict[int, str], after: dict[int, str]) -> set[int]:
    return {person for person in before | after if before.get(person) != after.get(person)}


BUDGET = settings(
    max_examples=12,
    phases=(
        Phase.explicit,
        Phase.reuse,
        Phase.generate,
    ),  # each example writes rows: making one smaller takes minutes
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)


@pytest.mark.django_db
@BUDGET
@given(STEPS)
def test_nobody_comes_without_their_side_s_yes_and_swapping_the_sides_swaps_what_is_allowed(
    steps: list[Step],
) -> None:
    assert play(steps) == play([step.swapped for step in steps])


@pytest.mark.django_db
@BUDGET
@given(STEPS)
def test_nor_does_an_administrator_bring_anybody_in(steps: list[Step]) -> None:
    ada = User(
        email="ada@northgate.example", full_name="Ada", internal_role=InternalRole.ADMINISTRATOR, password="!"
    )
    play(steps, newcomer=ada)
