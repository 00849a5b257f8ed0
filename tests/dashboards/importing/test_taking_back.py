"""An import is taken back as a whole for a week: nothing of it is left on a page or in a count."""

from datetime import date, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest

from dashboards.importing.readings_file import read_readings
from dashboards.models import ImportedRow, Indicator, Reading, SheetImport
from dashboards.verbs import (
    dispute_reading,
    edit_indicator,
    import_readings,
    import_tracker,
    take_back_import,
)
from dashboards.verbs.importing import import_tracker_piece
from governance import verbs
from governance.counting.formula import tally
from governance.ledger.facts import promises
from governance.models import ActionDate, ActionItem
from governance.sheets import TrackerRow
from governance.sheets.people_matching import Candidate
from governance.tracker.importing.plan import plan_actions
from partners.isolation.scope import SYSTEM, acting_as, entered
from partners.models import User
from partners.verb import Refused, Stale
from tests.cast import Cast
from tests.governance.scene import NOW

TODAY = NOW.date()
HEADER = "period,partner,kpi,unit,direction,value"
LATER = NOW + timedelta(days=5)


def row(line: int, owner: User, due: date, title: str = "", **fields: object) -> TrackerRow:
    usual: dict[str, object] = {
        "line": line, "key": "", "reference": "", "title": title or f"Deed {line}",
        "owner": Candidate(owner.pk, owner.full_name, owner.side.value), "owner_text": owner.full_name,
        "candidates": (), "due": due, "due_text": due.isoformat(), "status": "open", "status_text": "open",
        "partner_text": "", "note": "", "done_on": None, "problems": (),
    }  # fmt: skip
    return TrackerRow(**{**usual, **fields})  # type: ignore[arg-type]


def brought(cast: Cast, *rows: TrackerRow, by: User | None = None, **said: object) -> SheetImport:
    by = by or cast.manager
    with acting_as(by):
        found, _ = import_tracker(cast.partner, rows, by=by, now=NOW, filename="list.csv", **said)  # type: ignore[arg-type]
    assert found is not None
    return found


def taken_back(found: SheetImport, by: User, now: object = LATER) -> int:
    with acting_as(by):
        return take_back_import(found, by=by, now=now)  # type: ignore[arg-type]


def counts(cast: Cast) -> int:
    with entered(SYSTEM):
        found = tally(
            promises(cast.partner),
            TODAY - timedelta(days=400),
            TODAY + timedelta(days=90),
            TODAY + timedelta(days=90),
        )
    return sum(each.fell_due for each in found.values())


def test_what_a_list_added_never_was(cast: Cast) -> None:
    found = brought(
        cast, row(2, cast.manager, TODAY + timedelta(days=3)), row(3, cast.lead, TODAY + timedelta(days=4))
    )
    assert counts(cast) == 1
    assert taken_back(found, cast.manager) == 0
    assert counts(cast) == 0
    with entered(SYSTEM):
        assert set(ActionItem.objects.values_list("state", "never_was", "first_due_on")) == {
            ("withdrawn", True, None)
        }
        assert not ActionDate.objects.exists()


def test_the_same_list_comes_in_once_more_after_it_was_taken_back(cast: Cast) -> None:
    line = row(2, cast.manager, TODAY + timedelta(days=3), reference="A-1")
    taken_back(brought(cast, line), cast.manager)
    brought(cast, line)
    with entered(SYSTEM):
        assert ActionItem.objects.filter(never_was=False).count() == 1


