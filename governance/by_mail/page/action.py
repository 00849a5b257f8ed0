"""An action that a mail names: what is owed, asked, reported or waited for, in the words of its page."""

from dataclasses import dataclass
from functools import cached_property

from governance.by_mail.page.thing import NamedThing
from governance.local_day import day_of
from governance.models import ActionItem, ActionNote, DateRequest, Reminder, WaitingPeriod
from governance.owed import Status, as_said
from governance.step import Step
from governance.tracker.new_dates import day_in_words
from governance.tracker.rows import Row, rows_of
from governance.tracker.steps.of_actions import ACTION_STEPS
from partners.access import Permission, Role
from partners.models import Membership, Side

_State, Answer = ActionItem.State, DateRequest.State
_TO_WHOEVER_OWES_IT = (
    Reminder.Step.WEEKLY, Reminder.Step.DUE, Reminder.Step.WARNING, Reminder.Step.ASKED,
    Reminder.Step.QUESTION,
)  # fmt: skip
_LEADS = (Role.RELATIONSHIP_MANAGER, Role.PARTNER_LEAD)


@dataclass(frozen=True)
class NamedAction(NamedThing):
    """An action, in the reader's own partnership."""

    item: ActionItem

    @property
    def subject(self) -> ActionItem:
        return self.item

    @property
    def title(self) -> str:
        return self.item.title

    @property
    def side(self) -> str:
        """That of the side that owes it, or of the one it waits on."""
        return str(self.reader.side if self.waits_here else self.item.side)

    @property
    def version(self) -> str:
        return str(self.item.version)

    @cached_property
    def row(self) -> Row:
        return rows_of([self.item], self.reader, self.today)[0]

    @property
    def status(self) -> Status:
        return as_said("handed over") if self.is_handed_over else self.row.status

    @property
    def is_own_side(self) -> bool:
        return self.reader.side == self.item.side

    @property
    def wait(self) -> WaitingPeriod | None:
        return self.item.waiting

    @property
    def running_wait(self) -> WaitingPeriod | None:
        return self.wait if self.item.state == _State.OPEN else None

    @property
    def detail(self) -> str:
        return self.item.detail

    @property
    def waits_here(self) -> bool:
        """The other side owes it and waits on the reader's."""
        return not self.is_own_side and self.wait is not None and self.wait.on_side == self.reader.side

    @cached_property
    def is_handed_over(self) -> bool:
        """Its owner was reminded, and is not its owner any more."""
        return (
            self.item.state in (_State.PROPOSED, _State.OPEN)
            and self.reminder.step in _TO_WHOEVER_OWES_IT
            and self.reminder.person.side == self.item.side
            and self.item.owner_id != self.reminder.person_id
        )

    @cached_property
    def _steps(self) -> list[Step[ActionItem]]:
        if self.is_handed_over or self.row.is_settled:
            return []
        return [step for step in ACTION_STEPS if step.by_mail_to(self.item, self.reader, self.today)]

    @property
    def steps(self) -> list[Step[ActionItem]]:
        return self._steps

    @property
    def is_answered(self) -> bool:
        """It waits on the other side, or was promised or moved to a day to come since the mail was sent."""
        if self.item.state != _State.OPEN or not self.is_own_side or self.item.asked_date:
            return False
        waits = self.wait is not None and self.wait.on_side != self.item.side
        return waits or (
            self.item.due_on > self.today and (self._is_promised_since() or self._is_moved_since())
        )

    def _is_promised_since(self) -> bool:
        return self.item.promised_at is not None and self.item.promised_at > self.reminder.sent_at

    def _is_moved_since(self) -> bool:
        given = list(self.item.dates.all())
        told_on = self.reminder.told_on or day_of(self.reader, self.reminder.sent_at)
        return len(given) > 1 and given[-1].given_on >= told_on

    @cached_property
    def waiter(self) -> str:
        """Who waits for it on the other side, by first name: whoever asked for it, or else who leads there."""
        roles = [role for role in Role if Permission.PROMISE in role.permissions]
        members = Membership.objects.current().filter(partner=self.item.partner_id, role__in=roles)
        there = [
            member
            for member in members.select_related("person").order_by("pk")
            if member.person.side != self.item.side and member.person.is_active
        ]
        there.sort(key=lambda each: (each.person_id != self.item.created_by_id, each.role not in _LEADS))
        return there[0].person.first_name if there else self.name_of(Side(self.item.side).other)

    @property
    def pill(self) -> str:
        other, owner = self.name_of(Side(self.item.side).other), self.item.owner
        if self.waits_here:
            return f"{owner.full_name} waits on you"
        if self.item.state == _State.PROPOSED:
            return f"asked of {self.called(owner)}"
        verb = "owe" if owner.pk == self.reader.pk else "owes"
        return f"{self.called(owner)} {verb} {'you' if not self.is_own_side else other}"

    @property
    def story(self) -> str:
        """Where it comes from and who waits for it, in a breath."""
        parts = (self._origin(), self._date_answered(), self._what_for(), self._whose_turn())
        return " ".join(filter(None, parts))

    def _origin(self) -> str:
        item, first = self.item, self.item.first_due_on
        if item.state == _State.PROPOSED or first is None:
            return (
                f"{item.created_by.full_name} asks for it by {day_in_words(item.due_on, today=self.today)}."
            )
        promised = f"Promised for {day_in_words(first, today=self.today)}"
        moved = f", now for {day_in_words(item.due_on, today=self.today)}" if self.row.was_moved else ""
        return f"{promised}{moved}."

    def _date_answered(self) -> str:
        """What became of the date that the mail says was answered."""
        if self.reminder.step != Reminder.Step.ANSWERED:
            return ""
        answers = self.item.date_requests.filter(state__in=[Answer.ACCEPTED, Answer.DECLINED])
        answered = answers.select_related("answered_by").last()
        if answered is None or answered.answered_by is None:
            return ""
        wished, who = day_in_words(answered.due_on, today=self.today), answered.answered_by.full_name
        if answered.state == Answer.ACCEPTED:
            return f"{who} said yes to {wished}."
        return f"{wished[0].upper()}{wished[1:]} was asked for, and {who} leaves the date as it is: {answered.answer}"

    def _what_for(self) -> str:
        cause = self.item.outcome.statement if self.item.outcome else self.item.ask and self.item.ask.title
        return f"It is for “{cause}”." if cause else ""

    def _whose_turn(self) -> str:
        item = self.item
        if item.state == _State.REPORTED:
            return f"{item.owner.full_name} says that it is done."
        if item.state == _State.OPEN and self.is_own_side:
            return f"{self.waiter} waits for it."
        return ""

    @property
    def settled(self) -> str:
        if self.is_handed_over:
            return f"Handed over: {self.item.owner.full_name} has it now. Nothing is left to do here."
        if self.is_asked:
            return ""
        return f"{self._became()} Nothing is left to do here."

    def _became(self) -> str:
        item, owner = self.item, self.item.owner
        if item.state == _State.CLOSED:
            return f"Confirmed by {self.called(item.confirmed_by)} on {self._day(item.closed_on)}."
        if item.state == _State.WITHDRAWN:
            return f"Withdrawn on {self._day(item.closed_on)}."
        if item.state == _State.REPORTED:
            asked = self.waiter if self.is_own_side else f"whoever leads {self.name_of(self.reader.side)}"
            return f"Reported done on {self._day(item.reported_on)}. {asked[0].upper()}{asked[1:]} is asked to confirm."
        if item.state == _State.PROPOSED:
            return f"It waits for the word of {self.called(owner)}."
        return f"It lies with {self.called(owner)}, for {day_in_words(item.due_on, today=self.today)}."

    def _day(self, day: object) -> str:
        return day_in_words(day, today=self.today)  # type: ignore[arg-type]  # every settled state has a day

    @cached_property
    def last_word(self) -> ActionNote | None:
        """What somebody else wrote last: what is missing, or what came with the report."""
        if self.row.is_settled or self.is_handed_over:
            return None
        return self.item.notes.exclude(author=self.reader).select_related("author").last()

    @cached_property
    def evidence(self) -> list[str]:
        """The names of what was brought to show that it is done."""
        if self.item.state != _State.REPORTED:
            return []
        return [piece.name for piece in self.item.evidence.filter(taken_out_at=None)]
