"""The charter on one page: what both sides agree to, who they are in pairs, and whose yes it has."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from governance.charter.words import MOST_OUTCOMES, MOST_STANDING, CharterWords, Intent, charter_words
from governance.models import CharterAgreement
from governance.reminders.ladder import BETWEEN_RUNGS, TOLD_AFTER
from partners.access import Permission, Role, can
from partners.finding import in_order
from partners.models import Membership, Partner, Side, User

_PAIRS = (
    ("sponsors", (Role.EXECUTIVE_SPONSOR,)),
    ("day to day", (Role.RELATIONSHIP_MANAGER, Role.PARTNER_LEAD)),
)


@dataclass(frozen=True)
class Pair:
    """Who answers for the same on either side."""

    what: str
    ours: list[User]
    theirs: list[User]


@dataclass(frozen=True)
class Yes:
    """Whether one side has agreed to the words as they stand, and else what it agreed to before."""

    side: Side
    name: str
    agreed: CharterAgreement | None
    before: CharterAgreement | None


@dataclass(frozen=True)
class Owed:
    """What one side promises again and again: as much as fits, and how much more there is."""

    side: str
    name: str
    said: tuple[str, ...]
    more: int


@dataclass(frozen=True)
class CharterPage:
    partner: Partner
    reader: User
    today: date

    told_after = TOLD_AFTER
    between_rungs = BETWEEN_RUNGS

    @cached_property
    def words(self) -> CharterWords:
        return charter_words(self.partner, self.reader)

    @property
    def outcomes(self) -> tuple[Intent, ...]:
        return self.words.outcomes[:MOST_OUTCOMES]

    @property
    def more_outcomes(self) -> int:
        return len(self.words.outcomes) - len(self.outcomes)

    @property
    def free(self) -> list[Intent]:
        """Where the partner decides how."""
        return [each for each in self.outcomes if each.free_hand_until or each.limits]

    @property
    def pairs(self) -> list[Pair]:
        rows = Membership.objects.current().visible_to(self.reader).filter(partner=self.partner)
        members = list(rows.select_related("person").order_by(in_order("person__full_name"), "pk"))
        found = (
            Pair(what, _of(members, roles, Side.OURS), _of(members, roles, Side.THEIRS))
            for what, roles in _PAIRS
        )
        return [pair for pair in found if pair.ours or pair.theirs]

    @property
    def standing(self) -> list[Owed]:
        names, said = self.partner.side_names, self.words.standing
        return [
            Owed(side, names[side], said[side][:MOST_STANDING], max(0, len(said[side]) - MOST_STANDING))
            for side in Side.values
        ]

    @cached_property
    def yeses(self) -> list[Yes]:
        rows = (
            CharterAgreement.objects.visible_to(self.reader).filter(partner=self.partner).select_related("by")
        )
        given = list(rows.order_by("pk"))
        return [self._yes(side, [each for each in given if each.side == side]) for side in Side]

    def _yes(self, side: Side, given: list[CharterAgreement]) -> Yes:
        agreed = next((each for each in given if each.sha256 == self.words.sha256), None)
        return Yes(side, self.partner.side_names[side], agreed, given[-1] if given and not agreed else None)

    @property
    def is_agreed(self) -> bool:
        return all(each.agreed for each in self.yeses)

    @property
    def may_agree(self) -> bool:
        mine = next(each for each in self.yeses if each.side == self.reader.side)
        return not mine.agreed and can(self.reader, Permission.SPEAK_FOR_SIDE, self.partner)


def _of(members: list[Membership], roles: tuple[Role, ...], side: Side) -> list[User]:
    return [member.person for member in members if member.role in roles and member.person.side is side]