@pytest.mark.parametrize("deed", ["accepted", "noted", "moved", "waited"])
def test_what_somebody_has_worked_with_stays(cast: Cast, deed: str) -> None:
    owner = cast.lead if deed == "accepted" else cast.manager
    found = brought(
        cast, row(2, owner, TODAY + timedelta(days=9)), row(3, cast.manager, TODAY + timedelta(days=9))
    )
    with entered(SYSTEM):
        item = ActionItem.objects.get(title="Deed 2")
    with acting_as(owner):
        if deed == "accepted":
            verbs.accept(item, by=owner, now=NOW)
        elif deed == "noted":
            verbs.add_note(item, text="On its way", by=owner, now=NOW)
        elif deed == "moved":
            verbs.move_date(item, due_on=TODAY + timedelta(days=12), reason="Disks", by=owner, now=NOW)
        else:
            verbs.wait_on(item, on_side="theirs", what_for="Access", by=owner, now=NOW)
    assert taken_back(found, cast.manager) == 1
    with entered(SYSTEM):
        assert set(ActionItem.objects.values_list("title", "never_was")) == {
            ("Deed 2", False),
            ("Deed 3", True),
        }


def test_what_a_list_changed_is_as_it_stood(cast: Cast) -> None:
    first = TODAY + timedelta(days=9)
    brought(
        cast, row(2, cast.manager, first, "Order the volume"), row(3, cast.manager, first, "Run the purge")
    )
    again = (
        row(2, cast.manager, first + timedelta(days=5), "Order the volume"),
        row(3, cast.teammate, first, "Run the purge"),
    )
    found = brought(cast, *again)
    assert (found.added, found.changed) == (0, 2)
    with entered(SYSTEM):
        volume, purge = ActionItem.objects.order_by("title")
        assert (volume.due_on, purge.owner) == (first + timedelta(days=5), cast.teammate)
        assert volume.dates.last().reason == "It says so in list.csv."
    assert taken_back(found, cast.manager) == 0
    with entered(SYSTEM):
        volume, purge = ActionItem.objects.order_by("title")
        assert (volume.due_on, volume.dates.count(), purge.owner) == (first, 1, cast.manager)


def test_two_lists_are_taken_back_the_newer_first(cast: Cast) -> None:
    first = TODAY + timedelta(days=9)
    older = brought(cast, row(2, cast.manager, first, "Order the volume"))
    newer = brought(cast, row(2, cast.manager, first + timedelta(days=5), "Order the volume"))
    assert taken_back(newer, cast.manager) == 0
    assert taken_back(older, cast.manager) == 0
    with entered(SYSTEM):
        assert ActionItem.objects.get().never_was


def test_a_note_of_one_s_own_side_is_work(cast: Cast) -> None:
    found = brought(cast, row(2, cast.manager, TODAY + timedelta(days=9)))
    with acting_as(cast.manager):
        verbs.note_privately(ActionItem.objects.get(), text="Ask first", by=cast.manager, now=NOW)
    assert taken_back(found, cast.manager) == 1


def test_a_list_that_is_taken_back_while_it_comes_in_stops(cast: Cast) -> None:
    rows = [row(line, cast.manager, TODAY + timedelta(days=9)) for line in (2, 3)]
    batch = uuid4()
    with acting_as(cast.manager):
        plan = plan_actions(cast.partner, rows, today=TODAY, side="ours")
        found = import_tracker_piece(cast.partner, plan, {2}, batch=batch, by=cast.manager, now=NOW)
        take_back_import(found, by=cast.manager, now=NOW)
        with pytest.raises(Refused, match="taken back while it came in"):
            import_tracker_piece(cast.partner, plan, {3}, batch=batch, by=cast.manager, now=NOW)


def test_a_row_left_out_by_hand_changes_nothing(cast: Cast) -> None:
    first = TODAY + timedelta(days=9)
    brought(cast, row(2, cast.manager, first))
    with acting_as(cast.manager):
        found, result = import_tracker(
            cast.partner,
            [row(2, cast.manager, first + timedelta(days=1))],
            left={2},
            by=cast.manager,
            now=NOW,
        )
    assert (found, result.changed) == (None, [])


