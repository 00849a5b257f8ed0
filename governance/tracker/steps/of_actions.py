"""Every step of an action, in the order in which it is offered: what somebody waits for first, what ends it last."""

from governance.models import ActionItem
from governance.step import Step
from governance.tracker.steps.accepting import Accept
from governance.tracker.steps.asking_how import AskHowItStands
from governance.tracker.steps.dates import AcceptDate, AskForDate, DeclineDate, MoveDate, TakeBackRequest
from governance.tracker.steps.delivering import Confirm, GiveBack, ReportDone
from governance.tracker.steps.handing_over import HandOver, Withdraw
from governance.tracker.steps.notes import AddEvidence, AddNote, NotePrivately, TakeBack
from governance.tracker.steps.rewording import Reword
from governance.tracker.steps.waiting import DisputeWait, EndWait, WaitOn

ACTION_STEPS: tuple[Step[ActionItem], ...] = (
    Accept(), Confirm(), GiveBack(), AcceptDate(), DeclineDate(), ReportDone(), MoveDate(), EndWait(), WaitOn(),
    DisputeWait(), AskForDate(), TakeBackRequest(), AskHowItStands(), HandOver(), Reword(), AddNote(), AddEvidence(),
    Withdraw(), NotePrivately(), TakeBack(),
)  # fmt: skip
