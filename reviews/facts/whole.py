"""A sealed review as a whole, and the reply beside it."""

from dataclasses import dataclass
from datetime import datetime

from dashboards.charts.facts import SideName
from governance.counting.formula import Tally
from reviews.facts.agreed import AskFacts, IndicatorFacts, MandateFacts, MatrixFacts
from reviews.facts.meeting import (
    AgendaItemFacts,
    MinuteFacts,
    MoveFacts,
    NewsFacts,
    PartnerFacts,
    PresenceFacts,
    ReviewFacts,
    StatementFacts,
    ThanksFacts,
)
from reviews.facts.outcomes import OutcomeFacts
from reviews.facts.own import OursOnly
from reviews.facts.people import PersonId
from reviews.facts.promises import ActionFacts, CoverFacts, SidePromises


@dataclass(frozen=True)
class ChangeFacts:
    """What is different from the review before, in a sentence. `state` is good, warn, bad or none."""

    state: str
    text: str


@dataclass(frozen=True)
class RedFacts:
    """What is red, whose it is where a side holds it, and why, in the words of whoever said it."""

    title: str
    why: str
    side: str = ""


@dataclass(frozen=True)
class Snapshot:
    """Everything one review discussed, in one edition."""

    edition: str
    enterprise: str
    partner: PartnerFacts
    review: ReviewFacts
    headline: str
    promises: tuple[SidePromises, ...]
    agenda: tuple[AgendaItemFacts, ...] = ()
    actions: tuple[ActionFacts, ...] = ()
    outcomes: tuple[OutcomeFacts, ...] = ()
    asks: tuple[AskFacts, ...] = ()
    indicators: tuple[IndicatorFacts, ...] = ()
    changes: tuple[ChangeFacts, ...] = ()
    reds: tuple[RedFacts, ...] = ()
    moves: tuple[MoveFacts, ...] = ()
    minutes: tuple[MinuteFacts, ...] = ()
    attendance: tuple[PresenceFacts, ...] = ()
    statements: tuple[StatementFacts, ...] = ()
    thanks: tuple[ThanksFacts, ...] = ()
    raci: tuple[MatrixFacts, ...] = ()
    covers: tuple[CoverFacts, ...] = ()
    mandate: tuple[MandateFacts, ...] = ()
    news: tuple[NewsFacts, ...] = ()
    ours_only: OursOnly | None = None
    format: int = 1

    def organisation(self, side: str) -> str:
        return {"ours": self.enterprise, "theirs": self.partner.name}[side]

    def of_side(self, side: SideName) -> SidePromises:
        """A side's promises; one that never promised anything has none due."""
        found = (promises for promises in self.promises if promises.side == side)
        return next(found, SidePromises(side, Tally(), Tally()))


@dataclass(frozen=True)
class ReplyFacts:
    """ "We see it differently", sealed beside the edition whose hash is `answers`."""

    review: int
    answers: str
    side: str
    by: PersonId
    at: datetime
    text: str
    format: int = 1
