"""An ended partnership stays in sight while anything between the sides is open."""

from collections.abc import Callable
from datetime import date, datetime, time

import pytest
from django.test import Client
from django.utils import timezone

from governance.in_sight import in_sight
from governance.models import ActionItem
from governance.verbs import propose, raise_recommendation, withdraw
from partners.isolation.scope import SYSTEM, acting_as, entered
from partners.models import Partner, User
from tests.cast import Cast

NOW = datetime.combine(date(2026, 11, 23), time(9), tzinfo=timezone.get_default_timezone())


def end(cast: Cast) -> None:
    with entered(SYSTEM):
        Partner.objects.filter(pk=cast.partner.pk).update(status=Partner.Status.ENDED)


def seen(by: User) -> list[Partner]:
    with acting_as(by):
        return list(in_sight(Partner.objects.visible_to(by)))


def proposed(cast: Cast, by: User, owner: User) -> ActionItem:
    with acting_as(by):
        return propose(
            cast.partner, title="Hand back the keys", owner=owner, due_on=date(2026, 12, 1), by=by, now=NOW
        )


@pytest.mark.parametrize("by", ["cio", "lead"])
def test_what_has_ended_with_nothing_open_is_out_of_sight(cast: Cast, by: str) -> None:
    end(cast)
    assert cast.partner not in seen(getattr(cast, by))


@pytest.mark.parametrize(("by", "owner"), [("manager", "lead"), ("lead", "manager")])
def test_a_promise_of_either_side_keeps_it_in_sight(cast: Cast, by: str, owner: str) -> None:
    item = proposed(cast, getattr(cast, by), getattr(cast, owner))
    end(cast)
    assert cast.partner in seen(cast.cio)
    assert cast.partner in seen(cast.lead)
    with acting_as(getattr(cast, by)):
        withdraw(item, by=getattr(cast, by), now=NOW, reason="Not needed any more")
    assert cast.partner not in seen(cast.cio)


def test_an_ask_keeps_it_in_sight(cast: Cast) -> None:
    with acting_as(cast.lead):
        raise_recommendation(cast.partner, title="Close the old site", by=cast.lead, now=NOW)
    end(cast)
    assert cast.partner in seen(cast.cio)


def test_the_portfolio_and_the_list_say_that_it_has_ended(
    cast: Cast, signed_in: Callable[[User], Client]
) -> None:
    proposed(cast, cast.manager, cast.lead)
    end(cast)
    client = signed_in(cast.cio)
    for address in ("/portfolio/", "/partnerships/"):
        page = client.get(address).content.decode()
        assert "Meridian Systems" in page
        assert "· ended" in page
