"""What governing cost, in a sentence. Pure."""

from datetime import date

from governance.effort.spent import BUDGET, Effort


def in_words(effort: Effort, month: date) -> str:
    """ "Governing cost your side 4 h 10 of 6 h in November: 3 h in meetings, 1 h 10 at the desk."; else empty."""
    if effort.seconds < 60:
        return ""
    budget = hours(int(BUDGET.total_seconds()))
    parts = f"{hours(effort.meetings)} in meetings, {hours(effort.deeds)} at the desk"
    return f"Governing cost your side {hours(effort.seconds)} of {budget} in {month:%B}: {parts}."


def hours(seconds: int) -> str:
    """ "4 h 10", "6 h", "25 min"."""
    whole, minutes = divmod(seconds // 60, 60)
    if not whole:
        return f"{minutes} min"
    return f"{whole} h {minutes:02}" if minutes else f"{whole} h"
