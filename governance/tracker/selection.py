"""Actions ticked in the tracker, to be handed over or confirmed together."""

from collections.abc import Iterable
from dataclasses import dataclass

from governance.models import ActionItem
from partners.finding import plain
from partners.models import Partner, User
from partners.untrusted_text import is_primary_key


def as_ticked(item: ActionItem) -> str:
    """What the box of an action says, "17:3" for the third version of action 17."""
    return f"{item.pk}:{item.version}"


@dataclass(frozen=True)
class Selection:
    """The actions, soonest first, and the version of each that the person saw."""

    items: list[ActionItem]
    seen: dict[int, int]

    @classmethod
    def read(cls, user: User, ticked: Iterable[str]) -> "Selection":
        """From what the boxes say. What `user` may not see, and what makes no sense, is left out."""
        ticks = [text.partition(":")[::2] for text in ticked]
        pairs = [
            (key, seen) for key, seen in ticks if is_primary_key(key) and (not seen or is_primary_key(seen))
        ]
        keys = [int(key) for key, _ in pairs]
        items = ActionItem.objects.visible_to(user).filter(pk__in=keys).select_related("partner", "owner")
        return cls(list(items), {int(key): int(seen) for key, seen in pairs if seen})

    def __len__(self) -> int:
        return len(self.items)

    @property
    def partners(self) -> list[Partner]:
        """The partnerships concerned, by name."""
        return sorted({item.partner for item in self.items}, key=lambda partner: plain(partner.name))

    @property
    def side(self) -> str:
        """The side whose promises these are: that of the first, for a promise stays with its side."""
        return self.items[0].side if self.items else ""
