"""When a forum meets next: the same weekday of the month, or so many weeks on, and never on a free day."""

from datetime import date, timedelta

from governance.calendar.working_days import add_working_days
from governance.models import Forum

_WEEKS = {Forum.Cadence.WEEKLY: 1, Forum.Cadence.FORTNIGHTLY: 2}
_MONTHS = {Forum.Cadence.MONTHLY: 1, Forum.Cadence.QUARTERLY: 3}


def next_meeting(cadence: str, after: date, country: str = "") -> date:
    """The day of the meeting that follows the one on `after`; a public holiday of `country` moves it on."""
    if cadence in _WEEKS:
        planned = after + timedelta(weeks=_WEEKS[Forum.Cadence(cadence)])
    else:
        planned = _same_weekday(after, _MONTHS[Forum.Cadence(cadence)])
    return add_working_days(planned, 0, country)


def _same_weekday(day: date, months: int) -> date:
    """The second Tuesday follows the second Tuesday; a fifth one the last."""
    index = day.year * 12 + day.month - 1 + months
    first = date(index // 12, index % 12 + 1, 1)
    planned = first + timedelta(days=(day.weekday() - first.weekday()) % 7, weeks=(day.day - 1) // 7)
    return planned if planned.month == first.month else planned - timedelta(weeks=1)
