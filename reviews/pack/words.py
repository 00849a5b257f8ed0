"""What was sealed, in words."""

from partners.numbers import days
from reviews.snapshot.facts import ActionFacts
from reviews.snapshot.voice import Voice

_HEALTH = {
    "on_track": "on track",
    "at_risk": "at risk",
    "off_track": "off track",
    "unknown": "no check-in yet",
}
_STANCES = {"agree": "agrees with the promises read back", "differ": "differs"}


def wait_words(action: ActionFacts, called: Voice) -> str:
    """ "waits on us, 12 days"; empty where it waits on nobody."""
    wait = action.waiting if action.state == "open" else None
    return f"waits on {called[wait.on_side].object}, {days(wait.days)}" if wait else ""


def health_words(health: str) -> str:
    return _HEALTH[health]


def stance_words(stance: str) -> str:
    return _STANCES.get(stance, "has not said")
