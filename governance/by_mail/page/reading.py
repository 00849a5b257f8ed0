"""The things a mail names, read for the person its link stands for."""

from datetime import date, datetime

from governance.by_mail.page.action import NamedAction
from governance.by_mail.page.ask import NamedAsk
from governance.by_mail.page.thing import NamedThing
from governance.local_day import day_of
from governance.models import ActionItem, Ask, Reminder
from partners.isolation.scope import SYSTEM, entered
from partners.models import MailLink, User

_OF_AN_ACTION = ("partner", "owner", "created_by", "confirmed_by", "outcome", "ask")
_OF_AN_ASK = ("partner", "owner", "raised_by", "answered_by", "outcome")


def things_of(link: MailLink, now: datetime) -> list[NamedThing]:
    """All of them, in the order of the mail. Runs in the person's scope; of partnerships they left nothing is read."""
    reader, today = link.person, day_of(link.person, now)
    with entered(SYSTEM):  # that there was something stays known, when its partnership is out of reach
        reminders = list(Reminder.objects.filter(link=link).select_related("person", "partner"))
    actions, asks = _actions(reminders, reader), _asks(reminders, reader)
    return [_thing(reminder, reader, today, actions, asks) for reminder in reminders]


def _thing(
    reminder: Reminder, reader: User, today: date, actions: dict[int, ActionItem], asks: dict[int, Ask]
) -> NamedThing:
    if item := actions.get(reminder.action_id or 0):
        return NamedAction(reminder, reader, today, item)
    if ask := asks.get(reminder.ask_id or 0):
        return NamedAsk(reminder, reader, today, ask)
    return NamedThing(reminder, reader, today)


def _actions(reminders: list[Reminder], reader: User) -> dict[int, ActionItem]:
    numbers = [reminder.action_id for reminder in reminders if reminder.action_id]
    rows = ActionItem.objects.visible_to(reader).with_facts().select_related(*_OF_AN_ACTION)
    rows = rows.prefetch_related("dates")
    return rows.in_bulk(numbers) if numbers else {}


def _asks(reminders: list[Reminder], reader: User) -> dict[int, Ask]:
    numbers = [reminder.ask_id for reminder in reminders if reminder.ask_id]
    return Ask.objects.visible_to(reader).select_related(*_OF_AN_ASK).in_bulk(numbers) if numbers else {}
