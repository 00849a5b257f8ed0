"""A file of readings comes in whole or not at all, and twice changes nothing."""

from datetime import UTC, date, datetime
from decimal import Decimal
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from dashboards.importing.readings_file import read_readings
from dashboards.importing.readings_plan import plan_import
from dashboards.models import Indicator, Reading
from dashboards.verbs import dispute_reading, edit_indicator, import_readings
from partners.isolation.scope import SYSTEM, acting_as, entered
from partners.models import Partner
from partners.verb import Refused
from tests.cast import Cast

CARRIERS = Path(__file__).parents[3] / "data" / "carrier-kpis.csv"
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
HEADER = "period,partner_code,partner,kpi,unit,direction,value"
ROW = "2024-11,OO,SkyWest Airlines Inc.,Arrivals on time,percent,higher,81.5"


def file(*rows: str):
    return read_readings("\n".join([HEADER, *rows]))


def brought_in(cast: Cast, *rows: str, by=None):
    return import_readings(file(*rows), by=by or cast.cio, now=NOW)


def problems(cast: Cast, *rows: str, by=None) -> list[tuple[int, str]]:
    plan = plan_import(file(*rows), by=by or cast.cio, today=NOW.date())
    return [(problem.line, problem.sentence) for problem in plan.problems]


def test_the_real_file_comes_in_whole_and_a_second_time_changes_nothing(cast: Cast) -> None:
    carriers = read_readings(CARRIERS.read_bytes())
    with acting_as(cast.cio):
        first = import_readings(carriers, by=cast.cio, now=NOW, source=CARRIERS.name)
        assert (first.partners, first.indicators, first.added) == (21, 84, 1692)
        again = import_readings(carriers, by=cast.cio, now=NOW, source=CARRIERS.name)
        assert (again.partners, again.indicators, again.added, again.corrected) == (0, 0, 0, 0)
        assert again.unchanged == Reading.objects.count() == 1692


def test_a_new_partner_is_active_and_its_indicators_have_no_target(cast: Cast) -> None:
    with acting_as(cast.cio):
        brought_in(cast, ROW)
        partner = Partner.objects.get(code="OO")
        assert (partner.name, partner.status) == ("SkyWest Airlines Inc.", Partner.Status.ACTIVE)
        indicator = Indicator.objects.get(partner=partner)
        assert (indicator.unit, indicator.direction, indicator.target) == ("percent", "higher", None)
        assert indicator.readings.get().month == date(2024, 11, 1)


def test_one_bad_row_keeps_everything_out(cast: Cast) -> None:
    with acting_as(cast.cio):
        with pytest.raises(Refused, match=r"Nothing was imported\. Line 3: "):
            brought_in(cast, ROW, ROW.replace("2024-11", "2024-13"))
        assert not Reading.objects.exists()
        assert not Partner.objects.filter(code="OO").exists()


def test_a_partner_known_by_name_takes_the_code(cast: Cast) -> None:
    with acting_as(cast.cio):
        brought_in(cast, ROW.replace("OO,SkyWest Airlines Inc.", "ME,meridian systems"))
        cast.partner.refresh_from_db()
        assert cast.partner.code == "ME"
        assert Indicator.objects.get().partner == cast.partner


def test_a_changed_value_is_a_correction_named_in_the_preview(cast: Cast) -> None:
    with acting_as(cast.cio):
        brought_in(cast, ROW)
        plan = plan_import(file(ROW.replace("81.5", "80.25")), by=cast.cio, today=NOW.date())
        (correction,) = plan.corrections
        assert (correction.before, correction.row.value) == (Decimal("81.5"), Decimal("80.25"))
        assert brought_in(cast, ROW.replace("81.5", "80.25")).corrected == 1
        assert Reading.objects.get().value == Decimal("80.25")


