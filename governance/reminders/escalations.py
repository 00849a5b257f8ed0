"""How far up something late has been told: read from what was sent, for the date it has now."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple, cast

from governance.models import ActionItem, Ask, Reminder
from partners.models import Partner

Step = Reminder.Step


class Escalation(NamedTuple):
    """Whom it has reached, and since which day."""

    words: str
    since: date


_WORDS = {Step.LEADS: "both leads", Step.SPONSORS: "both sponsors"}


def escalation_of(item: ActionItem, reminders: Iterable[Reminder]) -> Escalation | None:
    """The highest rung its lateness has been told to, by its `reminders` in the order they were sent."""
    if item.state != ActionItem.State.OPEN:
        return None
    told: dict[str, Escalation] = {}
    for sent in reminders:
        if sent.step in _WORDS and sent.on == item.due_on:
            told.setdefault(sent.step, Escalation(_WORDS[Step(sent.step)], cast(date, sent.told_on)))
    return told.get(Step.SPONSORS) or told.get(Step.LEADS)


def told_to_sponsors(partner: Partner) -> dict[tuple[str, int], date]:
    """(kind, id) → since when both sponsors know, of what is still late by the date they were told of."""
    columns = (
        "action",
        "action__state",
        "action__due_on",
        "ask",
        "ask__state",
        "ask__needed_by",
        "on",
        "told_on",
    )
    sent = Reminder.objects.filter(partner=partner, step=Step.SPONSORS).order_by("pk")
    found: dict[tuple[str, int], date] = {}
    for action, state, due_on, ask, ask_state, needed_by, on, told_on in sent.values_list(*columns):
        if state == ActionItem.State.OPEN and due_on == on:
            found.setdefault(("action", action), told_on)
        if ask_state in Ask.OPEN_STATES and needed_by == on:
            found.setdefault(("ask", ask), told_on)
    return found
