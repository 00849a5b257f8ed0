"""What our edition adds and the partner's leaves out."""

from dataclasses import dataclass
from datetime import date, datetime

from reviews.facts.people import PersonId


@dataclass(frozen=True)
class TermsFacts:
    """Of one engagement; ours only."""

    engagement: str
    ends_on: date | None = None
    notice_by: date | None = None


@dataclass(frozen=True)
class NoteFacts:
    text: str
    author: PersonId
    at: datetime


@dataclass(frozen=True)
class OursOnly:
    """What the partner's edition leaves out: our classification, our notice dates, our private notes."""

    segment: str = ""
    terms: tuple[TermsFacts, ...] = ()
    notes: tuple[NoteFacts, ...] = ()
