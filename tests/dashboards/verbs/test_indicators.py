"""Indicators are defined once, and say clearly when they cannot be."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from dashboards.verbs import define_indicator, edit_indicator, record_reading, retire_indicator
from partners.isolation.scope import acting_as
from partners.verb import Refused
from tests.cast import Cast

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


def availability(cast: Cast, **changed):
    facts = {"name": "Availability", "unit": "percent", "direction": "higher", "target": Decimal("99.95")}
    return define_indicator(cast.partner, **({"by": cast.lead, "now": NOW} | facts | changed))


def test_either_side_defines_an_indicator(cast: Cast) -> None:
    for number, person in enumerate((cast.manager, cast.lead)):
        with acting_as(person):
            assert availability(cast, name=f"Indicator {number}", by=person).position == number


def test_a_contributor_defines_none(cast: Cast) -> None:
    with acting_as(cast.contributor), pytest.raises(PermissionDenied):
        availability(cast, by=cast.contributor)


@pytest.mark.parametrize(
    "changed, field",
    [
        ({"name": "  "}, "name"),
        ({"direction": "sideways"}, "direction"),
        ({"direction": "none"}, "direction"),
        ({"amber": Decimal("99.99")}, "amber"),
        ({"direction": "lower", "amber": Decimal("99.9")}, "amber"),
        ({"target": Decimal("NaN")}, "target"),
        ({"target": None, "amber": Decimal(1)}, "target"),
        ({"kind": "guess"}, "kind"),
        ({"unit": "u" * 31}, "unit"),
    ],
)
def test_what_makes_no_sense_is_refused_at_its_field(cast: Cast, changed, field) -> None:
    with acting_as(cast.lead), pytest.raises(Refused) as refusal:
        availability(cast, **changed)
    assert refusal.value.field == field


def test_a_name_is_taken_once_in_a_partnership(cast: Cast) -> None:
    with acting_as(cast.lead):
        availability(cast)
        with pytest.raises(Refused, match="already an indicator"):
            availability(cast, name="availability ")


def test_a_target_can_be_given_later(cast: Cast) -> None:
    with acting_as(cast.lead):
        indicator = availability(cast, target=None)
        edit_indicator(indicator, target=Decimal("99.5"), amber=Decimal(99), by=cast.lead, now=NOW)
        indicator.refresh_from_db()
    assert (indicator.target, indicator.amber) == (Decimal("99.5"), Decimal(99))


def test_the_unit_of_recorded_readings_stays(cast: Cast) -> None:
    with acting_as(cast.lead):
        indicator = availability(cast)
        record_reading(indicator, month=NOW.date(), value=Decimal("99.9"), by=cast.lead, now=NOW)
        with pytest.raises(Refused, match="readings in percent"):
            edit_indicator(indicator, unit="hours", by=cast.lead, now=NOW)


def test_a_retired_indicator_keeps_its_readings(cast: Cast) -> None:
    with acting_as(cast.lead):
        indicator = availability(cast)
        record_reading(indicator, month=NOW.date(), value=Decimal("99.9"), by=cast.lead, now=NOW)
        retire_indicator(indicator, by=cast.lead, now=NOW)
        assert indicator.retired_on == NOW.date()
        assert indicator.readings.count() == 1
