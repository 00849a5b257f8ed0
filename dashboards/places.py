"""The pages a person may go to by name: the bar on top, the settings, and those that stand in neither."""

from collections.abc import Iterator
from typing import NamedTuple

from partners.access import Permission, can
from partners.models import Partner, User
from partners.views.settings_tabs import SETTINGS


class Place(NamedTuple):
    """A page, the name of its route, and who may open it; None: whoever is signed in."""

    label: str
    route: str
    permission: Permission | None


IN_THE_BAR = (
    Place("My desk", "desk", None),
    Place("Portfolio", "portfolio", Permission.SEE_PORTFOLIO),
    Place("Partnerships", "partnerships", Permission.SEE_PARTNERSHIP),
    Place("Tracker", "tracker", Permission.SEE_PARTNERSHIP),
    Place("Performance", "performance", Permission.SEE_PARTNERSHIP),
    Place("Reviews", "reviews", Permission.SEE_PARTNERSHIP),
)
BESIDE = (
    Place("Decisions", "decisions", Permission.SEE_PARTNERSHIP),
    Place("Ledger", "ledger", Permission.SEE_PARTNERSHIP),
    Place("Our house", "our_house", Permission.SEE_PARTNERSHIP),
    Place("Business outcomes", "business_outcomes", Permission.SEE_PARTNERSHIP),
    Place("How it is counted", "how_counted", Permission.SEE_PARTNERSHIP),
    Place("What the words mean", "glossary", None),
    Place("Import readings", "performance_import", Permission.RECORD_READINGS),
)
WITHIN = (
    Place("The partnership", "partnership", Permission.SEE_PARTNERSHIP),
    Place("Tracker", "tracker_partnership", Permission.SEE_PARTNERSHIP),
    Place("Mandate", "mandate", Permission.SEE_PARTNERSHIP),
    Place("Asks", "asks", Permission.SEE_PARTNERSHIP),
    Place("Performance", "performance_partner", Permission.SEE_PARTNERSHIP),
    Place("Reviews", "reviews_partner", Permission.SEE_PARTNERSHIP),
    Place("Decisions", "decisions_partner", Permission.SEE_PARTNERSHIP),
    Place("Ledger", "ledger_partnership", Permission.SEE_PARTNERSHIP),
    Place("Who does what", "raci", Permission.SEE_PARTNERSHIP),
    Place("Charter", "partnerships_charter", Permission.KEEP_CHARTER),
)
"""Those of one partnership."""


def open_to(user: User, places: tuple[Place, ...], partner: Partner | None = None) -> Iterator[Place]:
    """Those of the places that `user` may open, of `partner` where they are of one."""
    return (each for each in places if each.permission is None or can(user, each.permission, partner))


def settings_places() -> tuple[Place, ...]:
    """The pages of the settings, each named as one of them."""
    overview, *others = SETTINGS
    named = ((f"Settings: {label[0].lower()}{label[1:]}", route, needs) for label, route, needs in others)
    return (Place("Settings", *overview[1:]), *(Place(*each) for each in named))
