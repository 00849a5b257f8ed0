"""Rows of a list that lack something are completed on the screen, and a file that was begun can be forgotten."""

import pytest
from django.test import Client
from django.utils import timezone

from dashboards.importing.drafts import keep
from dashboards.models import SheetDraft
from governance.models import ActionItem
from partners.isolation.scope import SYSTEM, acting_as, entered
from tests.cast import Cast
from tests.dashboards.views.test_tracker_import import (
    IMPORT,
    SignedIn,
    actions_here,
    agreed,
    in_days,
    pasted,
    row,
    sheet,
)

pytestmark = pytest.mark.django_db
NAMES = ("row_line", "row_title", "row_owner", "row_due")
LACKING = sheet(
    row(1),
    f"A-2\tNo owner\t\t{in_days(30)}\tWIP\t",
    "A-3\tNo date\tPriya\t\tWIP\t",
    f"A-4\t\tPriya\t{in_days(31)}\tWIP\t",
    "A-5\tVaguely\tPriya\tsoon\tWIP\t",
    f"A-6\tAn odd status\tPriya\t{in_days(9)}\thalf-baked\t",
)


def typed(*rows: tuple[int, str, object, str]) -> dict[str, list[str]]:
    """What a browser sends of the rows beside the list."""
    return {name: [str(each[at]) for each in rows] for at, name in enumerate(NAMES)}


def looked_at(cast: Cast, signed_in: SignedIn, text: str = LACKING) -> tuple[Client, str]:
    client = signed_in(cast.manager)
    address = pasted(client, text)
    is_minutes = 'name="minutes"' in client.get(address).content.decode()
    client.post(address, {"minutes": "1"} if is_minutes else agreed(client, address))
    return client, f"{address}preview/"


def test_what_rows_lack_is_typed_and_then_they_come_in(cast: Cast, signed_in: SignedIn) -> None:
    client, preview = looked_at(cast, signed_in)
    page = client.get(preview).content.decode()
    assert "4 rows can be completed here" in page
    assert [f'name="row_line" value="{line}"' in page for line in range(2, 8)] == [0, 1, 1, 1, 1, 0]
    whole = typed(
        (3, "No owner", cast.lead.pk, ""),
        (4, "No date", cast.manager.pk, "in 3 weeks"),
        (5, "It has a title now", cast.manager.pk, in_days(31)),
        (6, "Vaguely", cast.manager.pk, "soon"),
    )
    answer = client.post(preview, {**whole, "seen": "whatever was looked at"}, follow=True)
    assert actions_here() == [], "what is typed is looked at before it comes in, whatever button was pressed"
    page = answer.content.decode()
    assert ">It has a title now</textarea>" in page
    assert "“soon”" in page
    client.post(preview, {})
    assert [(each.title, each.owner) for each in actions_here()] == [
        ("Action 1", cast.manager),
        ("No owner", cast.lead),
        ("No date", cast.manager),
        ("It has a title now", cast.manager),
    ]


def test_what_was_typed_can_be_typed_anew_and_what_is_not_understood_stays_in_its_field(
    cast: Cast, signed_in: SignedIn
) -> None:
    client, preview = looked_at(cast, signed_in)
    stood = (4, "No date", cast.manager.pk)
    page = client.post(preview, typed((*stood, "whenever it suits")), follow=True).content.decode()
    assert 'value="whenever it suits"' in page
    for day in (in_days(20), in_days(21)):
        client.post(preview, typed((*stood, day)))
    client.post(preview, {})
    assert [f"{each.due_on}" for each in actions_here() if each.title == "No date"] == [in_days(21)]


def test_ticks_taken_out_stay_out_while_rows_are_completed(cast: Cast, signed_in: SignedIn) -> None:
    client, preview = looked_at(cast, signed_in)
    client.post(preview, {**typed((4, "No date", cast.manager.pk, in_days(20))), "shown": ["2"]})
    page = client.get(preview).content.decode()
    assert 'value="4" aria-label="Take line 4" checked' in " ".join(page.split())
    assert 'value="2" aria-label="Take line 2" checked' not in " ".join(page.split())


def test_a_line_of_minutes_without_a_day_is_given_one(cast: Cast, signed_in: SignedIn) -> None:
    client, preview = looked_at(
        cast,
        signed_in,
        "Minutes of today\nActions\n- Priya: send the plan by 4 December\n- Mei Chen: call the auditors",
    )
    page = client.get(preview).content.decode()
    assert "1 row can be completed here" in page
    assert f"{cast.partner.name} is asked, not told" not in page
    line = page.partition('name="row_line" value="')[2].partition('"')[0]
    said = typed((int(line), "call the auditors", cast.contributor.pk, in_days(9)))
    page = client.post(preview, said, follow=True).content.decode()
    assert f"{cast.partner.name} is asked, not told: Mei Chen for 1." in page
    client.post(preview, {})
    assert [(each.owner, each.state) for each in actions_here() if each.owner == cast.contributor] == [
        (cast.contributor, ActionItem.State.PROPOSED)
    ]


def test_nobody_can_own_a_row_who_takes_no_part(cast: Cast, signed_in: SignedIn) -> None:
    client, preview = looked_at(cast, signed_in)
    for nobody in (cast.rival_lead.pk, 0, "Priya", ""):
        client.post(preview, typed((3, "No owner", nobody, in_days(30))))
    client.post(preview, {})
    assert [each.title for each in actions_here()] == ["Action 1"]


def test_a_file_that_was_begun_is_forgotten_by_whoever_brought_it_alone(
    cast: Cast, signed_in: SignedIn
) -> None:
    with acting_as(cast.manager):
        token = keep(
            LACKING, kind="actions", filename="", by=cast.manager, now=timezone.now(), partner=cast.partner
        ).token
    forget = f"/import/drafts/{token}/removal/"
    assert "Forget the pasted rows" in signed_in(cast.manager).get(IMPORT).content.decode()
    signed_in(cast.lead).post(forget)
    with entered(SYSTEM):
        assert SheetDraft.objects.update(started_at=timezone.now()) == 1
    signed_in(cast.manager).post(forget)
    with entered(SYSTEM):
        assert SheetDraft.objects.update(finished_at=timezone.now()) == 1, "what comes in just now stays"
    answer = signed_in(cast.manager).post(forget, follow=True)
    assert "is forgotten. Nothing of it came in" in answer.content.decode()
    with entered(SYSTEM):
        assert not SheetDraft.objects.exists()
