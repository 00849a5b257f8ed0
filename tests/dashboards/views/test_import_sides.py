"""Lists that say which side owes something: "we" is whoever brings them, where nothing tells otherwise."""

from collections.abc import Callable

import pytest
from django.test import Client

from partners.models import User
from tests.cast import Cast
from tests.dashboards.views.test_import_cases import preview_of, shown
from tests.dashboards.views.test_tracker_import import agreed, in_days, pasted

SignedIn = Callable[[User], Client]
SIDED = "Action,Owner,Due,Side"


@pytest.mark.parametrize(("who", "speaker"), [("manager", "theirs"), ("lead", "ours")])
def test_whose_we_it_is_is_asked_where_it_does_not_fit_its_owners(
    cast: Cast, signed_in: SignedIn, who: str, speaker: str
) -> None:
    """The same list, written by the other side than whoever brings it."""
    client = signed_in(getattr(cast, who))
    mine, yours = ("Mei Chen", "Tom Okafor") if speaker == "theirs" else ("Tom Okafor", "Mei Chen")
    text = "\n".join([SIDED, f"Send it,{mine},{in_days(9)},we", f"Read it,{yours},{in_days(9)},they"])
    address = pasted(client, text)
    asked = shown(client, address)
    assert "Whose list is it" in asked
    client.post(address, agreed(client, address))
    assert "2 rows are set aside" in shown(client, f"{address}preview/")
    client.post(address, agreed(client, address, speaker=speaker))
    assert f'value="{speaker}" checked' in shown(client, address)
    assert "2 rows will come in" in shown(client, f"{address}preview/")


def test_somebody_who_is_neither_side_is_no_answer(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in(cast.manager)
    address = pasted(client, "\n".join([SIDED, f"Send it,Mei Chen,{in_days(9)},we"]))
    client.post(address, agreed(client, address, speaker="somebody"))
    assert "1 row is set aside" in shown(client, f"{address}preview/")


@pytest.mark.parametrize(("who", "we"), [("manager", "Tom Okafor"), ("lead", "Mei Chen")])
def test_we_is_the_side_of_whoever_brings_the_list(
    cast: Cast, signed_in: SignedIn, who: str, we: str
) -> None:
    client = signed_in(getattr(cast, who))
    address = pasted(
        client, "\n".join([SIDED, f"Send it,{we},{in_days(9)},ours", f"Read it,{we},{in_days(9)},"])
    )
    assert "Whose list is it" not in shown(client, address)
    client.post(address, agreed(client, address))
    assert "2 rows will come in" in shown(client, f"{address}preview/")


def test_a_company_beside_an_owner_of_the_other_is_set_aside(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in(cast.manager)
    rows = [f"Send it,Tom Okafor,{in_days(9)},Meridian", f"Read it,Mei Chen,{in_days(9)},Meridian Systems"]
    page = shown(client, preview_of(client, "\n".join([SIDED, *rows])))
    assert "1 row will come in" in page
    assert "Its side is “Meridian”, but Tom Okafor is of the other side" in page
