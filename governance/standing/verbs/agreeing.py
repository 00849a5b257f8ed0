"""How a standing promise comes about: one side asks, the other answers. Neither puts one on a ledger alone."""

from datetime import date, datetime

from governance.calendar.rhythms import HIGHEST, Rhythm
from governance.consent_letters import ask_for_yes, no_longer_asked
from governance.local_day import day_of
from governance.locking import keep, lock
from governance.models import OutcomeIntent, StandingPromise
from governance.models.standing_promises import HowOften, RhythmKind
from governance.standing.clock import make_due
from governance.taking_part import belonging_to, owner_in
from governance.wording import day_to_come, in_words, one_line
from partners.access import Permission, require
from partners.ended_partnerships import require_to_begin
from partners.models import Partner, User
from partners.verb import Refused, verb

State = StandingPromise.State
MOST = 60
"""Standing promises of a partnership that live at once: more of them is a contract, not a promise."""


@verb(did="asked for a standing promise")
def ask_for_standing(
    partner: Partner,
    *,
    title: str,
    owner: User,
    kind: str,
    number: int,
    by: User,
    now: datetime,
    detail: str = "",
    every: int = HowOften.EACH_MONTH,
    begins_on: date | None = None,
    outcome: OutcomeIntent | None = None,
) -> StandingPromise:
    """Asks that `owner`'s side owes something again and again, also where that is one's own side.

    The other side's yes makes it one: what is owed again and again is agreed by both.
    """
    require_to_begin(by, Permission.PROMISE, partner, alone=True)
    belonging_to(partner, outcome=outcome)
    if StandingPromise.objects.alive().filter(partner=partner).count() >= MOST:
        raise Refused(
            f"There are {MOST} standing promises already. End one that nobody needs any more first."
        )
    today = day_of(by, now)
    begins = day_to_come(begins_on or today, today=today, field="begins_on")
    asked = StandingPromise(
        partner=partner,
        owner=owner_in(partner, owner),
        side=owner.side,
        begins_on=begins,
        outcome=outcome,
        asked_by=by,
        asked_side=by.side,
        asked_on=today,
    )
    take_terms(asked, title=title, detail=detail, kind=kind, number=number, every=every, from_month=None)
    asked.from_month = _first_month(asked, begins)
    asked.save()
    ask_for_yes(asked, f"{by.full_name} asks for a standing promise: “{asked.title}”", by=by, now=now)
    return asked


@verb(did="agreed to it")
def agree_standing(
    standing: StandingPromise, *, by: User, now: datetime, version: int | None = None
) -> StandingPromise:
    """The other side's yes. From its next day on it falls due by itself."""
    _answering(standing, by, version=version)
    require_to_begin(by, Permission.KEEP_PROMISES, standing.partner)
    _require_other_side(standing, by)
    today = day_of(by, now)
    standing.state = State.AGREED
    standing.begins_on = max(standing.begins_on, today)
    standing.next_on = standing.next_day(from_day=standing.begins_on)
    _answered(standing, by, today)
    keep(standing)
    no_longer_asked(standing, by=by, now=now)
    make_due(standing, now=now)
    return standing


@verb(did="declined it")
def decline_standing(
    standing: StandingPromise, *, answer: str, by: User, now: datetime, version: int | None = None
) -> StandingPromise:
    """The other side's no, with its reason."""
    _answering(standing, by, version=version)
    _require_other_side(standing, by)
    standing.answer = in_words(answer, field="answer", missing="Say why not, or what you would agree to.")
    standing.state = State.DECLINED
    _answered(standing, by, day_of(by, now))
    no_longer_asked(standing, by=by, now=now)
    return keep(standing)


@verb(did="took it back")
def take_back_standing(
    standing: StandingPromise, *, by: User, now: datetime, version: int | None = None
) -> StandingPromise:
    """The side that asked asks no longer."""
    _answering(standing, by, version=version)
    if by.side != standing.asked_side:
        raise Refused("Only the side that asked for this takes it back. Agree or decline instead.")
    standing.state = State.TAKEN_BACK
    _answered(standing, by, day_of(by, now))
    no_longer_asked(standing, by=by, now=now)
    return keep(standing)


def may_answer(by: User, standing: StandingPromise) -> Permission:
    """What `by` needs to speak for their side about it: its owner gives their own word."""
    return Permission.KEEP_PROMISES if by.pk == standing.owner_id else Permission.PROMISE


def take_terms(
    row: StandingPromise,
    *,
    title: str,
    detail: str,
    kind: str,
    number: int,
    every: int,
    from_month: date | None,
) -> None:
    """Puts terms into a standing promise that is not saved yet, as people may say them."""
    row.title = one_line(title, field="title", limit=200, missing="Say what is owed each time.")
    row.detail = in_words(detail, field="detail")
    if kind not in RhythmKind.values:
        raise Refused("Say whether it is by a day or by a working day of the month.", field="kind")
    highest = HIGHEST[kind]
    if not 1 <= number <= highest:
        raise Refused(f"Give the day as a number from 1 to {highest}.", field="number")
    if every not in HowOften.values:
        raise Refused("Say whether it is owed each month or each quarter.", field="every")
    row.kind, row.number, row.every = kind, number, every
    if from_month is not None:
        row.from_month = from_month.replace(day=1)


def _first_month(asked: StandingPromise, begins: date) -> date:
    """The month of the first day it can fall due on: quarters are counted from there."""
    monthly = Rhythm("day" if asked.kind == RhythmKind.DAY else "working_day", asked.number)
    return monthly.first_from(begins, asked.owner.country).replace(day=1)


def _answering(standing: StandingPromise, by: User, *, version: int | None) -> None:
    require(by, may_answer(by, standing), standing.partner)
    lock(standing, "owner", "asked_by", version=version)
    if standing.state != State.PROPOSED:
        raise Refused("This is answered already. Look at how it stands now.")


def _require_other_side(standing: StandingPromise, by: User) -> None:
    if by.side == standing.asked_side:
        other = standing.partner.side_names[by.side.other]
        raise Refused(f"Your side asks for this. It waits for {other}.")


def _answered(standing: StandingPromise, by: User, today: date) -> None:
    standing.answered_by, standing.answered_side, standing.answered_on = by, by.side, today
