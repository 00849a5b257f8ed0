"""Waiting on somebody: whose clock runs, that it has stopped, and that a side sees it differently."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from governance.forms.fields import DecisionField, PersonField, SideField, line
from governance.models import ActionItem, WaitingPeriod
from governance.step import ActionForm, InRoom, MailButton, RowButton, Step
from governance.taking_part import may_update
from governance.tracker.verbs.waiting import dispute_wait, stop_waiting, wait_on, waits_on_own_side
from partners.access import Permission, can
from partners.models import Side, User
from partners.verb import Refused

State = ActionItem.State


class Waiting(ActionForm):
    verb = staticmethod(wait_on)
    success_message = "The clock runs on their side now."
    on_side = SideField(label="Whom it waits on")
    on_person = PersonField(label="Who exactly", required=False)
    what_for = line("What for", missing="Say what you are waiting for.")
    ask = DecisionField()

    def __init__(self, *args: Any, thing: ActionItem, **options: Any) -> None:
        options["initial"] = {"on_side": Side(thing.side).other, **options.get("initial", {})}
        super().__init__(*args, thing=thing, **options)


class WaitingInRoom(ActionForm):
    verb = staticmethod(wait_on)
    what_for = line("What for", missing="Say what it waits for.")
    on_person = PersonField(label="For whom", required=False)

    @property
    def arguments(self) -> dict[str, Any]:
        """Without a person it waits on the other side."""
        person = self.cleaned_data["on_person"]
        return {**self.typed_values(), "on_side": person.side if person else Side(self.thing.side).other}


class WaitOn(Step[ActionItem]):
    slug, route = "waiting", "tracker_waiting"
    form = mail_form = Waiting
    title, button = "Waiting on somebody", "Start the clock"
    in_room = InRoom("waiting", "Waiting on", WaitingInRoom, "It waits", key="w", by_scribe=True)

    def stands(self, thing: ActionItem, today: date) -> bool:
        return thing.state == State.OPEN

    def may(self, thing: ActionItem, reader: User, today: date) -> bool:
        return thing.waiting is None and may_update(reader, thing, today=today)

    def mail_buttons(self, named: Any) -> Iterable[MailButton]:
        hint = "Say for whom: their clock starts, yours stops"
        yield MailButton("I am waiting", hint, "Start their clock")

    def minutes(self, thing: ActionItem, said: dict[str, Any], speaker: User) -> str:
        return f"{thing.title}: {said['what_for']}"


class WaitOver(ActionForm):
    verb = staticmethod(stop_waiting)
    success_message = "The clock has stopped: it waits no more."


class EndWait(Step[ActionItem]):
    slug, route = "resumption", "tracker_resumption"
    form = mail_form = WaitOver
    title, button = "The wait is over", "The wait is over"
    in_row = RowButton("The wait is over")
    in_room = InRoom("waiting", "The wait is over", WaitOver, by_scribe=True)

    def stands(self, thing: ActionItem, today: date) -> bool:
        return thing.state == State.OPEN and thing.waiting is not None

    def may(self, thing: ActionItem, reader: User, today: date) -> bool:
        """Whoever updates it, or the colleague who is waited for."""
        updates = may_update(reader, thing, today=today)
        return updates or waits_on_own_side(reader, thing, thing.waiting, today=today)

    def mail_buttons(self, named: Any) -> Iterable[MailButton]:
        owner = named.item.owner
        whose = "Your clock" if owner.pk == named.reader.pk else f"The clock of {owner.full_name}"
        yield MailButton(self.title, f"{whose} runs again")

    def minutes(self, thing: ActionItem, said: dict[str, Any], speaker: User) -> str:
        return f"{thing.title}: the wait is over"


class Dispute(ActionForm):
    verb = staticmethod(dispute_wait)
    success_message = "Both views are shown from now on."
    words = line("How your side sees it", missing="Say how your side sees it.", limit=300)

    def act(self) -> WaitingPeriod:
        running = self.thing.waiting
        if running is None:
            raise Refused("This is not waiting on anybody any more.")
        disputed: WaitingPeriod = self.through(
            self.verb, running, words=self.cleaned_data["words"], **self.who_and_when
        )
        return disputed


class DisputeWait(Step[ActionItem]):
    slug, route = "dispute", "tracker_dispute"
    form = mail_form = Dispute
    title, button = "We see this wait differently", "Show both views"

    def stands(self, thing: ActionItem, today: date) -> bool:
        return thing.waiting is not None

    def may(self, thing: ActionItem, reader: User, today: date) -> bool:
        wait = thing.waiting
        if wait is None or reader.side != wait.on_side:
            return False
        needed = Permission.KEEP_PROMISES if wait.on_person_id == reader.pk else Permission.PROMISE
        return can(reader, needed, thing.partner)

    def by_mail_to(self, thing: ActionItem, reader: User, today: date) -> bool:
        return reader.side != thing.side and self.offered_to(thing, reader, today)

    def mail_buttons(self, named: Any) -> Iterable[MailButton]:
        yield MailButton(self.title, "Both views are shown from then on", self.button)
