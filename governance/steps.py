"""What a reader can do with an action now: the forms its page offers, the likeliest first."""

from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse

from governance.actions.taking_part import may_update
from governance.forms.actions import (
    Acceptance,
    BallBack,
    Confirmation,
    Dispute,
    GivenBack,
    ItemForm,
    NewDate,
    NewOwner,
    Note,
    Proof,
    Report,
    Waiting,
    Withdrawal,
)
from governance.models import ActionItem, WaitingPeriod
from governance.standing_in import stood_in_for
from governance.today import day_of
from partners.access import Permission, can
from partners.models import User

_State = ActionItem.State


@dataclass(frozen=True)
class Step:
    """One form with its endpoint. `noun` is the last word of its address and its anchor on the page."""

    noun: str
    form: ItemForm
    title: str
    button: str
    is_open: bool = False
    is_first: bool = False

    @property
    def url(self) -> str:
        return reverse(f"tracker_{self.noun}", args=[self.form.item.partner.slug, self.form.item.pk])


_OFFERED: dict[str, tuple[type[ItemForm], str, str]] = {
    "acceptance": (Acceptance, "Will you do it?", "Promise it"),
    "report": (Report, "It is done", "Report it done"),
    "confirmation": (Confirmation, "Is it done?", "Yes, confirm it"),
    "return": (GivenBack, "Not yet", "Give it back"),
    "date": (NewDate, "New date", "Give the new date"),
    "waiting": (Waiting, "Waiting on somebody", "Start the clock"),
    "ball": (BallBack, "The wait is over", "The ball is back"),
    "dispute": (Dispute, "We see this wait differently", "Show both views"),
    "owner": (NewOwner, "Another owner", "Hand it over"),
    "withdrawal": (Withdrawal, "No longer wanted", "Withdraw it"),
    "evidence": (Proof, "Evidence", "Put it on the action"),
    "notes": (Note, "A word", "Add it"),
}


_FOR_THE_OTHER_SIDE = ("confirmation", "return", "dispute", "ball", "notes", "evidence")
"""What comes first on what the other side owes; writing things down in their name comes after."""


def steps(item: ActionItem, reader: User, now: datetime, failed: ItemForm | None = None) -> list[Step]:
    """The steps `reader` may take. A `failed` form stands in its place, open, with what was typed."""
    nouns = nouns_for(item, reader, today=day_of(reader, now))
    if reader.side != item.side:
        nouns.sort(key=lambda noun: noun not in _FOR_THE_OTHER_SIDE)
    tried = next((noun for noun, (form, *_) in _OFFERED.items() if failed and type(failed) is form), "")
    if tried and tried not in nouns:
        nouns.insert(0, tried)
    return [
        _step(noun, item, reader, now, failed if noun == tried else None, is_first=noun == nouns[0])
        for noun in nouns
    ]


def _step(
    noun: str, item: ActionItem, reader: User, now: datetime, failed: ItemForm | None, *, is_first: bool
) -> Step:
    form_class, title, button = _OFFERED[noun]
    initial = {"due_on": item.due_on} if form_class is Acceptance else {}
    form = failed or form_class(item=item, by=reader, now=now, initial=initial)
    asks_for_an_answer = is_first and form_class is not Note
    return Step(
        noun, form, title, button, is_open=is_first or failed is not None, is_first=asks_for_an_answer
    )


def nouns_for(item: ActionItem, reader: User, *, today: date) -> list[str]:
    """What `reader` may do with it now, by the last word of each address."""
    partner, updates = item.partner, may_update(reader, item, today=today)
    wait = item.waiting
    nouns: list[str] = []
    if item.state == _State.PROPOSED and item.owner_id == reader.pk:
        nouns.append("acceptance")
    if (
        item.state == _State.REPORTED
        and reader.side != item.side
        and can(reader, Permission.PROMISE, partner)
    ):
        nouns += ["confirmation"] if item.returned else ["confirmation", "return"]
    if item.state == _State.OPEN:
        nouns += _while_open(
            wait, updates, holders={reader.pk, *stood_in_for(reader, today)} if wait else set()
        )
    if item.state in (_State.PROPOSED, _State.OPEN) and updates:
        nouns += ["owner", "withdrawal"]
    elif item.state == _State.PROPOSED and item.created_by_id == reader.pk:
        nouns.append("withdrawal")
    if wait and reader.side == wait.on_side and can(reader, _to_dispute(wait, reader), partner):
        nouns.append("dispute")
    if can(reader, Permission.KEEP_PROMISES, partner):
        nouns += ["notes", "evidence"]
    return nouns


def _while_open(wait: WaitingPeriod | None, updates: bool, holders: set[int]) -> list[str]:
    if not updates:
        return ["ball"] if wait and wait.on_person_id in holders else []
    return ["report", "date", "ball" if wait else "waiting"]


def _to_dispute(wait: WaitingPeriod, reader: User) -> Permission:
    return Permission.KEEP_PROMISES if wait.on_person_id == reader.pk else Permission.PROMISE
