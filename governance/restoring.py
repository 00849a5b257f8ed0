"""An action becomes what it was before a slip: one way for the tracker's minute and for the room's undo."""

from datetime import date, datetime
from typing import Any

from django.db import models

from governance.locking import keep
from governance.models import ActionDate, ActionItem, ActionNote, Ask, DateRequest, RiskLook, WaitingPeriod
from partners.verb import Refused

Before = dict[str, Any]
"""What a row was, as JSON by column; of an action also the keys of the rows a change wrote or ended beside it:
`gave_date`, `began_wait`, `ended_wait`, `wrote_note`, `ended_request`."""


def kept_as_json(before: Before) -> Before:
    """It as it can be kept beside a move of the room."""
    return {name: _plain(value) for name, value in before.items()}


def as_before(row: models.Model, before: Before) -> None:
    """Sets the columns back to what they were."""
    for field in row._meta.concrete_fields:
        if field.attname in before:
            setattr(row, field.attname, field.to_python(before[field.attname]))


def restore(item: ActionItem, before: Before) -> ActionItem:
    """Makes a locked action what it was, under its next version, and takes out what the change wrote beside it.

    The rows leave the tables, or the ledger would grant time nobody asked for; the history keeps them.
    """
    _restore_waits(item, before)
    ActionDate.objects.filter(item=item, pk=before.get("gave_date", 0)).delete()
    ActionNote.objects.filter(item=item, pk=before.get("wrote_note", 0)).delete()
    _ask_again(item, before.get("ended_request", 0))
    as_before(item, before)
    return keep(item)


def restore_ask(ask: Ask, before: Before) -> Ask:
    """Makes a locked ask what it was, under its next version. Of a risk the look that was done is the next again."""
    as_before(ask, before)
    if ask.kind == Ask.Kind.RISK and ask.is_open:
        looks = RiskLook.objects.filter(ask=ask)
        looks.filter(number__gt=ask.looks_done + 1).delete()
        looks.filter(number=ask.looks_done + 1).update(looked_on=None, looked_by=None, words="")
    return keep(ask)


def require_same_day(said: date, today: date) -> None:
    """What was said on a day that is over has been read, and may stand in the figures of a month: it stays.

    Raises Refused.
    """
    if said != today:
        raise Refused(
            f"This was said on {said:%-d %B}, and that day is over: it stays on record. Put it right with the next "
            "step."
        )


def _restore_waits(item: ActionItem, before: Before) -> None:
    waits = WaitingPeriod.objects.select_for_update().filter(item=item)
    if began := waits.filter(pk=before.get("began_wait", 0)).first():
        _take_out(began)
    # After the one that began: only one wait of an action runs at a time.
    if ended := waits.filter(pk=before.get("ended_wait", 0)).first():
        ended.ended_on = None
        ended.save()


def _ask_again(item: ActionItem, request: int) -> None:
    DateRequest.objects.filter(item=item, pk=request).update(
        state=DateRequest.State.ASKED, answer="", answered_by=None, answered_on=None, answered_at=None
    )


def _take_out(wait: WaitingPeriod) -> None:
    if wait.disputed_by_id:  # the other side has spoken: its words stay, on a wait of no days
        wait.ended_on = wait.began_on
        wait.save()
    else:
        wait.delete()


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date | datetime) else value
