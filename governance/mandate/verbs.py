"""The mandate is decided by our executive sponsor, with a reason; each step wider puts a dated promise on our side."""

from datetime import date, datetime

from governance.counting.covered_days import quarter_of
from governance.local_day import day_of
from governance.locking import keep, lock
from governance.mandate.queries import current_step
from governance.models import ActionItem, MandatePutOff, MandateStep, Opening
from governance.models.mandate import Reach
from governance.tracker.verbs.promising import promise
from governance.wording import in_words
from partners.access import NotAllowed, Permission, can, require
from partners.ended_partnerships import require_to_begin
from partners.models import Partner, Side, User
from partners.verb import Refused, Stale, verb

_DECIDE = Permission.DECIDE_MANDATE
_NO_OPENING = "A wider mandate has its price: say what {} opens up for it, who answers for that, and by when."
_STALE = (
    "Somebody else decided on the mandate in the meantime. Your words are still here: look again, then save."
)


def decides(person: User, partner: Partner) -> bool:
    """Whether `person` decides on the mandate there, and reads what speaks for a wider one: our executive sponsor.

    A mandate is given by the side that hands outcomes over; the other side's sponsor holds the same role.
    """
    return person.side == Side.OURS and can(person, _DECIDE, partner)


@verb(did="decided the mandate")
def decide_mandate(
    partner: Partner,
    *,
    step: str,
    trusted_with: str,
    reason: str,
    by: User,
    now: datetime,
    kind: str = "",
    title: str = "",
    owner: User | None = None,
    due_on: date | None = None,
    seen: int | None = None,
) -> MandateStep:
    """Widens or narrows what the partner is trusted with. `seen` is the version of the history the person saw: how many
    steps there were.

    To widen it takes an opening: an action of our side, by the ordinary verb, made in the same moment or not at all.
    It widens by one step at a time; the first that is written down may be any. What narrows it takes back no promise.
    """
    _require_decider(by, partner)
    require_to_begin(by, _DECIDE, partner, alone=True)
    before = current_step(partner)
    if seen is not None and seen != (before.pk if before else 0):
        raise Stale(_STALE)
    wanted = _reach(step, before)
    decided = MandateStep(
        partner=partner,
        step=wanted,
        trusted_with=in_words(
            trusted_with, field="trusted_with", missing="Say what they are trusted with, one thing a line."
        ),
        reason=in_words(reason, field="reason", missing="Say why: both sides read it."),
        decided_by=by,
        decided_on=day_of(by, now),
        previous=before,
    )
    if not decided.widened:
        decided.save()
        return decided
    if not title.strip() or owner is None or due_on is None:
        missing = "title" if not title.strip() else "owner" if owner is None else "due_on"
        raise Refused(_NO_OPENING.format(partner.side_names[by.side]), field=missing)
    decided.save()
    _open(decided, kind=kind, title=title, owner=owner, due_on=due_on, by=by, now=now)
    return decided


@verb(did="corrected the mandate")
def correct_mandate(
    step: MandateStep,
    *,
    trusted_with: str,
    reason: str,
    by: User,
    now: datetime,
    version: int | None = None,
) -> MandateStep:
    """Puts the words of what holds today right. How far it goes is another decision; what held before stays."""
    _require_decider(by, step.partner)
    lock(step, "decided_by", version=version)
    if MandateStep.objects.filter(previous=step).exists():
        raise Refused("Another decision has followed this one, and it stays as it was made.")
    step.trusted_with = in_words(
        trusted_with, field="trusted_with", missing="Say what they are trusted with, one thing a line."
    )
    step.reason = in_words(reason, field="reason", missing="Say why: both sides read it.")
    return keep(step)


@verb(did="opened something up")
def open_up(
    step: MandateStep,
    *,
    kind: str,
    title: str,
    owner: User,
    due_on: date,
    by: User,
    now: datetime,
) -> Opening:
    """Opens up more for the mandate that holds today: one more dated promise of our side."""
    _require_decider(by, step.partner)
    require_to_begin(by, _DECIDE, step.partner)
    lock(step, "decided_by")
    if MandateStep.objects.filter(previous=step).exists():
        raise Refused("Another decision has followed this one. Open it up for the mandate that holds today.")
    return _open(step, kind=kind, title=title, owner=owner, due_on=due_on, by=by, now=now)


@verb(did="said of another kind what was opened up")
def correct_opening(opening: Opening, *, kind: str, by: User, now: datetime) -> Opening:
    """Says that it is of another kind. Its words, its day and its owner are those of its action."""
    _require_decider(by, opening.partner)
    opening.kind = _kind(kind)
    opening.save()
    return opening


@verb(did="left the mandate as it is for a quarter")
def put_off_widening(partner: Partner, *, by: User, now: datetime) -> MandatePutOff:
    """Whoever decides has read what speaks for a wider mandate: it is said again next quarter."""
    _require_decider(by, partner)
    today = day_of(by, now)
    put_off, _ = MandatePutOff.objects.get_or_create(
        partner=partner, until=quarter_of(today)[1], defaults={"by": by, "on": today}
    )
    return put_off


def _require_decider(by: User, partner: Partner) -> None:
    require(by, _DECIDE, partner)
    if not decides(by, partner):
        raise NotAllowed(_DECIDE, partner)


def _reach(step: str, before: MandateStep | None) -> Reach:
    if step not in Reach.values:
        raise Refused("Choose how far the mandate goes.", field="step")
    wanted = Reach(step)
    if before is None:
        return wanted
    if wanted == before.step:
        raise Refused(f"It is {wanted.label} already. Correct its words instead.", field="step")
    if wanted.rank > before.rank + 1:
        following = Reach(before.step).following
        assert following is not None
        raise Refused(
            f"One step at a time, each with its price: the next is {following.label}.", field="step"
        )
    return wanted


def _kind(kind: str) -> str:
    if kind not in Opening.Kind.values:
        raise Refused("Say what kind of opening it is.", field="kind")
    return kind


def _open(
    step: MandateStep, *, kind: str, title: str, owner: User, due_on: date, by: User, now: datetime
) -> Opening:
    of_kind = _kind(kind)
    if owner.side != by.side:
        own = step.partner.side_names[by.side]
        raise Refused(f"{own} owes what it opens up: choose somebody who works there.", field="owner")
    action: ActionItem = promise(step.partner, title=title, owner=owner, due_on=due_on, by=by, now=now)
    return Opening.objects.create(partner=step.partner, step=step, kind=of_kind, action=action)
