"""What a reader can do with an action now: the forms its page offers, the likeliest first."""

from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse

from governance.actions.taking_part import may_ask, may_update
from governance.actions.waiting import holds_own_ball
from governance.dates import short_day
from governance.forms.actions import (
    Acceptance,
    BallBack,
    Confirmation,
    DateAccepted,
    DateAsked,
    DateDeclined,
    Dispute,
    GivenBack,
    ItemForm,
    NewDate,
    NewOwner,
    Note,
    Proof,
    Report,
    RequestTakenBack,
    Waiting,
    Withdrawal,
)
from governance.models import ActionItem, WaitingPeriod
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
    "agreement": (DateAccepted, "{asked_by} asks for {asked_for}", "Accept the date"),
    "refusal": (DateDeclined, "The date stays", "Keep the date"),
    "date": (NewDate, "New date", "Give the new date"),
    "waiting": (Waiting, "Waiting on somebody", "Start the clock"),
    "ball": (BallBack, "The wait is over", "The ball is back"),
    "request": (DateAsked, "Ask for a new date", "Ask for it"),
    "recall": (RequestTakenBack, "{asked_for} is asked for", "Take that back"),
    "dispute": (Dispute, "We see this wait differently", "Show both views"),
    "owner": (NewOwner, "Another owner", "Hand it over"),
    "withdrawal": (Withdrawal, "No longer wanted", "Withdraw it"),
    "evidence": (Proof, "Evidence", "Put it on the action"),
    "notes": (Note, "A word", "Add it"),
}


_PAST_ALREADY = "The day it was asked for has passed. By when will you do it?"
_RELEASE = "Release them from it", "Release them"
"""What withdrawing is called where the other side owes it."""


def steps(item: ActionItem, reader: User, now: datetime, failed: ItemForm | None = None) -> list[Step]:
    """The steps `reader` may take. A `failed` form stands in its place, open, with what was typed.

    One in which nothing is typed is not offered once it cannot be taken any more: its refusal is said elsewhere.
    """
    nouns = nouns_for(item, reader, today=day_of(reader, now))
    tried = next((noun for noun, (form, *_) in _OFFERED.items() if failed and type(failed) is form), "")
    if failed and tried and tried not in nouns and failed.visible_fields():
        nouns.insert(0, tried)
    return [
        _step(noun, item, reader, now, failed if noun == tried else None, is_first=noun == nouns[0])
        for noun in nouns
    ]


def _step(
    noun: str, item: ActionItem, reader: User, now: datetime, failed: ItemForm | None, *, is_first: bool
) -> Step:
    form_class, title, button = _OFFERED[noun]
    title = _named(title, item, day_of(reader, now))
    if noun == "withdrawal" and item.state == _State.OPEN and reader.side != item.side:
        title, button = _RELEASE
    initial = {}
    if form_class is Acceptance:
        if item.can_be_promised_as_asked(day_of(reader, now)):
            initial = {"due_on": item.due_on}
        else:
            title = _PAST_ALREADY
    form = failed or form_class(item=item, by=reader, now=now, initial=initial)
    asks_for_an_answer = is_first and form_class is not Note
    return Step(
        noun, form, title, button, is_open=is_first or failed is not None, is_first=asks_for_an_answer
    )


def _named(title: str, item: ActionItem, today: date) -> str:
    """The title, with whoever asks for another date, and which, where it speaks of that."""
    asked = item.asked_date if "{" in title else None
    if asked is None:
        return title
    return title.format(asked_by=asked.asked_by.full_name, asked_for=short_day(asked.due_on, today=today))


def nouns_for(item: ActionItem, reader: User, *, today: date) -> list[str]:
    """What `reader` may do with it now, by the last word of each address, the likeliest first."""
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
        if updates:
            nouns += [*_answers_to_a_request(item, today), "report", "date", "ball" if wait else "waiting"]
        elif holds_own_ball(reader, item, wait, today=today):
            nouns.append("ball")
    if wait and reader.side == wait.on_side and can(reader, _to_dispute(wait, reader), partner):
        nouns.append("dispute")
    if item.state == _State.OPEN and may_ask(reader, item):
        nouns += _asking(item, reader)
    words = ["notes", "evidence"] if can(reader, Permission.KEEP_PROMISES, partner) else []
    if reader.side != item.side:
        nouns, words = [*nouns, *words], []
    if item.state in (_State.PROPOSED, _State.OPEN):
        nouns += ["owner", "withdrawal"] if updates else ["withdrawal"] if _may_release(item, reader) else []
    return [*nouns, *words]


def _answers_to_a_request(item: ActionItem, today: date) -> list[str]:
    """Whoever asked for another date waits for them, so they come first."""
    if item.asked_date is None:
        return []
    return ["agreement", "refusal"] if item.asked_date.can_be_given(today) else ["refusal"]


def _asking(item: ActionItem, reader: User) -> list[str]:
    """A new date is asked for once; whoever asked, or who leads there, takes it back."""
    if item.asked_date is None:
        return ["request"]
    asked_it = item.asked_date.asked_by_id == reader.pk
    return ["recall"] if asked_it or can(reader, Permission.PROMISE, item.partner) else []


def _may_release(item: ActionItem, reader: User) -> bool:
    """What one asked for oneself, or what the other side owes, for whoever leads."""
    if item.state == _State.PROPOSED and item.created_by_id == reader.pk:
        return True
    return reader.side != item.side and can(reader, Permission.PROMISE, item.partner)


def _to_dispute(wait: WaitingPeriod, reader: User) -> Permission:
    return Permission.KEEP_PROMISES if wait.on_person_id == reader.pk else Permission.PROMISE
