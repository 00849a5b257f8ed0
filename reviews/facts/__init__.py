"""What a sealed review says, frozen. People stand here by id alone; their names are kept beside the seal.

Dates are days, times carry their zone, figures are decimals. Every field added later needs a default, so that
a seal written before it can still be read.
"""

from reviews.facts.agreed import (
    ActivityFacts,
    AskFacts,
    IndicatorFacts,
    LetterFacts,
    MandateFacts,
    MatrixFacts,
    OpenedFacts,
    ReadingFacts,
)
from reviews.facts.meeting import (
    AgendaItemFacts,
    AnswerFacts,
    MinuteFacts,
    MoveFacts,
    NewsFacts,
    PartnerFacts,
    PresenceFacts,
    ReviewFacts,
    StatementFacts,
    ThanksFacts,
)
from reviews.facts.outcomes import (
    CheckInFacts,
    InitiativeFacts,
    OutcomeChangeFacts,
    OutcomeFacts,
    SlipFacts,
    SlipPartFacts,
    ValueFacts,
)
from reviews.facts.own import NoteFacts, OursOnly, TermsFacts
from reviews.facts.people import PersonId
from reviews.facts.promises import ActionFacts, CoverFacts, DateFacts, MonthCount, SidePromises, WaitFacts
from reviews.facts.whole import ChangeFacts, RedFacts, ReplyFacts, Snapshot

__all__ = [
    "ActionFacts",
    "ActivityFacts",
    "AgendaItemFacts",
    "AnswerFacts",
    "AskFacts",
    "ChangeFacts",
    "CheckInFacts",
    "CoverFacts",
    "DateFacts",
    "IndicatorFacts",
    "InitiativeFacts",
    "LetterFacts",
    "MandateFacts",
    "MatrixFacts",
    "MinuteFacts",
    "MonthCount",
    "MoveFacts",
    "NewsFacts",
    "NoteFacts",
    "OpenedFacts",
    "OursOnly",
    "OutcomeChangeFacts",
    "OutcomeFacts",
    "PartnerFacts",
    "PersonId",
    "PresenceFacts",
    "ReadingFacts",
    "RedFacts",
    "ReplyFacts",
    "ReviewFacts",
    "SidePromises",
    "SlipFacts",
    "SlipPartFacts",
    "Snapshot",
    "StatementFacts",
    "TermsFacts",
    "ThanksFacts",
    "ValueFacts",
    "WaitFacts",
]
