"""What was sealed, in words."""

from governance.models.outcomes import Confidence, Health
from governance.slowness.words import slipped, whose
from partners.models import Side
from partners.numbers import days
from reviews.facts import ActionFacts, SlipFacts
from reviews.facts.pronouns import PronounsOfSides

_STANCES = {"agree": "agrees with the promises read back", "differ": "differs"}


def wait_words(action: ActionFacts, called: PronounsOfSides) -> str:
    """ "waits on us, 12 days"; empty where it waits on nobody."""
    wait = action.waiting if action.state == "open" else None
    if wait is None:
        return ""
    return f"waits on {called[wait.on_side].object}, {days(wait.days) if wait.days else 'since that day'}"


def slip_words(slip: SlipFacts, called: PronounsOfSides) -> str:
    """ "It comes 41 days later than first agreed: 29 ours, 12 theirs."""
    shares = whose(slip.of_each_side, {side: called[side].whose for side in Side})
    return slipped(slip.days, shares, is_over=slip.is_over)


def health_words(health: str) -> str:
    return Health(health).label


def confidence_words(confidence: str) -> str:
    return Confidence(confidence).label


def stance_words(stance: str) -> str:
    return _STANCES.get(stance, "has not said")
