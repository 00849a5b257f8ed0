"""Several things go to a colleague in one step: what was selected, or all that somebody holds who leaves."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from governance.asks.verbs.answering import own
from governance.models import ActionItem, Ask
from governance.tracker.verbs.changing import reassign
from partners.access import Permission, require
from partners.models import Partner, User
from partners.numbers import of_what
from partners.verb import Refused, Stale, verb


@dataclass(frozen=True)
class Holdings:
    """What somebody holds in a partnership: actions they still have to do, and asks they took in hand."""

    actions: list[ActionItem]
    asks: list[Ask]

    def __len__(self) -> int:
        return len(self.actions) + len(self.asks)

    @property
    def of_what(self) -> str:
        """ "3 actions, 2 asks"."""
        return of_what((len(self.actions), "action"), (len(self.asks), "ask"))


def holdings_of(person: User, partner: Partner) -> Holdings:
    """What `person` holds, in a lasting order. What is reported done stays theirs until the other side has looked."""
    to_do = (ActionItem.State.PROPOSED, ActionItem.State.OPEN)
    actions = ActionItem.objects.filter(partner=partner, owner=person, state__in=to_do)
    asks = Ask.objects.open().filter(partner=partner, owner=person)
    return Holdings(list(actions.select_related("partner").order_by("pk")), list(asks.order_by("pk")))


@verb(did="handed everything over")
def hand_over_all(person: User, partner: Partner, *, to: User, by: User, now: datetime) -> Holdings:
    """Hands it all to a colleague on the same side; either all of it or nothing. What is past stays with `person`."""
    require(by, Permission.PROMISE, partner)
    if by.side != person.side:
        raise Refused("Each side hands over what its own people hold. Ask one of theirs.")
    if to.pk == person.pk:
        raise Refused(f"{person.full_name} holds it already. Choose somebody else.", field="to")
    held = holdings_of(person, partner)
    if not held:
        raise Refused(f"{person.full_name} holds nothing here any more.")
    for item in held.actions:
        reassign(item, to=to, by=by, now=now)
    for ask in held.asks:
        own(ask, owner=to, by=by, now=now)
    return held


@verb(did="handed several over")
def reassign_all(
    items: Iterable[ActionItem], *, to: User, by: User, now: datetime, seen: Mapping[int, int] | None = None
) -> list[ActionItem]:
    """Hands the selected over to a colleague; either all of them or none. Returns them; what `to` owns already stays.

    `seen` holds the version of each, by id, that the person saw. Raises Refused with a sentence that names every
    action that stands in the way; Stale when all that does is that somebody else was quicker.
    """
    to_hand = [item for item in sorted(items, key=lambda each: each.pk) if item.owner_id != to.pk]
    if not to_hand:
        raise Refused(f"{to.full_name} owns all of this already. Choose somebody else.", field="to")
    in_the_way = []
    for item in to_hand:
        try:
            reassign(item, to=to, by=by, now=now, version=(seen or {}).get(item.pk))
        except Refused as refused:
            in_the_way.append((item, refused))
    if in_the_way:
        raise _told_together(in_the_way)
    return to_hand


def _told_together(refusals: list[tuple[ActionItem, Refused]]) -> Refused:
    """One refusal for all: each reason once, with the actions it is true of."""
    titles = defaultdict(list)
    for item, refused in refusals:
        titles[_QUICKER if isinstance(refused, Stale) else refused.sentence].append(f"“{item.title}”")
    words = " ".join(f"{_named(those)}: {sentence}" for sentence, those in titles.items())
    kind = Stale if set(titles) == {_QUICKER} else Refused
    return kind(words)


_QUICKER = "Somebody else changed this in the meantime. Look at it again, then hand it over."


def _named(titles: list[str]) -> str:
    return titles[0] if len(titles) == 1 else f"{', '.join(titles[:-1])} and {titles[-1]}"
