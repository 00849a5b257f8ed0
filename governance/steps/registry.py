"""Every step there is, in the order in which it is offered: what somebody waits for first, what ends it last."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from governance.models import ActionItem, Ask
from governance.steps.accepting import Accept
from governance.steps.asking_how import AskHowItStands
from governance.steps.dates import AcceptDate, AskForDate, DeclineDate, MoveDate, TakeBackRequest
from governance.steps.delivering import Confirm, GiveBack, ReportDone
from governance.steps.of_asks import (
    BackAdvice,
    Clear,
    Decide,
    LiveWith,
    MoveNeededBy,
    PutInPlace,
    SayNotNow,
    TakeBackAnswer,
    TakeInHand,
)
from governance.steps.owning import HandOver, Withdraw
from governance.steps.step import Offer, Step, StepForm, Thing
from governance.steps.waiting import DisputeWait, EndWait, WaitOn
from governance.steps.words import AddEvidence, AddNote, NotePrivately, TakeBack
from governance.today import day_of
from partners.models import User

ACTION_STEPS: tuple[Step[ActionItem], ...] = (
    Accept(), Confirm(), GiveBack(), AcceptDate(), DeclineDate(), ReportDone(), MoveDate(), EndWait(), WaitOn(),
    DisputeWait(), AskForDate(), TakeBackRequest(), AskHowItStands(), HandOver(), AddNote(), AddEvidence(), Withdraw(),
    NotePrivately(), TakeBack(),
)  # fmt: skip
ASK_STEPS: tuple[Step[Ask], ...] = (
    Decide(), BackAdvice(), PutInPlace(), Clear(), TakeInHand(), MoveNeededBy(), SayNotNow(), LiveWith(),
    TakeBackAnswer(),
)  # fmt: skip


def steps_of(thing: Any) -> Sequence[Step[Any]]:
    """Every step of things of its kind, whoever may take it."""
    return ACTION_STEPS if isinstance(thing, ActionItem) else ASK_STEPS


def step_called(thing: Any, slug: str) -> Step[Any] | None:
    """The step whose address ends in `slug`, if there is one."""
    return next((step for step in steps_of(thing) if step.slug == slug), None)


def steps_for(thing: Any, reader: User, today: date) -> list[Step[Any]]:
    """What `reader` may do with it now, the likeliest first."""
    return [step for step in steps_of(thing) if step.offered_to(thing, reader, today)]


def offers(thing: Thing, reader: User, now: datetime, failed: StepForm | None = None) -> list[Offer[Thing]]:
    """What its page offers `reader`, each with its form.

    A `failed` form stands in its place, open, with what was typed. One in which nothing is typed is not offered once it
    cannot be taken any more: its refusal is said elsewhere.
    """
    today = day_of(reader, now)
    offered = steps_for(thing, reader, today)
    tried = next((step for step in steps_of(thing) if failed and type(failed) is step.form), None)
    if failed and tried and tried not in offered and tried.title and failed.visible_fields():
        offered.insert(0, tried)
    made = []
    for step in offered:
        initial, is_first = step.initial(thing, today), step is offered[0]
        form = (
            failed
            if failed and step is tried
            else step.form(thing=thing, by=reader, now=now, initial=initial)
        )
        made.append(
            Offer(
                step, form, step.title_for(thing, reader, today), step.button_for(thing, reader),
                is_open=is_first or step is tried, is_first=is_first and step.is_answer,
            )
        )  # fmt: skip
    return made
