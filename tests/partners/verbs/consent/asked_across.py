"""Somebody asks, and somebody of the other side answers."""

from datetime import datetime

import pytest

from partners.isolation.scope import SYSTEM, acting_as, entered
from partners.models import MailContent, Membership, OutgoingMail, SideRequest, User
from partners.verbs import (
    answer_request,
    invite,
)
from tests.cast import Cast
from tests.partners.conftest import link_in

OURS, THEIRS = ("manager", "lead"), ("lead", "manager")
"""Who asks, and who of the other side answers: everything is tried both ways."""


both_ways = pytest.mark.parametrize(("asks", "answers"), [OURS, THEIRS])


ADDRESS = {"manager": "noor@meridian.example", "lead": "noor@northgate.example"}


def part_of(person: User) -> Membership:
    with entered(SYSTEM):
        return Membership.objects.get(person=person, until=None)


def is_invited(cast: Cast, by: str, *, theirs: bool, now: datetime, **changes: object) -> object:
    person = getattr(cast, by)
    said = {"email": ADDRESS["manager" if theirs else "lead"], "full_name": "Noor Haddad", "role": "observer"}
    with acting_as(person):
        return invite(cast.partner, **{**said, **changes}, theirs=theirs, by=person, now=now)


def asked(made: object) -> SideRequest:
    assert isinstance(made, SideRequest)
    return made


def answered(cast: Cast, request: SideRequest, by: str, now: datetime, *, yes: bool = True) -> SideRequest:
    person = getattr(cast, by)
    with acting_as(person):
        return answer_request(request, yes=yes, by=person, now=now)


def told(kind: str = "people_changed") -> list[str]:
    with entered(SYSTEM):
        return sorted(OutgoingMail.objects.filter(kind=kind).values_list("address", flat=True))


def link_of_invitation() -> str:
    with entered(SYSTEM):
        letter = MailContent.objects.filter(mail__kind="invitation").latest("pk")
    return link_in(letter.text).split("/")[2]
