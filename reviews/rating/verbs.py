"""Whoever took part says whether the review was tough and fair, once."""

import random
from datetime import datetime

from governance.together import one_more
from governance.wording import one_line
from partners.access import Permission, require
from partners.models import User
from partners.verb import Refused, verb
from reviews.models import Rated, Review, SideRating
from reviews.models.ratings import LONGEST_LINE
from reviews.rating.gap import Step
from reviews.rating.part import has_rated, took_part
from reviews.rating.period import is_on, is_over, rated_until

_NOT_YET = {
    Review.State.SCHEDULED: "This review has not been held yet: there is nothing to rate.",
    Review.State.OPEN: "A review is rated at its end: once its promises are read back.",
    Review.State.CANCELLED: "This review was cancelled: there is nothing to rate.",
}
_shuffle = random.SystemRandom().shuffle


@verb(did="rated the review")
def rate_review(
    review: Review, *, tough: int | str, fair: int | str, better: str = "", by: User, now: datetime
) -> Rated:
    """Tough and fair, from 1 (not at all) to 4 (very), and a line on what the other side can do better.

    Kept is that `by` rated it, and, apart from that, one more answer of their side. So nobody can change theirs.
    """
    require(by, Permission.SEE_PARTNERSHIP, review.partner)
    review = Review.objects.select_for_update(of=("self",)).select_related("partner").get(pk=review.pk)
    _check(review, by, now)
    answers = {"tough": _step(tough, "tough"), "fair": _step(fair, "fair")}
    line = one_line(better, field="better", limit=LONGEST_LINE)
    rated = Rated.objects.create(partner=review.partner, review=review, person=by)
    _count(review, by, answers, line)
    return rated


def _check(review: Review, by: User, now: datetime) -> None:
    if is_over(review, now):
        raise Refused(f"This review could be rated until {rated_until(review):%-d %B %Y}.")
    if not is_on(review, now):
        raise Refused(_NOT_YET[Review.State(review.state)])
    if not took_part(review, by):
        raise Refused("Whoever took part in a review rates it. You are not marked as there.")
    if has_rated(review, by):
        raise Refused(
            "You have rated this review. Your answer stands nowhere beside your name, so it cannot be changed."
        )


def _step(said: int | str, field: str) -> Step:
    known = {str(int(step)): step for step in Step}
    if str(said) not in known:
        raise Refused("Choose one of the four.", field=field)
    return known[str(said)]


def _count(review: Review, by: User, answers: dict[str, Step], line: str) -> None:
    """One more answer of their side. The lines are put in a new order each time: the last one is not the latest."""

    def also(side: SideRating) -> None:
        if line:
            side.better.append(line)
            _shuffle(side.better)

    of = {"partner": review.partner, "review": review, "side": by.side}
    one_more(SideRating, answers, len(Step), also, **of)
