"""What a page shows somebody of how a review was rated: whether they may, and what came of it once it is over."""

from datetime import date, datetime, timedelta
from functools import cached_property

from governance.together import LEAST, FoundInWords, in_words
from partners.isolation.scope import SYSTEM, entered
from partners.models import Side, User
from reviews.clock import day_of
from reviews.models import Review, SideRating
from reviews.rating.gap import Gap, SideAnswers, gap
from reviews.rating.part import has_rated, is_sponsor, took_part
from reviews.rating.period import is_on, is_over, rated_until


class Rating:
    """How a review was rated, as far as `person` may know."""

    least = LEAST

    def __init__(self, review: Review, person: User, now: datetime) -> None:
        self.review, self.person, self.now = review, person, now

    @cached_property
    def is_on(self) -> bool:
        return is_on(self.review, self.now)

    @cached_property
    def is_over(self) -> bool:
        return is_over(self.review, self.now)

    @property
    def until(self) -> date | None:
        return rated_until(self.review)

    @property
    def shown_from(self) -> date | None:
        """The day from which something is shown of it."""
        until = self.until
        return until + timedelta(days=1) if until else None

    @cached_property
    def took_part(self) -> bool:
        return took_part(self.review, self.person)

    @cached_property
    def has_rated(self) -> bool:
        return has_rated(self.review, self.person)

    @property
    def may_rate(self) -> bool:
        return self.is_on and self.took_part and not self.has_rated

    @cached_property
    def for_sponsor(self) -> bool:
        """Whether they read the gap, once it is over: the executive sponsors of both sides do, nobody else."""
        return is_sponsor(self.person, self.review.partner)

    @cached_property
    def gap(self) -> Gap | None:
        """None for whoever is no sponsor, before it is over, and where too few answered."""
        return gap(self._answers) if self.for_sponsor and self.is_over else None

    @property
    def sentences(self) -> list[FoundInWords]:
        """ "Both sides found it tough.", "We found it fair, they did not." """
        found, reader = self.gap, self.person.side
        return (
            [in_words(found.tough, reader, "found it tough"), in_words(found.fair, reader, "found it fair")]
            if found
            else []
        )

    @property
    def action_title(self) -> str:
        """What an action about it is called at first: it names the day, and tells nothing of what was answered."""
        return f"After the review of {day_of(self.review):%-d %B}"

    @cached_property
    def better(self) -> list[str]:
        """What the other side says ours can do better, without a name and in no order of theirs."""
        if not self.is_over or not self._answers[self.person.side.other].enough:
            return []
        return self._lines[self.person.side.other]

    @cached_property
    def _rows(self) -> dict[str, SideRating]:
        with entered(SYSTEM):
            rows = SideRating.objects.filter(review=self.review, partner=self.review.partner)
            return {row.side: row for row in rows}

    @property
    def _answers(self) -> dict[Side, SideAnswers]:
        return {
            side: SideAnswers(tuple(row.tough), tuple(row.fair))
            if (row := self._rows.get(side))
            else SideAnswers()
            for side in Side
        }

    @property
    def _lines(self) -> dict[Side, list[str]]:
        return {side: list(row.better) if (row := self._rows.get(side)) else [] for side in Side}
