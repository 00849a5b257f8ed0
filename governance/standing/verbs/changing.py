"""What both agreed on changes, or ends: one side asks, the other answers. What is made stays as promised."""

from datetime import datetime

from governance.consent_letters import ask_for_yes, no_longer_asked
from governance.local_day import day_of
from governance.locking import keep, lock
from governance.models import ActionItem, StandingChange, StandingPromise
from governance.models.standing_promises import TERMS, HowOften
from governance.standing.clock import make_due
from governance.standing.verbs.agreeing import may_answer, take_terms
from governance.taking_part import owner_in
from governance.tracker.verbs.changing import withdraw
from governance.wording import in_words
from partners.access import Permission, require
from partners.ended_partnerships import require_to_begin
from partners.models import User
from partners.verb import Refused, verb

State, Answer = StandingPromise.State, StandingChange.State
_NOT_AGREED = "Only a standing promise that both agreed to can change or end. Look at how it stands."
_THEIR_ANSWER = "The other side answers this: it is your side that asks for it."


@verb(did="asked for other terms")
def change_standing(
    standing: StandingPromise,
    *,
    title: str,
    kind: str,
    number: int,
    reason: str,
    by: User,
    now: datetime,
    detail: str = "",
    every: int = HowOften.EACH_MONTH,
    version: int | None = None,
) -> StandingChange:
    """Asks for other terms, from the next time on that is not made yet. Until the other side agrees nothing changes."""
    require_to_begin(by, may_answer(by, standing), standing.partner)
    _lock_agreed(standing, version=version)
    before = {name: getattr(standing, name) for name in TERMS}
    # Quarters are counted from the next time on; what stays quarterly stays in its months.
    from_month = standing.next_on if every != standing.every else None
    take_terms(
        standing, title=title, detail=detail, kind=kind, number=number, every=every, from_month=from_month
    )
    wanted = {name: getattr(standing, name) for name in TERMS}
    for name, value in before.items():
        setattr(standing, name, value)
    if wanted == before:
        raise Refused("These are the terms that stand. Change them first.", field="title")
    missing = "Say why it should change: the other side reads it before it answers."
    return _ask(standing, wanted, reason, missing, by=by, now=now)


@verb(did="asked to end it")
def ask_to_end_standing(
    standing: StandingPromise, *, reason: str, by: User, now: datetime, version: int | None = None
) -> StandingChange:
    """The side that owes it asks to be released from it. The other side's yes ends it."""
    require(by, may_answer(by, standing), standing.partner)
    _lock_agreed(standing, version=version)
    if by.side != standing.side:
        raise Refused("It is owed to your side: release them from it instead of asking.")
    stands = {name: getattr(standing, name) for name in TERMS}
    missing = "Say why it should end: the other side reads it before it answers."
    return _ask(standing, stands, reason, missing, by=by, now=now, ends=True)


@verb(did="released them from it")
def release_standing(
    standing: StandingPromise, *, reason: str, by: User, now: datetime, version: int | None = None
) -> StandingPromise:
    """The side it is owed to needs it no longer: it ends. What fell due until today stays in the counts."""
    require(by, Permission.PROMISE, standing.partner)
    _lock_agreed(standing, version=version)
    if by.side == standing.side:
        raise Refused("Only the side this is owed to releases you from it. Ask them to end it.")
    for change in standing.changes.running().select_related("standing", "asked_by", "partner"):
        _end_change(change, Answer.AGREED if change.ends else Answer.DECLINED, by=by, now=now)
    words = in_words(reason, field="reason", missing="Say why it is no longer needed.")
    return _end(standing, words, by=by, now=now)


@verb(did="agreed to the change")
def agree_standing_change(change: StandingChange, *, by: User, now: datetime) -> StandingChange:
    """The other side's yes: the terms hold from the next time on, or it ends.

    What comes within the weeks ahead is made by the terms that stood until now, before they change.
    """
    standing = _answering(change, by)
    if by.side == change.side:
        raise Refused(_THEIR_ANSWER)
    _end_change(change, Answer.AGREED, by=by, now=now)
    if change.ends:
        _end(standing, change.reason, by=by, now=now)
        return change
    make_due(standing, now=now)
    for name in TERMS:
        setattr(standing, name, getattr(change, name))
    standing.next_on = standing.next_day(from_day=day_of(by, now))
    keep(standing)
    make_due(standing, now=now)
    return change


