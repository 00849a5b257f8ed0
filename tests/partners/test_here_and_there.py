"""Somebody who leads in one partnership and looks on in another, and lists of partnerships that stand by name."""

from collections.abc import Callable
from datetime import date, datetime

import pytest
from django.db import connection
from django.test import Client

from governance import verbs
from partners.access import Role
from partners.beginnings import BEGINNINGS
from partners.isolation.scope import SYSTEM, acting_as, entered
from partners.models import AuditEvent, Membership, Partner, User
from tests.cast import Cast
from tests.governance.scene import in_days
from tests.reading import lines_of

In = Callable[[User], Client]
HISTORY = "/settings/history/"


@pytest.fixture
def looks_on(cast: Cast, now: datetime) -> User:
    """The manager of Meridian, who looks on at Halden, where something was promised meanwhile."""
    with entered(SYSTEM):
        part = {"role": Role.OBSERVER, "since": date(2026, 1, 1)}
        Membership.objects.create(partner=cast.rival, person=cast.manager, **part)
    for partner, person in ((cast.partner, cast.manager), (cast.rival, cast.rival_lead)):
        with acting_as(person):
            title = f"Promised with {partner.name}"
            verbs.promise(partner, title=title, owner=person, due_on=in_days(9), by=person, now=now)
    connection.check_constraints()
    return User.objects.get(pk=cast.manager.pk)


def test_the_history_is_of_the_partnerships_in_which_one_may_read_it(
    cast: Cast, signed_in: In, looks_on: User
) -> None:
    client = signed_in(looks_on)
    page = client.get(HISTORY, {"itself": "on"}).content.decode()
    assert "Promised with Meridian Systems" in page
    assert "Halden &amp; Roy" not in page
    with entered(SYSTEM):
        theirs = (
            AuditEvent.objects.filter(verb="promise", partner_id=cast.rival.pk).latest("sequence").sequence
        )
    assert client.get(f"{HISTORY}{theirs}/").status_code == 404


@pytest.mark.parametrize("beginning", BEGINNINGS, ids=lambda each: each.slug)
def test_something_begins_where_one_may_begin_it(signed_in: In, looks_on: User, beginning: object) -> None:
    answer = signed_in(looks_on).get(beginning.chooser_url)  # type: ignore[attr-defined]
    assert answer.status_code == 302
    assert "meridian" in answer.headers["Location"]


def test_people_and_readings_are_of_the_partnerships_one_leads(signed_in: In, looks_on: User) -> None:
    client = signed_in(looks_on)
    assert client.get("/settings/people/?partner=meridian").status_code == 200
    assert client.get("/settings/people/?partner=halden").status_code == 404
    assert "Halden" not in client.get("/settings/people/").content.decode()
    assert "Halden" not in client.get("/settings/people/invitations/").content.decode()
    brought = client.post("/import/readings/", {"pasted": "Month,KPI,Value\n2026-09,Calls,7\n"})
    described = client.get(brought["Location"]).content.decode()
    assert "Meridian Systems" in described
    assert "Halden" not in described


@pytest.mark.parametrize(
    "address",
    ["/new/action/", "/new/person/", "/new/review/", "/partnerships/", "/portfolio/", "/reviews/",
     "/settings/people/"],
)  # fmt: skip
def test_partnerships_stand_by_name_and_not_as_they_came(cast: Cast, signed_in: In, address: str) -> None:
    names = ["alder Works", "Ålesund Data", "Beta & Sons", "Halden & Roy", "Meridian Systems"]
    with entered(SYSTEM):
        for name in ("Beta & Sons", "Ålesund Data", "alder Works"):
            Partner.objects.create(name=name, slug=name.split()[0].lower().replace("å", "a"), status="active")
    said = " ".join(lines_of(signed_in(cast.cio).get(address).content.decode()))
    assert sorted(names, key=said.index) == names
