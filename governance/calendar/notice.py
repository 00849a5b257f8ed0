"""What counts as notice: the same number of working days for everybody."""

from datetime import date

from governance.calendar.working_days import working_days_between

NOTICE_WORKING_DAYS = 5


def with_notice(given_on: date, replaced: date, country: str = "") -> bool:
    """Whether a new date given on `given_on` came at least five working days before the date it replaces.

    Counted in working days of `country`, the owner's.
    """
    return working_days_between(given_on, replaced, country) >= NOTICE_WORKING_DAYS
