"""What importing readings would do, row by row: before, on and after each limit, and by each role."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from dashboards.importing.reading_rows import ReadingRow
from dashboards.importing.readings_file import ReadingsFile, read_readings
from dashboards.importing.readings_plan import ImportPlan, plan_import
from dashboards.models import Indicator, Reading
from partners.isolation.scope import SYSTEM, acting_as, entered
from partners.models import Partner, User
from tests.cast import Cast
from tests.reviews.scene import EARLIER

TODAY = date(2026, 11, 1)
OCTOBER = date(2026, 10, 1)


def row(line: int = 2, **fields: object) -> ReadingRow:
    usual = {
        "period": OCTOBER, "partner_code": "ME", "partner": "Meridian Systems", "kpi": "Close", "unit": "h",
        "direction": "lower", "value": Decimal(4),
    }  # fmt: skip
    return ReadingRow(line, **{**usual, **fields})


def plan(by: User, *rows: ReadingRow) -> ImportPlan:
    with acting_as(by):
        return plan_import(ReadingsFile(rows, ()), by=by, today=TODAY)


def problems(by: User, *rows: ReadingRow) -> list[tuple[int, str]]:
    return [(problem.line, problem.sentence) for problem in plan(by, *rows).problems]


@pytest.fixture
def coded(cast: Cast) -> Cast:
    with entered(SYSTEM):
        for partner, code in ((cast.partner, "ME"), (cast.rival, "HR")):
            Partner.objects.filter(pk=partner.pk).update(code=code)
    return cast


def test_codes_units_and_months_have_their_limits(coded: Cast) -> None:
    def new(code: str) -> ReadingRow:
        return row(partner_code=code, partner="New one")

    assert problems(coded.cio, new("x" * 20)) == []
    assert problems(coded.cio, new("x" * 21)) == [
        (2, f"The partner code “{'x' * 21}” is longer than 20 characters.")
    ]
    assert problems(coded.cio, row(unit="u" * 30)) == []
    assert problems(coded.cio, row(unit="u" * 31)) == [
        (2, f"The unit “{'u' * 31}” is longer than 30 characters.")
    ]
    assert problems(coded.cio, row(period=TODAY)) == []
    assert problems(coded.cio, row(period=date(2026, 12, 1))) == [(2, "December 2026 has not begun.")]


def test_what_is_wrong_is_said_by_its_line(coded: Cast) -> None:
    found = problems(
        coded.cio,
        row(5, period=date(2027, 1, 1)),
        row(2, kpi="Open", unit="u" * 31),
        row(3, kpi="Wait", unit="u" * 31),
    )
    assert [line for line, _ in found] == [2, 3, 5]


def test_who_may_import_for_whom(coded: Cast) -> None:
    """The first three record readings in Meridian; only the CIO adds a partner."""
    new = row(partner_code="NEW", partner="New one")
    for who, records, adds in (
        ("cio", True, True), ("manager", True, False), ("lead", True, False), ("observer", False, False),
        ("teammate", False, False),
    ):  # fmt: skip
        by = getattr(coded, who)
        assert (not problems(by, row())) is records, who
        assert (not problems(by, new)) is adds, who
    assert problems(coded.observer, row()) == [(2, "Your role in Meridian Systems does not record readings.")]
    assert "your role does not add partners" in problems(coded.administrator, new)[0][1]


def test_a_namesake_takes_the_code_and_one_with_another_code_does_not(cast: Cast) -> None:
    spaced = row(partner="  MERIDIAN   systems ")
    (planned,) = plan(cast.cio, spaced).partners
    assert (planned.partner, planned.takes_code, planned.is_new) == (cast.partner, True, False)
    with entered(SYSTEM):
        Partner.objects.filter(pk=cast.partner.pk).update(code="OTHER")
    assert problems(cast.cio, spaced) == [
        (2, "Meridian Systems has the code OTHER in Tandem and ME in the file.")
    ]
    (planned,) = plan(cast.cio, row(partner_code="OTHER", partner="Whatever")).partners
    assert (planned.name, planned.partner, planned.takes_code) == ("Meridian Systems", cast.partner, False)


def test_readings_are_new_corrected_or_unchanged(coded: Cast) -> None:
    with entered(SYSTEM):
        known = Indicator.objects.create(partner=coded.partner, name="CLOSE", unit="h", direction="lower")
        Indicator.objects.create(partner=coded.rival, name="Open", unit="h", direction="lower")
        for months, value in ((0, 4), (1, 5)):
            Reading.objects.create(
                partner=coded.partner,
                indicator=known,
                month=(OCTOBER - timedelta(days=30 * months)).replace(day=1),
                value=value,
                recorded_by=coded.lead,
                recorded_at=EARLIER,
            )
    september, august = date(2026, 9, 1), date(2026, 8, 1)
    found = plan(coded.cio, row(), row(3, period=september), row(4, period=august), row(5, kpi="Open"))
    assert found.problems == []
    assert found.unchanged == 1
    assert [(each.before, each.row.value) for each in found.corrections] == [(Decimal(5), Decimal(4))]
    assert [(of.first.kpi, of.is_new, of.indicator, each.period) for of, each in found.new] == [
        ("Close", False, known, august),
        ("Open", True, None, OCTOBER),
    ]
    assert [of.first.kpi for of in found.new_indicators] == ["Open"]
    assert found.new_partners == found.coded_partners == []
    assert not plan(coded.cio, row()).changes_something
    for changing in (row(period=august), row(period=september), row(partner_code="NEW", partner="New one")):
        assert plan(coded.cio, changing).changes_something


@pytest.mark.parametrize(
    "kept, said, refused",
    [
        ("higher", "higher", False), ("higher", "lower", True), ("lower", "higher", True), ("none", "lower", False),
        ("lower", "none", False),
    ],
)  # fmt: skip
def test_only_opposite_directions_contradict(coded: Cast, kept: str, said: str, refused: bool) -> None:
    with entered(SYSTEM):
        Indicator.objects.create(partner=coded.partner, name="Close", unit="", direction=kept)
    found = problems(coded.cio, row(unit="", direction=said))
    assert [sentence for _, sentence in found] == (
        [f"For Close of Meridian Systems, {kept} is better; the file says {said}."] if refused else []
    )
    assert problems(coded.cio, row(direction=said))[0][1] == (
        "Meridian Systems measures Close in no unit, not in h."
    )


# --- the file ---------------------------------------------------------------------------------------------------------

HEADER = "period,partner_code,partner,kpi,unit,direction,value"


def refusals(**fields: str) -> list[str]:
    usual = {
        "period": "2024-11", "partner_code": "OO", "partner": "SkyWest", "kpi": "On time", "unit": "percent",
        "direction": "higher", "value": "81.5",
    }  # fmt: skip
    text = f"{HEADER}\n{','.join({**usual, **fields}.values())}"
    return [problem.sentence for problem in read_readings(text).problems]


def test_each_cell_is_taken_at_its_limits_and_refused_beyond_them() -> None:
    for column in ("partner_code", "partner", "kpi", "unit"):
        assert refusals(**{column: "x" * 120}) == []
        assert refusals(**{column: "x" * 121}) == [f"“{'x' * 40}…” is longer than 120 characters."]
    for value, taken in (
        ("-1", True), ("9999999999999999", True), ("-9999999999999999", True), ("1e16", False), ("-1e16", False),
        ("0.0001", True), ("0.00010", True), ("0.00001", True),
    ):  # fmt: skip
        assert (refusals(unit="h", value=value) == []) is taken, value
    for period, taken in (
        ("2024-01", True), ("2024-12", True), ("2024-00", False), ("2024-13", False), ("0000-01", False),
        ("1900-01", True), ("1899-12", False), ("2200-12", True), ("2201-01", False), ("2024-1", True),
        ("24-01", False), ("2024/01", True), ("٢٠٢٤-01", True),
    ):  # fmt: skip
        assert (refusals(period=period) == []) is taken, period


@pytest.mark.parametrize(("here", "said"), [("%", "percent"), ("percent", "%"), ("Prozent", "percent")])
def test_percent_is_percent_however_it_is_called(coded: Cast, here: str, said: str) -> None:
    with entered(SYSTEM):
        Indicator.objects.create(partner=coded.partner, name="Close", unit=here, direction="lower")
    assert problems(coded.cio, row(unit=said)) == []


def test_a_partner_is_known_by_how_its_name_begins(coded: Cast) -> None:
    (planned,) = plan(coded.cio, row(partner_code="", partner="Meridian")).partners
    assert planned.partner == coded.partner
