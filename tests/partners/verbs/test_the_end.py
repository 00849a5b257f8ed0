"""What both sides have agreed, that the partnership is over, no side alone takes back."""

from datetime import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from partners.isolation.scope import SYSTEM, acting_as, entered
from partners.models import Partner, SideRequest, User
from partners.verb import Refused
from partners.verbs import answer_request, edit_charter, withdraw_request
from tests.cast import Cast

both_ways = pytest.mark.parametrize(("asks", "answers"), [("manager", "lead"), ("lead", "manager")])
OF_A_SIDE = {
    "ours": ("cio", "manager", "administrator", "teammate"),
    "theirs": ("lead", "partner_sponsor", "contributor"),
}


def says(cast: Cast, by: str, status: str, now: datetime) -> str:
    person = getattr(cast, by)
    with acting_as(person):
        return edit_charter(
            cast.partner,
            kind="db",
            expertise="",
            status=status,
            country="IN",
            time_zone="",
            by=person,
            now=now,
        ).status


def waiting() -> SideRequest:
    with entered(SYSTEM):
        return SideRequest.objects.select_related("partner", "asked_by", "person").get(answered_at=None)


def says_yes(cast: Cast, by: str, now: datetime) -> None:
    person = getattr(cast, by)
    with acting_as(person):
        answer_request(waiting(), yes=True, by=person, now=now)


def status_of(cast: Cast) -> str:
    with entered(SYSTEM):
        return Partner.objects.get(pk=cast.partner.pk).status


def ends(cast: Cast, now: datetime, *, asks: str = "manager", answers: str = "lead") -> None:
    says(cast, asks, "ended", now)
    says_yes(cast, answers, now)
    assert status_of(cast) == "ended"


@both_ways
def test_an_ended_partnership_goes_on_with_the_yes_of_both_and_of_neither_alone(
    cast: Cast, now: datetime, asks: str, answers: str
) -> None:
    ends(cast, now)
    assert says(cast, asks, "active", now) == "ended"
    asked = waiting()
    assert asked.sentence == "take the partnership up again"
    with pytest.raises(Refused, match="has asked for this already"):
        says(cast, asks, "active", now)
    with pytest.raises(Refused, match="yourself"):
        says_yes(cast, asks, now)
    assert status_of(cast) == "ended"
    says_yes(cast, answers, now)
    assert status_of(cast) == "active"


@both_ways
@pytest.mark.parametrize("status", ["prospective", "exiting"])
def test_it_is_taken_up_again_as_active_and_the_refusal_says_so(
    cast: Cast, now: datetime, asks: str, answers: str, status: str
) -> None:
    ends(cast, now)
    with pytest.raises(Refused, match="choose active") as refusal:
        says(cast, asks, status, now)
    assert refusal.value.field == "status"
    assert status_of(cast) == "ended"


@both_ways
def test_the_rest_of_an_ended_charter_is_kept_without_asking(
    cast: Cast, now: datetime, asks: str, answers: str
) -> None:
    ends(cast, now)
    assert says(cast, asks, "ended", now) == "ended"
    with entered(SYSTEM):
        assert not SideRequest.objects.open(now).exists()


@pytest.mark.parametrize("side", OF_A_SIDE)
@settings(max_examples=8, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_whatever_one_side_does_alone_it_stays_ended(
    cast: Cast, now: datetime, side: str, data: st.DataObject
) -> None:
    deeds = st.sampled_from([*Partner.Status.values, "yes", "take back"])
    with transaction.atomic():
        ends(cast, now)
        for name, deed in data.draw(st.lists(st.tuples(st.sampled_from(OF_A_SIDE[side]), deeds), max_size=8)):
            try:
                with transaction.atomic():
                    _tried(cast, name, deed, now)
            except (Refused, PermissionDenied, SideRequest.DoesNotExist):
                pass
            assert status_of(cast) == "ended"
        transaction.set_rollback(True)


def _tried(cast: Cast, name: str, deed: str, now: datetime) -> None:
    person: User = getattr(cast, name)
    if deed == "yes":
        says_yes(cast, name, now)
    elif deed == "take back":
        with acting_as(person):
            withdraw_request(waiting(), by=person, now=now)
    else:
        says(cast, name, deed, now)
