"""What an indicator and a reading may be: just within each limit it is taken, just beyond it refused at its field."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django import forms

from dashboards import verbs as verbs
from dashboards.forms import MonthField, NumberField
from dashboards.models import Indicator, Reading
from governance.models import OutcomeIntent
from partners.isolation.scope import SYSTEM, acting_as, entered
from partners.verb import Refused
from tests.cast import Cast

NOW = datetime(2026, 11, 1, 9, tzinfo=UTC)


def refused_at(attempt: Any, *args: Any, **fields: Any) -> str | None:
    """The field it is refused at; None where it is taken."""
    try:
        attempt(*args, **fields)
    except Refused as refusal:
        return str(refusal.field)
    return None


def test_what_is_said_of_an_indicator_has_its_limits(cast: Cast) -> None:
    most = Decimal(10) ** 12 - Decimal("0.0001")
    with entered(SYSTEM):
        rivals = OutcomeIntent.objects.create(partner=cast.rival, statement="Theirs", target="x")
        ours = OutcomeIntent.objects.create(partner=cast.partner, statement="Ours", target="x")
    with acting_as(cast.lead):
        for number, (fields, field) in enumerate(
            (
                ({"unit": "u" * 30}, None), ({"unit": "u" * 31}, "unit"), ({"target": most}, None),
                ({"target": -most}, None), ({"target": Decimal(10) ** 12}, "target"),
                ({"target": -(Decimal(10) ** 12)}, "target"), ({"target": Decimal(5), "amber": Decimal(5)}, None),
                ({"target": Decimal(5), "amber": Decimal(4)}, None),
                ({"target": Decimal(5), "amber": Decimal(6)}, "amber"),
                ({"target": Decimal(5), "amber": Decimal(6), "direction": "lower"}, None),
                ({"target": Decimal(5), "amber": Decimal(5), "direction": "lower"}, None),
                ({"target": Decimal(5), "amber": Decimal(4), "direction": "lower"}, "amber"),
                ({"outcome": ours}, None), ({"outcome": rivals}, "outcome"),
            )
        ):  # fmt: skip
            usual = {
                "name": f"Figure {number}",
                "unit": "h",
                "direction": "higher",
                "by": cast.lead,
                "now": NOW,
            }
            assert refused_at(verbs.define_indicator, cast.partner, **{**usual, **fields}) == field, fields
        usual["name"] = "n" * 120
        assert refused_at(verbs.define_indicator, cast.partner, **usual) is None
        assert (
            refused_at(verbs.define_indicator, cast.partner, **{**usual, "name": usual["name"].upper()})
            == "name"
        )
        assert refused_at(verbs.define_indicator, cast.partner, **{**usual, "name": "n" * 121}) == "name"
        kept = list(Indicator.objects.order_by("pk").values_list("position", flat=True))
        assert kept == list(range(len(kept))), "each stands behind those there were"


def test_a_unit_stays_once_there_are_readings_and_other_words_change(cast: Cast) -> None:
    with acting_as(cast.lead):
        said = {"by": cast.lead, "now": NOW}
        figure = verbs.define_indicator(cast.partner, name="Close", unit="h", direction="lower", **said)
        verbs.edit_indicator(figure, unit="days", source=" The log ", **said)
        figure.refresh_from_db()
        assert (figure.unit, figure.source) == ("days", "The log")
        verbs.record_reading(figure, month=date(2026, 10, 31), value=Decimal(4), source="s" * 201, **said)
        assert refused_at(verbs.edit_indicator, figure, unit="h", **said) == "unit"
        assert refused_at(verbs.edit_indicator, figure, unit=" days ", name="Closing", **said) is None
        assert refused_at(verbs.edit_indicator, figure, name="closing", **said) is None, (
            "it may keep its own name"
        )
        with pytest.raises(TypeError, match="partner, retired_on cannot"):
            verbs.edit_indicator(figure, retired_on=NOW.date(), partner=cast.rival, **said)
        reading = Reading.objects.get()
        assert (reading.month, reading.source, reading.state) == (date(2026, 10, 1), "s" * 200, "accepted")


def test_a_reading_s_value_and_month_have_their_limits(cast: Cast) -> None:
    with acting_as(cast.lead):
        said = {"by": cast.lead, "now": NOW}
        figure = verbs.define_indicator(cast.partner, name="Close", unit="h", direction="lower", **said)
        for month, value, field in (
            (date(2026, 11, 30), "4", None), (date(2026, 12, 1), "4", "month"), (date(2026, 9, 1), "0.0001", None),
            (date(2026, 9, 1), "0.00001", "value"), (date(2026, 9, 1), "9999999999999999", None),
            (date(2026, 9, 1), "-9999999999999999", None), (date(2026, 9, 1), "1e16", "value"),
            (date(2026, 9, 1), "-1e16", "value"), (date(2026, 9, 1), "NaN", "value"),
        ):  # fmt: skip
            at = refused_at(verbs.record_reading, figure, month=month, value=Decimal(value), **said)
            assert at == field, (month, value)


def test_a_disputed_reading_is_settled_by_the_side_that_disputed_it(cast: Cast) -> None:
    with acting_as(cast.lead):
        said = {"by": cast.lead, "now": NOW}
        figure = verbs.define_indicator(cast.partner, name="Close", unit="h", direction="lower", **said)
        first = {"month": date(2026, 10, 1), "value": Decimal(4)}
        reading = verbs.record_reading(figure, provisional=True, **first, **said)
        assert reading.state == "provisional"
        assert refused_at(verbs.dispute_reading, reading, words="No", **said) == "None", "it is one's own"
        verbs.accept_reading(reading, **said)
    with acting_as(cast.manager):
        other = {"by": cast.manager, "now": NOW}
        for words, field in (("w" * 301, "words"), (" ", "words"), ("w" * 300, None)):
            assert refused_at(verbs.dispute_reading, reading, words=words, **other) == field
    with acting_as(cast.lead):
        assert refused_at(verbs.accept_reading, reading, **said) == "None", "the other side disputed it"
        assert refused_at(verbs.record_reading, figure, **first, **said) == "value"
        corrected = verbs.record_reading(figure, month=first["month"], value=Decimal(5), **said)
        assert (corrected.state, corrected.dispute) == ("provisional", "")
    with acting_as(cast.manager):
        assert verbs.accept_reading(corrected, **other).state == "accepted"


@pytest.mark.parametrize(
    "typed, month",
    [
        ("2026-10", date(2026, 10, 1)), ("Oct 2026", date(2026, 10, 1)), ("october 2026", date(2026, 10, 1)),
        ("10/2026", date(2026, 10, 1)), ("10.2026", date(2026, 10, 1)), ("2026/10/15", date(2026, 10, 1)),
        ("Sept. 2026", date(2026, 9, 1)), ("2026-12", date(2026, 12, 1)), ("2026-01", date(2026, 1, 1)),
        ("1900-01", date(1900, 1, 1)), ("1899-12", None), ("2200-12", date(2200, 12, 1)), ("2201-01", None),
        ("2026-13", None), ("2026-00", None), ("Oct", None), ("soon", None),
    ],
)  # fmt: skip
def test_a_month_is_read_as_people_write_it(typed: str, month: date | None) -> None:
    field = MonthField(max_length=30)
    if month is None:
        with pytest.raises(forms.ValidationError):
            field.clean(typed)
    else:
        assert field.clean(typed) == month


@pytest.mark.parametrize(
    "typed, number",
    [
        ("4,5", "4.5"),
        ("4.5", "4.5"),
        ("-4", "-4"),
        ("4,500.5", None),
        ("1,2,3", None),
        ("four", None),
        ("4.55555", None),
    ],
)
def test_a_number_is_read_with_a_point_or_a_comma(typed: str, number: str | None) -> None:
    if number is None:
        with pytest.raises(forms.ValidationError):
            NumberField().clean(typed)
    else:
        assert NumberField().clean(typed) == Decimal(number)
