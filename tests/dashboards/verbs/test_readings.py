"""A month has one reading; the other side may dispute it, nobody their own."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from dashboards.models import Indicator, Reading
from dashboards.verbs import accept_reading, define_indicator, dispute_reading, record_reading
from partners.isolation.scope import acting_as
from partners.models import User
from partners.verb import Refused
from tests.cast import Cast

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
OCTOBER = date(2026, 10, 1)
BOTH_WAYS = pytest.mark.parametrize("one, other", [("manager", "lead"), ("lead", "manager")])


@pytest.fixture
def indicator(cast: Cast) -> Indicator:
    with acting_as(cast.lead):
        return define_indicator(
            cast.partner, name="Close runtime", unit="hours", direction="lower", by=cast.lead, now=NOW
        )


def recorded(indicator: Indicator, by: User, value: str = "6.4", **changed) -> Reading:
    facts = {"month": OCTOBER, "value": Decimal(value), "by": by, "now": NOW}
    return record_reading(indicator, **(facts | changed))


def test_any_day_stands_for_its_month(cast: Cast, indicator: Indicator) -> None:
    with acting_as(cast.lead):
        assert recorded(indicator, cast.lead, month=date(2026, 10, 31)).month == OCTOBER


def test_a_second_reading_of_a_month_corrects_the_first(cast: Cast, indicator: Indicator) -> None:
    with acting_as(cast.lead):
        recorded(indicator, cast.lead, provisional=True)
        recorded(indicator, cast.lead, "6.2")
        reading = Reading.objects.get()
    assert (reading.value, reading.state) == (Decimal("6.2"), "accepted")


@pytest.mark.parametrize(
    "changed, field",
    [
        ({"month": date(2026, 12, 1)}, "month"),
        ({"value": Decimal("Infinity")}, "value"),
        ({"value": Decimal("1e17")}, "value"),
        ({"value": Decimal("1.23456")}, "value"),
    ],
)
def test_what_cannot_be_kept_is_refused_at_its_field(
    cast: Cast, indicator: Indicator, changed, field
) -> None:
    with acting_as(cast.lead), pytest.raises(Refused) as refusal:
        recorded(indicator, cast.lead, **changed)
    assert refusal.value.field == field


@BOTH_WAYS
def test_the_other_side_disputes_a_reading_and_accepts_its_correction(
    cast: Cast, indicator: Indicator, one: str, other: str
) -> None:
    recorder, reader = getattr(cast, one), getattr(cast, other)
    with acting_as(recorder):
        reading = recorded(indicator, recorder)
    with acting_as(reader):
        dispute_reading(reading, words="The log says 7.1", by=reader, now=NOW)
        assert reading.state == "disputed"
    with acting_as(recorder):
        with pytest.raises(Refused, match="other side disputed"):
            accept_reading(reading, by=recorder, now=NOW)
        corrected = recorded(indicator, recorder, "7.1")
        assert (corrected.state, corrected.dispute) == ("provisional", "")
    with acting_as(reader):
        accept_reading(corrected, by=reader, now=NOW)
    assert corrected.state == "accepted"


@BOTH_WAYS
def test_nobody_disputes_their_own_side_s_reading(
    cast: Cast, indicator: Indicator, one: str, other: str
) -> None:
    recorder = getattr(cast, one)
    with acting_as(recorder), pytest.raises(Refused, match="correct it instead"):
        dispute_reading(recorded(indicator, recorder), words="Hm", by=recorder, now=NOW)


def test_a_dispute_says_why(cast: Cast, indicator: Indicator) -> None:
    with acting_as(cast.lead):
        reading = recorded(indicator, cast.lead)
    with acting_as(cast.manager), pytest.raises(Refused) as refusal:
        dispute_reading(reading, words=" ", by=cast.manager, now=NOW)
    assert refusal.value.field == "words"
