"""Words in what is over: sought in what was due last, and the page says since when."""

import re
from collections.abc import Callable
from datetime import timedelta
from urllib.parse import unquote

import pytest
from django.test import Client

from governance.models import ActionItem
from governance.tracker import filters
from partners.isolation.scope import SYSTEM, entered
from partners.models import Membership, Partner, User
from tests.cast import Cast
from tests.governance.scene import NOW, TODAY

In = Callable[[User], Client]
TITLES = re.compile(r"Done (?:here|there) \d\d")
NEXT = re.compile(r'hx-get="[^"]*theirs_after=([^&"]+)[^"]*side=theirs"')
WORDS = "that were due last"


@pytest.fixture(autouse=True)
def _few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(filters, "MOST_LOOKED_THROUGH", 3)


def over(partner: Partner, owner: User, days: int, title: str, state: str = "closed") -> None:
    day = TODAY - timedelta(days=days)
    with entered(SYSTEM):
        ActionItem.objects.create(
            partner=partner,
            owner=owner,
            created_by=owner,
            side=owner.side,
            title=title,
            state=state,
            first_due_on=day,
            due_on=day,
            promised_at=NOW,
            created_at=NOW,
            reported_at=NOW,
            reported_on=day,
            closed_at=NOW,
            closed_on=day,
            confirmed_by=owner,
        )


def read(client: Client, **asked: str) -> str:
    return client.get("/tracker/", {"show": "done", **asked}).content.decode()


def laid_out(cast: Cast) -> None:
    for days in (1, 2, 3):
        over(cast.partner, cast.lead, days, f"Index {days}")
    over(cast.partner, cast.lead, 4, "Zebra of the fourth")
    over(cast.partner, cast.lead, 5, "Zebra of the fifth")
    over(cast.partner, cast.contributor, 9, "Zebra of Mei")


def test_of_one_side_the_newest_are_looked_through_and_those_of_the_last_day_with_them(
    cast: Cast, signed_in: In
) -> None:
    laid_out(cast)
    page = read(signed_in(cast.manager), text="zebra")
    assert "Zebra of the fourth" in page
    assert "Zebra of the fifth" not in page
    assert WORDS in page
    assert f"since {TODAY - timedelta(days=4):%-d %B %Y}" in page


def test_where_there_are_no_more_nothing_is_said(cast: Cast, signed_in: In) -> None:
    for days in (1, 2, 3):
        over(cast.partner, cast.lead, days, f"Zebra {days}")
    page = read(signed_in(cast.manager), text="zebra")
    assert "Zebra 3" in page
    assert WORDS not in page
    assert WORDS not in read(signed_in(cast.manager))


def test_of_one_owner_it_goes_back_further(cast: Cast, signed_in: In) -> None:
    laid_out(cast)
    page = read(signed_in(cast.manager), text="zebra", owner=str(cast.contributor.pk))
    assert "Zebra of Mei" in page
    assert WORDS not in page


def test_where_nothing_fits_it_says_in_how_much_it_was_sought(cast: Cast, signed_in: In) -> None:
    laid_out(cast)
    assert WORDS in read(signed_in(cast.manager), text="giraffe")


def test_what_is_withdrawn_is_bounded_alike_and_what_is_open_is_not(cast: Cast, signed_in: In) -> None:
    for days in range(1, 6):
        over(cast.partner, cast.lead, days, f"Zebra gone {days}", "withdrawn")
        with entered(SYSTEM):
            ActionItem.objects.create(
                partner=cast.partner,
                owner=cast.lead,
                created_by=cast.lead,
                side="theirs",
                title=f"Zebra open {days}",
                state="open",
                first_due_on=TODAY,
                due_on=TODAY,
                promised_at=NOW,
                created_at=NOW,
            )
    gone = read(signed_in(cast.manager), text="zebra", show="withdrawn")
    assert ("Zebra gone 4" in gone, "Zebra gone 5" in gone) == (True, False)
    assert "Zebra open 5" in read(signed_in(cast.manager), text="zebra", show="open")


def test_whoever_sees_some_of_many_partnerships_reads_the_same_pages(cast: Cast, signed_in: In) -> None:
    """They are read since a day that is asked for beforehand; whoever sees all reads them straight away."""
    with entered(SYSTEM):
        Membership.objects.create(
            partner=cast.rival, person=cast.manager, role="relationship_manager", since=TODAY
        )
    for days in range(45):
        over(cast.partner, cast.lead, days, f"Done there {days:02}")
        over(cast.rival, cast.rival_lead, days // 9 * 9, f"Done here {days:02}")
    pages = {}
    for reader in (cast.manager, cast.cio):
        client, after, pages[reader] = signed_in(reader), "", list[list[str]]()
        for _ in range(4):
            page = read(client, theirs_after=after)
            pages[reader].append(TITLES.findall(page))
            after = unquote("".join(NEXT.findall(page)))
    assert pages[cast.manager] == pages[cast.cio]
    assert [len(page) for page in pages[cast.cio]] == [25, 25, 25, 15]
    assert len({title for page in pages[cast.cio] for title in page}) == 90
