"""Everything somebody holds, handed to a colleague in one step: when they leave, or are away for long."""

from dataclasses import dataclass
from datetime import datetime

from governance.actions.answering import own
from governance.actions.changing import reassign
from governance.models import ActionItem, Ask
from partners.access import Permission, require
from partners.models import Partner, User
from partners.verbs import Refused, verb


@dataclass(frozen=True)
class Held:
    """What somebody holds in a partnership: actions they still have to do, and asks they took in hand."""

    actions: list[ActionItem]
    asks: list[Ask]

    def __len__(self) -> int:
        return len(self.actions) + len(self.asks)


def held_by(person: User, partner: Partner) -> Held:
    """What `person` holds, in a lasting order. What is reported done stays theirs until the other side has looked."""
    to_do = (ActionItem.State.PROPOSED, ActionItem.State.OPEN)
    actions = ActionItem.objects.filter(partner=partner, owner=person, state__in=to_do)
    asks = Ask.objects.open().filter(partner=partner, owner=person)
    return Held(list(actions.select_related("partner").order_by("pk")), list(asks.order_by("pk")))


@verb
def hand_over_all(person: User, partner: Partner, *, to: User, by: User, now: datetime) -> Held:
    """Hands it all to a colleague on the same side; either all of it or nothing. What is past stays with `person`."""
    require(by, Permission.PROMISE, partner)
    if by.side != person.side:
        raise Refused("Each side hands over what its own people hold. Ask one of theirs.")
    if to.pk == person.pk:
        raise Refused(f"{person.full_name} holds it already. Choose somebody else.", field="to")
    held = held_by(person, partner)
    if not held:
        raise Refused(f"{person.full_name} holds nothing here any more.")
    for item in held.actions:
        reassign(item, to=to, by=by, now=now)
    for ask in held.asks:
        own(ask, owner=to, by=by, now=now)
    return held
