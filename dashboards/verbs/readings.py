from datetime import date, datetime
from decimal import Decimal

from dashboards.importing.readings_file import LARGEST_VALUE, MOST_DECIMALS
from dashboards.models import Indicator, Reading
from dashboards.verbs.locking import lock
from governance.local_day import day_of
from governance.wording import in_words
from partners.access import Permission, require
from partners.ended_partnerships import require_before_the_end
from partners.models import User
from partners.verb import Refused, verb


@verb(did="recorded a reading")
def record_reading(
    indicator: Indicator,
    *,
    month: date,
    value: Decimal,
    by: User,
    now: datetime,
    source: str = "",
    provisional: bool = False,
) -> Reading:
    """Records what was measured in a month; any day stands for its month. An earlier reading of it is corrected.

    A disputed value that is corrected is provisional until the side that disputed it accepts it.
    """
    require(by, Permission.RECORD_READINGS, indicator.partner)
    month = month.replace(day=1)
    if month > day_of(by, now):
        raise Refused(f"{month:%B %Y} has not begun: record it when it is over.", field="month")
    value = _checked(value)
    reading = Reading.objects.select_for_update().filter(indicator=indicator, month=month).first()
    if reading is None:
        require_before_the_end(indicator.partner, month)
        reading = Reading(partner_id=indicator.partner_id, indicator=indicator, month=month)
        settled = not provisional
    elif reading.state == Reading.State.DISPUTED and reading.value == value:
        raise Refused(
            f"{month:%B %Y} is disputed at this very value: accept it, or correct it.", field="value"
        )
    else:
        settled = not provisional and reading.state != Reading.State.DISPUTED
    reading.value, reading.dispute, reading.source = value, "", source.strip()[:200]
    reading.state = Reading.State.ACCEPTED if settled else Reading.State.PROVISIONAL
    reading.recorded_by, reading.recorded_at = by, now
    reading.save()
    return reading


@verb(did="accepted a reading")
def accept_reading(reading: Reading, *, by: User, now: datetime) -> Reading:
    """Makes a provisional or disputed reading stand. A disputed one only the side that disputed it can accept."""
    require(by, Permission.RECORD_READINGS, reading.partner)
    lock(reading, "recorded_by")
    if reading.state == Reading.State.DISPUTED and reading.recorded_by.side is by.side:
        raise Refused("The other side disputed this reading: correct it, or ask them to accept it.")
    reading.state, reading.dispute = Reading.State.ACCEPTED, ""
    reading.save(update_fields=["state", "dispute"])
    return reading


@verb(did="disputed a reading")
def dispute_reading(reading: Reading, *, words: str, by: User, now: datetime) -> Reading:
    """Says that a reading of the other side is wrong, and why. It stays in the charts, marked."""
    require(by, Permission.RECORD_READINGS, reading.partner)
    lock(reading, "recorded_by")
    said = in_words(words, field="words", missing="Say what is wrong with the reading.", limit=300)
    if reading.recorded_by.side is by.side:
        raise Refused("Your side recorded this reading: correct it instead.")
    reading.state, reading.dispute = Reading.State.DISPUTED, said
    reading.save(update_fields=["state", "dispute"])
    return reading


def _checked(value: Decimal) -> Decimal:
    value = Decimal(value)
    if not value.is_finite() or abs(value) >= LARGEST_VALUE:
        raise Refused("Give a number that can be stored, such as 99.97.", field="value")
    if value != round(value, MOST_DECIMALS):
        raise Refused(f"Round the value to {MOST_DECIMALS} decimals.", field="value")
    return value
