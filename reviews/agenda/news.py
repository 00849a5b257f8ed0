"""What somebody invited to a review has to hear of it: from what they knew, and from how it stands now."""

from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from enum import Enum
from typing import Any, Self

from django.utils import timezone

from partners.sentences import ended
from reviews.clock import zone_of
from reviews.models import Review


class News(Enum):
    """What an invitation's mail tells; the value is its heading."""

    INVITED = "You are invited to the review"
    MOVED = "The review has moved"
    CHANGED = "The review has changed"
    LEFT_OUT = "You are no longer invited to the review"
    CANCELLED = "The review is cancelled"

    @property
    def method(self) -> str:
        """RFC 5546: what the mail does to the calendar of whoever gets it."""
        return "CANCEL" if self in (News.LEFT_OUT, News.CANCELLED) else "REQUEST"

    @property
    def subject(self) -> str:
        """With the place of `what` and `day`."""
        return _SUBJECTS[self] + "{what} on {day:%-d %B %Y}"


_SUBJECTS = {
    News.INVITED: "",
    News.MOVED: "Moved: ",
    News.CHANGED: "Changed: ",
    News.LEFT_OUT: "No longer invited: ",
    News.CANCELLED: "Cancelled: ",
}


@dataclass(frozen=True)
class InvitationFacts:
    """What an invitation says of a review; `moment` names its day and hour where its chair lives."""

    starts_at: str
    moment: str
    forum: str
    minutes: int
    place: str
    chair: int | None
    chair_name: str


def facts_of(review: Review) -> InvitationFacts:
    """As they stand in `review`, read before it is changed."""
    local = timezone.localtime(review.starts_at, zone_of(review.chair))
    return InvitationFacts(
        starts_at=review.starts_at.astimezone(UTC).isoformat(),
        moment=f"{local:%-d %B %Y, %H:%M}",
        forum=review.forum.name,
        minutes=review.minutes,
        place=review.place,
        chair=review.chair_id,
        chair_name=review.chair.full_name if review.chair else "",
    )


@dataclass(frozen=True)
class Known:
    """What the reader of a mail that has not left yet knows of the review without it."""

    facts: InvitationFacts
    since: datetime
    """When the first of what they have to hear happened."""
    invited: bool = True
    """Whether their calendar holds it."""
    reasons: tuple[str, ...] = ()
    """Why it has moved since, a reason each time."""
    agenda: bool = False
    """Whether the agenda is to go to them."""

    def as_json(self) -> dict[str, Any]:
        """For the outbox, beside the mail."""
        return {**asdict(self), "since": self.since.isoformat(), "reasons": list(self.reasons)}

    @classmethod
    def from_json(cls, said: dict[str, Any]) -> Self:
        """What `as_json` gave."""
        read = {
            "facts": InvitationFacts(**said["facts"]),
            "since": datetime.fromisoformat(said["since"]),
            "reasons": tuple(said["reasons"]),
        }
        return cls(**{**said, **read})

    def after(self, reason: str, agenda: bool | None) -> Self:
        """With one more move, where there is a `reason`; `agenda` None leaves that as it was."""
        return replace(
            self,
            reasons=(*self.reasons, reason) if reason else self.reasons,
            agenda=self.agenda if agenda is None else agenda,
        )


def news_of(review: Review, known: Known) -> tuple[News | None, tuple[str, ...]]:
    """What whoever is invited hears, None where there is nothing, and what is otherwise than they know, a sentence
    each.
    """
    if not known.invited:
        return News.INVITED, ()
    changes = _changes(known.facts, facts_of(review), known.reasons)
    if not changes:
        return None, ()
    return News.MOVED if known.reasons else News.CHANGED, changes


def said_of_move(before: str, reason: str) -> str:
    """What the minutes and the mail say of a review that has moved."""
    return f"Moved from {before}: {reason}"


def _changes(before: InvitationFacts, now: InvitationFacts, reasons: tuple[str, ...]) -> tuple[str, ...]:
    said = []
    if reasons:
        why = reasons[0] if len(reasons) == 1 else " ".join(ended(reason) for reason in reasons)
        has_moved = before.starts_at != now.starts_at
        said.append(said_of_move(before.moment, why) if has_moved else f"It moved, and moved back: {why}")
    if before.forum != now.forum:
        said.append(f"It is called {ended(now.forum)}")
    if before.minutes != now.minutes:
        said.append(f"It lasts {now.minutes} minutes.")
    if before.place != now.place:
        said.append(f"It meets here: {now.place}" if now.place else "Where it meets is still to be said.")
    if before.chair != now.chair:
        said.append(_said_of_chair(before.chair_name, now.chair_name))
    return tuple(said)


def _said_of_chair(before: str, chair: str) -> str:
    if not chair:
        return "Who chairs it is still to be said."
    return f"{chair} chairs it{f' in place of {before}' if before else ''}."
