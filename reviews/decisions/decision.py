"""A decision as the register knows it: one that was asked for and answered, or one made aloud in a sealed review."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F, QuerySet
from django.urls import reverse

from governance.models import Ask
from partners.models import Partner, User
from partners.untrusted_text import is_primary_key
from reviews.models import Minute, Review

ASK, MINUTE = "ask", "minute"
_PEOPLE = {ASK: "answered_by", MINUTE: "author"}


@dataclass(frozen=True)
class RegisteredDecision:
    """`row` is the ask or the line of the minutes it stands in; `day` the one on which it was made."""

    kind: str
    row: Ask | Minute
    day: date

    @property
    def key(self) -> str:
        """What an address or a form calls it: "ask-12"."""
        return f"{self.kind}-{self.row.pk}"

    @property
    def order(self) -> tuple[date, str, int]:
        return (self.day, self.kind, self.row.pk)

    @property
    def partner(self) -> Partner:
        return self.row.partner

    @property
    def title(self) -> str:
        """What was asked, or what was said aloud."""
        return self.row.title if isinstance(self.row, Ask) else self.row.text

    @property
    def words(self) -> str:
        """What was decided, where the title is only what was asked."""
        return self.row.answer if isinstance(self.row, Ask) else ""

    @property
    def worked(self) -> str:
        """ "It worked: the close takes five hours", once that is said."""
        if not isinstance(self.row, Ask) or not self.row.worked:
            return ""
        return f"{self.row.get_worked_display().capitalize()}: {self.row.worked_words}"

    @property
    def by(self) -> User | None:
        return self.row.answered_by if isinstance(self.row, Ask) else self.row.author

    @property
    def where(self) -> str:
        """ "Finance board", "Monthly review"; empty where nobody said."""
        return self.row.forum_words if isinstance(self.row, Ask) else self.row.review.forum.name

    @property
    def url(self) -> str:
        if isinstance(self.row, Ask):
            return self.row.get_absolute_url()
        return reverse("reviews_record", args=[self.partner.slug, self.row.review_id]) + "#decided"


def made_asks() -> "QuerySet[Ask]":
    """Decisions that were asked for and made, with the day they were made on as `day`."""
    made = Ask.objects.filter(kind=Ask.Kind.DECISION, state=Ask.State.MADE)
    return made.annotate(day=F("answered_on")).select_related("partner", "answered_by")


def made_aloud() -> "QuerySet[Minute]":
    """Decisions made aloud, once their review is sealed: until then they can be taken back in the room."""
    said = Minute.objects.filter(kind=Minute.Kind.DECISION, review__state=Review.State.SEALED)
    return said.annotate(day=F("review__held_on")).select_related("partner", "author", "review__forum")


SOURCES: dict[str, Any] = {ASK: made_asks, MINUTE: made_aloud}
"""Kind → its rows, each with its `day`."""


def found(key: str, reader: User, partner: Partner) -> RegisteredDecision | None:
    """The decision of that key, where the reader may read it and it belongs to the partnership."""
    kind, _, number = key.partition("-")
    if kind not in SOURCES or not is_primary_key(number):
        return None
    rows = SOURCES[kind]().filter(partner=partner, pk=int(number))
    row = rows.visible_to(reader).first()
    return RegisteredDecision(kind, row, row.day) if row is not None else None
