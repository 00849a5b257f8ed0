"""What the words of a reply must not name where they are filed: things, people and partners of another partnership."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from governance.by_mail.reply_sources import BEFORE
from governance.models import Reminder, WaitingPeriod
from governance.replies import Names, names, names_foreign
from partners.isolation.scope import acting_as
from partners.models import MailLink, Membership, Partner, User


@dataclass
class _Named:
    """What is called by a name in one partnership."""

    partner: str = ""
    titles: list[str] = field(default_factory=list)
    references: list[str] = field(default_factory=list)
    people: list[str] = field(default_factory=list)
    members: list[str] = field(default_factory=list)


class Walls:
    """What a person knows of each partnership: what they may see there, and what was named to them."""

    def __init__(self, known: dict[int, _Named]) -> None:
        self._known = known

    def hold_back(self, text: str, partner: int) -> bool:
        """Whether `text` names something that those of `partner` may not see."""
        others = [named for each, named in self._known.items() if each != partner]
        if not others or not text.strip():
            return False
        here = self._known.get(partner, _Named())
        own = names(titles=here.titles, people=[*here.people, *here.members], partners=[here.partner])
        foreign: Names = names(
            titles=[title for each in others for title in each.titles],
            people=[name for each in others for name in each.people],
            partners=[each.partner for each in others],
            references=[reference for each in others for reference in each.references],
        )
        return names_foreign(text, foreign=foreign, own=own)


def walls_around(link: MailLink) -> Walls:
    """The walls for a reply to this mail. Runs within the scope SYSTEM."""
    known: dict[int, _Named] = defaultdict(_Named)
    for partner, kind, name in _things_named(link):
        getattr(known[partner], kind).append(name)
    for partner in _partners(link.person) | set(known):
        known[partner]  # it begins to be known
    _fill_in_people(known)
    return Walls(dict(known))


def _partners(person: User) -> set[int]:
    """Those the person can see, and those they could once: what they were sent may still lie in their mailbox."""
    with acting_as(person):
        visible = set(Partner.objects.visible_to(person).values_list("pk", flat=True))
    return visible | set(Membership.objects.filter(person=person).values_list("partner", flat=True))


def _things_named(link: MailLink) -> Iterator[tuple[int, str, str]]:
    lately = MailLink.objects.filter(person=link.person, issued_at__gte=link.issued_at - BEFORE).values("pk")
    named = Reminder.objects.filter(link__in=lately)
    actions = list(
        named.exclude(action=None)
        .values_list("partner", "action", "action__title", "action__reference")
        .distinct()
    )
    for partner, _, title, reference in actions:
        yield partner, "titles", title
        yield partner, "references", reference
    for partner, title in named.exclude(ask=None).values_list("partner", "ask__title").distinct():
        yield partner, "titles", title
    waits = WaitingPeriod.objects.filter(item__in=[action for _, action, _, _ in actions], ended_on=None)
    for partner, what_for in waits.values_list("partner", "what_for"):
        yield partner, "titles", what_for


def _fill_in_people(known: dict[int, _Named]) -> None:
    for partner, name in Partner.objects.filter(pk__in=known).values_list("pk", "name"):
        known[partner].partner = name
    for partner, name in User.objects.filter(employer__in=known).values_list("employer", "full_name"):
        known[partner].people.append(name)
    members = Membership.objects.current().filter(partner__in=known)
    for partner, name in members.values_list("partner", "person__full_name"):
        known[partner].members.append(name)
