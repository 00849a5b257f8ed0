"""What a mail named, by the numbers it gave them: the things a reply to it can speak of."""

from collections.abc import Sequence
from dataclasses import dataclass

from governance.models import ActionItem, Ask, Reminder
from partners.isolation.scope import acting_as
from partners.models import MailLink, User


@dataclass(frozen=True)
class NumberedThing:
    """An action or an ask under its number in the mail; `row` is None where its reader has lost sight of it since."""

    number: int
    row: ActionItem | Ask | None

    @property
    def title(self) -> str:
        return self.row.title if self.row else "something you no longer take part in"


def things_of(link: MailLink) -> list[NumberedThing]:
    """All of them, in the order of the mail. Runs within the scope SYSTEM.

    Numbers are given before anything is left out: what is hidden from the person since must not shift the others.
    """
    keys = list(Reminder.objects.filter(link=link).order_by("id").values_list("action_id", "ask_id"))
    with acting_as(link.person):
        rows = _seen_by(link.person, keys)
    return [NumberedThing(number, rows.get(key)) for number, key in enumerate(keys, 1)]


def _seen_by(
    person: User, keys: Sequence[tuple[int | None, int | None]]
) -> dict[tuple[int | None, int | None], ActionItem | Ask]:
    actions = ActionItem.objects.visible_to(person).filter(pk__in=[action for action, _ in keys if action])
    asks = Ask.objects.visible_to(person).filter(pk__in=[ask for _, ask in keys if ask])
    return {
        **{(item.pk, None): item for item in actions.select_related("partner", "owner")},
        **{(None, ask.pk): ask for ask in asks.select_related("partner", "owner")},
    }
