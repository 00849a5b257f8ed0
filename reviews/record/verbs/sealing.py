"""The end of a review: frozen and hashed once, answered beside it, packed afterwards."""

from collections.abc import Collection
from datetime import datetime
from typing import cast

from django.db.models import F

from governance.local_day import day_of
from governance.wording import in_words
from partners.access import Permission, require
from partners.lengths import require_within
from partners.models import User
from partners.verb import Refused, verb
from reviews.agenda.verbs.planning import plan_next_review
from reviews.agenda.verbs.scheduling import tell_forum
from reviews.clock import last_day_to_seal, today_of, zone_of
from reviews.facts import PersonId, ReplyFacts
from reviews.facts.seal import digest, names_for
from reviews.following import next_day
from reviews.models import AgendaItem, Attendance, Review, Seal
from reviews.models.seals import Edition
from reviews.record.pack.ordering import order_packs
from reviews.record.snapshot import Snapshot, written
from reviews.record.snapshot.building import snapshots
from reviews.replying import reply_until
from reviews.silence import Silence, silence

LONGEST_REPLY = 2000
_NOT_OPEN = {
    Review.State.SCHEDULED: "This review has not begun: open it first, then seal it.",
    Review.State.CANCELLED: "This review was cancelled: there is nothing to seal.",
}


class Unheard(Refused):
    """A side has not said whether it agrees with what stands now. Seal it all the same by naming the sides: whoever
    does has read it.
    """

    def __init__(self, silent: Silence) -> None:
        super().__init__(silent.sentence)
        self.silent = silent


@verb(did="sealed the review")
def seal_review(
    review: Review, *, by: User, now: datetime, although_silent: Collection[str] = ()
) -> list[Seal]:
    """Freezes every fact of the review, once and for both editions, and closes it; then the next meeting is planned and
    the packs are ordered.

    `although_silent` are the sides it is sealed without having heard: raises Unheard for any other that said nothing,
    or spoke before the last change to what is read back.

    Whoever comes second, even in the same second, is told who sealed it and when.
    """
    require(by, Permission.RUN_REVIEW, review.partner)
    review = _locked(review)
    _check(review, although_silent)
    return _sealed_whole(review, by, now)


@verb(did="sealed by itself")
def seal_itself(review: Review, *, by: User, now: datetime) -> list[Seal]:
    """What nobody sealed within its days (`reviews.clock.last_day_to_seal`) is sealed as it stands, and says so: to
    leave it open takes nothing out of sight, on either side. Who has not spoken has not; nobody need be present.

    `by` is who would have sealed it. The meeting ended with the last move in its room.
    """
    review = _locked(review)
    if review.state != Review.State.OPEN or today_of(review.chair, now) <= last_day_to_seal(review):
        return []
    last = review.moves.order_by("-at").values_list("at", flat=True).first()
    review.elapsed_seconds = review.elapsed(last or cast(datetime, review.opened_at))
    review.running_since, review.sealed_by_itself = None, True
    review.save(update_fields=["elapsed_seconds", "running_since", "sealed_by_itself"])
    return _sealed_whole(review, by, now, ended=last)


def _sealed_whole(review: Review, by: User, now: datetime, ended: datetime | None = None) -> list[Seal]:
    """Seals a review that may be; `ended`, where it was another moment, is when its last item was no longer in hand."""
    seals = _frozen(review, by, now, ended or now)
    _close(review, by, now)
    plan_next_review(review, by=by, now=now)
    tell_forum(review.forum)
    order_packs(review, now=now)
    return seals