def test_who_takes_it_back_and_until_when(cast: Cast) -> None:
    found = brought(cast, row(2, cast.manager, TODAY + timedelta(days=30)))
    for by, now, says in (
        (cast.lead, LATER, "The other side imported this"),
        (cast.manager, NOW + timedelta(days=7, seconds=1), "More than one week"),
    ):
        with pytest.raises(Refused, match=says):
            taken_back(found, by, now)
    taken_back(found, cast.cio, NOW + timedelta(days=7))
    with entered(SYSTEM):
        found.refresh_from_db()
    with pytest.raises(Refused, match="taken back already"):
        taken_back(found, cast.manager)


def test_another_plan_than_was_looked_at_is_not_carried_out(cast: Cast) -> None:
    with acting_as(cast.manager), pytest.raises(Stale):
        import_tracker(
            cast.partner,
            [row(2, cast.manager, TODAY + timedelta(days=9))],
            seen="another",
            by=cast.manager,
            now=NOW,
        )


def calls(month: int, value: int, partner: str = "Meridian Systems") -> str:
    return f"2026-{month:02},{partner},Calls,count,lower,{value}"


def recorded(cast: Cast, *rows: str, by: User | None = None, **said: object) -> SheetImport:
    by = by or cast.manager
    with acting_as(by):
        result = import_readings(
            read_readings("\n".join([HEADER, *rows])), by=by, now=NOW, source="f.csv", **said
        )  # type: ignore[arg-type]
    (found,) = result.imports
    return found


def test_readings_go_and_come_back_as_they_were(cast: Cast) -> None:
    first = recorded(
        cast, "2026-08,Meridian Systems,Calls,count,lower,12", "2026-09,Meridian Systems,Calls,count,lower,13"
    )
    second = recorded(
        cast, "2026-09,Meridian Systems,Calls,count,lower,31", "2026-10,Meridian Systems,Calls,count,lower,14"
    )
    assert (second.added, second.changed) == (1, 1)
    taken_back(second, cast.manager)
    with entered(SYSTEM):
        assert list(Reading.objects.values_list("month", "value")) == [
            (date(2026, 8, 1), 12),
            (date(2026, 9, 1), 13),
        ]
        assert Indicator.objects.count() == 1
    assert taken_back(first, cast.manager) == 0
    with entered(SYSTEM):
        assert not Reading.objects.exists()
        assert not Indicator.objects.exists(), "the indicator it defined goes with its readings"
        assert ImportedRow.objects.count() == 4, "what was written stays written down"


@pytest.mark.parametrize("deed", ["disputed", "given a target"])
def test_a_reading_or_an_indicator_somebody_worked_with_stays(cast: Cast, deed: str) -> None:
    found = recorded(
        cast, "2026-08,Meridian Systems,Calls,count,lower,12", "2026-09,Meridian Systems,Calls,count,lower,13"
    )
    with acting_as(cast.lead):
        if deed == "disputed":
            dispute_reading(Reading.objects.first(), words="No", by=cast.lead, now=NOW)  # type: ignore[arg-type]
        else:
            edit_indicator(Indicator.objects.get(), target=Decimal(10), by=cast.lead, now=NOW)
    assert taken_back(found, cast.manager) == (1 if deed == "disputed" else 0)
    with entered(SYSTEM):
        assert Reading.objects.count() == (1 if deed == "disputed" else 0)
        assert Indicator.objects.count() == 1


def test_one_file_of_two_partners_is_taken_back_in_both(cast: Cast) -> None:
    rows = (
        "2026-08,Meridian Systems,Calls,count,lower,12",
        f"2026-08,{cast.rival.name},Calls,count,lower,13",
    )
    with acting_as(cast.cio):
        result = import_readings(read_readings("\n".join([HEADER, *rows])), by=cast.cio, now=NOW)
    assert len(result.imports) == 2
    taken_back(result.imports[0], cast.cio)
    with entered(SYSTEM):
        assert not Reading.objects.exists()
        assert not SheetImport.objects.filter(taken_back_at=None).exists()