def test_what_the_other_side_disputed_stays_open_to_them(cast: Cast) -> None:
    meridian = ROW.replace("OO,SkyWest Airlines Inc.", "ME,Meridian Systems")
    with acting_as(cast.cio):
        brought_in(cast, meridian)
        reading = Reading.objects.get()
    with acting_as(cast.lead):
        dispute_reading(reading, words="Our log says 80", by=cast.lead, now=NOW)
    with acting_as(cast.cio):
        brought_in(cast, meridian.replace("81.5", "80"))
        reading.refresh_from_db()
    assert reading.state == Reading.State.PROVISIONAL


def test_a_target_given_since_is_kept(cast: Cast) -> None:
    with acting_as(cast.cio):
        brought_in(cast, ROW)
        edit_indicator(Indicator.objects.get(), target=Decimal(80), by=cast.cio, now=NOW)
        brought_in(cast, ROW, ROW.replace("2024-11", "2024-10"))
        assert Indicator.objects.get().target == Decimal(80)


def test_rows_that_contradict_what_is_on_record_are_named(cast: Cast) -> None:
    with acting_as(cast.cio):
        brought_in(cast, ROW)
        (problem,) = problems(cast, ROW.replace("percent", "minutes"))
        assert problem == (2, "SkyWest Airlines Inc. measures Arrivals on time in percent, not in minutes.")
        (problem,) = problems(cast, ROW.replace("higher", "lower"))
        assert "higher is better; the file says lower" in problem[1]
        (problem,) = problems(cast, ROW, ROW.replace("OO", "XX").replace("2024-11", "2024-10"))
        assert problem == (3, "SkyWest Airlines Inc. has the code XX here and OO before.")
        (problem,) = problems(cast, ROW.replace("OO", "XX"))
        assert "has the code OO in Tandem and XX in the file" in problem[1]
        (problem,) = problems(cast, ROW.replace("2024-11", "2026-12"))
        assert problem == (2, "December 2026 has not begun.")


def test_a_manager_imports_for_their_own_partner_and_learns_of_no_other(cast: Cast) -> None:
    with entered(SYSTEM):
        Partner.objects.filter(pk=cast.partner.pk).update(code="ME")
        Partner.objects.filter(pk=cast.rival.pk).update(code="HR")
    ours = ROW.replace("OO,SkyWest Airlines Inc.", "ME,Meridian Systems")
    theirs = ROW.replace("OO,SkyWest Airlines Inc.", "HR,Halden & Roy")
    with acting_as(cast.manager):
        assert brought_in(cast, ours, by=cast.manager).added == 1
        (rivals,) = problems(cast, theirs, by=cast.manager)
        (unknown,) = problems(cast, theirs.replace("HR", "ZZ"), by=cast.manager)
        assert rivals[1].replace("HR", "ZZ") == unknown[1]


def test_planning_takes_the_same_queries_for_any_file(cast: Cast, django_assert_num_queries) -> None:
    carriers = read_readings(CARRIERS.read_bytes())
    with acting_as(cast.cio):
        import_readings(carriers, by=cast.cio, now=NOW)
        with django_assert_num_queries(3):
            plan_import(carriers, by=cast.cio, today=NOW.date())


def test_the_command_previews_and_then_imports(cast: Cast) -> None:
    said = StringIO()
    call_command("import_readings", str(CARRIERS), by=cast.cio.email, preview=True, stdout=said)
    with entered(SYSTEM):
        assert not Reading.objects.exists()
    assert "1,692 readings to add" in said.getvalue()
    call_command("import_readings", str(CARRIERS), by=cast.cio.email, stdout=said)
    with entered(SYSTEM):
        assert Reading.objects.count() == 1692


def test_the_command_names_every_bad_row(cast: Cast, tmp_path: Path) -> None:
    bad = tmp_path / "bad.csv"
    bad.write_text("\n".join([HEADER, ROW, ROW.replace("2024-11", "soon"), ROW.replace("81.5", "many")]))
    said = StringIO()
    with pytest.raises(CommandError, match="Nothing was imported"):
        call_command("import_readings", str(bad), by=cast.cio.email, stdout=StringIO(), stderr=said)
    assert "line 3:" in said.getvalue()
    assert "line 4:" in said.getvalue()
