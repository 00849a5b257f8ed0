"""A long file comes in, and is taken back, behind the page: in whole pieces, once, and on from where it stands."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from dashboards import long_imports
from dashboards.importing.records import AT_ONCE, PIECE
from dashboards.long_imports import bring_in_sheets, take_back_imports
from dashboards.models import Indicator, Reading, SheetDraft, SheetImport
from dashboards.verbs import import_tracker, taking_back
from governance import verbs
from governance.models import ActionItem
from partners import background
from partners.isolation.scope import SYSTEM, acting_as, entered
from partners.models import User
from partners.verb import Refused
from tests.cast import Cast
from tests.dashboards.importing.test_taking_back import NOW, TODAY, brought, calls, recorded, row, taken_back
from tests.dashboards.views.test_import_screen import IMPORT, ticked

SignedIn = Callable[[User], Client]
DUE = TODAY + timedelta(days=9)
FULL = "period,partner,kpi,unit,direction,value"


@pytest.fixture(autouse=True)
def small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two rows a piece and a turn; four come in or go at once."""
    for kind in ("actions", "readings"):
        monkeypatch.setitem(AT_ONCE, kind, 4)
        monkeypatch.setitem(PIECE, kind, 2)
    monkeypatch.setattr(long_imports, "PIECES_AT_ONCE", 1)


def alive() -> int:
    with entered(SYSTEM):
        return ActionItem.objects.filter(never_was=False).count() + Reading.objects.count()


def a_list(cast: Cast, kind: str, rows: int = 5) -> SheetImport:
    if kind == "actions":
        return brought(cast, *(row(line, cast.manager, DUE) for line in range(2, 2 + rows)))
    return recorded(cast, *(calls(month, 10 + month) for month in range(1, 1 + rows)))


def now_of(found: SheetImport) -> SheetImport:
    with entered(SYSTEM):
        return SheetImport.objects.select_related("back_asked_by", "taken_back_by").get(pk=found.pk)


@pytest.mark.parametrize("kind", ["actions", "readings"])
@pytest.mark.parametrize(("rows", "at_once"), [(4, True), (5, False)])
def test_a_long_import_goes_back_piece_by_piece(cast: Cast, kind: str, rows: int, at_once: bool) -> None:
    found = a_list(cast, kind, rows)
    taken_back(found, cast.manager)
    assert (now_of(found).taken_back_at is not None) is at_once
    left = []
    for _ in range(3):
        left.append(alive())
        take_back_imports()
    assert left == ([0, 0, 0] if at_once else [5, 3, 1]), "whole pieces, each of them once"
    over = now_of(found)
    assert (alive(), over.taken_back_by, over.back_done, over.stayed) == (0, cast.manager, rows, 0)
    with entered(SYSTEM):
        assert not Indicator.objects.exists(), "what a file of readings defined goes with the last of them"


def test_whoever_asks_twice_takes_it_back_once(cast: Cast) -> None:
    found = a_list(cast, "actions")
    taken_back(found, cast.manager)
    take_back_imports()
    with pytest.raises(Refused, match="being taken back already"):
        taken_back(found, cast.cio)
    assert alive() == 3
    assert now_of(found).back_asked_by == cast.manager


def test_what_somebody_changes_in_the_meantime_stays_and_is_counted(cast: Cast) -> None:
    found = a_list(cast, "actions")
    taken_back(found, cast.manager)
    take_back_imports()
    with acting_as(cast.manager):
        last = ActionItem.objects.latest("pk")
        verbs.add_note(last, text="On its way", by=cast.manager, now=NOW)
    take_back_imports()
    take_back_imports()
    with entered(SYSTEM):
        assert ActionItem.objects.get(never_was=False) == last
    assert now_of(found).stayed == 1


def test_nothing_comes_in_while_something_goes(cast: Cast) -> None:
    found = a_list(cast, "actions")
    taken_back(found, cast.manager)
    says = "“list.csv” is being taken back in Meridian Systems just now"
    with acting_as(cast.manager), pytest.raises(Refused, match=says):
        import_tracker(cast.partner, [row(2, cast.manager, DUE)], by=cast.manager, now=NOW)
    with pytest.raises(Refused, match=says):
        recorded(cast, calls(8, 12))
    for _ in range(3):
        take_back_imports()
    brought(cast, row(2, cast.manager, DUE))
    assert alive() == 1