@verb(did="declined the change")
def decline_standing_change(
    change: StandingChange, *, answer: str, by: User, now: datetime
) -> StandingChange:
    """The other side's no, with its reason. It goes on as it was agreed."""
    _answering(change, by)
    if by.side == change.side:
        raise Refused(_THEIR_ANSWER)
    change.answer = in_words(answer, field="answer", missing="Say why it stays as it is.")
    return _end_change(change, Answer.DECLINED, by=by, now=now)


@verb(did="took the change back")
def take_back_standing_change(change: StandingChange, *, by: User, now: datetime) -> StandingChange:
    """The side that asked asks no longer."""
    _answering(change, by)
    if by.side != change.side:
        raise Refused("Only the side that asked for this takes it back. Agree or decline instead.")
    return _end_change(change, Answer.TAKEN_BACK, by=by, now=now)


@verb(did="handed it over")
def hand_over_standing(
    standing: StandingPromise, *, to: User, by: User, now: datetime, version: int | None = None
) -> StandingPromise:
    """The side that owes it hands it to a colleague, from the next time on that is not made yet."""
    require(by, may_answer(by, standing), standing.partner)
    lock(standing, "owner", "asked_by", "answered_by", version=version)
    if by.side != standing.side:
        raise Refused("Only the side that owes this hands it over. Write them a word.")
    if standing.state not in (State.PROPOSED, State.AGREED):
        raise Refused("This has ended: there is nothing left to hand over.")
    owner_in(standing.partner, to, field="to")
    if to.pk == standing.owner_id:
        raise Refused(f"{to.full_name} already owns this.", field="to")
    if to.side != standing.side:
        raise Refused(
            "A promise stays with the side that made it. Choose a colleague on that side.", field="to"
        )
    make_due(standing, now=now)
    standing.owner = to
    if standing.state == State.AGREED:  # it falls due on days on which the new owner works
        standing.next_on = standing.next_day(from_day=standing.begins_on)
    return keep(standing)


def _ask(
    standing: StandingPromise,
    terms: dict[str, object],
    reason: str,
    missing: str,
    *,
    by: User,
    now: datetime,
    ends: bool = False,
) -> StandingChange:
    if running := standing.changes.running().select_related("asked_by").first():
        raise Refused(
            f"{running.asked_by.full_name} has asked for a change already. Answer that one first, or take it back."
        )
    words = in_words(reason, field="reason", missing=missing)
    what = "to end" if ends else "for other terms of"
    ask_for_yes(standing, f"{by.full_name} asks {what} “{standing.title}”", reason=words, by=by, now=now)
    return StandingChange.objects.create(
        partner=standing.partner,
        standing=standing,
        **terms,
        ends=ends,
        side=by.side,
        asked_by=by,
        reason=words,
        asked_on=day_of(by, now),
    )


def _lock_agreed(standing: StandingPromise, *, version: int | None) -> None:
    lock(standing, "owner", "asked_by", "answered_by", version=version)
    if standing.state != State.AGREED:
        raise Refused(_NOT_AGREED)


def _answering(change: StandingChange, by: User) -> StandingPromise:
    """The standing promise, locked, whose running change `by` may answer."""
    require(by, may_answer(by, change.standing), change.partner)
    standing = lock(change.standing, "owner", "asked_by", "answered_by")
    change.refresh_from_db(
        from_queryset=StandingChange.objects.select_related("standing", "asked_by", "partner")
    )
    if change.state != Answer.ASKED:
        raise Refused("This is answered already. Look at how it stands now.")
    change.standing = standing
    return standing


def _end_change(change: StandingChange, state: str, *, by: User, now: datetime) -> StandingChange:
    change.state = state
    change.answered_by, change.answered_side, change.answered_on = by, by.side, day_of(by, now)
    change.save()
    no_longer_asked(change.standing, by=by, now=now)
    return change


def _end(standing: StandingPromise, reason: str, *, by: User, now: datetime) -> StandingPromise:
    """It ends today, with the word of the side it is owed to. What was made ahead of its day ends with it."""
    standing.state, standing.next_on = State.ENDED, None
    standing.ended_on, standing.ended_by, standing.end_reason = day_of(by, now), by, reason
    keep(standing)
    ahead = standing.occurrences.filter(state=ActionItem.State.OPEN, first_due_on__gt=standing.ended_on)
    for item in ahead.order_by("pk"):
        withdraw(item, reason=reason, by=by, now=now)
    return standing