@verb(did="sealed a reply")
def reply(review: Review, *, text: str, by: User, now: datetime) -> Seal:
    """ "We see it differently": one side's answer, sealed beside the review and printed in its pack from then on.

    Each side may reply once, until two working days after the seal.
    """
    require(by, Permission.SPEAK_FOR_SIDE, review.partner)
    review = Review.objects.select_for_update(of=("self",)).select_related("partner").get(pk=review.pk)
    words = in_words(text, field="text")
    if review.state != Review.State.SEALED:
        raise Refused("This review is not sealed yet: say it in the room.")
    if not words:
        raise Refused("Say what you see differently.", field="text")
    require_within(words, LONGEST_REPLY, field="text")
    if day_of(by, now) > reply_until(review, by):
        raise Refused(
            f"A reply was possible until {reply_until(review, by):%-d %B %Y}. Table it for the next review."
        )
    mine = review.seals.filter(kind=Seal.Kind.REPLY, said_by_side=by.side)
    if mine.exists():
        raise Refused("Your side has replied already; what is sealed stays. Table it for the next review.")
    content = _reply_text(review, words, by, now)
    seal = Seal.objects.create(
        partner=review.partner,
        review=review,
        edition=Edition.PARTNER,
        kind=Seal.Kind.REPLY,
        said_by_side=by.side,
        content=content,
        names={str(by.pk): by.full_name},
        sha256=digest(content),
        sealed_by=by,
        sealed_at=now,
    )
    order_packs(review, now=now)
    return seal


def _locked(review: Review) -> Review:
    # `sealed_by` is not joined: after waiting for the lock, a joined row is still the one from before.
    rows = Review.objects.select_for_update(of=("self",)).select_related("partner", "forum", "chair")
    return rows.get(pk=review.pk)


def _check(review: Review, although_silent: Collection[str]) -> None:
    """Refuses what is not open, whose chair is not here, and what a side has not been heard about."""
    if review.state == Review.State.SEALED:
        when = f"{cast(datetime, review.sealed_at).astimezone(zone_of(review.chair)):%-d %B at %H:%M}"
        who = "It" if review.sealed_by_itself else cast(User, review.sealed_by).full_name
        what = "itself" if review.sealed_by_itself else "this review"
        raise Refused(f"{who} sealed {what} on {when}. What was sealed stays.")
    if review.state != Review.State.OPEN:
        raise Refused(_NOT_OPEN[Review.State(review.state)])
    present = Attendance.objects.filter(
        review=review, person=review.chair, state__in=[Attendance.State.PRESENT, Attendance.State.FOLLOWING]
    )
    if not present.exists():
        raise Refused(
            # An open review has a chair: the database says so.
            f"{cast(User, review.chair).full_name} chairs this review but is not marked as present. "
            "Mark them present, or hand the chair to somebody who is."
        )
    silent = silence(review)
    if not set(silent.unheard) <= set(although_silent):
        raise Unheard(silent)


def _frozen(review: Review, by: User, now: datetime, ended: datetime) -> list[Seal]:
    """Every fact of the review as it stands, hashed, in both editions."""
    _put_down(review, ended)
    editions = snapshots(review, by=by, now=now, next_on=next_day(review, now))
    return [_sealed(review, edition, snapshot, by, now) for edition, snapshot in editions.items()]


def _put_down(review: Review, now: datetime) -> None:
    """What was in hand when the review ended has been discussed."""
    for item in review.agenda.filter(state=AgendaItem.State.NOW):
        item.state, item.spent_seconds, item.began_at = AgendaItem.State.DISCUSSED, item.spent(now), None
        item.save(update_fields=["state", "spent_seconds", "began_at"])


def _sealed(review: Review, edition: Edition, snapshot: Snapshot, by: User, now: datetime) -> Seal:
    content = written(snapshot)
    return Seal.objects.create(
        partner=review.partner,
        review=review,
        edition=edition,
        content=content,
        names=names_for(snapshot),
        sha256=digest(content),
        sealed_by=by,
        sealed_at=now,
    )


def _close(review: Review, by: User, now: datetime) -> None:
    Review.objects.filter(pk=review.pk).update(
        state=Review.State.SEALED,
        sealed_at=now,
        sealed_by=by,
        elapsed_seconds=review.elapsed(now),
        running_since=None,
        version=F("version") + 1,
    )
    review.refresh_from_db()


def _reply_text(review: Review, words: str, by: User, now: datetime) -> str:
    """Canonical text of a reply. It names the hash of the edition both sides hold."""
    answered = review.seals.get(kind=Seal.Kind.REVIEW, edition=Edition.PARTNER)
    return written(ReplyFacts(review.pk, answered.sha256, by.side.value, PersonId(by.pk), now, words))
