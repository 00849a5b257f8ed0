"""Which business function somebody works in is said by themselves, their own house, or an administrator of ours."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from partners.isolation.scope import SYSTEM, acting_as, entered
from partners.models import Membership, User
from partners.verb import Refused
from partners.verbs import set_business_function
from tests.cast import Cast

In = Callable[[User], Client]


def works_in(person: User) -> str:
    with entered(SYSTEM):
        return User.objects.get(pk=person.pk).business_function


def said(person: User, function: str, by: User, now: datetime) -> str:
    with acting_as(by):
        return set_business_function(person, function=function, by=by, now=now).business_function


def test_a_house_says_it_of_its_own_and_of_nobody_else(cast: Cast, now: datetime) -> None:
    assert said(cast.teammate, "  Group   finance ", cast.manager, now) == "Group finance"
    assert said(cast.contributor, "Delivery", cast.lead, now) == "Delivery"
    assert said(cast.teammate, "", cast.teammate, now) == ""
    for person, by in (
        (cast.contributor, cast.manager),
        (cast.teammate, cast.lead),
        (cast.manager, cast.teammate),
    ):
        with pytest.raises((Refused, PermissionDenied)):
            said(person, "Finance", by, now)
    with pytest.raises(Refused, match="works for the other side"):
        said(cast.contributor, "Finance", cast.administrator, now)


def test_one_function_is_written_one_way_within_a_house(cast: Cast, now: datetime) -> None:
    said(cast.manager, "Finance", cast.manager, now)
    assert said(cast.teammate, "FINANCE", cast.cio, now) == "Finance"
    assert said(cast.contributor, "FINANCE", cast.lead, now) == "FINANCE", "the other house writes its own"
    assert said(cast.manager, "FINANCE", cast.manager, now) == "Finance"
    with pytest.raises(Refused):
        said(cast.teammate, "x" * 81, cast.manager, now)


def test_it_is_set_on_the_people_s_page_and_in_one_s_own_account(cast: Cast, signed_in: In) -> None:
    with entered(SYSTEM):
        ours = Membership.objects.current().get(person=cast.teammate, partner=cast.partner)
        theirs = Membership.objects.current().get(person=cast.contributor, partner=cast.partner)
    client = signed_in(cast.manager)
    page = client.get("/settings/people/?partner=meridian").content.decode()
    assert f"/settings/memberships/{ours.pk}/function/" in page
    assert f"/settings/memberships/{theirs.pk}/function/" not in page
    answer = client.post(
        f"/settings/memberships/{ours.pk}/function/", {"business_function": "Finance"}, follow=True
    )
    assert f"{cast.teammate.full_name} works in Finance now." in answer.content.decode()
    client.post(f"/settings/memberships/{theirs.pk}/function/", {"business_function": "X"})
    assert works_in(cast.contributor) == ""
    own = {"full_name": cast.lead.full_name, "business_function": "Delivery", "time_zone": "UTC"}
    assert signed_in(cast.lead).post("/settings/account/", own).status_code == 302
    assert works_in(cast.lead) == "Delivery"
    administrator = signed_in(cast.administrator)
    typed = {"business_function": "finance"}
    assert administrator.post(f"/settings/our-people/{cast.manager.pk}/function/", typed).status_code == 302
    assert works_in(cast.manager) == "Finance"
    administrator.post(f"/settings/our-people/{cast.lead.pk}/function/", typed)
    assert works_in(cast.lead) == "Delivery"
