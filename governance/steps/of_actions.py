"""Every step of an action, in the order in which it is offered: what somebody waits for first, what ends it last."""

from governance.models import ActionItem
from governance.steps.accepting import Accept
from governance.steps.asking_how import AskHowItStands
from governance.steps.dates import AcceptDate, AskForDate, DeclineDate, MoveDate, TakeBackRequest
from governance.steps.delivering import Confirm, GiveBack, ReportDone
from governance.steps.owning import HandOver, Withdraw
from governance.steps.step import Step
from governance.steps.waiting import DisputeWait, EndWait, WaitOn
from governance.steps.words import AddEvidence, AddNote, NotePrivately, TakeBack

ACTION_STEPS: tuple[Step[ActionItem], ...] = (
    Accept(), Confirm(), GiveBack(), AcceptDate(), DeclineDate(), ReportDone(), MoveDate(), EndWait(), WaitOn(),
    DisputeWait(), AskForDate(), TakeBackRequest(), AskHowItStands(), HandOver(), AddNote(), AddEvidence(), Withdraw(),
    NotePrivately(), TakeBack(),
)  # fmt: skip
