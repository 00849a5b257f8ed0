"""Countries and time zones as people give them."""

import re
from zoneinfo import available_timezones

from partners.verb import Refused


def checked_country(country: str) -> str:
    """Two capitals, or nothing. Raises Refused."""
    country = country.strip().upper()
    if country and not re.fullmatch("[A-Z]{2}", country):
        raise Refused("A country is written with its two letters, such as DE or IN.", field="country")
    return country


def checked_time_zone(name: str) -> str:
    """A name of the time zone database, or nothing. Raises Refused."""
    name = name.strip()
    if name and name not in available_timezones():
        raise Refused(f"“{name}” is no known time zone. Choose one such as Europe/Berlin.", field="time_zone")
    return name
