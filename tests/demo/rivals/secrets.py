"""What somebody must not come to know: what is called so in a rival's partnership alone, and each side's own."""

from collections.abc import Set

from dashboards.models import Indicator
from governance.models import (
    ActionItem,
    Ask,
    BusinessOutcome,
    CapabilityBet,
    Cover,
    MandateStep,
    OutcomeIntent,
)
from partners.isolation.scope import SYSTEM, entered
from partners.models import Partner, User
from tests.demo.rivals.conftest import OUR_NOTES, OUR_TERMS, RIVALS_WORDS, THEIR_NOTES
from tests.demo.rivals.places import HALDEN, MERIDIAN, OUR_LETTERS, World

KINDS = (
    (ActionItem, "title"),
    (Ask, "title"),
    (OutcomeIntent, "statement"),
    (Cover, "words"),
    (MandateStep, "reason"),
    (CapabilityBet, "title"),
    (Indicator, "name"),
)


def said_in(slug: str) -> set[str]:
    """Everything a partnership's records are called that no other partnership's are, and who works for the partner."""
    with entered(SYSTEM):
        names = {
            text
            for model, field in KINDS
            for text in model.objects.filter(partner__slug=slug).values_list(field, flat=True)
        }
        others = {
            text
            for model, field in KINDS
            for text in model.objects.exclude(partner__slug=slug).values_list(field, flat=True)
        }
    return {name for name in names - others if name.count(" ") > 1} | _people_of(slug)


def person(world: World, letter: str) -> User:
    return world.rival if letter == "rival" else world.people[letter]


def not_for(letter: str) -> set[str]:
    """What nobody may come to know whom the letter stands for."""
    if letter == "a":
        content = (said_in(MERIDIAN) | said_in(HALDEN)) - _people_of(MERIDIAN) - _people_of(HALDEN)
        return content | {*OUR_NOTES, *THEIR_NOTES, *OUR_TERMS, *RIVALS_WORDS.values()}
    rival = MERIDIAN if letter == "rival" else HALDEN
    elsewhere = {*RIVALS_WORDS.values()}
    for_us, for_them = {*THEIR_NOTES, *elsewhere}, {*OUR_NOTES, *OUR_TERMS, *elsewhere}
    private = {
        "m": for_us, "o": for_us, "r": for_us, "l": for_them, "k": for_them,
        "rival": {*OUR_NOTES, *THEIR_NOTES, *OUR_TERMS, RIVALS_WORDS["ours"]},
    }  # fmt: skip
    of_the_house = set() if letter in OUR_LETTERS else _wanted_of(rival)
    return said_in(rival) | {name_of(rival)} | private[letter] | of_the_house


def _wanted_of(slug: str) -> set[str]:
    """What the business wants that outcomes of this partner alone serve: everybody of our house reads it, and nobody of
    another partner."""
    with entered(SYSTEM):
        served = BusinessOutcome.objects.filter(intents__partner__slug=slug)
        elsewhere = OutcomeIntent.objects.exclude(partner__slug=slug).exclude(serves=None)
        return set(served.exclude(pk__in=elsewhere.values("serves")).values_list("statement", flat=True))


def _people_of(slug: str) -> set[str]:
    """Names and addresses of a partner's people; to an administrator, who looks after people, they are no content."""
    with entered(SYSTEM):
        people = User.objects.filter(employer__slug=slug).values_list("full_name", "email")
        return {said for person in people for said in person}


def name_of(slug: str) -> str:
    with entered(SYSTEM):
        return Partner.objects.get(slug=slug).name.replace("&", "&amp;")


def leaks(text: str, secrets: Set[str]) -> list[str]:
    """The secrets that stand in a text, as they are or as a page writes them."""
    return sorted(
        secret
        for secret in secrets
        if secret in text or ("'" in secret and secret.replace("'", "&#x27;") in text)
    )
