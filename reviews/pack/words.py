"""The states of what was sealed, in shape and word."""

from partners.numbers import days
from reviews.snapshot.facts import ActionFacts, AskFacts
from reviews.snapshot.voice import Voice

_ASKS = {
    "pending": ("warn", "pending"),
    "made": ("good", "decided"),
    "superseded": ("none", "superseded"),
    "raised": ("warn", "raised"),
    "owned": ("warn", "in hand"),
    "cleared": ("good", "cleared"),
    "lived_with": ("none", "lived with"),
    "backed": ("warn", "backed"),
    "in_place": ("good", "in place"),
    "not_now": ("none", "not now"),
}
_HEALTH = {
    "on_track": "on track",
    "at_risk": "at risk",
    "off_track": "off track",
    "unknown": "no check-in yet",
}
_STANCES = {"agree": "agrees with the promises read back", "differ": "differs"}


def state_of_action(action: ActionFacts, called: Voice) -> tuple[str, str]:
    """State and word; what it waits for outweighs that it is late, for then the delay is not its owner's."""
    if action.state == "closed":
        return "good", "done and confirmed"
    if action.state == "withdrawn":
        return "none", "withdrawn"
    if action.state == "reported":
        return "good", "reported done"
    if action.waiting:
        return "warn", f"waits on {called[action.waiting.on_side].object}, {days(action.waiting.days)}"
    if action.days_late:
        return "bad", f"{days(action.days_late)} late"
    return ("none", "proposed") if action.state == "proposed" else ("none", "open")


def state_of_ask(ask: AskFacts) -> tuple[str, str]:
    if ask.open and ask.days_late:
        return "bad", f"{days(ask.days_late)} late"
    return _ASKS[ask.state]


def health_words(health: str) -> str:
    return _HEALTH[health]


def stance_words(stance: str) -> str:
    return _STANCES.get(stance, "has not said")
