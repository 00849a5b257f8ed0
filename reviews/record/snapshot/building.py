"""A review's facts → its two snapshots. What both sides may see is read within the scope of the shared screen."""

from dataclasses import replace
from datetime import date, datetime
from typing import cast

from partners.isolation.scope import acting_as, entered, shared_edition
from partners.models import User, enterprise_name
from reviews.clock import day_of, today_of
from reviews.facts import OursOnly, PartnerFacts, PersonId, ReviewFacts, Snapshot
from reviews.facts.canonical import read
from reviews.facts.pronouns import pronouns_in
from reviews.facts.rows import agreed, outcomes, own, promises
from reviews.models import Review, Seal
from reviews.models.seals import Edition
from reviews.record import meeting
from reviews.record.snapshot.changes import changes
from reviews.record.snapshot.headline import headline
from reviews.record.snapshot.reds import reds
from reviews.since import meeting_before, sealed_before


def snapshots(review: Review, *, by: User, now: datetime, next_on: date | None) -> dict[Edition, Snapshot]:
    """Both editions of `review` as it stands, sealed by `by` at `now`. Nothing is written."""
    with entered(shared_edition(by, review.partner)):
        previous = meeting_before(review)
        shared = _shared(review, previous, by, now, next_on)
        theirs = _worded(shared, Edition.PARTNER, _snapshot_of(previous, Edition.PARTNER))
    with acting_as(by, review.partner):
        private = own.ours_only(review.partner, sealed_before(review, previous))
        ours = _worded(shared, Edition.OURS, _snapshot_of(previous, Edition.OURS), private)
    return {Edition.PARTNER: theirs, Edition.OURS: ours}


def _shared(
    review: Review, previous: Review | None, by: User, now: datetime, next_on: date | None
) -> Snapshot:
    """Everything but the words that depend on who reads."""
    partner, on, since = review.partner, day_of(review), sealed_before(review, previous)
    before = day_of(previous) if previous else since.date()
    sealed_on = today_of(review.chair, now)
    return Snapshot(
        edition="",
        enterprise=enterprise_name(),
        partner=PartnerFacts(partner.pk, partner.slug, partner.name, partner.kind),
        review=ReviewFacts(
            id=review.pk,
            forum=review.forum.name,
            starts_at=review.starts_at,
            on=on,
            chair=PersonId(cast(int, review.chair_id)),  # an open review has one, says the database
            sealed_by=PersonId(by.pk),
            sealed_at=now,
            place=review.place,
            minutes=review.minutes,
            spent_seconds=review.elapsed(now),
            opened_at=review.opened_at,
            previous_on=before if previous else None,
            next_on=next_on,
            sealed_by_itself=review.sealed_by_itself,
        ),
        headline=review.headline.strip(),
        promises=promises.counts(review, on, before),
        agenda=meeting.agenda(review),
        actions=promises.actions(review, on, since, sealed_on=sealed_on),
        outcomes=outcomes.outcomes(partner, on, before, sealed_on=sealed_on),
        asks=agreed.asks(partner, on, since, sealed_on=sealed_on),
        indicators=agreed.indicators(partner, on),
        moves=meeting.moves(review),
        minutes=meeting.minutes(review),
        attendance=meeting.attendance(review),
        statements=meeting.statements(review),
        thanks=meeting.thanks(review, on, before),
        news=meeting.news(review),
        raci=agreed.raci(partner),
        covers=promises.covers(review, on, before),
        mandate=agreed.mandate(partner, on, before),
    )


def _worded(
    shared: Snapshot, edition: Edition, before: Snapshot | None, private: OursOnly | None = None
) -> Snapshot:
    """The edition's own sentences: its headline, what changed since `before`, what is red and why."""
    called = pronouns_in(edition, enterprise=shared.enterprise, partner=shared.partner.name)
    sentence = shared.headline or headline(
        outcomes=shared.outcomes,
        indicators=shared.indicators,
        actions=shared.actions,
        asks=shared.asks,
        promises=shared.promises,
        voice=called,
        on=shared.review.on,
    )
    return replace(
        shared,
        edition=edition.value,
        headline=sentence,
        changes=changes(before, shared) if before else (),
        reds=reds(
            outcomes=shared.outcomes,
            indicators=shared.indicators,
            asks=shared.asks,
            actions=shared.actions,
            voice=called,
            on=shared.review.on,
        ),
        ours_only=private,
    )


def _snapshot_of(review: Review | None, edition: Edition) -> Snapshot | None:
    if review is None:
        return None
    seal = Seal.objects.filter(review=review, edition=edition, kind=Seal.Kind.REVIEW).first()
    return read(seal.content) if seal else None