def test_what_stops_says_where_it_stands_and_goes_on(
    cast: Cast, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = a_list(cast, "actions")
    taken_back(found, cast.manager)
    client = signed_in(cast.manager)
    take_back_imports()
    page = " ".join(client.get(found.get_absolute_url()).content.decode().split())
    assert '<b class="big-number">2</b> of 5 rows are taken back.' in page
    assert 'hx-trigger="every 2s"' in page
    with monkeypatch.context() as broken:
        broken.setattr(taking_back, "take_back_actions", lambda *_, **__: 1 / 0)
        take_back_imports()
    take_back_imports()
    assert (alive(), now_of(found).back_done) == (3, 2), (
        "what stopped is left alone until somebody asks again"
    )
    page = " ".join(client.get(found.get_absolute_url()).content.decode().split())
    assert "2 of 5 rows are taken back. Then it stopped: Something went wrong within Tandem." in page
    assert "every 2s" not in page
    assert taken_back(found, cast.cio, NOW + timedelta(days=8)) == 0, "also when the week is over"
    assert alive() == 0
    assert now_of(found).taken_back_by == cast.cio


def test_a_worker_that_is_asked_to_end_begins_nothing(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    found = a_list(cast, "actions")
    taken_back(found, cast.manager)
    monkeypatch.setattr(background, "_ending", b"\1")
    take_back_imports()
    assert alive() == 5


def test_the_rights_of_whoever_asked_are_asked_for_each_piece(cast: Cast) -> None:
    found = a_list(cast, "actions")
    taken_back(found, cast.manager)
    with entered(SYSTEM):
        cast.manager.memberships.update(until=timezone.localdate() - timedelta(days=1))
    take_back_imports()
    assert alive() == 5
    assert now_of(found).back_refusal


def test_a_long_file_of_readings_comes_in_behind_the_page(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in(cast.cio)
    rows = [calls(month, 10 + month) for month in range(1, 5)]
    rows += [calls(month, 20 + month, "Brandt AG") for month in (1, 2)]
    describe = client.post(IMPORT, {"pasted": "\n".join([FULL, *rows])})["Location"]
    client.get(describe)
    preview = f"{describe}preview/"
    answer = client.post(preview, {**ticked(client, preview), "shown": ["3"]})
    assert answer["Location"] == preview
    assert alive() == 0, "nothing is waited for"
    counts = []
    for _ in range(3):
        page = " ".join(client.get(preview).content.decode().split())
        assert f'<b class="big-number">{len(counts) * 2}</b> of 5 readings are in.' in page
        bring_in_sheets()
        counts.append(alive())
    assert counts == [2, 4, 5]
    assert "Imported: 5 readings added or corrected." in client.get(preview, follow=True).content.decode()
    with entered(SYSTEM):
        assert not SheetDraft.objects.exists()
        assert not Reading.objects.filter(month__month=2, indicator__partner=cast.partner).exists(), (
            "left out"
        )
        ours = SheetImport.objects.get(partner=cast.partner)
        assert list(SheetImport.objects.order_by("pk").values_list("added", flat=True)) == [3, 2]
    with acting_as(cast.cio):
        taking_back.take_back_import(ours, by=cast.cio, now=timezone.now())
    for _ in range(6):
        take_back_imports()
    assert alive() == 0, "in both partnerships"


def test_a_file_taken_back_while_it_comes_in_stops(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in(cast.manager)
    rows = [calls(month, 10 + month) for month in range(1, 7)]
    describe = client.post(IMPORT, {"pasted": "\n".join([FULL, *rows])})["Location"]
    client.get(describe)
    preview = f"{describe}preview/"
    client.post(preview, ticked(client, preview))
    bring_in_sheets()
    with entered(SYSTEM):
        found = SheetImport.objects.get()
    with acting_as(cast.manager):
        taking_back.take_back_import(found, by=cast.manager, now=timezone.now())
    bring_in_sheets()
    assert alive() == 0
    assert (
        "It was taken back while it came in, so the rest stays out." in client.get(preview).content.decode()
    )


def test_what_changed_since_it_was_looked_at_does_not_begin(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in(cast.manager)
    text = "\n".join([FULL, *(calls(month, 10 + month) for month in range(1, 7))])
    describe = client.post(IMPORT, {"pasted": text})["Location"]
    client.get(describe)
    preview = f"{describe}preview/"
    looked_at = ticked(client, preview)
    recorded(cast, calls(1, 99))
    assert "Something changed since you looked" in client.post(preview, looked_at).content.decode()
    bring_in_sheets()
    assert alive() == 1


def test_only_what_somebody_asked_to_be_taken_back_goes_back(cast: Cast) -> None:
    asked, stays = a_list(cast, "actions", 5), a_list(cast, "readings", 5)
    taken_back(asked, cast.manager)
    for _ in range(3):
        take_back_imports()
    assert (now_of(asked).back_done, now_of(stays).back_done, now_of(stays).taken_back_at) == (5, 0, None)
    assert alive() == 5
