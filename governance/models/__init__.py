from governance.models.action_items import ActionDate, ActionItem, ActionNote, WaitingPeriod
from governance.models.advocacy import AdvocacyEntry, BusinessBrief
from governance.models.asks import Ask, AskDate, RiskLook
from governance.models.awaited_actions import AwaitedAction
from governance.models.business_outcomes import BusinessOutcome
from governance.models.charter import CharterAgreement
from governance.models.closed_books import BookedMonth, ClosedBooks
from governance.models.date_requests import DateRequest
from governance.models.decision_options import DecisionOption
from governance.models.evidence import Evidence
from governance.models.following import ActionWatcher
from governance.models.forums import Forum, ForumMember
from governance.models.leadership import Cover, Thanks
from governance.models.mandate import CapabilityBet, MandatePutOff, MandateStep, Opening
from governance.models.outcomes import (
    CheckIn,
    HandOverWord,
    Initiative,
    OutcomeAgreement,
    OutcomeChange,
    OutcomeIntent,
)
from governance.models.private_notes import ActionPrivateNote
from governance.models.promised_roles import PromisedRole
from governance.models.pulse import PulseAnswered, SidePulse
from governance.models.raci import (
    Activity,
    RaciAgreement,
    RaciAssignment,
    RaciLetter,
    RaciLine,
    RaciMatrix,
    RaciVersion,
)
from governance.models.reminders import QuietPeriod, Reminded, Reminder
from governance.models.saved_views import SavedView
from governance.models.standing_promises import StandingChange, StandingPromise
from governance.models.value_claims import ValueClaim

__all__ = [
    "ActionDate",
    "ActionItem",
    "ActionNote",
    "ActionPrivateNote",
    "ActionWatcher",
    "Activity",
    "AdvocacyEntry",
    "Ask",
    "AskDate",
    "AwaitedAction",
    "BookedMonth",
    "BusinessBrief",
    "BusinessOutcome",
    "CapabilityBet",
    "CharterAgreement",
    "CheckIn",
    "ClosedBooks",
    "Cover",
    "DateRequest",
    "DecisionOption",
    "Evidence",
    "Forum",
    "ForumMember",
    "HandOverWord",
    "Initiative",
    "MandatePutOff",
    "MandateStep",
    "Opening",
    "OutcomeAgreement",
    "OutcomeChange",
    "OutcomeIntent",
    "PromisedRole",
    "PulseAnswered",
    "QuietPeriod",
    "RaciAgreement",
    "RaciAssignment",
    "RaciLetter",
    "RaciLine",
    "RaciMatrix",
    "RaciVersion",
    "Reminded",
    "Reminder",
    "RiskLook",
    "SavedView",
    "SidePulse",
    "StandingChange",
    "StandingPromise",
    "Thanks",
    "ValueClaim",
    "WaitingPeriod",
]
