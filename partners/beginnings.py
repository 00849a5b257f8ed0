"""What people begin, declared once: where its form stands, and who may. Pages and the menu "New" ask here alike."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.http import urlencode

from partners.access import Permission, can
from partners.ended_partnerships import may_begin
from partners.models import Partner, User
from partners.models.partnerships import PartnerQuerySet


@dataclass(frozen=True)
class Beginning:
    """Something that is begun within a partnership. `slug` is its name in an address."""

    slug: str
    label: str
    about: str
    icon: str
    route: str
    permission: Permission
    kind: str = ""
    """The last part of the form's address, where one form serves several."""
    daily: bool = False
    """Most people begin it often: it stands first."""
    in_menu: bool = True
    by_query: bool = False
    """The form's address names the partnership in its query: it stands among the settings. It may be opened although
    the partnership has ended."""

    def may(self, person: User, partner: Partner) -> bool:
        """Whether `person` may begin it there now."""
        if self.by_query:
            return can(person, self.permission, partner)
        return may_begin(person, self.permission, partner)

    def may_anywhere(self, person: User) -> bool:
        """Whether there is a partnership, going on or not, in which `person` holds the permission."""
        return can(person, self.permission)

    def where(self, person: User) -> PartnerQuerySet:
        """The partnerships in which `person` may begin it."""
        found = Partner.objects.in_which(person, self.permission)
        return found if self.by_query else found.exclude(status=Partner.Status.ENDED)

    def url(self, partner: Partner) -> str:
        """Where its form stands."""
        if self.by_query:
            return f"{reverse(self.route)}?{urlencode({'partner': partner.slug})}"
        return reverse(self.route, args=[partner.slug, *filter(None, [self.kind])])

    @property
    def chooser_url(self) -> str:
        """Where one says in which partnership, first."""
        return reverse("begin", args=[self.slug])


P = Permission
ACTION = Beginning(
    "action", "Action", "one owner, one day", "check", "tracker_new", P.KEEP_PROMISES, daily=True
)
DECISION = Beginning(
    "decision", "Decision", "needed by a day", "gavel", "ask_new", P.RAISE, kind="decision", daily=True
)
IMPEDIMENT = Beginning(
    "impediment",
    "Impediment",
    "what keeps people from delivering",
    "construction",
    "ask_new",
    P.RAISE,
    kind="impediment",
    daily=True,
)
RECOMMENDATION = Beginning(
    "recommendation",
    "Recommendation",
    "what you would do in their place",
    "lightbulb",
    "ask_new",
    P.RAISE,
    kind="recommendation",
    daily=True,
)
RISK = Beginning(
    "risk", "Risk", "what may happen, and who carries it", "triangle-alert", "ask_new", P.RAISE, kind="risk"
)
OUTCOME = Beginning("outcome", "Outcome", "the result, not the how", "target", "outcome_new", P.KEEP_CHARTER)
INDICATOR = Beginning(
    "indicator",
    "Indicator",
    "what is measured every month",
    "chart-line",
    "performance_define",
    P.KEEP_CHARTER,
)
STANDING = Beginning(
    "standing", "Standing promise", "owed again and again", "refresh-cw", "standing_new", P.PROMISE
)
BET = Beginning(
    "bet", "Capability bet", "what can be learnt by a day", "scale", "mandate_bet_new", P.KEEP_CHARTER
)
MATRIX = Beginning("matrix", "RACI matrix", "who does what", "table", "raci_new", P.KEEP_CHARTER)
REVIEW = Beginning(
    "review", "Review", "its agenda builds itself", "calendar-clock", "reviews_schedule", P.PREPARE_REVIEW
)
PERSON = Beginning(
    "person", "Person", "invited to the partnership", "user-plus", "settings_invite", P.INVITE, by_query=True
)
IMPORT = Beginning(
    "import", "Import", "actions of a spreadsheet", "upload", "tracker_import", P.PROMISE, in_menu=False
)
BEGINNINGS = (
    ACTION,
    DECISION,
    IMPEDIMENT,
    RECOMMENDATION,
    RISK,
    OUTCOME,
    STANDING,
    INDICATOR,
    MATRIX,
    BET,
    REVIEW,
    PERSON,
    IMPORT,
)
BY_SLUG = {each.slug: each for each in BEGINNINGS}


def menu_of(person: User, partner: Partner | None) -> Iterator[tuple[Beginning, str]]:
    """What `person` may begin, with where: in the partnership of the page, or where none is, in one to be chosen."""
    for each in BEGINNINGS:
        if not each.in_menu:
            continue
        if partner is None and each.may_anywhere(person):
            yield each, each.chooser_url
        elif partner is not None and each.may(person, partner):
            yield each, each.url(partner)
